import rule from '../../../rules/backups/s3-buckets-versioned';
import { testRule } from '../../rule-tester';

const bucket = (properties: object = {}) => ({ Type: 'AWS::S3::Bucket', Properties: properties });
const status = (value: unknown) => ({ VersioningConfiguration: { Status: value } });
const expiring = (rule: object) => ({
  LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ...rule }] },
});
const off = 'versioning is off, so what is overwritten or deleted is lost';
const place = 'Properties.VersioningConfiguration.Status';

testRule(rule, {
  pass: {
    'the bucket of a trail, which another rule judges': {
      Resources: {
        Logs: bucket(),
        Trail: {
          Type: 'AWS::CloudTrail::Trail',
          Properties: { S3BucketName: { Ref: 'Logs' }, IsLogging: true },
        },
      },
    },
    'versions are kept': bucket(status('Enabled')),
    'objects are copied elsewhere': bucket({
      ReplicationConfiguration: {
        Role: 'arn:aws:iam::111122223333:role/replication',
        Rules: [{ Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::photos-copy' } }],
      },
    }),
    'a backup plan takes the bucket': {
      Resources: {
        Photos: bucket(),
        Selection: {
          Type: 'AWS::Backup::BackupSelection',
          Properties: {
            BackupPlanId: { Ref: 'Plan' },
            BackupSelection: {
              SelectionName: 'buckets',
              IamRoleArn: 'arn:aws:iam::111122223333:role/backup',
              Resources: [{ 'Fn::GetAtt': ['Photos', 'Arn'] }],
            },
          },
        },
      },
    },
  },
  fail: {
    'only some objects expire within a month': [
      {
        Resources: {
          Tagged: bucket(expiring({ ExpirationInDays: 14, TagFilters: [{ Key: 'kind', Value: 'draft' }] })),
          Large: bucket(expiring({ ExpirationInDays: 14, ObjectSizeGreaterThan: '1000' })),
          Small: bucket(expiring({ ExpirationInDays: 14, ObjectSizeLessThan: '1000' })),
          Late: bucket(expiring({ ExpirationInDays: 31 })),
        },
      },
      ['Tagged', 'Large', 'Small', 'Late'].map((one) => `warning ${one} ${place}: ${off}`),
    ],
    'objects expire after thirty days': [
      bucket(expiring({ ExpirationInDays: 30 })),
      `info Bucket ${place}: ${off}`,
    ],
    "the bucket of CDK's own stack": [
      { Resources: { StagingBucket: bucket() } },
      `info StagingBucket ${place}: ${off}`,
    ],
    'no versions are kept': [bucket(), `warning Bucket ${place}: ${off}`],
    'no more versions are kept': [
      bucket(status('Suspended')),
      `warning Bucket ${place}: versioning is Suspended, so what is overwritten or deleted now is lost`,
    ],
    'versions in production only': [
      bucket({
        VersioningConfiguration: { 'Fn::If': ['IsProd', { Status: 'Enabled' }, { Ref: 'AWS::NoValue' }] },
      }),
      `info Bucket ${place} when IsProd is false (Stage is dev): ${off}`,
    ],
    'logs are written once': [
      {
        Resources: {
          Photos: bucket({
            ...status('Enabled'),
            LoggingConfiguration: { DestinationBucketName: { Ref: 'Access' } },
          }),
          Access: bucket(),
        },
      },
      `info Access ${place}: ${off}`,
    ],
    'the artifacts of a pipeline can be built again': [
      { Resources: { ArtifactBucket: bucket() } },
      `info ArtifactBucket ${place}: ${off}`,
    ],
    'objects expire within a month': [
      bucket(expiring({ ExpirationInDays: 14 })),
      `info Bucket ${place}: ${off}`,
    ],
    'only some objects expire': [
      bucket(expiring({ ExpirationInDays: 14, Prefix: 'tmp/' })),
      `warning Bucket ${place}: ${off}`,
    ],
    'objects expire after a year': [
      bucket(expiring({ ExpirationInDays: 365 })),
      `warning Bucket ${place}: ${off}`,
    ],
    'assets of CDK are named by their content': [
      bucket({ BucketName: { 'Fn::Sub': 'cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}' } }),
      `info Bucket ${place}: ${off}`,
    ],
  },
  review: {
    'decided by a parameter': [
      bucket(status({ Ref: 'Versioning' })),
      `review Bucket ${place}: Versioning has no default, so it is only known at deployment`,
    ],
    'a tag speaks of a plan that is not here': [
      bucket({ Tags: [{ Key: 'backup', Value: 'true' }] }),
      `review Bucket ${place}: whether a plan elsewhere backs up what has the tag backup cannot be seen here`,
    ],
  },
  options: {
    'outside production': [bucket(), { environment: 'non-production' }, `info Bucket ${place}: ${off}`],
  },
});
