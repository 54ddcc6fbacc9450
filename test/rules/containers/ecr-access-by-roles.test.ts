import rule from '../../../rules/containers/ecr-access-by-roles';
import { testRule } from '../../rule-tester';

const document = (...Statement: unknown[]) => ({ Version: '2012-10-17', Statement });
const pull = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const repository = (Principal: unknown, more: object = {}) => ({
  RepositoryPolicyText: document({ Effect: 'Allow', Principal, Action: pull, ...more }),
});
const role = 'arn:aws:iam::111122223333:role/build';
const user = 'arn:aws:iam::111122223333:user/ci';
const push = { Effect: 'Allow', Action: ['ecr:PutImage'], Resource: '*' };
const inline = (...statements: unknown[]) => ({
  Type: 'AWS::IAM::User',
  Properties: { Policies: [{ PolicyName: 'images', PolicyDocument: document(...statements) }] },
});
const managed = (Users: unknown) => ({
  Type: 'AWS::IAM::ManagedPolicy',
  Properties: { PolicyDocument: document(push), ...(Users !== undefined && { Users }) },
});

const place = 'Repository Properties.RepositoryPolicyText.Statement[0].Principal.AWS';
const named = `${user} is an IAM user: let a role in`;
const allowed = 'an IAM user is allowed ecr:PutImage: give it to a role';

testRule(rule, {
  pass: {
    'no policy': {},
    'a role pulls': repository({ AWS: role }),
    'an account pulls': repository({ AWS: '444455556666' }),
    'a service pulls': repository({ Service: 'lambda.amazonaws.com' }),
    'a user is kept out': repository({ AWS: user }, { Effect: 'Deny' }),
    'everyone is the case of another rule': repository('*'),
    'a role of the template': {
      Resources: {
        Repository: {
          Type: 'AWS::ECR::Repository',
          Properties: repository({ AWS: { 'Fn::GetAtt': ['Build', 'Arn'] } }),
        },
        Build: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: document({
              Effect: 'Allow',
              Principal: { Service: 'codebuild.amazonaws.com' },
              Action: 'sts:AssumeRole',
            }),
            Policies: [{ PolicyName: 'images', PolicyDocument: document(push) }],
          },
        },
      },
    },
    'a user with other rights': inline({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }),
    'a user who may only log in': inline({
      Effect: 'Allow',
      Action: 'ecr:GetAuthorizationToken',
      Resource: '*',
    }),
    'a policy attached to no user': managed(undefined),
  },
  fail: {
    'a user pulls': [repository({ AWS: user }), `warning ${place}: ${named}`],
    'a user beside a role': [repository({ AWS: [role, user] }), `warning ${place}[1]: ${named}`],
    'a user of the template': [
      {
        Resources: {
          Repository: {
            Type: 'AWS::ECR::Repository',
            Properties: repository({ AWS: { 'Fn::GetAtt': ['Ci', 'Arn'] } }),
          },
          Ci: { Type: 'AWS::IAM::User' },
        },
      },
      `warning ${place}: \${Ci.Arn} is an IAM user: let a role in`,
    ],
    'the policy of the registry': [
      {
        Type: 'AWS::ECR::RegistryPolicy',
        Properties: {
          PolicyText: document({
            Effect: 'Allow',
            Principal: { AWS: user },
            Action: 'ecr:ReplicateImage',
            Resource: 'arn:aws:ecr:eu-west-1:111122223333:repository/*',
          }),
        },
      },
      `warning RegistryPolicy Properties.PolicyText.Statement[0].Principal.AWS: ${named}`,
    ],
    'a policy of the user': [
      inline(push),
      `warning User Properties.Policies[0].PolicyDocument.Statement[0].Action[0]: ${allowed}`,
    ],
    'a policy that is attached to a user': [
      managed([{ Ref: 'Ci' }]),
      `warning ManagedPolicy Properties.PolicyDocument.Statement[0].Action[0]: ${allowed}`,
    ],
    'a policy that is made for a user': [
      {
        Type: 'AWS::IAM::UserPolicy',
        Properties: { PolicyName: 'images', UserName: 'ci', PolicyDocument: document(push) },
      },
      `warning UserPolicy Properties.PolicyDocument.Statement[0].Action[0]: ${allowed}`,
    ],
    'a managed policy of AWS': [
      {
        Type: 'AWS::IAM::User',
        Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser'] },
      },
      'warning User Properties.ManagedPolicyArns[0]: AmazonEC2ContainerRegistryPowerUser gives an IAM user access to images: give it to a role',
    ],
    'a managed policy of the template': [
      {
        Resources: {
          Images: managed(undefined),
          User: { Type: 'AWS::IAM::User', Properties: { ManagedPolicyArns: [{ Ref: 'Images' }] } },
        },
      },
      'warning User Properties.ManagedPolicyArns[0]: Images gives an IAM user access to images: give it to a role',
    ],
    'a user outside production': [
      repository({ AWS: { 'Fn::If': ['IsProd', role, user] } }),
      `info ${place} when IsProd is false (Stage is dev): ${named}`,
    ],
    'attached to a user outside production': [
      managed({ 'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, ['ci']] }),
      `info ManagedPolicy Properties.PolicyDocument.Statement[0].Action[0] when IsProd is false (Stage is dev): ${allowed}`,
    ],
  },
  review: {
    'a policy that a parameter gives': [
      { RepositoryPolicyText: { Ref: 'Policy' } },
      'review Repository Properties.RepositoryPolicyText: Policy has no default, so it is only known at deployment',
    ],
  },
});
