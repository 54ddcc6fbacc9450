import rule from '../../../rules/audit-trail/cloudtrail-bucket-versioned';
import { testRule } from '../../rule-tester';

const trail = (S3BucketName: unknown, more: object = {}) => ({
  Type: 'AWS::CloudTrail::Trail',
  ...more,
  Properties: { S3BucketName, IsLogging: true },
});
const bucket = (properties: object = {}) => ({ Type: 'AWS::S3::Bucket', Properties: properties });
const status = (value: unknown) => ({ VersioningConfiguration: { Status: value } });
const app = (properties: object, name: unknown = { Ref: 'Logs' }) => ({
  Resources: { Trail: trail(name), Logs: bucket(properties) },
});
const lost = 'so log files of Trail that are deleted or overwritten are lost';
const off = `versioning is off, ${lost}`;
const place = 'Logs Properties.VersioningConfiguration.Status';
const unseen = (name: string) => `no template here shows the bucket ${name}: look whether it keeps versions`;

testRule(rule, {
  pass: {
    'versions are kept': app(status('Enabled')),
    'Object Lock keeps versions as well': app({ ObjectLockEnabled: true }),
    'the bucket of no trail': { Resources: { Photos: bucket() } },
    'a bucket beside that of the trail': {
      Resources: {
        Trail: trail({ Ref: 'Logs' }),
        Logs: bucket(status('Enabled')),
        Photos: bucket({ BucketName: 'shop-photos' }),
      },
    },
    'versions where there is a trail': {
      Resources: {
        Trail: trail({ Ref: 'Logs' }, { Condition: 'IsProd' }),
        Logs: bucket(status({ 'Fn::If': ['IsProd', 'Enabled', 'Suspended'] })),
      },
    },
  },
  fail: {
    'no versions are kept': [app({}), `error ${place}: ${off}`],
    'no more versions are kept': [
      app(status('Suspended')),
      `error ${place}: versioning is Suspended, ${lost}`,
    ],
    'a bucket that the trail names': [
      app({ BucketName: 'shop-audit' }, 'shop-audit'),
      `error ${place}: ${off}`,
    ],
    'a bucket whose name both take from a parameter': [
      app({ BucketName: { 'Fn::Sub': '${Prefix}-audit' } }, { 'Fn::Sub': '${Prefix}-audit' }),
      `error ${place}: ${off}`,
    ],
    'a bucket whose name is the default of a parameter': [
      {
        Parameters: { Bucket: { Type: 'String', Default: 'shop-audit' } },
        ...app({ BucketName: 'shop-audit' }, { Ref: 'Bucket' }),
      },
      `error ${place} when Bucket is shop-audit: ${off}`,
    ],
    'a trail that is there in production only': [
      { Resources: { Trail: trail({ Ref: 'Logs' }, { Condition: 'IsProd' }), Logs: bucket() } },
      `error ${place} when IsProd is true (Stage is prod): ${off}`,
    ],
    'one bucket in production, another elsewhere': [
      {
        Resources: {
          Trail: trail({ 'Fn::If': ['IsProd', { Ref: 'Logs' }, { Ref: 'Test' }] }),
          Logs: bucket(status('Enabled')),
          Test: bucket(),
        },
      },
      `warning Test Properties.VersioningConfiguration.Status when IsProd is false (Stage is dev): ${off}`,
    ],
    'two trails, one bucket to mend': [
      { Resources: { Trail: trail({ Ref: 'Logs' }), Other: trail({ Ref: 'Logs' }), Logs: bucket() } },
      `error ${place}: ${off}`,
    ],
  },
  review: {
    'a bucket that is named': [
      trail('central-logs'),
      `review Trail Properties.S3BucketName: ${unseen('central-logs')}`,
    ],
    'a bucket that a parameter names': [
      trail({ Ref: 'Bucket' }),
      `review Trail Properties.S3BucketName: ${unseen('${Bucket}')}`,
    ],
    'a parameter decides on versions': [
      app(status({ Ref: 'Versioning' })),
      `review ${place}: Versioning has no default, so it is only known at deployment`,
    ],
  },
});
