import rule from '../../../rules/identity/s3-policy-least-privilege';
import { testRule } from '../../rule-tester';

type Statement = { readonly [key: string]: unknown };

const allow = (more: Statement): Statement => ({
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:role/orders' },
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::orders/*',
  ...more,
});
const policy = (...Statement: unknown[]) => ({
  Bucket: 'orders',
  PolicyDocument: { Version: '2012-10-17', Statement },
});
const root = (account: string) => ({ AWS: { 'Fn::Sub': `arn:aws:iam::${account}:root` } });
const place = 'BucketPolicy Properties.PolicyDocument.Statement[0]';
const everything = (action: string) =>
  `${action} allows every action on the bucket: list those that are needed`;
const account = (who: string, action: string) =>
  `${who} is a whole other account, and is allowed ${action}: name the role that needs it`;

const WRITES = [
  ...['s3:DeleteObjectVersion', 's3:DeleteBucket', 's3:PutObjectAcl', 's3:PutBucketPolicy'],
  ...['s3:PutLifecycleConfiguration', 's3:PutReplicationConfiguration'],
];

testRule(rule, {
  pass: {
    'the policy of the bucket of a trail, which another rule judges': {
      Resources: {
        Logs: { Type: 'AWS::S3::Bucket' },
        Trail: {
          Type: 'AWS::CloudTrail::Trail',
          Properties: { S3BucketName: { Ref: 'Logs' }, IsLogging: true },
        },
        Policy: {
          Type: 'AWS::S3::BucketPolicy',
          Properties: { ...policy(allow({ Action: 's3:*' })), Bucket: { Ref: 'Logs' } },
        },
      },
    },
    'one access point says for itself whom it lets in': policy(
      allow({
        Principal: { AWS: '*' },
        Action: '*',
        Resource: ['arn:aws:s3:::orders', 'arn:aws:s3:::orders/*'],
        Condition: {
          ArnEquals: { 's3:DataAccessPointArn': 'arn:aws:s3:eu-west-1:111122223333:accesspoint/orders' },
        },
      }),
    ),
    'all but some actions, which another rule judges': policy(
      allow({ Action: undefined, NotAction: 's3:DeleteBucket' }),
    ),
    'the actions that a role needs': policy(
      allow({ Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'] }),
    ),
    'autoDeleteObjects of CDK': policy(
      allow({ Action: ['s3:PutBucketPolicy', 's3:GetBucket*', 's3:List*', 's3:DeleteObject*'] }),
    ),
    'replication from another account, by its role': policy(
      allow({ Action: ['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ObjectOwnerOverrideToBucketOwner'] }),
    ),
    'another account may only read': policy(
      allow({ Principal: root('444455556666'), Action: ['s3:Get*', 's3:List*'] }),
    ),
    'the own account may write': policy(
      allow({ Principal: root('${AWS::AccountId}'), Action: 's3:PutObject' }),
    ),
    'access points of the account say for themselves whom they let in': policy(
      allow({
        Principal: { AWS: '*' },
        Action: '*',
        Resource: ['arn:aws:s3:::orders', 'arn:aws:s3:::orders/*'],
        Condition: { StringEquals: { 's3:DataAccessPointAccount': { Ref: 'AWS::AccountId' } } },
      }),
    ),
    'another account may write by one role': policy(
      allow({
        Principal: root('444455556666'),
        Action: 's3:PutObject',
        Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/upload' } },
      }),
    ),
    'load balancers of older Regions write their logs from an account of their own': policy(
      allow({ Principal: root('127311923021'), Action: 's3:PutObject' }),
      allow({
        Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${LoadBalancerAccount}:root' } },
        Action: 's3:PutObject',
        Resource: { 'Fn::Sub': 'arn:aws:s3:::orders/AWSLogs/${AWS::AccountId}/*' },
      }),
    ),
    'that account by Region': {
      Mappings: {
        LoadBalancers: {
          'eu-west-1': { Account: '156460612806' },
          'us-east-1': { Account: '127311923021' },
        },
      },
      Resources: {
        Policy: {
          Type: 'AWS::S3::BucketPolicy',
          Properties: policy(
            allow({
              Action: 's3:PutObject',
              Principal: { AWS: { 'Fn::FindInMap': ['LoadBalancers', { Ref: 'AWS::Region' }, 'Account'] } },
            }),
          ),
        },
      },
    },
    'logs that services deliver': policy(
      allow({
        Principal: { Service: 'delivery.logs.amazonaws.com' },
        Action: 's3:PutObject',
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    ),
    'everything is denied': policy(allow({ Effect: 'Deny', Action: 's3:*' })),
    'everyone may do everything, which another rule reports': policy(
      allow({ Principal: '*', Action: 's3:*' }),
    ),
  },
  fail: {
    'another account as a whole may change what matters': [
      policy(...WRITES.map((Action) => allow({ Principal: { AWS: '444455556666' }, Action, Resource: '*' }))),
      WRITES.map(
        (action, index) =>
          `warning ${place.replace('[0]', `[${index}]`)}.Principal.AWS: ${account('444455556666', action)}`,
      ),
    ],
    'another account may write logs, and delete them': [
      policy(
        allow({
          Principal: { AWS: '444455556666' },
          Action: ['s3:PutObject', 's3:DeleteObject'],
          Resource: 'arn:aws:s3:::orders/AWSLogs/*',
        }),
      ),
      `warning ${place}.Principal.AWS: ${account('444455556666', 's3:PutObject')}`,
    ],
    'another account may write logs, and other objects': [
      policy(
        allow({
          Principal: { AWS: '444455556666' },
          Action: 's3:PutObject',
          Resource: ['arn:aws:s3:::orders/AWSLogs/*', 'arn:aws:s3:::orders/orders/*'],
        }),
      ),
      `warning ${place}.Principal.AWS: ${account('444455556666', 's3:PutObject')}`,
    ],
    'every action for all of an organization': [
      policy(
        allow({
          Principal: '*',
          Action: 's3:*',
          Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
        }),
      ),
      `warning ${place}.Action: ${everything('s3:*')}`,
    ],
    'every action of S3': [
      policy(allow({ Action: 's3:*' })),
      `warning ${place}.Action: ${everything('s3:*')}`,
    ],
    'every action at all, in a list': [
      policy(allow({ Action: ['s3:GetObject', '*'] })),
      `warning ${place}.Action[1]: ${everything('*')}`,
    ],
    'every action, for a service': [
      policy(allow({ Principal: { Service: 'cloudfront.amazonaws.com' }, Action: 'S3:*' })),
      `warning ${place}.Action: ${everything('S3:*')}`,
    ],
    'another account as a whole may delete': [
      policy(allow({ Principal: { AWS: ['444455556666'] }, Action: ['s3:GetObject', 's3:Delete*'] })),
      `warning ${place}.Principal.AWS[0]: ${account('444455556666', 's3:DeleteObject')}`,
    ],
    'the account of a parameter may write': [
      policy(allow({ Principal: root('${Partner}'), Action: 's3:PutObject' })),
      `warning ${place}.Principal.AWS: ${account('arn:aws:iam::${Partner}:root', 's3:PutObject')}`,
    ],
    'more than logs for the account of load balancers': [
      policy(allow({ Principal: root('127311923021'), Action: ['s3:PutObject', 's3:DeleteObject'] })),
      `warning ${place}.Principal.AWS: ${account('arn:aws:iam::127311923021:root', 's3:PutObject')}`,
    ],
    'outside production': [
      policy({ 'Fn::If': ['IsProd', allow({}), allow({ Action: 's3:*' })] }),
      `info ${place}.Action when IsProd is false (Stage is dev): ${everything('s3:*')}`,
    ],
  },
  review: {
    'a role or a whole account, by a parameter': [
      policy(allow({ Principal: { AWS: { Ref: 'Uploader' } }, Action: 's3:PutObject' })),
      `review ${place}.Principal.AWS: Uploader has no default, so it is only known at deployment`,
    ],
    'actions that a parameter gives': [
      policy(allow({ Action: { Ref: 'Actions' } })),
      `review ${place}.Action: Actions has no default, so it is only known at deployment`,
    ],
  },
});
