import rule from '../../../rules/audit-trail/config-records-not-deletable';
import { testRule } from '../../rule-tester';

const policy = (...Statement: unknown[]) => ({
  Type: 'AWS::IAM::ManagedPolicy',
  Properties: { PolicyDocument: { Version: '2012-10-17', Statement } },
});
const allow = (Action: unknown, Resource: unknown = '*') => ({ Effect: 'Allow', Action, Resource });
const records = { 'Fn::Sub': '${Records.Arn}/*' };
const channel = (S3BucketName: unknown = { Ref: 'Records' }, more: object = {}) => ({
  Type: 'AWS::Config::DeliveryChannel',
  ...more,
  Properties: { S3BucketName },
});
const withBucket = (properties: object, resources: object = { Channel: channel() }) => ({
  Resources: { Records: { Type: 'AWS::S3::Bucket', Properties: properties }, ...resources },
});
const expiring = (ExpirationInDays: unknown, more: object = {}) => ({
  LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays, ...more }] },
});
const statement = 'ManagedPolicy Properties.PolicyDocument.Statement[0].Action';
const rules = 'Records Properties.LifecycleConfiguration.Rules[0].ExpirationInDays';

testRule(rule, {
  pass: {
    'records are read': policy(allow(['config:Get*', 'config:List*', 'config:SelectResourceConfig'])),
    'rules of Config come and go': policy(allow(['config:PutConfigRule', 'config:DeleteConfigRule'])),
    'what is denied': policy({ ...allow('config:*'), Effect: 'Deny' }),
    'an administrator is the case of another rule': policy(allow(['*', 'config:GetResources'])),
    'objects of the bucket are read': withBucket(
      {},
      {
        Channel: channel(),
        Policy: policy(allow('s3:GetObject', records)),
      },
    ),
    'objects of a bucket without records are deleted': withBucket(
      {},
      {
        Policy: policy(allow('s3:DeleteObject', records)),
      },
    ),
    'records are kept for years': withBucket(expiring(2557)),
    'other objects expire': withBucket(expiring(7, { Prefix: 'tmp/' })),
    'a lifecycle rule that is off': withBucket(expiring(30, { Status: 'Disabled' })),
    'a bucket without records': withBucket(expiring(30), {}),
  },
  fail: {
    'everything else that harms the records': [
      policy(
        allow('config:DeleteDeliveryChannel'),
        allow('config:DeleteEvaluationResults'),
        allow(['CONFIG:DeleteRetentionConfiguration', 's3:GetObject']),
      ),
      [
        'warning ManagedPolicy Properties.PolicyDocument.Statement[0].Action: config:DeleteDeliveryChannel allows ending the delivery of records',
        'warning ManagedPolicy Properties.PolicyDocument.Statement[1].Action: config:DeleteEvaluationResults allows deleting the results of evaluations',
        'warning ManagedPolicy Properties.PolicyDocument.Statement[2].Action[0]: CONFIG:DeleteRetentionConfiguration allows changing how long records are kept',
      ],
    ],
    'the records, or earlier versions of them, are deleted': [
      withBucket(
        {},
        {
          Channel: channel(),
          ManagedPolicy: policy(
            allow('s3:DeleteObject', ['arn:aws:s3:::photos/*', records]),
            allow('s3:DeleteObjectVersion', records),
          ),
        },
      ),
      ['s3:DeleteObject', 's3:DeleteObjectVersion'].map(
        (action, index) =>
          `warning ManagedPolicy Properties.PolicyDocument.Statement[${index}].Action: ${action} allows deleting the records of AWS Config`,
      ),
    ],
    'the recording is stopped': [
      policy(allow(['config:DescribeConfigurationRecorders', 'config:StopConfigurationRecorder'])),
      `warning ${statement}[1]: config:StopConfigurationRecorder allows stopping the recording`,
    ],
    'the whole service': [
      policy(allow('config:*')),
      `warning ${statement}: config:* allows ending the recording`,
    ],
    'whatever begins with Delete': [
      policy(allow(['config:Delete*'])),
      `warning ${statement}[0]: config:Delete* allows ending the recording`,
    ],
    'records are kept as long as one likes': [
      policy(allow('config:PutRetentionConfiguration')),
      `warning ${statement}: config:PutRetentionConfiguration allows changing how long records are kept`,
    ],
    'the records are deleted': [
      withBucket(
        {},
        { Channel: channel(), ManagedPolicy: policy(allow(['s3:GetObject', 's3:DeleteObject*'], records)) },
      ),
      `warning ${statement}[1]: s3:DeleteObject* allows deleting the records of AWS Config`,
    ],
    'the records are deleted from a bucket that the channel names': [
      withBucket(
        { BucketName: 'shop-config' },
        { Channel: channel('shop-config'), ManagedPolicy: policy(allow('s3:*', records)) },
      ),
      `warning ${statement}: s3:* allows deleting the records of AWS Config`,
    ],
    'records expire': [
      withBucket(expiring(90)),
      `warning ${rules}: records of AWS Config expire after 90 days: keep them 365 or more`,
    ],
    'records expire under their prefix': [
      withBucket(expiring(90, { Prefix: 'AWSLogs/' })),
      `warning ${rules}: records of AWS Config expire after 90 days: keep them 365 or more`,
    ],
    'records expire outside production': [
      withBucket(expiring({ 'Fn::If': ['IsProd', 730, 30] })),
      `info ${rules} when IsProd is false (Stage is dev): records of AWS Config expire after 30 days: keep them 365 or more`,
    ],
    'records in production only': [
      withBucket(expiring(90), { Channel: channel({ Ref: 'Records' }, { Condition: 'IsProd' }) }),
      `warning ${rules}: records of AWS Config expire after 90 days: keep them 365 or more`,
    ],
    'outside production the recording may be stopped': [
      policy({
        'Fn::If': ['IsProd', allow('config:GetResources'), allow('config:StopConfigurationRecorder')],
      }),
      `info ${statement} when IsProd is false (Stage is dev): config:StopConfigurationRecorder allows stopping the recording`,
    ],
  },
  review: {
    'a parameter says when records expire': [
      withBucket(expiring({ Ref: 'Days' })),
      `review ${rules}: Days has no default, so it is only known at deployment`,
    ],
  },
});
