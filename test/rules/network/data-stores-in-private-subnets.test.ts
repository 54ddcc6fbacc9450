import rule from '../../../rules/network/data-stores-in-private-subnets';
import { testRule } from '../../rule-tester';
import { idOf, storesOf } from './data-store-fixtures';
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

const subnets = [{ Ref: 'Subnet' }];
const inSubnets = {
  'AWS::Neptune::DBSubnetGroup': { SubnetIds: subnets },
  'AWS::DocDB::DBSubnetGroup': { SubnetIds: subnets },
  'AWS::DocDBElastic::Cluster': { SubnetIds: subnets },
  'AWS::ElastiCache::SubnetGroup': { SubnetIds: subnets },
  'AWS::ElastiCache::ServerlessCache': { SubnetIds: subnets },
  'AWS::MemoryDB::SubnetGroup': { SubnetIds: subnets },
  'AWS::DAX::SubnetGroup': { SubnetIds: subnets },
  'AWS::Redshift::ClusterSubnetGroup': { SubnetIds: subnets },
  'AWS::RedshiftServerless::Workgroup': { SubnetIds: subnets },
  'AWS::Elasticsearch::Domain': { VPCOptions: { SubnetIds: subnets } },
  'AWS::MSK::Cluster': {
    BrokerNodeGroupInfo: { InstanceType: 'kafka.m7g.large', ClientSubnets: subnets },
  },
  'AWS::MSK::ServerlessCluster': { VpcConfigs: [{ SubnetIds: subnets }] },
  'AWS::FSx::FileSystem': { SubnetIds: subnets },
  'AWS::DMS::ReplicationSubnetGroup': { SubnetIds: subnets },
  'AWS::AmazonMQ::Broker': { SubnetIds: subnets },
  'AWS::Timestream::InfluxDBInstance': { VpcSubnetIds: subnets },
  'AWS::Timestream::InfluxDBCluster': { VpcSubnetIds: subnets },
};
const inGroups = {
  'AWS::RDS::DBCluster': { DBSubnetGroupName: 'orders' },
  'AWS::Neptune::DBCluster': { DBSubnetGroupName: 'orders' },
  'AWS::DocDB::DBCluster': { DBSubnetGroupName: 'orders' },
  'AWS::ElastiCache::ReplicationGroup': { CacheSubnetGroupName: 'orders' },
  'AWS::ElastiCache::CacheCluster': { CacheSubnetGroupName: 'orders' },
  'AWS::MemoryDB::Cluster': { SubnetGroupName: 'orders' },
  'AWS::DAX::Cluster': { SubnetGroupName: 'orders' },
  'AWS::Redshift::Cluster': { ClusterSubnetGroupName: 'orders' },
  'AWS::DMS::ReplicationInstance': { ReplicationSubnetGroupIdentifier: 'orders' },
};

testRule(rule, {
  pass: {
    'a replica, which lies where its source does': {
      Resources: {
        Replica: {
          Type: 'AWS::RDS::DBInstance',
          Properties: { DBInstanceClass: 'db.t4g.micro', SourceDBInstanceIdentifier: 'orders' },
        },
      },
    },
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
    'every kind of store and subnet group': [
      { Resources: { ...network(toInternet), ...storesOf(inSubnets) } },
      [
        'NeptuneDBSubnetGroup Properties.SubnetIds[0]',
        'DocDBDBSubnetGroup Properties.SubnetIds[0]',
        'DocDBElasticCluster Properties.SubnetIds[0]',
        'ElastiCacheSubnetGroup Properties.SubnetIds[0]',
        'ElastiCacheServerlessCache Properties.SubnetIds[0]',
        'MemoryDBSubnetGroup Properties.SubnetIds[0]',
        'DAXSubnetGroup Properties.SubnetIds[0]',
        'RedshiftClusterSubnetGroup Properties.SubnetIds[0]',
        'RedshiftServerlessWorkgroup Properties.SubnetIds[0]',
        'ElasticsearchDomain Properties.VPCOptions.SubnetIds[0]',
        'MSKCluster Properties.BrokerNodeGroupInfo.ClientSubnets[0]',
        'MSKServerlessCluster Properties.VpcConfigs[0].SubnetIds[0]',
        'FSxFileSystem Properties.SubnetIds[0]',
        'DMSReplicationSubnetGroup Properties.SubnetIds[0]',
        'AmazonMQBroker Properties.SubnetIds[0]',
        'TimestreamInfluxDBInstance Properties.VpcSubnetIds[0]',
        'TimestreamInfluxDBCluster Properties.VpcSubnetIds[0]',
      ].map((at) => `error ${at}: ${isPublic}`),
    ],
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
    'a subnet group that something else looks up': [
      {
        Resources: {
          Database: database({ DBSubnetGroupName: { 'Fn::GetAtt': ['Lookup', 'Name'] } }),
          Lookup: { Type: 'Custom::Lookup', Properties: { ServiceToken: { Ref: 'Provider' } } },
        },
      },
      'review Database Properties.DBSubnetGroupName: Lookup.Name is only known at deployment: confirm that its subnets are private',
    ],
    'every kind of store, by the name of its subnet group': [
      { Resources: storesOf(inGroups) },
      Object.entries(inGroups).map(
        ([type, properties]) =>
          `review ${idOf(type)} Properties.${Object.keys(properties)[0]}: the subnet group orders is not in the template: confirm that its subnets are private`,
      ),
    ],
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
