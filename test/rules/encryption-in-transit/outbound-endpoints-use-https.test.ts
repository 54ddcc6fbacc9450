import rule from '../../../rules/encryption-in-transit/outbound-endpoints-use-https';
import { testRule } from '../../rule-tester';

type Properties = { readonly [name: string]: unknown };

const subscription = (Protocol: unknown) => ({
  Type: 'AWS::SNS::Subscription',
  Properties: {
    Protocol,
    TopicArn: 'arn:aws:sns:eu-west-1:111122223333:orders',
    Endpoint: 'https://hooks.example.com/orders',
  },
});
const method = (Uri: unknown, more: Properties = {}) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: {
    RestApiId: 'a1b2c3d4e5',
    ResourceId: 'f6g7h8',
    HttpMethod: 'GET',
    AuthorizationType: 'AWS_IAM',
    Integration: { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'GET', Uri, ...more },
  },
});
const openApi = (more: Properties) => ({
  Type: 'AWS::ApiGateway::RestApi',
  Properties: {
    Body: {
      openapi: '3.0.1',
      info: { title: 'shop', version: '1.0' },
      paths: {
        '/items': {
          get: {
            responses: {},
            'x-amazon-apigateway-integration': {
              type: 'http_proxy',
              httpMethod: 'GET',
              uri: 'http://stock.example.com/items',
              ...more,
            },
          },
        },
      },
    },
  },
});
const integration = (IntegrationUri: string) => ({
  Type: 'AWS::ApiGatewayV2::Integration',
  Properties: {
    ApiId: 'a1b2c3d4e5',
    IntegrationType: 'HTTP_PROXY',
    IntegrationMethod: 'ANY',
    PayloadFormatVersion: '1.0',
    IntegrationUri,
  },
});
const source = (Endpoint: unknown) => ({
  Type: 'AWS::AppSync::DataSource',
  Properties: {
    ApiId: 'a1b2c3d4e5',
    Name: 'stock',
    Type: 'HTTP',
    HttpConfig: { Endpoint },
  },
});
const lambda = (Variables: Properties, more: Properties = {}) => ({
  Resources: {
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Handler: 'index.handler',
        Runtime: 'nodejs22.x',
        Role: 'arn:aws:iam::111122223333:role/orders',
        Code: { S3Bucket: 'artifacts', S3Key: 'orders.zip' },
        Environment: { Variables },
      },
    },
    ...more,
  },
});
const task = (...Environment: unknown[]) => ({
  Type: 'AWS::ECS::TaskDefinition',
  Properties: {
    ContainerDefinitions: [{ Name: 'shop', Image: 'shop:1.0', Memory: 512, Environment }],
  },
});
const loadBalancer = (Scheme: string) => ({
  Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  Properties: { Subnets: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'], Scheme },
});
const dnsName = { 'Fn::Sub': 'http://${LoadBalancer.DNSName}/api' };
const delivered = 'messages are delivered in plain text; the protocol https encrypts them';
const leaves = (host: string) => `calls to ${host} leave in plain text; https:// encrypts them`;
const inVpc = (host: string) => `calls to ${host} go through the VPC in plain text`;
const told = (host: string) =>
  `the program is told to call ${host} in plain text; https:// encrypts the call`;
const URI = 'Method Properties.Integration.Uri';
const VARIABLE = 'Function Properties.Environment.Variables.STOCK';

testRule(rule, {
  pass: {
    'a program is told of its own machine, in capitals': lambda({ STOCK: 'http://LOCALHOST:8080' }),
    'a callback to the own machine, in capitals': {
      Type: 'AWS::Cognito::UserPoolClient',
      Properties: { UserPoolId: 'eu-west-1_a1B2c3D4e', CallbackURLs: ['http://LOCALHOST:3000'] },
    },
    'what CORS lets in': lambda({ CORS_ALLOWED: 'http://shop.example.com' }),
    'SNS delivers over HTTPS': subscription('https'),
    'an integration over HTTPS': method('https://stock.example.com/items'),
    'an integration with a function': method(
      'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:orders/invocations',
      { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST' },
    ),
    'a data source over HTTPS': source('https://stock.example.com'),
    'a program calls over HTTPS': lambda({ STOCK: 'https://stock.example.com' }),
    'a program calls what is on its machine or in its network': task(
      { Name: 'AGENT', Value: 'http://localhost:8126' },
      { Name: 'METADATA', Value: 'http://169.254.170.2/v2/metadata' },
      { Name: 'STOCK', Value: 'http://stock.shop.internal:8080' },
      { Name: 'PRICES', Value: 'http://prices.shop.local' },
      { Name: 'CART', Value: 'http://cart:8080' },
      { Name: 'LEGACY', Value: 'http://10.0.3.7/' },
    ),
    'a program calls another of the same stack': lambda({
      STOCK: { 'Fn::Sub': 'http://${AWS::StackName}-stock:8080' },
    }),
    'a program calls a name of Cloud Map': lambda(
      { STOCK: 'http://stock.shop.example:8080' },
      {
        Namespace: {
          Type: 'AWS::ServiceDiscovery::PrivateDnsNamespace',
          Properties: { Name: 'shop.example', Vpc: { Ref: 'Vpc' } },
        },
      },
    ),
    'a program calls a name of a private zone': lambda(
      { STOCK: 'http://Stock.Shop.example' },
      {
        Zone: {
          Type: 'AWS::Route53::HostedZone',
          Properties: {
            Name: 'shop.example.',
            VPCs: [{ VPCId: { Ref: 'Vpc' }, VPCRegion: 'eu-west-1' }],
          },
        },
      },
    ),
    'a program calls an internal load balancer': lambda(
      { STOCK: dnsName },
      { LoadBalancer: loadBalancer('internal') },
    ),
    'the name of a vocabulary': lambda({ NAMESPACE: 'http://www.w3.org/2001/XMLSchema' }),
    'a proxy': lambda({ HTTP_PROXY: 'http://proxy.example.com:3128' }),
    'an origin that a browser may come from': lambda({ ALLOWED_ORIGIN: 'http://shop.example.com' }),
    'an integration with a function from a parameter': method(
      { Ref: 'FunctionUri' },
      { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST' },
    ),
    'a callback while developing': {
      Type: 'AWS::Cognito::UserPoolClient',
      Properties: {
        UserPoolId: 'eu-west-1_a1B2c3D4e',
        CallbackURLs: ['https://shop.example.com/signed-in', 'http://localhost:3000'],
      },
    },
  },
  fail: {
    'every other service that calls a URL': [
      {
        Resources: {
          Client: {
            Type: 'AWS::Cognito::UserPoolClient',
            Properties: {
              UserPoolId: 'eu-west-1_a1B2c3D4e',
              CallbackURLs: ['http://shop.example.com/in'],
              LogoutURLs: ['http://shop.example.com/out'],
            },
          },
          Destination: {
            Type: 'AWS::Events::ApiDestination',
            Properties: {
              ConnectionArn: { 'Fn::GetAtt': ['Connection', 'Arn'] },
              HttpMethod: 'POST',
              InvocationEndpoint: 'http://shop.example.com/events',
            },
          },
          Connection: {
            Type: 'AWS::Events::Connection',
            Properties: {
              AuthorizationType: 'OAUTH_CLIENT_CREDENTIALS',
              AuthParameters: {
                OAuthParameters: {
                  AuthorizationEndpoint: 'http://shop.example.com/token',
                  HttpMethod: 'POST',
                  ClientParameters: { ClientID: 'shop', ClientSecret: '{{resolve:secretsmanager:shop}}' },
                },
              },
            },
          },
        },
      },
      [
        'Client Properties.CallbackURLs[0]',
        'Client Properties.LogoutURLs[0]',
        'Destination Properties.InvocationEndpoint',
        'Connection Properties.AuthParameters.OAuthParameters.AuthorizationEndpoint',
      ].map((at) => `error ${at}: ${leaves('shop.example.com')}`),
    ],
    'an integration in the document of every other kind of API': [
      {
        Transform: 'AWS::Serverless-2016-10-31',
        Resources: {
          Http: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Body: openApi({}).Properties.Body } },
          Sam: {
            Type: 'AWS::Serverless::Api',
            Properties: { StageName: 'v1', DefinitionBody: openApi({}).Properties.Body },
          },
          SamHttp: {
            Type: 'AWS::Serverless::HttpApi',
            Properties: { DefinitionBody: openApi({}).Properties.Body },
          },
        },
      },
      ['Http Properties.Body', 'Sam Properties.DefinitionBody', 'SamHttp Properties.DefinitionBody'].map(
        (at) =>
          `error ${at}.paths./items.get.x-amazon-apigateway-integration.uri: ${leaves('stock.example.com')}`,
      ),
    ],
    'an integration of an HTTP API through a VPC link': [
      {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: {
          ...integration('http://stock.example.com/{proxy}').Properties,
          ConnectionType: 'VPC_LINK',
          ConnectionId: 'a1b2c3',
        },
      },
      `info Integration Properties.IntegrationUri: ${inVpc('stock.example.com')}`,
    ],
    'a host that is called like the own machine': [
      method('http://localhost.example.com'),
      `error ${URI}: ${leaves('localhost.example.com')}`,
    ],
    'the server behind an origin': [
      lambda({ ORIGIN_SERVER: 'http://stock.example.com' }),
      `warning Function Properties.Environment.Variables.ORIGIN_SERVER: ${told('stock.example.com')}`,
    ],
    'SNS delivers in plain text': [
      subscription('http'),
      `error Subscription Properties.Protocol: ${delivered}`,
    ],
    'a subscription within its topic': [
      {
        Type: 'AWS::SNS::Topic',
        Properties: { Subscription: [{ Protocol: 'http', Endpoint: 'http://hooks.example.com/orders' }] },
      },
      `error Topic Properties.Subscription[0].Protocol: ${delivered}`,
    ],
    'SNS delivers in plain text outside production': [
      subscription({ 'Fn::If': ['IsProd', 'https', 'http'] }),
      `warning Subscription Properties.Protocol when IsProd is false (Stage is dev): ${delivered}`,
    ],
    'an integration in plain text': [
      method('http://stock.example.com/items'),
      `error ${URI}: ${leaves('stock.example.com')}`,
    ],
    'an integration with a host from a stage variable': [
      method('http://${stageVariables.host}/items'),
      `error ${URI}: ${leaves('${stageVariables.host}')}`,
    ],
    'an integration through a VPC link': [
      method('http://stock.example.com/items', { ConnectionType: 'VPC_LINK', ConnectionId: 'a1b2c3' }),
      `info ${URI}: ${inVpc('stock.example.com')}`,
    ],
    'an integration with a private name': [
      method('http://stock.shop.internal/items'),
      `info ${URI}: ${inVpc('stock.shop.internal')}`,
    ],
    'an integration of an HTTP API': [
      integration('http://stock.example.com/{proxy}'),
      `error Integration Properties.IntegrationUri: ${leaves('stock.example.com')}`,
    ],
    'an integration in an OpenAPI document, through a VPC link': [
      openApi({ connectionType: 'VPC_LINK', connectionId: { Ref: 'Link' } }),
      `info RestApi Properties.Body.paths./items.get.x-amazon-apigateway-integration.uri: ${inVpc('stock.example.com')}`,
    ],
    'an integration in an OpenAPI document': [
      openApi({}),
      `error RestApi Properties.Body.paths./items.get.x-amazon-apigateway-integration.uri: ${leaves('stock.example.com')}`,
    ],
    'a data source in plain text': [
      source({ 'Fn::Sub': 'http://stock.${AWS::Region}.example.com' }),
      `error DataSource Properties.HttpConfig.Endpoint: ${leaves('stock.${AWS::Region}.example.com')}`,
    ],
    'a program calls in plain text': [
      lambda({ STOCK: 'http://reader:EXAMPLE@stock.example.com/items' }),
      `warning ${VARIABLE}: ${told('stock.example.com')}`,
    ],
    'a container calls a public address in plain text': [
      task({ Name: 'STOCK', Value: { 'Fn::Join': ['', ['http://', '198.51.100.7', ':8080']] } }),
      `warning TaskDefinition Properties.ContainerDefinitions[0].Environment[0].Value: ${told('198.51.100.7')}`,
    ],
    'a program calls a public load balancer': [
      lambda({ STOCK: dnsName }, { LoadBalancer: loadBalancer('internet-facing') }),
      `warning ${VARIABLE}: ${told('${LoadBalancer.DNSName}')}`,
    ],
    'a program is told by a default with a password, which is not shown': [
      {
        Parameters: { Stock: { Type: 'String', Default: 'http://reader:p@ss-1@stock.example.com' } },
        ...lambda({ STOCK: { Ref: 'Stock' } }),
      },
      `warning ${VARIABLE} when Stock is http://****@stock.example.com: ${told('stock.example.com')}`,
    ],
    'a program is told by the default of a parameter': [
      {
        Parameters: { Stock: { Type: 'String', Default: 'http://stock.example.com' } },
        ...lambda({ STOCK: { Ref: 'Stock' } }),
      },
      `warning ${VARIABLE} when Stock is http://stock.example.com: ${told('stock.example.com')}`,
    ],
  },
  review: {
    'an integration of an HTTP API with a URL from a parameter': [
      {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: {
          ...integration('').Properties,
          IntegrationUri: { Ref: 'Backend' },
        },
      },
      'review Integration Properties.IntegrationUri: Backend has no default, so it is only known at deployment',
    ],
    'SNS delivers by a parameter': [
      subscription({ Ref: 'Protocol' }),
      'review Subscription Properties.Protocol: Protocol has no default, so it is only known at deployment',
    ],
    'an integration with a URL from a parameter': [
      method({ Ref: 'Backend' }),
      `review ${URI}: Backend has no default, so it is only known at deployment`,
    ],
    'a data source with a URL from a parameter': [
      source({ 'Fn::Sub': '${Backend}/items' }),
      'review DataSource Properties.HttpConfig.Endpoint: Backend has no default, so it is only known at deployment',
    ],
    'a program calls a host from a parameter': [
      lambda({ STOCK: { 'Fn::Sub': 'http://${StockHost}/items' } }),
      `review ${VARIABLE}: http://\${StockHost} is plain text if it lies outside the VPC`,
    ],
  },
  options: {
    'an integration through a VPC link, where cards are handled': [
      method('http://stock.example.com/items', { ConnectionType: 'VPC_LINK', ConnectionId: 'a1b2c3' }),
      { profile: 'pci' },
      `error ${URI}: ${inVpc('stock.example.com')}`,
    ],
  },
});
