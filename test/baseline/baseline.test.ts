import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Baseline } from '../../lib/baseline/baseline';
import { checkSources } from '../../lib/check';
import { rule } from '../../lib/rule';
import { ROOT } from '../../scripts/registry';

const BIN = join(ROOT, 'bin', 'competency-nag.js');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'competency-nag-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
const read = (file: string) => readFileSync(join(folder, file), 'utf8');

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, stderr: stderr.trim() };
}

const RULES = [
  '--rule',
  'security-group-open-ingress-front-end-only',
  '--rule',
  'codedeploy-rollback-enabled',
];
const BASE = ['--baseline', 'base.json', ...RULES];
const create = (...args: string[]) => run('baseline', 'create', 'a.yaml', ...BASE, ...args);
const prune = (...args: string[]) => run('baseline', 'prune', 'a.yaml', ...BASE, ...args);
const check = (...args: string[]) => run('check', 'a.yaml', ...BASE, ...args);

const group = (...ports: number[]) => `  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: Shop
      SecurityGroupIngress:
${ports.map((port) => `        - { IpProtocol: tcp, FromPort: ${port}, ToPort: ${port}, CidrIp: 0.0.0.0/0 }\n`).join('')}`;
const DEPLOYMENTS = `  Deployments:
    Type: AWS::CodeDeploy::DeploymentGroup
    Properties: { ApplicationName: shop, ServiceRoleArn: 'arn:aws:iam::111122223333:role/deploy' }
`;
const template = (...resources: string[]) => write('a.yaml', `Resources:\n${resources.join('')}`);

const summary = ({ stdout }: { stdout: string }) => stdout.trimEnd().split('\n').at(-1);
const open = (...args: string[]) =>
  JSON.parse(check(...args, '--format', 'json').stdout).findings.filter(
    ({ waiver }: { waiver?: object }) => !waiver,
  );

beforeEach(() => template(group(22, 3389), DEPLOYMENTS));

test('what an estate starts with is accepted, and listed', () => {
  expect(create()).toEqual({
    status: 0,
    stdout: '',
    stderr: 'competency-nag: base.json: 3 findings accepted',
  });
  expect(check()).toEqual({
    status: 0,
    stdout: `3 waived (--verbose tells why)
  3 in the baseline base.json

0 errors, 0 warnings, 0 info, 0 to review, 3 waived in 1 template, 2 resources, 2 rules
`,
    stderr: '',
  });
});

test('the file has one line a finding, without line numbers', () => {
  create();
  const text = read('base.json');
  expect(text.split('\n')[4]).toBe(
    '    {"ruleId":"security-group-open-ingress-front-end-only","file":"a.yaml","logicalId":"Group","path":"Properties.SecurityGroupIngress[].CidrIp","verdict":"fail","severity":"error","message":"port 22 (SSH) is open to 0.0.0.0/0"},',
  );
  expect(JSON.parse(text)).toMatchObject({ schemaVersion: 1, findings: { length: 3 } });
});

describe('a later run', () => {
  beforeEach(() => create());

  test('does not mind moved lines, nor a new place in the list', () => {
    template(DEPLOYMENTS, '# moved\n', group(3389, 22));
    expect(check().status).toBe(0);
  });

  test('shows a new finding, also where the same property had one', () => {
    template(group(22, 3389, 23), DEPLOYMENTS);
    expect(open()).toMatchObject([{ path: 'Properties.SecurityGroupIngress[2].CidrIp', line: 9 }]);
    template(group(22, 23), DEPLOYMENTS);
    expect(
      open().map(({ ruleId, message }: { ruleId: string; message: string }) => `${ruleId}: ${message}`),
    ).toEqual([
      'security-group-open-ingress-front-end-only: port 23 (Telnet) is open to 0.0.0.0/0',
      expect.stringMatching(
        /^baseline-matches-findings: .* Group Properties\.SecurityGroupIngress\[\]\.CidrIp$/,
      ),
    ]);
  });

  test('shows one more of the same', () => {
    template(group(22, 3389, 22), DEPLOYMENTS);
    expect(open()).toHaveLength(1);
    expect(check().status).toBe(1);
  });

  test('shows one that got worse', () => {
    write('base.json', read('base.json').replaceAll('"severity":"error"', '"severity":"warning"'));
    expect(open()).toHaveLength(6); // 3 findings, and 3 entries that no finding matches any more
  });

  test('fails for an entry that is mended, until it is pruned', () => {
    template(group(22), DEPLOYMENTS);
    const { status, stdout } = check();
    expect(status).toBe(1);
    expect(stdout).toContain(
      'error[baseline-matches-findings] there is no such finding any more: security-group-open-ingress-front-end-only',
    );
    expect(prune()).toEqual({
      status: 0,
      stdout: '',
      stderr: 'competency-nag: base.json: 1 finding removed, 2 left',
    });
    expect(check().status).toBe(0);
  });

  test('leaves alone what it did not look at', () => {
    write('b.yaml', `Resources:\n${DEPLOYMENTS}`);
    expect(summary(run('check', 'b.yaml', '--baseline', 'base.json', ...RULES))).toBe(
      '1 error, 0 warnings, 0 info, 0 to review in 1 template, 1 resource, 2 rules',
    );
    expect(check('--exclude', 'codedeploy-rollback-enabled').status).toBe(0);
  });

  test('misses the entries of a file that is gone', () => {
    write('b.yaml', `Resources:\n${group()}`);
    rmSync(join(folder, 'a.yaml'));
    expect(summary(run('check', 'b.yaml', '--baseline', 'base.json', ...RULES))).toMatch(/^3 errors/);
  });

  test('knows the files from any working directory', () => {
    const { status } = spawnSync(process.execPath, [
      BIN,
      'check',
      join(folder, 'a.yaml'),
      '--baseline',
      join(folder, 'base.json'),
      ...RULES,
    ]);
    expect(status).toBe(0);
  });

  test('SARIF has them as suppressed outside the source', () => {
    const { runs } = JSON.parse(check('--format', 'sarif').stdout);
    expect(runs[0].results[0].suppressions).toEqual([
      {
        kind: 'external',
        status: 'accepted',
        justification: 'in the baseline',
        properties: { from: 'base.json' },
      },
    ]);
  });
});

