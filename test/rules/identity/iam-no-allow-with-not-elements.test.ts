import rule from '../../../rules/identity/iam-no-allow-with-not-elements';
import { testRule } from '../../rule-tester';
import { document, policy, type Statement } from './policy-fixtures';

const allow = (elements: Statement): Statement => ({ Effect: 'Allow', ...elements });
const notIam = { NotAction: 'iam:*', Resource: '*' };
const other = { AWS: 'arn:aws:iam::111122223333:root' };
const resourcePolicy = (type: string, properties: Statement, ...statements: unknown[]) => ({
  Type: type,
  Properties: { ...properties, PolicyDocument: document(...statements) },
});
const butIam = 'NotAction allows every action but iam:*: list what is needed instead';
const butOthers = 'NotPrincipal allows everyone but those it lists: list what is needed instead';
const at = 'error Policy Properties.PolicyDocument.Statement[0]';

testRule(rule, {
  pass: {
    'what is allowed': policy(allow({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::photos/*' })),
    'guard rails': policy(
      { Effect: 'Deny', NotAction: ['iam:*', 'sts:*'], Resource: '*' },
      { Effect: 'Deny', Action: 's3:*', NotResource: 'arn:aws:s3:::photos/*' },
    ),
    'a guard rail of a bucket': resourcePolicy(
      'AWS::S3::BucketPolicy',
      { Bucket: 'photos' },
      { Effect: 'Deny', NotPrincipal: other, Action: 's3:*', Resource: 'arn:aws:s3:::photos/*' },
    ),
    'a managed policy of AWS that does so, another rule’s case': {
      Type: 'AWS::IAM::Group',
      Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/PowerUserAccess'] },
    },
    'a permissions boundary, which grants nothing': {
      Resources: {
        Boundary: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { PolicyDocument: document(allow(notIam)) },
        },
        User: { Type: 'AWS::IAM::User', Properties: { PermissionsBoundary: { Ref: 'Boundary' } } },
      },
    },
    'a branch without it': policy(
      allow({ Action: 's3:GetObject', Resource: '*', NotAction: { Ref: 'AWS::NoValue' } }),
    ),
  },
  fail: {
    'every action but some': [policy(allow(notIam)), `${at}.NotAction: ${butIam}`],
    'a list of them': [
      policy(allow({ NotAction: ['iam:*', 'organizations:*'], Resource: '*' })),
      `${at}.NotAction: NotAction allows every action but those it lists: list what is needed instead`,
    ],
    'every resource but one': [
      policy(allow({ Action: 's3:*', NotResource: ['arn:aws:s3:::secret/*'] })),
      `${at}.NotResource: NotResource allows every resource but arn:aws:s3:::secret/*: list what is needed instead`,
    ],
    'both in one statement': [
      policy(allow({ NotAction: 'iam:*', NotResource: 'arn:aws:s3:::secret/*' })),
      `${at}.NotAction: ${butIam}`,
    ],
    'in a role, for what is in production': [
      {
        Type: 'AWS::IAM::Role',
        Condition: 'IsProd',
        Properties: {
          AssumeRolePolicyDocument: document(
            allow({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }),
          ),
          Policies: [{ PolicyName: 'app', PolicyDocument: document(allow(notIam)) }],
        },
      },
      `error Role Properties.Policies[0].PolicyDocument.Statement[0].NotAction: ${butIam}`,
    ],
    'outside production': [
      policy({ 'Fn::If': ['IsProd', allow({ Action: 's3:GetObject', Resource: '*' }), allow(notIam)] }),
      `warning Policy Properties.PolicyDocument.Statement[0].NotAction when IsProd is false (Stage is dev): ${butIam}`,
    ],
    'in the policy of a bucket': [
      resourcePolicy(
        'AWS::S3::BucketPolicy',
        { Bucket: 'photos' },
        allow({ NotPrincipal: other, Action: 's3:GetObject', Resource: 'arn:aws:s3:::photos/*' }),
      ),
      `error BucketPolicy Properties.PolicyDocument.Statement[0].NotPrincipal: ${butOthers}`,
    ],
    'in the policy of a queue': [
      resourcePolicy(
        'AWS::SQS::QueuePolicy',
        { Queues: ['https://sqs.eu-west-1.amazonaws.com/111122223333/orders'] },
        allow({ Principal: other, NotAction: 'sqs:DeleteQueue', Resource: '*' }),
      ),
      'error QueuePolicy Properties.PolicyDocument.Statement[0].NotAction: NotAction allows every action but sqs:DeleteQueue: list what is needed instead',
    ],
    'in the policy of a topic': [
      resourcePolicy(
        'AWS::SNS::TopicPolicy',
        { Topics: ['arn:aws:sns:eu-west-1:111122223333:orders'] },
        allow({ NotPrincipal: other, Action: 'sns:Publish', Resource: '*' }),
      ),
      `error TopicPolicy Properties.PolicyDocument.Statement[0].NotPrincipal: ${butOthers}`,
    ],
    'in the policy of a key': [
      {
        Type: 'AWS::KMS::Key',
        Properties: {
          KeyPolicy: document(allow({ Principal: other, NotAction: 'kms:Delete*', Resource: '*' })),
        },
      },
      'error Key Properties.KeyPolicy.Statement[0].NotAction: NotAction allows every action but kms:Delete*: list what is needed instead',
    ],
    'in a policy of a SAM function': [
      {
        Transform: 'AWS::Serverless-2016-10-31',
        Resources: {
          Orders: {
            Type: 'AWS::Serverless::Function',
            Properties: {
              Handler: 'orders.handler',
              Runtime: 'nodejs22.x',
              CodeUri: 'src/',
              Policies: [document(allow(notIam))],
            },
          },
        },
      },
      `error Orders Properties.Policies[0].Statement[0].NotAction: ${butIam}`,
    ],
  },
  review: {
    'a policy from a parameter': [
      { PolicyName: 'app', Roles: ['app'], PolicyDocument: { Ref: 'Document' } },
      'review Policy Properties.PolicyDocument: Document has no default, so it is only known at deployment',
    ],
  },
  options: {
    'in the JSON text of a permission set': [
      {
        Type: 'AWS::SSO::PermissionSet',
        Properties: {
          Name: 'Support',
          InstanceArn: 'arn:aws:sso:::instance/ssoins-1111111111111111',
          InlinePolicy: JSON.stringify(document(allow(notIam))),
        },
      },
      {},
      `error PermissionSet Properties.InlinePolicy.Statement[0].NotAction: ${butIam}`,
    ],
  },
});
