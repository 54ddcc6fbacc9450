import { spawnSync } from 'node:child_process';
import { SAID_BY_US } from '../../lib/lint/rules';
import { rules } from '../../rules';
import { BIN, inFolder } from '../estate/command';

const { run, write, read, path } = inFolder();

const TEMPLATE = `Parameters:
  Unused: { Type: String }
  DbPassword: { Type: String, NoEcho: true, Default: hunter2hunter2 }
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      TopicNam: shop
      Tags:
        - { Key: a, Value: 1 }
        - { Value: hunter2hunter2 }
  Database:
    Type: AWS::RDS::DBInstance
    Properties: { MasterUserPassword: !Ref DbPassword, AvailabilityZone: us-east-1a }
Outputs:
  Name: { Value: !GetAtt Topic.Nope }
`;

interface Finding {
  ruleId: string;
  severity: string;
  line: number;
  column: number;
  logicalId: string | null;
  path: string | null;
  message: string;
  controls: string[];
  items: string[];
  waiver?: object;
}

const lint = (...options: string[]) => run('check', 'a.yaml', '--lint', '--format', 'json', ...options);
const found = (stdout: string): Finding[] =>
  JSON.parse(stdout).findings.filter(({ ruleId }: Finding) => ruleId.startsWith('lint-'));
const lines = (findings: readonly Finding[]) =>
  findings.map(
    ({ severity, ruleId, line, column, logicalId, path }) =>
      `${severity} ${ruleId} ${line}:${column} ${logicalId} ${path}`,
  );

describe('with the engine itself', () => {
  const ENGINE_LINES = [
    'warning lint-w2001 2:11 Unused Parameters.Unused',
    'error lint-f3002 8:17 Topic Properties.TopicNam',
    'error lint-f3003 11:11 Topic Properties.Tags[1]',
    'error lint-f6101 16:26 Name Outputs.Name.Value.Fn::GetAtt[1]',
  ];

  test('its findings have our shape and place, secrets masked, without what our rules say', () => {
    write('a.yaml', TEMPLATE);
    const { status, stdout, stderr } = lint();
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    const findings = found(stdout);
    expect(lines(findings)).toEqual(expect.arrayContaining(ENGINE_LINES));
    expect(findings.every(({ controls, items }) => controls.length + items.length === 0)).toBe(true);
    const left = Object.keys(SAID_BY_US).map((id) => `lint-${id.toLowerCase()}`);
    expect(findings.filter(({ ruleId }) => left.includes(ruleId))).toEqual([]);
    expect(stdout).not.toContain('hunter2');
  }, 60_000);

  test('a valid template has none', () => {
    write('a.yaml', 'Resources: { Topic: { Type: AWS::SNS::Topic } }\n');
    expect(found(lint().stdout)).toEqual([]);
  }, 60_000);
});

/** Puts an aws-cdk-lib beside the template whose engine does what the test wants. */
function engine(validate: string, version = '2.276.0'): void {
  write('node_modules/aws-cdk-lib/package.json', JSON.stringify({ name: 'aws-cdk-lib', version }));
  write(
    'node_modules/aws-cdk-lib/index.js',
    `exports.CloudFormationValidatePlugin = class { validate({ stackTemplates: [{ templatePath }] }) {
      const text = require('node:fs').readFileSync(templatePath, 'utf8');
      ${validate}
    } };`,
  );
}
const violation = (ruleName: string, severity = 'error', more = {}) => ({
  ruleName,
  severity,
  description: 'Properties.X: it says so',
  violatingResources: [{ resourceLogicalId: 'Topic', locations: ['Properties.TopicNam'] }],
  ...more,
});
const says = (...violations: object[]) => engine(`return { violations: ${JSON.stringify(violations)} };`);

beforeEach(() => write('a.yaml', TEMPLATE));
const ONLY = ['--rule', 'kms-key-rotation-enabled'];

test('severities are ours, and one that is not known is an error', () => {
  says(
    violation('F1'),
    violation('W2', 'warning'),
    violation('I3', 'informational'),
    violation('X4', 'catastrophe'),
  );
  expect(found(lint().stdout).map(({ ruleId, severity }) => `${ruleId} ${severity}`)).toEqual([
    'lint-f1 error',
    'lint-i3 info',
    'lint-w2 warning',
    'lint-x4 error',
  ]);
});

