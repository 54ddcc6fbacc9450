import rule from '../../../rules/identity/pipeline-approver-permissions-dedicated';
import { testRule } from '../../rule-tester';
import { action, deploy, pipeline, ship, source, stage } from '../delivery/pipeline-fixtures';
import { document } from './policy-fixtures';

const APPROVE = 'codepipeline:PutApprovalResult';
const shop = 'arn:aws:codepipeline:eu-west-1:111122223333:shop';
const allow = (Action: unknown, Resource: unknown = '*') => ({ Effect: 'Allow', Action, Resource });
const deny = (Action: unknown, Resource: unknown = '*') => ({ Effect: 'Deny', Action, Resource });
const policy = (...statements: unknown[]) => ({
  PolicyName: 'approve',
  Roles: ['approvers'],
  PolicyDocument: document(...statements),
});
const attached = (name: string, to: object, ...statements: unknown[]) => ({
  Type: 'AWS::IAM::Policy',
  Properties: { PolicyName: name, ...to, PolicyDocument: document(...statements) },
});
const role = (more: object = {}, service = 'codebuild.amazonaws.com') => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: document({
      Effect: 'Allow',
      Principal: { Service: service },
      Action: 'sts:AssumeRole',
    }),
    ...more,
  },
});
const inline = (...statements: unknown[]) => ({
  Policies: [{ PolicyName: 'inline', PolicyDocument: document(...statements) }],
});
const project = (ServiceRole: unknown) => ({
  Type: 'AWS::CodeBuild::Project',
  Properties: {
    ServiceRole,
    Artifacts: { Type: 'CODEPIPELINE' },
    Source: { Type: 'CODEPIPELINE' },
    Environment: {
      Type: 'LINUX_CONTAINER',
      ComputeType: 'BUILD_GENERAL1_SMALL',
      Image: 'aws/codebuild/standard:7.0',
    },
  },
});
const place = 'Policy Properties.PolicyDocument.Statement[0].Action';
const starts = `who may approve by ${APPROVE} is also allowed codepipeline:StartPipelineExecution`;

const pipelineOf = (name: string) => ({
  'Fn::Sub': `arn:aws:codepipeline:\${AWS::Region}:\${AWS::AccountId}:\${${name}}`,
});
const CODE = [
  ...['CreateBranch', 'DeleteBranch', 'CreateRepository', 'DeleteRepository', 'PutFile', 'DeleteFile'],
  ...['MergePullRequestByFastForward', 'CreateCommit', 'UpdateDefaultBranch'],
];

