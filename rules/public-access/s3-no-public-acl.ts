import { isWebsite } from '../../lib/aws/buckets/buckets';
import type { Severity } from '../../lib/finding';
import type { Resource } from '../../lib/model/entity';
import { fail, rule } from '../../lib/rule';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl */
const PUBLIC_ACLS: { readonly [acl: string]: string } = {
  PublicRead: 'lets anyone list the bucket',
  PublicReadWrite: 'lets anyone list the bucket, and write to it',
  AuthenticatedRead: 'lets anyone with an AWS account list the bucket',
};

export default rule({
  id: 's3-no-public-acl',
  title: 'S3 buckets have no ACL that opens them to everyone',
  severity: 'error',
  control: 'S3-NO-PUBLIC',
  alsoControls: ['S3-ACCESS'],
  resources: ['AWS::S3::Bucket'],
  why: 'A canned ACL opens the bucket to people nobody knows, out of sight of the bucket policy where access is looked for.',
  fix: 'Remove AccessControl and grant access in the bucket policy; serve public content through CloudFront.',
  docs: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-s3-bucket.html#cfn-s3-bucket-accesscontrol',
  ],

  check: (bucket) =>
    bucket.property('AccessControl').expect((value) => {
      const acl = Object.keys(PUBLIC_ACLS).find((name) => value.is(name));
      if (!acl) return undefined;
      const { note, severity } = effectOf(bucket, acl);
      return fail(`${acl} ${PUBLIC_ACLS[acl]}${note}`, severity && { severity });
    }),
});

/** What else the bucket says of it. Nothing excuses an ACL that lets anyone write. */
function effectOf(bucket: Resource, acl: string): { note: string; severity?: Severity } {
  if (isRefused(bucket))
    return {
      note: ', as soon as what refuses it is taken away',
      ...(acl !== 'PublicReadWrite' && { severity: 'warning' }),
    };
  return acl === 'PublicRead' && isWebsite(bucket)
    ? { note: ': a website needs only s3:GetObject, by a bucket policy', severity: 'warning' }
    : { note: '' };
}

/** The bucket itself says that such ACLs have no effect. */
const isRefused = (bucket: Resource): boolean =>
  bucket.get('PublicAccessBlockConfiguration.IgnorePublicAcls').is(true) ||
  bucket.get('PublicAccessBlockConfiguration.BlockPublicAcls').is(true) ||
  bucket
    .get('OwnershipControls.Rules')
    .items()
    .some((rule) => rule.get('ObjectOwnership').is('BucketOwnerEnforced'));
