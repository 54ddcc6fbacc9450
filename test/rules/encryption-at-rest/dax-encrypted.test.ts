import rule from '../../../rules/encryption-at-rest/dax-encrypted';
import { testRule } from '../../rule-tester';

const cluster = (properties: object) => ({
  IAMRoleARN: 'arn:aws:iam::111122223333:role/dax',
  NodeType: 'dax.r5.large',
  ReplicationFactor: 3,
  ...properties,
});

testRule(rule, {
  pass: {
    'encryption is on': cluster({ SSESpecification: { SSEEnabled: true } }),
    'both branches are encrypted': cluster({
      SSESpecification: { 'Fn::If': ['IsProd', { SSEEnabled: true }, { SSEEnabled: 'true' }] },
    }),
  },
  fail: {
    'nothing is said about encryption': [
      cluster({}),
      'error Cluster Properties.SSESpecification.SSEEnabled: the cluster is not encrypted: SSESpecification.SSEEnabled is not set, and the default is false',
    ],
    'encryption is off': [
      cluster({ SSESpecification: { SSEEnabled: false } }),
      'error Cluster Properties.SSESpecification.SSEEnabled: the cluster is not encrypted: SSESpecification.SSEEnabled is false',
    ],
    'nothing is said outside production': [
      cluster({ SSESpecification: { 'Fn::If': ['IsProd', { SSEEnabled: true }, { Ref: 'AWS::NoValue' }] } }),
      'warning Cluster Properties.SSESpecification.SSEEnabled when IsProd is false (Stage is dev): the cluster is not encrypted: SSESpecification.SSEEnabled is not set, and the default is false',
    ],
  },
  review: {
    'set by a parameter': [
      cluster({ SSESpecification: { SSEEnabled: { Ref: 'Encrypt' } } }),
      'review Cluster Properties.SSESpecification.SSEEnabled: Encrypt has no default, so it is only known at deployment',
    ],
  },
});
