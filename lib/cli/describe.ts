import { rules } from '../../rules';
import { controls, itemsOf } from '../catalogue';
import type { Rule } from '../rule';
import { ruleOf } from '../selection';

const controlsOf = (rule: Rule) => [rule.control, ...(rule.alsoControls ?? [])];

/** The text of `rules`. */
export function listRules(format: 'pretty' | 'json'): string {
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

/** The text of `explain`. @throws UsageError for an id that no rule has */
export function explain(id: string): string {
  const rule = ruleOf(id);
  const other = Object.entries(rule.severityIn ?? {}).map(([where, severity]) => `${severity} (${where})`);
  const asked = controlsOf(rule).map((control) => `${control}: ${controls.get(control)?.statement}`);
  return `${[
    `${rule.id}`,
    `${rule.title}.`,
    '',
    section('Why', rule.why),
    section('Fix', rule.fix),
    section('Severity', [rule.severity, ...other].join(', ')),
    section('Asked by', [...asked, itemsOf(controlsOf(rule)).join(', ')].join('\n')),
    section('Looks at', (rule.resources ?? ['the template as a whole']).join(', ')),
    section('See', [rule.docs].flat().join('\n')),
  ].join('\n')}\n`;
}

const INDENT = 10;

/** A label and its text, wrapped at 100 columns. */
function section(label: string, text: string): string {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line && line.length + word.length + 1 > 100 - INDENT) {
        lines.push(line);
        line = word;
      } else line = line ? `${line} ${word}` : word;
    }
    lines.push(line);
  }
  return lines
    .map((line, index) => (index === 0 ? label.padEnd(INDENT) : ' '.repeat(INDENT)) + line)
    .join('\n');
}
