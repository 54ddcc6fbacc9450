import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { globSync } from 'tinyglobby';

const root = join(__dirname, '../..');
const json = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));

const ENTRIES: Record<string, string> = {
  cdk: 'CompetencyChecks',
  'cdk-nag': 'CompetencyNagPack',
  hook: 'CompetencyHook',
};

describe.each(Object.keys(ENTRIES))('competency-nag/%s', (folder) => {
  test('is the same for resolvers that know exports and for those that do not', () => {
    const { main, types } = json(`${folder}/package.json`);
    const target = (file: string) =>
      `./${relative(root, join(root, folder, file))
        .split(sep)
        .join('/')}`;
    expect({ types: target(types), default: target(main) }).toEqual(
      json('package.json').exports[`./${folder}`],
    );
  });

  test.each([
    ['module', `import * as names from 'competency-nag/${folder}'; console.log(Object.keys(names).join())`],
    ['commonjs', `console.log(Object.keys(require('competency-nag/${folder}')).join())`],
  ])('can be imported from a %s', (type, script) => {
    const names = execFileSync(process.execPath, [`--input-type=${type}`, '--eval', script], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(names).toContain(ENTRIES[folder]);
  });
});

test('nothing but the two folders loads aws-cdk-lib or cdk-nag', () => {
  const sources = globSync(['lib/**/*.ts', 'rules/**/*.ts', '!lib/cdk/**', '!lib/cdk-nag/**'], { cwd: root });
  const loading = sources.filter((file) =>
    /from '(aws-cdk-lib|cdk-nag|constructs|[./]+\/cdk(-nag)?)(\/[^']*)?'/.test(
      readFileSync(join(root, file), 'utf8'),
    ),
  );
  expect(sources.length).toBeGreaterThan(20);
  expect(loading).toEqual([]);
});
