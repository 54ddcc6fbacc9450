import type { Resource } from '../../model/entity';
import { namesIn } from '../alarms/alarm-index';
import type { MetricsOf } from '../alarms/alarmed-metrics';
import { callsByReference } from './asynchronous-calls';

export const FUNCTIONS: readonly string[] = ['AWS::Lambda::Function', 'AWS::Serverless::Function'];

/**
 * Whether a function works for deployments alone: it is behind a custom resource or a macro, a hook of
 * CloudFormation or CodeDeploy, or an action of a pipeline, so that whoever deploys sees it fail. The CDK adds some
 * to almost every app.
 */
export const isOfDeployment = (lambda: Resource): boolean =>
  MADE_BY_CDK.test(lambda.logicalId) || (isCalledByDeployment(lambda) && !isCalledByEvents(lambda));

const isCalledByDeployment = (lambda: Resource): boolean =>
  [lambda, ...lambda.referring('AWS::Lambda::Version', 'FunctionName')]
    .flatMap(({ referrers }) => referrers)
    .some(({ from, path }) => DEPLOYS.test(`${from.type} ${path}`));

const isCalledByEvents = (lambda: Resource): boolean =>
  lambda.written('Events') !== undefined || callsByReference(lambda).length > 0;

/** Who calls it: what reads the answer waits for it, as does who deploys. */
const DEPLOYS =
  /^\S+ Properties\.ServiceToken$|^Custom::Trigger |^AWS::CloudFormation::(LambdaHook|Macro) |^AWS::CodePipeline::Pipeline |\.(PreTraffic|PostTraffic|BeforeAllowTrafficHook|AfterAllowTrafficHook)$|\.USER_(ON_EVENT|IS_COMPLETE)_FUNCTION_ARN$/;

/**
 * Logical ids of the functions that constructs of the CDK share in a stack; the custom resources that call them may
 * be in another. https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.custom_resources-readme.html
 */
const MADE_BY_CDK =
  /^(AWS679f53fac002430cb0da5b7982bd2287|LogRetention[0-9a-f]{32}|BucketNotificationsHandler[0-9a-f]{32}|CustomCDKBucketDeployment[0-9A-F]{32})|CustomResourceProviderHandler[0-9A-F]{8}$|framework(onEvent|isComplete|onTimeout)[0-9A-F]{8}$/;

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
export const metricsOfFunction = (lambda: Resource): MetricsOf => ({
  resources: [lambda],
  namespace: 'AWS/Lambda',
  dimension: 'FunctionName',
  names: namesIn(lambda, 'FunctionName'),
});
