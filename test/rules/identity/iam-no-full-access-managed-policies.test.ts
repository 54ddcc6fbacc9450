import rule from '../../../rules/identity/iam-no-full-access-managed-policies';
import { testRule } from '../../rule-tester';
import { samFunction } from './policy-fixtures';

const arn = (name: string, partition = 'aws') => `arn:${partition}:iam::aws:policy/${name}`;
const S3 = arn('AmazonS3FullAccess');
const role = (...ManagedPolicyArns: unknown[]) => ({
  AssumeRolePolicyDocument: {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  },
  ManagedPolicyArns,
});
const of = (type: string, Properties: object) => ({ Type: `AWS::${type}`, Properties });
const permissionSet = { Name: 'Support', InstanceArn: 'arn:aws:sso:::instance/ssoins-1111111111111111' };

const broad = (name: string) =>
  `${name} is broad: write a policy of the actions and resources that are needed`;
const at = 'Role Properties.ManagedPolicyArns[0]';

testRule(rule, {
  pass: {
    'policies for one purpose': of(
      'IAM::Role',
      role(
        arn('service-role/AWSLambdaBasicExecutionRole'),
        arn('service-role/AWSLambdaVPCAccessExecutionRole'),
        arn('AmazonSSMManagedInstanceCore'),
        arn('CloudWatchAgentServerPolicy'),
        arn('AWSXRayDaemonWriteAccess'),
        arn('AmazonEKSClusterPolicy'),
        arn('ReadOnlyAccess'),
      ),
    ),
    'a policy that AWS made for one of its services': of(
      'IAM::Role',
      role(arn('service-role/AmazonMachineLearningFullAccessRole')),
    ),
    'administration, another rule’s case': of(
      'IAM::Role',
      role(arn('AdministratorAccess'), arn('PowerUserAccess'), arn('IAMFullAccess')),
    ),
    'a policy of the own account that is called so': of(
      'IAM::Role',
      role({ 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:policy/TeamFullAccess' }),
    ),
    'a policy of the template': {
      Resources: {
        FullAccess: of('IAM::ManagedPolicy', {
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::photos/*' },
          },
        }),
        Role: of('IAM::Role', role({ Ref: 'FullAccess' })),
      },
    },
    'policy templates and statements of SAM': samFunction({
      Policies: [
        'AWSXRayDaemonWriteAccess',
        { S3ReadPolicy: { BucketName: 'photos' } },
        {
          Version: '2012-10-17',
          Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::photos/*' },
        },
      ],
    }),
    'a SAM function with a role of its own': samFunction({
      Role: 'arn:aws:iam::111122223333:role/orders',
      Policies: 'AmazonS3FullAccess',
    }),
    'a permissions boundary, which grants nothing': of('IAM::User', { PermissionsBoundary: S3 }),
  },
  fail: {
    'all of a service, each its own finding': [
      of('IAM::Role', role(S3, arn('AmazonDynamoDBFullAccess_v2'), arn('AWSLambda_FullAccess'))),
      [
        `warning ${at}: ${broad('AmazonS3FullAccess')}`,
        `warning ${at.replace('0', '1')}: ${broad('AmazonDynamoDBFullAccess_v2')}`,
        `warning ${at.replace('0', '2')}: ${broad('AWSLambda_FullAccess')}`,
      ],
    ],
    'the jobs of administrators': [
      of('IAM::User', {
        ManagedPolicyArns: ['SystemAdministrator', 'DatabaseAdministrator', 'NetworkAdministrator'].map(
          (name) => arn(`job-function/${name}`),
        ),
      }),
      ['SystemAdministrator', 'DatabaseAdministrator', 'NetworkAdministrator'].map(
        (name, index) => `warning User Properties.ManagedPolicyArns[${index}]: ${broad(name)}`,
      ),
    ],
    'administration of one service': [
      of('IAM::Role', role(arn('AdministratorAccess-Amplify'))),
      `warning ${at}: ${broad('AdministratorAccess-Amplify')}`,
    ],
    'in other partitions, put together': [
      of(
        'IAM::Role',
        role(arn('AmazonS3FullAccess', 'aws-us-gov'), {
          'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/AmazonS3FullAccess']],
        }),
      ),
      [0, 1].map((index) => `warning ${at.replace('0', String(index))}: ${broad('AmazonS3FullAccess')}`),
    ],
    'a group of people, and a permission set': [
      {
        Resources: {
          Group: of('IAM::Group', { ManagedPolicyArns: [S3] }),
          PermissionSet: of('SSO::PermissionSet', { ...permissionSet, ManagedPolicies: [S3] }),
        },
      },
      [
        `info Group Properties.ManagedPolicyArns[0]: ${broad('AmazonS3FullAccess')}`,
        `info PermissionSet Properties.ManagedPolicies[0]: ${broad('AmazonS3FullAccess')}`,
      ],
    ],
    'a SAM function': [
      samFunction({ Policies: 'AmazonS3FullAccess' }),
      `warning Orders Properties.Policies: ${broad('AmazonS3FullAccess')}`,
    ],
    'outside production': [
      of('IAM::Role', role({ 'Fn::If': ['IsProd', arn('AmazonS3ReadOnlyAccess'), S3] })),
      `info ${at} when IsProd is false (Stage is dev): ${broad('AmazonS3FullAccess')}`,
    ],
    'a role that is there in production': [
      { ...of('IAM::Role', role(S3)), Condition: 'IsProd' },
      `warning ${at}: ${broad('AmazonS3FullAccess')}`,
    ],
    'by the default of a parameter': [
      {
        Parameters: { PolicyArn: { Type: 'String', Default: S3 } },
        Resources: { Role: of('IAM::Role', role({ Ref: 'PolicyArn' })) },
      },
      `warning ${at} when PolicyArn is ${S3}: ${broad('AmazonS3FullAccess')}`,
    ],
  },
  review: {
    'a parameter': [
      of('IAM::Role', role({ Ref: 'PolicyArn' })),
      `review ${at}: PolicyArn has no default, so it is only known at deployment: see that it does not allow all of a service`,
    ],
  },
});
