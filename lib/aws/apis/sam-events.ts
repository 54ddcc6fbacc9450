import { addToGroup } from '../../add-to-group';
import type { Resource } from '../../model/entity';
import { remember } from '../../model/remember';
import type { Template } from '../../model/template';
import type { Value } from '../../model/value';
import { childOf, type Node } from '../../template/node';

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
  return byGlobals(event.entity.template, kind.type);
}

function byGlobals({ whole }: Template, type: string): SamApi {
  const globals = whole.value;
  return { get: (path) => globals.get(`Globals.${type}.${path}`) };
}

/** What SAM makes routes to of events. */
export const CALLED: readonly string[] = ['AWS::Serverless::Function', 'AWS::Serverless::StateMachine'];

/** An API that SAM makes, for the whole template, of the events that name none. */
export interface ImplicitApi {
  /** `Api` or `HttpApi`. */
  type: string;
  /** With what Globals say, in the scenario being looked at. */
  settings: () => SamApi;
  /** The methods of its routes as they are written, in every branch; undefined for one that is not to be seen. */
  methods: readonly (string | undefined)[];
  /** Whether a function or state machine is the first that makes it: the one to speak of it. */
  isMadeBy: (called: Resource) => boolean;
}

/** The implicit APIs that a function or state machine has routes of. */
export const implicitApisOf = (called: Resource): ImplicitApi[] =>
  [...implicitRoutes(called.template)]
    .filter(([, routes]) => routes.some((route) => route.called === called))
    .map(([type, routes]) => ({
      type,
      settings: () => byGlobals(called.template, type),
      methods: routes.map(({ method }) => method),
      isMadeBy: (one) => routes.find((route) => route.called.exists)?.called === one,
    }));

interface ImplicitRoute {
  called: Resource;
  method: string | undefined;
}

const implicitRoutes = remember((template: Template): ReadonlyMap<string, ImplicitRoute[]> => {
  const routes = new Map<string, ImplicitRoute[]>();
  for (const called of CALLED.flatMap((type) => template.resourcesOf(type)))
    for (const event of childrenOf(called.written('Events'))) {
      const type = textOf(childOf(event, 'Type')) ?? '';
      const properties = childOf(event, 'Properties');
      const api = API_EVENTS[type]?.api;
      if (api && !childOf(properties, api))
        addToGroup(routes, type, { called, method: textOf(childOf(properties, 'Method')) });
    }
  return routes;
});

const childrenOf = (node: Node | undefined): Node[] =>
  node?.kind === 'map' ? [...node.entries.values()].map(({ value }) => value) : [];

const textOf = (node: Node | undefined): string | undefined =>
  node?.kind === 'scalar' ? node.text : undefined;

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
