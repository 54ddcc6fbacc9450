import { isLogArchive, LOG_ARCHIVE_ACCOUNTS } from '../../lib/aws/accounts';
import { copiesOf, isCopiedOutside } from '../../lib/aws/buckets/bucket-copies';
import { BUCKET } from '../../lib/aws/buckets/buckets';
import { isAuditTrail } from '../../lib/aws/trails/management-events';
import { isInAccountOf, possibleTrailsTo, trailsTo } from '../../lib/aws/trails/trails';
import { fail, review, rule } from '../../lib/rule';

export default rule({
  id: 'cloudtrail-logs-copied-outside-account',
  title: 'Log files of CloudTrail are copied to another account',
  severity: 'warning',
  control: 'CLOUDTRAIL-CROSS-ACCOUNT',
  resources: [BUCKET],
  why: 'Log files that exist in one account only are gone with it, or with the first intruder who may delete them.',
  fix: 'Add an enabled replication rule whose destination is a bucket of another account (Destination.Account), or deliver to such a bucket in the first place.',
  docs: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-walkthrough-2.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-replicationdestination.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html',
  ],

  options: { logArchiveAccounts: LOG_ARCHIVE_ACCOUNTS },

  check: (bucket, { logArchiveAccounts }) =>
    possibleTrailsTo(bucket).length === 0 || isLogArchive(bucket.template, logArchiveAccounts)
      ? undefined
      : bucket.property('ReplicationConfiguration').expect((replication) => {
          const trail = trailsTo(bucket).find(
            (one) => isAuditTrail(one) && isInAccountOf(one, bucket) === true,
          );
          if (!trail || isCopiedOutside(bucket, trail)) return undefined;
          const copies = copiesOf(bucket, trail);
          if (copies.includes('unknown'))
            return review('look whether the bucket that is replicated to is in another account', {
              at: replication.get('Rules'),
            });
          return fail(
            copies.length > 0
              ? `the copies of the log files of ${trail.logicalId} stay in the account: replicate to another`
              : `the log files of ${trail.logicalId} are in this account only`,
            { at: copies.length > 0 ? replication.get('Rules') : replication },
          );
        }),
});
