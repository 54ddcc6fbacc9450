import rule from '../../../rules/encryption-at-rest/sqs-encryption-not-disabled';
import { testRule } from '../../rule-tester';

const MESSAGE =
  'messages are not encrypted: SqsManagedSseEnabled is false, and KmsMasterKeyId names no key instead';

testRule(rule, {
  pass: {
    'nothing is said: SQS encrypts with its own key': { QueueName: 'orders' },
    'with the key of SQS': { SqsManagedSseEnabled: true },
    'with a key of KMS': { KmsMasterKeyId: 'alias/aws/sqs' },
    'with a key of the template in place of that of SQS': {
      Resources: {
        Key: { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true } },
        Orders: {
          Type: 'AWS::SQS::Queue',
          Properties: { SqsManagedSseEnabled: false, KmsMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } },
        },
      },
    },
    'one or the other in every branch': {
      SqsManagedSseEnabled: { 'Fn::If': ['IsProd', false, true] },
      KmsMasterKeyId: { 'Fn::If': ['IsProd', 'alias/orders', { Ref: 'AWS::NoValue' }] },
    },
  },
  fail: {
    'encryption is off': [
      { SqsManagedSseEnabled: false },
      `error Queue Properties.SqsManagedSseEnabled: ${MESSAGE}`,
    ],
    'off outside production': [
      { SqsManagedSseEnabled: { 'Fn::If': ['IsProd', true, 'false'] } },
      `warning Queue Properties.SqsManagedSseEnabled when IsProd is false (Stage is dev): ${MESSAGE}`,
    ],
    'off where no key is given': [
      {
        Parameters: { KeyArn: { Type: 'String', Default: '' } },
        Resources: {
          Orders: {
            Type: 'AWS::SQS::Queue',
            Properties: { SqsManagedSseEnabled: false, KmsMasterKeyId: { Ref: 'KeyArn' } },
          },
        },
      },
      `error Orders Properties.SqsManagedSseEnabled when KeyArn is empty: ${MESSAGE}`,
    ],
  },
  review: {
    'set by a parameter': [
      { SqsManagedSseEnabled: { Ref: 'Encrypt' } },
      'review Queue Properties.SqsManagedSseEnabled: Encrypt has no default, so it is only known at deployment',
    ],
  },
});
