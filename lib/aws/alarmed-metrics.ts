import { addToGroup } from '../add-to-group';
import type { App } from '../model/app';
import type { Resource } from '../model/entity';
import { remember } from '../model/remember';
import type { Template } from '../model/template';
import type { Value } from '../model/value';
import { childOf, intrinsicOf, type MapNode, type Node, textsIn } from '../template/node';
import { ALARM_TYPES, eventRuleToTopic, notifiesThroughComposite, onlyAutomation } from './alarms';
import { nameWithin, writtenName } from './named-resources';

/** How CloudWatch tells the metrics of a resource from those of others. */
export interface MetricsOf {
  /** The resource, and others whose metrics tell as much of it. */
  resources: readonly Resource[];
  namespace: string;
  /** The dimension that the name of the resource stands in. */
  dimension: string;
  /** The names that the resources are given; see nameIn. */
  names: readonly string[];
}

/** A name as it is written. */
export function nameIn(template: Template, node: Node | undefined): string | undefined {
  const name = writtenName(node);
  return name === undefined ? undefined : nameWithin(template, name);
}

/** A metric that an alarm watches. */
export interface Watched {
  alarm: Resource;
  is(metric: string): boolean;
  /** One that is counted from a log is about whatever the app looks for. */
  isFromLog?: boolean;
}

/** What alarms of the app watch of a resource, in the scenario being looked at. */
export const watchedOf = (metrics: MetricsOf): Watched[] => [
  ...candidates(metrics).filter(isThere).flatMap(watchedBy(metrics)),
  ...alarmsOnLogs(metrics)
    .filter(isThere)
    .map((alarm) => ({ alarm, is: () => false, isFromLog: true })),
];

/** An alarm on a metric of the kind, of which only deployment tells whose metric it is. */
export const openAlarm = (app: App, { dimension }: MetricsOf): Resource | undefined =>
  alarmsBy(app).open.get(dimension)?.find(isThere);

/**
 * Whether it is scaling, a rollback or the like alone that an alarm sets off. Of one that sets off nothing at all
 * another rule speaks.
 */
export function isForAutomation(alarm: Resource): boolean {
  const actions = alarm.get('AlarmActions');
  const isListByParameter = !actions.isKnown && actions.parts.length === 0;
  return (
    !isListByParameter &&
    onlyAutomation(alarm).length > 0 &&
    !notifiesThroughComposite(alarm) &&
    eventRuleToTopic(alarm) === undefined
  );
}

/** An alarm has no more; https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const MAX_QUERIES = 20;

const isThere = ({ exists }: Resource): boolean => exists;

const watchedBy =
  (metrics: MetricsOf) =>
  (alarm: Resource): Watched[] => {
    const queries = alarm.get('Metrics').items(MAX_QUERIES);
    const named = [alarm.value.get('Properties'), ...queries.map((query) => query.get('MetricStat.Metric'))];
    const found = queries.map((query) => query.get('Expression'));
    return [
      ...named
        .filter((metric) => metric.get('MetricName').isPresent && isAbout(metric, alarm, metrics))
        .map((metric) => ({ alarm, is: (name: string) => metric.get('MetricName').is(name) })),
      ...found
        .filter((query) => selects(query, alarm, metrics))
        .map(({ outline }) => ({ alarm, is: (name: string) => outline.includes(name) })),
    ];
  };

/** A metric without dimensions is that of all resources together. */
function isAbout(metric: Value, alarm: Resource, metrics: MetricsOf): boolean {
  const dimensions = metric.get('Dimensions').items();
  if (dimensions.length === 0) return metric.get('Namespace').is(metrics.namespace);
  return dimensions.some(
    (dimension) =>
      refersTo(dimension.get('Value'), alarm, metrics) ||
      (dimension.get('Name').is(metrics.dimension) && isNamed(dimension.get('Value'), metrics)),
  );
}

/** A query such as `SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) WHERE FunctionName = 'orders'`, or a search. */
function selects(query: Value, alarm: Resource, metrics: MetricsOf): boolean {
  if (refersTo(query, alarm, metrics)) return true;
  if (!query.outline.includes(metrics.namespace)) return false;
  const wanted = filtersIn(query.outline).filter(({ key }) => key === metrics.dimension);
  return wanted.length === 0 || wanted.some(({ value }) => metrics.names.includes(value));
}

/** What a query says of dimensions: `FunctionName = 'orders'`. */
const filtersIn = (query: string): { key: string; value: string }[] =>
  [...query.matchAll(/\b(\w{1,100})\s{0,9}=\s{0,9}['"]([^'"]{1,500})['"]/g)]
    .map(([, key = '', value = '']) => ({ key, value }))
    .filter(({ key }) => key !== 'MetricName' && key !== 'Namespace');

/** Of what is cut out of an ARN, as the name of a load balancer, the template only shows that it is in there. */
function refersTo(value: Value, alarm: Resource, { resources }: MetricsOf): boolean {
  const referred = value.references();
  return referred.length > 0 || value.isKnown
    ? referred.some(({ resource }) => resources.includes(resource))
    : isCut(value.node) &&
        alarm.references.some(({ to, path }) => resources.includes(to) && IN_METRIC.test(path));
}

const isCut = (node: Node | undefined): boolean =>
  /^Fn::(Select|Split|Join|Sub)$/.test(intrinsicOf(node)?.name ?? '');

