import { whyNotTrue } from '../../lib/aws/defaults';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

const CLUSTER: { readonly [type: string]: string } = {
  'AWS::OpenSearchService::Domain': 'ClusterConfig',
  'AWS::Elasticsearch::Domain': 'ElasticsearchClusterConfig',
};

export default rule({
  id: 'opensearch-multi-az',
  title: 'OpenSearch domains spread their nodes over Availability Zones',
  severity: 'error',
  severityIn: { 'non-production': 'info' },
  control: 'AZ-RESILIENT',
  resources: Object.keys(CLUSTER),
  why: 'Without zone awareness the copies of an index may all lie in the zone that fails. Without three dedicated master nodes the loss of a node can leave the cluster without a leader.',
  fix: 'Set ZoneAwarenessEnabled to true with two data nodes or more (CDK: zoneAwareness), or MultiAZWithStandbyEnabled, and run three dedicated master nodes. A domain whose logs may be indexed again may be waived, with that reason.',
  docs: [
    'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-multiaz.html',
    'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-dedicatedmasternodes.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-opensearchservice-domain-clusterconfig.html',
  ],

  check: (domain) =>
    domain.property(CLUSTER[domain.type] as string).expect((cluster) => {
      const spread = cluster.get('ZoneAwarenessEnabled');
      if (!spread.is(true) && !cluster.get('MultiAZWithStandbyEnabled').is(true))
        return fail(`the data nodes are all in one Availability Zone: ${whyNotTrue(spread)}`, {
          at: spread,
        });
      return tooFewNodes(cluster) ?? tooFewMasters(cluster);
    }),
});

/** A domain has one data node unless it says how many; a number that deployment gives is more, or refused there. */
function tooFewNodes(cluster: Value) {
  const count = cluster.get('InstanceCount');
  if (count.isPresent && count.literal !== '1') return undefined;
  const said = count.isPresent ? 'is 1' : 'is not set, and the default is 1';
  return fail(`one data node cannot be spread: InstanceCount ${said}`, { at: count });
}

function tooFewMasters(cluster: Value) {
  const dedicated = cluster.get('DedicatedMasterEnabled');
  const count = cluster.get('DedicatedMasterCount');
  if (!dedicated.is(true))
    return fail(`no dedicated master nodes: ${whyNotTrue(dedicated)}, set three of them`, {
      at: dedicated,
      severity: 'warning',
    });
  return Number(count.literal ?? MASTERS) < MASTERS
    ? fail(`${count.outline} dedicated master nodes cannot outvote one that is cut off: set ${MASTERS}`, {
        at: count,
        severity: 'warning',
      })
    : undefined;
}

/** https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-dedicatedmasternodes.html#dedicatedmasternodes-number */
const MASTERS = 3;
