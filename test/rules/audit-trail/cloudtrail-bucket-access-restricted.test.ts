import rule from '../../../rules/audit-trail/cloudtrail-bucket-access-restricted';
import { testRule } from '../../rule-tester';

const trail = {
  Type: 'AWS::CloudTrail::Trail',
  Properties: { S3BucketName: { Ref: 'Logs' }, IsLogging: true },
};
const Logs = { Type: 'AWS::S3::Bucket' };
const objects = { 'Fn::Sub': 'arn:aws:s3:::${Logs}/*' };
const allow = (Principal: unknown, Action: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Principal,
  Action,
  Resource: objects,
  ...more,
});
const policy = (...Statement: unknown[]) => ({
  Type: 'AWS::S3::BucketPolicy',
  Properties: { Bucket: { Ref: 'Logs' }, PolicyDocument: { Version: '2012-10-17', Statement } },
});
const withPolicy = (...statements: unknown[]) => ({
  Resources: { Trail: trail, Logs, Policy: policy(...statements) },
});
const withBucket = (properties: object) => ({
  Resources: { Trail: trail, Logs: { ...Logs, Properties: properties } },
});
const blocked = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const cloudTrail = { Service: 'cloudtrail.amazonaws.com' };
const ofTrail = {
  Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit' } },
};
const check1 = allow(cloudTrail, 's3:GetBucketAcl', { Resource: { 'Fn::GetAtt': ['Logs', 'Arn'] } });
const write = allow(cloudTrail, 's3:PutObject', ofTrail);
const role = (name: string) => ({ AWS: `arn:aws:iam::444455556666:role/${name}` });
const account = { AWS: 'arn:aws:iam::444455556666:root' };
const ofOrganization = { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } };
const ofAuditor = {
  Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/auditor' } },
};

const place = 'Policy Properties.PolicyDocument.Statement[0].Principal';
const unconditioned = 'without a condition on aws:SourceArn, trails of any account may write here';
const whole = (action: string) =>
  `the whole account arn:aws:iam::444455556666:root is allowed ${action}: name the role that audits`;
const nobody = 'nobody but CloudTrail writes or deletes log files';

const DESTROYS = [
  ...['s3:DeleteObjectVersion', 's3:DeleteBucket', 's3:DeleteBucketPolicy', 's3:PutBucketPolicy'],
  ...['s3:PutBucketVersioning'],
];

