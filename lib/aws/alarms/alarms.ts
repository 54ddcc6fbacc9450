import { addToGroup } from '../../add-to-group';
import type { App } from '../../model/app';
import type { Resource } from '../../model/entity';
import { isTaken } from '../../model/references';
import { remember } from '../../model/remember';
import type { Value } from '../../model/value';
import { textsIn } from '../../template/node';
import { isTopicArn } from './sns';

export const ALARM_TYPES: readonly string[] = [
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::LogAlarm',
];

/** A property in which resources of a type name alarms. */
type Use = readonly [type: string, property: string];

const AS_PART: readonly Use[] = [['AWS::CloudWatch::CompositeAlarm', 'AlarmRule']];

/** Where something other than a person watches alarms. */
const BY_AUTOMATION: readonly Use[] = [
  ['AWS::AppConfig::Environment', 'Monitors'],
  ['AWS::CloudWatch::CompositeAlarm', 'ActionsSuppressor'],
  ['AWS::CodeDeploy::DeploymentGroup', 'AlarmConfiguration'],
  ['AWS::ECS::Service', 'DeploymentConfiguration'],
  ['AWS::FIS::ExperimentTemplate', 'StopConditions'],
  ['AWS::Route53::HealthCheck', 'HealthCheckConfig'],
  ['AWS::Serverless::Function', 'DeploymentPreference'],
];

/** Whether the alarm itself tells an SNS topic when it goes off. */
export const notifiesTopic = (alarm: Resource): boolean =>
  !alarm.get('ActionsEnabled').is(false) && alarm.get('AlarmActions').items().some(isTopicArn);

/** Whether a composite alarm tells an SNS topic that has this alarm as a part, or as a part of its parts. */
export const notifiesThroughComposite = (alarm: Resource, seen = new Set([alarm])): boolean =>
  usersOf(alarm, AS_PART).some(
    (composite) =>
      !seen.has(composite) &&
      (notifiesTopic(composite) || notifiesThroughComposite(composite, seen.add(composite))),
  );

/** What scales, rolls back or fails over by the alarm, if the alarm does nothing else. */
export function onlyAutomation(alarm: Resource): readonly string[] {
  const actions = alarm.get('AlarmActions').items();
  if (!actions.every(isScalingPolicy)) return [];
  return [...actions.map(nameOf), ...usersOf(alarm, BY_AUTOMATION).map(({ logicalId }) => logicalId)];
}

const isScalingPolicy = ({ reference, outline }: Value): boolean =>
  /ScalingPolicy$/.test(reference?.resource.type ?? '') ||
  /^arn:.*:autoscaling:.*:scalingPolicy:/.test(outline);

const nameOf = ({ reference, outline }: Value): string => reference?.resource.logicalId ?? outline;

/** The rule of EventBridge that passes the alarm's changes of state on to an SNS topic. */
export const eventRuleToTopic = (alarm: Resource): Resource | undefined =>
  eventRules(alarm.app).find(
    (rule) =>
      rule.exists &&
      !rule.get('State').is('DISABLED') &&
      isAbout(alarm, rule.get('EventPattern').structure()) &&
      rule
        .get('Targets')
        .items()
        .some((target) => isTopicArn(target.get('Arn'))),
  );

const STATE_CHANGE = 'CloudWatch Alarm State Change';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
function isAbout(alarm: Resource, pattern: Value): boolean {
  const states = pattern.get('detail.state.value');
  const alarms = [...pattern.get('resources').items(), ...pattern.get('detail.alarmName').items()];
  const name = alarm.get('AlarmName').outline;
  return (
    pattern.get('detail-type').includes(STATE_CHANGE) &&
    (states.isAbsent || states.includes('ALARM')) &&
    (alarms.length === 0 ||
      alarms.some(
        (one) => one.isMap || refersTo(one, alarm) || (name !== '' && namesIn(one.outline).includes(name)),
      ))
  );
}

const refersTo = (value: Value, alarm: Resource): boolean =>
  value.references().some(({ resource }) => resource === alarm);

/** The resources that name the alarm in one of the properties: by reference, or by the name it is given. */
function usersOf(alarm: Resource, uses: readonly Use[]): Resource[] {
  const users = uses.flatMap(([type, property]) => {
    const referring = alarm.referrers
      .filter(({ from, path }) => from.type === type && path.split('.')[1] === property)
      .filter(isTaken)
      .map(({ from }) => from);
    const naming = textsIn(alarm.written('AlarmName')).flatMap(
      (name) => usersByName(alarm.app).get(keyOf(alarm, type, property, name)) ?? [],
    );
    return [...referring, ...naming];
  });
  return [...new Set(users)].filter((user) => user.exists);
}

/** Who names which alarm in text is read off the templates once, so that alarms are not compared with each other. */
const usersByName = remember((app: App) => {
  const users = new Map<string, Resource[]>();
  for (const [type, property] of [...AS_PART, ...BY_AUTOMATION])
    for (const user of app.resourcesOf(type))
      for (const name of textsIn(user.written(property)).flatMap(namesIn)) {
        const key = keyOf(user, type, property, name);
        addToGroup(users, key, user);
      }
  return users;
});

const eventRules = remember((app: App) =>
  app
    .resourcesOf('AWS::Events::Rule')
    .filter((rule) => textsIn(rule.written('EventPattern')).some((text) => text.includes(STATE_CHANGE))),
);

/** A name with `${…}` in it means the same only within its template. */
const keyOf = ({ template }: Resource, type: string, property: string, name: string): string =>
  [name.includes('${') ? template.source.file : '', type, property, name].join('\n');

/**
 * The alarms that a text such as an AlarmRule names. Quotes are optional, and only AT_LEAST has its alarms
 * bare: so every word of the rule may be one.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
const namesIn = (text: string): string[] =>
  [text, ...[...text.matchAll(/"([^"]*)"|[^\s(),"]+/g)].map(([word, quoted]) => quoted ?? word)].map((word) =>
    word.slice(word.lastIndexOf(':alarm:') + 1).replace(/^alarm:/, ''),
  );
