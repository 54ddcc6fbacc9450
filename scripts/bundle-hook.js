'use strict';
// Bundles the function of CompetencyHook from what tsc made, so that it needs no node_modules.
const { readFileSync, writeFileSync, existsSync } = require('node:fs');
const { join } = require('node:path');
const { buildSync } = require('esbuild');

const root = join(__dirname, '..');
const outdir = join(root, 'dist/lib/cdk/hook/function');

const { metafile } = buildSync({
  absWorkingDir: root,
  entryPoints: { index: 'dist/lib/hook/function.js', checker: 'dist/lib/hook/checker.js' },
  outdir,
  bundle: true,
  platform: 'node',
  target: 'node20',
  // The other build of jsonc-parser requires its parts in a way that cannot be followed.
  mainFields: ['module', 'main'],
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});

/** The folder of the package that a file belongs to; undefined for our own. */
const packageOf = (file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];

const packages = new Set(Object.keys(metafile.inputs).map(packageOf).filter(Boolean));
const licences = [...packages].sort().map((folder) => {
  const file = ['LICENSE', 'LICENSE.md', 'license', 'LICENSE.txt']
    .map((name) => join(root, folder, name))
    .find(existsSync);
  if (!file) throw new Error(`${folder} holds no licence to pass on`);
  return `${folder.replace(/^.*node_modules\//, '')}\n\n${readFileSync(file, 'utf8').trim()}\n`;
});
writeFileSync(join(outdir, 'LICENSES.txt'), licences.join('\n---\n\n'));
