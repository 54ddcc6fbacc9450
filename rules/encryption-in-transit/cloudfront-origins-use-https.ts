import { DISTRIBUTION, plainBehavior } from '../../lib/aws/network/cloudfront';
import type { Resource } from '../../lib/model/entity';
import type { Outcome, OutcomeOptions } from '../../lib/model/expectation';
import type { Property } from '../../lib/model/property';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

/** An Application or Network Load Balancer or instance that CloudFront reaches inside a VPC. */
const VPC_ORIGIN = 'AWS::CloudFront::VpcOrigin';

export default rule({
  id: 'cloudfront-origins-use-https',
  title: 'CloudFront speaks to its origins over HTTPS, with TLS 1.2',
  severity: 'error',
  control: 'ENCRYPTION-IN-TRANSIT',
  resources: [DISTRIBUTION, VPC_ORIGIN],
  why: 'HTTPS that ends at the edge hides the request from the network of the viewer only: from there to the origin it would cross the internet in plain text.',
  fix: 'Set OriginProtocolPolicy to https-only and OriginSSLProtocols to TLSv1.2. Serve a bucket from its REST endpoint with origin access control, not from its website endpoint.',
  docs: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-cloudfront-distribution-customoriginconfig.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html',
  ],

  check: (resource) =>
    resource.type === DISTRIBUTION
      ? resource.all('DistributionConfig.Origins[]').flatMap((origin) => overTheInternet(origin, resource))
      : withinTheVpc(resource),
});

function overTheInternet(origin: Property, distribution: Resource) {
  const isWebsite = origin.property('DomainName').mentions(WEBSITE);
  return [
    origin.property('CustomOriginConfig.OriginProtocolPolicy').expect((policy) => {
      if (policy.is('http-only'))
        return isWebsite || WEBSITE.test(origin.value.get('DomainName').outline)
          ? fail('S3 website endpoints speak plain HTTP only; the REST endpoint speaks HTTPS', {
              severity: 'warning',
            })
          : fail('http-only carries requests to the origin in plain text; https-only does not');
      return policy.is('match-viewer') && plainBehavior(distribution, origin.value.get('Id'))
        ? fail(MATCHED)
        : undefined;
    }),
    origin
      .property('CustomOriginConfig.OriginSSLProtocols')
      .expect((protocols) => outdated(protocols, { severity: 'warning' }))
      .unless(() => origin.value.get('CustomOriginConfig.OriginProtocolPolicy').is('http-only')),
  ];
}

/** GetAtt WebsiteURL, or the name of a website endpoint. */
const WEBSITE = /WebsiteURL|\bs3-website[.-]/;

const MATCHED = 'match-viewer passes on in plain text what viewers send over HTTP; https-only does not';

/** Plain HTTP does not leave the network of AWS here. */
const WITHIN: OutcomeOptions = { severity: 'info', profiles: { pci: 'error' } };

const withinTheVpc = (origin: Resource) => [
  origin.property('VpcOriginEndpointConfig.OriginProtocolPolicy').expect((policy) => {
    if (policy.is('http-only'))
      return fail('http-only carries requests through the VPC in plain text; https-only does not', WITHIN);
    return users(origin).some(([distribution, originId]) => plainBehavior(distribution, originId)) &&
      !policy.is('https-only')
      ? fail(MATCHED, WITHIN)
      : undefined;
  }),
  origin
    .property('VpcOriginEndpointConfig.OriginSSLProtocols')
    .expect((protocols) => outdated(protocols, WITHIN))
    .unless(() => origin.get('VpcOriginEndpointConfig.OriginProtocolPolicy').is('http-only')),
];

/** The distributions that use a VPC origin, each with what it calls it. */
const users = (vpcOrigin: Resource): [Resource, Value][] =>
  vpcOrigin
    .referring(DISTRIBUTION)
    .filter((distribution) => distribution.exists)
    .flatMap((distribution) =>
      distribution
        .get('DistributionConfig.Origins')
        .items()
        .filter((origin) => origin.get('VpcOriginConfig.VpcOriginId').reference?.resource === vpcOrigin)
        .map((origin): [Resource, Value] => [distribution, origin.get('Id')]),
    );

function outdated(protocols: Value, options: OutcomeOptions): Outcome | undefined {
  const names = OUTDATED.filter((name) => protocols.includes(name));
  return names.length > 0
    ? fail(`${names.join(', ')} may be spoken with the origin; TLSv1.2 alone is right`, options)
    : undefined;
}

const OUTDATED = ['SSLv3', 'TLSv1', 'TLSv1.1'];
