import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { items } from '../../lib/catalogue';
import { wrap } from '../../lib/wrap';
import { rules as all } from '../../rules';
import rule from '../../rules/delivery/codedeploy-rollback-enabled';
import { ROOT } from '../../scripts/registry';

const BIN = join(ROOT, 'bin', 'competency-nag.js');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'competency-nag-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (file: string, text: string | Buffer) => {
  mkdirSync(join(folder, file, '..'), { recursive: true });
  writeFileSync(join(folder, file), text);
};

function run(args: string, input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args.split(' ').filter(Boolean)], {
    cwd: folder,
    input,
    encoding: 'utf8',
    env: { ...process.env, FORCE_COLOR: undefined },
  });
  return { status, stdout, stderr };
}

const group = (rollback: string) => `Resources:
  Shop:
    Type: AWS::CodeDeploy::DeploymentGroup
    Properties:
      ApplicationName: shop
      ServiceRoleArn: arn:aws:iam::111122223333:role/deploy
      AutoRollbackConfiguration:
        Enabled: ${rollback}
        Events: [DEPLOYMENT_FAILURE]
`;
const OFF = group('false');
const ON = group('true');
const ONLY = '--rule codedeploy-rollback-enabled';

describe('exit codes', () => {
  test('0 for a clean template, 1 for findings', () => {
    write('on.yaml', ON);
    write('off.yaml', OFF);
    expect(run(`check on.yaml ${ONLY}`)).toEqual({
      status: 0,
      stdout: '0 errors, 0 warnings, 0 info, 0 to review in 1 template, 1 resource, 1 rule\n',
      stderr: '',
    });
    expect(run(`check off.yaml ${ONLY}`).status).toBe(1);
    expect(run(`check . ${ONLY}`).status).toBe(1);
  });

  test.each([
    ['error', 'true', 0],
    ['review', 'true', 0],
    ['never', 'false', 0],
    ['info', 'false', 1],
    ['warning', 'false', 1],
    ['review', 'false', 1],
    ['error', '!ImportValue x', 0],
    ['info', '!ImportValue x', 0],
    ['review', '!ImportValue x', 1],
  ])('--fail-on %s with Enabled: %s gives %i', (failOn, enabled, status) => {
    write('a.yaml', group(enabled));
    expect(run(`check a.yaml ${ONLY} --fail-on ${failOn}`).status).toBe(status);
    expect(run(`check a.yaml ${ONLY} --fail-on ${failOn} --format json`).status).toBe(status);
    expect(run(`check a.yaml ${ONLY} --fail-on ${failOn} --format sarif`).status).toBe(status);
  });

  test('2 when something was not checked, whatever else was found', () => {
    write('off.yaml', OFF);
    write('broken.yaml', 'Resources:\n  A:\n    Type: AWS::S3::Bucket\n   B: 1\n');
    const { status, stderr } = run(`check . ${ONLY} --fail-on never`);
    expect(status).toBe(2);
    expect(stderr).toBe(
      'competency-nag: broken.yaml:4:4: not well-formed YAML: bad indentation of a mapping entry\n',
    );
  });
});

