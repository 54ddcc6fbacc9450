import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Stage } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { parse } from 'yaml';
import { Delivery } from '../../gates/cdk-pipelines';
import { CheckedPipeline } from '../../gates/codepipeline';
import { ROOT } from '../../scripts/registry';

jest.setTimeout(60_000);

const GOOD = 'Resources: { Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: News } } }\n';
const BAD = `Resources:
  Group:
    Type: AWS::CodeDeploy::DeploymentGroup
    Properties: { ApplicationName: shop, ServiceRoleArn: 'arn:aws:iam::111122223333:role/deploy' }
`;
const BROKEN = 'Resources: [';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'competency-nag-'));
  write('package.json', '{ "name": "shop", "version": "1.0.0" }');
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  symlinkSync(ROOT, join(folder, 'node_modules/competency-nag'));
  symlinkSync('../competency-nag/bin/competency-nag.js', join(folder, 'node_modules/.bin/competency-nag'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(join(folder, file, '..'), { recursive: true });
  writeFileSync(join(folder, file), text);
}

const gate = (file: string) => readFileSync(join(ROOT, 'gates', file), 'utf8');

/** Runs a step as the runners do: its lines in bash, which stops at the first that fails. */
function bash(script: string, env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, npm_config_offline: 'true', ...env },
  });
  return { status, stdout, stderr };
}

/** The exit codes of a step for a good, a bad, a broken and an empty folder of templates. */
function exitCodes(script: string, templates: string, env?: Record<string, string>) {
  return [GOOD, BAD, BROKEN, undefined].map((text) => {
    rmSync(join(folder, templates), { recursive: true, force: true });
    mkdirSync(join(folder, templates));
    if (text !== undefined) write(join(templates, 'shop.template.yaml'), text);
    return bash(script, env).status;
  });
}

const STOPS = [0, 1, 2, 2];
const checking = (commands: readonly string[]) =>
  commands.filter((line) => line.includes('competency-nag')).join('\n');

test('GitHub Actions', () => {
  const { jobs } = parse(gate('github-actions.yml'));
  const steps: { name?: string; run?: string; if?: string }[] = jobs.check.steps;
  const script = steps.find(({ name }) => name === 'Check the templates')?.run as string;
  const summary = join(folder, 'summary.md');
  expect(exitCodes(script, 'templates', { GITHUB_STEP_SUMMARY: summary })).toEqual(STOPS);
  write('templates/shop.template.yaml', BAD);
  expect(bash(script, { GITHUB_STEP_SUMMARY: summary }).stdout).toContain(
    '::error file=templates/shop.template.yaml,line=4',
  );
  expect(readFileSync(summary, 'utf8')).toMatch(/^## competency-nag: \d+ finding/);
  expect(JSON.parse(readFileSync(join(folder, 'competency-nag.sarif'), 'utf8')).version).toBe('2.1.0');
});

describe('the action', () => {
  const { inputs, runs } = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));
  const [step] = runs.steps;
  const env = (given: Record<string, string>) => ({
    ACTION: ROOT,
    OPTIONS: inputs.options.default,
    SARIF: inputs.sarif.default,
    GITHUB_STEP_SUMMARY: '',
    ...given,
  });

  test('stops', () => {
    expect(exitCodes(step.run, 'templates', env({ PATHS: 'templates' }))).toEqual(STOPS);
  });

  test('takes several paths and options, and nothing of them as commands', () => {
    write('a b/$(touch x).yaml', GOOD);
    write('c/bad.yaml', BAD);
    const { status, stdout } = bash(
      step.run,
      env({
        PATHS: 'a b/$(touch x).yaml\nc',
        OPTIONS: '--fail-on=never\n--rule=codedeploy-rollback-enabled\n',
        SARIF: 'r.sarif',
      }),
    );
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^::warning file=c\/bad\.yaml/)]);
    expect(existsSync(join(folder, 'x'))).toBe(false);
    expect(existsSync(join(folder, 'r.sarif'))).toBe(true);
  });

  test('a path is no option', () => {
    expect(bash(step.run, env({ PATHS: '--fail-on=never' })).status).toBe(2);
  });
});

test('GitLab CI', () => {
  const { infrastructure } = parse(gate('gitlab-ci.yml'));
  expect(exitCodes(checking(infrastructure.script), 'templates')).toEqual(STOPS);
  write('templates/shop.template.yaml', BAD);
  bash(checking(infrastructure.script));
  for (const file of Object.values<string>(infrastructure.artifacts.reports))
    expect(existsSync(join(folder, file))).toBe(true);
});

/** The report's folder is there in CodeBuild only if the build makes it. */
const buildCommands = (buildSpec: { phases: Record<string, { commands: string[] }> }) =>
  checking(buildSpec.phases.build?.commands ?? []);

