import { isAbsolute, relative } from 'node:path';
import type { CheckResult } from '../check';
import type { Finding } from '../finding';
import { fingerprint, partsOf } from './fingerprint';
import { labelOf } from './terms';

/** https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
interface Issue {
  description: string;
  check_name: string;
  fingerprint: string;
  severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker';
  location: { path: string; lines: { begin: number } };
}

const SEVERITIES = { error: 'critical', warning: 'major', info: 'minor' } as const;

/** The Code Quality report of GitLab, for its widget in merge requests. It tells of waivers as info. */
export function gitlab({ report }: CheckResult): string {
  const seen = new Map<string, number>();
  const issues = [
    ...report.errors.map(
      ({ file, line, message }): Issue => ({
        description: `not checked: ${message}`,
        check_name: 'not-checked',
        fingerprint: fingerprint(['not-checked', file, message]),
        severity: 'blocker',
        location: { path: pathOf(file), lines: { begin: line ?? 1 } },
      }),
    ),
    ...report.findings.map((finding) => issueOf(finding, seen)),
  ];
  return `${JSON.stringify(issues, null, 2)}\n`;
}

function issueOf(finding: Finding, seen: Map<string, number>): Issue {
  const { ruleId, verdict, severity, message, waiver, source, logicalId } = finding;
  const { file, line } = source ?? finding;
  const isPlain = !waiver && verdict === 'fail';
  // Equal findings at two lines are two issues, and GitLab tells issues apart by this alone.
  const parts = partsOf(finding);
  const key = fingerprint(parts);
  const earlier = seen.get(key) ?? 0;
  seen.set(key, earlier + 1);
  return {
    description: [!isPlain && labelOf(finding), logicalId, message].filter(Boolean).join(': '),
    check_name: ruleId,
    fingerprint: earlier === 0 ? key : fingerprint([...parts, String(earlier)]),
    severity: isPlain ? SEVERITIES[severity] : 'info',
    location: { path: pathOf(file), lines: { begin: line } },
  };
}

/** GitLab finds files from the root of the repository, where the job runs. */
const pathOf = (file: string) =>
  (isAbsolute(file) ? relative('', file) : file).replaceAll('\\', '/').replace(/^\.\//, '');
