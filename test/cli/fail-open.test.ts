import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../scripts/registry';

/** Ways in which a gate could pass without having checked, or without its result having arrived. */

const BIN = join(ROOT, 'bin', 'competency-nag.js');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'competency-nag-'));
  write('clean.yaml', 'Resources: { Topic: { Type: AWS::SNS::Topic } }\n');
  mkdirSync(join(folder, 'empty'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (file: string, text: string | Buffer) => {
  mkdirSync(join(folder, file, '..'), { recursive: true });
  writeFileSync(join(folder, file), text);
};

/** Runs a line of shell in which `$NAG` is the command; the last status is that of the command. */
function shell(line: string) {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', line], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NAG: `${process.execPath} ${BIN}`, FORCE_COLOR: undefined },
  });
  return { status, stdout, stderr };
}

const CHECK = '$NAG check clean.yaml --fail-on never';

test('what is clean passes, so that what follows does not fail for another reason', () => {
  expect(shell(CHECK).status).toBe(0);
});

test.each([
  ['an empty folder', '$NAG check empty', 'empty: holds no file'],
  ['an empty folder beside a clean template', `${CHECK} empty`, 'empty: holds no file'],
  ['standard input that is empty', '$NAG check - < /dev/null', '-: is no CloudFormation template'],
  ['standard input that is closed', '$NAG check - <&-', '-: '],
  ['standard input that is a folder', '$NAG check - < empty', '-: cannot be read: EISDIR'],
  ['a configuration that is missing', `${CHECK} --config gone.yaml`, 'gone.yaml: is missing'],
  ['a configuration that is a folder', `${CHECK} --config empty`, 'empty: cannot be read: EISDIR'],
  ['a baseline that is missing', `${CHECK} --baseline gone.json`, 'gone.json: is missing'],
  ['parameters that are a folder', `${CHECK} --parameters empty`, 'empty'],
  ['a report that is a folder', `${CHECK} --format json=empty`, 'the json report cannot be written: EISDIR'],
])('%s', (_, line, reason) => {
  const { status, stderr } = shell(line);
  expect(stderr).toContain(reason);
  expect(stderr).not.toContain('internal error');
  expect(status).toBe(2);
});

test('only files that cannot be read', () => {
  write('files/a.yaml', Buffer.from([0x52, 0xff, 0xfe, 0x00]));
  write('files/b.yaml', 'Resources: { A: { Type: AWS::SNS::Topic\n');
  expect(shell('$NAG check files --fail-on never')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/a\.yaml: is no text in UTF-8\n.*b\.yaml:\d+:\d+: not well-formed YAML/),
  });
});

test.each([
  ['does not parse', 'rules: [', /competency-nag\.yaml:1:\d+: not well-formed YAML/],
  ['names a package that is missing', 'ownRules: no-such-rules', /Cannot find module 'no-such-rules'/],
  ['names rules that throw when they are loaded', 'ownRules: ./bad.js', /bad\.js cannot be loaded: no/],
  ['names rules that end the process', 'ownRules: ./exit.js', /^$/],
])('a configuration that %s', (_, text, reason) => {
  write('competency-nag.yaml', text);
  write('bad.js', "throw new Error('no');");
  write('exit.js', 'process.exit(0);');
  const { status, stderr } = shell(CHECK);
  expect(stderr).toMatch(reason);
  expect(status).toBe(2);
});

test('a promise that nobody keeps: nothing is left to wait for, and there is no result', () => {
  write('exit.js', 'process.on("beforeExit", () => {});');
  write(
    'never.js',
    `const { Command } = require('${ROOT}/node_modules/commander');
    Command.prototype.parseAsync = () => new Promise(() => {});`,
  );
  expect(shell(`${process.execPath} --require ./never.js ${BIN} check clean.yaml`).status).toBe(2);
});

test('a rule that throws behind the back of the check', () => {
  write('competency-nag.yaml', 'ownRules: ./own.js\n');
  write(
    'own.js',
    `module.exports = {
      id: 'own-rule', title: 'Own', severity: 'info', control: 'OWN-1', why: 'So.', fix: 'Do.', docs: [],
      resources: ['AWS::SNS::Topic'], check: () => { setTimeout(() => { throw new Error('late'); }); },
    };`,
  );
  const { status, stderr } = shell(CHECK);
  expect(stderr).toContain('internal error: Error: late');
  expect(status).toBe(2);
});

describe('a result that does not arrive', () => {
  const ON_LINUX = existsSync('/dev/full') ? test : test.skip;

  ON_LINUX.each([CHECK, `${CHECK} --format json`, '$NAG rules', '$NAG --help'])('a full disk: %s', (line) => {
    const { status, stderr } = shell(`${line} > /dev/full`);
    expect(stderr).toBe(
      'competency-nag: standard output cannot be written: ENOSPC: no space left on device, write\n',
    );
    expect(status).toBe(2);
  });

  ON_LINUX('a full disk for a report', () => {
    const { status, stderr } = shell(`${CHECK} --format json=/dev/full`);
    expect(stderr).toBe(
      'competency-nag: the json report cannot be written: ENOSPC: no space left on device, write\n',
    );
    expect(status).toBe(2);
  });

  ON_LINUX('a full disk for what is said on standard error', () => {
    expect(shell(`${CHECK} gone.yaml 2> /dev/full`).status).toBe(2);
  });

  test('a reader that has gone', () => {
    const { stdout } = shell(`{ sleep 1; ${CHECK}; echo "status $?" > status; } | true; cat status`);
    expect(stdout).toBe('status 2\n');
  });
});

test('a process that is killed', () => {
  const { stdout } = shell(
    `$NAG check - --fail-on never < <(sleep 5) & sleep 0.5; kill -9 $!; wait $!; echo $?`,
  );
  expect(stdout).toBe('137\n');
});
