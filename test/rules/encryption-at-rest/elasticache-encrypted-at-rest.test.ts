import rule from '../../../rules/encryption-at-rest/elasticache-encrypted-at-rest';
import { testRule } from '../../rule-tester';

const group = (engine: unknown, properties: object) => ({
  ReplicationGroupDescription: 'Sessions',
  Engine: engine,
  CacheNodeType: 'cache.r7g.large',
  NumCacheClusters: 2,
  AutomaticFailoverEnabled: true,
  TransitEncryptionEnabled: true,
  ...properties,
});
const single = (engine: unknown) => ({
  Type: 'AWS::ElastiCache::CacheCluster',
  Properties: { Engine: engine, CacheNodeType: 'cache.t4g.small', NumCacheNodes: 1 },
});

testRule(rule, {
  pass: {
    'a Redis OSS group with encryption': group('redis', { AtRestEncryptionEnabled: true }),
    'a Valkey group, which is encrypted unless told otherwise': group('valkey', {}),
    'a Valkey group that says so': group('valkey', { AtRestEncryptionEnabled: 'true' }),
    'data tiering, whose disks are always encrypted': group('redis', {
      CacheNodeType: 'cache.r6gd.xlarge',
      DataTieringEnabled: true,
    }),
    'Memcached keeps nothing on disk': single('memcached'),
  },
  fail: {
    'a Redis OSS group that says nothing': [
      group('redis', {}),
      'error ReplicationGroup Properties.AtRestEncryptionEnabled: a Redis OSS replication group is not encrypted at rest: AtRestEncryptionEnabled is not set, and the default is false',
    ],
    'a Redis OSS group without encryption': [
      group('redis', { AtRestEncryptionEnabled: false }),
      'error ReplicationGroup Properties.AtRestEncryptionEnabled: a Redis OSS replication group is not encrypted at rest: AtRestEncryptionEnabled is false',
    ],
    'a group of no engine is one of Redis OSS': [
      { ReplicationGroupDescription: 'Sessions', CacheNodeType: 'cache.r7g.large', NumCacheClusters: 1 },
      'error ReplicationGroup Properties.AtRestEncryptionEnabled: a Redis OSS replication group is not encrypted at rest: AtRestEncryptionEnabled is not set, and the default is false',
    ],
    'a Valkey group that opts out': [
      group('valkey', { AtRestEncryptionEnabled: false }),
      'error ReplicationGroup Properties.AtRestEncryptionEnabled: the Valkey replication group opts out of encryption at rest: AtRestEncryptionEnabled is false',
    ],
    'a Valkey group that opts out outside production': [
      group('valkey', { AtRestEncryptionEnabled: { 'Fn::If': ['IsProd', true, false] } }),
      'warning ReplicationGroup Properties.AtRestEncryptionEnabled when IsProd is false (Stage is dev): the Valkey replication group opts out of encryption at rest: AtRestEncryptionEnabled is false',
    ],
    'a cluster that cannot be encrypted': [
      single('redis'),
      'error CacheCluster Properties.Engine: a redis cluster outside a replication group cannot be encrypted at rest: use AWS::ElastiCache::ReplicationGroup',
    ],
    'an engine that a parameter chooses, Redis OSS if nothing is said': [
      {
        Parameters: {
          Engine: { Type: 'String', AllowedValues: ['redis', 'memcached'], Default: 'redis' },
        },
        Resources: { Cache: single({ Ref: 'Engine' }) },
      },
      'error Cache Properties.Engine: a redis cluster outside a replication group cannot be encrypted at rest: use AWS::ElastiCache::ReplicationGroup',
    ],
  },
  review: {
    'set by a parameter': [
      group('redis', { AtRestEncryptionEnabled: { Ref: 'Encrypt' } }),
      'review ReplicationGroup Properties.AtRestEncryptionEnabled: Encrypt has no default, so it is only known at deployment',
    ],
    'of an engine that a parameter chooses': [
      group({ Ref: 'Engine' }, {}),
      'review ReplicationGroup Properties.AtRestEncryptionEnabled: Engine has no default, so it is only known at deployment',
    ],
    'a member of a global datastore': [
      {
        ReplicationGroupDescription: 'Sessions',
        GlobalReplicationGroupId: 'ldgnf-sessions',
        NumCacheClusters: 2,
        AutomaticFailoverEnabled: true,
      },
      'review ReplicationGroup Properties.AtRestEncryptionEnabled: it is encrypted if the primary of the global datastore is, which the template does not tell',
    ],
  },
});
