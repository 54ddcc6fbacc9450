import { type ExecFileException, execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type AppProps, type Stack } from 'aws-cdk-lib';
import { CfnDeploymentGroup, type CfnDeploymentGroupProps } from 'aws-cdk-lib/aws-codedeploy';

/** validation-report.json, as far as it is looked at here. */
interface ValidationReport {
  pluginReports: {
    pluginName: string;
    conclusion: string;
    violations: ReportedViolation[];
    suppressedViolations?: ReportedViolation[];
  }[];
}

interface ReportedViolation {
  ruleName: string;
  description: string;
  severity: string;
  ruleMetadata?: Record<string, string>;
  reason?: string;
  violatingConstructs: {
    constructPath: string;
    cloudFormationResource?: { templatePath: string; logicalId: string; propertyPaths?: string[] };
    stackTraces?: string[];
  }[];
}

/** What one plugin reported. */
export interface Reported {
  conclusion: string;
  /** A line for each place: `error codedeploy-rollback-enabled Stack/Group: message`. */
  violations: string[];
  acknowledged: string[];
  raw: { violations: ReportedViolation[]; acknowledged: ReportedViolation[] };
}

export interface Synthesis {
  failed: boolean;
  output: string;
  outdir: string;
  /** By the plugin's name. */
  reports: Record<string, Reported>;
  /** What competency-nag reported. */
  violations: string[];
}

const outdirs: string[] = [];

afterAll(() => {
  for (const outdir of outdirs) rmSync(outdir, { recursive: true, force: true });
});

function newOutdir(): string {
  const outdir = mkdtempSync(join(tmpdir(), 'competency-nag-'));
  outdirs.push(outdir);
  return outdir;
}

/** An app without CDK's own lint, which takes seconds. */
export const newApp = (props: AppProps = {}): App =>
  new App({ builtinCloudFormationValidation: false, outdir: newOutdir(), ...props });

/** A deployment group that does not roll back, unless told to. */
export const deploymentGroup = (stack: Stack, id: string, props: Partial<CfnDeploymentGroupProps> = {}) =>
  new CfnDeploymentGroup(stack, id, {
    applicationName: 'bookshop',
    serviceRoleArn: 'arn:aws:iam::111122223333:role/deploy',
    ...props,
  });

export const ROLLS_BACK: Partial<CfnDeploymentGroupProps> = {
  autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] },
};

export function synth(app: App, options: Parameters<App['synth']>[0] = {}): Synthesis {
  let output = '';
  // Where CDK prints violations that do not fail.
  const printed = jest.spyOn(console, 'error').mockImplementation();
  try {
    app.synth(options);
  } catch (error) {
    output = (error as Error).message;
  } finally {
    printed.mockRestore();
  }
  return { failed: output !== '', output, outdir: app.outdir, ...read(app.outdir) };
}

export interface Run extends Synthesis {
  exitCode: number;
}

/** Runs `cdk synth` on an app of test/cdk/apps, with arguments for the app. */
export function cdkSynth(
  app: string,
  options: { args?: string[]; env?: Record<string, string> } = {},
): Promise<Run> {
  const outdir = newOutdir();
  const command = `node --import tsx ${join(__dirname, 'apps', app)}`;
  const cdk = join(__dirname, '../../node_modules/aws-cdk/bin/cdk');
  const args = [
    cdk,
    'synth',
    '--quiet',
    '--no-notices',
    '--output',
    outdir,
    '--app',
    command,
    ...(options.args ?? []),
  ];
  // In NODE_ENV=test, which jest sets, CDK takes an app for one that runs inside a test.
  const env = { ...process.env, NODE_ENV: '', CDK_DISABLE_CLI_TELEMETRY: 'true', ...options.env };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env }, (error: ExecFileException | null, stdout, stderr) => {
      const exitCode = error ? Number(error.code) : 0;
      resolve({ exitCode, failed: exitCode !== 0, output: stdout + stderr, outdir, ...read(outdir) });
    });
  });
}

function read(outdir: string): Pick<Synthesis, 'reports' | 'violations'> {
  const file = join(outdir, 'validation-report.json');
  const report: ValidationReport = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { pluginReports: [] };
  const reports: Record<string, Reported> = {};
  for (const { pluginName, conclusion, violations, suppressedViolations = [] } of report.pluginReports) {
    const sameName = reports[pluginName];
    reports[pluginName] = {
      conclusion: sameName?.conclusion === 'failure' ? 'failure' : conclusion,
      violations: [...(sameName?.violations ?? []), ...violations.flatMap(lines)],
      acknowledged: [...(sameName?.acknowledged ?? []), ...suppressedViolations.flatMap(lines)],
      raw: { violations, acknowledged: suppressedViolations },
    };
  }
  return { reports, violations: reports['competency-nag']?.violations ?? [] };
}

const lines = ({ severity, ruleName, description, violatingConstructs }: ReportedViolation): string[] =>
  violatingConstructs.map(
    ({ constructPath }) => `${severity} ${ruleName} ${constructPath || '-'}: ${description}`,
  );

/** The lines of the app's source that a violation points to, in the order of CDK's stack traces. */
export function sourceLines({ reports }: Synthesis, constructPath: string): string[] {
  const all = reports['competency-nag']?.raw.violations ?? [];
  const traces = all
    .flatMap(({ violatingConstructs }) => violatingConstructs)
    .filter((construct) => construct.constructPath === constructPath)
    .flatMap(({ stackTraces = [] }) => stackTraces);
  return traces.map((trace) => {
    const [, file = '', line = 0] = /\((.*?):(\d+):\d+\)/.exec(trace) ?? [];
    return (readFileSync(file, 'utf8').split('\n')[Number(line) - 1] ?? '').trim();
  });
}
