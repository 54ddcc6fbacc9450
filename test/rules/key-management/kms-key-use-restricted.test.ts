import rule from '../../../rules/key-management/kms-key-use-restricted';
import { testRule } from '../../rule-tester';

type Statement = { readonly [key: string]: unknown };

const allow = (more: Statement): Statement => ({
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:role/orders' },
  Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey*'],
  Resource: '*',
  ...more,
});
const own = { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } };
const delegated = allow({ Sid: 'Enable IAM policies', Principal: own, Action: 'kms:*' });
const key = (...Statement: unknown[]) => ({ KeyPolicy: { Version: '2012-10-17', Statement } });
const other = { AWS: 'arn:aws:iam::444455556666:root' };
const service = (name: string, more: Statement = {}) => allow({ Principal: { Service: name }, ...more });

const place = (index: number) => `Key Properties.KeyPolicy.Statement[${index}]`;
const everything = (who: string) =>
  `${who} may do everything with the key, delete it too: list the actions that it needs`;
const decrypts = (who: string) =>
  `all of the account ${who} may decrypt, and no condition says by which role or service`;
const forAnyone = (who: string) =>
  `${who} may use the key for anyone: no condition on aws:SourceAccount, aws:SourceArn or kms:ViaService`;

const USES = [
  ...['kms:CreateGrant', 'kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
  ...['kms:GenerateDataKeyWithoutPlaintext', 'kms:GenerateMac', 'kms:ReEncryptFrom', 'kms:Sign'],
];

testRule(rule, {
  pass: {
    'a service, through another service': key(
      delegated,
      service('events.amazonaws.com', {
        Condition: { StringEquals: { 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com' } },
      }),
    ),
    'the default policy': { Description: 'orders' },
    'kms:* for the own account, which delegates to IAM': key(delegated, allow({})),
    'the own account by its number, where no other is named': key(
      allow({ Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*' }),
      allow({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } }),
      allow({ Principal: { AWS: '111122223333' }, Action: 'kms:*' }),
    ),
    'kms:* for administrators': key(
      delegated,
      allow({ Sid: 'Allow access for Key Administrators', Action: 'kms:*' }),
      allow({
        Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/KeyAdmin' } },
        Action: 'kms:*',
      }),
    ),
    'a role of another account': key(
      delegated,
      allow({ Principal: { AWS: 'arn:aws:iam::444455556666:role/reader' } }),
    ),
    'another account through one service': key(
      delegated,
      allow({
        Principal: other,
        Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
      }),
    ),
    'another account may only look at the key': key(
      delegated,
      allow({ Principal: other, Action: 'kms:DescribeKey' }),
    ),
    'services for the own account': key(
      delegated,
      service('sns.amazonaws.com', {
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
      service('logs.eu-west-1.amazonaws.com', {
        Condition: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': { 'Fn::Sub': 'arn:aws:logs:*:${AWS::AccountId}:*' },
          },
        },
      }),
    ),
    'a service may only look at the key': key(
      delegated,
      service('cloudtrail.amazonaws.com', { Action: 'kms:DescribeKey' }),
    ),
    'everyone, which another rule reports': key(delegated, allow({ Principal: '*', Action: 'kms:*' })),
    denied: key(delegated, allow({ Effect: 'Deny', Action: 'kms:*' })),
  },
  fail: {
    'a service, for each use': [
      key(delegated, ...USES.map((use) => service('logs.amazonaws.com', { Action: use }))),
      USES.map(
        (_, index) => `info ${place(index + 1)}.Principal.Service: ${forAnyone('logs.amazonaws.com')}`,
      ),
    ],
    'kms:* for the role of an application': [
      key(delegated, allow({ Action: 'kms:*' })),
      `warning ${place(1)}.Principal.AWS: ${everything('arn:aws:iam::111122223333:role/orders')}`,
    ],
    'every action, beside the own account': [
      key(allow({ Principal: { AWS: [own.AWS, 'arn:aws:iam::111122223333:user/eve'] }, Action: '*' })),
      `warning ${place(0)}.Principal.AWS[1]: ${everything('arn:aws:iam::111122223333:user/eve')}`,
    ],
    'kms:* for another account': [
      key(delegated, allow({ Principal: { AWS: '444455556666' }, Action: 'KMS:*' })),
      `warning ${place(1)}.Principal.AWS: ${everything('444455556666')}`,
    ],
    'kms:* for two accounts by number, of which the first is taken for the own': [
      key(allow({ Principal: { AWS: ['111122223333', '444455556666'] }, Action: 'kms:*' })),
      `warning ${place(0)}.Principal.AWS[1]: ${everything('444455556666')}`,
    ],
    'kms:* for everyone in the account': [
      key(
        delegated,
        allow({
          Principal: { AWS: '*' },
          Action: 'kms:*',
          Condition: { StringEquals: { 'kms:CallerAccount': { Ref: 'AWS::AccountId' } } },
        }),
      ),
      `warning ${place(1)}.Principal.AWS: ${everything('*')}`,
    ],
    'all but some actions for a role': [
      key(delegated, allow({ Action: undefined, NotAction: 'kms:ScheduleKeyDeletion' })),
      `warning ${place(1)}.Principal.AWS: ${everything('arn:aws:iam::111122223333:role/orders')}`,
    ],
    'all of another account may decrypt': [
      key(delegated, allow({ Principal: other })),
      `warning ${place(1)}.Principal.AWS: ${decrypts('arn:aws:iam::444455556666:root')}`,
    ],
    'all of the account of a parameter may decrypt': [
      key(
        delegated,
        allow({ Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${Partner}:root' } }, Action: 'kms:*crypt*' }),
      ),
      `warning ${place(1)}.Principal.AWS: ${decrypts('arn:aws:iam::${Partner}:root')}`,
    ],
    'services, for whomever they act': [
      key(
        delegated,
        service('sns.amazonaws.com'),
        service('events.amazonaws.com', { Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } }),
      ),
      [
        `info ${place(1)}.Principal.Service: ${forAnyone('sns.amazonaws.com')}`,
        `info ${place(2)}.Principal.Service: ${forAnyone('events.amazonaws.com')}`,
      ],
    ],
    'a service under a condition that every account meets': [
      key(
        delegated,
        service('cloudtrail.amazonaws.com', {
          Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:*:trail/*' } },
        }),
      ),
      `info ${place(1)}.Principal.Service: ${forAnyone('cloudtrail.amazonaws.com')}`,
    ],
    'a replica': [
      {
        Type: 'AWS::KMS::ReplicaKey',
        Properties: {
          PrimaryKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab',
          ...key(delegated, allow({ Action: 'kms:*' })),
        },
      },
      `warning ReplicaKey Properties.KeyPolicy.Statement[1].Principal.AWS: ${everything('arn:aws:iam::111122223333:role/orders')}`,
    ],
    'outside production': [
      key(delegated, allow({ Action: { 'Fn::If': ['IsProd', 'kms:Decrypt', 'kms:*'] } })),
      `info ${place(1)}.Principal.AWS when IsProd is false (Stage is dev): ${everything('arn:aws:iam::111122223333:role/orders')}`,
    ],
  },
  review: {
    'a role or a whole account, by a parameter': [
      key(delegated, allow({ Principal: { AWS: { Ref: 'Reader' } } })),
      `review ${place(1)}.Principal.AWS: Reader has no default, so it is only known at deployment`,
    ],
    'actions that a parameter gives': [
      key(delegated, allow({ Action: { Ref: 'Actions' } })),
      `review ${place(1)}.Principal.AWS: Actions has no default, so it is only known at deployment`,
    ],
  },
});
