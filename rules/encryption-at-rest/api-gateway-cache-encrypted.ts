import { setToTrue } from '../../lib/aws/defaults';
import { rule } from '../../lib/rule';

/** Where a stage is described: its cache, the settings of its methods and, in a deployment, those of all methods. */
const STAGES: { readonly [type: string]: { stage: string; settings: readonly string[] } } = {
  'AWS::ApiGateway::Stage': { stage: '', settings: ['MethodSettings[]'] },
  'AWS::Serverless::Api': { stage: '', settings: ['MethodSettings[]'] },
  'AWS::ApiGateway::Deployment': {
    stage: 'StageDescription.',
    settings: ['StageDescription', 'StageDescription.MethodSettings[]'],
  },
};

export default rule({
  id: 'api-gateway-cache-encrypted',
  title: 'API Gateway encrypts the responses it caches',
  severity: 'error',
  control: 'ENCRYPTION-AT-REST',
  resources: Object.keys(STAGES),
  why: 'A cache of responses holds what the API was asked to protect, outside the encrypted store it came from.',
  fix: 'Set CacheDataEncrypted to true beside CachingEnabled.',
  docs: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/data-protection-encryption.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigateway-stage-methodsetting.html#cfn-apigateway-stage-methodsetting-cachedataencrypted',
  ],

  check: (resource) => {
    const { stage, settings } = STAGES[resource.type] as (typeof STAGES)[string];
    return settings
      .flatMap((path) => resource.all(path))
      .map((methods) =>
        methods
          .property('CacheDataEncrypted')
          .expect(setToTrue('cached responses are not encrypted'))
          // Nothing is cached without a cache, whatever the methods say.
          .when(() => resource.get(`${stage}CacheClusterEnabled`).is(true))
          .when(() => methods.value.get('CachingEnabled').is(true)),
      );
  },
});
