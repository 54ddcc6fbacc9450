import { BUCKET } from '../../lib/aws/buckets/buckets';
import { bucketOfTrail, possibleTrailsTo, TRAIL, trailsTo } from '../../lib/aws/trails/trails';
import type { Resource } from '../../lib/model/entity';
import type { Expectation } from '../../lib/model/expectation';
import { fail, review, rule } from '../../lib/rule';

export default rule({
  id: 'cloudtrail-bucket-versioned',
  title: 'The bucket of a trail keeps versions of its log files',
  severity: 'error',
  control: 'CLOUDTRAIL-BUCKET-PROTECTED',
  resources: [BUCKET, TRAIL],
  why: 'Whoever covers their tracks overwrites or deletes the log files; with versions, what was there can be had back.',
  fix: 'Set VersioningConfiguration.Status of the bucket to Enabled (CDK: give Trail a bucket of your own with versioned: true). Where MFA Delete protects the bucket, say so in a waiver: CloudFormation cannot set it.',
  docs: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html',
    // Object Lock turns versioning on.
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html',
  ],

  check: (resource) => (resource.type === TRAIL ? hasBucketInSight(resource) : keepsVersions(resource)),
});

const keepsVersions = (bucket: Resource): Expectation | undefined =>
  possibleTrailsTo(bucket).length === 0
    ? undefined
    : bucket.property('VersioningConfiguration.Status').expect((status) => {
        const [trail] = trailsTo(bucket);
        if (!trail || status.is('Enabled') || bucket.get('ObjectLockEnabled').is(true)) return undefined;
        const state = status.isPresent ? status.outline : 'off';
        return fail(
          `versioning is ${state}, so log files of ${trail.logicalId} that are deleted or overwritten are lost`,
        );
      });

const hasBucketInSight = (trail: Resource): Expectation =>
  trail
    .property('S3BucketName')
    .expect((name) =>
      bucketOfTrail(trail)
        ? undefined
        : review(`no template here shows the bucket ${name.outline}: look whether it keeps versions`),
    );
