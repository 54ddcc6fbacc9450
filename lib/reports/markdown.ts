import { addToGroup } from '../add-to-group';
import type { CheckResult } from '../check';
import { counted } from '../counted';
import { type Finding, SEVERITIES } from '../finding';
import { printable } from '../printable';
import { termsOf } from './terms';

/** GitHub takes comments of 65,536 characters; this leaves room for what stands around the report. */
const MAX_LENGTH = 60_000; // characters

/** A summary for a pull request: what fails in tables, the rest folded away. */
export function markdown(result: CheckResult): string {
  const { report, baseline } = result;
  const open = report.findings.filter(({ waiver }) => !waiver);
  // The worst first: where there is too much to show, the end is left out.
  const failures = SEVERITIES.flatMap((severity) =>
    open.filter((finding) => finding.verdict === 'fail' && finding.severity === severity),
  );
  const waived = report.findings.filter(({ waiver }) => waiver && waiver.from !== baseline?.file);
  const inBaseline = report.findings.length - open.length - waived.length;
  const sections = [
    `## ${verdictOf(result)}`,
    summaryOf(result),
    ...unchecked(result),
    ...table(failures, ['', 'Rule', 'Where', 'What is wrong'], (finding) => [
      finding.severity,
      code(finding.ruleId),
      place(finding),
      cell(finding.message),
    ]),
    ...fixes(failures, result),
    ...folded(
      'to review: only deployment, or a person, can tell',
      table(
        open.filter(({ verdict }) => verdict === 'review'),
        ['Rule', 'Where', 'What decides'],
        (finding) => [code(finding.ruleId), place(finding), cell(finding.message)],
      ),
    ),
    ...folded(
      'waived',
      table(waived, ['Rule', 'Where', 'Why', 'Terms'], (finding) => [
        code(finding.ruleId),
        place(finding),
        cell(finding.waiver?.reason ?? ''),
        cell(finding.waiver ? termsOf(finding.waiver) : ''),
      ]),
    ),
    ...(inBaseline > 0 ? [`${inBaseline} more in the baseline ${code(baseline?.file ?? '')}.`] : []),
  ];
  return `${shortened(sections)}\n`;
}

function verdictOf({ report }: CheckResult): string {
  const { fail } = report.summary;
  if (report.errors.length > 0 || report.summary.templates === 0)
    return `${report.tool.name}: not everything was checked`;
  const total = fail.error + fail.warning + fail.info;
  return `${report.tool.name}: ${total === 0 ? 'nothing found' : counted(total, 'finding')}`;
}

function summaryOf({ report }: CheckResult): string {
  const { fail, review, waived, templates, resources, rules } = report.summary;
  return `${fail.error} errors, ${fail.warning} warnings, ${fail.info} info, ${review} to review, ${waived} waived in ${templates} templates, ${resources} resources, ${rules} rules.`;
}

const unchecked = ({ report }: CheckResult): string[] =>
  report.errors.length === 0
    ? []
    : [
        report.errors
          .map(
            ({ file, line, message }) =>
              `- **Not checked:** ${code([file, line].filter(Boolean).join(':'))} ${cell(message)}`,
          )
          .join('\n'),
      ];

/** A table of findings; none without findings. */
function table(
  findings: readonly Finding[],
  heads: readonly string[],
  cells: (finding: Finding) => readonly string[],
): string[] {
  if (findings.length === 0) return [];
  const row = (texts: readonly string[]) => `| ${texts.join(' | ')} |`;
  return [
    [row(heads), row(heads.map(() => '---')), ...findings.map((finding) => row(cells(finding)))].join('\n'),
  ];
}

function fixes(failures: readonly Finding[], { rules }: CheckResult): string[] {
  const byRule = new Map<string, Finding[]>();
  for (const finding of failures) addToGroup(byRule, finding.ruleId, finding);
  const lines = rules.filter(({ id }) => byRule.has(id)).map(({ id, fix }) => `- ${code(id)}: ${fix}`);
  return lines.length === 0 ? [] : [`**What to change**\n\n${lines.join('\n')}`];
}

const folded = (title: string, [text]: readonly string[]): string[] =>
  text === undefined
    ? []
    : [`<details><summary>${text.split('\n').length - 2} ${title}</summary>\n\n${text}\n\n</details>`];

const place = ({ file, line, logicalId, constructPath, source }: Finding) =>
  [code(source ? `${source.file}:${source.line}` : `${file}:${line}`), cell(constructPath ?? logicalId ?? '')]
    .filter(Boolean)
    .join(' ');

/** Text of a template: shown as it is, in one cell of a table. */
const cell = (text: string) =>
  printable(text).replace(/[\\`*_{}[\]<>()#+!|~&@]/g, (mark) => `&#${mark.charCodeAt(0)};`);

const code = (text: string) => `<code>${cell(text)}</code>`;

/** Keeps whole sections and whole lines, and says what was left out. */
function shortened(sections: readonly string[]): string {
  const text = sections.join('\n\n');
  if (text.length <= MAX_LENGTH) return text;
  const end = text.lastIndexOf('\n', MAX_LENGTH);
  const left = text
    .slice(end)
    .split('\n')
    .filter((line) => line.startsWith('| ')).length;
  const closing =
    (text.slice(0, end).match(/<details>/g)?.length ?? 0) >
    (text.slice(0, end).match(/<\/details>/g)?.length ?? 0)
      ? '\n\n</details>'
      : '';
  return `${text.slice(0, end)}${closing}\n\nToo long to show whole: ${left} lines are left out; the other formats have them all.`;
}
