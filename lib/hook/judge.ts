import { join, relative } from 'node:path';
import { type CheckOptions, checkSources, type TemplateSource } from '../check';
import type { Configuration } from '../configuration/configuration';
import { JUDGED_ALONE } from './alone';
import { type Answer, answerTo } from './answer';
import type { Invocation, Target } from './invocation';

/** What is judged: a template, with the logical ids that a change set changes, or a resource by itself. */
export interface Subject extends Omit<Invocation, 'target'> {
  target:
    | Extract<Target, { kind: 'resource' }>
    | { kind: 'template'; text: string; changed: readonly string[] };
}

/**
 * Checks what the hook is asked about, with the rules that can tell. A template goes by the name of its stack,
 * in the folder of the configuration: that is what the globs of overrides, waivers and a baseline see.
 * @throws UsageError for waivers or a baseline that cannot be read
 */
export function judge(subject: Subject, configuration: Configuration, folder: string): Answer {
  const { target, stackName, messageLimit } = subject;
  const file = relative('', join(folder, stackName ?? 'cloud-control'));
  const source = sourceOf(subject, file);
  const options: CheckOptions = { configuration, ruleSet: rulesFor(target, configuration) };
  const { report, rules, notes } = checkSources([source], options);
  for (const { message } of notes) console.log(message);
  return answerTo({
    subject: stackName ?? (target.kind === 'resource' ? target.logicalId : file),
    // What is wrong with the organisation's own waivers is not the deployer's business.
    report: { ...report, findings: report.findings.filter((finding) => finding.file === file) },
    rules: new Map(rules.map((rule) => [rule.id, rule])),
    failOn: configuration.failOn ?? 'error',
    changed: target.kind === 'template' ? target.changed : [],
    messageLimit,
  });
}

function rulesFor({ kind }: Subject['target'], { ruleSet }: Configuration): Configuration['ruleSet'] {
  return kind === 'resource' ? ruleSet.filter(({ id }) => JUDGED_ALONE.has(id)) : ruleSet;
}

function sourceOf({ target, stackName, pseudoParameters }: Subject, file: string): TemplateSource {
  const text = target.kind === 'template' ? target.text : templateOf(target);
  return { file, text, pseudoParameters, ...(stackName !== null && { stackName }) };
}

const templateOf = ({ logicalId, type, properties }: Extract<Target, { kind: 'resource' }>): string =>
  JSON.stringify({ Resources: { [logicalId]: { Type: type, Properties: properties } } });
