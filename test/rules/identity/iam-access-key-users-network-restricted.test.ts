import rule from '../../../rules/identity/iam-access-key-users-network-restricted';
import { testRule } from '../../rule-tester';

const at = 'Mailer Properties.Policies';
const anywhere = (what: string) =>
  `its access key works from anywhere: ${what} is allowed with no condition on the network`;
const see = (what: string) =>
  `${what} is not in the template: see that it limits the networks that the access key works from`;

const send = { Effect: 'Allow', Action: 'ses:SendEmail', Resource: '*' };
const here = { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } };
const denied = {
  Effect: 'Deny',
  Action: '*',
  Resource: '*',
  Condition: { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] }, Bool: { 'aws:ViaAWSService': 'false' } },
};
const policy = (...statements: object[]) => ({
  PolicyName: 'mail',
  PolicyDocument: { Statement: statements },
});
const of = (type: string, properties: object = {}) => ({ Type: `AWS::IAM::${type}`, Properties: properties });
const Key = of('AccessKey', { UserName: { Ref: 'Mailer' } });
const mailer = (properties: object, others: object = {}) => ({
  Resources: { Mailer: of('User', properties), Key, ...others },
});

/** A user with an access key for each list of statements. */
const usersWith = (...policies: object[][]) => ({
  Resources: Object.fromEntries(
    policies.flatMap((statements, index) => [
      [`User${index}`, of('User', { Policies: [policy(...statements)] })],
      [`Key${index}`, of('AccessKey', { UserName: { Ref: `User${index}` } })],
    ]),
  ),
});

testRule(rule, {
  pass: {
    'allowed from a network, in the words of each condition': usersWith(
      ...[
        { StringLike: { 'aws:SourceVpc': 'vpc-0123456789abcdef0' } },
        { StringEqualsIgnoreCase: { 'aws:VpceAccount': '111122223333' } },
        { ArnEquals: { 'aws:SourceVpcArn': 'arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-0123456789abcdef0' } },
        { ArnLike: { 'aws:SourceVpcArn': 'arn:aws:ec2:eu-west-1:111122223333:vpc/*' } },
        { IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/16' } },
        { StringEquals: { 'aws:VpceOrgId': 'o-a1b2c3d4e5' } },
        { StringLike: { 'aws:VpceOrgPaths': 'o-a1b2c3d4e5/r-ab12/*' } },
      ].map((Condition) => [{ ...send, Condition }]),
    ),
    'denied from elsewhere, in the words of each condition': usersWith(
      ...[
        { StringNotEquals: { 'aws:SourceVpc': 'vpc-0123456789abcdef0' } },
        { StringNotLikeIfExists: { 'aws:SourceVpc': 'vpc-0123456789abcdef0' } },
        {
          ArnNotEquals: {
            'aws:SourceVpcArn': 'arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-0123456789abcdef0',
          },
        },
        { ArnNotLike: { 'aws:SourceVpcArn': 'arn:aws:ec2:eu-west-1:111122223333:vpc/*' } },
      ].map((test) => [send, { ...denied, Condition: { ...test, Bool: denied.Condition.Bool } }]),
    ),
    'no access key': of('User', { Policies: [policy(send)] }),
    'allowed from the own network': mailer({ Policies: [policy({ ...send, Condition: here })] }),
    'allowed through a VPC endpoint': mailer({
      Policies: [policy({ ...send, Condition: { StringEquals: { 'aws:SourceVpce': { Ref: 'Endpoint' } } } })],
    }),
    'denied from elsewhere': mailer({ Policies: [policy(send, denied)] }),
    'what is allowed is denied from elsewhere': mailer({
      Policies: [policy(send, { ...denied, Action: 'ses:*' })],
    }),
    'denied from elsewhere by the group': mailer(
      { Groups: [{ Ref: 'Senders' }], Policies: [policy(send)] },
      { Senders: of('Group', { Policies: [policy(denied)] }) },
    ),
    'denied from elsewhere by a policy beside it': mailer(
      { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSESFullAccess'] },
      { Network: of('Policy', { ...policy(denied), Users: [{ Ref: 'Mailer' }] }) },
    ),
    'nothing is allowed': mailer({}),
    'an inactive key': {
      Resources: {
        Mailer: of('User', { Policies: [policy(send)] }),
        Key: of('AccessKey', { UserName: { Ref: 'Mailer' }, Status: 'Inactive' }),
      },
    },
  },
  fail: {
    'from anywhere': [mailer({ Policies: [policy(send)] }), `warning ${at}: ${anywhere('ses:SendEmail')}`],
    'denied from elsewhere in one Region': [
      mailer({
        Policies: [
          policy(send, {
            ...denied,
            Condition: { ...denied.Condition, StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
          }),
        ],
      }),
      `warning ${at}: ${anywhere('ses:SendEmail')}`,
    ],
    'the key names its user': [
      {
        Resources: {
          Mailer: of('User', { UserName: 'mailer', Policies: [policy(send)] }),
          Key: of('AccessKey', { UserName: 'mailer' }),
        },
      },
      `warning ${at}: ${anywhere('ses:SendEmail')}`,
    ],
    'by a policy beside it': [
      mailer({}, { Send: of('UserPolicy', { ...policy(send), UserName: { Ref: 'Mailer' } }) }),
      `warning ${at}: ${anywhere('ses:SendEmail')}`,
    ],
    'by a policy of AWS': [
      mailer({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSESFullAccess'] }),
      `warning ${at}: ${anywhere('AmazonSESFullAccess')}`,
    ],
    'from a network that is the internet': [
      mailer({ Policies: [policy({ ...send, Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } })] }),
      `warning ${at}: ${anywhere('ses:SendEmail')}`,
    ],
    'one of two statements': [
      mailer({ Policies: [policy({ ...send, Condition: here }, { ...send, Action: 's3:GetObject' })] }),
      `warning ${at}: ${anywhere('s3:GetObject')}`,
    ],
    'only something else is denied from elsewhere': [
      mailer({ Policies: [policy(send, { ...denied, Action: 's3:*' })] }),
      `warning ${at}: ${anywhere('ses:SendEmail')}`,
    ],
    'restricted in production only': [
      mailer({
        Policies: [policy({ ...send, Condition: { 'Fn::If': ['IsProd', here, { Ref: 'AWS::NoValue' }] } })],
      }),
      `info ${at} when IsProd is false (Stage is dev): ${anywhere('ses:SendEmail')}`,
    ],
    'a key that is made outside production only': [
      {
        Conditions: { IsDev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] } },
        Resources: { Mailer: of('User', { Policies: [policy(send)] }), Key: { ...Key, Condition: 'IsDev' } },
      },
      `info ${at} when IsDev is true (Stage is dev): ${anywhere('ses:SendEmail')}`,
    ],
  },
  review: {
    'a policy that is not here': [
      mailer({ ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/Mail'] }),
      `review ${at}: ${see('Mail')}`,
    ],
    'a group that is not here': [mailer({ Groups: ['senders'] }), `review ${at}: ${see('senders')}`],
  },
});
