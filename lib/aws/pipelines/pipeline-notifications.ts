import { addToGroup } from '../../add-to-group';
import type { App } from '../../model/app';
import type { Resource } from '../../model/entity';
import { remember } from '../../model/remember';
import type { Value } from '../../model/value';
import { childOf, textsIn } from '../../template/node';
import { writtenName } from '../named-resources';

const NOTIFICATION_RULE = 'AWS::CodeStarNotifications::NotificationRule';
const EVENT_RULE = 'AWS::Events::Rule';

/** What reports that the pipeline has failed: a notification rule, or a rule of EventBridge. */
export const failureReporter = (pipeline: Resource): Resource | undefined =>
  [...reportersOf(pipeline)].find(
    (reporter) => reporter.exists && (reporter.type === EVENT_RULE ? passesOn : notifies)(reporter, pipeline),
  );

/**
 * A failed stage or action fails the pipeline too.
 * https://docs.aws.amazon.com/dtconsole/latest/userguide/concepts.html#events-ref-pipeline
 */
const FAILURES = ['pipeline', 'stage', 'action'].map(
  (what) => `codepipeline-pipeline-${what}-execution-failed`,
);

const notifies = (rule: Resource, pipeline: Resource): boolean =>
  names(rule.get('Resource'), pipeline) &&
  !rule.get('Status').is('DISABLED') &&
  [...rule.get('EventTypeIds').items(), rule.get('EventTypeId')].some((event) => event.isOneOf(FAILURES)) &&
  (rule.get('Targets').items().length > 0 || rule.get('TargetAddress').isPresent);

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html */
function passesOn(rule: Resource, pipeline: Resource): boolean {
  const pattern = rule.get('EventPattern').structure();
  const pipelines = [...pattern.get('detail.pipeline').items(), ...pattern.get('resources').items()];
  return (
    !rule.get('State').is('DISABLED') &&
    rule.get('Targets').items().length > 0 &&
    admits(pattern.get('source'), (source) => source.is('aws.codepipeline')) &&
    admits(pattern.get('detail-type'), (type) => type.matches(STATE_CHANGE)) &&
    admits(pattern.get('detail.state'), (state) => state.is('FAILED')) &&
    // An approval that is refused is no news to who refused it.
    admits(pattern.get('detail.type.category'), (category) => !category.is('Approval')) &&
    (pipelines.length === 0 || pipelines.some((one) => one.isMap || names(one, pipeline)))
  );
}

/** Whether a pattern lets some such value pass: it says nothing of it, lists it, or has an operator such as `prefix`. */
const admits = (allowed: Value, is: (value: Value) => boolean): boolean =>
  allowed.isAbsent || allowed.items().some((one) => one.isMap || is(one));

const STATE_CHANGE = /^CodePipeline (Pipeline|Stage|Action) Execution State Change$/;

/** Whether a name or an ARN is that of the pipeline. */
const names = (value: Value, pipeline: Resource): boolean =>
  value.references().some(({ resource }) => resource === pipeline) ||
  [value.outline, writtenName(value.node)].some(
    (text) => text !== undefined && lastPart(text) === writtenName(pipeline.written('Name')),
  );

/** The name in `arn:aws:codepipeline:eu-west-1:111122223333:${AWS::StackName}-shop`. */
function lastPart(arn: string): string {
  const withoutVariables = arn.replace(/\$\{[^}]{0,200}\}/g, (variable) => '_'.repeat(variable.length));
  return arn.slice(withoutVariables.lastIndexOf(':') + 1);
}

/** The rules that may be about the pipeline: those that refer to it or name it, and those about every pipeline. */
function reportersOf(pipeline: Resource): Iterable<Resource> {
  const { byName, aboutAll } = reporters(pipeline.app);
  const name = writtenName(pipeline.written('Name'));
  return new Set([
    ...pipeline.referring(NOTIFICATION_RULE, 'Resource'),
    ...pipeline.referring(EVENT_RULE),
    ...((name !== undefined && byName.get(name)) || []),
    ...aboutAll,
  ]);
}

/** Read off the templates once, so that pipelines are not compared with every rule. */
const reporters = remember((app: App) => {
  const byName = new Map<string, Resource[]>();
  const aboutAll: Resource[] = [];
  for (const rule of app.resourcesOf(NOTIFICATION_RULE)) {
    const name = writtenName(rule.written('Resource'));
    if (name !== undefined) addToGroup(byName, lastPart(name), rule);
  }
  for (const rule of app.resourcesOf(EVENT_RULE)) {
    const pattern = rule.written('EventPattern');
    if (!textsIn(pattern).some((text) => /codepipeline/i.test(text))) continue;
    const filters = [childOf(childOf(pattern, 'detail'), 'pipeline'), childOf(pattern, 'resources')];
    const named = filters.flatMap(textsIn);
    for (const name of named) addToGroup(byName, lastPart(name), rule);
    if (named.length === 0) aboutAll.push(rule);
  }
  return { byName, aboutAll };
});
