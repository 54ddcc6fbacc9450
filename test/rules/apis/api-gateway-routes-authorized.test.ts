import rule from '../../../rules/apis/api-gateway-routes-authorized';
import { testRule } from '../../rule-tester';

const authorizer = 'arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/auth/invocations';
const resource = (Type: string, Properties: object, others: object = {}) => ({ Type, ...others, Properties });
const method = (properties: object = {}) => ({
  RestApiId: 'a1b2c3d4e5',
  ResourceId: 'r1',
  HttpMethod: 'GET',
  AuthorizationType: 'NONE',
  ...properties,
});

/** A method without authorization, and its API. */
const ofApi = (api: object, others: object = {}) => ({
  Resources: {
    Shop: resource('AWS::ApiGateway::RestApi', { Name: 'shop', ...api }),
    Method: resource('AWS::ApiGateway::Method', method({ RestApiId: { Ref: 'Shop' } })),
    ...others,
  },
});

const allow = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
const policy = (...statements: object[]) => ({
  Policy: { Version: '2012-10-17', Statement: statements },
});

const mutualTls = {
  Domain: resource('AWS::ApiGateway::DomainName', {
    DomainName: 'api.example.com',
    RegionalCertificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/1',
    MutualTlsAuthentication: { TruststoreUri: 's3://trust/store.pem' },
  }),
  Mapping: resource('AWS::ApiGateway::BasePathMapping', {
    DomainName: { Ref: 'Domain' },
    RestApiId: { Ref: 'Shop' },
  }),
};

const route = (properties: object) =>
  resource('AWS::ApiGatewayV2::Route', { ApiId: 'a1b2c3d4e5', RouteKey: 'GET /items', ...properties });
const http = { ProtocolType: 'HTTP', Name: 'shop' };
const routeOf = (ProtocolType: string, RouteKey: string, properties: object = {}) => ({
  Resources: {
    Shop: resource('AWS::ApiGatewayV2::Api', { ...http, ProtocolType }),
    Route: resource('AWS::ApiGatewayV2::Route', { ApiId: { Ref: 'Shop' }, RouteKey, ...properties }),
  },
});

const document = (paths: object, others: object = {}) => ({
  openapi: '3.0.1',
  info: { title: 'shop', version: '1' },
  paths,
  components: {
    securitySchemes: {
      lambda: {
        type: 'apiKey',
        name: 'Authorization',
        in: 'header',
        'x-amazon-apigateway-authtype': 'custom',
        'x-amazon-apigateway-authorizer': { type: 'token', authorizerUri: authorizer },
      },
      iam: {
        type: 'apiKey',
        name: 'Authorization',
        in: 'header',
        'x-amazon-apigateway-authtype': 'awsSigv4',
      },
      key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
      bearer: { type: 'http', scheme: 'bearer' },
    },
  },
  ...others,
});
const integration = { 'x-amazon-apigateway-integration': { type: 'http', uri: 'https://shop.example.com' } };
const secured = (...schemes: string[]) => ({
  ...integration,
  security: schemes.map((scheme) => ({ [scheme]: [] })),
});
const rest = (Body: unknown) => resource('AWS::ApiGateway::RestApi', { Body });
const httpApi = (Body: unknown) => resource('AWS::ApiGatewayV2::Api', { Body });

const code = { Runtime: 'nodejs22.x', Handler: 'shop.handler', CodeUri: 's3://code/shop.zip' };
const event = (properties: object = {}, Type = 'Api') => ({
  Type,
  Properties: { Path: '/items', Method: 'get', ...properties },
});
const sam = (event: object, api?: object, others: object = {}) => ({
  Transform: 'AWS::Serverless-2016-10-31',
  ...others,
  Resources: {
    ...(api && { Shop: resource('AWS::Serverless::Api', { StageName: 'prod', ...api }) }),
    List: resource('AWS::Serverless::Function', { ...code, Events: { Items: event } }),
  },
});
const ofShop = { RestApiId: { Ref: 'Shop' } };
const byCognito = {
  DefaultAuthorizer: 'Users',
  Authorizers: { Users: { UserPoolArn: 'arn:aws:cognito-idp:eu-central-1:111122223333:userpool/a' } },
};