const isNamed = (value: Value, { names }: MetricsOf): boolean =>
  [nameIn(value.entity.template, value.node), value.literal].some(
    (name) => name !== undefined && names.includes(name),
  );

/** The alarms that may be about a resource. */
function candidates({ resources, namespace, dimension, names }: MetricsOf): Resource[] {
  const [resource] = resources;
  if (!resource) return [];
  const { byName, forAll } = alarmsBy(resource.app);
  return [
    ...new Set([
      ...resources.flatMap(alarmsReferringTo),
      ...names.flatMap((name) => byName.get(`${dimension}\n${name}`) ?? []),
      ...(forAll.get(namespace) ?? []).slice(0, MAX_FOR_ALL),
    ]),
  ];
}

const alarmsReferringTo = remember(({ referrers }: Resource): readonly Resource[] =>
  referrers.filter(({ from, path }) => isAlarm(from) && IN_METRIC.test(path)).map(({ from }) => from),
);

/** An account needs few alarms on all resources of a kind; each of them is looked at for every one. */
const MAX_FOR_ALL = 50;

const isAlarm = ({ type }: Resource): boolean => ALARM_TYPES.includes(type);
const IN_METRIC = /^Properties\.(Dimensions|Metrics|ScheduledQueryConfiguration)\b/;

/** The alarms of an app by what they say of their metrics: read off once, so that no resource is compared with each. */
const alarmsBy = remember((app: App) => {
  const byName = new Map<string, Resource[]>();
  const open = new Map<string, Resource[]>();
  const forAll = new Map<string, Resource[]>();
  const byMetric = new Map<string, Resource[]>();
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
      if (!childOf(map, 'Dimensions')) addToGroup(forAll, namespace, alarm);
    }
    for (const query of [...mapsIn(childOf(properties, 'Metrics'))].flatMap(textOfQuery)) {
      for (const { key, value } of filtersIn(query)) addToGroup(byName, `${key}\n${value}`, alarm);
      if (filtersIn(query).length === 0)
        for (const [namespace] of query.matchAll(/\bAWS\/\w+/g)) addToGroup(forAll, namespace, alarm);
    }
  }
  return { byName, open, forAll, byMetric };
});

const textOfQuery = (map: MapNode): string[] => textsIn(childOf(map, 'Expression'));

/** A parameter or import that leads to no resource of the app, and that names none either. */
function isFromOutside(node: Node | undefined, { template, references }: Resource): boolean {
  const call = intrinsicOf(node);
  if (references.some(({ path }) => IN_METRIC.test(path))) return false;
  if (call?.name === 'Fn::ImportValue') return true;
  const name = call?.name === 'Ref' && call.argument.kind === 'scalar' ? call.argument.text : '';
  return template.parameters.has(name) && !givenNames(template).has(`\${${name}}`);
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

const LOG_GROUP = 'AWS::Logs::LogGroup';
const METRIC_FILTER = 'AWS::Logs::MetricFilter';
const LOG_ALARM = 'AWS::CloudWatch::LogAlarm';

/** The alarms on what a metric filter counts in the logs of a resource, or on the log itself. */
function alarmsOnLogs({ resources, names }: MetricsOf): Resource[] {
  const [resource] = resources;
  if (!resource) return [];
  const groups = resources.flatMap(logGroupsOf);
  const filters = [
    ...[...groups, ...resources].flatMap(filtersOf),
    ...names.flatMap((name) => filtersByName(resource.app).get(name) ?? []),
  ].filter(isThere);
  const { byMetric } = alarmsBy(resource.app);
  return [
    ...new Set([
      ...filters.flatMap(countedBy).flatMap((metric) => byMetric.get(metric) ?? []),
      ...groups.flatMap(logAlarmsOn),
    ]),
  ];
}

const logGroupsOf = remember((resource: Resource): readonly Resource[] => [
  ...resource.referred(LOG_GROUP),
  ...resource.referring(LOG_GROUP, 'LogGroupName'),
]);
const filtersOf = remember((log: Resource) => log.referring(METRIC_FILTER, 'LogGroupName'));
const logAlarmsOn = remember((log: Resource) => log.referring(LOG_ALARM));

/** The metrics that a filter fills, as they are written. */
const countedBy = (filter: Resource): string[] =>
  [...mapsIn(filter.written('MetricTransformations'))].map((map) =>
    ['MetricNamespace', 'MetricName'].map((key) => nameIn(filter.template, childOf(map, key))).join('\n'),
  );

/** The filters of an app by the end of their log group's name: `orders` for `/aws/lambda/orders`. */
const filtersByName = remember((app: App) => {
  const filters = new Map<string, Resource[]>();
  for (const filter of app.resourcesOf(METRIC_FILTER)) {
    const name = nameIn(filter.template, filter.written('LogGroupName'));
    if (name !== undefined) addToGroup(filters, name.replace(/(^|\n)\/.*\//, '$1'), filter);
  }
  return filters;
});

function* mapsIn(node: Node | undefined): Generator<MapNode> {
  if (node?.kind === 'map') {
    yield node;
    for (const { value } of node.entries.values()) yield* mapsIn(value);
  } else if (node?.kind === 'list') for (const item of node.items) yield* mapsIn(item);
}