describe('what cannot be checked is said', () => {
  const NOTHING = 'competency-nag: nothing was checked: there is no template here\n';

  test('a file that is not there', () => {
    expect(run('check gone.yaml')).toEqual({
      status: 2,
      stdout: '',
      stderr: `competency-nag: gone.yaml: there is no such file or folder\n`,
    });
  });

  test('an empty folder, and a glob that matches nothing', () => {
    mkdirSync(join(folder, 'empty'));
    expect(run('check empty')).toEqual({
      status: 2,
      stdout: '',
      stderr: `competency-nag: empty: holds no file that ends in .json, .yaml, .yml, .template, .cform, .cfn\n`,
    });
    expect(run('check *.yaml')).toEqual({
      status: 2,
      stdout: '',
      stderr: `competency-nag: *.yaml: matches no file\n`,
    });
  });

  test('a file that is something else: counted in a folder, an error by name', () => {
    write('package.json', '{"name": "x"}');
    write('on.yaml', ON);
    expect(run(`check . ${ONLY}`)).toEqual({
      status: 0,
      stdout:
        '0 errors, 0 warnings, 0 info, 0 to review in 1 template, 1 resource, 1 rule; 1 other file passed over\n',
      stderr: 'competency-nag: note: 1 JSON or YAML file passed over: no CloudFormation template\n',
    });
    expect(run('check package.json')).toEqual({
      status: 2,
      stdout: '',
      stderr: `competency-nag: package.json: is no CloudFormation template: it has no Resources with a Type\n`,
    });
  });

  test('a folder of nothing else', () => {
    write('package.json', '{"name": "x"}');
    expect(run('check .')).toEqual({
      status: 2,
      stdout: '',
      stderr: `competency-nag: note: 1 JSON or YAML file passed over: no CloudFormation template\n${NOTHING}`,
    });
  });

  test('bytes that are no text', () => {
    write('a.yaml', Buffer.from([0x52, 0xff, 0xfe, 0x00]));
    expect(run('check a.yaml').stderr).toBe(`competency-nag: a.yaml: is no text in UTF-8\n`);
  });

  test('a resource without Type', () => {
    write('a.yaml', 'AWSTemplateFormatVersion: 2010-09-09\nResources:\n  A:\n    Properties: {}\n');
    expect(run('check a.yaml').stderr).toBe(`competency-nag: a.yaml:3:3: the resource A has no Type\n`);
  });

  test('a duplicate key: the last counts, and the check has not passed', () => {
    write('a.yaml', `${ON}        Enabled: false\n`);
    const { status, stderr } = run(`check a.yaml ${ONLY} --fail-on never`);
    expect(status).toBe(2);
    expect(stderr).toBe(
      'competency-nag: a.yaml:10:9: duplicate key "Enabled": CloudFormation takes the last and says nothing\n',
    );
  });

  test('a file that may not be read', () => {
    write('a.yaml', ON);
    chmodSync(join(folder, 'a.yaml'), 0);
    if (process.getuid?.() === 0) return; // root reads everything
    expect(run('check a.yaml').status).toBe(2);
  });

  test('a parameter that no template has', () => {
    write('on.yaml', ON);
    expect(run(`check on.yaml ${ONLY} --parameters Nope=1`)).toMatchObject({
      status: 2,
      stderr: 'competency-nag: no template has a parameter Nope\n',
    });
  });

  test('the files that are passed over are named on request', () => {
    write('package.json', '{"name": "x"}');
    write('on.yaml', ON);
    expect(run(`check . ${ONLY} --verbose`).stderr).toContain('note: package.json: passed over\n');
  });

  test('two reports on standard output', () => {
    write('on.yaml', ON);
    expect(run('check on.yaml --format json --format sarif')).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'competency-nag: only one report can go to standard output: write the others to files, as json=report.json\n',
    });
  });

  test('two reports in one file, or one in the place of what was checked', () => {
    write('on.yaml', ON);
    expect(run('check on.yaml --format json=r --format sarif=./r')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^competency-nag: two reports would be written to .*\/r\n$/),
    });
    expect(run('check . --format json=on.yaml')).toMatchObject({
      status: 2,
      stderr: 'competency-nag: the json report would overwrite on.yaml, which was checked\n',
    });
    expect(readFileSync(join(folder, 'on.yaml'), 'utf8')).toBe(ON);
  });

  test('what was typed cannot steer the terminal', () => {
    write('on.yaml', ON);
    expect(run('check on.yaml --rule \u001b[31mx').stderr).toBe(
      'competency-nag: there is no rule "\uFFFD[31mx"\n',
    );
  });

  test('a report that cannot be written', () => {
    write('on.yaml', ON);
    const { status, stderr } = run('check on.yaml --format json=on.yaml/report.json');
    expect(status).toBe(2);
    expect(stderr).toContain('competency-nag: the json report cannot be written: ');
  });
});