test('CodePipeline, as a template, which passes its own check', () => {
  const tags = ['Ref', 'Sub', 'GetAtt'].map((name) => ({
    tag: `!${name}`,
    resolve: (text: string) => ({ [name]: text }),
  }));
  const { Resources } = parse(gate('codepipeline.yaml'), { customTags: tags });
  const { BuildSpec, Type } = Resources.Check.Properties.Source;
  expect(Type).toBe('CODEPIPELINE');
  expect(exitCodes(buildCommands(parse(BuildSpec)), 'templates')).toEqual(STOPS);
  copyFileSync(join(ROOT, 'gates/codepipeline.yaml'), join(folder, 'pipeline.yaml'));
  expect(bash('npx competency-nag check pipeline.yaml --fail-on warning').stdout).toMatch(
    /^0 errors, 0 warnings/m,
  );
});

/** The template of a stack in a synthesised app. */
function templateOf(build: (app: App) => Stack) {
  const app = new App({
    context: { connection: 'arn:aws:codeconnections:eu-west-1:111122223333:connection/x' },
    builtinCloudFormationValidation: false,
  });
  const { artifactId } = build(app);
  return app.synth().getStackArtifact(artifactId).template.Resources as Record<
    string,
    { Type: string; Properties: { Source: { BuildSpec: string } } }
  >;
}

const specsIn = (resources: ReturnType<typeof templateOf>) =>
  Object.values(resources)
    .filter(({ Type }) => Type === 'AWS::CodeBuild::Project')
    .map(({ Properties }) => JSON.parse(Properties.Source.BuildSpec));

test('CodePipeline, as a CDK app', () => {
  const [spec] = specsIn(templateOf((app) => new CheckedPipeline(app, 'Delivery')));
  expect(exitCodes(buildCommands(spec), 'cdk.out')).toEqual(STOPS);
});

test('CDK Pipelines', () => {
  const stage = (app: App, id: string) => {
    const made = new Stage(app, id);
    new Topic(new Stack(made, 'Shop'), 'News');
    return made;
  };
  const resources = templateOf(
    (app) =>
      new Delivery(app, 'Delivery', { staging: stage(app, 'Staging'), production: stage(app, 'Prod') }),
  );
  const synth = specsIn(resources).find((spec) => buildCommands(spec) !== '');
  expect(exitCodes(buildCommands(synth), 'cdk.out')).toEqual(STOPS);
});

describe('before a commit', () => {
  const git = (...args: string[]) =>
    spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
  beforeEach(() => {
    git('init', '--quiet');
    write('.gitignore', 'node_modules\n');
  });
  const commit = () => git('commit', '--quiet', '--message', 'x').status;

  test('the git hook lets good templates in, and what is none', () => {
    copyFileSync(join(ROOT, 'gates/pre-commit'), join(folder, '.git/hooks/pre-commit'));
    chmodSync(join(folder, '.git/hooks/pre-commit'), 0o755);
    write('templates/a b.yaml', GOOD);
    write('readme.md', 'x');
    write('templates/readme.md', 'x');
    git('add', '.');
    expect(commit()).toBe(0);
    write('readme.md', 'y');
    git('add', '.');
    expect(commit()).toBe(0);
    write('templates/a b.yaml', BAD);
    git('add', '.');
    expect(commit()).not.toBe(0);
    write('templates/a b.yaml', BROKEN);
    git('add', '.');
    expect(commit()).not.toBe(0);
  });

  test('the git hook knows any name, and lets templates go', () => {
    copyFileSync(join(ROOT, 'gates/pre-commit'), join(folder, '.git/hooks/pre-commit'));
    chmodSync(join(folder, '.git/hooks/pre-commit'), 0o755);
    write('templates/ü "x".yaml', GOOD);
    git('add', '.');
    expect(commit()).toBe(0);
    git('rm', '--quiet', 'templates/ü "x".yaml');
    expect(commit()).toBe(0);
  });

  test('pre-commit hands the templates of the commit over', () => {
    const [hook] = parse(gate('pre-commit-config.yaml')).repos[0].hooks;
    write('templates/good.yaml', GOOD);
    write('templates/bad.yaml', BAD);
    expect(bash(`${hook.entry} templates/good.yaml`).status).toBe(0);
    expect(bash(`${hook.entry} templates/good.yaml templates/bad.yaml`).status).toBe(1);
    const files = new RegExp(hook.files);
    expect(['templates/a.yaml', 'templates/b/c.json', 'readme.yaml'].map((file) => files.test(file))).toEqual(
      [true, true, false],
    );
  });
});
