import rule from '../../../rules/resilience/nat-gateways-per-az';
import { testRule } from '../../rule-tester';

const of = (type: string, properties: object = {}, more: object = {}) => ({
  Type: `AWS::EC2::${type}`,
  Properties: properties,
  ...more,
});
const subnet = (number: number, zone: object = {}) =>
  of('Subnet', { VpcId: { Ref: 'Network' }, CidrBlock: `10.0.${number}.0/24`, ...zone });
const inA = { AvailabilityZone: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] } };
const inB = { AvailabilityZone: { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] } };
const gateway = (subnetName: unknown = { Ref: 'PublicA' }, more: object = {}) =>
  of('NatGateway', { SubnetId: subnetName, AllocationId: 'eipalloc-0123456789abcdef0' }, more);
const table = () => of('RouteTable', { VpcId: { Ref: 'Network' } });
const route = (tableName: string, nat: unknown, more: object = {}) =>
  of(
    'Route',
    { RouteTableId: { Ref: tableName }, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: nat },
    more,
  );
const association = (tableName: string, subnetName: string, more: object = {}) =>
  of(
    'SubnetRouteTableAssociation',
    { RouteTableId: { Ref: tableName }, SubnetId: { Ref: subnetName } },
    more,
  );

const subnets = { PublicA: subnet(0, inA), PrivateA: subnet(2, inA), PrivateB: subnet(3, inB) };
/** One table for all private subnets. */
const shared = {
  ...subnets,
  Private: table(),
  RouteOut: route('Private', { Ref: 'Nat' }),
  AssociationA: association('Private', 'PrivateA'),
  AssociationB: association('Private', 'PrivateB'),
};
/** A table for each zone, as the CDK makes them. */
const apart = (natOfB: unknown) => ({
  ...subnets,
  PublicB: subnet(1, inB),
  Nat: gateway(),
  TableA: table(),
  RouteA: route('TableA', { Ref: 'Nat' }),
  AssociationA: association('TableA', 'PrivateA'),
  TableB: table(),
  RouteB: route('TableB', natOfB),
  AssociationB: association('TableB', 'PrivateB'),
});
const one =
  'Properties.SubnetId: subnets in 2 Availability Zones are routed through one NAT gateway (PrivateA, PrivateB): add one for each zone';

testRule(rule, {
  pass: {
    'one for each zone': {
      Resources: { ...apart({ Ref: 'NatB' }), NatB: gateway({ Ref: 'PublicB' }) },
    },
    'a regional one': {
      Resources: {
        ...shared,
        Nat: of('NatGateway', { VpcId: { Ref: 'Network' }, AvailabilityMode: 'regional' }),
      },
    },
    'all subnets are in one zone': {
      Resources: {
        PublicA: subnet(0, inA),
        PrivateA: subnet(2, inA),
        DataA: subnet(4, inA),
        Nat: gateway(),
        Private: table(),
        RouteOut: route('Private', { Ref: 'Nat' }),
        AssociationA: association('Private', 'PrivateA'),
        AssociationData: association('Private', 'DataA'),
      },
    },
    'a subnet and that of the gateway from parameters': {
      Resources: {
        Nat: gateway({ Ref: 'Public' }),
        Private: table(),
        RouteOut: route('Private', { Ref: 'Nat' }),
        AssociationA: association('Private', 'PrivateA'),
      },
    },
    'nothing is routed through it here': { Resources: { ...subnets, Nat: gateway() } },
    'the table is not in the template': {
      Resources: { ...subnets, Nat: gateway(), RouteOut: route('MainTable', { Ref: 'Nat' }) },
    },
    'two tables whose subnets are in the zone of the gateway': {
      Resources: {
        ...subnets,
        DataA: subnet(4, inA),
        Nat: gateway(),
        TableA: table(),
        RouteA: route('TableA', { Ref: 'Nat' }),
        AssociationA: association('TableA', 'PrivateA'),
        TableB: table(),
        RouteB: route('TableB', { Ref: 'Nat' }),
        AssociationB: association('TableB', 'DataA'),
      },
    },
    'the way of the other zone is not created': {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: {
        ...shared,
        Nat: gateway(),
        AssociationB: association('Private', 'PrivateB', { Condition: 'Never' }),
      },
    },
  },
  fail: {
    'one table for two zones': [{ Resources: { ...shared, Nat: gateway() } }, `warning Nat ${one}`],
    'a table for each zone, and one gateway': [{ Resources: apart({ Ref: 'Nat' }) }, `warning Nat ${one}`],
    'zones that are named': [
      {
        Resources: {
          ...shared,
          PrivateA: subnet(2, { AvailabilityZone: 'eu-west-1a' }),
          PrivateB: subnet(3, { AvailabilityZone: 'eu-west-1b' }),
          Nat: gateway({ Ref: 'Public' }),
        },
      },
      `warning Nat ${one}`,
    ],
    'a second gateway in production only': [
      {
        Resources: {
          ...apart({ 'Fn::If': ['IsProd', { Ref: 'NatB' }, { Ref: 'Nat' }] }),
          NatB: gateway({ Ref: 'PublicB' }, { Condition: 'IsProd' }),
        },
      },
      `info Nat ${one.replace(':', ' when IsProd is false (Stage is dev):')}`,
    ],
    'a route for each kind of environment': [
      {
        Conditions: { IsDev: { 'Fn::Not': [{ Condition: 'IsProd' }] } },
        Resources: {
          ...apart({ Ref: 'NatB' }),
          NatB: gateway({ Ref: 'PublicB' }, { Condition: 'IsProd' }),
          RouteB: route('TableB', { Ref: 'NatB' }, { Condition: 'IsProd' }),
          SharedRouteB: route('TableB', { Ref: 'Nat' }, { Condition: 'IsDev' }),
        },
      },
      `info Nat ${one.replace(':', ' when IsDev is true (Stage is dev):')}`,
    ],
    'two gateways in one zone': [
      { Resources: { ...apart({ Ref: 'NatB' }), NatB: gateway() } },
      'warning NatB Properties.SubnetId: PrivateB is routed through a NAT gateway in another Availability Zone: zone 1 of Fn::GetAZs depends on zone 0 of Fn::GetAZs',
    ],
  },
  review: {
    'subnets from parameters': [
      {
        Resources: {
          Nat: gateway({ Ref: 'Public' }),
          Private: table(),
          RouteOut: route('Private', { Ref: 'Nat' }),
          AssociationA: association('Private', 'PrivateA'),
          AssociationB: association('Private', 'PrivateB'),
        },
      },
      'review Nat Properties.SubnetId: PrivateA, PrivateB are routed through one NAT gateway: confirm that they are in one Availability Zone, or add one for each',
    ],
    'subnets whose zones AWS picks': [
      {
        Resources: { ...shared, PrivateA: subnet(2), PrivateB: subnet(3), Nat: gateway() },
      },
      'review Nat Properties.SubnetId: PrivateA, PrivateB are routed through one NAT gateway: confirm that they are in one Availability Zone, or add one for each',
    ],
  },
  options: {
    'outside production': [
      { Resources: { ...shared, Nat: gateway() } },
      { environment: 'non-production' },
      `info Nat ${one}`,
    ],
  },
});
