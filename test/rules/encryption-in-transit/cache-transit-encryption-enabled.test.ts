import rule from '../../../rules/encryption-in-transit/cache-transit-encryption-enabled';
import { testRule } from '../../rule-tester';

const group = { ReplicationGroupDescription: 'sessions', Engine: 'valkey', CacheNodeType: 'cache.t4g.micro' };
const cluster = (settings: object) => ({
  Type: 'AWS::ElastiCache::CacheCluster',
  Properties: { Engine: 'memcached', CacheNodeType: 'cache.t4g.micro', NumCacheNodes: 2, ...settings },
});
const memoryDb = (settings: object) => ({
  Type: 'AWS::MemoryDB::Cluster',
  Properties: { ACLName: 'app', ClusterName: 'orders', NodeType: 'db.t4g.small', ...settings },
});
const dax = (settings: object) => ({
  Type: 'AWS::DAX::Cluster',
  Properties: {
    IAMRoleARN: 'arn:aws:iam::111122223333:role/dax',
    NodeType: 'dax.t3.small',
    ReplicationFactor: 3,
    ...settings,
  },
});
const ENABLED = 'Properties.TransitEncryptionEnabled';
const plain = 'clients talk to the cache without TLS: TransitEncryptionEnabled is';

testRule(rule, {
  pass: {
    encrypted: { ...group, TransitEncryptionEnabled: true },
    'encrypted, and TLS required': {
      ...group,
      TransitEncryptionEnabled: true,
      TransitEncryptionMode: 'required',
    },
    'Memcached with TLS': cluster({ TransitEncryptionEnabled: true }),
    'MemoryDB encrypts by default': memoryDb({}),
    'MemoryDB, in every branch': memoryDb({
      TLSEnabled: { 'Fn::If': ['IsProd', true, { Ref: 'AWS::NoValue' }] },
    }),
    'DAX with TLS': dax({ ClusterEndpointEncryptionType: 'TLS' }),
  },
  fail: {
    'nothing is said of Redis': [
      { ...group, Engine: 'redis' },
      `warning ReplicationGroup ${ENABLED}: ${plain} not set, and the default is false`,
    ],
    'TLS is only preferred': [
      { ...group, TransitEncryptionEnabled: true, TransitEncryptionMode: 'preferred' },
      'warning ReplicationGroup Properties.TransitEncryptionMode: TransitEncryptionMode is preferred: clients without TLS are still let in, set required',
    ],
    'only in production': [
      { ...group, TransitEncryptionEnabled: { 'Fn::If': ['IsProd', true, false] } },
      `info ReplicationGroup ${ENABLED} when IsProd is false (Stage is dev): ${plain} false`,
    ],
    'Memcached without TLS': [
      cluster({}),
      `warning CacheCluster ${ENABLED}: ${plain} not set, and the default is false`,
    ],
    'MemoryDB, switched off': [
      memoryDb({ TLSEnabled: false }),
      'warning Cluster Properties.TLSEnabled: TLSEnabled is false: clients talk to the cluster without TLS',
    ],
    'DAX as it is by default': [
      dax({}),
      'warning Cluster Properties.ClusterEndpointEncryptionType: clients talk to the cluster without TLS: ClusterEndpointEncryptionType is not set, and the default is NONE',
    ],
  },
  review: {
    'set by a parameter': [
      { ...group, TransitEncryptionEnabled: { Ref: 'Encrypt' } },
      `review ReplicationGroup ${ENABLED}: Encrypt has no default, so it is only known at deployment`,
    ],
    'a secondary of a global datastore': [
      { ReplicationGroupDescription: 'sessions', GlobalReplicationGroupId: 'ldgnf-sessions' },
      `review ReplicationGroup ${ENABLED}: a secondary of a global datastore is encrypted as its primary is, which is not told here`,
    ],
  },
  options: {
    'an error for card data': [
      { ...group, TransitEncryptionEnabled: false },
      { profile: 'pci' },
      `error ReplicationGroup ${ENABLED}: ${plain} false`,
    ],
  },
});
