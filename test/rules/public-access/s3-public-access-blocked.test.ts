import rule from '../../../rules/public-access/s3-public-access-blocked';
import { testRule } from '../../rule-tester';

const all = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};
const blocked = (settings: unknown, more: object = {}) => ({
  PublicAccessBlockConfiguration: settings,
  ...more,
});
const website = { WebsiteConfiguration: { IndexDocument: 'index.html' } };
const accessPoint = (more: object = {}) => ({
  Type: 'AWS::S3::AccessPoint',
  Properties: { Bucket: 'orders', ...more },
});
const multiRegion = (more: object = {}) => ({
  Type: 'AWS::S3::MultiRegionAccessPoint',
  Properties: { Regions: [{ Bucket: 'orders-eu' }, { Bucket: 'orders-us' }], ...more },
});

const notSet =
  'PublicAccessBlockConfiguration is not set: only buckets made since April 2023 block public access by default';
const noPolicyBlock =
  'BlockPublicPolicy and RestrictPublicBuckets are not true: a public policy can be attached, a public policy takes effect';
const nothing =
  'BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy and RestrictPublicBuckets are not true: objects can be given public ACLs, public ACLs take effect, a public policy can be attached, a public policy takes effect';
const noRestriction = 'RestrictPublicBuckets is not true: a public policy takes effect';

testRule(rule, {
  pass: {
    'all four settings': blocked(all),
    'all four as texts': blocked({
      BlockPublicAcls: 'true',
      BlockPublicPolicy: 'true',
      IgnorePublicAcls: 'true',
      RestrictPublicBuckets: 'true',
    }),
    'an access point blocks public access by default': accessPoint(),
    'an access point that says so': accessPoint(blocked(all)),
    'a Multi-Region Access Point blocks public access by default': multiRegion(),
    'the same in both branches': blocked({ 'Fn::If': ['IsProd', all, { ...all }] }),
  },
  fail: {
    'left to the default of new buckets': [
      { BucketName: 'orders' },
      `info Bucket Properties.PublicAccessBlockConfiguration: ${notSet}`,
    ],
    'one setting is off': [
      blocked({ ...all, RestrictPublicBuckets: false }),
      `error Bucket Properties.PublicAccessBlockConfiguration.RestrictPublicBuckets: ${noRestriction}`,
    ],
    'only the settings for ACLs, as BlockPublicAccess.BLOCK_ACLS of CDK': [
      blocked({ BlockPublicAcls: true, IgnorePublicAcls: true }),
      `error Bucket Properties.PublicAccessBlockConfiguration: ${noPolicyBlock}`,
    ],
    'a block without settings': [
      blocked({}),
      `error Bucket Properties.PublicAccessBlockConfiguration: ${nothing}`,
    ],
    'a website, which CloudFront could serve': [
      blocked({ ...all, BlockPublicPolicy: false, RestrictPublicBuckets: false }, website),
      `warning Bucket Properties.PublicAccessBlockConfiguration: ${noPolicyBlock}`,
    ],
    'an access point': [
      accessPoint(blocked({ ...all, RestrictPublicBuckets: false })),
      `error AccessPoint Properties.PublicAccessBlockConfiguration.RestrictPublicBuckets: ${noRestriction}`,
    ],
    'a Multi-Region Access Point': [
      multiRegion(blocked({ BlockPublicAcls: true, IgnorePublicAcls: true })),
      `error MultiRegionAccessPoint Properties.PublicAccessBlockConfiguration: ${noPolicyBlock}`,
    ],
    'off outside production': [
      blocked({ ...all, RestrictPublicBuckets: { 'Fn::If': ['IsProd', true, false] } }),
      `warning Bucket Properties.PublicAccessBlockConfiguration.RestrictPublicBuckets when IsProd is false (Stage is dev): ${noRestriction}`,
    ],
    'not set outside production': [
      blocked({ 'Fn::If': ['IsProd', all, { Ref: 'AWS::NoValue' }] }),
      `info Bucket Properties.PublicAccessBlockConfiguration when IsProd is false (Stage is dev): ${notSet}`,
    ],
    'off by the default of a parameter': [
      {
        Parameters: { Restrict: { Type: 'String', Default: 'false' } },
        Resources: {
          Files: {
            Type: 'AWS::S3::Bucket',
            Properties: blocked({ ...all, RestrictPublicBuckets: { Ref: 'Restrict' } }),
          },
        },
      },
      `error Files Properties.PublicAccessBlockConfiguration.RestrictPublicBuckets when Restrict is false: ${noRestriction}`,
    ],
  },
  review: {
    'a parameter': [
      blocked({ ...all, BlockPublicAcls: { Ref: 'Block' } }),
      'review Bucket Properties.PublicAccessBlockConfiguration.BlockPublicAcls: Block has no default, so it is only known at deployment',
    ],
  },
});
