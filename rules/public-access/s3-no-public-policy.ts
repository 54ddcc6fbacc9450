import { bucketsOf, isWebsite } from '../../lib/aws/buckets/buckets';
import { eachStatementAt, statementsBeside } from '../../lib/aws/iam/iam-policy';
import { openedBy, opensTo, whyNotNarrowed } from '../../lib/aws/iam/public-access';
import type { Severity } from '../../lib/finding';
import type { Resource } from '../../lib/model/entity';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

/** Where S3 takes policies. Directory buckets are not among them: they cannot be public. */
const POLICIES: { readonly [type: string]: string } = {
  'AWS::S3::BucketPolicy': 'PolicyDocument',
  'AWS::S3::AccessPoint': 'Policy',
  'AWS::S3::MultiRegionAccessPointPolicy': 'Policy',
  'AWS::S3Tables::TableBucketPolicy': 'ResourcePolicy',
  'AWS::S3Tables::TablePolicy': 'ResourcePolicy',
  'AWS::S3Vectors::VectorBucketPolicy': 'Policy',
};

export default rule({
  id: 's3-no-public-policy',
  title: 'Policies of S3 buckets open them to nobody unknown',
  severity: 'error',
  control: 'S3-NO-PUBLIC',
  alsoControls: ['S3-ACCESS'],
  resources: Object.keys(POLICIES),
  why: 'What a policy allows to everyone, anyone on the internet can do: read the data, list it, overwrite it.',
  fix: 'Name the principals, or add a condition that does (aws:PrincipalOrgID, aws:SourceVpce, aws:SourceArn). Serve public content through CloudFront with origin access control.',
  docs: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteAccessPermissionsReqd.html',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
  ],

  check: (policy) => {
    const path = POLICIES[policy.type] as string;
    return eachStatementAt(policy, path, (statement) => {
      const at = opensTo(statement, () => statementsBeside(policy.get(path)));
      if (!at) return undefined;
      const { note, severity } = circumstancesOf(policy, statement);
      return fail(`${openedBy(at, statement)}: ${note}`, { at, ...(severity && { severity }) });
    });
  },
});

function circumstancesOf(policy: Resource, statement: Value): { note: string; severity?: Severity } {
  const buckets = bucketsOf(policy).filter((bucket) => bucket.exists);
  if (buckets.some((bucket) => bucket.get(RESTRICTED).is(true)))
    return { note: 'RestrictPublicBuckets of the bucket alone keeps them out', severity: 'warning' };
  if (accessPointsOf(policy).some((point) => point.get(BLOCK).isAbsent || point.get(RESTRICTED).is(true)))
    return { note: 'the public access block of the access point alone keeps them out', severity: 'warning' };
  if (readsObjectsOnly(statement) && buckets.some(isWebsite))
    return {
      note: 'if the website is meant to be public, say so in a waiver, or put CloudFront before it',
      severity: 'warning',
    };
  return { note: whyNotNarrowed(statement) };
}

const BLOCK = 'PublicAccessBlockConfiguration';
const RESTRICTED = `${BLOCK}.RestrictPublicBuckets`;

/**
 * The access point that a policy is for: unlike old buckets, access points always block public access by default.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-bpa-settings.html
 */
const accessPointsOf = (policy: Resource): Resource[] =>
  policy.type === 'AWS::S3::AccessPoint'
    ? [policy]
    : policy.referred('AWS::S3::MultiRegionAccessPoint', 'MrapName');

/** Reading an object whose name is known, and nothing else: `s3:GetObject`, `s3:GetObjectVersion`. */
const readsObjectsOnly = (statement: Value): boolean =>
  statement.get('Action').isPresent &&
  statement
    .get('Action')
    .items()
    .every((action) => action.matches(/^s3:GetObject/i));
