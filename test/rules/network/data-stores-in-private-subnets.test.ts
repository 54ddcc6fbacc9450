import rule from '../../../rules/network/data-stores-in-private-subnets';
import { testRule } from '../../rule-tester';
import { association, network, route, routeTable, subnet, toInternet, toNat, vpc } from './vpc-fixtures';

const group = (SubnetIds: unknown) => ({
  Type: 'AWS::RDS::DBSubnetGroup',
  Properties: { DBSubnetGroupDescription: 'orders', SubnetIds },
});
const database = (properties: object = {}) => ({
  Type: 'AWS::RDS::DBInstance',
  Properties: { DBInstanceClass: 'db.t4g.micro', Engine: 'postgres', AllocatedStorage: '20', ...properties },
});
const nested = (Parameters: object) => ({
  Type: 'AWS::CloudFormation::Stack',
  Properties: { TemplateURL: 'https://templates.s3.amazonaws.com/network.yaml', Parameters },
});
const inSubnet = group([{ Ref: 'Subnet' }]);
const app = (Group: unknown, more: object = {}) => ({ Resources: { Group, ...more } });
const place = 'Group Properties.SubnetIds[0]';
const isPublic = 'the subnet Subnet is public: its route Out leads to an internet gateway';
const confirm = 'confirm that it is private';

