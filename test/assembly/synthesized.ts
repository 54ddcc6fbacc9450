import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding, Report } from '../../lib';
import { ROOT } from '../../scripts/registry';

const BIN = join(ROOT, 'bin', 'competency-nag.js');
export const RULES = [
  'codedeploy-rollback-enabled',
  'cloudwatch-alarms-notify-sns',
  'security-group-open-ingress-front-end-only',
];

/** A working directory of its own. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'competency-nag-'));
}

export const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** Synthesizes the app of test/assembly/apps, in a process of its own so that stack traces are what users have. */
export function synthesize(outdir: string, context: object, env: object = {}): void {
  mkdirSync(outdir, { recursive: true });
  const app = join(__dirname, 'apps', 'shop.ts');
  // What fails the synthesis is in the report.
  const { stderr } = spawnSync(process.execPath, ['--import', 'tsx', app], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: '', CDK_OUTDIR: outdir, APP_CONTEXT: JSON.stringify(context), ...env },
  });
  if (!existsSync(join(outdir, 'manifest.json'))) throw new Error(stderr);
}

export interface CommandLine {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `competency-nag check`. */
export function check(cwd: string, ...args: string[]): CommandLine {
  const rules = RULES.flatMap((rule) => ['--rule', rule]);
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, 'check', ...args, ...rules], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1e8,
    env: { ...process.env, FORCE_COLOR: undefined },
  });
  return { status, stdout, stderr };
}

export const checkAsJson = (cwd: string, ...args: string[]): Report =>
  JSON.parse(check(cwd, ...args, '--format', 'json').stdout);

/** What every door can tell of a finding. */
export function lineOf({ ruleId, verdict, severity, constructPath, path, scenario, ...finding }: Finding) {
  const subject = [verdict === 'review' && 'review', path?.replace(/^Properties\./, '')]
    .filter(Boolean)
    .join(' ');
  const said = subject ? `${subject}${scenario ? '' : ':'} ${finding.message}` : finding.message;
  const waived = finding.waiver ? `waived (${finding.waiver.reason}) ` : '';
  return `${waived}${severity} ${ruleId} ${constructPath} ${finding.logicalId ?? '-'}: ${said}`;
}

interface Violation {
  ruleName: string;
  description: string;
  reason?: string;
  ruleMetadata?: { severity: string };
  violatingConstructs: { constructPath: string; cloudFormationResource?: { logicalId: string } }[];
}

/** What CompetencyChecks reported of rules at synthesis, as `lineOf` has it. */
export function reportedIn(outdir: string): string[] {
  const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
  const { violations, suppressedViolations = [] } = pluginReports[0];
  return [...violations, ...suppressedViolations]
    .filter(({ ruleMetadata }: Violation) => ruleMetadata)
    .flatMap(({ ruleName, ruleMetadata, description, reason, violatingConstructs }: Violation) =>
      violatingConstructs.map(({ constructPath, cloudFormationResource }) => {
        const rule = ruleName.replace('Annotation::', '');
        const waived = reason === undefined ? '' : `waived (${reason}) `;
        return `${waived}${ruleMetadata?.severity} ${rule} ${constructPath} ${cloudFormationResource?.logicalId ?? '-'}: ${description}`;
      }),
    );
}
