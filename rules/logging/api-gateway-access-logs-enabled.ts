import { makesStage } from '../../lib/aws/api-stages';
import type { Resource } from '../../lib/model/entity';
import { fail, rule } from '../../lib/rule';

interface Stage {
  /** What takes the requests, in words. */
  name: string;
  /** The property that says where its access logs go. */
  destination: string;
  /** Whether the resource makes a stage at all. */
  isStage?: (resource: Resource) => boolean;
  /** Whether something else sets the destination. */
  isSetElsewhere?: (resource: Resource) => boolean;
  /** Whether all requests have execution logs: no substitute, as few keep them on, but something. */
  logsExecution?: (resource: Resource) => boolean;
}

/** Where each type says it; an AppSync API with a role for logs logs all requests, and fields as it is told to. */
const STAGES: { readonly [type: string]: Stage } = {
  'AWS::ApiGateway::Stage': {
    name: 'the stage',
    destination: 'AccessLogSetting.DestinationArn',
    logsExecution: (stage) => logsAllMethods(stage, 'MethodSettings'),
  },
  'AWS::ApiGateway::Deployment': {
    name: 'the stage',
    destination: 'StageDescription.AccessLogSetting.DestinationArn',
    isStage: makesStage,
    logsExecution: (deployment) =>
      deployment.get('StageDescription.LoggingLevel').is('INFO') ||
      logsAllMethods(deployment, 'StageDescription.MethodSettings'),
  },
  'AWS::ApiGatewayV2::Stage': {
    name: 'the stage',
    destination: 'AccessLogSettings.DestinationArn',
    logsExecution: (stage) => stage.get('DefaultRouteSettings.LoggingLevel').is('INFO'),
  },
  // Quick create makes a stage with the API, and overrides are all that can be said of it.
  'AWS::ApiGatewayV2::Api': {
    name: 'the stage that quick create makes',
    destination: 'AccessLogSettings.DestinationArn',
    isStage: (api) => api.get('Target').isPresent,
    isSetElsewhere: (api) =>
      api
        .referring('AWS::ApiGatewayV2::ApiGatewayManagedOverrides', 'ApiId')
        .some((overrides) => overrides.exists && overrides.get('Stage.AccessLogSettings').isPresent),
  },
  'AWS::Serverless::Api': {
    name: 'the API',
    destination: 'AccessLogSetting.DestinationArn',
    logsExecution: (api) => logsAllMethods(api, 'MethodSettings'),
  },
  'AWS::Serverless::HttpApi': { name: 'the API', destination: 'AccessLogSettings.DestinationArn' },
  'AWS::AppSync::GraphQLApi': { name: 'the GraphQL API', destination: 'LogConfig.CloudWatchLogsRoleArn' },
};

export default rule({
  id: 'api-gateway-access-logs-enabled',
  title: 'APIs log who called them',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'LOGS-CENTRAL',
  resources: Object.keys(STAGES),
  why: 'Without access logs nobody can tell who called which operation, from where and with what result: neither abuse nor a failing client can be traced.',
  fix: 'Give the stage access log settings with a log group or a Firehose stream as destination; an AppSync API a LogConfig. With CDK, LambdaRestApi and RestApi take it in deployOptions.accessLogDestination.',
  docs: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html',
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-httpapi.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-apigatewaymanagedoverrides.html',
    'https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html',
  ],

  check: (resource) => {
    const { name, destination, isStage, isSetElsewhere, logsExecution } = STAGES[resource.type] as Stage;
    return resource
      .property(destination)
      .expect((arn) => {
        if (arn.isPresent || isSetElsewhere?.(resource)) return undefined;
        return logsExecution?.(resource)
          ? fail(`${name} has execution logs, but no access logs`, { severity: 'info' })
          : fail(`requests to ${name} are not logged`);
      })
      .when(() => isStage?.(resource) ?? true);
  },
});

/** Whether the settings for methods turn execution logs on for all of them. */
const logsAllMethods = (stage: Resource, settings: string): boolean =>
  stage
    .get(settings)
    .items()
    .some(
      (methods) =>
        methods.get('HttpMethod').is('*') &&
        methods.get('ResourcePath').is('/*') &&
        methods.get('LoggingLevel').is('INFO'),
    );
