import type { Resource } from '../../model/entity';
import type { Value } from '../../model/value';
import { apiOf } from '../apis/api-stages';
import { isPublic, LOAD_BALANCER, listensAt } from './load-balancers';

/** What takes requests from the internet, and is not CloudFront. */
export interface Endpoint {
  name: string;
  /** The property that a finding stands at. */
  at: string;
  isExposed: (endpoint: Resource) => boolean;
  /** For a stage, the API that it is one of: undefined for an API that is not in the app. */
  api?: (endpoint: Resource) => Resource | undefined;
  /** AWS WAF does not inspect its requests. */
  takesNoWebAcl?: (endpoint: Resource) => boolean;
  /** Its requests are calls of AWS's own API, with little in them to inspect. */
  isSecondary?: true;
}

const always = () => true;
const isNetwork = (loadBalancer: Resource) => loadBalancer.get('Type').is('network');

/**
 * Endpoints by type, with what AWS WAF can do for them.
 * https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html
 */
export const INTERNET_ENDPOINTS: { readonly [type: string]: Endpoint } = {
  [LOAD_BALANCER]: {
    name: 'the load balancer',
    at: 'Scheme',
    isExposed: (loadBalancer) =>
      isPublic(loadBalancer) &&
      (!isNetwork(loadBalancer) || WEB.some((port) => listensAt(loadBalancer, port))),
    takesNoWebAcl: isNetwork,
  },
  'AWS::ApiGateway::Stage': {
    name: 'the stage',
    at: 'StageName',
    isExposed: (stage) => !isPrivateApi(apiOf(stage)),
    api: apiOf,
  },
  // With a StageName it makes a stage of that name.
  'AWS::ApiGateway::Deployment': {
    name: 'the stage',
    at: 'StageName',
    isExposed: (deployment) => deployment.get('StageName').isPresent && !isPrivateApi(apiOf(deployment)),
    api: apiOf,
  },
  'AWS::Serverless::Api': {
    name: 'the API',
    at: 'StageName',
    isExposed: (api) => !isPrivateSamApi(api.get('EndpointConfiguration')),
  },
  'AWS::AppSync::GraphQLApi': {
    name: 'the GraphQL API',
    at: 'Name',
    isExposed: (api) => !api.get('Visibility').is('PRIVATE'),
  },
  'AWS::AppRunner::Service': {
    name: 'the service',
    at: 'ServiceName',
    isExposed: (service) =>
      !service.get('NetworkConfiguration.IngressConfiguration.IsPubliclyAccessible').is(false),
  },
  'AWS::Cognito::UserPool': {
    name: 'the user pool',
    at: 'UserPoolName',
    isExposed: always,
    isSecondary: true,
  },
  'AWS::ApiGatewayV2::Api': {
    name: 'an HTTP or WebSocket API',
    at: 'ProtocolType',
    isExposed: always,
    takesNoWebAcl: always,
  },
  'AWS::Serverless::HttpApi': { name: 'an HTTP API', at: 'Name', isExposed: always, takesNoWebAcl: always },
  'AWS::Lambda::Url': {
    name: 'a function URL',
    at: 'AuthType',
    isExposed: (url) => url.get('AuthType').is('NONE'),
    takesNoWebAcl: always,
  },
};

const WEB = [80, 443];

/** Whether a REST API can only be reached from VPCs; an OpenAPI document is imported with a parameter that says so. */
export const isPrivateApi = (api: Resource | undefined): boolean =>
  api !== undefined &&
  (api.get('EndpointConfiguration.Types').includes('PRIVATE') ||
    api.get('Parameters').child('endpointConfigurationTypes').is('PRIVATE'));

export const isPrivateSamApi = (endpoint: Value): boolean =>
  endpoint.isMap ? endpoint.get('Type').is('PRIVATE') : endpoint.is('PRIVATE');