describe('misuse gets an answer', () => {
  test.each([
    ['', 'Usage: competency-nag'],
    ['chek a', "unknown command 'chek'\n(Did you mean check?)"],
    ['check', "missing required argument 'paths'"],
    ['check --fail-om error a', "unknown option '--fail-om'\n(Did you mean --fail-on?)"],
    ['check --fail-on bad a', 'Allowed choices are error, warning, info, review, never.'],
    ['check --format xml a', 'Formats are pretty, json, sarif, junit, github, gitlab, markdown.'],
    ['check --format json= a', 'Name a file behind "json=".'],
    ['check --environment prod a', 'Allowed choices are production, non-production.'],
    ['check --profile hipaa a', 'Allowed choices are strict, pci.'],
    ['check --parameters Stage a', '--parameters: "Stage" is neither KEY=VALUE nor a file'],
    [
      'check --rule codedeploy-rolback-enabled a',
      'there is no rule "codedeploy-rolback-enabled"; did you mean "codedeploy-rollback-enabled"?',
    ],
    ['check --exclude nonsense a', 'there is no rule "nonsense"'],
    [
      'check --rule codedeploy-rollback-enabled --exclude codedeploy-rollback-enabled a',
      'no rule is left to run',
    ],
    ['explain codedeploy-rollback', 'did you mean "codedeploy-rollback-enabled"?'],
  ])('%s', (args, answer) => {
    const { status, stdout, stderr } = run(args);
    expect(stderr).toContain(answer);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});

describe('paths', () => {
  test('are reported as they were given, each file once', () => {
    write('apps/shop/off.yaml', OFF);
    write('apps/blog/off.json', '{"Resources": {"Blog": {"Type": "AWS::CodeDeploy::DeploymentGroup"}}}');
    write('apps/node_modules/x/off.yaml', OFF);
    symlinkSync('..', join(folder, 'apps', 'loop'));
    const files = (args: string) =>
      JSON.parse(run(`check ${args} ${ONLY} --format json`).stdout).findings.map(
        ({ file }: { file: string }) => file,
      );
    expect(files('apps')).toEqual(['apps/blog/off.json', 'apps/shop/off.yaml']);
    expect(files('.')).toEqual(['apps/blog/off.json', 'apps/shop/off.yaml']);
    expect(files('apps/**/*.yaml apps/shop apps/shop/off.yaml')).toEqual(['apps/shop/off.yaml']);
    expect(files(join(folder, 'apps', 'blog'))).toEqual([join(folder, 'apps', 'blog', 'off.json')]);
  });

  test('hidden folders are looked into: no file is dropped in silence', () => {
    write('.infra/off.yaml', OFF);
    expect(JSON.parse(run(`check . ${ONLY} --format json`).stdout).findings).toEqual([
      expect.objectContaining({ file: '.infra/off.yaml' }),
    ]);
  });

  test('standard input is a path too', () => {
    const { status, stdout } = run(`check - ${ONLY} --format json`, `\uFEFF${OFF}`);
    expect(status).toBe(1);
    expect(JSON.parse(stdout).findings).toEqual([
      expect.objectContaining({ file: '-', line: 8, column: 18 }),
    ]);
    expect(run('check -', '')).toMatchObject({ status: 2, stdout: '' });
  });
});

test('parameters narrow what is looked at', () => {
  write('a.yaml', `Parameters:\n  Rollback: {Type: String, Default: 'false'}\n${group('!Ref Rollback')}`);
  expect(run(`check a.yaml ${ONLY}`).status).toBe(1);
  expect(run(`check a.yaml ${ONLY} --parameters Rollback=true`).status).toBe(0);
});

test('--linked makes one app of all templates', () => {
  const output = 'Outputs:\n  Rollback: {Value: true, Export: {Name: rollback}}\n';
  write('app/shop.yaml', group('!ImportValue rollback'));
  write('app/shared.yaml', `Resources:\n  Topic: {Type: AWS::SNS::Topic}\n${output}`);
  expect(run(`check app ${ONLY} --fail-on review`).status).toBe(1);
  expect(run(`check app ${ONLY} --fail-on review --linked`).status).toBe(0);
});

test.each([
  ['cli.json', '[{"ParameterKey": "Rollback", "ParameterValue": "true"}]', 0],
  ['cli.yaml', '- ParameterKey: Rollback\n  ParameterValue: "true"\n', 0],
  ['pipeline.json', '{"Parameters": {"Rollback": "true"}, "Tags": {"a": "b"}}', 0],
  ['flat.yaml', 'Rollback: true\n', 0],
  ['flat.json', '{"Rollback": "false"}', 1],
])('parameters come from the file %s', (file, text, status) => {
  write(file, text);
  write('a.template', `Parameters:\n  Rollback: {Type: String}\n${group('!Ref Rollback')}`);
  expect(run(`check a.template ${ONLY} --parameters ${file}`)).toMatchObject({ status, stderr: '' });
});

test('a file of parameters that makes no sense is refused', () => {
  write('a.json', '[{"Key": "Rollback"}]');
  expect(run('check x --parameters a.json')).toEqual({
    status: 2,
    stdout: '',
    stderr:
      'competency-nag: --parameters: a.json:1:2: an element takes a ParameterKey and a ParameterValue\n',
  });
});

test('several reports come from one run', () => {
  write('off.yaml', OFF);
  const { status, stdout } = run(
    `check off.yaml ${ONLY} --format pretty --format json=r.json --format sarif=r.sarif`,
  );
  expect(status).toBe(1);
  expect(stdout).toBe(`error[codedeploy-rollback-enabled] automatic rollback is off
 --> off.yaml:8:18 › Shop › Properties.AutoRollbackConfiguration.Enabled
  |
8 |         Enabled: false
  |                  ^^^^^
  = fix: ${wrap(rule.fix, 110 - 1 - ' = fix: '.length).join('\n         ')}

1 error, 0 warnings, 0 info, 0 to review in 1 template, 1 resource, 1 rule
`);
  expect(JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8')).findings).toHaveLength(1);
  expect(JSON.parse(readFileSync(join(folder, 'r.sarif'), 'utf8')).runs[0].results).toHaveLength(1);
});

test('what a template says cannot steer the terminal', () => {
  write('a.yaml', 'Resources:\n  "A\\e[31m\\u202Eb":\n    Type: AWS::CodeDeploy::DeploymentGroup\n');
  const { stdout, stderr } = run(`check a.yaml ${ONLY}`);
  for (const steering of ['\u001b', '\u202e']) expect(stdout + stderr).not.toContain(steering);
  write('b.yaml', 'Resources:\n  A: {Type: x}\n  "A\\e[31m": {Properties: {}}\n');
  expect(run('check b.yaml').stderr).not.toContain('\u001b');
});

test('explain leads from a checklist item, and from a control, to the rules', () => {
  const rules = (id: string) =>
    run(`explain ${id}`)
      .stdout.replace(/\n {10}/g, ' ')
      .match(/[a-z0-9-]+(?= \((error|warning|info)\))/g);
  const withControl = (...ids: string[]) =>
    all.flatMap(({ id, control, alsoControls = [] }) =>
      ids.some((one) => [control, ...alsoControls].includes(one)) ? [id] : [],
    );
  expect(rules('devops/4.6.3')).toEqual(withControl('ROLLBACK'));
  expect(rules('ROLLBACK')).toEqual(withControl('ROLLBACK'));
  const { control = '', alsoControls = [] } =
    items.find(({ id }) => id === 'calibration/NETSEC-002.g3') ?? {};
  expect(rules('calibration/NETSEC-002.g3')).toEqual(withControl(control, ...alsoControls));
  expect(run('explain devops/3.1').stdout).toContain('Rules     none yet');
});

test('rules and explain tell what there is', () => {
  const list = JSON.parse(run('rules --format json').stdout);
  expect(list).toContainEqual({
    id: 'codedeploy-rollback-enabled',
    title: 'CodeDeploy rolls a failed deployment back by itself',
    severity: 'error',
    control: 'ROLLBACK',
    items: ['devops/4.6.3', 'calibration/REL-001.g4'],
    resourceTypes: ['AWS::CodeDeploy::DeploymentGroup'],
  });
  expect(run('rules').stdout).toContain('codedeploy-rollback-enabled');
  const { status, stdout } = run('explain codedeploy-rollback-enabled');
  expect(status).toBe(0);
  // Long texts are wrapped below their label.
  const [title, ...sections] = stdout.split('\n\n');
  expect(title).toBe(`${rule.id}\n${rule.title}.`);
  const unwrapped = sections
    .join('\n')
    .replace(/\n {10}/g, ' ')
    .split('\n');
  expect(unwrapped).toEqual([
    `Why       ${rule.why}`,
    `Fix       ${rule.fix}`,
    'Severity  error',
    'Asked by  ROLLBACK: A failed deployment rolls back automatically and the team is alerted. devops/4.6.3, calibration/REL-001.g4',
    'Looks at  AWS::CodeDeploy::DeploymentGroup',
    `See       ${[rule.docs].flat().join(' ')}`,
    '',
  ]);
});
