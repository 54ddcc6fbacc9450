import rule from '../../../rules/delivery/opsworks-cookbooks-public';
import { testRule } from '../../rule-tester';

type Fields = { [key: string]: unknown };
const stack = (source?: unknown, more: Fields = {}) => ({
  Name: 'shop',
  ServiceRoleArn: 'arn:aws:iam::111122223333:role/opsworks',
  DefaultInstanceProfileArn: 'arn:aws:iam::111122223333:instance-profile/web',
  ...(source !== undefined && { UseCustomCookbooks: true, CustomCookbooksSource: source }),
  ...more,
});
const git = (more: Fields = {}) => ({ Type: 'git', Url: 'https://git.example.com/cookbooks.git', ...more });
const bucket = { Type: 's3', Url: 'https://s3.amazonaws.com/shop-cookbooks/cookbooks.tar.gz' };

const ENDED = 'info Stack Type: AWS OpsWorks Stacks ended on 26 May 2024';
const privately = (name: string) =>
  `Stack Properties.CustomCookbooksSource.${name}: the cookbooks come from a private repository, as ${name} is given`;
const IN_BUCKET =
  'warning Stack Properties.CustomCookbooksSource.Type: the cookbooks come from an S3 bucket, not from a public repository';

testRule(rule, {
  pass: {
    'something else than OpsWorks': {
      Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
    },
  },
  fail: {
    'a public repository, of a service that has ended': [stack(git()), ENDED],
    'no cookbooks of its own': [stack(), ENDED],
    'a bucket': [stack(bucket), [ENDED, IN_BUCKET]],
    'a bucket that is not used': [stack(bucket, { UseCustomCookbooks: false }), ENDED],
    'a key': [
      stack(git({ SshKey: '{{resolve:secretsmanager:cookbooks}}' })),
      [ENDED, `warning ${privately('SshKey')}`],
    ],
    'a key by a parameter': [
      stack(git({ SshKey: { Ref: 'DeployKey' } })),
      [
        ENDED,
        'review Stack Properties.CustomCookbooksSource.SshKey: DeployKey has no default, so it is only known at deployment',
      ],
    ],
    'an empty user and a key by a parameter with a default': [
      {
        Parameters: { Key: { Type: 'String', Default: '' } },
        Resources: {
          Stack: {
            Type: 'AWS::OpsWorks::Stack',
            Properties: stack(git({ Username: '', SshKey: { Ref: 'Key' } })),
          },
        },
      },
      ENDED,
    ],
    'a user': [stack(git({ Username: 'deploy' })), [ENDED, `warning ${privately('Username')}`]],
    'a key in production only': [
      stack(git({ SshKey: { 'Fn::If': ['IsProd', 'key', { Ref: 'AWS::NoValue' }] } })),
      [ENDED, `warning ${privately('SshKey').replace(':', ' when IsProd is true (Stage is prod):')}`],
    ],
  },
});
