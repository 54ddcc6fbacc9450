import { writtenMethods } from '../../lib/aws/apis/api-methods';
import { apiOf, makesStage, type Settings } from '../../lib/aws/apis/api-stages';
import { CALLED, implicitApisOf } from '../../lib/aws/apis/sam-events';
import { caches, DISTRIBUTION } from '../../lib/aws/network/cloudfront';
import type { Resource } from '../../lib/model/entity';
import type { Expectation, FailOutcome } from '../../lib/model/expectation';
import { remember } from '../../lib/model/remember';
import type { Template } from '../../lib/model/template';
import { fail, review, rule } from '../../lib/rule';
import { textsIn } from '../../lib/template/node';

interface Stage {
  /** What stands before the properties of the stage. */
  prefix: string;
  /** The API that it is a stage of; undefined for one that is not in the app. */
  api: (resource: Resource) => Resource | undefined;
  /** Whether the resource makes a stage at all. */
  isStage?: (resource: Resource) => boolean;
}

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
  resources: [...Object.keys(STAGES), ...CALLED],
  why: 'Without a cache every repeated request costs a call of the backend, which a burst of readers can bring down.',
  fix: 'Set CacheClusterEnabled on the stage, and CachingEnabled in the settings of the methods that read; or put CloudFront in front with a cache policy; for events of SAM that name no API set them in Globals.Api. Waive it where responses differ from user to user.',
  docs: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigateway-stage-methodsetting.html#cfn-apigateway-stage-methodsetting-cachingenabled',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html',
  ],

  check: (resource) => {
    const stage = STAGES[resource.type];
    return stage ? ofStage(resource, stage) : ofImplicitApi(resource);
  },
});

const ofStage = (resource: Resource, { prefix, api, isStage }: Stage): Expectation =>
  resource
    .property(`${prefix}CacheClusterEnabled`)
    .expect(() => {
      const outcome = cached('the stage', resource, prefix);
      const unseen = api(resource);
      if (!outcome || !unseen || !isReadUnseen(writtenMethods(unseen))) return outcome;
      return review(
        `see whether anybody reads from ${unseen.logicalId}: not all of its methods are in the template, and the stage keeps nothing in a cache`,
        outcome.at && { at: outcome.at },
      );
    })
    .when(() => isStage?.(resource) ?? true)
    .unless(() => {
      const of = api(resource);
      return of !== undefined && (isCachedInFront(of) || hasNothingToRead(writtenMethods(of)));
    });

/** SAM makes an API of the events that name none; a distribution can only name it as what SAM calls it. */
const ofImplicitApi = (called: Resource): Expectation[] =>
  implicitApisOf(called)
    .filter(({ type, methods }) => type === 'Api' && !hasNothingToRead(methods))
    .filter(() => !isNamedByDistribution(called.template))
    .map(({ settings, isMadeBy }) =>
      called
        .property('Events')
        .expect(() => cached('the API that SAM makes of events', settings(), ''))
        .when(() => isMadeBy(called)),
    );

const isNamedByDistribution = remember((template: Template) =>
  template
    .resourcesOf(DISTRIBUTION)
    .flatMap((distribution) => textsIn(distribution.written('DistributionConfig')))
    .some((text) => text.includes('ServerlessRestApi')),
);

function cached(name: string, stage: Settings, prefix: string): FailOutcome | undefined {
  if (!stage.get(`${prefix}CacheClusterEnabled`).is(true))
    return fail(`${name} has no cache: CacheClusterEnabled is not true`);
  const settings = stage.get(`${prefix}MethodSettings`);
  const all = prefix ? [stage.get('StageDescription')] : [];
  return [...all, ...settings.items()].some(
    (methods) => methods.get('CachingEnabled').is(true) && !methods.get('CacheTtlInSeconds').is(0),
  )
    ? undefined
    : fail(`nothing is kept in the cache of ${name}: no method has CachingEnabled`, { at: settings });
}

const isCachedInFront = (api: Resource): boolean =>
  distributionsOf(api).some((distribution) => distribution.exists && caches(distribution, api));

const distributionsOf = remember((api: Resource) =>
  api.referring(DISTRIBUTION, 'DistributionConfig.Origins.DomainName'),
);

/** Whether its routes can be seen, and none of them takes GET requests, which alone are cached by default. */
const hasNothingToRead = (methods: readonly (string | undefined)[]): boolean =>
  methods.length > 0 && methods.every((method) => method !== undefined && !READS.test(method));

/** Whether some of its routes cannot be seen, such as those of a document elsewhere, and no other is known to be read. */
const isReadUnseen = (methods: readonly (string | undefined)[]): boolean =>
  !methods.some((method) => method !== undefined && READS.test(method)) &&
  (methods.length === 0 || methods.includes(undefined));

const READS = /^(get|any|x-amazon-apigateway-any-method)$/i;
