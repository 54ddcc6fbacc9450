import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from '../../lib/check';
import { ROOT } from '../../scripts/registry';

jest.setTimeout(60_000);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guard-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Synthesizes the app with the CDK command line. */
function synth(props: object, env: Record<string, string> = {}) {
  const output = mkdtempSync(join(folder, 'out-'));
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      join(ROOT, 'node_modules/aws-cdk/bin/cdk'),
      'synth',
      '--quiet',
      '--no-notices',
      '--output',
      output,
      '--app',
      `node ${join(__dirname, 'guarded-app.cjs')}`,
    ],
    {
      encoding: 'utf8',
      // Without Docker, and not as in a unit test.
      env: {
        ...process.env,
        NODE_ENV: '',
        CDK_DOCKER: 'no-docker-here',
        CDK_DISABLE_CLI_TELEMETRY: 'true',
        PROPS: JSON.stringify(props),
        ...env,
      },
    },
  );
  return { status, stderr, output };
}

type Resources = Record<string, { Type: string; Properties: Record<string, unknown> }>;

const templateIn = (output: string) => readFileSync(join(output, 'Guard.template.json'), 'utf8');

const only = (output: string, type: string) =>
  Object.values(JSON.parse(templateIn(output)).Resources as Resources)
    .filter((resource) => resource.Type === type)
    .map(({ Properties }) => Properties);

const assetIn = (output: string) =>
  join(output, readdirSync(output).find((name) => name.startsWith('asset.')) as string);

describe('as it is by default', () => {
  let output: string;
  beforeAll(() => {
    const run = synth({ config: false }, { LINT: 'true' });
    expect([run.status, run.stderr]).toEqual([0, expect.not.stringContaining('Error')]);
    output = run.output;
  });

  test('the hook blocks stacks and change sets, but not its own stack', () => {
    expect(only(output, 'AWS::CloudFormation::LambdaHook')).toEqual([
      {
        Alias: 'Private::CompetencyNag::Hook',
        FailureMode: 'FAIL',
        HookStatus: 'ENABLED',
        TargetOperations: ['STACK', 'CHANGE_SET'],
        TargetFilters: { Actions: ['CREATE', 'UPDATE'] },
        StackFilters: { FilteringCriteria: 'ALL', StackNames: { Exclude: ['Guard'] } },
        LambdaFunction: { 'Fn::GetAtt': [expect.any(String), 'Arn'] },
        ExecutionRole: { 'Fn::GetAtt': [expect.any(String), 'Arn'] },
      },
    ]);
  });

  test('each role may do one thing', () => {
    const statements = only(output, 'AWS::IAM::Role').map(
      ({ AssumeRolePolicyDocument, Policies, ...rest }) => [
        (AssumeRolePolicyDocument as never as { Statement: [{ Principal: object }] }).Statement[0].Principal,
        (Policies as [{ PolicyDocument: { Statement: unknown } }])[0].PolicyDocument.Statement,
        rest,
      ],
    );
    expect(statements).toEqual([
      [
        { Service: 'lambda.amazonaws.com' },
        [
          {
            Effect: 'Allow',
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: { 'Fn::GetAtt': [expect.stringMatching(/Log/), 'Arn'] },
          },
        ],
        {},
      ],
      [
        { Service: 'hooks.cloudformation.amazonaws.com' },
        [
          {
            Effect: 'Allow',
            Action: 'lambda:InvokeFunction',
            Resource: { 'Fn::GetAtt': [expect.stringMatching(/Function/), 'Arn'] },
          },
        ],
        {},
      ],
    ]);
    expect(only(output, 'AWS::IAM::Policy')).toEqual([]);
  });

  test('the function answers before Hooks stop waiting', () => {
    expect(only(output, 'AWS::Lambda::Function')).toEqual([
      expect.objectContaining({ Runtime: 'nodejs24.x', Handler: 'index.handler', Timeout: 25 }),
    ]);
  });

  test('the checker finds nothing to fail in it', () => {
    const { findings, errors } = check([{ file: 'guard.json', text: templateIn(output) }]);
    expect(errors).toEqual([]);
    expect(findings.filter(({ verdict, severity }) => verdict === 'fail' && severity !== 'info')).toEqual([]);
  });

  test('what is deployed is the bundle and its configuration', () => {
    expect(readdirSync(assetIn(output)).sort()).toEqual([
      'LICENSES.txt',
      'checker.js',
      'competency-nag.json',
      'index.js',
    ]);
  });
});

test('takes the configuration along, and what is said beside it', () => {
  const config = join(folder, 'competency-nag.yaml');
  writeFileSync(config, 'rules: { rds-storage-encrypted: off }\n');
  writeFileSync(join(folder, 'competency-nag.waivers.yaml'), 'waivers: []\n');
  const { output, status } = synth({
    config,
    failureMode: 'WARN',
    targets: ['RESOURCE', 'CLOUD_CONTROL'],
    failOn: 'warning',
    environment: 'non-production',
    exceptStacks: ['CDKToolkit'],
    alias: 'Acme::Guidance::Hook',
  });
  expect(status).toBe(0);
  expect(only(output, 'AWS::CloudFormation::LambdaHook')).toEqual([
    expect.objectContaining({
      Alias: 'Acme::Guidance::Hook',
      FailureMode: 'WARN',
      TargetOperations: ['RESOURCE', 'CLOUD_CONTROL'],
      StackFilters: { FilteringCriteria: 'ALL', StackNames: { Exclude: ['Guard', 'CDKToolkit'] } },
    }),
  ]);
  expect(JSON.parse(readFileSync(join(assetIn(output), 'competency-nag.json'), 'utf8'))).toMatchObject({
    rules: { 'rds-storage-encrypted': false },
    failOn: 'warning',
    environment: 'non-production',
    waivers: { files: ['waivers-0.yaml'] },
  });
});

test.each([
  ['an option that makes no sense', { config: false, failOn: 'sometimes' }, /failOn is "sometimes"/],
  ['a configuration that is missing', { config: '/nowhere/competency-nag.yaml' }, /is missing/],
])('%s fails where the app is built', (_, props, message) => {
  const { status, stderr } = synth(props);
  expect(status).not.toBe(0);
  expect(stderr).toMatch(message);
});
