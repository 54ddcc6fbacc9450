import { setToTrue, whyNotTrue } from '../../lib/aws/defaults';
import { mustSpan, zonesNamed } from '../../lib/aws/zones/zones';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { type Expectations, fail, rule } from '../../lib/rule';

/** What each type of cache needs to outlive a zone. Serverless caches are in several zones by themselves. */
const CACHES: { readonly [type: string]: (cache: Resource) => Expectations } = {
  'AWS::ElastiCache::ReplicationGroup': (group) =>
    group.property('MultiAZEnabled').expect((multiAz) => {
      if (!multiAz.is(true)) return notSpread(multiAz);
      return group.get('AutomaticFailoverEnabled').is(true) ? withReplicas(group) : noFailover(group);
    }),
  'AWS::ElastiCache::CacheCluster': (cluster) =>
    cluster
      .property('AZMode')
      .expect((mode) =>
        cluster.get('Engine').is('memcached') ? ofSeveralZones(cluster, mode) : alone(cluster),
      )
      .unless(() => isInGroup(cluster)),
  // One replica a shard, in another zone, is the default.
  'AWS::MemoryDB::Cluster': (cluster) =>
    cluster
      .property('NumReplicasPerShard')
      .mustNotBe(0, 'NumReplicasPerShard is 0: no shard has a replica in another Availability Zone'),
  'AWS::DAX::Cluster': (cluster) =>
    cluster.property('ReplicationFactor').expect((nodes) => {
      if ((nodes.number ?? 1) < 2)
        return fail(
          `ReplicationFactor is ${nodes.outline}: a cluster of one node is in a single Availability Zone`,
        );
      return inZones(cluster.get('AvailabilityZones'));
    }),
};

export default rule({
  id: 'cache-clusters-multi-az',
  title: 'Caches have nodes in two or more Availability Zones',
  severity: 'error',
  severityIn: { 'non-production': 'info' },
  control: 'AZ-RESILIENT',
  resources: Object.keys(CACHES),
  why: 'When the zone of the only node is away, sessions and whatever else is kept in memory are lost, and the whole load falls on the database behind the cache.',
  fix: 'Set MultiAZEnabled and AutomaticFailoverEnabled to true with one replica or more (Redis OSS, Valkey), AZMode to cross-az (Memcached), NumReplicasPerShard to 1 or more (MemoryDB), or ReplicationFactor to 3 (DAX). A pure cache whose loss only slows the workload may be waived, with that reason.',
  docs: [
    'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-elasticache-cachecluster.html#cfn-elasticache-cachecluster-azmode',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-memorydb-cluster.html#cfn-memorydb-cluster-numreplicaspershard',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dax-cluster.html#cfn-dax-cluster-replicationfactor',
  ],

  check: (cache) => CACHES[cache.type]?.(cache),
});

/** The first node of a replication group, which is looked at itself. */
const isInGroup = (cluster: Resource): boolean =>
  cluster
    .referring('AWS::ElastiCache::ReplicationGroup', 'PrimaryClusterId')
    .some((group) => group.exists && group.get('PrimaryClusterId').reference?.resource === cluster);

/** A cache cluster of Redis OSS or Valkey has one node. */
function alone(cluster: Resource): Outcome {
  const engine = cluster.get('Engine');
  return fail(`a ${engine.outline} cache cluster is a single node: use a replication group with Multi-AZ`, {
    at: engine,
  });
}

function ofSeveralZones(cluster: Resource, mode: Value): Outcome | undefined {
  const nodes = cluster.get('NumCacheNodes');
  if (nodes.literal === '1') return fail('the cache is a single node: NumCacheNodes is 1', { at: nodes });
  const zones = cluster.get('PreferredAvailabilityZones');
  if (zones.isPresent) return inZones(zones);
  return mode.is('cross-az')
    ? undefined
    : fail(
        `all nodes are in one Availability Zone: AZMode is ${mode.isPresent ? mode.outline : 'not set, and the default is single-az'}`,
      );
}

const notSpread = setToTrue('the nodes may all be in one Availability Zone');

function noFailover(group: Resource): Outcome {
  const failover = group.get('AutomaticFailoverEnabled');
  return fail(`no replica takes over when the zone of the primary fails: ${whyNotTrue(failover)}`, {
    at: failover,
  });
}

/** What no number tells Multi-AZ does, which ElastiCache refuses without a replica. */
function withReplicas(group: Resource): Outcome | undefined {
  const shards = group.get('NodeGroupConfiguration');
  const too = [
    { value: group.get('NumCacheClusters'), few: '1' },
    { value: group.get('ReplicasPerNodeGroup'), few: '0' },
    ...(shards.isList ? shards.items() : []).map((shard) => ({ value: shard.get('ReplicaCount'), few: '0' })),
  ].find(({ value, few }) => value.literal === few);
  return too && fail(`no replica can take over: ${nameOf(too.value)} is ${too.few}`, { at: too.value });
}

const nameOf = ({ path }: Value) => path.replace(/^Properties\./, '');

/** Zones that the nodes are bound to; where none are named AWS spreads the nodes. */
const inZones = (zones: Value) => mustSpan(zonesNamed(zones), 'the cache', { at: zones });
