import rule from '../../../rules/encryption-at-rest/firehose-encrypted';
import { testRule } from '../../rule-tester';

const ROLE = 'arn:aws:iam::111122223333:role/firehose';
const stream = (properties: object) => ({
  ExtendedS3DestinationConfiguration: { BucketARN: 'arn:aws:s3:::events', RoleARN: ROLE },
  ...properties,
});
const MESSAGE =
  'records put into the stream are not encrypted: DeliveryStreamEncryptionConfigurationInput is not set';

testRule(rule, {
  pass: {
    'with a key of AWS': stream({
      DeliveryStreamType: 'DirectPut',
      DeliveryStreamEncryptionConfigurationInput: { KeyType: 'AWS_OWNED_CMK' },
    }),
    'with a key of one’s own': stream({
      DeliveryStreamEncryptionConfigurationInput: {
        KeyType: 'CUSTOMER_MANAGED_CMK',
        KeyARN: { Ref: 'Key' },
      },
    }),
    'a data stream as source encrypts what it holds': stream({
      DeliveryStreamType: 'KinesisStreamAsSource',
      KinesisStreamSourceConfiguration: {
        KinesisStreamARN: 'arn:aws:kinesis:eu-west-1:111122223333:stream/events',
        RoleARN: ROLE,
      },
    }),
    'a topic of MSK as source': stream({
      DeliveryStreamType: 'MSKAsSource',
      MSKSourceConfiguration: {
        MSKClusterARN: 'arn:aws:kafka:eu-west-1:111122223333:cluster/events/1',
        TopicName: 'events',
        AuthenticationConfiguration: { Connectivity: 'PRIVATE', RoleARN: ROLE },
      },
    }),
  },
  fail: {
    'producers write to it, as is the default': [
      stream({}),
      `warning DeliveryStream Properties.DeliveryStreamEncryptionConfigurationInput: ${MESSAGE}`,
    ],
    'producers write to it': [
      stream({ DeliveryStreamType: 'DirectPut' }),
      `warning DeliveryStream Properties.DeliveryStreamEncryptionConfigurationInput: ${MESSAGE}`,
    ],
    'encrypted in production only': [
      stream({
        DeliveryStreamEncryptionConfigurationInput: {
          'Fn::If': ['IsProd', { KeyType: 'AWS_OWNED_CMK' }, { Ref: 'AWS::NoValue' }],
        },
      }),
      `info DeliveryStream Properties.DeliveryStreamEncryptionConfigurationInput when IsProd is false (Stage is dev): ${MESSAGE}`,
    ],
  },
  review: {
    'the type is a parameter': [
      stream({ DeliveryStreamType: { Ref: 'Source' } }),
      'review DeliveryStream Properties.DeliveryStreamEncryptionConfigurationInput: Source has no default, so it is only known at deployment',
    ],
  },
});
