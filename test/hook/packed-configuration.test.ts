import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Configuration } from '../../lib/configuration/configuration';
import { loadConfiguration } from '../../lib/configuration/load';
import { CONFIGURATION_FILE, packedConfiguration } from '../../lib/hook/packed-configuration';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packed-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** What the function reads of it. */
function unpacked(
  configuration: Configuration | undefined,
  settings: Parameters<typeof packedConfiguration>[1] = {},
) {
  const packed = packedConfiguration(configuration, settings);
  for (const [name, text] of packed) write(join('function', name), text);
  return loadConfiguration(join(folder, 'function', CONFIGURATION_FILE));
}

test('a configuration means the same in the function, with all that it extends', () => {
  write(
    'node_modules/@org/policy/policy.yaml',
    `
rules: { rds-storage-encrypted: error }
unwaivable: [rds-storage-encrypted]
parameters: { Account: 012345678901 }
waivers: { require: [owner] }
overrides: [{ files: 'dev-*', environment: non-production }]
`,
  );
  write('shared/waivers.yaml', 'waivers: []');
  write('baseline.json', '{"schemaVersion": 1, "findings": []}');
  const own = loadConfiguration(
    write(
      'app/competency-nag.yaml',
      `
extends: ['@org/policy/policy.yaml']
profile: pci
rules: { codedeploy-rollback-enabled: off }
waivers: { files: ../shared/waivers.yaml, equivalents: { AwsSolutions-RDS2: [rds-storage-encrypted] } }
baseline: ../baseline.json
`,
    ),
  );
  const same = unpacked(own);
  const comparable = ({
    files: _,
    ignores: __,
    overrides,
    waivers,
    baseline,
    ruleSet,
    ...rest
  }: Configuration) => ({
    ...rest,
    overrides: overrides.length,
    waivers: { ...waivers, files: waivers.files.length },
    baseline: baseline !== undefined,
    rules: [...rest.rules],
  });
  expect(comparable(same)).toEqual(comparable(own));
  expect(same.parameters).toEqual({ Account: '012345678901' });
  expect(same.overrides[0]?.matches(join(folder, 'function', 'dev-shop'))).toBe(true);
});

test('what the hook is told stands above what the configuration says', () => {
  const own = loadConfiguration(write('competency-nag.yaml', 'failOn: error\nprofile: strict\n'));
  expect(unpacked(own, { failOn: 'warning', environment: 'non-production' })).toMatchObject({
    failOn: 'warning',
    profile: 'strict',
    environment: 'non-production',
  });
});

test('without a configuration there is what the hook is told', () => {
  expect(unpacked(undefined, { failOn: 'info' })).toMatchObject({ failOn: 'info', waivers: { files: [] } });
});

test('rules of the organisation cannot be taken along, and that is said', () => {
  write(
    'rules.js',
    `module.exports = { id: 'own', title: 't', severity: 'error', control: 'SECRETS', why: 'w', fix: 'f', docs: 'd', resources: ['A::B::C'], check() {} }`,
  );
  const own = loadConfiguration(write('competency-nag.yaml', 'ownRules: ./rules.js\n'));
  expect(() => packedConfiguration(own, {})).toThrow(
    /competency-nag\.yaml: a hook cannot take ownRules along/,
  );
});

test('a rule that its base configuration lowers may be declared unwaivable', () => {
  write('base.yaml', 'rules: { rds-storage-encrypted: info }');
  write('org.yaml', 'extends: ./base.yaml\nunwaivable: [rds-storage-encrypted]');
  const own = loadConfiguration(write('competency-nag.yaml', 'extends: ./org.yaml\nprofile: pci'));
  const { rules, unwaivable, profile } = unpacked(own);
  expect([rules.get('rds-storage-encrypted'), [...unwaivable], profile]).toEqual([
    { severity: 'info' },
    ['rds-storage-encrypted'],
    'pci',
  ]);
});
