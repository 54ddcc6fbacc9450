import rule from '../../../rules/identity/iam-no-partial-wildcard-actions';
import { testRule } from '../../rule-tester';
import { document, policy, type Statement } from './policy-fixtures';

const allow = (action: unknown, more: Statement = {}): Statement => ({
  Effect: 'Allow',
  Action: action,
  Resource: 'arn:aws:s3:::photos/*',
  ...more,
});
const of = (action: unknown) => policy(allow(action));
const at = 'Policy Properties.PolicyDocument.Statement[0].Action';
const advice = 'list those that are used';
const permissionSet = (InlinePolicy: unknown) => ({
  Type: 'AWS::SSO::PermissionSet',
  Properties: {
    Name: 'Support',
    InstanceArn: 'arn:aws:sso:::instance/ssoins-1111111111111111',
    InlinePolicy,
  },
});

testRule(rule, {
  pass: {
    'actions one by one': of(['s3:GetObject', 's3:PutObject']),
    'a whole service, and everything: cases of other rules': policy(
      allow(['s3:*', 's3:Put*']),
      allow(['*', 'ec2:*Instances']),
    ),
    'refused, and all but some': policy(
      { Effect: 'Deny', Action: 's3:Delete*', Resource: '*' },
      { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' },
    ),
    'an action that is put together': of({ 'Fn::Sub': 's3:${Verb}Object' }),
    'a key policy': {
      Type: 'AWS::KMS::Key',
      Properties: {
        KeyPolicy: document({
          ...allow('kms:Create*', { Resource: '*' }),
          Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } },
        }),
      },
    },
  },
  fail: {
    'everything that writes': [
      of(['s3:GetObject', 's3:PutObject*']),
      `warning ${at}[1]: s3:PutObject* allows 9 changing actions, such as s3:PutObjectAcl: ${advice}`,
    ],
    'everything done to items, in capitals': [
      of('DynamoDB:*item'),
      `warning ${at}: DynamoDB:*item allows 4 changing actions, such as dynamodb:DeleteItem: ${advice}`,
    ],
    'several, with some that only read': [
      of(['sqs:Get*', 'sqs:Delete*', 'sqs:Send*']),
      `warning ${at}[1]: sqs:Delete*, sqs:Send* allow 3 changing actions, such as sqs:DeleteQueue: ${advice}`,
    ],
    'a wildcard for one action': [
      of('ssm:PutParameter*'),
      `warning ${at}: ssm:PutParameter* allows 1 changing action, ssm:PutParameter: ${advice}`,
    ],
    'a wildcard for one character': [
      of('sqs:SendMessag?'),
      `warning ${at}: sqs:SendMessag? allows 1 changing action, sqs:SendMessage: ${advice}`,
    ],
    'a service that is not known': [
      of('newservice:Put*'),
      `warning ${at}: newservice:Put* allows actions that are not named: ${advice}`,
    ],
    'beside all of another service': [
      of(['s3:*', 'sqs:Delete*']),
      `warning ${at}[1]: sqs:Delete* allows 2 changing actions, such as sqs:DeleteQueue: ${advice}`,
    ],
    'reading only': [
      of(['ec2:Describe*', 's3:List*', 'dynamodb:BatchGet*']),
      `info ${at}[0]: ec2:Describe*, s3:List*, dynamodb:BatchGet* stand for more than one action: ${advice}`,
    ],
    'reading only, as the list of actions says': [
      of('cloudformation:Detect*StackDrift'),
      `info ${at}: cloudformation:Detect*StackDrift stands for more than one action: ${advice}`,
    ],
    'what CDK writes for grants': [
      of(['s3:GetObject*', 's3:GetBucket*', 's3:List*', 's3:DeleteObject*', 's3:Abort*', 'ecs:Submit*']),
      `info ${at}[0]: s3:GetObject*, s3:GetBucket*, s3:List* and 3 more stand for more than one action: ${advice}`,
    ],
    'outside production': [
      of({ 'Fn::If': ['IsProd', 's3:PutObject', 's3:Put*Policy'] }),
      `info ${at} when IsProd is false (Stage is dev): s3:Put*Policy allows 4 changing actions, such as s3:PutBucketPolicy: ${advice}`,
    ],
    'a policy that is there in production': [
      { Type: 'AWS::IAM::Policy', Condition: 'IsProd', Properties: of('sqs:Delete*') },
      `warning ${at}: sqs:Delete* allows 2 changing actions, such as sqs:DeleteQueue: ${advice}`,
    ],
    'in a permission set': [
      permissionSet(document(allow('sqs:Delete*'))),
      `warning PermissionSet Properties.InlinePolicy.Statement[0].Action: sqs:Delete* allows 2 changing actions, such as sqs:DeleteQueue: ${advice}`,
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
              Policies: [document(allow('sqs:Delete*'))],
            },
          },
        },
      },
      `warning Orders Properties.Policies[0].Statement[0].Action: sqs:Delete* allows 2 changing actions, such as sqs:DeleteQueue: ${advice}`,
    ],
  },
  review: {
    'an action from a parameter': [
      of(['s3:GetObject', { Ref: 'Extra' }]),
      `review ${at}[1]: Extra has no default, so it is only known at deployment`,
    ],
  },
  options: {
    'in the JSON text of a permission set': [
      permissionSet(JSON.stringify(document(allow('sqs:Delete*')))),
      {},
      `warning PermissionSet Properties.InlinePolicy.Statement[0].Action: sqs:Delete* allows 2 changing actions, such as sqs:DeleteQueue: ${advice}`,
    ],
  },
});
