import { isLogBucket } from '../../lib/aws/buckets/log-buckets';
import { unlessInBackupPlan } from '../../lib/aws/data/backup-plans';
import { isOfBuilds } from '../../lib/aws/data/data-stores';
import { isTrailBucket } from '../../lib/aws/trails/trails';
import type { Resource } from '../../lib/model/entity';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 's3-buckets-versioned',
  title: 'Buckets keep earlier versions of their objects',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'BACKUPS',
  resources: ['AWS::S3::Bucket'],
  why: 'S3 does not lose objects, but programs and people overwrite and delete them; without versions, or a copy elsewhere, that cannot be undone.',
  fix: 'Set VersioningConfiguration.Status to Enabled, with a lifecycle rule that lets old versions expire; or take the bucket into a backup plan.',
  docs: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/DataDurability.html',
  ],

  check: (resource) =>
    resource.property('VersioningConfiguration.Status').expect((status) => {
      if (status.is('Enabled') || resource.get('ReplicationConfiguration').isPresent) return undefined;
      if (isTrailBucket(resource)) return undefined; // another rule's case: cloudtrail-bucket-versioned
      return unlessInBackupPlan(resource, () =>
        fail(
          status.isPresent
            ? `versioning is ${status.outline}, so what is overwritten or deleted now is lost`
            : 'versioning is off, so what is overwritten or deleted is lost',
          isReplaceable(resource) ? { severity: 'info' } : {},
        ),
      );
    }),
});

/** Nobody goes back to an earlier version of a log, of what is built again, or of what does not last. */
const isReplaceable = (bucket: Resource): boolean =>
  isLogBucket(bucket) || isOfBuilds(bucket) || isForAssets(bucket) || isShortLived(bucket);

/** CDK's own bucket, of its bootstrap template: what is in it is named by its content. */
const isForAssets = (bucket: Resource): boolean =>
  CDK_ASSETS.test(bucket.get('BucketName').outline) || bucket.logicalId === 'StagingBucket';
const CDK_ASSETS = /^cdk-\w+-assets-/;

const isShortLived = (bucket: Resource): boolean =>
  bucket.get('LifecycleConfiguration.Rules').items().some(endsAllWithin);

const SHORT_DAYS = 30;

/** A lifecycle rule for all objects, by which they expire. */
const endsAllWithin = (rule: Value): boolean =>
  rule.get('Status').is('Enabled') &&
  (rule.get('ExpirationInDays').number ?? Number.POSITIVE_INFINITY) <= SHORT_DAYS &&
  !NARROWED_BY.some((property) => rule.get(property).isGiven);

const NARROWED_BY = ['Prefix', 'TagFilters', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan'];
