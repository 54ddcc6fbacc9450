import rule from '../../../rules/apis/api-gateway-caching-enabled';
import { testRule } from '../../rule-tester';

const stage = { RestApiId: 'a1b2c3d4e5', DeploymentId: 'd1e2f3', StageName: 'prod' };
const cluster = { CacheClusterEnabled: true, CacheClusterSize: '0.5' };
const caching = { HttpMethod: '*', ResourcePath: '/*', CachingEnabled: true };
const cached = { ...stage, ...cluster, MethodSettings: [caching] };
const none = { Ref: 'AWS::NoValue' };
const resource = (Type: string, Properties: object, others: object = {}) => ({ Type, ...others, Properties });
const deployment = (properties: object) =>
  resource('AWS::ApiGateway::Deployment', { RestApiId: 'a1b2c3d4e5', ...properties });

const shopStage = (properties: object, others: object = {}) => ({
  Resources: { ShopStage: resource('AWS::ApiGateway::Stage', properties, others) },
});

/** A stage without a cache, and its API. */
const ofApi = (others: object) => ({
  Resources: {
    Shop: resource('AWS::ApiGateway::RestApi', { Name: 'shop' }),
    ShopStage: resource('AWS::ApiGateway::Stage', { ...stage, RestApiId: { Ref: 'Shop' } }),
    ...others,
  },
});

const method = (HttpMethod: string) =>
  resource('AWS::ApiGateway::Method', {
    RestApiId: { Ref: 'Shop' },
    ResourceId: 'r1',
    HttpMethod,
    AuthorizationType: 'AWS_IAM',
  });

const distribution = (
  behavior: object,
  others: object = {},
  domainName: object = { 'Fn::Sub': '${Shop}.execute-api.${AWS::Region}.amazonaws.com' },
) =>
  resource(
    'AWS::CloudFront::Distribution',
    {
      DistributionConfig: {
        Enabled: true,
        DefaultCacheBehavior: {
          TargetOriginId: 'shop',
          ViewerProtocolPolicy: 'redirect-to-https',
          ...behavior,
        },
        Origins: [
          {
            Id: 'shop',
            DomainName: domainName,
            CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
          },
        ],
      },
    },
    others,
  );
