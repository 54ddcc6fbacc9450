import rule from '../../../rules/backups/in-memory-store-snapshots-enabled';
import { testRule } from '../../rule-tester';

const group = (properties: object = {}) => ({
  Type: 'AWS::ElastiCache::ReplicationGroup',
  Properties: {
    ReplicationGroupDescription: 'sessions',
    Engine: 'valkey',
    CacheNodeType: 'cache.t4g.small',
    NumCacheClusters: 2,
    TransitEncryptionEnabled: true,
    ...properties,
  },
});
const memoryDb = (properties: object = {}) => ({
  Type: 'AWS::MemoryDB::Cluster',
  Properties: { ClusterName: 'shop', ACLName: 'shop', NodeType: 'db.t4g.small', ...properties },
});
const node = (engine: string) => ({
  Type: 'AWS::ElastiCache::CacheCluster',
  Properties: { Engine: engine, CacheNodeType: 'cache.t4g.small', NumCacheNodes: 1 },
});
const none = 'Properties.SnapshotRetentionLimit: no snapshots are taken: SnapshotRetentionLimit';
const notSet = 'is not set, and the default is 0';

testRule(rule, {
  pass: {
    'snapshots of a week': group({ SnapshotRetentionLimit: 7 }),
    'a primary store with snapshots': memoryDb({ SnapshotRetentionLimit: 7 }),
    'Memcached cannot be saved': node('memcached'),
  },
  fail: {
    'a primary store without snapshots': [memoryDb(), `warning Cluster ${none} ${notSet}`],
    'a cache, which may be filled again': [group(), `info ReplicationGroup ${none} ${notSet}`],
    'a cache whose snapshots are off': [
      group({ SnapshotRetentionLimit: 0 }),
      `info ReplicationGroup ${none} is 0`,
    ],
    'a serverless cache': [
      {
        Type: 'AWS::ElastiCache::ServerlessCache',
        Properties: { ServerlessCacheName: 'shop', Engine: 'valkey' },
      },
      `info ServerlessCache ${none} ${notSet}`,
    ],
    'a node of its own': [node('redis'), `info CacheCluster ${none} ${notSet}`],
    'snapshots in production only': [
      memoryDb({ SnapshotRetentionLimit: { 'Fn::If': ['IsProd', 7, 0] } }),
      'info Cluster Properties.SnapshotRetentionLimit when IsProd is false (Stage is dev): no snapshots are taken: SnapshotRetentionLimit is 0',
    ],
  },
  review: {
    'decided by a parameter': [
      memoryDb({ SnapshotRetentionLimit: { Ref: 'Days' } }),
      'review Cluster Properties.SnapshotRetentionLimit: Days has no default, so it is only known at deployment',
    ],
  },
  options: {
    'outside production': [memoryDb(), { environment: 'non-production' }, `info Cluster ${none} ${notSet}`],
  },
});
