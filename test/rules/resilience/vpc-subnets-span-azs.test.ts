import rule from '../../../rules/resilience/vpc-subnets-span-azs';
import { testRule } from '../../rule-tester';
import { network, ref, subnet, vpc, zone } from './zone-fixtures';

const associated = (name: string, table: string) => ({
  [`${name}Routes`]: {
    Type: 'AWS::EC2::SubnetRouteTableAssociation',
    Properties: { SubnetId: ref(name), RouteTableId: ref(table) },
  },
});
const table = { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } };
const route = (RouteTableId: string, out: object) => ({
  Type: 'AWS::EC2::Route',
  Properties: { RouteTableId: ref(RouteTableId), DestinationCidrBlock: '0.0.0.0/0', ...out },
});
const toInternet = { GatewayId: 'igw-0123456789abcdef0' };
const toNat = { NatGatewayId: 'nat-0123456789abcdef0' };

/** A public and a private tier, with a subnet in each of these zones. */
const tiers = (publicZones: number[], privateZones: number[], more: object = {}) => {
  const names = (tier: string, zones: number[]) => zones.map((_, index) => `${tier}${index}`);
  const all = [
    ...names('Public', publicZones).map((name, index) => [name, publicZones[index], 'Public'] as const),
    ...names('Private', privateZones).map((name, index) => [name, privateZones[index], 'Private'] as const),
  ];
  return {
    Resources: {
      Vpc: vpc,
      Public: table,
      Private: table,
      Out: route('Public', toInternet),
      Nat: route('Private', toNat),
      ...Object.fromEntries(
        all.map(([name, at], index) => [name, subnet(zone(at as number), `10.0.${index}.0/24`)]),
      ),
      ...Object.assign({}, ...all.map(([name, , to]) => associated(name, to))),
      ...more,
    },
  };
};
const one = (name: string) => `(the only subnet is ${name})`;
const whole = 'error Vpc Properties: the VPC is in a single Availability Zone';
const tier = (name: string) =>
  `error Vpc Properties: the ${name} tier of the VPC is in a single Availability Zone`;

testRule(rule, {
  pass: {
    'two tiers in two zones': tiers([0, 1], [0, 1]),
    'one tier in two zones': { Resources: network('eu-west-1a', 'eu-west-1b') },
    'zones by parameters': { Resources: network(ref('ZoneA'), ref('ZoneB')) },
    'a VPC without subnets': { Resources: { Vpc: vpc } },
    'a VPC for egress': {
      Resources: { EgressVpc: vpc, Vpc: vpc, A: subnet(zone(0), '10.0.0.0/24', { VpcId: ref('EgressVpc') }) },
    },
    'subnets of a VPC of another stack': {
      Resources: { A: subnet(zone(0)), B: subnet(zone(0), '10.0.1.0/24') },
    },
    'a subnet whose routes the app does not show': {
      Resources: {
        ...network(zone(0), zone(1)),
        ...associated('SubnetA', 'Public'),
        ...associated('SubnetB', 'RoutesOfAnotherStack'),
        Public: table,
        Out: route('Public', toInternet),
      },
    },
  },
  fail: {
    'one subnet': [{ Resources: { Vpc: vpc, A: subnet(zone(0)) } }, `${whole} ${one('A')}`],
    'two subnets in one zone': [
      { Resources: network('eu-west-1a', { 'Fn::Sub': '${AWS::Region}a' }) },
      `${whole} (SubnetA, SubnetB: eu-west-1a)`,
    ],
    'two tiers in one zone': [tiers([0], [0]), `${whole} (Public0, Private0: zone 0 of Fn::GetAZs)`],
    'one public subnet': [tiers([0], [0, 1]), `${tier('public')} ${one('Public0')}`],
    'one private subnet': [tiers([0, 1], [1]), `${tier('private')} ${one('Private0')}`],
    'each tier in a zone of its own': [
      tiers([0], [1]),
      [`${tier('private')} ${one('Private0')}`, `${tier('public')} ${one('Public0')}`],
    ],
    'one isolated subnet': [
      tiers([0, 1], [], { Data: subnet(zone(0), '10.0.9.0/24') }),
      `${tier('isolated')} ${one('Data')}`,
    ],
    'one subnet of each of two VPCs': [
      {
        Resources: {
          ...network(zone(0), zone(1)),
          Other: vpc,
          SubnetB: subnet(zone(1), '10.0.1.0/24', { VpcId: ref('Other') }),
        },
      },
      [
        `${whole} ${one('SubnetA')}`,
        `error Other Properties: the VPC is in a single Availability Zone ${one('SubnetB')}`,
      ],
    ],
    'a second subnet in production only': [
      {
        Resources: {
          Vpc: vpc,
          A: subnet(zone(0)),
          B: { ...subnet(zone(1), '10.0.1.0/24'), Condition: 'IsProd' },
        },
      },
      `info Vpc Properties when IsProd is false (Stage is dev): the VPC is in a single Availability Zone ${one('A')}`,
    ],
    'a second zone in production only': [
      { Resources: network(zone(0), { 'Fn::If': ['IsProd', zone(1), zone(0)] }) },
      'info Vpc Properties when IsProd is false (Stage is dev): the VPC is in a single Availability Zone (SubnetA, SubnetB: zone 0 of Fn::GetAZs)',
    ],
  },
  review: {
    'zones that AWS picks': [
      { Resources: network() },
      'review Vpc Properties: the zone that AWS picks for SubnetA and the zone that AWS picks for SubnetB may be the same: confirm that the VPC is in two or more Availability Zones',
    ],
    'a name and a place in Fn::GetAZs': [
      { Resources: network('eu-west-1a', zone(0)) },
      'review Vpc Properties: eu-west-1a and zone 0 of Fn::GetAZs may be the same: confirm that the VPC is in two or more Availability Zones',
    ],
    'subnets that a nested stack may add': [
      {
        Resources: {
          Vpc: vpc,
          A: subnet(zone(0)),
          Network: {
            Type: 'AWS::CloudFormation::Stack',
            Properties: { TemplateURL: 'https://example.com/subnets.yaml', Parameters: { Vpc: ref('Vpc') } },
          },
        },
      },
      'review Vpc Properties: confirm that the subnets which Network adds are in other Availability Zones',
    ],
  },
  options: {
    'not production': [
      { Resources: { Vpc: vpc, A: subnet(zone(0)) } },
      { environment: 'non-production' },
      `info Vpc Properties: the VPC is in a single Availability Zone ${one('A')}`,
    ],
  },
});
