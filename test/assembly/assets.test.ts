import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rules } from '../../rules';
import { ASSET, checkFolder, linesOf, manifest, write } from '../asset-rule-tester';
import { newFolder } from './synthesized';

// Put together, so that no scanner takes this file for a leak.
const TOKEN = `ghp_${'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'}`;
const ruleSet = rules.filter(({ checkAsset }) => checkAsset);

let given: string;
let folder: string;
beforeEach(() => {
  given = newFolder();
  folder = join(given, 'cdk.out');
  mkdirSync(folder);
});
afterEach(() => rmSync(given, { recursive: true, force: true }));

const put = (path: string, text: string | Buffer) => {
  mkdirSync(dirname(join(given, path)), { recursive: true });
  writeFileSync(join(given, path), text);
};
const listAsset = (path: string) =>
  put(
    'cdk.out/Stack.assets.json',
    JSON.stringify({ files: { ['e'.repeat(64)]: { source: { path, packaging: 'zip' } } } }),
  );
const notes = (within = folder) => checkFolder(folder, ruleSet, within).notes.map(({ message }) => message);

test('says what was not looked at', () => {
  write(folder, {
    files: {
      'a.bin': Buffer.from([0, 1]),
      'b.txt': 'x'.repeat(3 * 1024 * 1024),
      'node_modules/x/y.js': TOKEN,
    },
  });
  symlinkSync('/etc/passwd', join(folder, ASSET, 'link'));
  expect(notes()).toEqual([
    'files of assets that were not looked at for secrets: 1 larger than 2 MiB, 1 symbolic links, 1 folders of packages or tests, 1 that are no text',
  ]);
});

test('says nothing, and reads nothing, where no rule looks at assets', () => {
  write(folder, { files: { 'a.bin': Buffer.from([0, 1]) } });
  const others = rules.filter(({ checkAsset }) => !checkAsset).slice(0, 1);
  expect(checkFolder(folder, others).notes).toEqual([]);
});

describe('an asset outside of the assembly', () => {
  beforeEach(() => {
    write(folder, {});
    put('code/index.js', TOKEN);
    listAsset('../code');
  });

  test('is not read', () => {
    const result = checkFolder(folder, ruleSet);
    expect(result.report.findings).toEqual([]);
    expect(result.notes.map(({ message }) => message)).toEqual([
      `names ${join(given, 'code')}, which is outside of what is checked, so it is not looked at`,
    ]);
  });

  test('is read where it is inside of what was given', () => {
    expect(linesOf(checkFolder(folder, ruleSet, given), given)).toEqual([
      'error null code/index.js:1:1 a GitHub token stands in this file',
    ]);
  });

  test('is not read through a link', () => {
    symlinkSync(join(given, 'code'), join(folder, 'asset.link'));
    listAsset('asset.link');
    expect(notes()).toEqual([expect.stringContaining('which is outside of what is checked')]);
  });

  test('is not read by an absolute path', () => {
    listAsset('/etc');
    expect(notes(given)).toEqual(['names /etc, which is outside of what is checked, so it is not looked at']);
  });
});

test('links in a circle end', () => {
  write(folder, { files: { 'index.js': TOKEN } });
  symlinkSync('.', join(folder, ASSET, 'self'));
  expect(linesOf(checkFolder(folder, ruleSet), folder)).toEqual([
    'error Function asset/index.js:1:1 a GitHub token stands in this file',
  ]);
});

test('what is missing is said, and is no error: a build may make it', () => {
  write(folder, {});
  listAsset('asset.gone');
  expect(notes()).toEqual([`names ${join(folder, 'asset.gone')}, which is missing, so it is not looked at`]);
});

test('a damaged manifest is an error', () => {
  write(folder, {});
  put('cdk.out/Stack.assets.json', '{"files": ');
  expect(checkFolder(folder, ruleSet).report.errors.map(({ message }) => message)).toEqual([
    expect.stringContaining('is damaged: '),
  ]);
});

test('an asset of several stacks is read once', () => {
  write(folder, { files: { 'index.js': TOKEN } });
  const [one, other] = [manifest('Stack'), manifest('Other')];
  put(
    'cdk.out/manifest.json',
    JSON.stringify({ ...one, artifacts: { ...one.artifacts, ...other.artifacts } }),
  );
  for (const file of ['assets', 'template']) {
    const text = require('node:fs').readFileSync(join(folder, `Stack.${file}.json`), 'utf8');
    put(`cdk.out/Other.${file}.json`, text);
  }
  expect(checkFolder(folder, ruleSet).report.findings).toHaveLength(1);
});

test('of very many findings in an asset the first are listed, and the rest are counted', () => {
  const line = (index: number) => `TOKEN_${index}=Xk29-fjq${index}\n`;
  write(folder, { files: { '.env': Array.from({ length: 250 }, (_, index) => line(index)).join('') } });
  const { findings } = checkFolder(folder, ruleSet).report;
  expect(findings).toHaveLength(200);
  expect(findings.at(-1)?.message).toBe(
    'TOKEN_199 is given a literal; 50 more like it in this asset are not listed',
  );
});
