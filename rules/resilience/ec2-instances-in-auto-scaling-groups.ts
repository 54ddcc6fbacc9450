import { addToGroup } from '../../lib/add-to-group';
import { BASTION_WORDS, isNamed } from '../../lib/aws/called';
import { roleOf } from '../../lib/aws/named-alike';
import { CLASSIC_LOAD_BALANCER, TARGET_GROUP } from '../../lib/aws/network/load-balancers';
import { INSTANCE, zoneOfInstance, zonesOfTargets } from '../../lib/aws/zones/placement';
import { mustSpan, spreadOf, type Zone } from '../../lib/aws/zones/zones';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import { remember } from '../../lib/model/remember';
import type { Template } from '../../lib/model/template';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'ec2-instances-in-auto-scaling-groups',
  title: 'EC2 instances belong to Auto Scaling groups',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'AZ-RESILIENT',
  alsoControls: ['SCALING'],
  resources: [INSTANCE],
  why: 'An instance of its own is lost with its zone, nothing replaces it, and it cannot take more load than it has room for.',
  fix: 'Describe the instance in a launch template, and let an Auto Scaling group over two or more Availability Zones launch it.',
  docs: [
    'https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html',
    'https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_fault_isolation_multiaz_region_system.html',
  ],

  check: (instance) =>
    instance
      .attribute('Type')
      .expect(() => alone(instance))
      .unless(() => standsAlone(instance)),
});

/** Hosts that people log in through, and hosts that hand on the traffic of others: each is one by its nature. */
const standsAlone = (instance: Resource): boolean =>
  isNamed(instance, [...BASTION_WORDS, ...APPLIANCES]) || instance.get('SourceDestCheck').is(false);

const APPLIANCES = ['appliance', 'firewall', 'nat', 'openvpn', 'router', 'vpn', 'wireguard'];

/** Three of one role make a cluster, which software of its own keeps alive when they are in as many zones. */
function alone(instance: Resource): Outcome | undefined {
  const zones = zonesOfRole(instance);
  const outcome = mustSpan(zones, `the cluster of ${instance.logicalId}`, { needed: 3 });
  if (zones.length >= 3 && outcome?.verdict !== 'fail') return outcome;
  return spreadOf(zones).least > 1 || balancersOf(instance).some(isOverZones)
    ? fail(
        'nothing replaces the instance when it fails or adds another one, though those in other zones carry on',
        {
          severity: 'info',
        },
      )
    : fail(
        'the instance is a single point of failure: no Auto Scaling group replaces it or adds another one',
      );
}

/** More instances need not be looked at to find another zone. */
const MOST = 20;

const zonesOfRole = (instance: Resource): Zone[] =>
  (roles(instance.template).get(roleOf(instance)) ?? [])
    .slice(0, MOST)
    .filter(({ exists }) => exists)
    .flatMap((member) => zoneOfInstance(member) ?? []);

const roles = remember((template: Template): ReadonlyMap<string, Resource[]> => {
  const byRole = new Map<string, Resource[]>();
  for (const instance of template.resourcesOf(INSTANCE)) addToGroup(byRole, roleOf(instance), instance);
  return byRole;
});

/** What sends it requests together with others. */
const balancersOf = (instance: Resource): Resource[] => [
  ...instance.referring(TARGET_GROUP, 'Targets.Id'),
  ...instance.referring(CLASSIC_LOAD_BALANCER, 'Instances'),
];

const isOverZones = (balancer: Resource): boolean =>
  balancer.exists && spreadOf(zonesBehind(balancer)).least > 1;

const zonesBehind = (balancer: Resource): Zone[] =>
  balancer.type === TARGET_GROUP
    ? (zonesOfTargets(balancer, MOST) ?? [])
    : balancer
        .get('Instances')
        .items(MOST)
        .flatMap(({ reference }) =>
          reference?.resource.type === INSTANCE ? (zoneOfInstance(reference.resource) ?? []) : [],
        );
