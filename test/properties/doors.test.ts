import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Stack, Validations } from 'aws-cdk-lib';
import fc from 'fast-check';
import { CompetencyChecks } from '../../lib/cdk';
import { check, type TemplateSource } from '../../lib/check';
import { checkPaths } from '../../lib/cli/check-options';
import type { Configuration } from '../../lib/configuration/configuration';
import { loadConfiguration } from '../../lib/configuration/load';
import type { Finding } from '../../lib/finding';
import { judge } from '../../lib/hook/judge';
import { MESSAGE_LIMITS } from '../../lib/hook/protocol';
import { lineOf, reportedIn } from '../assembly/synthesized';
import { newApp, synth } from '../cdk/synthesis';
import type { TemplateData } from './rewriting';
import { fixtures, SEED, templates } from './templates';

/** Each door is gone through once for all of them. */
const COUNT = 25;

let folder: string;
let samples: readonly TemplateData[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'doors-'));
  samples = fc.sample(templates(await fixtures()), { seed: SEED, numRuns: COUNT });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, content: unknown): string {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(content));
  return path;
}

/** What the library finds in a template under another name, with what else a door knows about it. */
const byLibrary = (template: TemplateData, known: Partial<TemplateSource> = {}) =>
  check([{ file: 'template', text: JSON.stringify(template), ...known }]);

/** A finding without where it was found, and what a door adds about that. */
const told = ({ file: _, constructPath: __, source: ___, ...finding }: Finding) => finding;

/** The findings of the command line, by file. */
async function byCommandLine(paths: readonly string[]): Promise<(file: string) => object[]> {
  const { report } = await checkPaths(paths, { rule: [], exclude: [] }, undefined);
  return (file) =>
    report.findings
      .filter((finding) => finding.file === file)
      .map(({ related: _, template: __, hidden: ___, ...finding }) => told(finding));
}

test('the command line finds in files what the library finds', async () => {
  const files = samples.map((template, index) => write(`files/${index}.json`, template));
  const found = await byCommandLine(files);
  for (const [index, template] of samples.entries())
    expect(found(files[index] as string)).toEqual(byLibrary(template).findings.map(told));
});

test('the command line finds in assemblies what the library finds', async () => {
  const assemblies = samples.map((template, index) => {
    const artifact = {
      type: 'aws:cloudformation:stack',
      environment: 'aws://unknown-account/unknown-region',
      properties: { templateFile: 'Shop.template.json', terminationProtection: true },
    };
    write(`cdk.out/${index}/manifest.json`, { version: '48.0.0', artifacts: { Shop: artifact } });
    return dirname(write(`cdk.out/${index}/Shop.template.json`, template));
  });
  const found = await byCommandLine(assemblies);
  for (const [index, template] of samples.entries()) {
    const { findings } = byLibrary(template, { stackName: 'Shop', terminationProtection: true });
    expect(found(join(assemblies[index] as string, 'Shop.template.json'))).toEqual(findings.map(told));
  }
});

test('the hook fails what the library fails, for the same reasons', () => {
  const configuration: Configuration = loadConfiguration(write('hook/competency-nag.json', {}));
  for (const template of samples) {
    const target = { kind: 'template' as const, text: JSON.stringify(template), changed: [] };
    const invocation = { pseudoParameters: {}, messageLimit: MESSAGE_LIMITS.cloudFormation };
    const answer = judge({ target, stackName: 'Shop', ...invocation }, configuration, join(folder, 'hook'));
    const { findings, errors, summary } = byLibrary(template, { stackName: 'Shop' });
    const failing = findings.filter(({ verdict }) => verdict === 'fail');
    const isDone = errors.length === 0;
    expect({ status: answer.hookStatus, code: answer.errorCode }).toEqual({
      status: isDone && summary.fail.error === 0 ? 'SUCCESS' : 'FAILED',
      code: isDone ? (summary.fail.error === 0 ? undefined : 'NonCompliant') : 'InternalFailure',
    });
    for (const { annotationName, statusMessage } of answer.annotations ?? [])
      for (const { ruleId, message } of failing)
        if (ruleId === annotationName) expect(statusMessage).toContain(message.slice(0, 200));
    if (answer.annotations)
      expect(new Set(answer.annotations.map(({ annotationName }) => annotationName))).toEqual(
        new Set(failing.map(({ ruleId }) => ruleId)),
      );
  }
});

test('an app finds at synth what the library finds in its templates', () => {
  const app = newApp();
  const apps = samples.filter((template) => byLibrary(template).errors.length === 0);
  const names = apps.map((_, index) => `Shop${index}`);
  for (const [index, template] of apps.entries()) stackOf(app, names[index] as string, template);
  Validations.of(app).addPlugins(new CompetencyChecks());
  const { outdir } = synth(app);
  const sources = apps.map((template, index) => ({
    file: names[index] as string,
    text: JSON.stringify(template),
    stackName: names[index] as string,
    terminationProtection: false,
    isTemplate: true,
  }));
  const { findings } = check(sources, { linked: true });
  expect(findings.length).toBeGreaterThan(COUNT);
  const inStack = (finding: Finding) => ({ ...finding, constructPath: finding.file });
  expect(reportedIn(outdir).sort()).toEqual(findings.map(inStack).map(lineOf).sort());
});

/** A stack with a template that is there already. */
function stackOf(app: ReturnType<typeof newApp>, name: string, template: TemplateData): void {
  class Ready extends Stack {
    override _toCloudFormation(): unknown {
      return template;
    }
  }
  new Ready(app, name);
}
