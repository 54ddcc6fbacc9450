import type { Resource } from '../../model/entity';
import { type Expectation, type Outcome, review } from '../../model/expectation';
import type { Value } from '../../model/value';
import { eachOperation, isApiKey, isAuthorizer, routeOf, securityOf } from './open-api';
import { isNone, open } from './open-routes';

/** The operations of an OpenAPI document, which stands in one property or is elsewhere by another. */
export const ofDocument = (api: Resource, inline: string, elsewhere: string): Expectation[] => [
  ...eachOperation(
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
  const isIgnored = from === 'document' && REST.includes(api.type);
  if (!isIgnored && names.some((name) => isAuthorizer(name, document) || isOfSam(name, api)))
    return undefined;
  if (!names.includes('NONE') && !isNone(api.get('Auth.DefaultAuthorizer'))) return undefined;
  return open({
    route: routeOf(operation),
    because: isIgnored
      ? 'it has no security of its own, and a REST API does not read that of the document'
      : from
        ? `its security names ${names.join(' and ') || 'nothing'}, and no authorizer`
        : 'it has no security',
    api,
    needsKey:
      (!isIgnored && names.some((name) => isApiKey(name, document))) ||
      api.get('Auth.ApiKeyRequired').is(true),
  });
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html#api-gateway-known-issues-rest-apis */
const REST = ['AWS::ApiGateway::RestApi', 'AWS::Serverless::Api'];

/** An authorizer that SAM adds to the document. */
const isOfSam = (name: string, api: Resource): boolean =>
  api.type.startsWith('AWS::Serverless::') &&
  (name === 'AWS_IAM' || api.get('Auth.Authorizers').child(name).isPresent);
