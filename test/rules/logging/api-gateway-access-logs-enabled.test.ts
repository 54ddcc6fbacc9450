import rule from '../../../rules/logging/api-gateway-access-logs-enabled';
import { testRule } from '../../rule-tester';

const logs = { DestinationArn: { 'Fn::GetAtt': ['AccessLogs', 'Arn'] }, Format: '$context.requestId' };
const fixed = {
  DestinationArn: 'arn:aws:logs:eu-central-1:111122223333:log-group:api',
  Format: '$context.requestId',
};
const stage = { RestApiId: 'a1b2c3d4e5', DeploymentId: 'd1e2f3', StageName: 'prod' };
const resource = (Type: string, Properties: object, others: object = {}) => ({ Type, Properties, ...others });
const shopStage = (properties: object, others: object = {}) => ({
  Resources: { ShopStage: resource('AWS::ApiGateway::Stage', properties, others) },
});
const http = (properties: object = {}) =>
  resource('AWS::ApiGatewayV2::Stage', { ApiId: 'a1b2c3d4e5', StageName: '$default', ...properties });
const deployment = (properties: object) =>
  resource('AWS::ApiGateway::Deployment', { RestApiId: 'a1b2c3d4e5', ...properties });
const allMethods = { HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'INFO' };

const sam = (type: string, properties: object, globals?: object) => ({
  Transform: 'AWS::Serverless-2016-10-31',
  ...(globals && { Globals: globals }),
  Resources: { Shop: { Type: `AWS::Serverless::${type}`, Properties: properties } },
});

/** Functions whose events name no API. */
const implicit = (type: string, globals: object = {}, others: object = {}) => ({
  Transform: 'AWS::Serverless-2016-10-31',
  Globals: globals,
  Resources: Object.fromEntries(
    ['List', 'Order'].map((name) => [
      name,
      {
        Type: 'AWS::Serverless::Function',
        Properties: {
          Runtime: 'nodejs22.x',
          Handler: 'shop.handler',
          CodeUri: 's3://code/shop.zip',
          Events: { Called: { Type: type, Properties: { Path: `/${name}`, Method: 'get' } } },
        },
        ...(name === 'List' && others),
      },
    ]),
  ),
});
const ofEvents = 'requests to the API that SAM makes of events are not logged';

const quickCreated = (overrides?: object) => ({
  Resources: {
    Shop: {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: { Name: 'shop', ProtocolType: 'HTTP', Target: 'https://shop.example.com' },
    },
    ...(overrides && {
      Overrides: {
        Type: 'AWS::ApiGatewayV2::ApiGatewayManagedOverrides',
        ...overrides,
      },
    }),
  },
});
const overridden = { Properties: { ApiId: { Ref: 'Shop' }, Stage: { AccessLogSettings: fixed } } };

const graphql = (properties: object) =>
  resource('AWS::AppSync::GraphQLApi', { Name: 'shop', AuthenticationType: 'AWS_IAM', ...properties });

