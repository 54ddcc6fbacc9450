import { ofDocument } from '../../lib/aws/apis/document-routes';
import { isNone, open, whyOpen } from '../../lib/aws/apis/open-routes';
import { takesCredentials } from '../../lib/aws/apis/route-keys';
import { ofEvents, ofNoEvents } from '../../lib/aws/apis/sam-routes';
import type { Resource } from '../../lib/model/entity';
import type { Expectation } from '../../lib/model/expectation';
import { remember } from '../../lib/model/remember';
import { type Expectations, review, rule } from '../../lib/rule';

/** How the resources of each type make routes. */
const ROUTES: { readonly [type: string]: (resource: Resource) => Expectations } = {
  'AWS::ApiGateway::Method': ofMethod,
  'AWS::ApiGateway::RestApi': (api) => ofDocument(api, 'Body', 'BodyS3Location'),
  'AWS::ApiGatewayV2::Route': ofRoute,
  'AWS::ApiGatewayV2::Api': (api) => [ofDocument(api, 'Body', 'BodyS3Location'), ofQuickCreate(api)],
  'AWS::Serverless::Api': (api) => [ofDocument(api, 'DefinitionBody', 'DefinitionUri'), ofNoEvents(api)],
  'AWS::Serverless::HttpApi': (api) => [ofDocument(api, 'DefinitionBody', 'DefinitionUri'), ofNoEvents(api)],
  'AWS::Serverless::Function': ofEvents,
  'AWS::Serverless::StateMachine': ofEvents,
};

export default rule({
  id: 'api-gateway-routes-authorized',
  title: 'Every route of an API asks who is calling',
  severity: 'error',
  control: 'API-AUTHORIZED',
  resources: Object.keys(ROUTES),
  why: 'A route without authorization does for anyone on the internet what it does for your own clients.',
  fix: 'Set AuthorizationType to AWS_IAM, or attach a Lambda, Cognito or JWT authorizer; in an OpenAPI document by the security of the operation, in SAM by Auth. Waive it, route by route, for what is public on purpose: a health check, a login, a webhook that checks signatures.',
  docs: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-route.html#cfn-apigatewayv2-route-authorizationtype',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authtype.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html',
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-controlling-access-to-apis.html',
  ],

  check: (resource) => ROUTES[resource.type]?.(resource),
});

function ofMethod(method: Resource): Expectation {
  const name = () => method.get('HttpMethod');
  return method
    .property('AuthorizationType')
    .expect((type) =>
      isNone(type)
        ? open({
            route: `the ${name().outline.toUpperCase()} method`,
            because: whyOpen(type),
            api: method.get('RestApiId').reference?.resource,
            needsKey: method.get('ApiKeyRequired').is(true),
          })
        : undefined,
    )
    .unless(() => name().matches(/^options$/i));
}

function ofRoute(route: Resource): Expectation {
  const api = () => route.get('ApiId').reference?.resource;
  return route
    .property('AuthorizationType')
    .expect((type) => {
      if (!isNone(type)) return undefined;
      const key = route.get('RouteKey');
      if (key.is('$default') && !api())
        return review(
          'whether the API takes HTTP requests, so that $default needs an authorizer, is not in the template',
        );
      return open({
        route: key.outline,
        because: route.get('AuthorizerId').isPresent
          ? 'the AuthorizerId is not used without an AuthorizationType'
          : whyOpen(type),
        api: api(),
        needsKey: route.get('ApiKeyRequired').is(true),
      });
    })
    .when(() => takesCredentials(route.get('RouteKey'), api()));
}

/** Quick create makes a stage and a route for everything with the API. */
const ofQuickCreate = (api: Resource): Expectation =>
  api
    .property('Target')
    .expect(() =>
      overridesOf(api).some(
        (overrides) => overrides.exists && !isNone(overrides.get('Route.AuthorizationType')),
      )
        ? undefined
        : open({
            route: 'the route that quick create makes',
            because: 'no ApiGatewayManagedOverrides give it an AuthorizationType',
            api,
          }),
    )
    .when(() => api.get('Target').isPresent);

const overridesOf = remember((api: Resource) =>
  api.referring('AWS::ApiGatewayV2::ApiGatewayManagedOverrides', 'ApiId'),
);
