import rule from '../../../rules/identity/codecommit-git-and-admin-permissions-separated';
import { testRule } from '../../rule-tester';
import { document } from './policy-fixtures';

const orders = 'arn:aws:codecommit:eu-west-1:111122223333:orders';
const allow = (Action: unknown, Resource: unknown = orders) => ({ Effect: 'Allow', Action, Resource });
const policy = (...statements: unknown[]) => ({
  PolicyName: 'code',
  Roles: ['developers'],
  PolicyDocument: document(...statements),
});
const group = (...ManagedPolicyArns: string[]) => ({
  Type: 'AWS::IAM::Group',
  Properties: { ManagedPolicyArns },
});
const managed = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const git = ['codecommit:GitPull', 'codecommit:GitPush'];
const place = 'Policy Properties.PolicyDocument.Statement[0].Action';
const both = (by: string) =>
  `${by} allows git access (codecommit:GitPush) as well as administration (codecommit:CreateRepository)`;
const beside = (admin: string, other = 'codecommit:GitPull') =>
  `${admin} administers repositories, where ${other} gives the same identity git access`;

testRule(rule, {
  pass: {
    'git only': policy(allow(git)),
    'administration only': policy(allow(['codecommit:CreateRepository', 'codecommit:DeleteRepository'], '*')),
    'a pipeline that reads its source': policy(
      allow([
        'codecommit:GetBranch',
        'codecommit:GetCommit',
        'codecommit:GetRepository',
        'codecommit:UploadArchive',
        'codecommit:GetUploadArchiveStatus',
        'codecommit:CancelUploadArchive',
        'codecommit:BatchGet*',
        'codecommit:GitPull',
      ]),
    ),
    'reading, by a managed policy': group(managed('AWSCodeCommitReadOnly')),
    'one role for each': {
      Resources: {
        Git: { Type: 'AWS::IAM::Policy', Properties: policy(allow(git)) },
        Administration: {
          Type: 'AWS::IAM::Policy',
          Properties: {
            PolicyName: 'administration',
            Roles: ['administrators'],
            PolicyDocument: document(allow('codecommit:*', '*'), {
              ...allow('codecommit:Git*', '*'),
              Effect: 'Deny',
            }),
          },
        },
      },
    },
    'an administrator, whom another rule reports': policy(allow('*', '*'), allow('codecommit:*')),
    'everything is denied': policy(allow(git), { ...allow('codecommit:*'), Effect: 'Deny' }),
    'managed policies that SAM has no role for': {
      Transform: 'AWS::Serverless-2016-10-31',
      Resources: {
        Mirror: {
          Type: 'AWS::Serverless::Function',
          Properties: {
            Handler: 'mirror.handler',
            Runtime: 'nodejs22.x',
            CodeUri: 'src/',
            Policies: 'AWSCodeCommitFullAccess',
            Role: 'arn:aws:iam::111122223333:role/mirror',
          },
        },
      },
    },
    'pull requests and branches': policy(
      allow([...git, 'codecommit:CreatePullRequest', 'codecommit:CreateBranch']),
    ),
  },
  fail: {
    'all of CodeCommit': [policy(allow('codecommit:*')), `error ${place}: ${both('codecommit:*')}`],
    'git and the making of repositories': [
      policy(allow(['codecommit:GitPull', 'codecommit:CreateRepository'])),
      `error ${place}[1]: ${beside('codecommit:CreateRepository')}`,
    ],
    'a wildcard that includes the rules for approval': [
      policy(allow(['codecommit:*ApprovalRuleTemplate*', 'codecommit:gitpush'])),
      `error ${place}[0]: ${beside('codecommit:*ApprovalRuleTemplate*', 'codecommit:gitpush')}`,
    ],
    'a managed policy for everything': [
      group(managed('AWSCodeCommitFullAccess')),
      `error Group Properties.ManagedPolicyArns[0]: ${both('AWSCodeCommitFullAccess')}`,
    ],
    'a managed policy that SAM makes a role with': [
      {
        Transform: 'AWS::Serverless-2016-10-31',
        Resources: {
          Mirror: {
            Type: 'AWS::Serverless::Function',
            Properties: {
              Handler: 'mirror.handler',
              Runtime: 'nodejs22.x',
              CodeUri: 'src/',
              Policies: ['AWSCodeCommitFullAccess', { Ref: 'Other' }],
            },
          },
        },
      },
      `error Mirror Properties.Policies[0]: ${both('AWSCodeCommitFullAccess')}`,
    ],
    'a managed policy that deletes no repository': [
      group(managed('AWSCodeCommitReadOnly'), managed('AWSCodeCommitPowerUser')),
      `warning Group Properties.ManagedPolicyArns[1]: ${both('AWSCodeCommitPowerUser')}`,
    ],
    'two policies of one group': [
      {
        Resources: {
          Developers: {
            Type: 'AWS::IAM::Group',
            Properties: { ManagedPolicyArns: [managed('AWSCodeCommitReadOnly')] },
          },
          Triggers: {
            Type: 'AWS::IAM::GroupPolicy',
            Properties: {
              PolicyName: 'triggers',
              GroupName: { Ref: 'Developers' },
              PolicyDocument: document(allow('codecommit:PutRepositoryTriggers')),
            },
          },
        },
      },
      `error Triggers Properties.PolicyDocument.Statement[0].Action: ${beside('codecommit:PutRepositoryTriggers', 'AWSCodeCommitReadOnly')}`,
    ],
    'outside production': [
      policy(allow(git), {
        'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, allow('codecommit:DeleteRepository')],
      }),
      `warning Policy Properties.PolicyDocument.Statement[1].Action when IsProd is false (Stage is dev): ${beside('codecommit:DeleteRepository')}`,
    ],
  },
  review: {
    'actions that a parameter gives': [
      policy(allow('codecommit:GitPush'), allow({ 'Fn::Sub': 'codecommit:${Action}' })),
      'review Policy Properties.PolicyDocument.Statement[1].Action: Action has no default, so it is only known at deployment',
    ],
  },
});
