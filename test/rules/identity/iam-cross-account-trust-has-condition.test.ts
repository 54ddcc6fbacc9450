import rule from '../../../rules/identity/iam-cross-account-trust-has-condition';
import { testRule } from '../../rule-tester';
import { trust, trusting } from './trust-fixtures';

const VENDOR = 'arn:aws:iam::111122223333:root';
const at = 'Role Properties.AssumeRolePolicyDocument.Statement[0]';
const unconditioned = (account: string) =>
  `${account} is a whole other account, and no condition (sts:ExternalId, aws:PrincipalOrgID) says for whom it acts`;

testRule(rule, {
  pass: {
    'an external id': trusting(
      trust({ AWS: VENDOR }, { StringEquals: { 'sts:ExternalId': { Ref: 'ExternalId' } } }),
    ),
    'the own organization': trusting(
      trust({ AWS: '111122223333' }, { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
    ),
    'one role of the account, by a condition': trusting(
      trust({ AWS: VENDOR }, { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/Deploy' } }),
    ),
    'one role of the account, by its name': trusting(
      trust({ AWS: { 'Fn::Sub': 'arn:aws:iam::${Account}:role/Deploy' } }),
    ),
    'people with a second factor': trusting(
      trust({ AWS: VENDOR }, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
    ),
    'a session that may be tagged, once assumed': trusting(
      { ...trust({ AWS: VENDOR }), Action: 'sts:TagSession' },
      trust({ AWS: VENDOR }, { StringEquals: { 'sts:ExternalId': { Ref: 'ExternalId' } } }),
    ),
    'the account of the stack': trusting(trust({ AWS: { Ref: 'AWS::AccountId' } })),
    'the account of the stack, by its root': trusting(
      trust({
        AWS: {
          'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root']],
        },
      }),
    ),
    'a service': trusting(trust({ Service: 'ec2.amazonaws.com' })),
    'a role of the template': {
      Resources: {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: trusting(trust({ AWS: { 'Fn::GetAtt': ['Caller', 'Arn'] } })),
        },
        Caller: { Type: 'AWS::IAM::Role', Properties: trusting(trust({ Service: 'ec2.amazonaws.com' })) },
      },
    },
    'an account that is made here': {
      Resources: {
        Role: { Type: 'AWS::IAM::Role', Properties: trusting(trust({ AWS: { Ref: 'Workloads' } })) },
        Workloads: {
          Type: 'AWS::Organizations::Account',
          Properties: { AccountName: 'workloads', Email: 'aws+workloads@example.com' },
        },
      },
    },
    'everyone, which is the case of another rule': trusting(trust({ AWS: '*' })),
    'a Deny': trusting({ ...trust({ AWS: VENDOR }), Effect: 'Deny' }),
  },
  fail: {
    'an account by its root': [
      trusting(trust({ AWS: VENDOR })),
      `warning ${at}.Principal.AWS: ${unconditioned(VENDOR)}`,
    ],
    'accounts by their numbers': [
      trusting(trust({ AWS: ['111122223333', { Ref: 'AWS::AccountId' }, '444455556666'] })),
      [
        `warning ${at}.Principal.AWS[0]: ${unconditioned('111122223333')}`,
        `warning ${at}.Principal.AWS[2]: ${unconditioned('444455556666')}`,
      ],
    ],
    'the number is a parameter': [
      trusting(trust({ AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${VendorAccount}:root' } })),
      `warning ${at}.Principal.AWS: ${unconditioned('arn:${AWS::Partition}:iam::${VendorAccount}:root')}`,
    ],
    'any external id will do': [
      trusting(trust({ AWS: VENDOR }, { StringLike: { 'sts:ExternalId': '*' } })),
      `warning ${at}.Principal.AWS: ${unconditioned(VENDOR)}`,
    ],
    'an external id that may be left out': [
      trusting(trust({ AWS: VENDOR }, { StringEqualsIfExists: { 'sts:ExternalId': 'shop-4711' } })),
      `warning ${at}.Principal.AWS: ${unconditioned(VENDOR)}`,
    ],
    'the condition is there in production only': [
      trusting({
        ...trust({ AWS: VENDOR }),
        Condition: {
          'Fn::If': ['IsProd', { StringEquals: { 'sts:ExternalId': 'shop-4711' } }, { Ref: 'AWS::NoValue' }],
        },
      }),
      `info ${at}.Principal.AWS when IsProd is false (Stage is dev): ${unconditioned(VENDOR)}`,
    ],
  },
  review: {
    'a principal that a parameter names': [
      trusting(trust({ AWS: { Ref: 'Principal' } })),
      `review ${at}.Principal.AWS: Principal has no default, so it is only known at deployment: if it is an account and not a role, a condition on sts:ExternalId is missing`,
    ],
    'a list of principals': [
      trusting(trust({ AWS: { 'Fn::Split': [',', { Ref: 'Principals' }] } })),
      `review ${at}.Principal.AWS: Principals has no default, so it is only known at deployment: if it is an account and not a role, a condition on sts:ExternalId is missing`,
    ],
  },
  options: {
    'an account of the own organization': [
      trusting(trust({ AWS: ['111122223333', '444455556666'] })),
      { ruleOptions: { ownAccounts: ['111122223333'] } },
      `warning ${at}.Principal.AWS[1]: ${unconditioned('444455556666')}`,
    ],
    'the account of the stack by its number': [
      trusting(trust({ AWS: VENDOR })),
      { parameters: { 'AWS::AccountId': '111122223333' } },
      [],
    ],
  },
});
