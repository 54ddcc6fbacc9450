import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Stack, Validations } from 'aws-cdk-lib';
import { check, type Finding, rules } from '../../lib';
import { CompetencyChecks } from '../../lib/cdk';
import { CompetencyNagPack } from '../../lib/cdk-nag';
import { ROOT } from '../../scripts/registry';
import { newApp, synth } from '../cdk/synthesis';
import { APPS, dataOf, TEMPLATES, textOf } from './sample-files';

const run = promisify(execFile);
const ALL = rules.map(({ id }) => id).sort();

/** One line a finding, as every door can tell it: CDK's report has no scenario and no line of the template. */
const line = ({ ruleId, verdict, severity, logicalId, path, scenario, message }: Finding) => {
  const subject = [verdict === 'review' && 'review', path?.replace(/^Properties\./, '')]
    .filter(Boolean)
    .join(' ');
  return `${ruleId} ${severity} ${logicalId}: ${subject}${scenario ? '' : ':'} ${message}`;
};

const checked = (file: string) => check([{ file, text: textOf(file) }]);

/** About how a template is deployed, which a CDK app tells and the template does not. */
const OF_DEPLOYMENT = 'stack-termination-protection-enabled';

/** Those that nobody accepted. CDK's report only sums up what the template itself waives. */
const open = (findings: Finding[]) =>
  findings.filter(({ waiver, ruleId }) => !waiver && ruleId !== OF_DEPLOYMENT);

/** Through the command line, as JSON. */
async function commandLine(...paths: string[]): Promise<Finding[]> {
  const args = [
    join(ROOT, 'bin', 'competency-nag.js'),
    'check',
    ...paths,
    '--format',
    'json',
    '--fail-on',
    'never',
  ];
  const { stdout } = await run(process.execPath, args, { cwd: ROOT, maxBuffer: 1e8 });
  return JSON.parse(stdout).findings;
}

describe('plain templates', () => {
  test.each(TEMPLATES.mended)('%s is clean', (file) => {
    const { findings, errors } = checked(file);
    expect({ findings: open(findings).map(line), errors }).toEqual({ findings: [], errors: [] });
  });

  test.each([...TEMPLATES.flawed, ...TEMPLATES.mended])(
    '%s gives the same findings through every door',
    async (file) => {
      const findings = checked(file).findings;
      expect(await commandLine(file)).toEqual(findings);
      const lines = open(findings).map(line).sort();
      expect(
        linesOf(
          throughCdk(file, (app) => Validations.of(app).addPlugins(new CompetencyChecks())),
          'competency-nag',
        ),
      ).toEqual(lines);
      expect(
        linesOf(
          throughCdk(file, (app) => Validations.of(app).addPlugins(new CompetencyNagPack(app))),
          'CompetencyNag',
        ),
      ).toEqual(lines.map((text) => `competency-nag::${text}`));
    },
    60_000,
  );
});

/** The template as the template of a CDK stack. */
function throughCdk(file: string, add: (app: ReturnType<typeof newApp>) => void) {
  const template = dataOf(file);
  class Written extends Stack {
    protected override _toCloudFormation(): unknown {
      return template;
    }
  }
  const app = newApp();
  new Written(app, 'Sample', { terminationProtection: true });
  add(app);
  return synth(app).reports;
}

type Reports = ReturnType<typeof synth>['reports'];

/** What CDK's report says of a plugin's findings, acknowledged ones included. */
function linesOf(reports: Reports, plugin: string): string[] {
  const { violations = [], acknowledged = [] } = reports[plugin]?.raw ?? {};
  return [...violations, ...acknowledged]
    .filter(({ ruleName }) => !/\bwaived$/.test(ruleName))
    .flatMap(({ ruleName, ruleMetadata, description, violatingConstructs }) =>
      violatingConstructs.map(
        ({ cloudFormationResource }) =>
          `${ruleName} ${ruleMetadata?.severity} ${cloudFormationResource?.logicalId || null}: ${description}`,
      ),
    )
    .sort();
}

describe('CDK apps', () => {
  const outdirs = new Map<string, string>();

  beforeAll(async () => {
    for (const app of [...APPS.flawed, ...APPS.mended]) {
      const outdir = mkdtempSync(join(tmpdir(), 'sample-'));
      outdirs.set(app, outdir);
      const env = { ...process.env, NODE_ENV: '', CDK_OUTDIR: outdir };
      // What fails the synthesis is in the report.
      await run(process.execPath, ['--import', 'tsx', join(ROOT, app)], { cwd: ROOT, env }).catch(
        () => undefined,
      );
    }
  }, 300_000);
  afterAll(() => {
    for (const outdir of outdirs.values()) rmSync(outdir, { recursive: true, force: true });
  });

  const outdirOf = (app: string) => outdirs.get(app) as string;
  const reports = (
    app: string,
  ): { pluginName: string; conclusion: string; violations: never[]; suppressedViolations?: never[] }[] =>
    JSON.parse(readFileSync(join(outdirOf(app), 'validation-report.json'), 'utf8')).pluginReports;
  const report = (app: string, plugin: string) =>
    reports(app).find(({ pluginName }) => pluginName === plugin);

  test.each([...APPS.flawed, ...APPS.mended])(
    '%s: synthesis says what the command line says of its assembly',
    async (app) => {
      const { violations = [], suppressedViolations = [] } = report(app, 'competency-nag') ?? {};
      const raw = { violations, acknowledged: suppressedViolations };
      const synthesized = linesOf(
        { 'competency-nag': { conclusion: '', violations: [], acknowledged: [], raw } },
        'competency-nag',
      );
      const offline = (await commandLine(outdirOf(app))).map(line).sort();
      expect(synthesized).toEqual(offline);
      expect(violations.length > 0).toBe(APPS.flawed.includes(app));
    },
    60_000,
  );

  test('every rule is shown by a flawed sample, template or app', async () => {
    const findings = await commandLine(...TEMPLATES.flawed, ...APPS.flawed.map(outdirOf));
    expect([...new Set(findings.map(({ ruleId }) => ruleId))].sort()).toEqual(ALL);
  }, 60_000);

  test.each(APPS.mended)("%s is clean, under cdk-nag's AwsSolutions pack too", (app) => {
    expect(report(app, 'competency-nag')?.violations ?? []).toEqual([]); // CDK leaves out who found nothing
    expect(report(app, 'AwsSolutions')?.violations).toEqual([]);
  });
});
