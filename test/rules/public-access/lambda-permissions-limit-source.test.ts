import rule from '../../../rules/public-access/lambda-permissions-limit-source';
import { testRule } from '../../rule-tester';

const permission = { FunctionName: 'checkout', Action: 'lambda:InvokeFunction' };
const events = { ...permission, Principal: 'events.amazonaws.com' };
const s3 = { ...permission, Principal: 's3.amazonaws.com' };

const at = 'Permission Properties.SourceArn';
const forAnyone = (service: string) =>
  `${service} may call the function for anyone: no SourceArn or SourceAccount says for whom`;
const NO_ACCOUNT =
  'the ARN of a bucket holds no account: without SourceAccount, whoever takes the name of a deleted bucket may call the function';

testRule(rule, {
  pass: {
    'for one rule': { ...events, SourceArn: 'arn:aws:events:eu-west-1:111122223333:rule/nightly' },
    'for any stage of an API': {
      ...permission,
      Principal: 'apigateway.amazonaws.com',
      SourceArn: { 'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*/*' },
    },
    'for the account': { ...events, SourceAccount: { Ref: 'AWS::AccountId' } },
    'for the organization': { ...events, PrincipalOrgID: 'o-a1b2c3d4e5' },
    'for an Alexa skill': {
      ...permission,
      Principal: 'alexa-appkit.amazon.com',
      EventSourceToken: { Ref: 'SkillId' },
    },
    'for a bucket and its account': {
      ...s3,
      SourceArn: 'arn:aws:s3:::uploads',
      SourceAccount: { Ref: 'AWS::AccountId' },
    },
    'by an account': { ...permission, Principal: '111122223333' },
    'by a role': { ...permission, Principal: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/caller' } },
    'by everyone, which is the case of another rule': { ...permission, Principal: '*' },
    'by a role of the template': {
      Resources: {
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: { ...permission, Principal: { 'Fn::GetAtt': ['Caller', 'Arn'] } },
        },
        Caller: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: {
              Statement: [
                { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
              ],
            },
          },
        },
      },
    },
  },
  fail: {
    'for anyone': [events, `warning ${at}: ${forAnyone('events.amazonaws.com')}`],
    'a service with the suffix of the partition': [
      { ...permission, Principal: { 'Fn::Sub': 'sns.${AWS::URLSuffix}' } },
      `warning ${at}: ${forAnyone('sns.${AWS::URLSuffix}')}`,
    ],
    'the service of a Region': [
      { ...permission, Principal: { 'Fn::Sub': 'logs.${AWS::Region}.amazonaws.com' } },
      `warning ${at}: ${forAnyone('logs.${AWS::Region}.amazonaws.com')}`,
    ],
    'for anyone outside production': [
      {
        ...events,
        SourceArn: {
          'Fn::If': ['IsProd', 'arn:aws:events:eu-west-1:111122223333:rule/nightly', { Ref: 'AWS::NoValue' }],
        },
      },
      `info ${at} when IsProd is false (Stage is dev): ${forAnyone('events.amazonaws.com')}`,
    ],
    'a permission that production alone has': [
      { Type: 'AWS::Lambda::Permission', Condition: 'IsProd', Properties: events },
      `warning ${at}: ${forAnyone('events.amazonaws.com')}`,
    ],
    'for a bucket of whatever account': [
      { ...s3, SourceArn: { 'Fn::Sub': 'arn:aws:s3:::${BucketName}' } },
      `info ${at}: ${NO_ACCOUNT}`,
    ],
    'for any bucket': [
      { ...s3, SourceArn: 'arn:aws:s3:::*' },
      `warning ${at}: s3.amazonaws.com may call the function for anyone: arn:aws:s3:::* fits every account`,
    ],
  },
  review: {
    'a principal that a parameter names': [
      { ...permission, Principal: { Ref: 'Caller' } },
      `review ${at}: Caller has no default, so it is only known at deployment`,
    ],
  },
});
