import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../scripts/registry';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'competency-nag-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]) {
  const bin = join(ROOT, 'bin', 'competency-nag.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const TEMPLATE = 'Resources: { Topic: { Type: AWS::SNS::Topic } }';

test('init writes a configuration that counts, and none over another', () => {
  writeFileSync(join(folder, 'a.yaml'), TEMPLATE);
  expect(run('init')).toEqual({
    status: 0,
    stdout: '',
    stderr: 'competency-nag: competency-nag.yaml written\n',
  });
  expect(run('check', 'a.yaml').status).toBe(0);
  const written = readFileSync(join(folder, 'competency-nag.yaml'), 'utf8');
  writeFileSync(join(folder, 'competency-nag.yaml'), written.replace('failOn: error', 'failOn: errors'));
  expect(run('check', 'a.yaml')).toMatchObject({
    status: 2,
    stderr:
      'competency-nag: competency-nag.yaml:8:9: failOn is "errors"; it can be error, warning, info, review, never\n',
  });
  expect(run('check', 'a.yaml', '--no-config').status).toBe(0);
  expect(run('init')).toMatchObject({
    status: 2,
    stderr: 'competency-nag: competency-nag.yaml is there already\n',
  });
});

test('rules and explain know the rules of the configuration, and what is asked of waivers', () => {
  writeFileSync(join(folder, 'competency-nag.yaml'), 'ownRules: ./acme.js');
  writeFileSync(
    join(folder, 'acme.js'),
    `module.exports = { id: 'acme', title: 'Acme holds', severity: 'info', control: 'ACME', why: 'Because.', fix: 'Do.', docs: [],
      options: { most: { default: 3, description: 'How many at most.' } }, resources: ['AWS::SNS::Topic'], check: () => [] };`,
  );
  expect(run('rules').stdout).toMatch(/^acme +info +Acme holds$/m);
  const { stdout } = run('explain', 'acme');
  expect(stdout).toContain('Asked by  ACME: asked by the organisation');
  expect(stdout).toContain('Options   most (3): How many at most.');
  expect(run('explain', 'waivers-not-expired').stdout).toContain('Looks at  waivers and the baseline');
});
