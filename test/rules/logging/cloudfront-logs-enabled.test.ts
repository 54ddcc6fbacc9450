import rule from '../../../rules/logging/cloudfront-logs-enabled';
import { testRule } from '../../rule-tester';

type Properties = { readonly [name: string]: unknown };

const distribution = (more: Properties = {}, behavior: Properties = {}): Properties => ({
  DistributionConfig: {
    Enabled: true,
    Origins: [
      {
        Id: 'site',
        DomainName: 'origin.example.com',
        CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
      },
    ],
    DefaultCacheBehavior: {
      TargetOriginId: 'site',
      ViewerProtocolPolicy: 'https-only',
      CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
      ...behavior,
    },
    ...more,
  },
});
const Distribution = { Type: 'AWS::CloudFront::Distribution', Properties: distribution() };
const source = (properties: Properties = {}) => ({
  Type: 'AWS::Logs::DeliverySource',
  Properties: {
    Name: 'site-requests',
    LogType: 'ACCESS_LOGS',
    ResourceArn: { 'Fn::Sub': 'arn:aws:cloudfront::${AWS::AccountId}:distribution/${Distribution}' },
    ...properties,
  },
});
const delivery = (name: unknown) => ({
  Type: 'AWS::Logs::Delivery',
  Properties: {
    DeliverySourceName: name,
    DeliveryDestinationArn: 'arn:aws:logs:us-east-1:111122223333:delivery-destination:requests',
  },
});
const bucket = { Bucket: 'logs.s3.amazonaws.com' };
const realtime = 'arn:aws:cloudfront::111122223333:realtime-log-config/requests';
const place = 'Distribution Properties.DistributionConfig.Logging.Bucket';
const message =
  'requests are not logged: Logging has no Bucket, and there is no delivery source or real-time log';

testRule(rule, {
  pass: {
    'to a bucket': distribution({ Logging: { ...bucket, Prefix: 'site/' } }),
    'to a bucket of the template': {
      Resources: {
        Logs: { Type: 'AWS::S3::Bucket' },
        Distribution: {
          Type: 'AWS::CloudFront::Distribution',
          Properties: distribution({ Logging: { Bucket: { 'Fn::GetAtt': ['Logs', 'RegionalDomainName'] } } }),
        },
      },
    },
    'to a bucket that a parameter names': distribution({
      Logging: { Bucket: { 'Fn::Sub': '${LogBucket}.s3.amazonaws.com' } },
    }),
    'to what a parameter names': distribution({ Logging: { Bucket: { Ref: 'LogBucket' } } }),
    'by standard logging (v2)': {
      Resources: { Distribution, Source: source(), Delivery: delivery({ Ref: 'Source' }) },
    },
    'by standard logging (v2), by name': {
      Resources: { Distribution, Source: source(), Delivery: delivery('site-requests') },
    },
    'in real time': distribution({}, { RealtimeLogConfigArn: realtime }),
  },
  fail: {
    'nothing is said about logs': [distribution(), `warning ${place}: ${message}`],
    'only that cookies are included': [
      distribution({ Logging: { IncludeCookies: true } }),
      `warning ${place}: ${message}`,
    ],
    'a bucket that is empty by default': [
      {
        Parameters: { LogBucket: { Type: 'String', Default: '' } },
        Resources: {
          Distribution: {
            Type: 'AWS::CloudFront::Distribution',
            Properties: distribution({ Logging: { Bucket: { Ref: 'LogBucket' } } }),
          },
        },
      },
      `warning ${place} when LogBucket is empty: ${message}`,
    ],
    'only in production': [
      distribution({ Logging: { 'Fn::If': ['IsProd', bucket, { Ref: 'AWS::NoValue' }] } }),
      `info ${place} when IsProd is false (Stage is dev): ${message}`,
    ],
    'in real time for one path only': [
      distribution({
        CacheBehaviors: [
          {
            PathPattern: '/api/*',
            TargetOriginId: 'site',
            ViewerProtocolPolicy: 'https-only',
            CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
            RealtimeLogConfigArn: realtime,
          },
        ],
      }),
      `warning ${place}: ${message}`,
    ],
    'a source that nothing is delivered from': [
      { Resources: { Distribution, Source: source() } },
      `warning ${place}: no AWS::Logs::Delivery takes the access logs on from the delivery source Source`,
    ],
    'a source of connection logs': [
      {
        Resources: {
          Distribution,
          Source: source({ LogType: 'CONNECTION_LOGS' }),
          Delivery: delivery({ Ref: 'Source' }),
        },
      },
      `warning ${place}: ${message}`,
    ],
    'delivered in production only': [
      {
        Resources: {
          Distribution,
          Source: { ...source(), Condition: 'IsProd' },
          Delivery: { ...delivery({ Ref: 'Source' }), Condition: 'IsProd' },
        },
      },
      `info ${place} when IsProd is false (Stage is dev): ${message}`,
    ],
  },
  review: {
    'a type of log that a parameter names': [
      {
        Resources: {
          Distribution,
          Source: source({ LogType: { Ref: 'LogType' } }),
          Delivery: delivery({ Ref: 'Source' }),
        },
      },
      `review ${place}: LogType has no default, so it is only known at deployment`,
    ],
  },
  options: {
    'outside production': [Distribution, { environment: 'non-production' }, `info ${place}: ${message}`],
  },
});
