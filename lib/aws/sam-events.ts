import type { Resource } from '../model/entity';
import type { Value } from '../model/value';

/** Which API each kind of event is a route of: the property that names it, and its type, for implicit ones in Globals. */
export const API_EVENTS: { readonly [type: string]: { readonly api: string; readonly type: string } } = {
  Api: { api: 'RestApiId', type: 'Api' },
  HttpApi: { api: 'ApiId', type: 'HttpApi' },
};

/** An API of SAM with the properties that it has, which for an implicit one are those in Globals. */
export interface SamApi {
  /** Undefined for an implicit API. */
  resource?: Resource;
  get: (path: string) => Value;
}

/**
 * The API that an event of a function or state machine is a route of: the one that it names, else the implicit
 * one of the template. Undefined where it names what is not in the template.
 */
export function apiOfEvent(event: Value): SamApi | undefined {
  const kind = API_EVENTS[event.get('Type').outline];
  if (!kind) return undefined;
  const named = event.get('Properties').get(kind.api);
  if (named.isPresent) {
    const resource = named.reference?.resource;
    return resource && { resource, get: (path) => resource.get(path) };
  }
  const globals = event.entity.template.whole.value;
  return { get: (path) => globals.get(`Globals.${kind.type}.${path}`) };
}

/**
 * Whether an OpenAPI document says what the routes are: then events only give API Gateway the permission to call.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html#sam-api-definitionbody
 */
export const isDefinedByDocument = (api: SamApi): boolean =>
  (api.get('DefinitionBody').isPresent || api.get('DefinitionUri').isPresent) &&
  !api.get('MergeDefinitions').is(true);

/** `GET /items`; an HTTP API's event without a path takes every request. */
export function routeOfEvent(event: Value): string {
  const [method, path] = ['Method', 'Path'].map((key) => event.get('Properties').get(key));
  return path?.isPresent ? `${method?.outline.toUpperCase() || 'ANY'} ${path.outline}` : '$default';
}