testRule(rule, {
  pass: {
    'behind a NAT gateway': app(inSubnet, network(toNat)),
    'behind a NAT gateway, with endpoints from a nested stack': app(
      inSubnet,
      network(toNat, { Endpoints: nested({ Table: { Ref: 'Routes' } }) }),
    ),
    'isolated, with no route out': app(inSubnet, {
      Vpc: vpc(),
      Subnet: subnet(),
      Routes: routeTable,
      Association: association({ Ref: 'Subnet' }, { Ref: 'Routes' }),
    }),
    'with the main route table of a VPC of the template': app(inSubnet, { Vpc: vpc(), Subnet: subnet() }),
    'out by IPv6 only, through an egress-only gateway': app(
      inSubnet,
      network({
        DestinationCidrBlock: { Ref: 'AWS::NoValue' },
        DestinationIpv6CidrBlock: '::/0',
        EgressOnlyInternetGatewayId: 'eigw-0123456789abcdef0',
      }),
    ),
    'to a network behind a VPN': app(
      inSubnet,
      network(
        { GatewayId: { Ref: 'Vpn' } },
        { Vpn: { Type: 'AWS::EC2::VPNGateway', Properties: { Type: 'ipsec.1' } } },
      ),
    ),
    'private by its route table, although it gives public addresses': app(
      inSubnet,
      network(toNat, { Subnet: subnet({ MapPublicIpOnLaunch: true }) }),
    ),
    'in a subnet group of the template, which is looked at itself': app(inSubnet, {
      ...network(toNat),
      Database: database({ DBSubnetGroupName: { Ref: 'Group' } }),
    }),
    'in a subnet group of the template, by its name': app(
      {
        Type: 'AWS::RDS::DBSubnetGroup',
        Properties: {
          DBSubnetGroupName: 'Orders',
          DBSubnetGroupDescription: 'orders',
          SubnetIds: [{ Ref: 'Subnet' }],
        },
      },
      { ...network(toNat), Database: database({ DBSubnetGroupName: 'orders' }) },
    ),
    'an instance, which lies where its cluster does': {
      Type: 'AWS::RDS::DBInstance',
      Properties: {
        DBInstanceClass: 'db.r6g.large',
        Engine: 'aurora-mysql',
        DBClusterIdentifier: { Ref: 'Cluster' },
      },
    },
    'not in a VPC': {
      Type: 'AWS::OpenSearchService::Domain',
      Properties: { DomainName: 'search' },
    },
    'a route that is never there': {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      ...app(inSubnet, network(toInternet, { Out: { Condition: 'Never', ...route(toInternet) } })),
    },
  },
  fail: {
    'a route to an internet gateway': [app(inSubnet, network(toInternet)), `error ${place}: ${isPublic}`],
    'a route to an internet gateway of another stack': [
      app(inSubnet, network({ GatewayId: 'igw-0123456789abcdef0' })),
      `error ${place}: ${isPublic}`,
    ],
    'a route of IPv6 to an internet gateway': [
      app(
        inSubnet,
        network({
          DestinationCidrBlock: { Ref: 'AWS::NoValue' },
          DestinationIpv6CidrBlock: '::/0',
          ...toInternet,
        }),
      ),
      `error ${place}: ${isPublic}`,
    ],
    'half of the internet by each of two routes': [
      app(
        inSubnet,
        network(
          { DestinationCidrBlock: '0.0.0.0/1', ...toInternet },
          { Other: route({ DestinationCidrBlock: '128.0.0.0/1', ...toInternet }) },
        ),
      ),
      `error ${place}: ${isPublic}`,
    ],
    'one subnet of two': [
      app(
        group([{ Ref: 'Private' }, { Ref: 'Subnet' }]),
        network(toInternet, { Private: subnet({ CidrBlock: '10.0.1.0/24' }) }),
      ),
      `error Group Properties.SubnetIds[1]: ${isPublic}`,
    ],
    'public outside production': [
      app(
        group([{ 'Fn::If': ['IsProd', { Ref: 'Private' }, { Ref: 'Subnet' }] }]),
        network(toInternet, { Private: subnet({ CidrBlock: '10.0.1.0/24' }) }),
      ),
      `warning ${place} when IsProd is false (Stage is dev): ${isPublic}`,
    ],
    'a gateway that is only there in production': [
      app(inSubnet, network(toInternet, { Out: { Condition: 'IsProd', ...route(toInternet) } })),
      `error ${place} when IsProd is true (Stage is prod): ${isPublic}`,
    ],
    'public addresses, and a route table of another stack': [
      app(inSubnet, {
        Subnet: subnet({ MapPublicIpOnLaunch: true }),
        Association: association({ Ref: 'Subnet' }, { Ref: 'PublicRoutes' }),
      }),
      `error ${place}: the subnet Subnet is public: MapPublicIpOnLaunch gives what runs there a public address`,
    ],
    'a file system': [
      app(
        {
          Type: 'AWS::EFS::MountTarget',
          Properties: {
            FileSystemId: { Ref: 'Files' },
            SecurityGroups: ['sg-0123456789abcdef0'],
            SubnetId: { Ref: 'Subnet' },
          },
        },
        network(toInternet),
      ),
      `error Group Properties.SubnetId: ${isPublic}`,
    ],
    'a search domain': [
      app(
        {
          Type: 'AWS::OpenSearchService::Domain',
          Properties: { VPCOptions: { SubnetIds: [{ Ref: 'Subnet' }] } },
        },
        network(toInternet),
      ),
      `error Group Properties.VPCOptions.SubnetIds[0]: ${isPublic}`,
    ],
  },
  review: {
    'a route table that a nested stack from elsewhere gets': [
      app(inSubnet, {
        Vpc: vpc(),
        Subnet: subnet(),
        Routes: routeTable,
        Association: association({ Ref: 'Subnet' }, { Ref: 'Routes' }),
        Routing: nested({ Table: { Ref: 'Routes' } }),
      }),
      `review ${place}: Routing may add routes to Routes: ${confirm}`,
    ],
    'subnets from a list parameter': [
      { Parameters: { Subnets: { Type: 'List<AWS::EC2::Subnet::Id>' } }, ...app(group({ Ref: 'Subnets' })) },
      'review Group Properties.SubnetIds: Subnets has no default, so it is only known at deployment',
    ],
    'subnets from parameters': [
      app(group([{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }])),
      `review ${place}: SubnetA has no default, so it is only known at deployment: ${confirm}`,
    ],
    'a subnet group from a parameter': [
      database({ DBSubnetGroupName: { Ref: 'Group' } }),
      'review DBInstance Properties.DBSubnetGroupName: Group has no default, so it is only known at deployment: confirm that its subnets are private',
    ],
    'a subnet group by its name': [
      database({ DBSubnetGroupName: 'orders' }),
      'review DBInstance Properties.DBSubnetGroupName: the subnet group orders is not in the template: confirm that its subnets are private',
    ],
    'no subnet group': [
      database(),
      'review DBInstance Properties.DBSubnetGroupName: no subnet group is named: the subnets of the default VPC are public unless somebody changed them',
    ],
    'a subnet by its id': [
      app(group(['subnet-0123456789abcdef0'])),
      `review ${place}: subnet-0123456789abcdef0 is not in the template: ${confirm}`,
    ],
    'a subnet in a VPC of another stack': [
      app(inSubnet, { Subnet: subnet() }),
      `review ${place}: the route table of Subnet is not in the template: ${confirm}`,
    ],
    'a gateway from a parameter': [
      app(inSubnet, network({ GatewayId: { Ref: 'Way' } })),
      `review ${place}: Way has no default, so it is only known at deployment`,
    ],
  },
});