testRule(rule, {
  pass: {
    'approving in one pipeline, running another, both by parameters': policy(
      allow(APPROVE, pipelineOf('Shop')),
      allow('codepipeline:StartPipelineExecution', pipelineOf('Blog')),
    ),
    'approving and reading': policy(
      allow(APPROVE, `${shop}/Release/Approve`),
      allow([
        'codepipeline:Get*',
        'codepipeline:List*',
        'codestar-notifications:List*',
        'sns:ListTopics',
        'cloudwatch:Describe*',
      ]),
    ),
    'the managed policy for approvers': {
      Type: 'AWS::IAM::Group',
      Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AWSCodePipelineApproverAccess'] },
    },
    'running a pipeline without approving': policy(allow('codepipeline:StartPipelineExecution')),
    'approving in one pipeline, running another': policy(
      allow(APPROVE, `${shop}/Release/Approve`),
      allow('codepipeline:StartPipelineExecution', 'arn:aws:codepipeline:eu-west-1:111122223333:blog'),
    ),
    'different policies for different groups': {
      Resources: {
        Approvers: { Type: 'AWS::IAM::Group' },
        Developers: { Type: 'AWS::IAM::Group' },
        Approve: attached('approve', { Groups: [{ Ref: 'Approvers' }] }, allow(APPROVE)),
        Run: attached('run', { Groups: [{ Ref: 'Developers' }] }, allow('codepipeline:*'), deny(APPROVE)),
      },
    },
    'all of CodePipeline, but approving is denied': policy(allow('codepipeline:*'), deny(APPROVE)),
    'the rest is denied': policy(
      allow([APPROVE, 'codepipeline:StartPipelineExecution']),
      deny('codepipeline:Start*'),
    ),
    'comments and reviews in CodeCommit': policy(
      allow(APPROVE),
      allow([
        'codecommit:GitPull',
        'codecommit:PostCommentForPullRequest',
        'codecommit:UpdatePullRequestApprovalState',
      ]),
    ),
    'an administrator, whom another rule reports': policy(allow(APPROVE), allow('*')),
    'the role of stacks that a pipeline deploys, which CloudFormation never approves with': {
      Resources: {
        Shop: {
          Type: 'AWS::CodePipeline::Pipeline',
          Properties: pipeline(
            source,
            stage(
              'Deploy',
              action('Release', 'Deploy', 'CloudFormation', {
                StackName: 'release',
                ActionMode: 'CREATE_UPDATE',
                TemplatePath: 'Code::release.yaml',
                RoleArn: { 'Fn::GetAtt': ['Stacks', 'Arn'] },
              }),
            ),
          ),
        },
        Stacks: role(inline(allow(APPROVE)), 'cloudformation.amazonaws.com'),
      },
    },
    'a role for functions that report and approve': {
      Resources: {
        Checker: role(inline(allow([APPROVE, 'codepipeline:PutJobSuccessResult'])), 'lambda.amazonaws.com'),
      },
    },
  },
  fail: {
    'approving and each way to change the code': [
      {
        Resources: Object.fromEntries(
          CODE.map((action) => [
            action,
            attached(action, { Roles: [action] }, allow([APPROVE, `codecommit:${action}`])),
          ]),
        ),
      },
      CODE.map(
        (action) =>
          `error ${action} Properties.PolicyDocument.Statement[0].Action[0]: who may approve by ${APPROVE} is also allowed codecommit:${action}`,
      ),
    ],
    'approving and pushing, of which pushing is told first': [
      policy(
        allow([APPROVE, 'codepipeline:CreatePipeline', 'codepipeline:DeletePipeline', 'codecommit:GitPush']),
      ),
      `error ${place}[0]: who may approve by ${APPROVE} is also allowed codecommit:GitPush, codepipeline:DeletePipeline and codepipeline:CreatePipeline`,
    ],
    'approving and making pipelines, which is told first': [
      policy(
        allow([
          APPROVE,
          'codepipeline:CreateCustomActionType',
          'codepipeline:CreatePipeline',
          'codepipeline:DeleteWebhook',
        ]),
      ),
      `error ${place}[0]: who may approve by ${APPROVE} is also allowed codepipeline:CreatePipeline, codepipeline:CreateCustomActionType and codepipeline:DeleteWebhook`,
    ],
    'approving in two pipelines, running one of them': [
      policy(
        allow(APPROVE, [shop, 'arn:aws:codepipeline:eu-west-1:111122223333:blog']),
        allow('codepipeline:StartPipelineExecution', shop),
      ),
      `error ${place}: ${starts}`,
    ],
    'approving in all pipelines, running one': [
      policy(allow(APPROVE), allow('codepipeline:StartPipelineExecution', shop)),
      `error ${place}: ${starts}`,
    ],
    'approving in a pipeline by name and one by a parameter, which may be the one that is run': [
      policy(
        allow(APPROVE, [shop, pipelineOf('Blog')]),
        allow('codepipeline:StartPipelineExecution', pipelineOf('News')),
      ),
      `error ${place}: ${starts}`,
    ],
    'approving in one pipeline, pushing to its repository': [
      policy(
        allow(APPROVE, `${shop}/Release/Approve`),
        allow('codecommit:GitPush', 'arn:aws:codecommit:eu-west-1:111122223333:shop'),
      ),
      `error ${place}: who may approve by ${APPROVE} is also allowed codecommit:GitPush`,
    ],
    'the same policy also runs the pipeline': [
      policy(allow(APPROVE, `${shop}/Release/Approve`), allow('codepipeline:StartPipelineExecution', shop)),
      `error ${place}: ${starts}`,
    ],
    'all of CodePipeline': [
      policy(allow('codepipeline:*')),
      `error ${place}: codepipeline:* allows approvals (PutApprovalResult) as well as codepipeline:StartPipelineExecution, codepipeline:UpdatePipeline and 16 more`,
    ],
    'a wildcard that includes it': [
      policy(allow(['codepipeline:Get*', 'codepipeline:Put*'])),
      `error ${place}[1]: codepipeline:Put* allows approvals (PutApprovalResult) as well as codepipeline:PutActionRevision and codepipeline:PutWebhook`,
    ],
    'the managed policy for everything in CodePipeline': [
      role(
        { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AWSCodePipeline_FullAccess'] },
        'ec2.amazonaws.com',
      ),
      'error Role Properties.ManagedPolicyArns[0]: AWSCodePipeline_FullAccess allows approvals (PutApprovalResult) as well as codepipeline:StartPipelineExecution, codepipeline:UpdatePipeline and 16 more',
    ],
    'pushing the code': [
      policy(allow(APPROVE), allow(['codecommit:GitPull', 'codecommit:GitPush'])),
      `error ${place}: who may approve by ${APPROVE} is also allowed codecommit:GitPush`,
    ],
    'another policy of the same role': [
      {
        Resources: {
          Lead: role({}, 'ec2.amazonaws.com'),
          Approve: attached('approve', { Roles: [{ Ref: 'Lead' }] }, allow(APPROVE)),
          Run: attached('run', { Roles: [{ Ref: 'Lead' }] }, allow('codepipeline:StartPipelineExecution')),
        },
      },
      `error Approve Properties.PolicyDocument.Statement[0].Action: ${starts}`,
    ],
    'another policy of the group of that name': [
      {
        Resources: {
          Approve: attached('approve', { Groups: ['leads'] }, allow(APPROVE)),
          Run: attached('run', { Groups: ['leads'] }, allow('codepipeline:StartPipelineExecution')),
        },
      },
      `error Approve Properties.PolicyDocument.Statement[0].Action: ${starts}`,
    ],
    'a managed policy that the role names': [
      {
        Resources: {
          Approve: {
            Type: 'AWS::IAM::ManagedPolicy',
            Properties: { PolicyDocument: document(allow(APPROVE)) },
          },
          Lead: role(
            {
              ManagedPolicyArns: [{ Ref: 'Approve' }],
              ...inline(allow('codepipeline:StartPipelineExecution')),
            },
            'ec2.amazonaws.com',
          ),
        },
      },
      `error Approve Properties.PolicyDocument.Statement[0].Action: ${starts}`,
    ],
    'the own role of the pipeline, by all of CodePipeline': [
      {
        Resources: {
          Shop: {
            Type: 'AWS::CodePipeline::Pipeline',
            Properties: { ...pipeline(source, deploy), RoleArn: { 'Fn::GetAtt': ['Runner', 'Arn'] } },
          },
          Runner: role(inline(allow('codepipeline:*')), 'codepipeline.amazonaws.com'),
        },
      },
      'error Runner Properties.Policies[0].PolicyDocument.Statement[0].Action: the role of Shop may approve by codepipeline:*, so that the pipeline can let itself through',
    ],
    'the role of an action': [
      {
        Resources: {
          Shop: {
            Type: 'AWS::CodePipeline::Pipeline',
            Properties: pipeline(
              source,
              stage('Deploy', { ...ship, RoleArn: { 'Fn::GetAtt': ['Shipper', 'Arn'] } }),
            ),
          },
          Shipper: role(inline(allow(APPROVE)), 'codepipeline.amazonaws.com'),
        },
      },
      `error Shipper Properties.Policies[0].PolicyDocument.Statement[0].Action: the role of Shop may approve by ${APPROVE}, so that the pipeline can let itself through`,
    ],
    'a build project of the pipeline': [
      {
        Resources: {
          Test: project({ 'Fn::GetAtt': ['Build', 'Arn'] }),
          Build: role(inline(allow(APPROVE, `${shop}/Release/Approve`))),
        },
      },
      'error Build Properties.Policies[0].PolicyDocument.Statement[0].Action: the role of Test may approve by codepipeline:PutApprovalResult, so that the pipeline can let itself through',
    ],
    'attached outside production only': [
      {
        Resources: {
          Lead: role({}, 'ec2.amazonaws.com'),
          Approve: attached('approve', { Roles: [{ Ref: 'Lead' }] }, allow(APPROVE)),
          Run: attached(
            'run',
            { Roles: [{ 'Fn::If': ['IsProd', 'runners', { Ref: 'Lead' }] }] },
            allow('codepipeline:StartPipelineExecution'),
          ),
        },
      },
      `warning Approve Properties.PolicyDocument.Statement[0].Action when IsProd is false (Stage is dev): ${starts}`,
    ],
  },
  review: {
    'the other actions are a parameter': [
      policy(allow(APPROVE), allow({ Ref: 'Actions' })),
      [0, 1].map(
        (index) =>
          `review Policy Properties.PolicyDocument.Statement[${index}].Action: Actions has no default, so it is only known at deployment`,
      ),
    ],
  },
});
