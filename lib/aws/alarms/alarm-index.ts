import { addToGroup } from '../../add-to-group';
import type { App } from '../../model/app';
import type { Parameter, Resource } from '../../model/entity';
import { remember } from '../../model/remember';
import type { Template } from '../../model/template';
import { childOf, intrinsicOf, type MapNode, type Node, textsIn } from '../../template/node';
import { nameWithin, writtenName } from '../named-resources';
import { ALARM_TYPES } from './alarms';

/** A name as it is written; two that a mapping or another intrinsic makes of the same are the same. */
export function nameIn(template: Template, node: Node | undefined): string | undefined {
  const call = intrinsicOf(node);
  const name = writtenName(node) ?? (call && `\${${call.name} ${textsIn(node).join()}}`);
  return name === undefined ? undefined : nameWithin(template, name);
}

/** The name of a resource, as it is written and as it is in the scenario being looked at. */
export const namesIn = (
  resource: Resource,
  property: string,
  written = resource.written(property),
): string[] =>
  [nameIn(resource.template, written), resource.get(property).literal].filter((name) => name !== undefined);

export const isAlarm = ({ type }: Resource): boolean => ALARM_TYPES.includes(type);
export const IN_METRIC = /^Properties\.(Dimensions|Metrics|ScheduledQueryConfiguration)\b/;

/** The alarms of an app by what they say of their metrics: read off once, so that no resource is compared with each. */
export const alarmsBy = remember((app: App) => {
  const byName = new Map<string, Resource[]>();
  const open = new Map<string, Resource[]>();
  const forAll = new Map<string, Resource[]>();
  const byMetric = new Map<string, Resource[]>();
  const namespaces = new Set<string>();
  for (const alarm of ALARM_TYPES.flatMap((type) => app.resourcesOf(type))) {
    const properties = childOf(alarm.node, 'Properties');
    for (const map of mapsIn(properties)) {
      const dimension = writtenName(childOf(map, 'Name'));
      const name = nameIn(alarm.template, childOf(map, 'Value'));
      if (dimension !== undefined && name !== undefined) addToGroup(byName, `${dimension}\n${name}`, alarm);
      if (dimension !== undefined && isFromOutside(childOf(map, 'Value'), alarm))
        addToGroup(open, dimension, alarm);
      const namespace = nameIn(alarm.template, childOf(map, 'Namespace'));
      const metric = nameIn(alarm.template, childOf(map, 'MetricName'));
      if (namespace === undefined || metric === undefined) continue;
      addToGroup(byMetric, `${namespace}\n${metric}`, alarm);
      namespaces.add(namespace);
      if (mayBeNone(childOf(map, 'Dimensions'))) addToGroup(forAll, namespace, alarm);
    }
    for (const query of [...mapsIn(childOf(properties, 'Metrics'))].flatMap(textOfQuery)) {
      for (const { key, value } of filtersIn(query)) addToGroup(byName, `${key}\n${value}`, alarm);
      for (const [namespace] of query.matchAll(/\bAWS\/\w+/g)) {
        namespaces.add(namespace);
        if (filtersIn(query).length === 0) addToGroup(forAll, namespace, alarm);
      }
    }
  }
  return { byName, open, forAll, byMetric, namespaces };
});

const textOfQuery = (map: MapNode): string[] => textsIn(childOf(map, 'Expression'));

/** Absent, empty, or what an intrinsic makes. */
const mayBeNone = (dimensions: Node | undefined): boolean =>
  dimensions?.kind !== 'list' || dimensions.items.every((item) => intrinsicOf(item) !== undefined);

/** A value from elsewhere, by an import or a parameter, that leads to no resource of the app, and that names none. */
function isFromOutside(node: Node | undefined, { template, references }: Resource): boolean {
  const call = intrinsicOf(node);
  if (references.some(({ path }) => IN_METRIC.test(path))) return false;
  if (call?.name === 'Fn::ImportValue' || isResolved(node)) return true;
  const name = call?.name === 'Ref' && call.argument.kind === 'scalar' ? call.argument.text : '';
  const parameter = template.parameters.get(name);
  return parameter !== undefined && !isSettled(parameter) && !givenNames(template).has(`\${${name}}`);
}

const isResolved = (node: Node | undefined): boolean =>
  node?.kind === 'scalar' && node.text.startsWith('{{resolve:');

/** Whether what is given, or else its default, says what the parameter is. */
function isSettled({ template, name, isText, variable: { given, default: initial } }: Parameter): boolean {
  const passed = childOf(template.parent?.written('Parameters'), name);
  return passed ? passed.kind === 'scalar' : isText && Boolean(given ?? initial);
}

/** The names that the resources of a template are given. */
const givenNames = remember((template: Template): ReadonlySet<string> => {
  const names = [...template.resources.values()]
    .filter((resource) => !isAlarm(resource))
    .map(({ node }) => childOf(node, 'Properties'))
    .flatMap((properties) => (properties?.kind === 'map' ? [...properties.entries] : []))
    .filter(([property]) => /(Name|Identifier)$/.test(property))
    .flatMap(([, { value }]) => writtenName(value) ?? []);
  return new Set(names);
});

/** What a query says of dimensions: `FunctionName = 'orders'`. */
export const filtersIn = (query: string): { key: string; value: string }[] =>
  [...query.matchAll(/\b(\w{1,100})\s{0,9}=\s{0,9}['"]([^'"]{1,500})['"]/g)]
    .map(([, key = '', value = '']) => ({ key, value }))
    .filter(({ key }) => key !== 'MetricName' && key !== 'Namespace');

export function* mapsIn(node: Node | undefined): Generator<MapNode> {
  if (node?.kind === 'map') {
    yield node;
    for (const { value } of node.entries.values()) yield* mapsIn(value);
  } else if (node?.kind === 'list') for (const item of node.items) yield* mapsIn(item);
}
