import { addToGroup } from '../../add-to-group';
import type { App } from '../../model/app';
import type { Resource } from '../../model/entity';
import { isTaken, type ReferenceEdge } from '../../model/references';
import { remember } from '../../model/remember';
import type { Value } from '../../model/value';
import { isNamed, writtenName } from '../named-resources';
import { referringNow } from '../taken-references';

/**
 * Where a function is named to be called so.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html
 */
const CALLS: readonly (readonly [place: RegExp, caller: string])[] = [
  [/^AWS::SNS::(Subscription Properties\.Endpoint|Topic Properties\.Subscription\.Endpoint)$/, 'SNS'],
  [/^AWS::Events::Rule Properties\.Targets\.Arn$/, 'EventBridge'],
  [/^AWS::Scheduler::Schedule Properties\.Target\.Arn$/, 'EventBridge Scheduler'],
  [/^(AWS::S3::Bucket|Custom::S3BucketNotifications) Properties\.NotificationConfiguration\./, 'S3'],
  [/^AWS::Logs::SubscriptionFilter Properties\.DestinationArn$/, 'CloudWatch Logs'],
  [/^AWS::CloudWatch::\w*Alarm Properties\.(Alarm|OK|InsufficientData)Actions$/, 'CloudWatch alarms'],
  [/^AWS::IoT::TopicRule Properties\.TopicRulePayload\.(Actions|ErrorAction)\.Lambda\./, 'AWS IoT'],
];

/** The same by events of SAM. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html */
const EVENTS: ReadonlyMap<string, string> = new Map([
  ['SNS', 'SNS'],
  ['S3', 'S3'],
  ['CloudWatchEvent', 'EventBridge'],
  ['EventBridgeRule', 'EventBridge'],
  ['Schedule', 'EventBridge'],
  ['ScheduleV2', 'EventBridge Scheduler'],
  ['CloudWatchLogs', 'CloudWatch Logs'],
  ['IoTRule', 'AWS IoT'],
]);

/** What calls the function without waiting for its answer, in the scenario being looked at. */
export const asynchronousCaller = (lambda: Resource): string | undefined =>
  callerByReference(lambda) ?? callerOfSam(lambda) ?? callerByPermission(lambda);

const callerByReference = (lambda: Resource): string | undefined => {
  const edge = callsByReference(lambda).find(isTaken);
  return edge && callerAt(edge);
};

/** Where it is named to be called so, in any branch. */
export const callsByReference = remember((lambda: Resource): readonly ReferenceEdge[] =>
  [lambda, ...aliasesOf(lambda)]
    .flatMap(({ referrers }) => referrers)
    .filter((edge) => callerAt(edge) !== undefined),
);

const callerAt = ({ from, path }: ReferenceEdge): string | undefined =>
  CALLS.find(([place]) => place.test(`${from.type} ${path}`))?.[1];

const callerOfSam = (lambda: Resource): string | undefined => {
  if (lambda.type !== 'AWS::Serverless::Function') return undefined;
  const types = lambda
    .get('Events')
    .entries()
    .filter(([, event]) => !isByQueue(event.get('Properties.SqsSubscription')))
    .map(([, event]) => EVENTS.get(event.get('Type').outline));
  return types.find((caller) => caller !== undefined);
};

/** SAM puts a queue between the topic and the function. */
const isByQueue = (subscription: Value): boolean => subscription.isPresent && !subscription.is(false);

/** A bucket whose notifications refer to the function is often set up apart from it: the permission tells. */
const callerByPermission = (lambda: Resource): string | undefined => {
  const permissions = [lambda, ...aliasesOf(lambda)].flatMap((called) =>
    referringNow(called, 'AWS::Lambda::Permission', 'FunctionName'),
  );
  const services = permissions.map(
    (permission) => /^[a-z0-9]+(?=\.)/.exec(permission.get('Principal').outline)?.[0] ?? '',
  );
  return services.map((service) => SERVICES.get(service)).find((caller) => caller !== undefined);
};

/** By the first word of their principals; the rest may be `${AWS::URLSuffix}`. */
const SERVICES: ReadonlyMap<string, string> = new Map([
  ['s3', 'S3'],
  ['sns', 'SNS'],
  ['events', 'EventBridge'],
  ['logs', 'CloudWatch Logs'],
]);

const aliasesOf = (lambda: Resource): Resource[] => [
  ...lambda.referring('AWS::Lambda::Alias', 'FunctionName'),
  ...lambda.referring('AWS::Lambda::Version', 'FunctionName'),
];

/** Whether what the function fails at is kept, in the scenario being looked at. */
export const capturesFailures = (lambda: Resource): boolean =>
  KEPT_AT.some((path) => isNamed(lambda.get(path))) ||
  invokeConfigsOf(lambda).some(
    (config) => config.exists && isNamed(config.get('DestinationConfig.OnFailure.Destination')),
  );

/** Where a function itself says so; the second and third are SAM's. */
const KEPT_AT = [
  'DeadLetterConfig.TargetArn',
  'DeadLetterQueue.TargetArn',
  'EventInvokeConfig.DestinationConfig.OnFailure',
];

const INVOKE_CONFIG = 'AWS::Lambda::EventInvokeConfig';

const invokeConfigsOf = (lambda: Resource): Resource[] => {
  const name = writtenName(lambda.written('FunctionName'));
  return [
    ...lambda.referring(INVOKE_CONFIG, 'FunctionName'),
    ...(name === undefined ? [] : (invokeConfigsByName(lambda.app).get(name) ?? [])),
  ];
};

const invokeConfigsByName = remember((app: App) => {
  const configs = new Map<string, Resource[]>();
  for (const config of app.resourcesOf(INVOKE_CONFIG)) {
    const name = writtenName(config.written('FunctionName'));
    if (name !== undefined) addToGroup(configs, name, config);
  }
  return configs;
});
