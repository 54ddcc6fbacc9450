import { candidatesOf, MEMBERS, membersOf } from '../../lib/aws/data/cluster-members';
import { opening } from '../../lib/aws/elsewhere';
import { isNamed } from '../../lib/aws/named-resources';
import { targetsOf } from '../../lib/aws/scaling/scaling';
import { mustSpan, zoneNamed } from '../../lib/aws/zones/zones';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import { type Expectations, fail, review, rule } from '../../lib/rule';

/** Clusters that run their instances themselves, as many as a property says; without it an elastic cluster and a graph have two. */
const SELF_RUN: { readonly [type: string]: (cluster: Resource) => Expectations } = {
  'AWS::DocDBElastic::Cluster': (cluster) =>
    cluster
      .property('ShardInstanceCount')
      .mustNotBe(1, 'ShardInstanceCount is 1: no shard has a replica in another Availability Zone'),
  'AWS::RDS::DBShardGroup': (group) =>
    group
      .property('ComputeRedundancy')
      .expect((standbys) =>
        standbys.isPresent && !standbys.is(0)
          ? undefined
          : fail(
              `the shards have no standby in another Availability Zone: ComputeRedundancy is ${standbys.isPresent ? '0' : 'not set, and the default is 0'}`,
            ),
      ),
  'AWS::NeptuneGraph::Graph': (graph) =>
    graph
      .property('ReplicaCount')
      .mustNotBe(0, 'ReplicaCount is 0: the graph has no replica in another Availability Zone', {
        severity: 'info',
      }),
};

export default rule({
  id: 'database-clusters-multi-az',
  title: 'Database clusters have instances in two or more Availability Zones',
  severity: 'error',
  severityIn: { 'non-production': 'info' },
  control: 'AZ-RESILIENT',
  resources: [...Object.keys(MEMBERS), ...Object.keys(SELF_RUN)],
  why: 'The storage of a cluster is copied over three zones, but with a single instance nobody answers while that one is created anew elsewhere; a second one takes over within a minute.',
  fix: 'Add a second instance (CDK: readers), and leave AvailabilityZone out or set another zone for it.',
  docs: [
    'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html',
    'https://docs.aws.amazon.com/documentdb/latest/developerguide/replication.html',
    'https://docs.aws.amazon.com/neptune/latest/userguide/feature-overview-db-clusters.html',
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbshardgroup.html#cfn-rds-dbshardgroup-computeredundancy',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-docdbelastic-cluster.html#cfn-docdbelastic-cluster-shardinstancecount',
  ],

  check: (cluster) =>
    SELF_RUN[cluster.type]?.(cluster) ??
    cluster
      .attribute('Properties')
      .expect(() => (cluster.get('EngineMode').is('serverless') ? runsAlone(cluster) : isSpread(cluster)))
      .unless(() => isSpreadByItself(cluster)),
});

/** A Multi-AZ DB cluster has two readers; that of a limitless database is told by its shard group. */
const isSpreadByItself = (cluster: Resource): boolean =>
  cluster.get('DBClusterInstanceClass').isGiven || cluster.get('ClusterScalabilityType').is('limitless');

const runsAlone = (cluster: Resource): Outcome =>
  fail(
    'Aurora Serverless v1 runs in one Availability Zone and starts anew in another after a failure: use Serverless v2 with two instances',
    { severity: 'info', at: cluster.get('EngineMode') },
  );

function isSpread(cluster: Resource): Outcome | undefined {
  const members = membersOf(cluster);
  if (members.length > 0 && isScaled(cluster)) return undefined;
  const zones = members.map((member) => member.get('AvailabilityZone'));
  // AWS chooses the zone of one that names none: `cfn-rds-dbinstance-availabilityzone` in the template reference.
  if (members.length > 1)
    return zones.every(isNamed) ? mustSpan(zones.map(zoneNamed), 'the cluster') : undefined;
  // A template that makes a second instance elsewhere than in this scenario makes them all.
  const open = candidatesOf(cluster).length > 1 ? undefined : opening(cluster);
  const confirm = 'confirm that two instances are in different Availability Zones';
  const [only] = members;
  if (!only) return review(`no instance of the cluster is in the templates: ${confirm}`);
  return open === undefined
    ? fail(`the cluster has a single instance, ${only.logicalId}: add one in another Availability Zone`)
    : review(`only ${only.logicalId} is in the templates, but ${open} may lead to more: ${confirm}`);
}

/** Replicas that Application Auto Scaling keeps, whatever is in the template. */
const isScaled = (cluster: Resource): boolean =>
  targetsOf(cluster).some(
    (target) =>
      target.get('ScalableDimension').matches(/:cluster:ReadReplicaCount$/) &&
      (target.get('MinCapacity').number ?? 0) >= 1,
  );
