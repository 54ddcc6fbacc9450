import type { Resource } from '../../model/entity';
import { remember } from '../../model/remember';
import { childOf, intrinsicOf, type Node } from '../../template/node';
import { CALLED } from './sam-events';

/** As it is written; undefined for what is no plain text, or cannot be seen. */
type Written = string | undefined;

/**
 * The methods of the routes of a REST API, `GET` or the key of an operation, in every branch: of its Method
 * resources, its OpenAPI document, and of the events of functions that SAM makes routes of.
 */
export const writtenMethods = remember((api: Resource): readonly Written[] => [
  ...api
    .referring('AWS::ApiGateway::Method', 'RestApiId')
    .map((method) => textOf(method.written('HttpMethod'))),
  ...['Body', 'DefinitionBody'].flatMap((property) => inDocument(api.written(property))),
  ...CALLED.flatMap((type) => api.referring(type)).flatMap((called) =>
    inEvents(called.written('Events'), api),
  ),
]);

const textOf = (node: Node | undefined): Written => (node?.kind === 'scalar' ? node.text : undefined);

const inDocument = (document: Node | undefined): Written[] =>
  document
    ? entriesOf(childOf(document, 'paths')).flatMap(([, item]) => entriesOf(item).map(([key]) => key))
    : [];

const inEvents = (events: Node | undefined, api: Resource): Written[] =>
  entriesOf(events).flatMap(([, event]) => {
    const properties = childOf(event, 'Properties');
    const named = textOf(childOf(childOf(properties, 'RestApiId'), 'Ref'));
    return properties && named !== api.logicalId ? [] : [textOf(childOf(properties, 'Method'))];
  });

/** The keys and values of a map; one without either where they cannot be seen. */
const entriesOf = (node: Node | undefined): [Written, Node | undefined][] =>
  node?.kind === 'map' && !intrinsicOf(node)
    ? [...node.entries].map(([key, { value }]) => [key, value])
    : [[undefined, undefined]];
