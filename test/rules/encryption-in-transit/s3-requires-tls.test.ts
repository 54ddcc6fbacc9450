import rule from '../../../rules/encryption-in-transit/s3-requires-tls';
import { testRule } from '../../rule-tester';

type Statement = { readonly [key: string]: unknown };

const arn = { 'Fn::GetAtt': ['Orders', 'Arn'] };
const objects = { 'Fn::Sub': '${Orders.Arn}/*' };
const withoutTls = { Bool: { 'aws:SecureTransport': 'false' } };
const deny = (more: Statement = {}): Statement => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [arn, objects],
  Condition: withoutTls,
  ...more,
});
const bucketPolicy = (statements: unknown, more: object = {}) => ({
  Type: 'AWS::S3::BucketPolicy',
  Properties: { Bucket: { Ref: 'Orders' }, PolicyDocument: { Version: '2012-10-17', Statement: statements } },
  ...more,
});
const bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'orders' } };
const withPolicy = (statements: unknown, more: object = {}) => ({
  Resources: { Orders: bucket, Policy: bucketPolicy(statements), ...more },
});
const website = {
  Type: 'AWS::S3::Bucket',
  Properties: { WebsiteConfiguration: { IndexDocument: 'index.html' } },
};
const distribution = (bucketIsFor: 'Origins' | 'Logging') => ({
  Type: 'AWS::CloudFront::Distribution',
  Properties: {
    DistributionConfig: {
      Enabled: true,
      DefaultCacheBehavior: {
        TargetOriginId: 'content',
        ViewerProtocolPolicy: 'https-only',
        CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
      },
      Origins: [
        bucketIsFor === 'Origins'
          ? {
              Id: 'content',
              DomainName: { 'Fn::GetAtt': ['Orders', 'RegionalDomainName'] },
              OriginAccessControlId: 'E1ABCDEF',
              S3OriginConfig: {},
            }
          : {
              Id: 'content',
              DomainName: 'shop.example.com',
              CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
            },
      ],
      ...(bucketIsFor === 'Logging' && { Logging: { Bucket: { 'Fn::GetAtt': ['Orders', 'DomainName'] } } }),
    },
  },
});

const none = 'no bucket policy denies requests by plain HTTP';
const notDenied = 'the bucket policy does not deny everyone s3:* where aws:SecureTransport is false';
const bucketOnly = 'the bucket policy denies plain HTTP for the bucket, but not for its objects';
const objectsOnly = 'the bucket policy denies plain HTTP for the objects, but not for the bucket itself';

