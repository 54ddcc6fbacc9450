import rule from '../../../rules/audit-trail/cloudtrail-bucket-dedicated';
import { testRule } from '../../rule-tester';

const trail = (S3BucketName: unknown = { Ref: 'Logs' }, more: object = {}) => ({
  Type: 'AWS::CloudTrail::Trail',
  ...more,
  Properties: { S3BucketName, IsLogging: true },
});
const bucket = (properties: object = {}) => ({ Type: 'AWS::S3::Bucket', Properties: properties });
const shared = (resources: object) => ({ Resources: { Trail: trail(), Logs: bucket(), ...resources } });
const arn = { 'Fn::GetAtt': ['Logs', 'Arn'] };
const flowLog = (more: object = {}) => ({
  Type: 'AWS::EC2::FlowLog',
  ...more,
  Properties: {
    ResourceId: 'vpc-0a1b2c3d',
    ResourceType: 'VPC',
    TrafficType: 'ALL',
    LogDestinationType: 's3',
    LogDestination: arn,
  },
});
const channel = (S3BucketName: unknown) => ({
  Type: 'AWS::Config::DeliveryChannel',
  Properties: { S3BucketName },
});
const role = (...Statement: object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    },
    Policies: [{ PolicyName: 'logs', PolicyDocument: { Version: '2012-10-17', Statement } }],
  },
});
const onObjects = (Action: unknown) => ({
  Effect: 'Allow',
  Action,
  Resource: { 'Fn::Sub': '${Logs.Arn}/*' },
});
const policy = (Principal: object) => ({
  Type: 'AWS::S3::BucketPolicy',
  Properties: {
    Bucket: { Ref: 'Logs' },
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal, Action: 's3:PutObject', Resource: { 'Fn::Sub': '${Logs.Arn}/*' } },
      ],
    },
  },
});
const place = 'Trail Properties.S3BucketName';
const also = (who: string, bucketName = 'Logs') => `the bucket ${bucketName} is also used by ${who}`;

testRule(rule, {
  pass: {
    'a bucket for the trail alone': shared({}),
    'two trails share it': shared({ Other: trail() }),
    'CloudTrail alone may write': shared({ Policy: policy({ Service: 'cloudtrail.amazonaws.com' }) }),
    'access logs of the bucket go to another': {
      Resources: {
        Trail: trail(),
        Logs: bucket({ LoggingConfiguration: { DestinationBucketName: { Ref: 'Access' } } }),
        Access: bucket(),
      },
    },
    'a role reads it': shared({ Auditor: role(onObjects(['s3:GetObject'])) }),
    'a role that is denied writing': shared({
      Auditor: role({ ...onObjects('s3:PutObject'), Effect: 'Deny' }),
    }),
    'flow logs go elsewhere': shared({
      Flow: {
        ...flowLog(),
        Properties: { ...flowLog().Properties, LogDestination: 'arn:aws:s3:::flow-logs' },
      },
    }),
    'flow logs only where there is no trail': {
      Conditions: { IsTest: { 'Fn::Not': [{ Condition: 'IsProd' }] } },
      Resources: {
        Trail: trail({ Ref: 'Logs' }, { Condition: 'IsProd' }),
        Logs: bucket(),
        Flow: flowLog({ Condition: 'IsTest' }),
        Topic: { Type: 'AWS::SNS::Topic', Condition: 'IsProd' },
      },
    },
    'a bucket of another name takes the records of Config': {
      Resources: { Trail: trail('shop-audit'), Channel: channel('shop-config') },
    },
  },
  fail: {
    'flow logs': [shared({ Flow: flowLog() }), `warning ${place}: ${also('Flow (EC2::FlowLog)')}`],
    'access logs of another bucket': [
      shared({ Photos: bucket({ LoggingConfiguration: { DestinationBucketName: { Ref: 'Logs' } } }) }),
      `warning ${place}: ${also('Photos (S3::Bucket)')}`,
    ],
    'access logs of the bucket itself': [
      {
        Resources: {
          Trail: trail('shop-audit'),
          Logs: bucket({
            BucketName: 'shop-audit',
            LoggingConfiguration: { DestinationBucketName: 'shop-audit' },
          }),
        },
      },
      `warning ${place}: ${also('Logs (S3::Bucket)')}`,
    ],
    'a role of the application': [
      shared({ Shop: role(onObjects(['s3:GetObject', 's3:Put*'])) }),
      `warning ${place}: ${also('Shop (IAM::Role)')}`,
    ],
    'a website': [
      {
        Resources: {
          Trail: trail(),
          Logs: bucket({ WebsiteConfiguration: { IndexDocument: 'index.html' } }),
        },
      },
      `warning ${place}: ${also('a website')}`,
    ],
    'a service that the policy lets in': [
      shared({ Policy: policy({ Service: ['cloudtrail.amazonaws.com', 'logging.s3.amazonaws.com'] }) }),
      `warning ${place}: ${also('logging.s3.amazonaws.com')}`,
    ],
    'flow logs, by the ARN of its name': [
      {
        Resources: {
          Trail: trail(),
          Logs: bucket({ BucketName: 'shop-audit' }),
          Flow: {
            ...flowLog(),
            Properties: { ...flowLog().Properties, LogDestination: 'arn:aws:s3:::shop-audit/network/' },
          },
        },
      },
      `warning ${place}: ${also('Flow (EC2::FlowLog)')}`,
    ],
    'a function of SAM that may write': [
      {
        Transform: 'AWS::Serverless-2016-10-31',
        ...shared({
          Shop: {
            Type: 'AWS::Serverless::Function',
            Properties: {
              Handler: 'index.handler',
              Runtime: 'nodejs22.x',
              InlineCode: 'exports.handler = async () => {}',
              Policies: [{ S3CrudPolicy: { BucketName: { Ref: 'Logs' } } }],
            },
          },
        }),
      },
      `warning ${place}: ${also('Shop (Serverless::Function)')}`,
    ],
    'more than three': [
      shared({
        Flow: flowLog(),
        Photos: bucket({ LoggingConfiguration: { DestinationBucketName: { Ref: 'Logs' } } }),
        Shop: role(onObjects('s3:PutObject')),
        Orders: role(onObjects('s3:PutObject')),
      }),
      `warning ${place}: ${also('Flow (EC2::FlowLog), Photos (S3::Bucket) and 2 more')}`,
    ],
    'the records of Config, as in many log archives': [
      shared({ Channel: channel({ Ref: 'Logs' }) }),
      `info ${place}: ${also('Channel (Config::DeliveryChannel)')}`,
    ],
    'the records of Config, in a bucket that a parameter names': [
      { Resources: { Trail: trail({ Ref: 'Archive' }), Channel: channel({ Ref: 'Archive' }) } },
      `info ${place}: ${also('Channel (Config::DeliveryChannel)', '${Archive}')}`,
    ],
    'flow logs in production only': [
      shared({ Flow: flowLog({ Condition: 'IsProd' }) }),
      `warning ${place} when IsProd is true (Stage is prod): ${also('Flow (EC2::FlowLog)')}`,
    ],
    'one bucket for all outside production': [
      {
        Resources: {
          Trail: trail({ 'Fn::If': ['IsProd', { Ref: 'Audit' }, { Ref: 'Logs' }] }),
          Audit: bucket(),
          Logs: bucket(),
          Flow: flowLog(),
        },
      },
      `info ${place} when IsProd is false (Stage is dev): ${also('Flow (EC2::FlowLog)')}`,
    ],
  },
});