const none = 'AuthorizationType is NONE';
const unset = 'AuthorizationType is not set, and the default is NONE';
const at = 'List Properties.Events.Items.Properties.Auth.Authorizer';
const noDefault = 'it has no Authorizer, and the API no DefaultAuthorizer';
const look = 'look there whether every operation has an authorizer in its security';

testRule(rule, {
  pass: {
    IAM: method({ AuthorizationType: 'AWS_IAM' }),
    'a user pool': method({ AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: 'u1' }),
    'a pre-flight request has no credentials': method({ HttpMethod: 'OPTIONS' }),
    'open only where the method does not exist': resource(
      'AWS::ApiGateway::Method',
      method({ AuthorizationType: { 'Fn::If': ['IsProd', 'AWS_IAM', 'NONE'] } }),
      { Condition: 'IsProd' },
    ),
    'a route with JWTs': route({ AuthorizationType: 'JWT', AuthorizerId: 'j1' }),
    'a pre-flight route': route({ RouteKey: 'OPTIONS /{proxy+}' }),
    'messages on a WebSocket that is open': routeOf('WEBSOCKET', 'sendMessage'),
    'other messages on a WebSocket': routeOf('WEBSOCKET', '$default'),
    'operations with authorizers': rest(
      document({
        '/items': { get: secured('lambda'), post: secured('key', 'iam'), options: integration },
        '/admin': { 'x-amazon-apigateway-any-method': { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } } },
      }),
    ),
    'an HTTP API with security for all operations': httpApi(
      document({ '/items': { get: integration } }, { security: [{ lambda: [] }] }),
    ),
    'a document as text': rest({
      'Fn::Sub': JSON.stringify(document({ '/${AWS::Region}': { get: secured('lambda') } })),
    }),
    'a function of SAM behind the default authorizer': sam(event(ofShop), { Auth: byCognito }),
    'a function of SAM with an authorizer of its own': sam(event({ Auth: { Authorizer: 'AWS_IAM' } })),
    'the implicit API of SAM has a default by Globals': sam(event(), undefined, {
      Globals: { Api: { Auth: { DefaultAuthorizer: 'AWS_IAM' } } },
    }),
    'the default authorizer of SAM for a document': sam(event(ofShop), {
      Auth: { ...byCognito, AddDefaultAuthorizerToCorsPreflight: false },
      DefinitionBody: document({ '/items': { get: integration, options: integration } }),
    }),
    'an event of SAM that makes no route': sam({ Type: 'Schedule', Properties: { Schedule: 'rate(1 day)' } }),
    'quick create with an override': {
      Resources: {
        Shop: resource('AWS::ApiGatewayV2::Api', { ...http, Target: 'https://shop.example.com' }),
        Overrides: resource('AWS::ApiGatewayV2::ApiGatewayManagedOverrides', {
          ApiId: { Ref: 'Shop' },
          Route: { AuthorizationType: 'AWS_IAM' },
        }),
      },
    },
  },
  fail: {
    'a method without authorization': [
      method(),
      `error Method Properties.AuthorizationType: anyone may call the GET method: ${none}`,
    ],
    'a method that says nothing': [
      { RestApiId: 'a1b2c3d4e5', ResourceId: 'r1', HttpMethod: 'ANY' },
      `error Method Properties.AuthorizationType: anyone may call the ANY method: ${unset}`,
    ],
    'open outside production': [
      method({ AuthorizationType: { 'Fn::If': ['IsProd', 'AWS_IAM', 'NONE'] } }),
      `warning Method Properties.AuthorizationType when IsProd is false (Stage is dev): anyone may call the GET method: ${none}`,
    ],
    'open by a default': [
      {
        Parameters: { Auth: { Type: 'String', Default: 'NONE' } },
        Resources: {
          Method: resource('AWS::ApiGateway::Method', method({ AuthorizationType: { Ref: 'Auth' } })),
        },
      },
      `error Method Properties.AuthorizationType when Auth is NONE: anyone may call the GET method: ${none}`,
    ],
    'an API key is no authorization': [
      method({ ApiKeyRequired: true }),
      `warning Method Properties.AuthorizationType: nothing but an API key, which is no authorization, keeps callers from the GET method: ${none}`,
    ],
    'a private API': [
      ofApi({ EndpointConfiguration: { Types: ['PRIVATE'] } }),
      `warning Method Properties.AuthorizationType: nothing but the private endpoint keeps callers from the GET method: ${none}`,
    ],
    'a resource policy for some addresses': [
      ofApi(policy({ ...allow, Condition: { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] } } })),
      `warning Method Properties.AuthorizationType: nothing but the resource policy keeps callers from the GET method: ${none}`,
    ],
    'a resource policy that denies all other VPCs': [
      ofApi(
        policy(allow, {
          ...allow,
          Effect: 'Deny',
          Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-0a1b2c3d' } },
        }),
      ),
      `warning Method Properties.AuthorizationType: nothing but the resource policy keeps callers from the GET method: ${none}`,
    ],
    'a resource policy for everyone': [
      ofApi(policy(allow)),
      `error Method Properties.AuthorizationType: anyone may call the GET method: ${none}`,
    ],
    'mutual TLS': [
      ofApi({ DisableExecuteApiEndpoint: true }, mutualTls),
      `warning Method Properties.AuthorizationType: nothing but mutual TLS keeps callers from the GET method: ${none}`,
    ],
    'mutual TLS, and a way around it': [
      ofApi({}, mutualTls),
      `error Method Properties.AuthorizationType: anyone may call the GET method: ${none}`,
    ],
    'an HTTP route': [
      route({}),
      `error Route Properties.AuthorizationType: anyone may call GET /items: ${unset}`,
    ],
    'an authorizer that is not used': [
      route({ AuthorizerId: 'j1' }),
      'error Route Properties.AuthorizationType: anyone may call GET /items: the AuthorizerId is not used without an AuthorizationType',
    ],
    'every other request of an HTTP API': [
      routeOf('HTTP', '$default'),
      `error Route Properties.AuthorizationType: anyone may call $default: ${unset}`,
    ],
    'the start of a WebSocket': [
      routeOf('WEBSOCKET', '$connect', { AuthorizationType: 'NONE' }),
      `error Route Properties.AuthorizationType: anyone may call $connect: ${none}`,
    ],
    'operations of a document': [
      rest(
        document({
          '/items': { get: integration, post: secured('key'), put: secured('bearer'), parameters: [] },
          '/v1.0': { 'x-amazon-apigateway-any-method': { ...integration, security: [] } },
        }),
      ),
      [
        'error RestApi Properties.Body.paths./items.get: anyone may call GET /items: it has no security',
        'warning RestApi Properties.Body.paths./items.post: nothing but an API key, which is no authorization, keeps callers from POST /items: its security names key, and no authorizer',
        'error RestApi Properties.Body.paths./items.put: anyone may call PUT /items: its security names bearer, and no authorizer',
        'error RestApi Properties.Body.paths./v1.0.x-amazon-apigateway-any-method: anyone may call ANY /v1.0: its security names nothing, and no authorizer',
      ],
    ],
    'a REST API does not read security for all operations': [
      rest(document({ '/items': { get: integration } }, { security: [{ lambda: [], key: [] }] })),
      'error RestApi Properties.Body.paths./items.get: anyone may call GET /items: it has no security of its own, and a REST API does not read that of the document',
    ],
    'an operation of a private document': [
      rest(
        document(
          { '/items': { get: integration } },
          {
            'x-amazon-apigateway-policy': {
              Statement: [{ ...allow, Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d' } } }],
            },
          },
        ),
      ),
      'warning RestApi Properties.Body.paths./items.get: nothing but the resource policy keeps callers from GET /items: it has no security',
    ],
    'an operation of a document as text': [
      rest({
        'Fn::Sub': JSON.stringify(document({ '/items': { get: integration, post: secured('lambda') } })),
      }),
      'error RestApi Properties.Body.paths./items.get: anyone may call GET /items: it has no security',
    ],
    'an operation that production has not': [
      httpApi(
        document({ '/debug': { 'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, { get: integration }] } }),
      ),
      'warning Api Properties.Body.paths./debug.get when IsProd is false (Stage is dev): anyone may call GET /debug: it has no security',
    ],
    'quick create': [
      resource('AWS::ApiGatewayV2::Api', { ...http, Target: 'https://shop.example.com' }),
      'error Api Properties.Target: anyone may call the route that quick create makes: no ApiGatewayManagedOverrides give it an AuthorizationType',
    ],
    'a function of SAM': [sam(event(ofShop), {}), `error ${at}: anyone may call GET /items: ${noDefault}`],
    'a function of SAM in the implicit API': [
      sam(event({}, 'HttpApi')),
      `error ${at}: anyone may call GET /items: ${noDefault}`,
    ],
    'a function of SAM that opts out': [
      sam(event({ ...ofShop, Auth: { Authorizer: 'NONE' } }), { Auth: byCognito }),
      `error ${at}: anyone may call GET /items: Authorizer is NONE`,
    ],
    'a function of SAM with an API key': [
      sam(event(ofShop), { Auth: { ApiKeyRequired: true } }),
      `warning ${at}: nothing but an API key, which is no authorization, keeps callers from GET /items: ${noDefault}`,
    ],
    'a function of SAM in a network': [
      sam(event(ofShop), { Auth: { ResourcePolicy: { IpRangeWhitelist: ['192.0.2.0/24'] } } }),
      `warning ${at}: nothing but the resource policy keeps callers from GET /items: ${noDefault}`,
    ],
    'a function of SAM in an implicit API that is private by Globals': [
      sam(event(), undefined, {
        Globals: { Api: { EndpointConfiguration: { Type: 'PRIVATE', VPCEndpointIds: ['vpce-0a1b2c3d'] } } },
      }),
      `warning ${at}: nothing but the private endpoint keeps callers from GET /items: ${noDefault}`,
    ],
    'a function of SAM with a resource policy of its own': [
      sam(event({ Auth: { ResourcePolicy: { SourceVpcWhitelist: ['vpce-0a1b2c3d'] } } })),
      `warning ${at}: nothing but the resource policy keeps callers from GET /items: ${noDefault}`,
    ],
    'a document of SAM opts out': [
      sam(event(ofShop), {
        Auth: byCognito,
        DefinitionBody: document({ '/items': { get: secured('NONE'), post: integration } }),
      }),
      'error Shop Properties.DefinitionBody.paths./items.get: anyone may call GET /items: its security names NONE, and no authorizer',
    ],
    'an API of SAM whose routes are not to be seen': [
      {
        Transform: 'AWS::Serverless-2016-10-31',
        Resources: { Shop: resource('AWS::Serverless::HttpApi', { Name: 'shop' }) },
      },
      'error Shop Properties.Auth.DefaultAuthorizer: anyone may call routes without an Authorizer of their own: the API has no DefaultAuthorizer',
    ],
  },
  review: {
    'a type by a parameter': [
      method({ AuthorizationType: { Ref: 'Auth' } }),
      'review Method Properties.AuthorizationType: Auth has no default, so it is only known at deployment',
    ],
    '$default of an API that is elsewhere': [
      route({ RouteKey: '$default' }),
      'review Route Properties.AuthorizationType: whether the API takes HTTP requests, so that $default needs an authorizer, is not in the template',
    ],
    'a document in a bucket': [
      resource('AWS::ApiGateway::RestApi', { BodyS3Location: { Bucket: 'apis', Key: 'shop.yaml' } }),
      `review RestApi Properties.BodyS3Location: the document is in another file: ${look}`,
    ],
    'a document that is included': [
      rest({ 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://apis/shop.yaml' } } }),
      `review RestApi Properties.Body: Fn::Transform is only known at deployment: ${look}`,
    ],
    'an operation that is included': [
      rest(
        document({
          '/items': {
            get: {
              'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://apis/get.yaml' } },
            },
          },
        }),
      ),
      'review RestApi Properties.Body.paths./items.get: Fn::Transform is only known at deployment',
    ],
  },
});
