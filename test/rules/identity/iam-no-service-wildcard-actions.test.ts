import rule from '../../../rules/identity/iam-no-service-wildcard-actions';
import { testRule } from '../../rule-tester';
import { allow, document, policy, samFunction } from './policy-fixtures';

const orders = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';
const tagged = { StringEquals: { 'aws:ResourceTag/team': 'shop' } };
const role = {
  AssumeRolePolicyDocument: document({
    Effect: 'Allow',
    Principal: { Service: 'ec2.amazonaws.com' },
    Action: 'sts:AssumeRole',
  }),
};
const permissionSet = {
  Type: 'AWS::SSO::PermissionSet',
  Properties: { Name: 'Support', InstanceArn: 'arn:aws:sso:::instance/ssoins-1111111111111111' },
};

const everyAction = (...actions: string[]) =>
  `${actions.join(', ')} ${actions.length > 1 ? 'allow every action of their services' : 'allows every action of the service'}`;
const onResources = (action: string, limit: string) => `${everyAction(action)}, if only on ${limit}`;

testRule(rule, {
  pass: {
    'actions by name': policy(allow(['s3:GetObject', 's3:PutObject'])),
    'part of a service, which another rule judges': policy(allow(['s3:Get*', 'ec2:Describe*'])),
    denied: policy({ Effect: 'Deny', Action: 's3:*', Resource: '*' }),
    'everything on everything, which another rule judges': policy(allow(['*', 's3:*'])),
    'every action of every service': policy(allow('*:*')),
    'every action on one table, which the other rule judges too': policy(
      allow(['*', 'dynamodb:*'], { Resource: orders }),
    ),
    'a text that can be no whole service, whatever the parameter is': policy(
      allow({ 'Fn::Sub': 's3:Get${What}' }),
    ),
    'a key policy, where kms:* is for the account to delegate': {
      Type: 'AWS::KMS::Key',
      Properties: {
        KeyPolicy: document({
          ...allow('kms:*'),
          Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } },
        }),
      },
    },
    'a permissions boundary, which grants nothing': {
      Resources: {
        Boundary: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { PolicyDocument: document(allow(['s3:*', 'sqs:*'])) },
        },
        Role: { Type: 'AWS::IAM::Role', Properties: { ...role, PermissionsBoundary: { Ref: 'Boundary' } } },
      },
    },
    'names of managed policies and policy templates of SAM': samFunction({
      Policies: [
        'AWSXRayDaemonWriteAccess',
        { Ref: 'PolicyArn' },
        { SQSPollerPolicy: { QueueName: 'orders' } },
      ],
    }),
    'policies that SAM has no role for': samFunction({
      Policies: [document(allow('s3:*'))],
      Role: 'arn:aws:iam::111122223333:role/orders',
    }),
    'an unknown action in a Deny': policy({ Effect: 'Deny', Action: { Ref: 'Denied' }, Resource: '*' }),
    'a permission set without an inline policy': permissionSet,
  },
  fail: {
    'what the agent of Session Manager needs, as CDK writes it; and beside something else': [
      policy(allow(['ssmmessages:*', 'ec2messages:*']), allow(['ssmmessages:*', 'sqs:*'])),
      [
        `info Policy Properties.PolicyDocument.Statement[0].Action[0]: ${everyAction('ssmmessages:*', 'ec2messages:*')}`,
        `error Policy Properties.PolicyDocument.Statement[1].Action[0]: ${everyAction('ssmmessages:*', 'sqs:*')}`,
      ],
    ],
    'a whole service': [
      policy(allow(['logs:PutLogEvents', 's3:*'])),
      `error Policy Properties.PolicyDocument.Statement[0].Action[1]: ${everyAction('s3:*')}`,
    ],
    'a single statement and action, in capitals': [
      {
        PolicyName: 'app',
        Roles: ['app'],
        PolicyDocument: { Version: '2012-10-17', Statement: allow('EC2:*') },
      },
      `error Policy Properties.PolicyDocument.Statement.Action: ${everyAction('EC2:*')}`,
    ],
    'several services in one statement': [
      policy(allow(['ecs:*', 'ec2:*']), allow(['s3:*', 'sns:*', 'sqs:*', 'rds:*'])),
      [
        `error Policy Properties.PolicyDocument.Statement[0].Action[0]: ${everyAction('ecs:*', 'ec2:*')}`,
        'error Policy Properties.PolicyDocument.Statement[1].Action[0]: s3:*, sns:*, sqs:* and 1 more allow every action of their services',
      ],
    ],
    'in a role': [
      {
        Type: 'AWS::IAM::Role',
        Properties: { ...role, Policies: [{ PolicyName: 'app', PolicyDocument: document(allow('sqs:*')) }] },
      },
      `error Role Properties.Policies[0].PolicyDocument.Statement[0].Action: ${everyAction('sqs:*')}`,
    ],
    'in a policy of a SAM function, if it has no role of its own': [
      samFunction({
        Policies: ['AWSXRayDaemonWriteAccess', document(allow('dynamodb:*'))],
        Role: { 'Fn::If': ['IsProd', { Ref: 'RoleArn' }, { Ref: 'AWS::NoValue' }] },
      }),
      `warning Orders Properties.Policies[1].Statement[0].Action when IsProd is false (Stage is dev): ${everyAction('dynamodb:*')}`,
    ],
    'in a permission set as structure': [
      {
        ...permissionSet,
        Properties: { ...permissionSet.Properties, InlinePolicy: document(allow('s3:*')) },
      },
      `error PermissionSet Properties.InlinePolicy.Statement[0].Action: ${everyAction('s3:*')}`,
    ],
    'on one table and its indexes': [
      policy(allow('dynamodb:*', { Resource: [orders, `${orders}/index/*`] })),
      `warning Policy Properties.PolicyDocument.Statement[0].Action: ${onResources('dynamodb:*', 'one resource')}`,
    ],
    'on a bucket of the template and what it holds': [
      {
        Resources: {
          Bucket: { Type: 'AWS::S3::Bucket' },
          Policy: {
            Type: 'AWS::IAM::Policy',
            Properties: policy(
              allow('s3:*', {
                Resource: [
                  { 'Fn::GetAtt': ['Bucket', 'Arn'] },
                  { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${Bucket}/*' },
                ],
              }),
            ),
          },
        },
      },
      `warning Policy Properties.PolicyDocument.Statement[0].Action: ${onResources('s3:*', 'one resource')}`,
    ],
    'on one search domain': [
      policy(
        allow('es:*', {
          Resource: { 'Fn::Sub': 'arn:aws:es:${AWS::Region}:${AWS::AccountId}:domain/shop/*' },
        }),
      ),
      `warning Policy Properties.PolicyDocument.Statement[0].Action: ${onResources('es:*', 'one resource')}`,
    ],
    'on what a parameter names': [
      policy(allow('codestar-connections:*', { Resource: { Ref: 'ConnectionArn' } })),
      `warning Policy Properties.PolicyDocument.Statement[0].Action: ${onResources('codestar-connections:*', 'one resource')}`,
    ],
    'on two tables': [
      policy(allow('dynamodb:*', { Resource: [orders, `${orders}-archive`] })),
      `error Policy Properties.PolicyDocument.Statement[0].Action: ${everyAction('dynamodb:*')}`,
    ],
    'on all names of a kind, or with a prefix': [
      policy(
        allow('cloudformation:*', { Resource: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/*' }),
        allow('s3:*', { Resource: 'arn:aws:s3:::logs-*' }),
        allow('lambda:*', { Resource: { 'Fn::Sub': 'arn:aws:lambda:*:*:function:${AWS::StackName}-*' } }),
      ),
      [
        `error Policy Properties.PolicyDocument.Statement[0].Action: ${everyAction('cloudformation:*')}`,
        `error Policy Properties.PolicyDocument.Statement[1].Action: ${everyAction('s3:*')}`,
        `error Policy Properties.PolicyDocument.Statement[2].Action: ${everyAction('lambda:*')}`,
      ],
    ],
    'on all but some resources': [
      policy(allow('sagemaker:*', { NotResource: 'arn:aws:sagemaker:*:*:domain/*' })),
      `error Policy Properties.PolicyDocument.Statement[0].Action: ${everyAction('sagemaker:*')}`,
    ],
    'on resources with the own tag': [
      policy(
        allow('ec2:*', { Resource: '*', Condition: tagged }),
        allow('rds:*', {
          Resource: '*',
          Condition: { StringEquals: { 'rds:db-tag/stage': ['development', 'test'] } },
        }),
      ),
      [
        `warning Policy Properties.PolicyDocument.Statement[0].Action: ${onResources('ec2:*', 'resources with a certain tag')}`,
        `warning Policy Properties.PolicyDocument.Statement[1].Action: ${onResources('rds:*', 'resources with a certain tag')}`,
      ],
    ],
    'under conditions that limit no resource': [
      policy(
        allow('ec2:*', {
          Resource: '*',
          Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
        }),
        allow('ec2:*', {
          Resource: '*',
          Condition: { StringEqualsIfExists: { 'aws:ResourceTag/team': 'shop' } },
        }),
      ),
      [
        `error Policy Properties.PolicyDocument.Statement[0].Action: ${everyAction('ec2:*')}`,
        `error Policy Properties.PolicyDocument.Statement[1].Action: ${everyAction('ec2:*')}`,
      ],
    ],
    'outside production': [
      policy(allow({ 'Fn::If': ['IsProd', ['s3:GetObject'], ['s3:*']] })),
      `warning Policy Properties.PolicyDocument.Statement[0].Action[0] when IsProd is false (Stage is dev): ${everyAction('s3:*')}`,
    ],
    'in an optional policy of production': [
      {
        Type: 'AWS::IAM::Role',
        Properties: {
          ...role,
          Policies: [
            {
              'Fn::If': [
                'IsProd',
                { PolicyName: 'app', PolicyDocument: document(allow('s3:*')) },
                { Ref: 'AWS::NoValue' },
              ],
            },
          ],
        },
      },
      `error Role Properties.Policies[0].PolicyDocument.Statement[0].Action: ${everyAction('s3:*')}`,
    ],
    'all of a service that a parameter names': [
      policy(allow({ 'Fn::Sub': '${Service}:*' })),
      `error Policy Properties.PolicyDocument.Statement[0].Action: ${everyAction('${Service}:*')}`,
    ],
    'beside an action that a parameter names': [
      policy(allow([{ Ref: 'Extra' }, 's3:*'])),
      `error Policy Properties.PolicyDocument.Statement[0].Action[1]: ${everyAction('s3:*')}`,
    ],
  },
  review: {
    'an action from a parameter': [
      policy(allow(['s3:GetObject', { Ref: 'Extra' }])),
      'review Policy Properties.PolicyDocument.Statement[0].Action[1]: Extra has no default, so it is only known at deployment',
    ],
    'a policy from a parameter': [
      { PolicyName: 'app', Roles: ['app'], PolicyDocument: { Ref: 'Document' } },
      'review Policy Properties.PolicyDocument: Document has no default, so it is only known at deployment',
    ],
  },
  options: {
    'in the JSON text of a permission set': [
      {
        ...permissionSet,
        Properties: {
          ...permissionSet.Properties,
          InlinePolicy: JSON.stringify(document(allow(['s3:ListAllMyBuckets', 's3:*']))),
        },
      },
      {},
      `error PermissionSet Properties.InlinePolicy.Statement[0].Action[1]: ${everyAction('s3:*')}`,
    ],
  },
});
