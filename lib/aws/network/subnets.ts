import type { Resource } from '../../model/entity';
import { remember } from '../../model/remember';
import type { Value } from '../../model/value';
import type { Node } from '../../template/node';
import { isAnywhere } from './ip-ranges';

export const SUBNET = 'AWS::EC2::Subnet';

/** Whether the internet reaches into a subnet, as far as the app shows it, and what makes it so. */
export type Reach =
  | { kind: 'public'; because: string }
  | { kind: 'private' }
  | { kind: 'unknown'; because: string };

/**
 * A subnet is public when its route table sends traffic to an internet gateway. Where the app does not show
 * its table, one that gives its instances public addresses is meant to be public.
 * https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html#subnet-types
 */
export function reachOf(subnet: Resource): Reach {
  const association = associationOf(subnet);
  const table = association?.get('RouteTableId').reference?.resource;
  if (table?.type === 'AWS::EC2::RouteTable') {
    const route = routesOf(table).find((one) => isOf(table, one) && leadsOut(one));
    if (route)
      return { kind: 'public', because: `its route ${route.logicalId} leads to an internet gateway` };
    const stack = handedTo(table).find((one) => one.exists);
    return stack && !hasDefaultRoute(table)
      ? { kind: 'unknown', because: `${stack.logicalId} may add routes to ${table.logicalId}` }
      : { kind: 'private' };
  }
  if (mapsPublicAddresses(subnet))
    return { kind: 'public', because: 'MapPublicIpOnLaunch gives what runs there a public address' };
  // Without association it has the main table of its VPC, to which a template cannot add a route.
  if (!association && subnet.get('VpcId').reference?.resource.type === 'AWS::EC2::VPC')
    return { kind: 'private' };
  return { kind: 'unknown', because: `the route table of ${subnet.logicalId} is not in the template` };
}

/** What a subnet is for, by where its table sends what is for the internet: to a gateway, by way of another host, nowhere. */
export type Tier = 'public' | 'private' | 'isolated';

/** The tier of a subnet; undefined where the app does not show it. */
export function tierOf(subnet: Resource): Tier | undefined {
  const { kind } = reachOf(subnet);
  if (kind !== 'private') return kind === 'public' ? kind : undefined;
  const table = associationOf(subnet)?.get('RouteTableId').reference?.resource;
  return table && hasDefaultRoute(table) ? 'private' : 'isolated';
}

/** The reach of what names a subnet, which may be one that only deployment knows. */
export function reachOfNamed(subnet: Value): Reach {
  const resource = subnet.reference?.resource;
  if (resource?.type === SUBNET) return reachOf(resource);
  const because = subnet.isKnown ? `${subnet.outline} is not in the template` : subnet.why;
  return { kind: 'unknown', because };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-subnet.html#cfn-ec2-subnet-mappubliciponlaunch */
export const mapsPublicAddresses = (subnet: Resource): boolean => subnet.get('MapPublicIpOnLaunch').is(true);

const associationOf = (subnet: Resource): Resource | undefined =>
  associationsOf(subnet).find((one) => one.exists && one.get('SubnetId').reference?.resource === subnet);

const associationsOf = remember((subnet: Resource) =>
  subnet.referring('AWS::EC2::SubnetRouteTableAssociation', 'SubnetId'),
);

/** The routes of a table that can be the way to the internet: those to a gateway, for other addresses than a network's. */
const routesOf = remember((table: Resource) =>
  table
    .referring('AWS::EC2::Route', 'RouteTableId')
    .filter(
      (route) =>
        route.written('GatewayId') && DESTINATIONS.some((name) => mayBeInternet(route.written(name))),
    ),
);

/** Nested stacks that know a VPC or one of its parts, and whose templates are not in the app. */
export const handedTo = remember((part: Resource) =>
  part.referring('AWS::CloudFormation::Stack').filter((stack) => !part.app.nested.has(stack)),
);

/** A table has one route for a destination: beside one to a NAT gateway there is none to the internet. */
const hasDefaultRoute = (table: Resource): boolean =>
  table
    .referring('AWS::EC2::Route', 'RouteTableId')
    .some((route) => isOf(table, route) && route.get('DestinationCidrBlock').is('0.0.0.0/0'));

const DESTINATIONS = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock'];

const mayBeInternet = (range: Node | undefined): boolean =>
  range !== undefined && (range.kind !== 'scalar' || isAnywhere(range.text.trim()));

const isOf = (table: Resource, route: Resource): boolean =>
  route.exists && route.get('RouteTableId').reference?.resource === table;

/** Whether a route sends the traffic for the internet to an internet gateway, and not to a NAT gateway. */
const leadsOut = (route: Resource): boolean =>
  isInternetGateway(route.get('GatewayId')) &&
  DESTINATIONS.some((name) => isAnywhere(route.get(name).text?.trim() ?? ''));

function isInternetGateway(gateway: Value): boolean {
  const type = gateway.reference?.resource.type;
  return type?.startsWith('AWS::EC2::') ? type === 'AWS::EC2::InternetGateway' : gateway.matches(/^igw-/);
}
