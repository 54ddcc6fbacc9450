import { writtenMethods } from '../../lib/aws/api-methods';
import { makesStage } from '../../lib/aws/api-stages';
import { caches, DISTRIBUTION } from '../../lib/aws/cloudfront';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import { remember } from '../../lib/model/remember';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

interface Stage {
  /** What stands before the properties of the stage. */
  prefix: string;
  /** The API that it is a stage of; undefined for one that is not in the app. */
  api: (resource: Resource) => Resource | undefined;
  /** Whether the resource makes a stage at all. */
  isStage?: (resource: Resource) => boolean;
}

const apiOf = (stage: Resource) => stage.get('RestApiId').reference?.resource;

/** The stages of REST APIs; HTTP and WebSocket APIs have no cache. */
const STAGES: { readonly [type: string]: Stage } = {
  'AWS::ApiGateway::Stage': { prefix: '', api: apiOf },
  'AWS::ApiGateway::Deployment': { prefix: 'StageDescription.', api: apiOf, isStage: makesStage },
  'AWS::Serverless::Api': { prefix: '', api: (api) => api },
};

export default rule({
  id: 'api-gateway-caching-enabled',
  title: 'REST APIs answer repeated requests from a cache',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'API-CACHING',
  resources: Object.keys(STAGES),
  why: 'Without a cache every repeated request costs a call of the backend, which a burst of readers can bring down.',
  fix: 'Set CacheClusterEnabled on the stage, and CachingEnabled in the settings of the methods that read; or put CloudFront in front with a cache policy. Waive it where responses differ from user to user.',
  docs: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigateway-stage-methodsetting.html#cfn-apigateway-stage-methodsetting-cachingenabled',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html',
  ],

  check: (resource) => {
    const { prefix, api, isStage } = STAGES[resource.type] as Stage;
    return resource
      .property(`${prefix}CacheClusterEnabled`)
      .expect((cluster) => cached(resource, prefix, cluster))
      .when(() => isStage?.(resource) ?? true)
      .unless(() => {
        const of = api(resource);
        return of !== undefined && (isCachedInFront(of) || hasNothingToRead(of));
      });
  },
});

function cached(stage: Resource, prefix: string, cluster: Value): Outcome | undefined {
  if (!cluster.is(true)) return fail('the stage has no cache: CacheClusterEnabled is not true');
  const settings = stage.get(`${prefix}MethodSettings`);
  const all = prefix ? [stage.get('StageDescription')] : [];
  return [...all, ...settings.items()].some(
    (methods) => methods.get('CachingEnabled').is(true) && !methods.get('CacheTtlInSeconds').is(0),
  )
    ? undefined
    : fail('nothing is kept in the cache of the stage: no method has CachingEnabled', { at: settings });
}

const isCachedInFront = (api: Resource): boolean =>
  distributionsOf(api).some((distribution) => distribution.exists && caches(distribution, api));

const distributionsOf = remember((api: Resource) =>
  api.referring(DISTRIBUTION, 'DistributionConfig.Origins.DomainName'),
);

/** Whether its routes can be seen, and none of them takes GET requests, which alone are cached by default. */
function hasNothingToRead(api: Resource): boolean {
  const methods = writtenMethods(api);
  return methods.length > 0 && methods.every((method) => method !== undefined && !READS.test(method));
}

const READS = /^(get|any|x-amazon-apigateway-any-method)$/i;
