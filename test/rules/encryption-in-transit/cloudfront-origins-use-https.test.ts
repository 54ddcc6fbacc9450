import rule from '../../../rules/encryption-in-transit/cloudfront-origins-use-https';
import { testRule } from '../../rule-tester';
import { distribution as anyDistribution, behavior, origin } from './distribution-fixtures';

type Properties = { readonly [name: string]: unknown };

const distribution = (Origins: unknown[], more: Properties = {}) => anyDistribution({ Origins, ...more });
const versions = (...OriginSSLProtocols: unknown[]) => ({ OriginSSLProtocols });
const vpcOrigin = (properties: Properties) => ({
  Type: 'AWS::CloudFront::VpcOrigin',
  Properties: {
    VpcOriginEndpointConfig: {
      Name: 'shop',
      Arn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop/0123456789abcdef',
      ...properties,
    },
  },
});
const overVpcOrigin = (properties: Properties, policy: string) => ({
  Resources: {
    VpcOrigin: vpcOrigin(properties),
    Distribution: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: distribution(
        [{ Id: 'shop', DomainName: 'shop.internal', VpcOriginConfig: { VpcOriginId: { Ref: 'VpcOrigin' } } }],
        { DefaultCacheBehavior: behavior(policy) },
      ),
    },
  },
});
const CONFIG = 'Distribution Properties.DistributionConfig.Origins[0].CustomOriginConfig';
const plain = 'http-only carries requests to the origin in plain text; https-only does not';
const matched = 'match-viewer passes on in plain text what viewers send over HTTP; https-only does not';
const website = 'S3 website endpoints speak plain HTTP only; the REST endpoint speaks HTTPS';
const inVpc = 'http-only carries requests through the VPC in plain text; https-only does not';
const VPC = 'VpcOrigin Properties.VpcOriginEndpointConfig';

testRule(rule, {
  pass: {
    'HTTPS only': distribution([origin('https-only', versions('TLSv1.2'))]),
    'a bucket behind origin access control': distribution([
      {
        Id: 'shop',
        DomainName: 'shop.s3.eu-west-1.amazonaws.com',
        OriginAccessControlId: 'E2QWRUHAPOMQZL',
        S3OriginConfig: { OriginAccessIdentity: '' },
      },
    ]),
    'as the viewer does, who has to use HTTPS': distribution([origin('match-viewer')]),
    'HTTP is for another origin': distribution(
      [origin('match-viewer'), origin('https-only', { Id: 'legacy' })],
      {
        CacheBehaviors: [{ PathPattern: '/legacy/*', ...behavior('allow-all', 'legacy') }],
      },
    ),
    'a VPC origin over HTTPS': vpcOrigin({ OriginProtocolPolicy: 'https-only' }),
    'a VPC origin as the viewer does, who has to use HTTPS': overVpcOrigin({}, 'https-only'),
  },
  fail: {
    'HTTP only': [distribution([origin('http-only')]), `error ${CONFIG}.OriginProtocolPolicy: ${plain}`],
    'HTTP only, where no version matters': [
      distribution([origin('http-only', versions('TLSv1'))]),
      `error ${CONFIG}.OriginProtocolPolicy: ${plain}`,
    ],
    'as the viewer does, who may use HTTP': [
      distribution([origin('match-viewer')], { DefaultCacheBehavior: behavior('allow-all') }),
      `error ${CONFIG}.OriginProtocolPolicy: ${matched}`,
    ],
    'as the viewer does, who may use HTTP for a group with the origin': [
      distribution([origin('https-only', { Id: 'standby' }), origin('match-viewer')], {
        DefaultCacheBehavior: behavior('allow-all', 'both'),
        OriginGroups: {
          Quantity: 1,
          Items: [
            {
              Id: 'both',
              FailoverCriteria: { StatusCodes: { Quantity: 1, Items: [503] } },
              Members: { Quantity: 2, Items: [{ OriginId: 'shop' }, { OriginId: 'standby' }] },
            },
          ],
        },
      }),
      `error ${CONFIG.replace('[0]', '[1]')}.OriginProtocolPolicy: ${matched}`,
    ],
    'the website endpoint of a bucket': [
      distribution([origin('http-only', { DomainName: 'shop.s3-website-eu-west-1.amazonaws.com' })]),
      `warning ${CONFIG}.OriginProtocolPolicy: ${website}`,
    ],
    'the website endpoint, cut from its URL': [
      {
        Resources: {
          Site: {
            Type: 'AWS::S3::Bucket',
            Properties: { WebsiteConfiguration: { IndexDocument: 'index.html' } },
          },
          Distribution: {
            Type: 'AWS::CloudFront::Distribution',
            Properties: distribution([
              origin('http-only', {
                DomainName: {
                  'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Site', 'WebsiteURL'] }] }],
                },
              }),
            ]),
          },
        },
      },
      `warning ${CONFIG}.OriginProtocolPolicy: ${website}`,
    ],
    'older versions': [
      distribution([origin('https-only', versions('TLSv1', 'TLSv1.1', 'TLSv1.2'))]),
      `warning ${CONFIG}.OriginSSLProtocols: TLSv1, TLSv1.1 may be spoken with the origin; TLSv1.2 alone is right`,
    ],
    'older versions outside production': [
      distribution([
        origin('https-only', versions('TLSv1.2', { 'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, 'TLSv1'] })),
      ]),
      `info ${CONFIG}.OriginSSLProtocols when IsProd is false (Stage is dev): TLSv1 may be spoken with the origin; TLSv1.2 alone is right`,
    ],
    'HTTP outside production': [
      distribution([origin({ 'Fn::If': ['IsProd', 'https-only', 'http-only'] })]),
      `warning ${CONFIG}.OriginProtocolPolicy when IsProd is false (Stage is dev): ${plain}`,
    ],
    'a VPC origin over HTTP': [
      vpcOrigin({ OriginProtocolPolicy: 'http-only' }),
      `info ${VPC}.OriginProtocolPolicy: ${inVpc}`,
    ],
    'a VPC origin as the viewer does, who may use HTTP': [
      overVpcOrigin({}, 'allow-all'),
      `info ${VPC}.OriginProtocolPolicy: ${matched}`,
    ],
    'a VPC origin with older versions': [
      vpcOrigin({ OriginProtocolPolicy: 'https-only', ...versions('SSLv3', 'TLSv1.2') }),
      `info ${VPC}.OriginSSLProtocols: SSLv3 may be spoken with the origin; TLSv1.2 alone is right`,
    ],
  },
  review: {
    'a protocol from a parameter': [
      distribution([origin({ Ref: 'Protocol' })]),
      `review ${CONFIG}.OriginProtocolPolicy: Protocol has no default, so it is only known at deployment`,
    ],
  },
  options: {
    'a VPC origin over HTTP, where cards are handled': [
      vpcOrigin({ OriginProtocolPolicy: 'http-only' }),
      { profile: 'pci' },
      `error ${VPC}.OriginProtocolPolicy: ${inVpc}`,
    ],
  },
});
