import type { Resource } from '../../model/entity';
import { makesStage, type Settings } from './api-stages';

export interface LoggedStage {
  /** What takes the requests, in words. */
  name: string;
  /** The property that says where its access logs go. */
  destination: string;
  /** Whether the resource makes a stage at all. */
  isStage?: (resource: Resource) => boolean;
  /** Whether something else sets the destination. */
  isSetElsewhere?: (resource: Resource) => boolean;
  /** Whether all requests have execution logs: no substitute, as few keep them on, but something. */
  logsExecution?: ((stage: Settings) => boolean) | undefined;
}

/** Where each type says it; an AppSync API with a role for logs logs all requests, and fields as it is told to. */
export const LOGGED_STAGES: { readonly [type: string]: LoggedStage } = {
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

/** Whether the settings for methods turn execution logs on for all of them. */
const logsAllMethods = (stage: Settings, settings: string): boolean =>
  stage
    .get(settings)
    .items()
    .some(
      (methods) =>
        methods.get('HttpMethod').is('*') &&
        methods.get('ResourcePath').is('/*') &&
        methods.get('LoggingLevel').is('INFO'),
    );
