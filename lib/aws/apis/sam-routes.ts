import type { Resource } from '../../model/entity';
import { type Expectation, type Outcome, review } from '../../model/expectation';
import type { Value } from '../../model/value';
import { limitOfEvent } from './api-callers';
import { isNone, open } from './open-routes';
import { API_EVENTS, apiOfEvent, isDefinedByDocument, routeOfEvent } from './sam-events';

/** SAM makes a route of each event of type Api or HttpApi. */
export function ofEvents(called: Resource): Expectation[] {
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
export const ofNoEvents = (api: Resource): Expectation | undefined =>
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
