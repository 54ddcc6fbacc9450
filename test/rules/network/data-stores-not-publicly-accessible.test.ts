import rule from '../../../rules/network/data-stores-not-publicly-accessible';
import { testRule } from '../../rule-tester';
import { storesOf } from './data-store-fixtures';

type Properties = { readonly [name: string]: unknown };

const database = (properties: Properties = {}) => ({
  Type: 'AWS::RDS::DBInstance',
  Properties: { DBInstanceClass: 'db.t4g.micro', Engine: 'postgres', AllocatedStorage: '20', ...properties },
});
const placed = { DBSubnetGroupName: { Ref: 'SubnetGroup' } };
const replication = (properties: Properties = {}) => ({
  Type: 'AWS::DMS::ReplicationInstance',
  Properties: { ReplicationInstanceClass: 'dms.t3.micro', ...properties },
});
const networkPolicy = (policy: unknown) => ({
  Type: 'AWS::OpenSearchServerless::SecurityPolicy',
  Properties: { Name: 'logs', Type: 'network', Policy: policy },
});
const policyOf = (AllowFromPublic: boolean) =>
  JSON.stringify([
    { Rules: [{ ResourceType: 'collection', Resource: ['collection/logs'] }], AllowFromPublic },
  ]);
const cluster = (Type: unknown) => ({
  Type: 'AWS::MSK::Cluster',
  Properties: {
    ClusterName: 'orders',
    KafkaVersion: '3.6.0',
    NumberOfBrokerNodes: 2,
    BrokerNodeGroupInfo: {
      InstanceType: 'kafka.m5.large',
      ClientSubnets: [{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }],
      ConnectivityInfo: { PublicAccess: { Type } },
    },
  },
});

const isOpen = 'it is reachable from the internet: PubliclyAccessible is true';
const byDefault =
  'PubliclyAccessible is not set, and without DBSubnetGroupName the database has a public address by default';

