import { addToGroup } from '../../add-to-group';
import type { App } from '../../model/app';
import type { Resource } from '../../model/entity';
import { remember } from '../../model/remember';
import { childOf } from '../../template/node';
import { alarmsBy, mapsIn, nameIn } from './alarm-index';
import type { MetricsOf } from './alarmed-metrics';

const LOG_GROUP = 'AWS::Logs::LogGroup';
const METRIC_FILTER = 'AWS::Logs::MetricFilter';
const LOG_ALARM = 'AWS::CloudWatch::LogAlarm';

/** The alarms on what a metric filter counts in the logs of a resource, or on the log itself. */
export function alarmsOnLogs({ resources, names }: MetricsOf): Resource[] {
  const [resource] = resources;
  if (!resource) return [];
  const groups = resources.flatMap(logGroupsOf);
  const filters = [
    ...[...groups, ...resources].flatMap(filtersOf),
    ...names.flatMap((name) => filtersByName(resource.app).get(name) ?? []),
  ].filter(({ exists }) => exists);
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
