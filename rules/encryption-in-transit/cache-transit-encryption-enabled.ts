import { setToTrue } from '../../lib/aws/defaults';
import type { Resource } from '../../lib/model/entity';
import type { Expectation } from '../../lib/model/expectation';
import { fail, review, rule } from '../../lib/rule';

const encrypted = setToTrue('clients talk to the cache without TLS');

/**
 * What each type of cache needs. The defaults differ: MemoryDB encrypts unless it is told not to.
 * Serverless caches always do: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html
 */
const CACHES: { readonly [type: string]: (cache: Resource) => Expectation[] } = {
  'AWS::ElastiCache::ReplicationGroup': (group) => [
    group.property('TransitEncryptionEnabled').expect((enabled) => {
      if (enabled.isAbsent && group.get('GlobalReplicationGroupId').isGiven)
        return review(
          'a secondary of a global datastore is encrypted as its primary is, which is not told here',
        );
      return encrypted(enabled);
    }),
    group
      .property('TransitEncryptionMode')
      .mustNotBe(
        'preferred',
        'TransitEncryptionMode is preferred: clients without TLS are still let in, set required',
      )
      .when(() => group.get('TransitEncryptionEnabled').is(true)),
  ],
  'AWS::ElastiCache::CacheCluster': (cluster) => [
    cluster.property('TransitEncryptionEnabled').expect(encrypted),
  ],
  'AWS::MemoryDB::Cluster': switchedOff,
  'AWS::MemoryDB::MultiRegionCluster': switchedOff,
  'AWS::DAX::Cluster': (cluster) => [
    cluster
      .property('ClusterEndpointEncryptionType')
      .expect((type) =>
        type.is('TLS')
          ? undefined
          : fail(
              `clients talk to the cluster without TLS: ClusterEndpointEncryptionType is ${type.isPresent ? type.outline : 'not set, and the default is NONE'}`,
            ),
      ),
  ],
};

export default rule({
  id: 'cache-transit-encryption-enabled',
  title: 'Caches take connections over TLS only',
  severity: 'warning',
  severityIn: { pci: 'error' },
  control: 'ENCRYPTION-IN-TRANSIT',
  alsoControls: ['PCI-E2E-ENCRYPTION'],
  resources: Object.keys(CACHES),
  why: 'Caches hold sessions and copies of records. Without TLS they, and the password of the cache, cross the network in the clear.',
  fix: 'Set TransitEncryptionEnabled to true and TransitEncryptionMode to required (ElastiCache), leave TLSEnabled out (MemoryDB), or set ClusterEndpointEncryptionType to TLS (DAX). Clients must connect with TLS.',
  docs: [
    'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticache-replicationgroup.html#cfn-elasticache-replicationgroup-transitencryptionenabled',
    'https://docs.aws.amazon.com/memorydb/latest/devguide/in-transit-encryption.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dax-cluster.html#cfn-dax-cluster-clusterendpointencryptiontype',
  ],

  check: (cache) => CACHES[cache.type]?.(cache),
});

function switchedOff(cluster: Resource): Expectation[] {
  return [
    cluster
      .property('TLSEnabled')
      .mustNotBe(false, 'TLSEnabled is false: clients talk to the cluster without TLS'),
  ];
}
