import { areSame, isShown, spreadOf, type Zone, zoneOfSubnet } from '../../lib/aws/zones/zones';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

export default rule({
  id: 'nat-gateways-per-az',
  title: 'Each Availability Zone reaches the internet through a NAT gateway of its own',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'NETWORK-HA',
  alsoControls: ['AZ-RESILIENT'],
  resources: ['AWS::EC2::NatGateway'],
  why: 'A NAT gateway fails with its zone, and takes the way out from every other zone that is routed through it; until then that traffic pays for crossing zones.',
  fix: 'Add a NAT gateway in each zone and route the subnets of the zone to it (CDK: natGateways equal to maxAzs), or use one with AvailabilityMode regional. Where the cost outweighs the risk, waive it with that reason.',
  docs: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html',
  ],

  check: (gateway) =>
    gateway
      .property('SubnetId')
      .expect((place) => {
        const served = servedBy(gateway).map(zoneOfSubnet);
        return acrossZones(served) ?? fromAfar(zoneOfSubnet(place), served);
      })
      .unless(() => gateway.get('AvailabilityMode').is('regional')),
});

/** What names the subnets whose traffic is routed to the gateway. */
const servedBy = (gateway: Resource): Value[] => {
  const routes = gateway
    .referring('AWS::EC2::Route', 'NatGatewayId')
    .filter((route) => refersTo(route, 'NatGatewayId', gateway));
  const tables = new Set(routes.flatMap((route) => route.get('RouteTableId').reference?.resource ?? []));
  return [...tables].flatMap((table) =>
    table
      .referring('AWS::EC2::SubnetRouteTableAssociation', 'RouteTableId')
      .filter((association) => refersTo(association, 'RouteTableId', table))
      .map((association) => association.get('SubnetId')),
  );
};

const refersTo = (from: Resource, property: string, to: Resource): boolean =>
  from.exists && from.get(property).reference?.resource === to;

function acrossZones(served: readonly Zone[]): Outcome | undefined {
  const { most } = spreadOf(served);
  const { least } = spreadOf(served.filter(isShown));
  if (most < 2) return undefined;
  if (least < 2)
    return review(
      `${subnetsIn(served)} are routed through one NAT gateway: confirm that they are in one Availability Zone, or add one for each`,
    );
  return fail(
    `subnets in ${least} Availability Zones are routed through one NAT gateway (${subnetsIn(served)}): add one for each zone`,
  );
}

/** All that it serves is in one zone, and it stands in another. */
const fromAfar = (place: Zone, [served]: readonly Zone[]): Outcome | undefined =>
  served && areSame(place, served) === false
    ? fail(
        `${served.of} is routed through a NAT gateway in another Availability Zone: ${served.name} depends on ${place.name}`,
      )
    : undefined;

const subnetsIn = (zones: readonly Zone[]): string => [...new Set(zones.map(({ of }) => of))].join(', ');