testRule(rule, {
  pass: {
    'denied in other words': {
      Resources: Object.fromEntries(
        [
          { StringEquals: { 'aws:SecureTransport': 'false' } },
          { StringEqualsIgnoreCase: { 'aws:SecureTransport': 'false' } },
          { BoolIfExists: { 'aws:SecureTransport': 'false' } },
          { NumericLessThan: { 's3:TlsVersion': '1.2' } },
          { NumericLessThanEqualsIfExists: { 's3:TlsVersion': '1.2' } },
        ].flatMap((Condition, index) => [
          [`Orders${index}`, { Type: 'AWS::S3::Bucket', Properties: {} }],
          [
            `Policy${index}`,
            {
              Type: 'AWS::S3::BucketPolicy',
              Properties: {
                Bucket: { Ref: `Orders${index}` },
                PolicyDocument: {
                  Version: '2012-10-17',
                  Statement: [
                    deny({
                      Resource: [
                        { 'Fn::GetAtt': [`Orders${index}`, 'Arn'] },
                        { 'Fn::Sub': `\${Orders${index}.Arn}/*` },
                      ],
                      Condition,
                    }),
                  ],
                },
              },
            },
          ],
        ]),
      ),
    },
    'denied on the bucket and its objects, as by enforceSSL of CDK': withPolicy(
      deny({ Principal: { AWS: '*' } }),
    ),
    'denied in two statements': withPolicy([deny({ Resource: arn }), deny({ Resource: objects })]),
    'denied on everything': withPolicy(deny({ Resource: '*', Action: '*' })),
    'denied on all that begins like the bucket': withPolicy(
      deny({ Resource: { 'Fn::Sub': '${Orders.Arn}*' } }),
    ),
    'TLS older than 1.2 is denied, and plain HTTP with it': withPolicy(
      deny({ Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } } }),
    ),
    'a false that is no text': withPolicy(deny({ Condition: { Bool: { 'aws:SecureTransport': false } } })),
    'a policy that names the bucket by its name': {
      Resources: {
        Orders: bucket,
        Policy: {
          Type: 'AWS::S3::BucketPolicy',
          Properties: {
            Bucket: 'orders',
            PolicyDocument: {
              Statement: [deny({ Resource: ['arn:aws:s3:::orders', 'arn:aws:s3:::orders/*'] })],
            },
          },
        },
      },
    },
    'a name made of the same words': {
      Resources: {
        Orders: {
          Type: 'AWS::S3::Bucket',
          Properties: { BucketName: { 'Fn::Sub': '${AWS::StackName}-orders' } },
        },
        Policy: {
          Type: 'AWS::S3::BucketPolicy',
          Properties: {
            Bucket: { 'Fn::Join': ['-', [{ Ref: 'AWS::StackName' }, 'orders']] },
            PolicyDocument: { Statement: [deny()] },
          },
        },
      },
    },
    'a name that the bucket has in one branch': {
      Resources: {
        Orders: {
          Type: 'AWS::S3::Bucket',
          Properties: { BucketName: { 'Fn::If': ['IsProd', 'orders', { Ref: 'AWS::NoValue' }] } },
        },
        Policy: {
          Type: 'AWS::S3::BucketPolicy',
          Properties: { Bucket: 'orders', PolicyDocument: { Statement: [deny()] } },
        },
      },
    },
    'a bucket and its policy under one condition': {
      Resources: {
        Orders: { ...bucket, Condition: 'IsProd' },
        Policy: bucketPolicy(deny(), { Condition: 'IsProd' }),
      },
    },
  },
  fail: {
    'denied for old versions of TLS, of which some are left': [
      withPolicy([deny({ Condition: { NumericLessThan: { 's3:TlsVersion': '1.1' } } })]),
      `warning Orders Properties: ${notDenied}`,
    ],
    'denied for a tag that is less than a number': [
      withPolicy([deny({ Condition: { NumericLessThan: { 's3:max-keys': '10' } } })]),
      `warning Orders Properties: ${notDenied}`,
    ],
    'denied for new versions of TLS': [
      withPolicy([deny({ Condition: { NumericGreaterThan: { 's3:TlsVersion': '1.2' } } })]),
      `warning Orders Properties: ${notDenied}`,
    ],
    'no policy': [{ BucketName: 'orders' }, `warning Bucket Properties: ${none}`],
    'a policy about something else': [
      withPolicy({
        Effect: 'Allow',
        Principal: { AWS: '111122223333' },
        Action: 's3:GetObject',
        Resource: objects,
        Condition: { Bool: { 'aws:SecureTransport': 'true' } },
      }),
      `warning Orders Properties: ${notDenied}`,
    ],
    'only the bucket': [withPolicy(deny({ Resource: arn })), `warning Orders Properties: ${bucketOnly}`],
    'only the objects': [
      withPolicy(deny({ Resource: objects })),
      `warning Orders Properties: ${objectsOnly}`,
    ],
    'only some objects': [
      withPolicy(deny({ Resource: [arn, { 'Fn::Sub': '${Orders.Arn}/logs/*' }] })),
      `warning Orders Properties: ${bucketOnly}`,
    ],
    'only uploads': [withPolicy(deny({ Action: 's3:PutObject' })), `warning Orders Properties: ${notDenied}`],
    'only for one role': [
      withPolicy(deny({ Principal: { AWS: 'arn:aws:iam::111122223333:role/app' } })),
      `warning Orders Properties: ${notDenied}`,
    ],
    'for all but one role': [
      withPolicy(deny({ Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::111122223333:role/app' } })),
      `warning Orders Properties: ${notDenied}`,
    ],
    'HTTPS is denied in place of HTTP': [
      withPolicy(deny({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } })),
      `warning Orders Properties: ${notDenied}`,
    ],
    'old TLS is denied, but HTTP is let through on purpose': [
      withPolicy(
        deny({
          Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' }, Bool: { 'aws:SecureTransport': 'true' } },
        }),
      ),
      `warning Orders Properties: ${notDenied}`,
    ],
    'a website, which has no HTTPS of its own': [
      { Resources: { Orders: website } },
      `info Orders Properties: ${none}`,
    ],
    'only CloudFront reads it': [
      { Resources: { Orders: bucket, Site: distribution('Origins') } },
      `info Orders Properties: ${none}`,
    ],
    'the bucket for the logs of CloudFront': [
      { Resources: { Orders: bucket, Site: distribution('Logging') } },
      `warning Orders Properties: ${none}`,
    ],
    'no policy outside production': [
      { Resources: { Orders: bucket, Policy: bucketPolicy(deny(), { Condition: 'IsProd' }) } },
      `info Orders Properties when IsProd is false (Stage is dev): ${none}`,
    ],
  },
  review: {
    'a policy that a parameter gives': [
      {
        Resources: {
          Orders: bucket,
          Policy: {
            Type: 'AWS::S3::BucketPolicy',
            Properties: { Bucket: { Ref: 'Orders' }, PolicyDocument: { Ref: 'Document' } },
          },
        },
      },
      'review Orders Properties: Document has no default, so it is only known at deployment',
    ],
    'resources that parameters give': [
      withPolicy(deny({ Resource: [{ Ref: 'BucketArn' }, { Ref: 'ObjectsArn' }] })),
      'review Orders Properties: ObjectsArn has no default, so it is only known at deployment',
    ],
  },
});