testRule(rule, {
  pass: {
    'no public address': database({ PubliclyAccessible: false }),
    'not set, in a subnet group': database(placed),
    'a replica, which lies where its source does': {
      Resources: {
        Database: database(placed),
        Replica: {
          Type: 'AWS::RDS::DBInstance',
          Properties: {
            DBInstanceClass: 'db.t4g.micro',
            SourceDBInstanceIdentifier: { Ref: 'Database' },
          },
        },
      },
    },
    'an Aurora instance, which has none by default': {
      Type: 'AWS::RDS::DBInstance',
      Properties: {
        DBInstanceClass: 'db.r6g.large',
        Engine: 'aurora-postgresql',
        DBClusterIdentifier: { Ref: 'Cluster' },
      },
    },
    'an Aurora cluster': {
      Type: 'AWS::RDS::DBCluster',
      Properties: { Engine: 'aurora-mysql', MasterUsername: 'admin', ManageMasterUserPassword: true },
    },
    'a warehouse, which is private by default': {
      Type: 'AWS::Redshift::Cluster',
      Properties: {
        ClusterType: 'single-node',
        DBName: 'sales',
        NodeType: 'ra3.large',
        MasterUsername: 'admin',
        ManageMasterPassword: true,
      },
    },
    'a replication instance that is told to be private': replication({ PubliclyAccessible: false }),
    'brokers without public addresses': cluster('DISABLED'),
    'a search domain in a VPC': {
      Type: 'AWS::OpenSearchService::Domain',
      Properties: { VPCOptions: { SubnetIds: [{ Ref: 'SubnetA' }] } },
    },
    'collections for VPC endpoints only': networkPolicy(
      JSON.stringify([
        {
          Rules: [{ ResourceType: 'collection', Resource: ['collection/logs'] }],
          AllowFromPublic: false,
          SourceVPCEs: ['vpce-0123456789abcdef0'],
        },
      ]),
    ),
    'an encryption policy': {
      Type: 'AWS::OpenSearchServerless::SecurityPolicy',
      Properties: { Name: 'logs', Type: 'encryption', Policy: '{"Rules":[],"AWSOwnedKey":true}' },
    },
  },
  fail: {
    'in a subnet group without a name': [
      database({ DBSubnetGroupName: '' }),
      `warning DBInstance Properties.PubliclyAccessible: ${byDefault}`,
    ],
    'every kind of store that has the switch': [
      {
        Resources: storesOf({
          'AWS::Neptune::DBInstance': { PubliclyAccessible: true },
          'AWS::Redshift::Cluster': { PubliclyAccessible: true },
          'AWS::RedshiftServerless::Workgroup': { PubliclyAccessible: true },
          'AWS::Lightsail::Database': { PubliclyAccessible: true },
          'AWS::Timestream::InfluxDBInstance': { PubliclyAccessible: true },
          'AWS::Timestream::InfluxDBCluster': { PubliclyAccessible: true },
        }),
      },
      [
        'NeptuneDBInstance',
        'RedshiftCluster',
        'RedshiftServerlessWorkgroup',
        'LightsailDatabase',
        'TimestreamInfluxDBInstance',
        'TimestreamInfluxDBCluster',
      ].map((store) => `error ${store} Properties.PubliclyAccessible: ${isOpen}`),
    ],
    'a profile of serverless replications': [
      { Type: 'AWS::DMS::InstanceProfile', Properties: {} },
      'error InstanceProfile Properties.PubliclyAccessible: PubliclyAccessible is not set, and the default is true',
    ],
    'a domain of the old kind': [
      { Type: 'AWS::Elasticsearch::Domain', Properties: {} },
      'warning Domain Properties.VPCOptions: the domain has a public endpoint: VPCOptions is not set',
    ],
    'a cluster of another engine than Aurora, in the default VPC': [
      {
        Type: 'AWS::RDS::DBCluster',
        Properties: {
          Engine: 'postgres',
          MasterUsername: 'admin',
          ManageMasterUserPassword: true,
          DBClusterInstanceClass: 'db.m6gd.large',
          AllocatedStorage: 100,
          StorageType: 'io1',
          Iops: 1000,
        },
      },
      `warning DBCluster Properties.PubliclyAccessible: ${byDefault}`,
    ],
    'a network policy with two open rules, told once': [
      networkPolicy(JSON.stringify([...JSON.parse(policyOf(true)), ...JSON.parse(policyOf(true))])),
      'error SecurityPolicy Properties.Policy: collections are reachable from the internet: AllowFromPublic is true',
    ],
    'a public address': [
      database({ PubliclyAccessible: true }),
      `error DBInstance Properties.PubliclyAccessible: ${isOpen}`,
    ],
    'a public address outside production': [
      database({ ...placed, PubliclyAccessible: { 'Fn::If': ['IsProd', false, true] } }),
      `warning DBInstance Properties.PubliclyAccessible when IsProd is false (Stage is dev): ${isOpen}`,
    ],
    'a public address unless the parameter is changed': [
      {
        Parameters: { Open: { Type: 'String', Default: 'true', AllowedValues: ['true', 'false'] } },
        Resources: { Database: database({ ...placed, PubliclyAccessible: { Ref: 'Open' } }) },
      },
      `error Database Properties.PubliclyAccessible when Open is true: ${isOpen}`,
    ],
    'not set, in the default VPC': [
      database(),
      `warning DBInstance Properties.PubliclyAccessible: ${byDefault}`,
    ],
    'not set outside production, in the default VPC there': [
      database({
        DBSubnetGroupName: { 'Fn::If': ['IsProd', { Ref: 'SubnetGroup' }, { Ref: 'AWS::NoValue' }] },
      }),
      `info DBInstance Properties.PubliclyAccessible when IsProd is false (Stage is dev): ${byDefault}`,
    ],
    'in the subnet group of the default VPC': [
      database({ DBSubnetGroupName: 'default' }),
      `warning DBInstance Properties.PubliclyAccessible: ${byDefault}`,
    ],
    'a cluster with readable standbys': [
      {
        Type: 'AWS::RDS::DBCluster',
        Properties: {
          Engine: 'postgres',
          MasterUsername: 'admin',
          ManageMasterUserPassword: true,
          DBClusterInstanceClass: 'db.m6gd.large',
          AllocatedStorage: 100,
          StorageType: 'io1',
          Iops: 1000,
          PubliclyAccessible: true,
        },
      },
      `error DBCluster Properties.PubliclyAccessible: ${isOpen}`,
    ],
    'a replication instance, public by default': [
      replication(),
      'error ReplicationInstance Properties.PubliclyAccessible: PubliclyAccessible is not set, and the default is true',
    ],
    'a public graph': [
      { Type: 'AWS::NeptuneGraph::Graph', Properties: { ProvisionedMemory: 16, PublicConnectivity: true } },
      'error Graph Properties.PublicConnectivity: it is reachable from the internet: PublicConnectivity is true',
    ],
    'brokers with public addresses': [
      cluster('SERVICE_PROVIDED_EIPS'),
      'error Cluster Properties.BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type: it is reachable from the internet: PublicAccess.Type is SERVICE_PROVIDED_EIPS',
    ],
    'a message broker': [
      {
        Type: 'AWS::AmazonMQ::Broker',
        Properties: {
          BrokerName: 'orders',
          DeploymentMode: 'SINGLE_INSTANCE',
          EngineType: 'RABBITMQ',
          EngineVersion: '3.13',
          HostInstanceType: 'mq.m5.large',
          PubliclyAccessible: true,
          Users: [{ Username: 'orders', Password: '{{resolve:secretsmanager:broker}}' }],
        },
      },
      `error Broker Properties.PubliclyAccessible: ${isOpen}`,
    ],
    'a search domain outside a VPC': [
      { Type: 'AWS::OpenSearchService::Domain', Properties: { DomainName: 'search' } },
      'warning Domain Properties.VPCOptions: the domain has a public endpoint: VPCOptions is not set',
    ],
    'collections for everybody': [
      networkPolicy(policyOf(true)),
      'error SecurityPolicy Properties.Policy: collections are reachable from the internet: AllowFromPublic is true',
    ],
    'collections for everybody, by name': [
      networkPolicy({
        'Fn::Sub':
          '[{"Rules":[{"ResourceType":"collection","Resource":["collection/${Name}"]}],"AllowFromPublic":true}]',
      }),
      'error SecurityPolicy Properties.Policy: collections are reachable from the internet: AllowFromPublic is true',
    ],
  },
  review: {
    'set by a parameter': [
      database({ ...placed, PubliclyAccessible: { Ref: 'Open' } }),
      'review DBInstance Properties.PubliclyAccessible: Open has no default, so it is only known at deployment',
    ],
    'a network policy from a parameter': [
      networkPolicy({ Ref: 'NetworkPolicy' }),
      'review SecurityPolicy Properties.Policy: NetworkPolicy has no default, so it is only known at deployment',
    ],
  },
});
