import { addToGroup } from '../../add-to-group';
import type { App } from '../../model/app';
import type { Resource } from '../../model/entity';
import { remember } from '../../model/remember';
import { textsIn } from '../../template/node';
import { roleOf } from '../named-alike';
import { AUTO_SCALING_GROUP } from './placement';
import { withinUse } from './told-apart';

/**
 * The Auto Scaling groups that do the same as one: they share a launch template, a target group or a cluster,
 * or are named alike. Only inside an expectation.
 */
export function siblingsOf(group: Resource): Resource[] {
  const families = familiesOf(group.app);
  const siblings = marksOf(group).flatMap((mark) => families.get(mark)?.slice(0, MOST) ?? []);
  return [...new Set(siblings)].filter((one) => one !== group && one.exists);
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
  ...[roleOf(group), ...clustersOf(group)].map((name) => withinUse(group.template, name)),
];

/** What groups of one purpose refer to. */
const SHARED = new Set([
  'AWS::EC2::LaunchTemplate',
  'AWS::AutoScaling::LaunchConfiguration',
  'AWS::ElasticLoadBalancingV2::TargetGroup',
  'AWS::ElasticLoadBalancing::LoadBalancer',
]);

/** Nodes of one Kubernetes cluster carry its name. */
const clustersOf = (group: Resource): string[] =>
  textsIn(group.written('Tags')).filter((text) => text.startsWith('kubernetes.io/cluster/'));
