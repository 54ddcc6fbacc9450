import { InvalidArgumentError } from 'commander';
import type { CheckResult } from '../check';
import type { OutputOptions } from '../reports/options';

export const FORMATS = ['pretty', 'json', 'sarif', 'junit', 'github', 'gitlab', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

/** A report to make: to a file, or to standard output. */
export interface Output {
  format: Format;
  file?: string;
}

/** Reads `json` or `json=report.json`. */
export function parseOutput(text: string): Output {
  const equals = text.indexOf('=');
  const format = (equals === -1 ? text : text.slice(0, equals)) as Format;
  if (!FORMATS.includes(format)) throw new InvalidArgumentError(`Formats are ${FORMATS.join(', ')}.`);
  if (equals === -1) return { format };
  if (equals === text.length - 1) throw new InvalidArgumentError(`Name a file behind "${format}=".`);
  return { format, file: text.slice(equals + 1) };
}

/** The text of a report; each format is loaded when it is asked for. */
export function formatReport(format: Format, result: CheckResult, options: OutputOptions): string {
  switch (format) {
    case 'json':
      return (require('../reports/json') as typeof import('../reports/json')).json(result);
    case 'sarif':
      return (require('../reports/sarif') as typeof import('../reports/sarif')).sarif(result);
    case 'junit':
      return (require('../reports/junit') as typeof import('../reports/junit')).junit(result, options);
    case 'github':
      return (require('../reports/github') as typeof import('../reports/github')).github(result, options);
    case 'gitlab':
      return (require('../reports/gitlab') as typeof import('../reports/gitlab')).gitlab(result);
    case 'markdown':
      return (require('../reports/markdown') as typeof import('../reports/markdown')).markdown(result);
    case 'pretty':
      return (require('../reports/pretty') as typeof import('../reports/pretty')).pretty(result, options);
  }
}