testRule(rule, {
  pass: {
    'one auditor reads, whatever the condition is called': withPolicy(
      ...['StringEquals', 'StringEqualsIgnoreCase', 'StringLike', 'ArnEquals'].map((operator) =>
        allow(account, 's3:GetObject', {
          Condition: { [operator]: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/auditor' } },
        }),
      ),
      allow(account, 's3:GetObject', { Condition: { StringLike: { 'aws:userid': 'AROAEXAMPLE:*' } } }),
    ),
    'the role by which CDK empties the bucket, which another rule reports': {
      Resources: {
        ...withPolicy(
          allow({ AWS: { 'Fn::GetAtt': ['CustomS3AutoDeleteObjectsRole', 'Arn'] } }, 's3:DeleteObject*'),
        ).Resources,
        CustomS3AutoDeleteObjectsRole: {
          Type: 'AWS::IAM::Role',
          Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } },
        },
      },
    },
    'CloudTrail writes, for one trail': withPolicy(check1, write),
    'CloudTrail writes, for one account': withPolicy(
      allow(cloudTrail, 's3:PutObject', {
        Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
      }),
    ),
    'an audit role reads': withPolicy(write, allow(role('auditor'), ['s3:GetObject', 's3:ListBucket'])),
    'an audit role reads, named by a condition': withPolicy(allow('*', 's3:GetObject', ofAuditor)),
    'what is denied to everyone': withPolicy({
      ...allow('*', 's3:*'),
      Effect: 'Deny',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    }),
    'a whole account may list what is there': withPolicy(
      allow(account, 's3:ListBucket', { Resource: { 'Fn::GetAtt': ['Logs', 'Arn'] } }),
    ),
    'other services that write are the case of cloudtrail-bucket-dedicated': withPolicy(
      allow({ Service: 'config.amazonaws.com' }, 's3:PutObject'),
    ),
    'a public access block': withBucket({ PublicAccessBlockConfiguration: blocked }),
    'open to everyone, but for a statement that keeps others out': withPolicy(allow('*', 's3:GetObject'), {
      ...allow('*', 's3:*'),
      Effect: 'Deny',
      Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    }),
    'the bucket of no trail': {
      Resources: { Logs, Policy: policy(allow(account, 's3:*')) },
    },
  },
  fail: {
    'another account reads earlier versions': [
      withPolicy(allow(account, 's3:GetObjectVersion')),
      `error ${place}.AWS: ${whole('s3:GetObjectVersion')}`,
    ],
    'a role has part in whatever destroys log files': [
      withPolicy(...DESTROYS.map((action) => allow(role('shop'), action, { Resource: '*' }))),
      DESTROYS.map(
        (action, index) =>
          `error ${place.replace('[0]', `[${index}]`)}.AWS: arn:aws:iam::444455556666:role/shop is allowed ${action}: ${nobody}`,
      ),
    ],
    'every user of an account reads, or all of it, or all of AWS': [
      withPolicy(
        ...['arn:aws:iam::444455556666:user/*', 'arn:aws:iam::444455556666:*', '*'].map((arn) =>
          allow(account, 's3:GetObject', { Condition: { ArnLike: { 'aws:PrincipalArn': arn } } }),
        ),
      ),
      [0, 1, 2].map((index) => `error ${place.replace('[0]', `[${index}]`)}.AWS: ${whole('s3:GetObject')}`),
    ],
    'every other gap of a public access block': [
      {
        Resources: Object.fromEntries(
          ['BlockPublicAcls', 'IgnorePublicAcls', 'RestrictPublicBuckets'].flatMap((setting) => [
            [
              `Trail${setting}`,
              { Type: trail.Type, Properties: { ...trail.Properties, S3BucketName: { Ref: setting } } },
            ],
            [
              setting,
              { ...Logs, Properties: { PublicAccessBlockConfiguration: { ...blocked, [setting]: false } } },
            ],
          ]),
        ),
      },
      ['BlockPublicAcls', 'IgnorePublicAcls', 'RestrictPublicBuckets'].map(
        (setting) =>
          `error ${setting} Properties.PublicAccessBlockConfiguration.${setting}: ${setting} is not true: the log files can be made public`,
      ),
    ],
    'an ACL for everyone who has an account': [
      withBucket({
        AccessControl: 'AuthenticatedRead',
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] },
      }),
      'error Logs Properties.AccessControl: AuthenticatedRead lets strangers at the log files',
    ],
    'CloudTrail writes for whomever it likes': [
      withPolicy(check1, allow(cloudTrail, 's3:PutObject')),
      `warning Policy Properties.PolicyDocument.Statement[1].Principal.Service: ${unconditioned}`,
    ],
    'CloudTrail may do more than write': [
      withPolicy(allow(cloudTrail, 's3:*', ofTrail)),
      `warning ${place}.Service: CloudTrail needs no s3:DeleteObject`,
    ],
    'another account reads': [
      withPolicy(allow(account, 's3:GetObject')),
      `error ${place}.AWS: ${whole('s3:GetObject')}`,
    ],
    'another account deletes': [
      withPolicy(allow(account, ['s3:GetObject', 's3:DeleteObject*'])),
      `error ${place}.AWS: ${whole('s3:DeleteObject')}`,
    ],
    'the own account, in which IAM decides': [
      withPolicy(allow({ AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } }, 's3:GetObject')),
      `info ${place}.AWS: the whole account arn:aws:iam::\${AWS::AccountId}:root is allowed s3:GetObject: name the role that audits`,
    ],
    'the whole organization reads': [
      withPolicy(allow('*', 's3:GetObject', ofOrganization)),
      `error ${place}: everyone that the condition lets in is allowed s3:GetObject: name the role that audits`,
    ],
    'a role deletes': [
      withPolicy(allow(role('cleaner'), 's3:DeleteObject')),
      `error ${place}.AWS: arn:aws:iam::444455556666:role/cleaner is allowed s3:DeleteObject: ${nobody}`,
    ],
    'a role writes': [
      withPolicy(allow(role('shop'), 's3:PutObject')),
      `error ${place}.AWS: arn:aws:iam::444455556666:role/shop is allowed s3:PutObject: ${nobody}`,
    ],
    'a role decides when log files expire': [
      withPolicy(
        allow(role('shop'), 's3:PutLifecycleConfiguration', { Resource: { 'Fn::GetAtt': ['Logs', 'Arn'] } }),
      ),
      `error ${place}.AWS: arn:aws:iam::444455556666:role/shop is allowed s3:PutLifecycleConfiguration: ${nobody}`,
    ],
    'another service reads': [
      withPolicy(allow({ Service: 'macie.amazonaws.com' }, 's3:GetObject')),
      `error ${place}.Service: the service macie.amazonaws.com is allowed s3:GetObject`,
    ],
    'anyone reads': [
      withPolicy(allow('*', 's3:GetObject')),
      `error ${place}: anyone is allowed s3:GetObject`,
    ],
    'whoever signs in somewhere reads': [
      withPolicy(allow({ Federated: 'cognito-identity.amazonaws.com' }, 's3:GetObject')),
      `error ${place}.Federated: whoever signs in by cognito-identity.amazonaws.com is allowed s3:GetObject`,
    ],
    'a public access block with a gap': [
      withBucket({ PublicAccessBlockConfiguration: { ...blocked, BlockPublicPolicy: false } }),
      'error Logs Properties.PublicAccessBlockConfiguration.BlockPublicPolicy: BlockPublicPolicy is not true: the log files can be made public',
    ],
    'every role of an account reads, by a condition': [
      withPolicy(
        allow('*', 's3:GetObject', {
          Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/*' } },
        }),
      ),
      `error ${place}: everyone that the condition lets in is allowed s3:GetObject: name the role that audits`,
    ],
    'the whole organization reads, but for one role': [
      withPolicy(
        allow('*', 's3:GetObject', {
          Condition: {
            ...ofOrganization.Condition,
            ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/guest' },
          },
        }),
      ),
      `error ${place}: everyone that the condition lets in is allowed s3:GetObject: name the role that audits`,
    ],
    'an ACL for everyone': [
      withBucket({
        AccessControl: 'PublicRead',
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] },
      }),
      'error Logs Properties.AccessControl: PublicRead lets strangers at the log files',
    ],
    'a canonical user reads': [
      withPolicy(allow({ CanonicalUser: '79a59d' }, 's3:GetObject')),
      `error ${place}.CanonicalUser: the canonical user 79a59d is allowed s3:GetObject: name a role that audits`,
    ],
    'outside production another account reads': [
      withPolicy(write, { 'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, allow(account, 's3:GetObject')] }),
      `warning Policy Properties.PolicyDocument.Statement[1].Principal.AWS when IsProd is false (Stage is dev): ${whole('s3:GetObject')}`,
    ],
    'the bucket is that of a trail in production only': [
      {
        Resources: {
          Trail: { ...trail, Condition: 'IsProd' },
          Logs,
          Policy: policy(allow(account, 's3:GetObject')),
        },
      },
      `error ${place}.AWS when IsProd is true (Stage is prod): ${whole('s3:GetObject')}`,
    ],
  },
  review: {
    'what is allowed is a parameter': [
      withPolicy(allow(role('shop'), { Ref: 'Allowed' })),
      `review ${place}.AWS: Allowed has no default, so it is only known at deployment`,
    ],
  },
});