describe('it only shrinks', () => {
  test('there is one already: it is not written again', () => {
    create();
    const before = read('base.json');
    template(group(22, 3389, 23), DEPLOYMENTS);
    expect(create()).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('base.json is there already, and a baseline only shrinks'),
    });
    expect(prune().stderr).toBe('competency-nag: base.json: 0 findings removed, 3 left');
    expect(read('base.json')).toBe(before);
    expect(check().status).toBe(1);
  });

  test('rules that are declared unwaivable are not in it, nor accepted by it', () => {
    create();
    write('competency-nag.yaml', 'unwaivable: [codedeploy-rollback-enabled]');
    expect(open()).toMatchObject([
      { ruleId: 'codedeploy-rollback-enabled' },
      { ruleId: 'baseline-matches-findings' },
    ]);
    rmSync(join(folder, 'base.json'));
    expect(create().stderr).toBe(
      'competency-nag: base.json: 2 findings accepted\ncompetency-nag: 1 finding of unwaivable rules left out',
    );
  });
});

describe('nothing is written or accepted if something is wrong', () => {
  test('a template that cannot be read', () => {
    write('a.yaml', 'Resources: [');
    expect(create().status).toBe(2);
    expect(() => read('base.json')).toThrow('ENOENT');
  });

  test.each([
    ['no JSON', '{', 'base.json'],
    ['another version', '{"schemaVersion":2,"findings":[]}', 'base.json:1:18: schemaVersion is 2'],
    ['no findings', '{"schemaVersion":1}', 'base.json:1:1: "findings" is missing'],
    ['an unknown key', '{"schemaVersion":1,"findings":[{"x":1}]}', 'there is no key "x" here'],
  ])('a baseline that is %s', (_, text, message) => {
    write('base.json', text);
    const { status, stderr } = check();
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  test('unless the configuration ignores it, which is said', () => {
    write('b.yaml', 'Resources: [');
    write('competency-nag.yaml', 'ignore: [b.yaml]');
    const { status, stderr } = run('baseline', 'create', '.', ...BASE);
    expect(status).toBe(0);
    expect(stderr.split('\n')[0]).toBe('competency-nag: note: 1 file not checked, as the configuration says');
    expect(JSON.parse(read('base.json')).findings).toHaveLength(3);
  });

  test('no baseline', () => {
    expect(check()).toMatchObject({ status: 2, stderr: 'competency-nag: base.json: is missing' });
    expect(run('baseline', 'create', 'a.yaml', ...RULES)).toMatchObject({
      status: 2,
      stderr: 'competency-nag: name the baseline: --baseline FILE, or "baseline" in the configuration',
    });
  });
});

describe('entries and their rules', () => {
  const named = rule({
    id: 'topics-are-named',
    aliases: ['topics-have-names'],
    title: 'Topics are named',
    severity: 'error',
    control: 'C',
    why: 'w',
    fix: 'f',
    docs: [],
    resources: ['AWS::SNS::Topic'],
    check: (topic) => topic.property('Tags').mustBePresent('no name'),
  });
  const topics = { Resources: { A: { Type: 'AWS::SNS::Topic' } } };
  const entry = {
    ruleId: 'topics-are-named',
    file: 'a.json',
    logicalId: 'A',
    path: 'Properties.Tags',
    verdict: 'fail',
    severity: 'error',
    message: 'no name',
  };

  function found(...entries: object[]) {
    write('a.json', JSON.stringify(topics));
    const { report } = checkSources([{ file: join(folder, 'a.json'), text: JSON.stringify(topics) }], {
      ruleSet: [named],
      baseline: baselineOf(...entries),
    });
    return report.findings.map(({ ruleId, message, waiver }) =>
      waiver ? 'accepted' : `${ruleId}: ${message}`,
    );
  }

  test('one may name a former id of its rule', () => {
    expect(found({ ...entry, ruleId: 'topics-have-names' })).toEqual(['accepted']);
  });

  test('one of a rule that there is no more fails the run', () => {
    expect(found(entry, { ...entry, ruleId: 'gone' })).toEqual([
      'accepted',
      'baseline-matches-findings: there is no such finding any more: gone at a.json A Properties.Tags',
    ]);
  });

  test('a mild finding takes the place of a worse one last', () => {
    const baseline = new Baseline(baselineOf(entry, { ...entry, severity: 'warning' }), new Set(), [named]);
    const [mild, bad] = (['warning', 'error'] as const).map((severity) =>
      baseline.accept({ ...entry, severity, file: join(folder, 'a.json') } as never),
    );
    expect([mild, bad].map((finding) => finding?.waiver !== undefined)).toEqual([true, true]);
  });

  function baselineOf(...entries: object[]): string {
    write('base.json', JSON.stringify({ schemaVersion: 1, findings: entries }));
    return join(folder, 'base.json');
  }
});
