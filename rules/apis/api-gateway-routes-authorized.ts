import { limitOfCallers, limitOfEvent } from '../../lib/aws/api-callers';
import { eachOperation, isApiKey, isAuthorizer, routeOf, securityOf } from '../../lib/aws/open-api';
import { takesCredentials } from '../../lib/aws/route-keys';
import { API_EVENTS, apiOfEvent, isDefinedByDocument, routeOfEvent } from '../../lib/aws/sam-events';
import type { Resource } from '../../lib/model/entity';
import type { Expectation, Outcome } from '../../lib/model/expectation';
import { remember } from '../../lib/model/remember';
import type { Value } from '../../lib/model/value';
import { type Expectations, fail, review, rule } from '../../lib/rule';

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

interface Open {
  /** `GET /items`, or another name for what can be called. */
  route: string;
  because: string;
  /** Undefined for an API that is not in the app. */
  api: Resource | undefined;
  /** What else keeps callers from it, if it is not of the API. */
  limit?: string | undefined;
  needsKey?: boolean;
}

/** What a route without authorization comes to: an API key tells clients apart, and a network lets all in it. */
function open({ route, because, api, limit, needsKey = false }: Open): Outcome {
  const barrier = needsKey
    ? 'an API key, which is no authorization,'
    : (limit ?? (api && limitOfCallers(api)));
  return barrier
    ? fail(`nothing but ${barrier} keeps callers from ${route}: ${because}`, { severity: 'warning' })
    : fail(`anyone may call ${route}: ${because}`);
}

const isNone = (value: Value): boolean => value.isAbsent || value.matches(/^none$/i);

const whyOpen = (type: Value): string =>
  type.isPresent
    ? `AuthorizationType is ${type.outline}`
    : 'AuthorizationType is not set, and the default is NONE';

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

const ofDocument = (api: Resource, inline: string, elsewhere: string): Expectations => [
  eachOperation(
    api.property(inline),
    (operation, document) => ofOperation(operation, document, api),
    unseenDocument,
  ),
  api
    .property(elsewhere)
    .expect(() => unseenDocument('the document is in another file'))
    .when(() => api.get(elsewhere).isPresent),
];

const unseenDocument = (why: string): Outcome =>
  review(`${why}: look there whether every operation has an authorizer in its security`);

function ofOperation(operation: Value, document: Value, api: Resource): Outcome | undefined {
  // Of an operation that only deployment can tell there is nothing more to say.
  operation.entries();
  if (operation.child('x-amazon-apigateway-auth').get('type').is('AWS_IAM')) return undefined;
  const { names, from } = securityOf(operation, document);
  const isRest = api.type !== 'AWS::ApiGatewayV2::Api' && api.type !== 'AWS::Serverless::HttpApi';
  if (names.some((name) => isAuthorizer(name, document) || isOfSam(name, api))) {
    return isRest && from === 'document'
      ? review(
          `${routeOf(operation)} has no security of its own, and REST APIs do not read that of the document: look at the method that was made`,
        )
      : undefined;
  }
  if (!names.includes('NONE') && !isNone(api.get('Auth.DefaultAuthorizer'))) return undefined;
  return open({
    route: routeOf(operation),
    because: from
      ? `its security names ${names.join(' and ') || 'nothing'}, and no authorizer`
      : 'it has no security',
    api,
    needsKey: names.some((name) => isApiKey(name, document)) || api.get('Auth.ApiKeyRequired').is(true),
  });
}

/** An authorizer that SAM adds to the document. */
const isOfSam = (name: string, api: Resource): boolean =>
  api.type.startsWith('AWS::Serverless::') &&
  (name === 'AWS_IAM' || api.get('Auth.Authorizers').child(name).isPresent);

/** SAM makes a route of each event of type Api or HttpApi. */
function ofEvents(called: Resource): Expectations {
  return called.all('Events.*').map((event) =>
    event
      .property('Properties.Auth.Authorizer')
      .expect((authorizer) => ofEvent(event.value, authorizer))
      .when(() => event.value.get('Type').isOneOf(Object.keys(API_EVENTS)))
      .unless(() => event.value.get('Properties.Method').matches(/^options$/i)),
  );
}

function ofEvent(event: Value, authorizer: Value): Outcome | undefined {
  if (authorizer.isPresent && !isNone(authorizer)) return undefined;
  const api = apiOfEvent(event);
  if (!api) return review('whether the API has a DefaultAuthorizer is not in the template');
  const byDefault = api.get('Auth.DefaultAuthorizer');
  if (isDefinedByDocument(api) || (authorizer.isAbsent && !isNone(byDefault))) return undefined;
  const route = routeOfEvent(event);
  const because = authorizer.isPresent
    ? `Authorizer is ${authorizer.outline}`
    : 'it has no Authorizer, and the API no DefaultAuthorizer';
  const key = event.get('Properties.Auth.ApiKeyRequired');
  const needsKey = (key.isPresent ? key : api.get('Auth.ApiKeyRequired')).is(true);
  const limit = limitOfEvent(event, api);
  return open({ route, because, api: api.resource, limit, needsKey });
}

/** An API of SAM whose routes are not to be seen. */
const ofNoEvents = (api: Resource): Expectation | undefined =>
  hasEvents(api)
    ? undefined
    : api
        .property('Auth.DefaultAuthorizer')
        .expect((authorizer) =>
          isNone(authorizer)
            ? open({
                route: 'routes without an Authorizer of their own',
                because: 'the API has no DefaultAuthorizer',
                api,
                needsKey: api.get('Auth.ApiKeyRequired').is(true),
              })
            : undefined,
        )
        .unless(() => api.get('DefinitionBody').isPresent || api.get('DefinitionUri').isPresent);

const hasEvents = (api: Resource): boolean =>
  api.referrers.some(({ path }) => /^Properties\.Events\..*\.(RestApiId|ApiId)$/.test(path));
