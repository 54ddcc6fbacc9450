import rule from '../../../rules/encryption-in-transit/cloudfront-viewers-use-https';
import { testRule } from '../../rule-tester';
import { distribution as anyDistribution, behavior } from './distribution-fixtures';

const onPath = (PathPattern: string, policy: unknown) => ({ PathPattern, ...behavior(policy) });
const distribution = (policy: unknown, CacheBehaviors?: unknown) =>
  anyDistribution({
    DefaultCacheBehavior: behavior(policy),
    ...(CacheBehaviors ? { CacheBehaviors } : {}),
  });
const message = 'allow-all answers viewers over plain HTTP; redirect-to-https or https-only does not';
const DEFAULT = 'Distribution Properties.DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy';

testRule(rule, {
  pass: {
    'redirects to HTTPS': distribution('redirect-to-https'),
    'an API that refuses HTTP': distribution('redirect-to-https', [onPath('/api/*', 'https-only')]),
    'either way of both': distribution({ 'Fn::If': ['IsProd', 'https-only', 'redirect-to-https'] }),
    'a behavior for HTTP that is not there in the scenario of its branch': {
      Type: 'AWS::CloudFront::Distribution',
      Condition: 'IsProd',
      Properties: distribution({ 'Fn::If': ['IsProd', 'https-only', 'allow-all'] }),
    },
  },
  fail: {
    'takes both': [distribution('allow-all'), `error ${DEFAULT}: ${message}`],
    'one path takes both': [
      distribution('redirect-to-https', [onPath('/.well-known/acme-challenge/*', 'allow-all')]),
      `error Distribution Properties.DistributionConfig.CacheBehaviors[0].ViewerProtocolPolicy: ${message}`,
    ],
    'takes both outside production': [
      distribution({ 'Fn::If': ['IsProd', 'redirect-to-https', 'allow-all'] }),
      `warning ${DEFAULT} when IsProd is false (Stage is dev): ${message}`,
    ],
    'a path of one branch': [
      distribution('redirect-to-https', [
        { 'Fn::If': ['IsProd', onPath('/legacy/*', 'allow-all'), { Ref: 'AWS::NoValue' }] },
      ]),
      `error Distribution Properties.DistributionConfig.CacheBehaviors[0].ViewerProtocolPolicy: ${message}`,
    ],
    'by the default of a parameter': [
      {
        Parameters: { Policy: { Type: 'String', Default: 'allow-all' } },
        Resources: {
          Distribution: {
            Type: 'AWS::CloudFront::Distribution',
            Properties: distribution({ Ref: 'Policy' }),
          },
        },
      },
      `error ${DEFAULT} when Policy is allow-all: ${message}`,
    ],
    'by a value that the parameter allows': [
      {
        Parameters: {
          Policy: {
            Type: 'String',
            AllowedValues: ['redirect-to-https', 'allow-all'],
            Default: 'redirect-to-https',
          },
        },
        Resources: {
          Distribution: {
            Type: 'AWS::CloudFront::Distribution',
            Properties: distribution({ Ref: 'Policy' }),
          },
        },
      },
      `warning ${DEFAULT} when Policy is allow-all: ${message}`,
    ],
  },
  review: {
    'set by a parameter': [
      distribution({ Ref: 'Policy' }),
      `review ${DEFAULT}: Policy has no default, so it is only known at deployment`,
    ],
  },
});
