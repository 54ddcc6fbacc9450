import { rule } from '../../lib/rule';

const MESSAGE = 'allow-all answers viewers over plain HTTP; redirect-to-https or https-only does not';

export default rule({
  id: 'cloudfront-viewers-use-https',
  title: 'CloudFront answers viewers over HTTPS only, or redirects them to it',
  severity: 'error',
  control: 'ENCRYPTION-IN-TRANSIT',
  resources: ['AWS::CloudFront::Distribution'],
  why: 'A viewer on an open network who types the bare domain sends cookies and reads pages in plain text, where others can read and change them.',
  fix: 'Set ViewerProtocolPolicy to redirect-to-https, or to https-only for APIs, in the default and in every other cache behavior. The CDK leaves it at allow-all unless it is told otherwise. A path that has to answer over HTTP, for ACME or old devices, is waived with that reason.',
  docs: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-cloudfront-distribution-cachebehavior.html#cfn-cloudfront-distribution-cachebehavior-viewerprotocolpolicy',
  ],

  check: (distribution) =>
    [
      ...distribution.all('DistributionConfig.DefaultCacheBehavior'),
      ...distribution.all('DistributionConfig.CacheBehaviors[]'),
    ].map((behavior) => behavior.property('ViewerProtocolPolicy').mustNotBe('allow-all', MESSAGE)),
});
