import rule from '../../../rules/public-access/s3-no-public-policy';
import { testRule } from '../../rule-tester';

type Statement = { readonly [key: string]: unknown };

const objects = 'arn:aws:s3:::orders/*';
const allow = (more: Statement): Statement => ({
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:GetObject',
  Resource: objects,
  ...more,
});
const document = (...Statement: unknown[]) => ({ Version: '2012-10-17', Statement });
const policy = (...statements: unknown[]) => ({ Bucket: 'orders', PolicyDocument: document(...statements) });
const when = (operator: string, key: string, value: unknown) => ({
  Condition: { [operator]: { [key]: value } },
});
/** A bucket with properties, and a policy for it. */
const withBucket = (properties: object, ...statements: unknown[]) => ({
  Resources: {
    Site: { Type: 'AWS::S3::Bucket', Properties: properties },
    Policy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: { Bucket: { Ref: 'Site' }, PolicyDocument: document(...statements) },
    },
  },
});
const website = { WebsiteConfiguration: { IndexDocument: 'index.html' } };
const onlyFrom = (operator: string, more: Statement = {}): Statement => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: '*',
  ...when(operator, 'aws:SourceVpce', 'vpce-1a2b3c4d'),
  ...more,
});

const accessPoint = (more: object) => ({
  Type: 'AWS::S3::AccessPoint',
  Properties: {
    Bucket: 'orders',
    Policy: document(allow({ Resource: 'arn:aws:s3:eu-west-1:111122223333:accesspoint/shop/object/*' })),
    ...more,
  },
});
const multiRegion = (MrapName: unknown) => ({
  Resources: {
    Everywhere: {
      Type: 'AWS::S3::MultiRegionAccessPoint',
      Properties: { Regions: [{ Bucket: 'orders-eu' }, { Bucket: 'orders-us' }] },
    },
    Policy: {
      Type: 'AWS::S3::MultiRegionAccessPointPolicy',
      Properties: {
        MrapName,
        Policy: document(allow({ Resource: 'arn:aws:s3::111122223333:accesspoint/shop.mrap/object/*' })),
      },
    },
  },
});

const place = 'BucketPolicy Properties.PolicyDocument.Statement[0].Principal';
const open = (actions = 's3:GetObject', note = 'no condition narrows it') =>
  `anyone is allowed ${actions}: ${note}`;
const byAccessPoint = 'the public access block of the access point alone keeps them out';
const forWebsite = 'if the website is meant to be public, say so in a waiver, or put CloudFront before it';

