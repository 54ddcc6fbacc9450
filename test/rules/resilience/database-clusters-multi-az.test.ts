import rule from '../../../rules/resilience/database-clusters-multi-az';
import { testRule } from '../../rule-tester';

const of = (type: string, properties: object = {}, more: object = {}) => ({
  Type: `AWS::${type}`,
  Properties: properties,
  ...more,
});
const cluster = (properties: object = {}) => of('RDS::DBCluster', { Engine: 'aurora-mysql', ...properties });
const multiAz = {
  Engine: 'postgres',
  DBClusterInstanceClass: 'db.m6gd.large',
  AllocatedStorage: 100,
  StorageType: 'io1',
  Iops: 1000,
};
const instance = (properties: object = {}, more: object = {}) =>
  of(
    'RDS::DBInstance',
    {
      Engine: 'aurora-mysql',
      DBInstanceClass: 'db.r6g.large',
      DBClusterIdentifier: { Ref: 'Orders' },
      ...properties,
    },
    more,
  );
const documents = (properties: object = {}) =>
  of('DocDB::DBInstance', {
    DBInstanceClass: 'db.r6g.large',
    DBClusterIdentifier: { Ref: 'Orders' },
    ...properties,
  });
const graph = () =>
  of('Neptune::DBInstance', { DBInstanceClass: 'db.r6g.large', DBClusterIdentifier: { Ref: 'Orders' } });
const readers = (MinCapacity: number, ResourceId: unknown = { 'Fn::Sub': 'cluster:${Orders}' }) =>
  of('ApplicationAutoScaling::ScalableTarget', {
    ServiceNamespace: 'rds',
    ScalableDimension: 'rds:cluster:ReadReplicaCount',
    ResourceId,
    MinCapacity,
    MaxCapacity: 5,
  });
const elastic = (properties: object) =>
  of('DocDBElastic::Cluster', {
    ClusterName: 'orders',
    AdminUserName: 'orders',
    AuthType: 'SECRET_ARN',
    ShardCapacity: 4,
    ShardCount: 2,
    ...properties,
  });
const shards = (properties: object) =>
  of('RDS::DBShardGroup', { DBClusterIdentifier: { Ref: 'Orders' }, MaxACU: 768, ...properties });
const exported = { ClusterId: { Value: { Ref: 'Orders' }, Export: { Name: 'orders-cluster' } } };
const single = (id: string) =>
  `Properties: the cluster has a single instance, ${id}: add one in another Availability Zone`;

