import { addToGroup } from '../../lib/add-to-group';
import { AUTO_SCALING_GROUP, zonesOfGroup } from '../../lib/aws/placement';
import { mustSpanWith } from '../../lib/aws/zones';
import type { App } from '../../lib/model/app';
import type { Resource } from '../../lib/model/entity';
import { remember } from '../../lib/model/remember';
import { rule } from '../../lib/rule';
import { textsIn } from '../../lib/template/node';

export default rule({
  id: 'auto-scaling-groups-multi-az',
  title: 'Auto Scaling groups launch instances in several Availability Zones',
  severity: 'error',
  severityIn: { 'non-production': 'info' },
  control: 'AZ-RESILIENT',
  resources: [AUTO_SCALING_GROUP],
  why: 'A group replaces what is lost with a zone only if it may launch instances in another one.',
  fix: 'List subnets in two or more Availability Zones in VPCZoneIdentifier, or have a group for each zone.',
  docs: [
    'https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-autoscaling-autoscalinggroup.html',
  ],

  check: (group) => {
    const hasSubnets = () => group.get('VPCZoneIdentifier').isPresent;
    return [
      group
        .property('VPCZoneIdentifier')
        .expect(() => inSeveral(group))
        .when(hasSubnets),
      group
        .property('AvailabilityZones')
        .expect(() => inSeveral(group))
        .unless(hasSubnets),
    ];
  },
});

/** A group for each zone is as good as one for all, and lets volumes stay with their instances. */
const inSeveral = (group: Resource) =>
  mustSpanWith(
    () =>
      siblingsOf(group)
        .filter(({ exists }) => exists)
        .flatMap(zonesOfGroup),
    zonesOfGroup(group),
    'the group',
  );

/** The groups that do the same: they share a launch template, a target group or a cluster, or are named alike. */
function siblingsOf(group: Resource): readonly Resource[] {
  const families = familiesOf(group.app);
  const siblings = marksOf(group).flatMap((mark) => families.get(mark)?.slice(0, MOST) ?? []);
  return [...new Set(siblings)];
}

/** More groups need not be looked at to find a second zone. */
const MOST = 20;

const familiesOf = remember((app: App) => {
  const families = new Map<Resource | string, Resource[]>();
  for (const group of app.resourcesOf(AUTO_SCALING_GROUP))
    for (const mark of marksOf(group)) addToGroup(families, mark, group);
  return families;
});

const marksOf = (group: Resource): (Resource | string)[] => [
  ...group.references.filter(({ to }) => SHARED.has(to.type)).map(({ to }) => to),
  ...[group.logicalId.replace(ZONE_IN_NAME, ''), ...clustersOf(group)].map(
    (name) => `${group.template.label} ${name}`,
  ),
];

/** What groups of one purpose refer to. */
const SHARED = new Set([
  'AWS::EC2::LaunchTemplate',
  'AWS::AutoScaling::LaunchConfiguration',
  'AWS::ElasticLoadBalancingV2::TargetGroup',
  'AWS::ElasticLoadBalancing::LoadBalancer',
]);

/** `NodesA`, `NodesZone2`, `Nodes1b`: what tells groups of different zones apart. */
const ZONE_IN_NAME = /(?:A[zZ]|Zone)?(?:\d?[a-f]|\d|[A-F])$/;

/** Nodes of one Kubernetes cluster carry its name. */
const clustersOf = (group: Resource): string[] =>
  textsIn(group.written('Tags')).filter((text) => text.startsWith('kubernetes.io/cluster/'));