testRule(rule, {
  pass: {
    'a role by name': policy(allow({ Principal: { AWS: 'arn:aws:iam::111122223333:role/orders' } })),
    'a role of the template': {
      Resources: {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: document({
              Effect: 'Allow',
              Action: 'sts:AssumeRole',
              Principal: { Service: 'ec2.amazonaws.com' },
            }),
          },
        },
        Policy: {
          Type: 'AWS::S3::BucketPolicy',
          Properties: policy(allow({ Principal: { AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } } })),
        },
      },
    },
    'the own account': policy(
      allow({ Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } } }),
    ),
    'CloudFront with origin access control': policy(
      allow({
        Principal: { Service: 'cloudfront.amazonaws.com' },
        ...when('StringEquals', 'aws:SourceArn', {
          'Fn::Sub': 'arn:aws:cloudfront::${AWS::AccountId}:distribution/E1ABCDEF',
        }),
      }),
    ),
    'an origin access identity': {
      Resources: {
        Identity: {
          Type: 'AWS::CloudFront::CloudFrontOriginAccessIdentity',
          Properties: { CloudFrontOriginAccessIdentityConfig: { Comment: 'shop' } },
        },
        Policy: {
          Type: 'AWS::S3::BucketPolicy',
          Properties: policy(
            allow({ Principal: { CanonicalUser: { 'Fn::GetAtt': ['Identity', 'S3CanonicalUserId'] } } }),
          ),
        },
      },
    },
    'only through one VPC endpoint': policy(allow(when('StringEquals', 'aws:SourceVpce', 'vpce-1a2b3c4d'))),
    'only for the organization': policy(
      allow(when('StringEquals', 'aws:PrincipalOrgID', { Ref: 'OrganizationId' })),
    ),
    'only from the office': policy(
      allow(when('IpAddress', 'aws:SourceIp', ['198.51.100.0/24', '203.0.113.7/32'])),
    ),
    'only through access points of the account': policy(
      allow({
        Principal: { AWS: '*' },
        Action: '*',
        ...when('StringEquals', 's3:DataAccessPointAccount', { Ref: 'AWS::AccountId' }),
      }),
    ),
    'everyone is denied': policy({ ...allow({ Action: 's3:*' }), Effect: 'Deny' }),
    'everyone, but all who come another way are denied': policy(allow({}), onlyFrom('StringNotEquals')),
    'a statement that is left out where the bucket is public': {
      Type: 'AWS::S3::BucketPolicy',
      Condition: 'IsProd',
      Properties: policy(
        { 'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, allow({})] },
        allow({ Principal: { AWS: '111122223333' } }),
      ),
    },
  },
  fail: {
    'everyone may read': [policy(allow({})), `error ${place}: ${open()}`],
    'any AWS principal': [policy(allow({ Principal: { AWS: '*' } })), `error ${place}.AWS: ${open()}`],
    'one of a list is everyone': [
      policy(allow({ Principal: { AWS: ['111122223333', '*'] } })),
      `error ${place}.AWS[1]: ${open()}`,
    ],
    'everyone but one': [
      policy({
        ...allow({ NotPrincipal: { AWS: 'arn:aws:iam::111122223333:user/guest' } }),
        Principal: undefined,
      }),
      'error BucketPolicy Properties.PolicyDocument.Statement[0].NotPrincipal: all but some are allowed s3:GetObject: no condition narrows it',
    ],
    'conditions that any client can meet': [
      policy(
        allow(when('StringLike', 'aws:Referer', 'https://shop.example.com/*')),
        allow(when('StringEquals', 'aws:UserAgent', 'secret-agent')),
        allow(when('Bool', 'aws:SecureTransport', 'true')),
      ),
      [0, 1, 2].map(
        (index) =>
          `error BucketPolicy Properties.PolicyDocument.Statement[${index}].Principal: ${open('s3:GetObject', 'its condition names no caller')}`,
      ),
    ],
    'a condition on all addresses': [
      policy(allow(when('IpAddress', 'aws:SourceIp', '0.0.0.0/0'))),
      `error ${place}: ${open('s3:GetObject', 'its condition names no caller')}`,
    ],
    'a condition with a wildcard for every organization': [
      policy(allow(when('StringLike', 'aws:PrincipalOrgID', 'o-*'))),
      `error ${place}: ${open('s3:GetObject', 'its condition names no caller')}`,
    ],
    'a condition that holds where the key is missing': [
      policy(allow(when('StringEqualsIfExists', 'aws:SourceVpce', 'vpce-1a2b3c4d'))),
      `error ${place}: ${open('s3:GetObject', 'its condition names no caller')}`,
    ],
    'a Deny that covers other actions': [
      policy(allow({}), onlyFrom('StringNotEquals', { Action: 's3:PutObject' })),
      `error ${place}: ${open()}`,
    ],
    'a Deny without TLS leaves everyone with TLS': [
      policy(allow({}), { ...onlyFrom('StringNotEquals'), ...when('Bool', 'aws:SecureTransport', 'false') }),
      `error ${place}: ${open()}`,
    ],
    'the pages of a website': [
      withBucket(website, allow({})),
      `warning Policy Properties.PolicyDocument.Statement[0].Principal: ${open('s3:GetObject', forWebsite)}`,
    ],
    'a website that is listed and written by anyone': [
      withBucket(website, allow({ Action: ['s3:GetObject', 's3:ListBucket'] }), allow({ Action: 's3:Put*' })),
      [
        `error Policy Properties.PolicyDocument.Statement[0].Principal: ${open('s3:GetObject, s3:ListBucket')}`,
        `error Policy Properties.PolicyDocument.Statement[1].Principal: ${open('s3:Put*')}`,
      ],
    ],
    'kept from the public by the bucket alone': [
      withBucket(
        { PublicAccessBlockConfiguration: { RestrictPublicBuckets: true } },
        allow({ Action: 's3:*' }),
      ),
      `warning Policy Properties.PolicyDocument.Statement[0].Principal: ${open('s3:*', 'RestrictPublicBuckets of the bucket alone keeps them out')}`,
    ],
    'only outside production': [
      policy({ 'Fn::If': ['IsProd', allow({ Principal: { AWS: '111122223333' } }), allow({})] }),
      `warning BucketPolicy Properties.PolicyDocument.Statement[0].Principal when IsProd is false (Stage is dev): ${open()}`,
    ],
    'an access point that lets the public in': [
      accessPoint({ PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true } }),
      `error AccessPoint Properties.Policy.Statement[0].Principal: ${open()}`,
    ],
    'an access point, which keeps the public out by default': [
      accessPoint({}),
      `warning AccessPoint Properties.Policy.Statement[0].Principal: ${open('s3:GetObject', byAccessPoint)}`,
    ],
    'a Multi-Region Access Point': [
      multiRegion('shop'),
      `error Policy Properties.Policy.Statement[0].Principal: ${open()}`,
    ],
    'a Multi-Region Access Point of the template, which keeps the public out by default': [
      multiRegion({ Ref: 'Everywhere' }),
      `warning Policy Properties.Policy.Statement[0].Principal: ${open('s3:GetObject', byAccessPoint)}`,
    ],
    'a table bucket': [
      {
        Type: 'AWS::S3Tables::TableBucketPolicy',
        Properties: {
          TableBucketARN: 'arn:aws:s3tables:eu-west-1:111122223333:bucket/sales',
          ResourcePolicy: document(allow({ Action: 's3tables:GetTableData', Resource: '*' })),
        },
      },
      `error TableBucketPolicy Properties.ResourcePolicy.Statement[0].Principal: ${open('s3tables:GetTableData')}`,
    ],
    'a vector bucket': [
      {
        Type: 'AWS::S3Vectors::VectorBucketPolicy',
        Properties: {
          VectorBucketName: 'texts',
          Policy: document(allow({ Action: 's3vectors:QueryVectors', Resource: '*' })),
        },
      },
      `error VectorBucketPolicy Properties.Policy.Statement[0].Principal: ${open('s3vectors:QueryVectors')}`,
    ],
  },
  review: {
    'a principal that a parameter gives': [
      policy(allow({ Principal: { AWS: { Ref: 'Reader' } } })),
      'review BucketPolicy Properties.PolicyDocument.Statement[0].Principal.AWS: Reader has no default, so it is only known at deployment',
    ],
    'a range that a parameter gives': [
      policy(allow(when('IpAddress', 'aws:SourceIp', { Ref: 'Office' }))),
      'review BucketPolicy Properties.PolicyDocument.Statement[0].Principal: Office has no default, so it is only known at deployment',
    ],
  },
});
