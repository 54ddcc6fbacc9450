import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../../scripts/registry';

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const PEERS = Object.keys(manifest.peerDependencies);

/** Somebody's project with the packed product in it. */
let project: string;
let packed: string[];

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'consumer-'));
  const [{ filename, files }] = JSON.parse(
    execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', project], {
      cwd: ROOT,
      encoding: 'utf8',
    }),
  );
  packed = files.map(({ path }: { path: string }) => path);
  const own = join(project, 'node_modules', 'competency-nag');
  mkdirSync(own, { recursive: true });
  execFileSync('tar', ['xzf', join(project, filename), '-C', own, '--strip-components=1']);
  for (const name of readdirSync(join(ROOT, 'node_modules'))) if (!PEERS.includes(name)) link(name);
}, 60_000);
afterAll(() => rmSync(project, { recursive: true, force: true }));

function link(name: string): void {
  const target = join(project, 'node_modules', name);
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules', name), target);
}

const write = (file: string, text: string) => writeFileSync(join(project, file), text);
const node = (...args: string[]) => spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8' });

test('what is published: code, types and documentation, no sources and no tests', () => {
  const folders = new Set(
    packed.map((file) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : file)),
  );
  expect([...folders].sort()).toEqual([
    'LICENSE',
    'README.md',
    'bin',
    'cdk',
    'cdk-nag',
    'dist',
    'docs',
    'hook',
    'package.json',
    'schema',
  ]);
  expect(packed.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))).toEqual([]);
});

describe('without the CDK installed', () => {
  const TEMPLATE = '{"Resources": {"G": {"Type": "AWS::CodeDeploy::DeploymentGroup"}}}';

  test('the command line runs', () => {
    write('a.json', TEMPLATE);
    const { status, stdout, stderr } = node(
      'node_modules/competency-nag/bin/competency-nag.js',
      'check',
      'a.json',
      '--rule',
      'codedeploy-rollback-enabled',
    );
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toContain('automatic rollback is off');
  });

  test('the library works from CommonJS and from ESM', () => {
    const use = `console.log(check([{ file: 'a.json', text: '${TEMPLATE}' }], { rules: ['codedeploy-rollback-enabled'] }).summary.fail.error)`;
    write('use.cjs', `const { check } = require('competency-nag'); ${use}`);
    write('use.mjs', `import { check } from 'competency-nag'; ${use}`);
    expect(node('use.cjs')).toMatchObject({ status: 0, stdout: '1\n', stderr: '' });
    expect(node('use.mjs')).toMatchObject({ status: 0, stdout: '1\n', stderr: '' });
  });
});

describe('beside the CDK', () => {
  beforeAll(() => {
    for (const peer of PEERS) link(peer);
    const imports = `import { check, type Report } from 'competency-nag';
import { CompetencyChecks } from 'competency-nag/cdk';
import { nagRule } from 'competency-nag/cdk-nag';
import { CompetencyHook } from 'competency-nag/hook';
export const report: Report = check([]);
export const plugin = new CompetencyChecks();
export const adapted = nagRule('codedeploy-rollback-enabled');
export const hook = CompetencyHook;
`;
    write('use.ts', imports);
    write('use.mts', imports);
  });

  test('the doors open from CommonJS and from ESM', () => {
    write(
      'doors.cjs',
      "console.log(typeof require('competency-nag/cdk').CompetencyChecks, typeof require('competency-nag/cdk-nag').nagRule)",
    );
    write(
      'doors.mjs',
      "import { CompetencyChecks } from 'competency-nag/cdk'; import { nagRule } from 'competency-nag/cdk-nag'; console.log(typeof CompetencyChecks, typeof nagRule)",
    );
    expect(node('doors.cjs')).toMatchObject({ status: 0, stdout: 'function function\n' });
    expect(node('doors.mjs')).toMatchObject({ status: 0, stdout: 'function function\n' });
  }, 30_000);

  test.each([
    ['typescript', 'use.ts', 'node16', 'node16'],
    ['typescript', 'use.mts', 'nodenext', 'nodenext'],
    ['typescript', 'use.ts', 'preserve', 'bundler'],
    ['typescript-5', 'use.ts', 'commonjs', 'node10'],
    ['typescript-5', 'use.ts', 'nodenext', 'nodenext'],
  ])(
    '%s finds the types of %s with module %s, moduleResolution %s',
    (compiler, file, module, moduleResolution) => {
      const options = [
        '--noEmit',
        '--strict',
        '--skipLibCheck',
        '--target',
        'es2022',
        '--types',
        'node',
        '--module',
        module,
        '--moduleResolution',
        moduleResolution,
      ];
      const { status, stdout } = node(`node_modules/${compiler}/bin/tsc`, ...options, file);
      expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    },
    60_000,
  );
});
