import rule from '../../../rules/encryption-in-transit/opensearch-node-to-node-encrypted';
import { testRule } from '../../rule-tester';

const domain = { EngineVersion: 'OpenSearch_2.19' };
const nodes = (enabled: unknown) => ({ ...domain, NodeToNodeEncryptionOptions: { Enabled: enabled } });
const ENABLED = 'Properties.NodeToNodeEncryptionOptions.Enabled';
const plain = 'nodes talk to each other in plain text: NodeToNodeEncryptionOptions.Enabled is';

testRule(rule, {
  pass: {
    encrypted: nodes(true),
    'encrypted in both branches': {
      ...domain,
      NodeToNodeEncryptionOptions: { 'Fn::If': ['IsProd', { Enabled: true }, { Enabled: 'true' }] },
    },
  },
  fail: {
    'nothing is said': [domain, `warning Domain ${ENABLED}: ${plain} not set, and the default is false`],
    'an Elasticsearch domain, switched off': [
      {
        Type: 'AWS::Elasticsearch::Domain',
        Properties: { ElasticsearchVersion: '7.10', NodeToNodeEncryptionOptions: { Enabled: false } },
      },
      `warning Domain ${ENABLED}: ${plain} false`,
    ],
    'only in production': [
      nodes({ 'Fn::If': ['IsProd', true, { Ref: 'AWS::NoValue' }] }),
      `info Domain ${ENABLED} when IsProd is false (Stage is dev): ${plain} not set, and the default is false`,
    ],
  },
  review: {
    'set by a parameter': [
      nodes({ Ref: 'Encrypt' }),
      `review Domain ${ENABLED}: Encrypt has no default, so it is only known at deployment`,
    ],
  },
  options: {
    'an error for card data': [nodes(false), { profile: 'pci' }, `error Domain ${ENABLED}: ${plain} false`],
  },
});
