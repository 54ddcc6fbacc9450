import rule from '../../../rules/encryption-at-rest/opensearch-encrypted-at-rest';
import { testRule } from '../../rule-tester';

const domain = (properties: object) => ({ EngineVersion: 'OpenSearch_2.19', ...properties });
const elasticsearch = (properties: object) => ({
  Type: 'AWS::Elasticsearch::Domain',
  Properties: { ElasticsearchVersion: '7.10', ...properties },
});

testRule(rule, {
  pass: {
    'encryption is on': domain({ EncryptionAtRestOptions: { Enabled: true } }),
    'encryption with a key of one’s own': domain({
      EncryptionAtRestOptions: { Enabled: true, KmsKeyId: { Ref: 'Key' } },
    }),
    'an Elasticsearch domain': elasticsearch({ EncryptionAtRestOptions: { Enabled: 'true' } }),
    'a parameter that is true unless said otherwise': {
      Parameters: { Encrypt: { Type: 'String', Default: 'true' } },
      Resources: {
        Search: {
          Type: 'AWS::OpenSearchService::Domain',
          Properties: domain({ EncryptionAtRestOptions: { Enabled: { Ref: 'Encrypt' } } }),
        },
      },
    },
  },
  fail: {
    'nothing is said about encryption': [
      domain({}),
      'error Domain Properties.EncryptionAtRestOptions.Enabled: the domain is not encrypted at rest: EncryptionAtRestOptions.Enabled is not set, and the default is false',
    ],
    'encryption is off, as the CDK writes it': [
      domain({ EncryptionAtRestOptions: { Enabled: false } }),
      'error Domain Properties.EncryptionAtRestOptions.Enabled: the domain is not encrypted at rest: EncryptionAtRestOptions.Enabled is false',
    ],
    'an Elasticsearch domain without encryption': [
      elasticsearch({}),
      'error Domain Properties.EncryptionAtRestOptions.Enabled: the domain is not encrypted at rest: EncryptionAtRestOptions.Enabled is not set, and the default is false',
    ],
    'off outside production': [
      domain({ EncryptionAtRestOptions: { Enabled: { 'Fn::If': ['IsProd', true, false] } } }),
      'warning Domain Properties.EncryptionAtRestOptions.Enabled when IsProd is false (Stage is dev): the domain is not encrypted at rest: EncryptionAtRestOptions.Enabled is false',
    ],
    'only with a key, which is not given': [
      {
        Parameters: { KeyId: { Type: 'String', Default: '' } },
        Conditions: { HasKey: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'KeyId' }, ''] }] } },
        Resources: {
          Search: {
            Type: 'AWS::OpenSearchService::Domain',
            Properties: domain({
              EncryptionAtRestOptions: {
                'Fn::If': ['HasKey', { Enabled: true, KmsKeyId: { Ref: 'KeyId' } }, { Ref: 'AWS::NoValue' }],
              },
            }),
          },
        },
      },
      'error Search Properties.EncryptionAtRestOptions.Enabled when HasKey is false (KeyId is empty): the domain is not encrypted at rest: EncryptionAtRestOptions.Enabled is not set, and the default is false',
    ],
  },
  review: {
    'set by a parameter': [
      domain({ EncryptionAtRestOptions: { Enabled: { Ref: 'Encrypt' } } }),
      'review Domain Properties.EncryptionAtRestOptions.Enabled: Encrypt has no default, so it is only known at deployment',
    ],
  },
});
