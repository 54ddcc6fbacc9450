import { BUCKET, isWebsite } from '../../lib/aws/buckets/buckets';
import { listed } from '../../lib/listed';
import { fail, rule } from '../../lib/rule';

const BLOCK = 'PublicAccessBlockConfiguration';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
const SETTINGS: { readonly [setting: string]: string } = {
  BlockPublicAcls: 'objects can be given public ACLs',
  IgnorePublicAcls: 'public ACLs take effect',
  BlockPublicPolicy: 'a public policy can be attached',
  RestrictPublicBuckets: 'a public policy takes effect',
};

export default rule({
  id: 's3-public-access-blocked',
  title: 'S3 buckets and access points block public access',
  severity: 'error',
  control: 'S3-NO-PUBLIC',
  alsoControls: ['S3-ACCESS'],
  resources: [BUCKET, 'AWS::S3::AccessPoint', 'AWS::S3::MultiRegionAccessPoint'],
  why: 'Without the block, one wrong line in a policy or one ACL on an object publishes data to the internet.',
  fix: 'Set all four settings of PublicAccessBlockConfiguration to true (CDK: BlockPublicAccess.BLOCK_ALL). Publish a website through CloudFront with origin access control.',
  docs: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-s3-bucket-publicaccessblockconfiguration.html',
    // Since April 2023 the default for new buckets, those of CloudFormation too.
    'https://aws.amazon.com/blogs/aws/heads-up-amazon-s3-security-changes-are-coming-in-april-of-2023/',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-bpa-settings.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/multi-region-access-point-block-public-access.html',
  ],

  check: (resource) =>
    resource.property(BLOCK).expect((block) => {
      if (block.isAbsent) return resource.type === BUCKET ? fail(NOT_SET, { severity: 'info' }) : undefined;
      const off = Object.keys(SETTINGS).filter((setting) => !block.get(setting).is(true));
      const [first] = off;
      if (!first) return undefined;
      const [only] = off.length === 1 ? [block.get(first)] : [];
      return fail(
        `${listed(off, 4)} ${off.length > 1 ? 'are' : 'is'} not true: ${off.map((setting) => SETTINGS[setting]).join(', ')}`,
        {
          at: only?.isPresent ? only : block,
          ...(resource.type === BUCKET && isWebsite(resource) && { severity: 'warning' }),
        },
      );
    }),
});

const NOT_SET = `${BLOCK} is not set: only buckets made since April 2023 block public access by default`;