testRule(rule, {
  pass: {
    'a writer and a reader': { Resources: { Orders: cluster(), Writer: instance(), Reader: instance() } },
    'DocumentDB with two instances': {
      Resources: { Orders: of('DocDB::DBCluster'), One: documents(), Two: documents() },
    },
    'Neptune with two instances': {
      Resources: { Orders: of('Neptune::DBCluster'), One: graph(), Two: graph() },
    },
    'instances in zones that are named': {
      Resources: {
        Orders: cluster(),
        Writer: instance({ AvailabilityZone: 'eu-west-1a' }),
        Reader: instance({ AvailabilityZone: 'eu-west-1b' }),
      },
    },
    'one instance bound to a zone, one not': {
      Resources: {
        Orders: cluster(),
        Writer: instance({ AvailabilityZone: 'eu-west-1a' }),
        Reader: instance(),
      },
    },
    'a Multi-AZ DB cluster': cluster(multiAz),
    'readers that auto scaling keeps': {
      Resources: { Orders: cluster(), Writer: instance(), Readers: readers(1) },
    },
    'instances that name the cluster by its name': {
      Resources: {
        Orders: cluster({ DBClusterIdentifier: 'orders' }),
        Writer: instance({ DBClusterIdentifier: 'orders' }),
        Reader: instance({ DBClusterIdentifier: 'orders' }),
      },
    },
    'readers that auto scaling keeps for a cluster that it names': {
      Resources: {
        Orders: cluster({ DBClusterIdentifier: 'orders' }),
        Writer: instance(),
        Readers: readers(1, 'cluster:orders'),
      },
    },
    'a shard has two instances by default': elastic({}),
    'a limitless database with standbys': {
      Resources: {
        Orders: cluster({ Engine: 'aurora-postgresql', ClusterScalabilityType: 'limitless' }),
        Shards: shards({ ComputeRedundancy: 1 }),
      },
    },
  },
  fail: {
    'a single instance': [
      { Resources: { Orders: cluster(), Writer: instance() } },
      `error Orders ${single('Writer')}`,
    ],
    'DocumentDB with a single instance': [
      { Resources: { Orders: of('DocDB::DBCluster'), Writer: documents() } },
      `error Orders ${single('Writer')}`,
    ],
    'Neptune with a single instance': [
      { Resources: { Orders: of('Neptune::DBCluster'), Writer: graph() } },
      `error Orders ${single('Writer')}`,
    ],
    'all instances in one zone': [
      {
        Resources: {
          Orders: cluster(),
          Writer: instance({ AvailabilityZone: 'eu-west-1a' }),
          Reader: instance({ AvailabilityZone: 'eu-west-1a' }),
        },
      },
      'error Orders Properties: the cluster is in a single Availability Zone (eu-west-1a)',
    ],
    'all instances in the first zone of the Region': [
      {
        Resources: {
          Orders: cluster(),
          Writer: instance({ AvailabilityZone: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] } }),
          Reader: instance({ AvailabilityZone: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] } }),
        },
      },
      'error Orders Properties: the cluster is in a single Availability Zone (zone 0 of Fn::GetAZs)',
    ],
    'a nested stack is given the address only': [
      {
        Resources: {
          Orders: cluster(),
          Writer: instance(),
          App: of('CloudFormation::Stack', {
            TemplateURL: 'https://example.com/app.yaml',
            Parameters: { Host: { 'Fn::GetAtt': ['Orders', 'Endpoint.Address'] } },
          }),
        },
      },
      `error Orders ${single('Writer')}`,
    ],
    'a reader in production only': [
      { Resources: { Orders: cluster(), Writer: instance(), Reader: instance({}, { Condition: 'IsProd' }) } },
      `info Orders ${single('Writer').replace(':', ' when IsProd is false (Stage is dev):')}`,
    ],
    'a reader that belongs to the cluster outside production': [
      {
        Resources: {
          Orders: cluster(),
          Writer: instance(),
          Reader: instance({
            DBClusterIdentifier: { 'Fn::If': ['IsProd', { Ref: 'Reports' }, { Ref: 'Orders' }] },
          }),
          Reports: cluster(multiAz),
        },
      },
      `error Orders ${single('Writer').replace(':', ' when IsProd is true (Stage is prod):')}`,
    ],
    'a reader in production only, and an export': [
      {
        Resources: { Orders: cluster(), Writer: instance(), Reader: instance({}, { Condition: 'IsProd' }) },
        Outputs: exported,
      },
      `info Orders ${single('Writer').replace(':', ' when IsProd is false (Stage is dev):')}`,
    ],
    'auto scaling that may take away every reader': [
      { Resources: { Orders: cluster(), Writer: instance(), Readers: readers(0) } },
      `error Orders ${single('Writer')}`,
    ],
    'Aurora Serverless v1': [
      cluster({ EngineMode: 'serverless' }),
      'info DBCluster Properties.EngineMode: Aurora Serverless v1 runs in one Availability Zone and starts anew in another after a failure: use Serverless v2 with two instances',
    ],
    'shards of one instance': [
      elastic({ ShardInstanceCount: 1 }),
      'error Cluster Properties.ShardInstanceCount: ShardInstanceCount is 1: no shard has a replica in another Availability Zone',
    ],
    'a limitless database without standbys': [
      {
        Resources: {
          Orders: cluster({ Engine: 'aurora-postgresql', ClusterScalabilityType: 'limitless' }),
          Shards: shards({}),
        },
      },
      'error Shards Properties.ComputeRedundancy: the shards have no standby in another Availability Zone: ComputeRedundancy is not set, and the default is 0',
    ],
    'Neptune Analytics without replica': [
      of('NeptuneGraph::Graph', { ProvisionedMemory: 16, ReplicaCount: 0 }),
      'info Graph Properties.ReplicaCount: ReplicaCount is 0: the graph has no replica in another Availability Zone',
    ],
    'a second instance on a condition that only deployment knows': [
      {
        Conditions: { HasReader: { 'Fn::Equals': [{ Ref: 'Readers' }, 'true'] } },
        Parameters: { Readers: { Type: 'String' } },
        Resources: {
          Orders: cluster(),
          Writer: instance(),
          Reader: instance({}, { Condition: 'HasReader' }),
        },
      },
      `warning Orders ${single('Writer').replace(':', ' when HasReader is false (Readers is not true):')}`,
    ],
  },
  review: {
    'instances in another stack': [
      { Resources: { Orders: cluster() }, Outputs: exported },
      'review Orders Properties: no instance of the cluster is in the templates: confirm that two instances are in different Availability Zones',
    ],
    'one instance here, and an export for others': [
      { Resources: { Orders: cluster(), Writer: instance() }, Outputs: exported },
      'review Orders Properties: only Writer is in the templates, but the export ClusterId may lead to more: confirm that two instances are in different Availability Zones',
    ],
    'one instance here, and a nested stack that is not given': [
      {
        Resources: {
          Orders: cluster(),
          Writer: instance(),
          More: of('CloudFormation::Stack', {
            TemplateURL: 'https://example.s3.amazonaws.com/readers.yaml',
            Parameters: { Cluster: { Ref: 'Orders' } },
          }),
        },
      },
      'review Orders Properties: only Writer is in the templates, but the nested stack More may lead to more: confirm that two instances are in different Availability Zones',
    ],
  },
});
