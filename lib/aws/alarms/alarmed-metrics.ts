import type { App } from '../../model/app';
import type { Resource } from '../../model/entity';
import { remember } from '../../model/remember';
import type { Value } from '../../model/value';
import { intrinsicOf, type Node } from '../../template/node';
import { alarmsBy, filtersIn, IN_METRIC, isAlarm, nameIn } from './alarm-index';
import { eventRuleToTopic, notifiesThroughComposite, onlyAutomation } from './alarms';
import { alarmsOnLogs } from './alarms-on-logs';

/** How CloudWatch tells the metrics of a resource from those of others. */
export interface MetricsOf {
  /** The resource, and others whose metrics tell as much of it. */
  resources: readonly Resource[];
  namespace: string;
  /** The dimension that the name of the resource stands in. */
  dimension: string;
  /** The names that the resources are given; see namesIn. */
  names: readonly string[];
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

/** Whether an alarm of the app, whatever the scenario, is on a metric of the kind. */
export const isKindWatched = (app: App, { namespace }: MetricsOf): boolean =>
  alarmsBy(app).namespaces.has(namespace);

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
