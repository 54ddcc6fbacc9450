import rule from '../../../rules/resilience/cache-clusters-multi-az';
import { testRule } from '../../rule-tester';

const group = { ReplicationGroupDescription: 'sessions', CacheNodeType: 'cache.m7g.large' };
const spread = { ...group, MultiAZEnabled: true, AutomaticFailoverEnabled: true };
const of = (type: string, properties: object, more: object = {}) => ({
  Type: `AWS::${type}`,
  Properties: properties,
  ...more,
});
const memcached = (properties: object) =>
  of('ElastiCache::CacheCluster', {
    Engine: 'memcached',
    CacheNodeType: 'cache.m7g.large',
    NumCacheNodes: 2,
    ...properties,
  });
const memoryDb = (properties: object) =>
  of('MemoryDB::Cluster', {
    ClusterName: 'sessions',
    NodeType: 'db.r7g.large',
    ACLName: 'open-access',
    ...properties,
  });
const dax = (properties: object) =>
  of('DAX::Cluster', {
    NodeType: 'dax.r5.large',
    IAMRoleARN: 'arn:aws:iam::111122223333:role/dax',
    ...properties,
  });
const bare =
  'Properties.MultiAZEnabled: the nodes may all be in one Availability Zone: MultiAZEnabled is not set, and the default is false';

testRule(rule, {
  pass: {
    'Multi-AZ with a replica': { ...spread, NumCacheClusters: 2 },
    'shards with replicas': { ...spread, NumNodeGroups: 3, ReplicasPerNodeGroup: 1 },
    'shards described one by one': {
      ...spread,
      NodeGroupConfiguration: [{ ReplicaCount: 1 }, { ReplicaCount: 2 }],
    },
    'no number of replicas is set': spread,
    'numbers that only deployment knows': { ...spread, NumCacheClusters: { Ref: 'Nodes' } },
    'the first node of a replication group': {
      Resources: {
        First: of('ElastiCache::CacheCluster', {
          Engine: 'redis',
          CacheNodeType: 'cache.m7g.large',
          NumCacheNodes: 1,
        }),
        Group: of('ElastiCache::ReplicationGroup', { ...spread, PrimaryClusterId: { Ref: 'First' } }),
      },
    },
    'Memcached over several zones': memcached({ AZMode: 'cross-az' }),
    'Memcached over several zones, however many nodes': memcached({
      AZMode: 'cross-az',
      NumCacheNodes: { Ref: 'Nodes' },
    }),
    'Memcached in zones that are named': memcached({
      PreferredAvailabilityZones: [
        { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] },
        { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] },
      ],
    }),
    'MemoryDB with its default of one replica': memoryDb({}),
    'DAX with three nodes': dax({ ReplicationFactor: 3 }),
    'DAX in zones that are named': dax({
      ReplicationFactor: 2,
      AvailabilityZones: ['eu-west-1a', 'eu-west-1b'],
    }),
    'a single node that is never created': {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { Cache: of('ElastiCache::ReplicationGroup', group, { Condition: 'Never' }) },
    },
  },
  fail: {
    'nothing is said of Multi-AZ': [
      { ...group, AutomaticFailoverEnabled: true, NumCacheClusters: 2 },
      `error ReplicationGroup ${bare}`,
    ],
    'a single node': [{ ...group, NumCacheClusters: 1 }, `error ReplicationGroup ${bare}`],
    'Multi-AZ without failover': [
      { ...group, MultiAZEnabled: true, NumCacheClusters: 2 },
      'error ReplicationGroup Properties.AutomaticFailoverEnabled: no replica takes over when the zone of the primary fails: AutomaticFailoverEnabled is not set, and the default is false',
    ],
    'Multi-AZ without a replica': [
      { ...spread, NumNodeGroups: 2, ReplicasPerNodeGroup: 0 },
      'error ReplicationGroup Properties.ReplicasPerNodeGroup: no replica can take over: ReplicasPerNodeGroup is 0',
    ],
    'a shard without replica': [
      { ...spread, NodeGroupConfiguration: [{ ReplicaCount: 1 }, { ReplicaCount: 0 }] },
      'error ReplicationGroup Properties.NodeGroupConfiguration[1].ReplicaCount: no replica can take over: NodeGroupConfiguration[1].ReplicaCount is 0',
    ],
    'replicas in production only': [
      { ...spread, NumCacheClusters: { 'Fn::If': ['IsProd', 2, 1] } },
      'info ReplicationGroup Properties.NumCacheClusters when IsProd is false (Stage is dev): no replica can take over: NumCacheClusters is 1',
    ],
    'Redis without replication group': [
      of('ElastiCache::CacheCluster', {
        Engine: 'redis',
        CacheNodeType: 'cache.t4g.micro',
        NumCacheNodes: 1,
      }),
      'error CacheCluster Properties.Engine: a redis cache cluster is a single node: use a replication group with Multi-AZ',
    ],
    'Memcached in one zone by default': [
      memcached({}),
      'error CacheCluster Properties.AZMode: all nodes are in one Availability Zone: AZMode is not set, and the default is single-az',
    ],
    'Memcached in one zone': [
      memcached({ AZMode: 'single-az' }),
      'error CacheCluster Properties.AZMode: all nodes are in one Availability Zone: AZMode is single-az',
    ],
    'Memcached of one node': [
      memcached({ NumCacheNodes: 1 }),
      'error CacheCluster Properties.NumCacheNodes: the cache is a single node: NumCacheNodes is 1',
    ],
    'Memcached with one zone named twice': [
      memcached({ PreferredAvailabilityZones: ['eu-west-1a', 'eu-west-1a'] }),
      'error CacheCluster Properties.PreferredAvailabilityZones: the cache is in a single Availability Zone (eu-west-1a)',
    ],
    'MemoryDB without replicas': [
      memoryDb({ NumReplicasPerShard: 0 }),
      'error Cluster Properties.NumReplicasPerShard: NumReplicasPerShard is 0: no shard has a replica in another Availability Zone',
    ],
    'DAX of one node': [
      dax({ ReplicationFactor: 1 }),
      'error Cluster Properties.ReplicationFactor: ReplicationFactor is 1: a cluster of one node is in a single Availability Zone',
    ],
    'DAX bound to one zone': [
      dax({ ReplicationFactor: 2, AvailabilityZones: ['eu-west-1a', 'eu-west-1a'] }),
      'error Cluster Properties.AvailabilityZones: the cache is in a single Availability Zone (eu-west-1a)',
    ],
    'in production only': [
      of('ElastiCache::ReplicationGroup', group, { Condition: 'IsProd' }),
      'error ReplicationGroup Properties.MultiAZEnabled: the nodes may all be in one Availability Zone: MultiAZEnabled is not set, and the default is false',
    ],
    'Memcached in one zone, however many nodes': [
      memcached({ NumCacheNodes: { Ref: 'Nodes' } }),
      'error CacheCluster Properties.AZMode: all nodes are in one Availability Zone: AZMode is not set, and the default is single-az',
    ],
  },
  review: {
    'set by a parameter': [
      { ...group, AutomaticFailoverEnabled: true, MultiAZEnabled: { Ref: 'MultiAz' } },
      'review ReplicationGroup Properties.MultiAZEnabled: MultiAz has no default, so it is only known at deployment',
    ],
    'the number of nodes by a parameter': [
      dax({ ReplicationFactor: { Ref: 'Nodes' } }),
      'review Cluster Properties.ReplicationFactor: Nodes has no default, so it is only known at deployment',
    ],
  },
  options: {
    'outside production': [group, { environment: 'non-production' }, `info ReplicationGroup ${bare}`],
  },
});
