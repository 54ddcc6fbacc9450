import rule from '../../../rules/encryption-at-rest/api-gateway-cache-encrypted';
import { testRule } from '../../rule-tester';

const stage = (properties: object) => ({
  Type: 'AWS::ApiGateway::Stage',
  Properties: {
    RestApiId: { Ref: 'Api' },
    DeploymentId: { Ref: 'Deployment' },
    StageName: 'v1',
    ...properties,
  },
});
const cached = (...settings: object[]) => ({
  CacheClusterEnabled: true,
  CacheClusterSize: '0.5',
  MethodSettings: settings,
});
const every = (settings: object) => ({ ResourcePath: '/*', HttpMethod: '*', ...settings });
const deployment = (description: object) => ({
  Type: 'AWS::ApiGateway::Deployment',
  Properties: { RestApiId: { Ref: 'Api' }, StageName: 'v1', StageDescription: description },
});
const sam = (properties: object) => ({
  Transform: 'AWS::Serverless-2016-10-31',
  Resources: { Api: { Type: 'AWS::Serverless::Api', Properties: { StageName: 'v1', ...properties } } },
});

testRule(rule, {
  pass: {
    'an encrypted cache': stage(cached(every({ CachingEnabled: true, CacheDataEncrypted: true }))),
    'no cache, whatever the methods say': stage({ MethodSettings: [every({ CachingEnabled: true })] }),
    'a cache that no method uses': stage(cached(every({ ThrottlingRateLimit: 100 }))),
    'a deployment with an encrypted cache': deployment({
      CacheClusterEnabled: true,
      CachingEnabled: true,
      CacheDataEncrypted: true,
    }),
    'a SAM API with an encrypted cache': sam(
      cached(every({ CachingEnabled: true, CacheDataEncrypted: true })),
    ),
    'no cache outside production': {
      Resources: {
        V1: stage({
          CacheClusterEnabled: { 'Fn::If': ['IsProd', true, false] },
          MethodSettings: [
            every({ CachingEnabled: true, CacheDataEncrypted: { 'Fn::If': ['IsProd', true, false] } }),
          ],
        }),
      },
    },
  },
  fail: {
    'nothing is said about encryption': [
      stage(cached(every({ CachingEnabled: true }))),
      'error Stage Properties.MethodSettings[0].CacheDataEncrypted: cached responses are not encrypted: MethodSettings[0].CacheDataEncrypted is not set, and the default is false',
    ],
    'encryption is off for one method': [
      stage(
        cached(every({ CachingEnabled: true, CacheDataEncrypted: true }), {
          ResourcePath: '/orders',
          HttpMethod: 'GET',
          CachingEnabled: true,
          CacheDataEncrypted: false,
        }),
      ),
      'error Stage Properties.MethodSettings[1].CacheDataEncrypted: cached responses are not encrypted: MethodSettings[1].CacheDataEncrypted is false',
    ],
    'a cache in production only': [
      {
        Resources: {
          V1: stage({
            CacheClusterEnabled: { 'Fn::If': ['IsProd', true, false] },
            MethodSettings: [every({ CachingEnabled: true })],
          }),
        },
      },
      'error V1 Properties.MethodSettings[0].CacheDataEncrypted: cached responses are not encrypted: MethodSettings[0].CacheDataEncrypted is not set, and the default is false',
    ],
    'the stage of a deployment': [
      deployment({ CacheClusterEnabled: true, CachingEnabled: true }),
      'error Deployment Properties.StageDescription.CacheDataEncrypted: cached responses are not encrypted: StageDescription.CacheDataEncrypted is not set, and the default is false',
    ],
    'a SAM API': [
      sam(cached(every({ CachingEnabled: true, CacheDataEncrypted: false }))),
      'error Api Properties.MethodSettings[0].CacheDataEncrypted: cached responses are not encrypted: MethodSettings[0].CacheDataEncrypted is false',
    ],
  },
  review: {
    'whether there is a cache is a parameter': [
      stage({ CacheClusterEnabled: { Ref: 'Cache' }, MethodSettings: [every({ CachingEnabled: true })] }),
      'review Stage Properties.MethodSettings[0].CacheDataEncrypted: Cache has no default, so it is only known at deployment',
    ],
  },
});
