import {
  ALARM_TYPES,
  eventRuleToTopic,
  notifiesThroughComposite,
  onlyAutomation,
} from '../../lib/aws/alarms/alarms';
import { isTopicArn } from '../../lib/aws/alarms/sns';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'cloudwatch-alarms-notify-sns',
  title: 'CloudWatch alarms notify an SNS topic',
  severity: 'error',
  control: 'ALARMS-SNS',
  alsoControls: ['MONITORING-CENTRAL'],
  resources: ALARM_TYPES,
  why: 'An alarm that tells nobody is a graph that somebody has to look at: the fault lasts until a customer calls.',
  fix: 'Add an SNS topic that the people on call subscribe to to AlarmActions (CDK: alarm.addAlarmAction(new SnsAction(topic))), and leave ActionsEnabled at true.',
  docs: [
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudwatch-alarm.html',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-combining.html',
  ],

  check: (alarm) => [
    alarm
      .property('AlarmActions')
      .expect((actions) =>
        actions.items().some(isTopicArn) || notifiesThroughComposite(alarm) ? undefined : untold(alarm),
      ),
    alarm
      .property('ActionsEnabled')
      .expect((enabled) =>
        enabled.is(false) && !notifiesThroughComposite(alarm)
          ? fail('ActionsEnabled is false, so the alarm notifies nobody')
          : undefined,
      )
      .when(() => alarm.get('AlarmActions').isPresent),
  ],
});

function untold(alarm: Resource): Outcome {
  const automation = onlyAutomation(alarm);
  if (automation.length > 0)
    return fail(`only ${automation.join(', ')} reacts to the alarm, no SNS topic tells a person`, {
      severity: 'warning',
    });
  const eventRule = eventRuleToTopic(alarm);
  if (eventRule)
    return fail(`only the EventBridge rule ${eventRule.logicalId} passes the alarm on to SNS`, {
      severity: 'warning',
    });
  const actions = alarm
    .get('AlarmActions')
    .items()
    .map(({ outline }) => outline)
    .filter(Boolean);
  if (actions.length > 0) return fail(`no SNS topic is among the AlarmActions (${actions.join(', ')})`);
  const [other] = ['OKActions', 'InsufficientDataActions'].filter(
    (name) => alarm.get(name).items().length > 0,
  );
  return fail(
    other
      ? `only ${other} are set, which do not run when the alarm goes off`
      : 'the alarm has no AlarmActions and notifies nobody',
  );
}