test('what the engine names and the template has not stands at the nearest place there is', () => {
  const at = (...places: object[]) => violation('E0001', 'error', { violatingResources: places });
  says(
    at({ resourceLogicalId: 'Topic', locations: ['Properties.Subscription.0.Endpoint'] }),
    at({ resourceLogicalId: 'Topic', locations: [] }),
    at({ resourceLogicalId: 'LoopedA', locations: ['Properties.X'] }),
    at({ locations: ['Outputs/Gone'] }),
    at({ locations: [] }),
  );
  expect(lines(found(lint(...ONLY).stdout))).toEqual([
    'error lint-e0001 1:1 null null',
    'error lint-e0001 4:1 LoopedA Properties.X',
    'error lint-e0001 5:3 Topic null',
    'error lint-e0001 8:7 Topic Properties.Subscription[0].Endpoint',
    'error lint-e0001 16:3 Gone Outputs.Gone',
  ]);
});

test('reports explain them', () => {
  says(violation('E3012', 'error', { fix: 'Do this', ruleMetadata: { category: 'Schema' } }));
  const { runs } = JSON.parse(run('check', 'a.yaml', '--lint', ...ONLY, '--format', 'sarif').stdout);
  const { rules: described } = runs[0].tool.driver;
  expect(described.at(-1)).toMatchObject({ id: 'lint-e3012', properties: { tags: [] } });
  expect(described[runs[0].results[0].ruleIndex].id).toBe('lint-e3012');
  expect(run('check', 'a.yaml', '--lint', ...ONLY).stdout).toContain(
    'error[lint-e3012] Properties.X: it says so (Do this)\n',
  );
});

describe('what people decided holds for lint too', () => {
  const waive = (rule: string, place = 'Topic') => {
    write('competency-nag.yaml', '{}\n');
    write('competency-nag.waivers.yaml', `waivers: [{ rule: ${rule}, place: ${place}, reason: agreed }]\n`);
  };
  const ids = (stdout: string) =>
    JSON.parse(stdout).findings.map(({ ruleId, waiver }: Finding) => `${ruleId}${waiver ? ' waived' : ''}`);

  test('a waiver', () => {
    says(violation('E3012'));
    waive('lint-e3012');
    expect(ids(lint(...ONLY).stdout)).toEqual(['lint-e3012 waived']);
    waive('lint-e3012', 'Other');
    expect(ids(lint(...ONLY).stdout).sort()).toEqual(['lint-e3012', 'waivers-match-findings']);
    // Without lint there is nothing to say about it.
    expect(ids(run('check', 'a.yaml', '--format', 'json', ...ONLY).stdout)).toEqual([]);
    waive('lint-nonsense');
    expect(ids(lint(...ONLY).stdout).sort()).toEqual(['lint-e3012', 'waivers-name-existing-rules']);
  });

  test('a baseline, which asks for what is gone only where lint ran', () => {
    says(violation('E3012'));
    const base = ['--baseline', 'base.json', ...ONLY];
    expect(run('baseline', 'create', 'a.yaml', '--lint', ...base).status).toBe(0);
    expect(read('base.json')).toContain('lint-e3012');
    expect(ids(lint(...base).stdout)).toEqual(['lint-e3012 waived']);
    says();
    expect(ids(lint(...base).stdout)).toEqual(['baseline-matches-findings']);
    expect(ids(run('check', 'a.yaml', '--format', 'json', ...base).stdout)).toEqual([]);
  });
});

