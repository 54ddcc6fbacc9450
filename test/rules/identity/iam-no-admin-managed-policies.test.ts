import rule from '../../../rules/identity/iam-no-admin-managed-policies';
import { testRule } from '../../rule-tester';
import { samFunction } from './policy-fixtures';

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const assumedBy = (...Principals: unknown[]) => ({
  AssumeRolePolicyDocument: {
    Version: '2012-10-17',
    Statement: Principals.map((Principal) => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' })),
  },
});
const lambda = { Service: 'lambda.amazonaws.com' };
const cloudFormation = { Service: 'cloudformation.amazonaws.com' };
const role = (trust: object, ...ManagedPolicyArns: unknown[]) => ({ ...trust, ManagedPolicyArns });
const of = (type: string, Properties: object) => ({ Type: `AWS::${type}`, Properties });
const permissionSet = {
  Name: 'Administrators',
  InstanceArn: 'arn:aws:sso:::instance/ssoins-1111111111111111',
};

const everything = 'AdministratorAccess allows everything';
const advice = 'attach a policy with the actions that are needed';
const people = 'see that only administrators have it';
const at = 'Role Properties.ManagedPolicyArns[0]';

testRule(rule, {
  pass: {
    'policies for one purpose': of(
      'IAM::Role',
      role(
        assumedBy(lambda),
        'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
        'arn:aws:iam::aws:policy/ReadOnlyAccess',
      ),
    ),
    'a policy of the own account that is called so': of(
      'IAM::Role',
      role(assumedBy(lambda), { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:policy/AdministratorAccess' }),
    ),
    'a policy of the template': {
      Resources: {
        Policy: of('IAM::ManagedPolicy', {
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::photos/*' },
          },
        }),
        Role: of('IAM::Role', role(assumedBy(lambda), { Ref: 'Policy' })),
      },
    },
    'a permissions boundary, which grants nothing': of('IAM::User', { PermissionsBoundary: ADMIN }),
    'a SAM function with a role of its own': samFunction({
      Role: 'arn:aws:iam::111122223333:role/orders',
      Policies: 'AdministratorAccess',
    }),
    'access to all of one service, another rule’s case': of('IAM::User', {
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3FullAccess'],
    }),
  },
  fail: {
    'a role of a function': [
      of('IAM::Role', role(assumedBy(lambda), ADMIN)),
      `error ${at}: ${everything}: ${advice}`,
    ],
    'other policies that come to the same': [
      of(
        'IAM::Role',
        role(
          assumedBy(lambda),
          'arn:aws:iam::aws:policy/IAMFullAccess',
          'arn:aws:iam::aws:policy/PowerUserAccess',
        ),
      ),
      [
        `error ${at}: IAMFullAccess lets whoever has it become an administrator: ${advice}`,
        `error ${at.replace('0', '1')}: PowerUserAccess allows everything but the management of identities: ${advice}`,
      ],
    ],
    'a user': [
      of('IAM::User', { ManagedPolicyArns: [ADMIN] }),
      `error User Properties.ManagedPolicyArns[0]: ${everything}: ${advice}`,
    ],
    'in other partitions, put together': [
      of(
        'IAM::Role',
        role(assumedBy(lambda), 'arn:aws-cn:iam::aws:policy/AdministratorAccess', {
          'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess',
        }),
      ),
      [0, 1].map((index) => `error ${at.replace('0', String(index))}: ${everything}: ${advice}`),
    ],
    'joined from pieces': [
      of(
        'IAM::Role',
        role(assumedBy(lambda), {
          'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/AdministratorAccess']],
        }),
      ),
      `error ${at}: ${everything}: ${advice}`,
    ],
    'the group of the administrators': [
      of('IAM::Group', { ManagedPolicyArns: [ADMIN] }),
      `info Group Properties.ManagedPolicyArns[0]: ${everything}: ${people}`,
    ],
    'a permission set': [
      of('SSO::PermissionSet', { ...permissionSet, ManagedPolicies: [ADMIN] }),
      `info PermissionSet Properties.ManagedPolicies[0]: ${everything}: ${people}`,
    ],
    'a role of people who sign in through SAML': [
      of(
        'IAM::Role',
        role(assumedBy({ Federated: 'arn:aws:iam::111122223333:saml-provider/office' }), ADMIN),
      ),
      `info ${at}: ${everything}: ${people}`,
    ],
    'the role of CloudFormation': [
      of('IAM::Role', role(assumedBy(cloudFormation), ADMIN)),
      `warning ${at}: ${everything}: give CloudFormation an execution policy for what its stacks hold`,
    ],
    'a role of CloudFormation and of a function': [
      of('IAM::Role', role(assumedBy({ Service: [cloudFormation.Service, lambda.Service] }), ADMIN)),
      `error ${at}: ${everything}: ${advice}`,
    ],
    'a role whose trust is only known at deployment': [
      of(
        'IAM::Role',
        role(assumedBy({ Service: { Ref: 'Service' } }), 'arn:aws:iam::aws:policy/AdministratorAccess'),
      ),
      `error ${at}: ${everything}: ${advice}`,
    ],
    'a role of deployments from elsewhere': [
      of(
        'IAM::Role',
        role(
          assumedBy({
            Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com',
          }),
          ADMIN,
        ),
      ),
      `warning ${at}: ${everything}: ${advice}`,
    ],
    'a role of another account': [
      of('IAM::Role', role(assumedBy({ AWS: 'arn:aws:iam::444455556666:root' }), ADMIN)),
      `warning ${at}: ${everything}: ${advice}`,
    ],
    'a SAM function': [
      samFunction({ Policies: ['AWSXRayDaemonWriteAccess', 'AdministratorAccess'] }),
      `error Orders Properties.Policies[1]: ${everything}: ${advice}`,
    ],
    'outside production': [
      of('IAM::Role', role(assumedBy(lambda), { 'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, ADMIN] })),
      `warning ${at} when IsProd is false (Stage is dev): ${everything}: ${advice}`,
    ],
    'a role that is there in production': [
      { ...of('IAM::Role', role(assumedBy(lambda), ADMIN)), Condition: 'IsProd' },
      `error ${at}: ${everything}: ${advice}`,
    ],
    'by the default of a parameter': [
      {
        Parameters: { PolicyArn: { Type: 'String', Default: ADMIN } },
        Resources: { Role: of('IAM::Role', role(assumedBy(lambda), { Ref: 'PolicyArn' })) },
      },
      `error ${at} when PolicyArn is ${ADMIN}: ${everything}: ${advice}`,
    ],
    'by one of the values that a parameter allows': [
      {
        Parameters: {
          Policy: {
            Type: 'String',
            Default: 'ReadOnlyAccess',
            AllowedValues: ['ReadOnlyAccess', 'PowerUserAccess'],
          },
        },
        Resources: {
          Role: of('IAM::Role', role(assumedBy(lambda), { 'Fn::Sub': 'arn:aws:iam::aws:policy/${Policy}' })),
        },
      },
      `warning ${at} when Policy is PowerUserAccess: PowerUserAccess allows everything but the management of identities: ${advice}`,
    ],
  },
  review: {
    'a parameter': [
      of('IAM::Role', role(assumedBy(lambda), { Ref: 'PolicyArn' })),
      `review ${at}: PolicyArn has no default, so it is only known at deployment: see that it is no administrator's policy`,
    ],
    'a policy of AWS whose name is a parameter': [
      of('IAM::User', { ManagedPolicyArns: [{ 'Fn::Sub': 'arn:aws:iam::aws:policy/${Policy}' }] }),
      `review User Properties.ManagedPolicyArns[0]: Policy has no default, so it is only known at deployment: see that it is no administrator's policy`,
    ],
    'a policy of another stack': [
      of('IAM::User', { ManagedPolicyArns: [{ 'Fn::ImportValue': 'shop-policy' }] }),
      `review User Properties.ManagedPolicyArns[0]: "shop-policy" is imported from another stack: see that it is no administrator's policy`,
    ],
  },
});
