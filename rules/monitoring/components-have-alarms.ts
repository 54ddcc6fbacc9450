import { isForAutomation, openAlarm, type Watched, watchedOf } from '../../lib/aws/alarms/alarmed-metrics';
import {
  bestMetrics,
  COMPONENTS,
  type Component,
  isDeadLetterQueue,
  metricsOf,
} from '../../lib/aws/alarms/components';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import { fail, review, rule } from '../../lib/rule';

export default rule({
  id: 'components-have-alarms',
  title: 'Each main component of an app has an alarm',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'HEALTH-METRICS',
  alsoControls: ['MONITORING-CENTRAL'],
  resources: Object.keys(COMPONENTS),
  why: 'A component that no alarm watches fails in silence: the first to notice are customers.',
  fix: 'Add an alarm on a metric that shows errors, latency or saturation of the component, with an action that tells somebody. Where another product watches the app, set assumeMonitoredElsewhere.',
  docs: [
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html',
    // Why the messages that are sent to a dead-letter queue are not to be counted.
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/dead-letter-queues-alarms-cloudwatch.html',
  ],
  options: {
    assumeMonitoredElsewhere: {
      default: false,
      description:
        'Another product, such as Datadog or Amazon Managed Service for Prometheus, watches the components.',
    },
  },

  // Functions have a rule of their own: lambda-errors-and-throttles-alarmed.
  check: (resource, { assumeMonitoredElsewhere }) => {
    const component = COMPONENTS[resource.type] as Component;
    return resource
      .attribute('Properties')
      .expect(() => verdict(resource, component))
      .unless(() => assumeMonitoredElsewhere || component.isPartOfOther?.(resource) === true);
  },
});

function verdict(resource: Resource, component: Component): Outcome | undefined {
  const metrics = metricsOf(resource, component);
  const watched = watchedOf(metrics);
  const heard = watched.filter(({ alarm }) => !isForAutomation(alarm));
  const isDeadLetters = resource.type === 'AWS::SQS::Queue' && isDeadLetterQueue(resource);
  if (isDeadLetters ? heard.some(showsMessages) : heard.length > 0) return undefined;
  const wanted = isDeadLetters ? 'ApproximateNumberOfMessagesVisible' : bestMetrics(component, resource);
  const kind = isDeadLetters ? 'dead-letter queue' : component.kind;
  const [blind] = heard;
  if (blind)
    return fail(
      `${blind.alarm.logicalId} does not see what waits in the ${kind}: have an alarm on ${wanted}`,
    );
  const [silent] = watched;
  if (silent)
    return fail(
      `${silent.alarm.logicalId}, which watches the ${kind}, tells nobody but automation: have an alarm on ${wanted} that does`,
    );
  const open = openAlarm(resource.app, metrics);
  return open
    ? review(`see whether ${open.logicalId} watches this ${kind}: only deployment tells what it is on`)
    : fail(`no alarm watches the ${kind}: have one on ${wanted}`);
}

/** The number of messages sent leaves out those that a queue moves here by its redrive policy. */
const showsMessages = ({ is }: Watched): boolean =>
  is('ApproximateNumberOfMessagesVisible') || is('ApproximateAgeOfOldestMessage');