describe('lint that does not come to its end has not passed', () => {
  const incomplete = (...options: string[]) => {
    write('b.yaml', 'Resources: { Topic: { Type: AWS::SNS::Topic } }\n');
    const args = ['--lint', '--fail-on', 'never', '--format', 'json', ...ONLY, ...options];
    const { status, stdout } = run('check', 'a.yaml', 'b.yaml', ...args);
    expect(status).toBe(2);
    const { errors, findings } = JSON.parse(stdout);
    return {
      errors: errors.map(({ file, message }: { file: string; message: string }) => `${file}: ${message}`),
      findings: findings.length,
    };
  };
  const ON_A = "if (text.includes('TopicNam'))";

  test('the engine traps on one template, and goes on with the next', () => {
    engine(`${ON_A} throw new WebAssembly.RuntimeError('unreachable');
      return { violations: [${JSON.stringify(violation('E3012'))}] };`);
    expect(incomplete()).toEqual({
      errors: ['a.yaml: lint incomplete: the thread failed: unreachable'],
      findings: 1,
    });
  });

  test('it takes all the time', () => {
    engine('while (true);');
    expect(incomplete('--lint-timeout', '1').errors).toEqual([
      expect.stringMatching(/^a\.yaml: lint incomplete: the thread gave no answer for [\d.]+ seconds$/),
      'b.yaml: lint incomplete: the 1 seconds for all templates were over',
    ]);
  });

  test('it takes more memory than it may', () => {
    engine(`${ON_A} for (const all = [];;) all.push(new Array(1000).fill(text)); return { violations: [] };`);
    expect(incomplete().errors).toEqual([
      expect.stringMatching(/^a\.yaml: lint incomplete: the thread failed: Worker terminated due to/),
    ]);
  }, 60_000);

  test('it ends the thread, or gives up by its own account', () => {
    engine(`${ON_A} process.exit(0); return { violations: [] };`);
    expect(incomplete().errors).toEqual(['a.yaml: lint incomplete: the thread ended with exit code 0']);
    engine(
      `return { violations: ${ON_A.slice(3)} ? [${JSON.stringify(violation('W9052', 'warning'))}] : [] };`,
    );
    expect(incomplete().errors).toEqual(['a.yaml: lint incomplete: Properties.X: it says so']);
  });

  test('there is no engine in it', () => {
    write('node_modules/aws-cdk-lib/package.json', '{"name": "aws-cdk-lib", "version": "2.276.0"}');
    write('node_modules/aws-cdk-lib/index.js', '');
    expect(incomplete().errors[0]).toContain('a.yaml: lint incomplete: the thread failed: ');
  });
});

test('the engine is too old', () => {
  engine('', '2.261.9');
  const { status, stdout, stderr } = lint();
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/--lint needs aws-cdk-lib 2\.262 or newer, and .* is 2\.261\.9/);
});

/** Runs the command where aws-cdk-lib and what it brings cannot be loaded. */
function withoutCdk(...args: string[]) {
  write(
    'hook.js',
    `const Module = require('node:module');
    const { _resolveFilename: resolve } = Module;
    Module._resolveFilename = (request, ...rest) => {
      if (/^(aws-cdk-lib|constructs|cdk-nag|@aws\\/)/.test(request)) throw new Error('loads ' + request);
      return resolve(request, ...rest);
    };`,
  );
  return spawnSync(process.execPath, ['--require', path('hook.js'), BIN, ...args], {
    cwd: path('.'),
    encoding: 'utf8',
  });
}

test('without aws-cdk-lib, lint says what to install', () => {
  const { status, stderr } = withoutCdk('check', 'a.yaml', '--lint');
  expect(status).toBe(2);
  expect(stderr).toContain('npm install --save-dev aws-cdk-lib');
});

test('nothing but lint loads aws-cdk-lib', () => {
  write('b.yaml', 'Resources: { Topic: { Type: AWS::SNS::Topic } }\n');
  const formats = ['pretty', 'json', 'sarif', 'junit', 'github', 'gitlab', 'markdown'];
  const outputs = formats.flatMap((format) => ['--format', `${format}=report-${format}`]);
  for (const args of [
    ['check', 'a.yaml', 'b.yaml', '--jobs', '1', '--fail-on', 'never', ...outputs],
    ['check', 'a.yaml', 'b.yaml', '--jobs', '2', '--fail-on', 'never'],
    ['merge', 'report-json', '--fail-on', 'never'],
    ['baseline', 'create', 'a.yaml', '--baseline', 'base.json'],
    ['rules'],
    ['explain', 'kms-key-rotation-enabled'],
  ]) {
    const { status, stderr } = withoutCdk(...args);
    expect({ status, stderr: stderr.replace(/^.* accepted\n/, '') }).toEqual({ status: 0, stderr: '' });
  }
});

test('what is left to our rules is left to rules that there are', () => {
  const known = ['check', ...rules.map(({ id }) => id)];
  for (const { by } of Object.values(SAID_BY_US)) expect(known).toContain(by);
});
