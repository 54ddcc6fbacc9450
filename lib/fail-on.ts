import { type Finding, SEVERITIES } from './finding';
import type { Report } from './report';

export const FAIL_ON = [...SEVERITIES, 'review', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** Whether a report holds findings at or above the threshold; `review` counts reviews and every failure. */
export function reaches({ summary }: Pick<Report, 'summary'>, failOn: FailOn): boolean {
  if (failOn === 'never') return false;
  if (failOn === 'review' && summary.review > 0) return true;
  const mildest = failOn === 'review' ? 'info' : failOn;
  return SEVERITIES.slice(0, SEVERITIES.indexOf(mildest) + 1).some((severity) => summary.fail[severity] > 0);
}

/** Whether a finding counts at the threshold. */
export function failsAt(
  { verdict, severity, waiver }: Pick<Finding, 'verdict' | 'severity' | 'waiver'>,
  failOn: FailOn,
): boolean {
  if (waiver || failOn === 'never') return false;
  if (failOn === 'review') return true;
  return verdict === 'fail' && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn);
}

/** 0 clean; 1 findings; 2 something was not checked, or there was nothing to check: that has not passed. */
export type ExitCode = 0 | 1 | 2;

export function exitCode(report: Report, failOn: FailOn): ExitCode {
  if (report.errors.length > 0 || report.summary.templates === 0) return 2;
  return reaches(report, failOn) ? 1 : 0;
}