/** Functions whose events name no API. */
const implicit = (methods: readonly string[], others: object = {}) => ({
  Transform: 'AWS::Serverless-2016-10-31',
  ...others,
  Resources: Object.fromEntries(
    methods.map((Method, index) => [
      `Fn${index}`,
      resource('AWS::Serverless::Function', {
        Runtime: 'nodejs22.x',
        Handler: 'shop.handler',
        CodeUri: 's3://code/shop.zip',
        Events: { Called: { Type: 'Api', Properties: { Path: `/${index}`, Method } } },
      }),
    ]),
  ),
});
const optimized = { CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6' };
const disabled = { CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad' };

const sam = (api: object, event?: object) => ({
  Transform: 'AWS::Serverless-2016-10-31',
  Resources: {
    Shop: resource('AWS::Serverless::Api', { StageName: 'prod', ...api }),
    ...(event && {
      Order: resource('AWS::Serverless::Function', {
        Runtime: 'nodejs22.x',
        Handler: 'order.handler',
        CodeUri: 's3://code/order.zip',
        Events: {
          Order: { Type: 'Api', Properties: { RestApiId: { Ref: 'Shop' }, Path: '/orders', ...event } },
        },
      }),
    }),
  },
});

const noCache = 'the stage has no cache: CacheClusterEnabled is not true';
const empty = 'nothing is kept in the cache of the stage: no method has CachingEnabled';
const unseen =
  'see whether anybody reads from Shop: not all of its methods are in the template, and the stage keeps nothing in a cache';

testRule(rule, {
  pass: {
    'an implicit API of SAM that nobody reads': implicit(['post', 'put']),
    'an implicit API of SAM by Globals': implicit(['get'], {
      Globals: { Api: { ...cluster, MethodSettings: [caching] } },
    }),
    'a cache for all methods': cached,
    'a cache for one method': {
      ...cached,
      MethodSettings: [
        { HttpMethod: 'GET', ResourcePath: '/~1items', CachingEnabled: true, CacheTtlInSeconds: 60 },
      ],
    },
    'the stage of a deployment': deployment({
      StageName: 'prod',
      StageDescription: { ...cluster, CachingEnabled: true },
    }),
    'a deployment without a stage': deployment({}),
    'an API of SAM': sam({ ...cluster, MethodSettings: [caching] }),
    'only where the stage exists': shopStage(
      { ...cached, CacheClusterEnabled: { 'Fn::If': ['IsProd', true, none] } },
      { Condition: 'IsProd' },
    ),
    'CloudFront keeps responses': ofApi({ Distribution: distribution(optimized) }),
    'CloudFront keeps responses by a policy of its own': ofApi({
      Distribution: distribution({ CachePolicyId: { Ref: 'Policy' } }),
      Policy: resource('AWS::CloudFront::CachePolicy', {
        CachePolicyConfig: {
          Name: 'catalogue',
          DefaultTTL: 60,
          MaxTTL: 300,
          MinTTL: 0,
          ParametersInCacheKeyAndForwardedToOrigin: {
            CookiesConfig: { CookieBehavior: 'none' },
            HeadersConfig: { HeaderBehavior: 'none' },
            QueryStringsConfig: { QueryStringBehavior: 'all' },
            EnableAcceptEncodingGzip: true,
          },
        },
      }),
    }),
    'CloudFront keeps responses of a host that was cut out of an address': ofApi({
      Distribution: distribution(
        optimized,
        {},
        {
          'Fn::Select': [
            2,
            {
              'Fn::Split': ['/', { 'Fn::Sub': 'https://${Shop}.execute-api.${AWS::Region}.amazonaws.com/' }],
            },
          ],
        },
      ),
    }),
    'an API that only takes in': ofApi({ Post: method('POST'), Preflight: method('OPTIONS') }),
    'an API of SAM that only takes in': sam({ TracingEnabled: true }, { Method: 'post' }),
    'a document of operations that only take in': sam({
      DefinitionBody: { openapi: '3.0.1', paths: { '/orders': { post: {}, options: {} } } },
    }),
  },
  fail: {
    'no cache': [stage, `warning Stage Properties.CacheClusterEnabled: ${noCache}`],
    'a cache for production only': [
      shopStage({ ...cached, CacheClusterEnabled: { 'Fn::If': ['IsProd', true, false] } }),
      `info ShopStage Properties.CacheClusterEnabled when IsProd is false (Stage is dev): ${noCache}`,
    ],
    'a cache that stays empty': [
      { ...stage, ...cluster },
      `warning Stage Properties.MethodSettings: ${empty}`,
    ],
    'a cache that keeps nothing for any time': [
      { ...cached, MethodSettings: [{ ...caching, CacheTtlInSeconds: 0 }] },
      `warning Stage Properties.MethodSettings: ${empty}`,
    ],
    'methods without a cache': [
      { ...stage, MethodSettings: [caching] },
      `warning Stage Properties.CacheClusterEnabled: ${noCache}`,
    ],
    'the stage of a deployment without a cache': [
      deployment({ StageName: 'prod' }),
      `warning Deployment Properties.StageDescription.CacheClusterEnabled: ${noCache}`,
    ],
    'an API of SAM without a cache': [
      sam({ TracingEnabled: true }, { Method: 'get' }),
      `warning Shop Properties.CacheClusterEnabled: ${noCache}`,
    ],
    'an implicit API of SAM, once': [
      implicit(['get', 'any']),
      'warning Fn0 Properties.Events: the API that SAM makes of events has no cache: CacheClusterEnabled is not true',
    ],
    'an implicit API of SAM with a cache that stays empty': [
      implicit(['get'], { Globals: { Api: cluster } }),
      'warning Globals.Api.MethodSettings: nothing is kept in the cache of the API that SAM makes of events: no method has CachingEnabled',
    ],
    'CloudFront that keeps nothing': [
      ofApi({ Get: method('GET'), Distribution: distribution(disabled) }),
      `warning ShopStage Properties.CacheClusterEnabled: ${noCache}`,
    ],
    'CloudFront in production only': [
      ofApi({ Get: method('GET'), Distribution: distribution(optimized, { Condition: 'IsProd' }) }),
      `info ShopStage Properties.CacheClusterEnabled when IsProd is false (Stage is dev): ${noCache}`,
    ],
    'a stage, and not that of its deployment too': [
      {
        Resources: {
          Deployment: deployment({ StageName: 'leftover' }),
          Stage: resource('AWS::ApiGateway::Stage', { ...stage, DeploymentId: { Ref: 'Deployment' } }),
        },
      },
      `warning Stage Properties.CacheClusterEnabled: ${noCache}`,
    ],
    'an API that is read': [
      ofApi({ Get: method('GET'), Post: method('POST') }),
      `warning ShopStage Properties.CacheClusterEnabled: ${noCache}`,
    ],
  },
  review: {
    'an API whose document is elsewhere': [
      sam({ DefinitionUri: 's3://code/shop.yaml' }),
      `review Shop Properties.CacheClusterEnabled: ${unseen}`,
    ],
    'a document that a transform puts in': [
      sam({
        DefinitionBody: {
          'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://code/shop.yaml' } },
        },
      }),
      `review Shop Properties.CacheClusterEnabled: ${unseen}`,
    ],
    'a cache by a parameter': [
      { ...cached, CacheClusterEnabled: { Ref: 'Caching' } },
      'review Stage Properties.CacheClusterEnabled: Caching has no default, so it is only known at deployment',
    ],
  },
  options: {
    'outside production': [
      stage,
      { environment: 'non-production' },
      `info Stage Properties.CacheClusterEnabled: ${noCache}`,
    ],
  },
});
