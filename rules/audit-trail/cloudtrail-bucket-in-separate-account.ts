import { isLogArchive, LOG_ARCHIVE_ACCOUNTS } from '../../lib/aws/accounts';
import { isCopiedOutside } from '../../lib/aws/buckets/bucket-copies';
import { isAuditTrail } from '../../lib/aws/trails/management-events';
import { bucketOfTrail, isInAccountOf, TRAIL } from '../../lib/aws/trails/trails';
import { fail, review, rule } from '../../lib/rule';

export default rule({
  id: 'cloudtrail-bucket-in-separate-account',
  title: 'Trails write to a bucket of another account',
  severity: 'warning',
  control: 'CLOUDTRAIL-CROSS-ACCOUNT',
  resources: [TRAIL],
  why: 'Whoever takes over the account can also take away the record of how, as long as the log files are in it.',
  fix: 'Deliver to a bucket of a log archive account that few can enter, best with one trail for the organization.',
  docs: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-receive-logs-from-multiple-accounts.html',
  ],
  options: { logArchiveAccounts: LOG_ARCHIVE_ACCOUNTS },

  check: (trail, { logArchiveAccounts }) =>
    trail
      .property('S3BucketName')
      .expect((name) => {
        const bucket = bucketOfTrail(trail);
        const isHere = bucket && isInAccountOf(trail, bucket);
        if (isHere === false) return undefined;
        if (bucket === undefined || isHere === undefined)
          return review(`look whether the bucket ${name.outline} is in another account: no template tells`);
        const where = `the bucket ${bucket.logicalId} is in the account of the trail`;
        return isCopiedOutside(bucket, trail)
          ? fail(`${where}, if with a copy in another`, { severity: 'info' })
          : fail(where);
      })
      .when(() => isAuditTrail(trail))
      .unless(() => isLogArchive(trail.template, logArchiveAccounts)),
});
