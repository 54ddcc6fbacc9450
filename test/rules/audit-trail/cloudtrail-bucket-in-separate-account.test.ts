import rule from '../../../rules/audit-trail/cloudtrail-bucket-in-separate-account';
import { testRule } from '../../rule-tester';

const trail = (S3BucketName: unknown = { Ref: 'Logs' }, more: object = {}) => ({
  Type: 'AWS::CloudTrail::Trail',
  Properties: { S3BucketName, IsLogging: true, ...more },
});
const bucket = (properties: object = {}) => ({ Type: 'AWS::S3::Bucket', Properties: properties });
const together = (properties: object = {}, name?: unknown) => ({
  Resources: { Trail: trail(name), Logs: bucket(properties) },
});
const replicatedTo = (destination: object) => ({
  VersioningConfiguration: { Status: 'Enabled' },
  ReplicationConfiguration: {
    Role: 'arn:aws:iam::111122223333:role/replication',
    Rules: [{ Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::archive', ...destination } }],
  },
});
const place = 'Trail Properties.S3BucketName';
const here = 'the bucket Logs is in the account of the trail';
const look = (name: string) => `look whether the bucket ${name} is in another account: no template tells`;

testRule(rule, {
  pass: {
    'no trail, no bucket to ask for': { Resources: { Logs: bucket() } },
    'a trail of data events alone is there to start something': {
      Resources: {
        Trail: trail(
          { Ref: 'Logs' },
          {
            EventSelectors: [
              {
                IncludeManagementEvents: false,
                DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::shop-releases/'] }],
              },
            ],
          },
        ),
        Logs: bucket(),
      },
    },
  },
  fail: {
    'a bucket of the same template': [together(), `warning ${place}: ${here}`],
    'a bucket of the same template, by its name': [
      together({ BucketName: 'shop-audit' }, 'shop-audit'),
      `warning ${place}: ${here}`,
    ],
    'the log files are copied to another account': [
      together(replicatedTo({ Account: '444455556666' })),
      `info ${place}: ${here}, if with a copy in another`,
    ],
    'the copies stay in the account': [
      together(replicatedTo({ Account: { Ref: 'AWS::AccountId' } })),
      `warning ${place}: ${here}`,
    ],
    'its own bucket outside production': [
      {
        Resources: {
          Trail: trail({ 'Fn::If': ['IsProd', 'log-archive', { Ref: 'Logs' }] }),
          Logs: bucket(),
        },
      },
      `info ${place} when IsProd is false (Stage is dev): ${here}`,
    ],
  },
  review: {
    'a bucket that is named': [trail('log-archive'), `review ${place}: ${look('log-archive')}`],
    'a bucket that a parameter names': [trail({ Ref: 'Archive' }), `review ${place}: ${look('${Archive}')}`],
  },
});
