import { writersByName, writersInto } from '../../lib/aws/buckets/bucket-writers';
import { bucketOfTrail, TRAIL } from '../../lib/aws/trails/trails';
import { listed } from '../../lib/listed';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'cloudtrail-bucket-dedicated',
  title: 'Trails have a bucket of their own',
  severity: 'warning',
  control: 'CLOUDTRAIL-BUCKET-PROTECTED',
  resources: [TRAIL],
  why: 'Whoever works with the other content of the bucket needs access to it, and with it gets at the record of what was done.',
  fix: 'Give CloudTrail a bucket that nothing else writes to.',
  docs: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html',
    'https://docs.aws.amazon.com/prescriptive-guidance/latest/aws-startup-security-baseline/acct-07.html',
  ],

  check: (trail) =>
    trail.property('S3BucketName').expect((name) => {
      const bucket = bucketOfTrail(trail);
      const writers = [...(bucket ? writersInto(bucket) : []), ...writersByName(trail, bucket)];
      const others = writers.filter(({ isConfig }) => !isConfig);
      const names = [...new Set((others.length > 0 ? others : writers).map((writer) => writer.name))];
      if (names.length === 0) return undefined;
      const which = bucket?.logicalId ?? name.outline;
      return fail(
        `the bucket ${which} is also used by ${listed(names)}`,
        // Log archives often hold the records of AWS Config beside those of CloudTrail.
        others.length === 0 ? { severity: 'info' } : {},
      );
    }),
});
