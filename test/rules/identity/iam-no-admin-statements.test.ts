import rule from '../../../rules/identity/iam-no-admin-statements';
import { testRule } from '../../rule-tester';
import { allow, document, policy, samFunction } from './policy-fixtures';

const orders = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';
const everything = document(allow('*'));
const trust = (service: string) => ({
  AssumeRolePolicyDocument: document({
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sts:AssumeRole',
  }),
});
const permissionSet = {
  Type: 'AWS::SSO::PermissionSet',
  Properties: { Name: 'Support', InstanceArn: 'arn:aws:sso:::instance/ssoins-1111111111111111' },
};
const named = (ManagedPolicyName: unknown) => ({
  Type: 'AWS::IAM::ManagedPolicy',
  Properties: { ManagedPolicyName, PolicyDocument: everything },
});

const onEveryResource = '* allows every action on every resource';
const at = 'Properties.PolicyDocument.Statement[0].Action';

testRule(rule, {
  pass: {
    'actions by name': policy(allow(['s3:GetObject', 's3:PutObject'])),
    'a whole service, which another rule judges': policy(allow(['s3:*', { 'Fn::Sub': '${Service}:*' }])),
    'all but some actions, which is no statement of every action': policy({
      Effect: 'Allow',
      NotAction: 'iam:*',
      Resource: '*',
    }),
    denied: policy({ Effect: 'Deny', Action: '*', Resource: '*' }),
    'a key policy, where every resource is the key itself': {
      Type: 'AWS::KMS::Key',
      Properties: {
        KeyPolicy: document({ ...allow('*'), Principal: { AWS: { Ref: 'AWS::AccountId' } } }),
      },
    },
    'a service control policy, which grants nothing': {
      Type: 'AWS::Organizations::Policy',
      Properties: {
        Name: 'everything',
        Type: 'SERVICE_CONTROL_POLICY',
        Content: everything,
      },
    },
    'a permissions boundary, which grants nothing': {
      Resources: {
        Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: everything } },
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: { ...trust('ec2.amazonaws.com'), PermissionsBoundary: { Ref: 'Boundary' } },
        },
      },
    },
    'policies that SAM has no role for': samFunction({
      Policies: [everything],
      Role: 'arn:aws:iam::111122223333:role/orders',
    }),
    'a permission set without an inline policy': permissionSet,
    'a statement that is never there': {
      Conditions: { Never: { 'Fn::Equals': ['yes', 'no'] } },
      Resources: {
        Policy: {
          Type: 'AWS::IAM::Policy',
          Properties: policy(allow('s3:GetObject'), {
            'Fn::If': ['Never', allow('*'), { Ref: 'AWS::NoValue' }],
          }),
        },
      },
    },
    'an unknown action in a Deny': policy({ Effect: 'Deny', Action: { Ref: 'Denied' }, Resource: '*' }),
    'a text that cannot be every action, whatever the parameter is': policy(
      allow({ 'Fn::Sub': 's3:${What}' }),
    ),
    'one of the values that a parameter allows': {
      Parameters: { Actions: { Type: 'String', AllowedValues: ['s3:GetObject', 's3:PutObject'] } },
      Resources: { Policy: { Type: 'AWS::IAM::Policy', Properties: policy(allow({ Ref: 'Actions' })) } },
    },
  },
  fail: {
    'every action on every resource': [policy(allow('*')), `error Policy ${at}: ${onEveryResource}`],
    'the same in other words': [
      policy(allow(['logs:PutLogEvents', '*:*'], { Resource: [orders, '*'] })),
      `error Policy ${at}[1]: *:* allows every action on every resource`,
    ],
    'once, whatever else the statement allows': [
      policy(allow(['s3:*', '*', '*:*'])),
      `error Policy ${at}[1]: ${onEveryResource}`,
    ],
    'a single statement': [
      { PolicyName: 'app', Roles: ['app'], PolicyDocument: { Version: '2012-10-17', Statement: allow('*') } },
      `error Policy Properties.PolicyDocument.Statement.Action: ${onEveryResource}`,
    ],
    'two statements': [
      policy(allow('*'), allow('s3:GetObject'), allow('*', { Resource: orders })),
      [
        `error Policy ${at}: ${onEveryResource}`,
        'warning Policy Properties.PolicyDocument.Statement[2].Action: * allows every action, if only on one resource',
      ],
    ],
    'in a role that CloudFormation deploys with': [
      {
        Type: 'AWS::IAM::Role',
        Properties: {
          ...trust('cloudformation.amazonaws.com'),
          Policies: [{ PolicyName: 'deploy', PolicyDocument: everything }],
        },
      },
      `error Role Properties.Policies[0].PolicyDocument.Statement[0].Action: ${onEveryResource}`,
    ],
    'in a managed policy that is a boundary and more': [
      {
        Resources: {
          Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: everything } },
          Role: {
            Type: 'AWS::IAM::Role',
            Properties: {
              ...trust('ec2.amazonaws.com'),
              PermissionsBoundary: { Ref: 'Boundary' },
              ManagedPolicyArns: [{ Ref: 'Boundary' }],
            },
          },
        },
      },
      `error Boundary ${at}: ${onEveryResource}`,
    ],
    'for administrators, in a group': [
      {
        Type: 'AWS::IAM::Group',
        Properties: {
          GroupName: 'administrators',
          Policies: [{ PolicyName: 'all', PolicyDocument: everything }],
        },
      },
      `error Group Properties.Policies[0].PolicyDocument.Statement[0].Action: ${onEveryResource}`,
    ],
    'for administrators, in a permission set': [
      { ...permissionSet, Properties: { ...permissionSet.Properties, InlinePolicy: everything } },
      `error PermissionSet Properties.InlinePolicy.Statement[0].Action: ${onEveryResource}`,
    ],
    'in a policy of a SAM function': [
      samFunction({ Policies: ['AWSXRayDaemonWriteAccess', everything] }),
      `error Orders Properties.Policies[1].Statement[0].Action: ${onEveryResource}`,
    ],
    'on one table and its indexes': [
      policy(allow('*', { Resource: [orders, `${orders}/index/*`] })),
      `warning Policy ${at}: * allows every action, if only on one resource`,
    ],
    'on a queue of the template': [
      {
        Resources: {
          Queue: { Type: 'AWS::SQS::Queue' },
          Policy: {
            Type: 'AWS::IAM::Policy',
            Properties: policy(allow('*', { Resource: { 'Fn::GetAtt': ['Queue', 'Arn'] } })),
          },
        },
      },
      `warning Policy ${at}: * allows every action, if only on one resource`,
    ],
    'on instances with the own tag': [
      policy(
        allow('*', {
          Resource: 'arn:aws:ec2:*:*:instance/*',
          Condition: { StringEquals: { 'aws:ResourceTag/team': 'shop' } },
        }),
      ),
      `warning Policy ${at}: * allows every action, if only on resources with a certain tag`,
    ],
    'on every bucket': [
      policy(allow('*', { Resource: 'arn:aws:s3:::*' })),
      `error Policy ${at}: * allows every action on more than one resource`,
    ],
    'on all but one bucket': [
      policy(allow('*', { NotResource: 'arn:aws:s3:::payments' })),
      `error Policy ${at}: * allows every action on all but some resources`,
    ],
    'if someone has signed in with MFA': [
      policy(allow('*', { Resource: '*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })),
      `error Policy ${at}: ${onEveryResource}`,
    ],
    'outside production': [
      policy(allow({ 'Fn::If': ['IsProd', 's3:GetObject', '*'] })),
      `warning Policy ${at} when IsProd is false (Stage is dev): ${onEveryResource}`,
    ],
    'on every resource outside production': [
      policy(allow('*', { Resource: { 'Fn::If': ['IsProd', orders, '*'] } })),
      [
        `warning Policy ${at} when IsProd is false (Stage is dev): ${onEveryResource}`,
        `warning Policy ${at} when IsProd is true (Stage is prod): * allows every action, if only on one resource`,
      ],
    ],
    'in an optional policy': [
      {
        Type: 'AWS::IAM::Role',
        Properties: {
          ...trust('ec2.amazonaws.com'),
          Policies: [
            {
              'Fn::If': [
                'IsProd',
                { Ref: 'AWS::NoValue' },
                { PolicyName: 'all', PolicyDocument: everything },
              ],
            },
          ],
        },
      },
      `warning Role Properties.Policies[0].PolicyDocument.Statement[0].Action when IsProd is false (Stage is dev): ${onEveryResource}`,
    ],
    'by the default of a parameter': [
      {
        Parameters: { Actions: { Type: 'CommaDelimitedList', Default: 's3:GetObject,*' } },
        Resources: { Policy: { Type: 'AWS::IAM::Policy', Properties: policy(allow({ Ref: 'Actions' })) } },
      },
      `error Policy ${at}[1] when Actions is s3:GetObject,*: ${onEveryResource}`,
    ],
    'beside an action that a parameter names': [
      policy(allow([{ Ref: 'Extra' }, '*'])),
      `error Policy ${at}[1]: ${onEveryResource}`,
    ],
    'in what CDK makes for a custom resource': [
      {
        Type: 'AWS::IAM::Policy',
        Metadata: {
          'aws:cdk:path': 'Shop/Custom::ShopSetup0A1B2C3D/ServiceRole/DefaultPolicy/Resource',
        },
        Properties: policy(allow('*')),
      },
      `info Policy ${at}: ${onEveryResource}`,
    ],
    'in the boundary and in a role that cdk bootstrap makes': [
      {
        Resources: {
          Boundary: named({
            'Fn::Sub': 'cdk-hnb659fds-permissions-boundary-${AWS::AccountId}-${AWS::Region}',
          }),
          Role: {
            Type: 'AWS::IAM::Role',
            Properties: {
              ...trust('cloudformation.amazonaws.com'),
              RoleName: { 'Fn::Sub': 'cdk-hnb659fds-cfn-exec-role-${AWS::AccountId}-${AWS::Region}' },
              Policies: [{ PolicyName: 'all', PolicyDocument: everything }],
            },
          },
        },
      },
      [
        `info Boundary ${at}: ${onEveryResource}`,
        `info Role Properties.Policies[0].PolicyDocument.Statement[0].Action: ${onEveryResource}`,
      ],
    ],
    'in a policy that is named after CDK alone': [
      { Resources: { Policy: named('cdk-admins') } },
      `error Policy ${at}: ${onEveryResource}`,
    ],
  },
  review: {
    'an action from a parameter': [
      policy(allow(['s3:GetObject', { Ref: 'Extra' }])),
      `review Policy ${at}[1]: Extra has no default, so it is only known at deployment`,
    ],
    'every action, on a resource from a parameter': [
      policy(allow('*', { Resource: { Ref: 'TableArn' } })),
      `review Policy ${at}: TableArn has no default, so it is only known at deployment`,
    ],
    'every action, if a parameter says Allow': [
      policy({ Effect: { Ref: 'Effect' }, Action: '*', Resource: '*' }),
      `review Policy ${at}: Effect has no default, so it is only known at deployment`,
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
        Properties: { ...permissionSet.Properties, InlinePolicy: JSON.stringify(everything) },
      },
      {},
      `error PermissionSet Properties.InlinePolicy.Statement[0].Action: ${onEveryResource}`,
    ],
  },
});
