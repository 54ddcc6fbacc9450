import { addToGroup } from '../../lib/add-to-group';
import { opening } from '../../lib/aws/elsewhere';
import { isNamed } from '../../lib/aws/named-resources';
import { shown, writtenIdentity } from '../../lib/aws/zones/told-apart';
import type { App } from '../../lib/model/app';
import type { Resource } from '../../lib/model/entity';
import { remember } from '../../lib/model/remember';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

const CONNECTION = 'AWS::EC2::VPNConnection';
const CUSTOMER_GATEWAY = 'AWS::EC2::CustomerGateway';

export default rule({
  id: 'vpn-connections-redundant',
  title: 'VPN connections of a gateway end at two customer gateways',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'NETWORK-HA',
  resources: [CONNECTION],
  why: 'The two tunnels of a connection end at two devices of AWS, but at one of yours: when that is down, so is the way between the networks.',
  fix: 'Add a second AWS::EC2::VPNConnection of the same gateway to a customer gateway with another address; it may stand under a condition.',
  docs: [
    'https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-redundant-connection.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-vpnconnection.html',
  ],

  check: (connection) => {
    const side = sides(connection.app).get(connection);
    // What is only made in some scenarios shows that the solution supports it.
    if (!side || side.farEnds > 1) return undefined;
    return connection
      .property('CustomerGatewayId')
      .expect((id) => {
        const gateway = side.gateway?.logicalId ?? shown(gatewayOf(connection));
        const all = `all VPN connections of ${gateway} end at ${shown(id)}`;
        const open = side.gateway ? opening(side.gateway) : `${gateway}, which is not in the templates,`;
        return open === undefined
          ? fail(`${all}: add one to a second customer gateway`)
          : review(
              `${all} here, but ${open} may lead to more: confirm that one ends at another customer gateway`,
            );
      })
      .when(() => side.connections.find((one) => one.exists) === connection)
      .unless(() => DIRECT_CONNECT.some((type) => isInUse(connection.app, type)));
  },
});

/** Lines of AWS Direct Connect, which a VPN backs up. */
const DIRECT_CONNECT = [
  'AWS::DirectConnect::Connection',
  'AWS::DirectConnect::Lag',
  'AWS::DirectConnect::PrivateVirtualInterface',
  'AWS::DirectConnect::TransitVirtualInterface',
  'AWS::DirectConnect::DirectConnectGatewayAssociation',
];

const isInUse = (app: App, type: string): boolean => app.resourcesOf(type).some((one) => one.exists);

/** What ends at AWS on one gateway. */
interface Side {
  gateway: Resource | undefined;
  connections: Resource[];
  /** How many customer gateways they end at, in any branch. One connection ends at one. */
  farEnds: number;
}

const sides = remember((app: App): ReadonlyMap<Resource, Side> => {
  const groups = new Map<Resource | string, Resource[]>();
  for (const connection of app.resourcesOf(CONNECTION)) {
    const key = GATEWAYS.flatMap((property) => gatewayAt(connection, property))[0];
    if (key !== undefined) addToGroup(groups, key, connection);
  }
  return new Map(
    [...groups].flatMap(([key, connections]) => {
      const gateway = typeof key === 'string' ? undefined : key;
      const farEnds = Math.min(connections.length, new Set(connections.flatMap(farEndsOf)).size);
      const side = { gateway, connections, farEnds };
      return connections.map((connection) => [connection, side] as const);
    }),
  );
});

const GATEWAYS = ['TransitGatewayId', 'VpnGatewayId'];

/** The gateway of the app, or the name of another one, which means the same only within its template. */
function gatewayAt(connection: Resource, property: string): (Resource | string)[] {
  const edge = connection.references.find(({ path }) => path === `Properties.${property}`);
  const key = edge?.to ?? writtenAt(connection, property);
  return key === undefined ? [] : [key];
}

const gatewayOf = (connection: Resource): Value =>
  GATEWAYS.map((property) => connection.get(property)).find(isNamed) ?? connection.get('VpnGatewayId');

/** Customer gateways, told apart by their addresses. */
function farEndsOf(connection: Resource): string[] {
  const gateways = connection.referred(CUSTOMER_GATEWAY, 'CustomerGatewayId');
  const named = gateways.map((one) => writtenAt(one, 'IpAddress') ?? one.logicalId);
  return gateways.length > 0 ? named : [writtenAt(connection, 'CustomerGatewayId') ?? ''];
}

function writtenAt(resource: Resource, property: string): string | undefined {
  const node = resource.written(property);
  return node && writtenIdentity(resource.template, node);
}
