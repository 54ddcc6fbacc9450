import { whyNotTrue } from '../../lib/aws/defaults';
import type { Resource } from '../../lib/model/entity';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

export default rule({
  id: 'elasticache-encrypted-at-rest',
  title: 'ElastiCache encrypts what it writes to disk',
  severity: 'error',
  control: 'ENCRYPTION-AT-REST',
  resources: ['AWS::ElastiCache::ReplicationGroup', 'AWS::ElastiCache::CacheCluster'],
  why: 'A cache writes its data to disk when it synchronises, swaps and makes backups, and it cannot be encrypted after it was created.',
  fix: 'Set AtRestEncryptionEnabled to true on a replication group. An existing one is replaced: restore its backup into the new one.',
  docs: [
    'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html',
    'https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-elasticache-replicationgroup.html#cfn-elasticache-replicationgroup-atrestencryptionenabled',
  ],

  check: (cache) =>
    cache.type === 'AWS::ElastiCache::CacheCluster'
      ? cache
          .property('Engine')
          .expect((engine) =>
            fail(
              `a ${engine.outline} cluster outside a replication group cannot be encrypted at rest: use AWS::ElastiCache::ReplicationGroup`,
            ),
          )
          // It keeps nothing on disk.
          .unless(() => cache.get('Engine').is('memcached'))
      : cache
          .property('AtRestEncryptionEnabled')
          .expect((encrypted) =>
            encrypted.is(true) || isAlwaysEncrypted(cache) ? undefined : unencrypted(cache, encrypted),
          ),
});

/** The disks of data tiering and the log of a durable cluster leave no choice. */
const isAlwaysEncrypted = (group: Resource): boolean =>
  group.get('DataTieringEnabled').is(true) || group.get('Durability').isOneOf(['sync', 'async']);

function unencrypted(group: Resource, encrypted: Value) {
  if (encrypted.isAbsent && group.get('GlobalReplicationGroupId').isGiven)
    return review(
      'it is encrypted if the primary of the global datastore is, which the template does not tell',
    );
  if (!group.get('Engine').matches(/^valkey$/i))
    return fail(`a Redis OSS replication group is not encrypted at rest: ${whyNotTrue(encrypted)}`);
  // Valkey is encrypted unless told not to be; the false that CloudFormation documents is that of Redis OSS.
  return encrypted.is(false)
    ? fail('the Valkey replication group opts out of encryption at rest: AtRestEncryptionEnabled is false')
    : undefined;
}
