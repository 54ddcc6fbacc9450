import type { CheckResult } from '../check';
import type { Finding } from '../finding';
import { printable } from '../printable';
import type { OutputOptions } from './options';
import { labelOf, outcomeOf } from './terms';

/**
 * Annotations of a pull request, as workflow commands of GitHub Actions: an error fails the run, a warning does
 * not, a notice is to be reviewed or was waived.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function github({ report }: CheckResult, { failOn }: OutputOptions): string {
  const open = report.findings.filter(({ waiver }) => !waiver);
  const waived = report.findings.length - open.length;
  const { fail, review, templates } = report.summary;
  const lines = [
    ...report.errors.map(({ file, line, column, message }) =>
      command('error', { file, line, col: column, title: 'not checked' }, message),
    ),
    ...open.map((finding) => {
      const outcome = outcomeOf(finding, failOn);
      const level = outcome === 'failing' ? 'error' : outcome === 'review' ? 'notice' : 'warning';
      return command(level, { ...placeOf(finding), title: titleOf(finding) }, finding.message);
    }),
    command(
      'notice',
      { title: report.tool.name },
      `${fail.error} errors, ${fail.warning} warnings, ${fail.info} info, ${review} to review, ${waived} waived in ${templates} templates`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const titleOf = (finding: Finding) =>
  [labelOf(finding), finding.ruleId, finding.logicalId].filter(Boolean).join(' ');

/** The code of a CDK app, where that is known: the template is no part of the pull request. */
function placeOf({ source, file, line, column, endLine, endColumn }: Finding): Properties {
  if (source) return { file: source.file, line: source.line, col: source.column };
  return { file, line, endLine, col: column, endColumn: endLine === line ? endColumn : undefined };
}

type Properties = Readonly<Record<string, string | number | null | undefined>>;

function command(level: 'error' | 'warning' | 'notice', properties: Properties, message: string): string {
  const given = Object.entries(properties).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  const listed = given
    .map(([name, value]) => `${name}=${escapedProperty(printable(String(value)))}`)
    .join(',');
  return `::${level} ${listed}::${escaped(printable(message))}`;
}

/** As @actions/core escapes what stands behind the second `::`. */
const escaped = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapedProperty = (text: string) => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