testRule(rule, {
  pass: {
    'logs to a log group': {
      Resources: {
        AccessLogs: { Type: 'AWS::Logs::LogGroup' },
        Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { ...stage, AccessLogSetting: logs } },
      },
    },
    'a destination by a parameter': {
      ...stage,
      AccessLogSetting: { ...logs, DestinationArn: { Ref: 'LogDestination' } },
    },
    'a stage of a deployment': deployment({
      StageName: 'prod',
      StageDescription: { AccessLogSetting: fixed },
    }),
    'a deployment without a stage': deployment({}),
    'an HTTP API': http({ AccessLogSettings: fixed }),
    'an API of SAM by Globals': sam('Api', { StageName: 'prod' }, { Api: { AccessLogSetting: fixed } }),
    'an implicit API of SAM by Globals': implicit('Api', { Api: { AccessLogSetting: fixed } }),
    'an HTTP API of SAM': sam('HttpApi', { AccessLogSettings: fixed }),
    'quick create with overrides': quickCreated(overridden),
    'an HTTP API whose stages stand elsewhere': resource('AWS::ApiGatewayV2::Api', {
      Name: 'shop',
      ProtocolType: 'HTTP',
    }),
    'a GraphQL API': graphql({
      LogConfig: { CloudWatchLogsRoleArn: 'arn:aws:iam::111122223333:role/logs', FieldLogLevel: 'ERROR' },
    }),
    'only where the stage exists': shopStage(
      { ...stage, AccessLogSetting: { 'Fn::If': ['IsProd', fixed, { Ref: 'AWS::NoValue' }] } },
      { Condition: 'IsProd' },
    ),
  },
  fail: {
    'nothing is said about logs': [
      stage,
      'warning Stage Properties.AccessLogSetting.DestinationArn: requests to the stage are not logged',
    ],
    'in production only': [
      shopStage({ ...stage, AccessLogSetting: { 'Fn::If': ['IsProd', fixed, { Ref: 'AWS::NoValue' }] } }),
      'info ShopStage Properties.AccessLogSetting.DestinationArn when IsProd is false (Stage is dev): requests to the stage are not logged',
    ],
    'execution logs in place of access logs': [
      { ...stage, MethodSettings: [allMethods] },
      'info Stage Properties.AccessLogSetting.DestinationArn: the stage has execution logs, but no access logs',
    ],
    'execution logs of errors': [
      { ...stage, MethodSettings: [{ ...allMethods, LoggingLevel: 'ERROR' }] },
      'warning Stage Properties.AccessLogSetting.DestinationArn: requests to the stage are not logged',
    ],
    'the stage of a deployment': [
      deployment({ StageName: 'prod' }),
      'warning Deployment Properties.StageDescription.AccessLogSetting.DestinationArn: requests to the stage are not logged',
    ],
    'the stage of a deployment, with execution logs': [
      deployment({ StageName: 'prod', StageDescription: { LoggingLevel: 'INFO' } }),
      'info Deployment Properties.StageDescription.AccessLogSetting.DestinationArn: the stage has execution logs, but no access logs',
    ],
    'a stage, and not that of its deployment too': [
      {
        Resources: {
          Deployment: deployment({ StageName: 'leftover' }),
          Stage: resource('AWS::ApiGateway::Stage', { ...stage, DeploymentId: { Ref: 'Deployment' } }),
        },
      },
      'warning Stage Properties.AccessLogSetting.DestinationArn: requests to the stage are not logged',
    ],
    'a WebSocket API with execution logs': [
      http({ DefaultRouteSettings: { LoggingLevel: 'INFO' } }),
      'info Stage Properties.AccessLogSettings.DestinationArn: the stage has execution logs, but no access logs',
    ],
    'an HTTP API without logs': [
      http(),
      'warning Stage Properties.AccessLogSettings.DestinationArn: requests to the stage are not logged',
    ],
    'an API of SAM': [
      sam('Api', { StageName: 'prod' }),
      'warning Shop Properties.AccessLogSetting.DestinationArn: requests to the API are not logged',
    ],
    'an HTTP API of SAM without logs': [
      sam('HttpApi', { Description: 'the shop' }),
      'warning Shop Properties.AccessLogSettings.DestinationArn: requests to the API are not logged',
    ],
    'an implicit API of SAM, once': [
      implicit('Api'),
      `warning List Properties.Events: ${ofEvents}: Globals.Api has no AccessLogSetting.DestinationArn`,
    ],
    'an implicit API of SAM that another function makes outside production': [
      implicit('HttpApi', {}, { Condition: 'IsProd' }),
      [
        `warning List Properties.Events: ${ofEvents}: Globals.HttpApi has no AccessLogSettings.DestinationArn`,
        `info Order Properties.Events when IsProd is false (Stage is dev): ${ofEvents}: Globals.HttpApi has no AccessLogSettings.DestinationArn`,
      ],
    ],
    'a destination that is empty by default': [
      {
        Parameters: { Logs: { Type: 'String', Default: '' } },
        Resources: {
          Stage: http({
            AccessLogSettings: { DestinationArn: { Ref: 'Logs' }, Format: '$context.requestId' },
          }),
        },
      },
      'warning Stage Properties.AccessLogSettings.DestinationArn when Logs is empty: requests to the stage are not logged',
    ],
    'quick create': [
      quickCreated(),
      'warning Shop Properties.AccessLogSettings.DestinationArn: requests to the stage that quick create makes are not logged',
    ],
    'quick create with overrides in production': [
      quickCreated({ Condition: 'IsProd', ...overridden }),
      'info Shop Properties.AccessLogSettings.DestinationArn when IsProd is false (Stage is dev): requests to the stage that quick create makes are not logged',
    ],
    'a GraphQL API without logs': [
      graphql({}),
      'warning GraphQLApi Properties.LogConfig.CloudWatchLogsRoleArn: requests to the GraphQL API are not logged',
    ],
  },
  review: {
    'settings that a macro makes': [
      { ...stage, AccessLogSetting: { 'Fn::Transform': { Name: 'Logs', Parameters: {} } } },
      'review Stage Properties.AccessLogSetting.DestinationArn: Fn::Transform is only known at deployment',
    ],
  },
  options: {
    'outside production': [
      stage,
      { environment: 'non-production' },
      'info Stage Properties.AccessLogSetting.DestinationArn: requests to the stage are not logged',
    ],
  },
});
