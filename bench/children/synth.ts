/** Builds the app, then times its synthesis with what the argument names. */
import { mkdtempSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import { build } from '../app';
import type { Told } from '../measure';

const PLUGINS: { [variant: string]: (app: App) => Promise<IPolicyValidationPlugin | undefined> } = {
  alone: async () => undefined,
  lint: async () => undefined,
  'competency-nag': async () => new (await import('../../dist/lib/cdk/index.js')).CompetencyChecks(),
  'cdk-nag': async (app) => new (await import('cdk-nag')).AwsSolutionsChecks(app),
  'cfn-guard': async () =>
    new (await import('@cdklabs/cdk-validator-cfnguard')).CfnGuardValidator({
      maxBuffer: Number.POSITIVE_INFINITY,
    }),
};

async function synth(variant: string): Promise<Told> {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const app = new App({
      outdir,
      analyticsReporting: false,
      ...(variant !== 'lint' && { builtinCloudFormationValidation: false }),
    });
    const plugin = await PLUGINS[variant]?.(app);
    if (plugin) Validations.of(app).addPlugins(plugin);
    build(app);
    const start = performance.now();
    const failure = failureOf(() => app.synth());
    const seconds = (performance.now() - start) / 1000;
    if (variant === 'alone') return { seconds };
    const findings = findingsIn(join(outdir, 'validation-report.json'));
    if (failure && findings === 0) throw failure;
    return { seconds, findings };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** Findings make a synthesis fail. */
function failureOf(synth: () => void): unknown {
  try {
    synth();
    return undefined;
  } catch (failure) {
    return failure;
  }
}

function findingsIn(report: string): number {
  const { pluginReports } = JSON.parse(readFileSync(report, 'utf8')) as {
    pluginReports: { violations: { violatingConstructs: unknown[] }[] }[];
  };
  return pluginReports
    .flatMap(({ violations }) => violations)
    .reduce((sum, { violatingConstructs }) => sum + violatingConstructs.length, 0);
}

synth(process.argv[2] as string).then((told) => writeSync(3, JSON.stringify(told)));
