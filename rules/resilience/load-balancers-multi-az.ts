import { CLASSIC_LOAD_BALANCER, LOAD_BALANCER, targetGroupsOf } from '../../lib/aws/network/load-balancers';
import { mustSpanZones } from '../../lib/aws/zones/one-subnet-per-zone';
import { zonesOfTargets } from '../../lib/aws/zones/placement';
import { spreadOf, type Zone, zoneOfSubnet, zonesNamed, zonesOfSubnets } from '../../lib/aws/zones/zones';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

export default rule({
  id: 'load-balancers-multi-az',
  title: 'Load balancers are in several Availability Zones',
  severity: 'error',
  severityIn: { 'non-production': 'info' },
  control: 'AZ-RESILIENT',
  resources: [LOAD_BALANCER, CLASSIC_LOAD_BALANCER],
  why: 'A load balancer has nodes only in the zones of its subnets: in a single one, everything behind it is lost with that zone.',
  fix: 'Attach the load balancer to subnets in two or more Availability Zones.',
  docs: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-cross-zone.html',
  ],

  // A load balancer takes one subnet of a zone at most.
  check: (loadBalancer) => [
    Object.entries(ZONES).map(([property, zonesOf]) =>
      loadBalancer.property(property).expect((value) => {
        const outcome = mustSpanZones(zonesOf(value), 'the load balancer');
        return outcome?.verdict === 'review' && isApplication(loadBalancer)
          ? review(`${outcome.message}, ${REFUSED}`, { severity: 'info' })
          : outcome;
      }),
    ),
    targetGroupsOf(loadBalancer).map((group) =>
      loadBalancer
        .property('LoadBalancerAttributes')
        .expect(() => reachesTargets(loadBalancer, group))
        .when(() => loadBalancer.get('Type').isOneOf(WITHOUT_CROSS_ZONE) && group.exists),
    ),
  ],
});

/** What says in which zones a load balancer is: one of these. */
const ZONES: { readonly [property: string]: (value: Value) => Zone[] } = {
  Subnets: zonesOfSubnets,
  SubnetMappings: (mappings) => mappings.items().map((mapping) => zoneOfSubnet(mapping.get('SubnetId'))),
  AvailabilityZones: zonesNamed,
};

const isApplication = (loadBalancer: Resource): boolean =>
  loadBalancer.type === LOAD_BALANCER && !loadBalancer.get('Type').isOneOf(WITHOUT_CROSS_ZONE);

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html */
const REFUSED =
  'as AWS itself asks of an Application Load Balancer that is not in a Local Zone or on an Outpost';

/** The types that do not balance across zones by default; an Application Load Balancer always does. */
const WITHOUT_CROSS_ZONE = ['network', 'gateway'];

/** Without cross-zone balancing the node of a zone has no target where all are in another zone. */
function reachesTargets(loadBalancer: Resource, group: Resource): Outcome | undefined {
  if (isCrossZone(loadBalancer, group) || spreadOf(zonesOfBalancer(loadBalancer)).least < 2) return undefined;
  const [zone, ...others] = zonesOfTargets(group) ?? [];
  if (!zone || spreadOf([zone, ...others]).most > 1) return undefined;
  return fail(
    `the targets of ${group.logicalId} are all in one Availability Zone (${zone.name}), and without cross-zone load balancing the other zones have none`,
    { severity: 'warning' },
  );
}

const zonesOfBalancer = (loadBalancer: Resource): Zone[] =>
  Object.entries(ZONES).flatMap(([property, zonesOf]) => zonesOf(loadBalancer.get(property)));

/** What a target group says goes before what its load balancer does. */
function isCrossZone(loadBalancer: Resource, group: Resource): boolean {
  const own = crossZoneOf(group.get('TargetGroupAttributes'));
  if (own?.isOneOf(['true', 'false'])) return own.is(true);
  return crossZoneOf(loadBalancer.get('LoadBalancerAttributes'))?.is(true) ?? false;
}

const crossZoneOf = (attributes: Value): Value | undefined =>
  attributes
    .items()
    .find((attribute) => attribute.get('Key').is('load_balancing.cross_zone.enabled'))
    ?.get('Value');
