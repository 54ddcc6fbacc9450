import rule from '../../../rules/identity/iam-console-users-require-mfa';
import { testRule } from '../../rule-tester';

const PASSWORD =
  'a password is enough to sign in: no policy of the user or its groups requires a second factor';
const at = 'User Properties.LoginProfile';
const LoginProfile = { Password: '{{resolve:secretsmanager:people:SecretString:password}}' };

const without = { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } };
const document = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });
const denyAll = {
  Effect: 'Deny',
  NotAction: ['iam:CreateVirtualMFADevice', 'iam:EnableMFADevice', 'sts:GetSessionToken'],
  Resource: '*',
  Condition: without,
};
const read = { Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::reports/*' };
const policy = (...statements: object[]) => ({
  PolicyName: 'people',
  PolicyDocument: document(...statements),
});
const user = (properties: object = {}) => ({ LoginProfile, ...properties });
const template = (resources: object) => ({ Resources: resources });
const of = (type: string, properties: object) => ({ Type: `AWS::IAM::${type}`, Properties: properties });

testRule(rule, {
  pass: {
    'denied without the age of a device': user({
      Policies: [policy(read, { ...denyAll, Condition: { Null: { 'aws:MultiFactorAuthAge': 'true' } } })],
    }),
    'denied for all but the user itself': user({
      Policies: [
        policy(read, {
          Effect: 'Deny',
          NotAction: denyAll.NotAction,
          NotResource: 'arn:aws:iam::*:user/${aws:username}',
          Condition: without,
        }),
      ],
    }),
    'allowed within an hour of using the device, and to set one up': user({
      Policies: [
        policy(
          { ...read, Condition: { NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } } },
          {
            Effect: 'Allow',
            Action: [
              'iam:EnableMFADevice',
              'iam:ListMFADevices',
              'iam:GetAccountPasswordPolicy',
              'iam:GetLoginProfile',
              'iam:ChangePassword',
              'iam:GetUser',
              'iam:ListUsers',
              'iam:GetAccountSummary',
              'iam:ListAccountAliases',
              'sts:GetSessionToken',
              'sts:GetCallerIdentity',
            ],
            Resource: '*',
          },
        ),
      ],
    }),
    'allowed by the boundary with a device only': template({
      User: of('User', user({ PermissionsBoundary: { Ref: 'Limit' }, Policies: [policy(read)] })),
      Limit: of('ManagedPolicy', {
        PolicyDocument: document({
          ...read,
          Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
        }),
      }),
    }),
    'no password': { Policies: [policy(read)] },
    'denied without a device': user({ Policies: [policy(read, denyAll)] }),
    'all of it denied without a device': user({
      Policies: [
        policy({ Effect: 'Deny', Action: '*', Resource: '*', Condition: { Bool: without.BoolIfExists } }),
      ],
    }),
    'denied without a device, save when a service acts for the user': user({
      Policies: [
        policy(read, {
          ...denyAll,
          Condition: { Bool: { ...without.BoolIfExists, 'aws:ViaAWSService': 'false' } },
        }),
      ],
    }),
    'allowed with a device, or to change the password': user({
      Policies: [policy({ ...read, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })],
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/IAMUserChangePassword'],
    }),
    'allowed with a device only': user({
      Policies: [
        policy(
          { Effect: 'Allow', Action: ['iam:ChangePassword', 'iam:*MFADevice'], Resource: '*' },
          { ...read, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } },
        ),
      ],
    }),
    'denied by the group': template({
      User: of('User', user({ Groups: [{ Ref: 'People' }] })),
      People: of('Group', { Policies: [policy(denyAll)] }),
    }),
    'denied by a group of that name': template({
      User: of('User', user({ Groups: ['people'] })),
      People: of('Group', { GroupName: 'people', Policies: [policy(denyAll)] }),
    }),
    'denied by a policy of the group that the user is added to': template({
      User: of('User', user()),
      People: of('Group', {}),
      Member: of('UserToGroupAddition', { GroupName: { Ref: 'People' }, Users: [{ Ref: 'User' }] }),
      Factor: of('ManagedPolicy', { Groups: [{ Ref: 'People' }], PolicyDocument: document(denyAll) }),
    }),
    'denied by a managed policy of the user': template({
      User: of('User', user({ ManagedPolicyArns: [{ Ref: 'Factor' }] })),
      Factor: of('ManagedPolicy', { PolicyDocument: document(denyAll) }),
    }),
    'denied by the boundary': template({
      User: of('User', user({ PermissionsBoundary: { Ref: 'Limit' } })),
      Limit: of('ManagedPolicy', {
        PolicyDocument: document({ Effect: 'Allow', Action: '*', Resource: '*' }, denyAll),
      }),
    }),
    'a device for the user': template({
      User: of('User', user()),
      Device: of('VirtualMFADevice', { Users: [{ Ref: 'User' }] }),
    }),
  },
  fail: {
    'allowed within an hour of using the device, or without one': [
      user({
        Policies: [
          policy({ ...read, Condition: { NumericLessThanIfExists: { 'aws:MultiFactorAuthAge': '3600' } } }),
        ],
      }),
      `warning ${at}: ${PASSWORD}`,
    ],
    'allowed long after using the device': [
      user({
        Policies: [
          policy({ ...read, Condition: { NumericGreaterThan: { 'aws:MultiFactorAuthAge': '3600' } } }),
        ],
      }),
      `warning ${at}: ${PASSWORD}`,
    ],
    'allowed with a device, or where nothing is said of it': [
      user({
        Policies: [
          policy({ ...read, Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } } }),
        ],
      }),
      `warning ${at}: ${PASSWORD}`,
    ],
    'allowed without a device': [
      user({
        Policies: [policy({ ...read, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } })],
      }),
      `warning ${at}: ${PASSWORD}`,
    ],
    'denied with a device': [
      user({
        Policies: [policy({ ...denyAll, Condition: { Null: { 'aws:MultiFactorAuthAge': 'false' } } })],
      }),
      `warning ${at}: ${PASSWORD}`,
    ],
    'denied where the address is unknown': [
      user({ Policies: [policy({ ...denyAll, Condition: { Null: { 'aws:SourceIp': 'true' } } })] }),
      `warning ${at}: ${PASSWORD}`,
    ],
    'allowed for less than a size': [
      user({ Policies: [policy({ ...read, Condition: { NumericLessThan: { 's3:max-keys': '10' } } })] }),
      `warning ${at}: ${PASSWORD}`,
    ],
    'allowed with a device, and to read about users without': [
      user({
        Policies: [
          policy(
            { ...read, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } },
            { Effect: 'Allow', Action: ['iam:GetUser', 'iam:GetUserPolicy'], Resource: '*' },
          ),
        ],
      }),
      `warning ${at}: ${PASSWORD}`,
    ],
    'a password alone': [user(), `warning ${at}: ${PASSWORD}`],
    'with policies that ask for nothing': [
      user({ Policies: [policy(read)], ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }),
      `warning ${at}: ${PASSWORD}`,
    ],
    'only some actions are denied': [
      user({
        Policies: [policy(read, { Effect: 'Deny', Action: 'ec2:*', Resource: '*', Condition: without })],
      }),
      `warning ${at}: ${PASSWORD}`,
    ],
    'denied, save for all of other services': [
      user({ Policies: [policy(read, { ...denyAll, NotAction: ['iam:*', 's3:*'] })] }),
      `warning ${at}: ${PASSWORD}`,
    ],
    'denied for one bucket': [
      user({ Policies: [policy(read, { ...denyAll, Resource: 'arn:aws:s3:::reports/*' })] }),
      `warning ${at}: ${PASSWORD}`,
    ],
    'denied in one Region': [
      user({
        Policies: [
          policy(read, {
            ...denyAll,
            Condition: { ...without, StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
          }),
        ],
      }),
      `warning ${at}: ${PASSWORD}`,
    ],
    'allowed with a device, and by a policy of AWS without': [
      user({
        Policies: [policy({ ...read, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })],
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
      }),
      `warning ${at}: ${PASSWORD}`,
    ],
    'one of two statements asks for it': [
      user({
        Policies: [policy(read, { ...read, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })],
      }),
      `warning ${at}: ${PASSWORD}`,
    ],
    'denied in production only': [
      user({ Policies: [policy(read), { 'Fn::If': ['IsProd', policy(denyAll), { Ref: 'AWS::NoValue' }] }] }),
      `info ${at} when IsProd is false (Stage is dev): ${PASSWORD}`,
    ],
    'the group that denies is made in production only': [
      template({
        User: of(
          'User',
          user({ Groups: { 'Fn::If': ['IsProd', [{ Ref: 'People' }], { Ref: 'AWS::NoValue' }] } }),
        ),
        People: { ...of('Group', { Policies: [policy(denyAll)] }), Condition: 'IsProd' },
      }),
      `info ${at} when IsProd is false (Stage is dev): ${PASSWORD}`,
    ],
  },
  review: {
    'a policy that is not here': [
      user({ ManagedPolicyArns: [{ 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:policy/RequireMfa' }] }),
      `review ${at}: RequireMfa is not in the template: see that it denies all where aws:MultiFactorAuthPresent is false`,
    ],
    'a group that is not here': [
      user({ Groups: ['people'] }),
      `review ${at}: people is not in the template: see that it denies all where aws:MultiFactorAuthPresent is false`,
    ],
    'groups that a parameter names': [
      user({ Groups: { Ref: 'Groups' } }),
      `review ${at}: \${Groups} is not in the template: see that it denies all where aws:MultiFactorAuthPresent is false`,
    ],
    'a boundary that a parameter names': [
      user({ PermissionsBoundary: { Ref: 'Boundary' } }),
      `review ${at}: \${Boundary} is not in the template: see that it denies all where aws:MultiFactorAuthPresent is false`,
    ],
  },
});
