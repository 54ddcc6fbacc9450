import rule from '../../../rules/resilience/opensearch-multi-az';
import { testRule } from '../../rule-tester';

const masters = { DedicatedMasterEnabled: true, DedicatedMasterCount: 3 };
const spread = { ZoneAwarenessEnabled: true, InstanceCount: 2 };
const domain = (ClusterConfig: object, more: object = {}) => ({
  Type: 'AWS::OpenSearchService::Domain',
  Properties: { ClusterConfig },
  ...more,
});
const elasticsearch = (ElasticsearchClusterConfig: object) => ({
  Type: 'AWS::Elasticsearch::Domain',
  Properties: { ElasticsearchVersion: '7.10', ElasticsearchClusterConfig },
});
const inOneZone =
  'Properties.ClusterConfig.ZoneAwarenessEnabled: the data nodes are all in one Availability Zone: ClusterConfig.ZoneAwarenessEnabled is not set, and the default is false';
const noMasters =
  'Properties.ClusterConfig.DedicatedMasterEnabled: no dedicated master nodes: ClusterConfig.DedicatedMasterEnabled is not set, and the default is false, set three of them';

testRule(rule, {
  pass: {
    'numbers by parameters, which OpenSearch Service refuses when they are too low': domain({
      ...spread,
      ...masters,
      InstanceCount: { Ref: 'Nodes' },
      DedicatedMasterCount: { Ref: 'Masters' },
    }),
    'two zones and three master nodes': domain({ ...spread, ...masters }),
    'three zones': domain({
      ...masters,
      ZoneAwarenessEnabled: true,
      ZoneAwarenessConfig: { AvailabilityZoneCount: 3 },
      InstanceCount: 3,
    }),
    'Multi-AZ with standby': domain({ ...masters, MultiAZWithStandbyEnabled: true, InstanceCount: 3 }),
    'master nodes, their number left to AWS': domain({ ...spread, DedicatedMasterEnabled: true }),
    'Elasticsearch in two zones': elasticsearch({ ...spread, ...masters }),
    'in several zones wherever it is created': domain(
      { ...masters, ZoneAwarenessEnabled: { 'Fn::If': ['IsProd', true, false] }, InstanceCount: 2 },
      { Condition: 'IsProd' },
    ),
    'the number of nodes by a default': {
      Parameters: { Nodes: { Type: 'Number', Default: 4 } },
      Resources: { Search: domain({ ...spread, ...masters, InstanceCount: { Ref: 'Nodes' } }) },
    },
  },
  fail: {
    'nothing is said of the cluster': [
      { Type: 'AWS::OpenSearchService::Domain', Properties: { EngineVersion: 'OpenSearch_2.19' } },
      `error Domain ${inOneZone}`,
    ],
    'no zone awareness': [domain({ InstanceCount: 3, ...masters }), `error Domain ${inOneZone}`],
    'zone awareness switched off': [
      domain({ ...spread, ...masters, ZoneAwarenessEnabled: false }),
      'error Domain Properties.ClusterConfig.ZoneAwarenessEnabled: the data nodes are all in one Availability Zone: ClusterConfig.ZoneAwarenessEnabled is false',
    ],
    'one node': [
      domain({ ...spread, ...masters, InstanceCount: 1 }),
      'error Domain Properties.ClusterConfig.InstanceCount: one data node cannot be spread: InstanceCount is 1',
    ],
    'one node by default': [
      domain({ ...masters, ZoneAwarenessEnabled: true }),
      'error Domain Properties.ClusterConfig.InstanceCount: one data node cannot be spread: InstanceCount is not set, and the default is 1',
    ],
    'no master nodes': [domain(spread), `warning Domain ${noMasters}`],
    'two master nodes': [
      domain({ ...spread, ...masters, DedicatedMasterCount: 2 }),
      'warning Domain Properties.ClusterConfig.DedicatedMasterCount: 2 dedicated master nodes cannot outvote one that is cut off: set 3',
    ],
    'a cluster of its own for production': [
      domain({ 'Fn::If': ['IsProd', { ...spread, ...masters }, { InstanceCount: 1 }] } as object),
      'info Domain Properties.ClusterConfig.ZoneAwarenessEnabled when IsProd is false (Stage is dev): the data nodes are all in one Availability Zone: ClusterConfig.ZoneAwarenessEnabled is not set, and the default is false',
    ],
    'no zone awareness in production': [
      domain({ ...spread, ...masters, ZoneAwarenessEnabled: { 'Fn::If': ['IsProd', false, true] } }),
      'error Domain Properties.ClusterConfig.ZoneAwarenessEnabled when IsProd is true (Stage is prod): the data nodes are all in one Availability Zone: ClusterConfig.ZoneAwarenessEnabled is false',
    ],
    'Elasticsearch in one zone': [
      elasticsearch({ InstanceCount: 2, ...masters }),
      'error Domain Properties.ElasticsearchClusterConfig.ZoneAwarenessEnabled: the data nodes are all in one Availability Zone: ElasticsearchClusterConfig.ZoneAwarenessEnabled is not set, and the default is false',
    ],
    'logs that may be indexed again': [
      {
        Resources: {
          LogSearch: domain({ InstanceCount: 2, ...masters }),
        },
      },
      `error LogSearch ${inOneZone}`,
    ],
  },
  review: {
    'zone awareness by a parameter': [
      domain({ ...spread, ...masters, ZoneAwarenessEnabled: { Ref: 'Spread' } }),
      'review Domain Properties.ClusterConfig.ZoneAwarenessEnabled: Spread has no default, so it is only known at deployment',
    ],
    'the whole cluster by a macro': [
      domain({ 'Fn::Transform': { Name: 'Cluster', Parameters: {} } }),
      'review Domain Properties.ClusterConfig.ZoneAwarenessEnabled: Fn::Transform is only known at deployment',
    ],
  },
  options: {
    'outside production': [
      domain({ InstanceCount: 1 }),
      { environment: 'non-production' },
      `info Domain ${inOneZone}`,
    ],
  },
});
