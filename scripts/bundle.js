'use strict';
// Makes one file of the modules that tsc made, since to load hundreds takes longer than to check a template. All
// doors lead into that file, so they share one engine. The function of CompetencyHook is a bundle of its own:
// it has no node_modules.
const { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { basename, dirname, join, posix } = require('node:path');
const { buildSync } = require('esbuild');

const root = join(__dirname, '..');
const dist = join(root, 'dist');
const bundle = join(dist, 'competency-nag.js');

/** What is asked for from outside, by package.json and bin. */
const DOORS = ['lib/index', 'lib/cli/main', 'lib/cdk/index', 'lib/cdk/hook/index', 'lib/cdk-nag/index'];
/** What threads begin with. They are looked for beside the module that starts them, and that is the bundle. */
const THREADS = ['lib/estate/inspector', 'lib/lint/linter'];

const settings = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  logLevel: 'warning',
};

bundleHook(join(dist, 'function'));
bundleAll();
removeModules(dist);
for (const door of DOORS) writeDoor(door, `${door}.js`);
for (const thread of THREADS) writeDoor(thread, `${basename(thread)}.js`);

function bundleAll() {
  const modules = [...DOORS, ...THREADS].map((name) => `'${name}': () => require('./${name}.js')`);
  buildSync({
    ...settings,
    stdin: { contents: `module.exports = { ${modules.join(', ')} };`, resolveDir: dist },
    packages: 'external',
    outfile: bundle,
  });
}

/** Leaves the types and the bundles. */
function removeModules(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'function') removeModules(path);
    else if (/\.js(on)?$/.test(entry.name) && path !== bundle && entry.name !== 'package.json') rmSync(path);
  }
}

/** A module that leads to one in the bundle. Who imports it from an ES module needs its names written out. */
function writeDoor(name, file) {
  const to = join(dist, file);
  const opened = `require('${posix.relative(posix.dirname(file), basename(bundle)).replace(/^(?!\.)/, './')}')['${name}']()`;
  const names = THREADS.includes(name) ? [] : Object.keys(require(bundle)[name]());
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(
    to,
    names.length === 0
      ? `'use strict';\n${opened};\n`
      : `'use strict';\nconst door = ${opened};\n${names.map((key) => `exports.${key} = door.${key};\n`).join('')}`,
  );
}

function bundleHook(outdir) {
  const { metafile } = buildSync({
    ...settings,
    entryPoints: { index: 'dist/lib/hook/function.js', checker: 'dist/lib/hook/checker.js' },
    outdir,
    // The other build of jsonc-parser requires its parts in a way that cannot be followed.
    mainFields: ['module', 'main'],
    metafile: true,
  });
  const packages = new Set(Object.keys(metafile.inputs).map(packageOf).filter(Boolean));
  writeFileSync(join(outdir, 'LICENSES.txt'), [...packages].sort().map(licenceOf).join('\n---\n\n'));
}

/** The folder of the package that a file belongs to; undefined for our own. */
function packageOf(file) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

function licenceOf(folder) {
  const file = ['LICENSE', 'LICENSE.md', 'license', 'LICENSE.txt']
    .map((name) => join(root, folder, name))
    .find(existsSync);
  if (!file) throw new Error(`${folder} holds no licence to pass on`);
  return `${folder.replace(/^.*node_modules\//, '')}\n\n${readFileSync(file, 'utf8').trim()}\n`;
}
