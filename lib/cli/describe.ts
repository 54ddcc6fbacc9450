import { controls, items, itemsOf } from '../catalogue';
import { nearest } from '../nearest';
import type { Rule, RuleMetadata } from '../rule';
import { ruleOf, UsageError } from '../selection';
import { META_RULES } from '../waivers/rules';
import { wrap } from '../wrap';

const controlsOf = ({ control, alsoControls = [] }: RuleMetadata) => [
  ...(control === undefined ? [] : [control]),
  ...alsoControls,
];

/** The text of `rules`. */
export function listRules(rules: readonly Rule[], format: 'pretty' | 'json'): string {
  if (format === 'json') {
    const list = rules.map((rule) => ({
      id: rule.id,
      title: rule.title,
      severity: rule.severity,
      control: rule.control,
      items: itemsOf(controlsOf(rule)),
      resourceTypes: rule.resources ?? [],
    }));
    return `${JSON.stringify(list, null, 2)}\n`;
  }
  const width = Math.max(...rules.map(({ id }) => id.length));
  const lines = rules.map(
    ({ id, severity, title }) => `${id.padEnd(width)}  ${severity.padEnd(7)}  ${title}`,
  );
  return `${lines.join('\n')}\n`;
}

/** The text of `explain`, for a rule, a checklist item or a control. @throws UsageError for an id that none has */
export function explain(rules: readonly Rule[], id: string): string {
  const item = items.find((one) => one.id === id);
  if (item) return asked(rules, item.id, item.title, item.text, [item.control, ...(item.alsoControls ?? [])]);
  const control = controls.get(id);
  if (control) return asked(rules, control.id, control.title, control.statement, [control.id]);
  const meant = nearest(id, [...controls.keys(), ...items.map((one) => one.id)], 2);
  if (meant) throw new UsageError(`there is no control or item "${id}"; did you mean "${meant}"?`);
  return explainRule(META_RULES.find((rule) => rule.id === id) ?? ruleOf(id, rules));
}

/** What a checklist item or a control asks for, and the rules that check it. */
function asked(
  rules: readonly Rule[],
  id: string,
  title: string,
  text: string,
  controlIds: readonly string[],
): string {
  const checking = rules.filter((rule) => controlsOf(rule).some((one) => controlIds.includes(one)));
  const found = checking.map((rule) => `${rule.id} (${rule.severity}): ${rule.title}`);
  const names = controlIds.map((one) => `${one}: ${controls.get(one)?.statement}`);
  return `${[
    `${id}`,
    `${title}.`,
    '',
    section('Asks', text),
    section('Control', names.join('\n')),
    section('Rules', found.join('\n') || 'none yet'),
  ].join('\n')}\n`;
}

function explainRule(rule: RuleMetadata & Partial<Rule>): string {
  const other = Object.entries(rule.severityIn ?? {}).map(([where, severity]) => `${severity} (${where})`);
  const askedBy = controlsOf(rule).map(
    (control) => `${control}: ${controls.get(control)?.statement ?? 'asked by the organisation'}`,
  );
  const options = Object.entries(rule.options ?? {}).map(
    ([name, { description, default: value }]) => `${name} (${JSON.stringify(value)}): ${description}`,
  );
  return `${[
    `${rule.id}`,
    `${rule.title}.`,
    '',
    section('Why', rule.why),
    section('Fix', rule.fix),
    section('Severity', [rule.severity, ...other].join(', ')),
    ...(askedBy.length > 0
      ? [section('Asked by', [...askedBy, itemsOf(controlsOf(rule)).join(', ')].filter(Boolean).join('\n'))]
      : []),
    section('Looks at', looksAt(rule)),
    ...(options.length > 0 ? [section('Options', options.join('\n'))] : []),
    ...(rule.docs.length > 0 ? [section('See', [rule.docs].flat().join('\n'))] : []),
  ].join('\n')}\n`;
}

function looksAt({ resources, checkTemplate, checkAsset }: Partial<Rule>): string {
  if (resources) return resources.join(', ');
  if (checkAsset) return 'the assets of a CDK app';
  return checkTemplate ? 'the template as a whole' : 'waivers and the baseline';
}

const INDENT = 10;
const WIDTH = 100;

/** A label and its text, wrapped. */
const section = (label: string, text: string): string =>
  text
    .split('\n')
    .flatMap((paragraph) => wrap(paragraph, WIDTH - INDENT))
    .map((line, index) => (index === 0 ? label.padEnd(INDENT) : ' '.repeat(INDENT)) + line)
    .join('\n');
