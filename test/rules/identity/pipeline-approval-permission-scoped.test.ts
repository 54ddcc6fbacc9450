import rule from '../../../rules/identity/pipeline-approval-permission-scoped';
import { testRule } from '../../rule-tester';
import { document } from './policy-fixtures';

const pipeline = 'arn:aws:codepipeline:eu-west-1:111122223333:shop';
const approve = (Resource: unknown, Action: unknown = 'codepipeline:PutApprovalResult') => ({
  Effect: 'Allow',
  Action,
  Resource,
});
const policy = (...statements: unknown[]) => ({
  PolicyName: 'approve',
  Roles: ['approvers'],
  PolicyDocument: document(...statements),
});
const group = (arn: string) => ({ Type: 'AWS::IAM::Group', Properties: { ManagedPolicyArns: [arn] } });
const place = 'Policy Properties.PolicyDocument.Statement[0].Resource';
const everywhere = (action = 'codepipeline:PutApprovalResult') =>
  `${action} is allowed on every approval of every pipeline`;
const noAction = (resource: string) =>
  `codepipeline:PutApprovalResult is allowed on ${resource}, which is no approval action (…:pipeline/stage/action)`;

testRule(rule, {
  pass: {
    'all of CodePipeline, which another rule reports': policy(approve('*', 'codepipeline:*')),
    'one approval action': policy(approve(`${pipeline}/Release/Approve`)),
    'one approval action, as grantManualApproval of CDK writes it': policy(
      approve({
        'Fn::Sub':
          'arn:${AWS::Partition}:codepipeline:${AWS::Region}:${AWS::AccountId}:${Shop}/Release/Approve',
      }),
    ),
    'all approvals of one stage': policy(approve(`${pipeline}/Release/*`)),
    'no approving': policy({
      Effect: 'Allow',
      Action: ['codepipeline:Get*', 'codepipeline:List*'],
      Resource: '*',
    }),
    denied: policy({ ...approve('*'), Effect: 'Deny' }),
    'everything, which another rule reports': policy(approve('*', '*')),
    'managed policies that do not approve': group('arn:aws:iam::aws:policy/AWSCodePipeline_ReadOnlyAccess'),
  },
  fail: {
    'every pipeline': [policy(approve('*')), `warning ${place}: ${everywhere()}`],
    'by a wildcard': [
      policy(approve(['*'], ['codepipeline:Get*', 'CodePipeline:put*'])),
      `warning ${place}[0]: ${everywhere('CodePipeline:put*')}`,
    ],
    'a pipeline as a whole': [policy(approve(pipeline)), `warning ${place}: ${noAction(pipeline)}`],
    'a stage as a whole': [
      policy(approve([`${pipeline}/Release/Approve`, `${pipeline}/Release`])),
      `warning ${place}[1]: ${noAction(`${pipeline}/Release`)}`,
    ],
    'any stage': [
      policy(approve(`${pipeline}/*/Approve`)),
      `warning ${place}: codepipeline:PutApprovalResult is allowed on what ${pipeline}/*/Approve matches: name one approval action`,
    ],
    'all but one pipeline': [
      policy({ Effect: 'Allow', Action: 'codepipeline:PutApprovalResult', NotResource: `${pipeline}/*` }),
      'warning Policy Properties.PolicyDocument.Statement[0].NotResource: codepipeline:PutApprovalResult is allowed on all but some resources',
    ],
    'a managed policy that is for approving, everywhere': [
      group('arn:aws:iam::aws:policy/AWSCodePipelineApproverAccess'),
      'info Group Properties.ManagedPolicyArns[0]: AWSCodePipelineApproverAccess lets approve every action of every pipeline',
    ],
    'in a permission set': [
      {
        Type: 'AWS::SSO::PermissionSet',
        Properties: {
          Name: 'Approvers',
          InstanceArn: 'arn:aws:sso:::instance/ssoins-1111111111111111',
          InlinePolicy: document(approve('*')),
        },
      },
      `warning PermissionSet Properties.InlinePolicy.Statement[0].Resource: ${everywhere()}`,
    ],
    'outside production': [
      policy(approve({ 'Fn::If': ['IsProd', `${pipeline}/Release/Approve`, '*'] })),
      `info ${place} when IsProd is false (Stage is dev): ${everywhere()}`,
    ],
  },
  review: {
    'an action that a parameter gives': [
      policy(approve({ Ref: 'ApprovalArn' })),
      `review ${place}: ApprovalArn has no default, so it is only known at deployment`,
    ],
    'a policy that a parameter gives': [
      { PolicyName: 'approve', Roles: ['approvers'], PolicyDocument: { Ref: 'Document' } },
      'review Policy Properties.PolicyDocument: Document has no default, so it is only known at deployment',
    ],
  },
});
