import {
  isForAutomation,
  isKindWatched,
  openAlarm,
  type Watched,
  watchedOf,
} from '../../lib/aws/alarms/alarmed-metrics';
import { FUNCTIONS, isOfDeployment, metricsOfFunction } from '../../lib/aws/functions/functions';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import { fail, review, rule } from '../../lib/rule';

export default rule({
  id: 'lambda-errors-and-throttles-alarmed',
  title: 'Alarms watch the errors and throttles of Lambda functions',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'LAMBDA-ERRORS',
  alsoControls: ['HEALTH-METRICS'],
  resources: FUNCTIONS,
  why: 'Lambda retries and then drops what a function fails to handle, or is not let run for: only these two metrics say so.',
  fix: 'Add an alarm on Errors and one on Throttles of AWS/Lambda with the function as FunctionName, or without dimensions for all functions of the account (CDK: metricErrors and metricThrottles, or Function.metricAllErrors and metricAllThrottles).',
  docs: [
    'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html',
  ],

  check: (lambda) =>
    isOfDeployment(lambda) ? undefined : lambda.attribute('Properties').expect(() => verdict(lambda)),
});

function verdict(lambda: Resource): Outcome | undefined {
  const metrics = metricsOfFunction(lambda);
  const watched = watchedOf(metrics).filter(({ alarm }) => !isForAutomation(alarm));
  const missing = Object.entries(WANTED)
    .filter(([, shows]) => !watched.some(shows))
    .map(([metric]) => metric);
  if (missing.length === 0) return undefined;
  const open = openAlarm(lambda.app, metrics);
  if (open)
    return review(`see whether ${open.logicalId} watches this function: only deployment tells what it is on`);
  return isKindWatched(lambda.app, metrics)
    ? fail(`no alarm watches the ${missing.join(' or the ')} of the function`)
    : fail(
        `no alarm watches the ${missing.join(' or the ')} of this or any other function: alarms on AWS/Lambda without dimensions would watch them all`,
      );
}

/** What an alarm may watch to show that the function fails, and that it is not let run. */
const WANTED: { readonly [metric: string]: (watched: Watched) => boolean } = {
  Errors: ({ is, isFromLog }) => isFromLog === true || is('Errors'),
  Throttles: ({ is }) => ['Throttles', ...CONCURRENCY].some(is),
};

/** A function is throttled when its concurrency, or that of the account, is used up. */
const CONCURRENCY = [
  'ConcurrentExecutions',
  'UnreservedConcurrentExecutions',
  'ClaimedAccountConcurrency',
  'ProvisionedConcurrencySpilloverInvocations',
];
