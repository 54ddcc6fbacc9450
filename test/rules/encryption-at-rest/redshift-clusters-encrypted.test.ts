import rule from '../../../rules/encryption-at-rest/redshift-clusters-encrypted';
import { testRule } from '../../rule-tester';

const cluster = (properties: object) => ({
  ClusterType: 'single-node',
  DBName: 'sales',
  NodeType: 'ra3.large',
  MasterUsername: 'admin',
  ManageMasterPassword: true,
  ...properties,
});
const MESSAGE =
  'Encrypted is false: a cluster from before January 2025 stays unencrypted, a new one is refused';

testRule(rule, {
  pass: {
    'nothing is said: a new cluster is encrypted': cluster({}),
    'encryption with a key of one’s own': cluster({ Encrypted: true, KmsKeyId: { Ref: 'Key' } }),
    'absent in one branch, true in the other': cluster({
      Encrypted: { 'Fn::If': ['IsProd', true, { Ref: 'AWS::NoValue' }] },
    }),
  },
  fail: {
    'encryption is off': [cluster({ Encrypted: false }), `error Cluster Properties.Encrypted: ${MESSAGE}`],
    'off outside production': [
      cluster({ Encrypted: { 'Fn::If': ['IsProd', true, 'false'] } }),
      `warning Cluster Properties.Encrypted when IsProd is false (Stage is dev): ${MESSAGE}`,
    ],
    'a parameter that is false by default': [
      {
        Parameters: { Encrypt: { Type: 'String', AllowedValues: ['true', 'false'], Default: 'false' } },
        Resources: {
          Warehouse: {
            Type: 'AWS::Redshift::Cluster',
            Properties: cluster({ Encrypted: { Ref: 'Encrypt' } }),
          },
        },
      },
      `error Warehouse Properties.Encrypted when Encrypt is false: ${MESSAGE}`,
    ],
  },
  review: {
    'set by a parameter': [
      cluster({ Encrypted: { Ref: 'Encrypt' } }),
      'review Cluster Properties.Encrypted: Encrypt has no default, so it is only known at deployment',
    ],
  },
});
