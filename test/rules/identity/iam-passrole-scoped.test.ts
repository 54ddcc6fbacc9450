import rule from '../../../rules/identity/iam-passrole-scoped';
import { testRule } from '../../rule-tester';
import { allow, document, policy, type Statement } from './policy-fixtures';

const passing = (resource: unknown, condition?: Statement) =>
  policy(allow('iam:PassRole', { Resource: resource, ...(condition && { Condition: condition }) }));
const toEcs = { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } };
const role = {
  AssumeRolePolicyDocument: document({
    Effect: 'Allow',
    Principal: { Service: 'codebuild.amazonaws.com' },
    Action: 'sts:AssumeRole',
  }),
};
const at = 'Policy Properties.PolicyDocument.Statement[0].Resource';
const anyRole = (action = 'iam:PassRole') =>
  `${action} lets any role of the account be passed to any service: name the roles`;
const toSome =
  'iam:PassRole lets any role of the account be passed, if only to some services: name the roles';

testRule(rule, {
  pass: {
    'one role': passing('arn:aws:iam::111122223333:role/orders'),
    'roles with a prefix, or under a path': passing([
      'arn:aws:iam::111122223333:role/app-*',
      { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/app/*' },
    ]),
    'a role of the template': {
      Resources: {
        Task: { Type: 'AWS::IAM::Role', Properties: role },
        Policy: { Type: 'AWS::IAM::Policy', Properties: passing({ 'Fn::GetAtt': ['Task', 'Arn'] }) },
      },
    },
    'roles with a tag': passing('*', { StringEquals: { 'aws:ResourceTag/team': 'shop' } }),
    'other actions on everything': policy(allow(['iam:GetRole', 'iam:List*', 'ecs:RunTask'])),
    'everything on everything, or all but something: cases of other rules': policy(allow('*'), {
      Effect: 'Allow',
      NotAction: 's3:*',
      Resource: '*',
    }),
    refused: policy({ Effect: 'Deny', Action: 'iam:PassRole', Resource: '*' }),
    'all of another kind of resource': policy(
      allow('iam:*', { Resource: 'arn:aws:iam::111122223333:instance-profile/*' }),
      allow(['iam:PassRole', 's3:GetObject'], {
        Resource: ['arn:aws:s3:::*/*', 'arn:aws:iam::111122223333:role/orders'],
      }),
    ),
  },
  fail: {
    'any role': [passing('*'), `error ${at}: ${anyRole()}`],
    'in another case, in a list': [
      policy(allow(['ecs:RunTask', 'IAM:passrole'], { Resource: ['*'] })),
      `error ${at}[0]: ${anyRole('IAM:passrole')}`,
    ],
    'through a wildcard': [
      policy(allow('iam:*'), allow(['iam:P*', 'iam:Get*'])),
      [`error ${at}: ${anyRole('iam:*')}`, `error ${at.replace('[0]', '[1]')}: ${anyRole('iam:P*')}`],
    ],
    'any role of an account': [
      passing({ 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/*' }),
      `error ${at}: ${anyRole()}`,
    ],
    'any role, to some services': [passing('*', toEcs), `warning ${at}: ${toSome}`],
    'any role, for some instances': [
      passing('*', { ArnLike: { 'iam:AssociatedResourceARN': 'arn:aws:ec2:*:111122223333:instance/*' } }),
      `warning ${at}: ${toSome}`,
    ],
    'any role, to some services, as CDK writes it; a tag that a role may lack': [
      passing('*', {
        StringEqualsIfExists: {
          'iam:PassedToService': 'ecs-tasks.amazonaws.com',
          'aws:ResourceTag/team': 'shop',
        },
      }),
      `warning ${at}: ${toSome}`,
    ],
    'under a condition that limits nothing of it': [
      policy(
        ...[
          { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
          { StringLike: { 'iam:PassedToService': '*' } },
          { StringNotEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
        ].map((Condition) => allow('iam:PassRole', { Resource: '*', Condition })),
      ),
      [0, 1, 2].map((index) => `error ${at.replace('[0]', `[${index}]`)}: ${anyRole()}`),
    ],
    'outside production': [
      passing({ 'Fn::If': ['IsProd', 'arn:aws:iam::111122223333:role/orders', '*'] }),
      `warning ${at} when IsProd is false (Stage is dev): ${anyRole()}`,
    ],
    'a policy that is there in production': [
      { Type: 'AWS::IAM::Policy', Condition: 'IsProd', Properties: passing('*') },
      `error ${at}: ${anyRole()}`,
    ],
    'in a role': [
      {
        Type: 'AWS::IAM::Role',
        Properties: {
          ...role,
          Policies: [{ PolicyName: 'deploy', PolicyDocument: document(allow('iam:PassRole')) }],
        },
      },
      `error Role Properties.Policies[0].PolicyDocument.Statement[0].Resource: ${anyRole()}`,
    ],
    'in a managed policy': [
      { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document(allow('iam:PassRole')) } },
      `error ManagedPolicy Properties.PolicyDocument.Statement[0].Resource: ${anyRole()}`,
    ],
  },
  review: {
    'a role from a parameter': [
      passing({ Ref: 'TaskRoleArn' }),
      `review ${at}: TaskRoleArn has no default, so it is only known at deployment: see which roles may be passed`,
    ],
    'a role from a parameter, for one service': [
      passing({ Ref: 'TaskRoleArn' }, { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } }),
      `review ${at}: TaskRoleArn has no default, so it is only known at deployment: see which roles may be passed`,
    ],
  },
});
