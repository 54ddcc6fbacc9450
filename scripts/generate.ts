import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeIamActions } from './iam-actions';
import { ROOT, registry } from './registry';

/** Writes what follows from the rules, their registry and their pages, and from the published lists of actions. */
async function generate(): Promise<void> {
  await writeIamActions();
  writeFileSync(join(ROOT, 'rules', 'index.ts'), registry());
  const { rulePages } = require('./rule-pages') as typeof import('./rule-pages'); // reads the registry that was just written
  const { picture } = require('./picture') as typeof import('./picture');
  writeFileSync(join(ROOT, 'docs', 'output.svg'), picture());
  const { schemas } = require('./schemas') as typeof import('./schemas');
  mkdirSync(join(ROOT, 'schema'), { recursive: true });
  for (const [file, text] of schemas()) writeFileSync(join(ROOT, 'schema', file), text);
  const pages = await rulePages();
  const folder = join(ROOT, 'docs', 'rules');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of pages) writeFileSync(join(folder, file), text);
  console.log(`rules/index.ts, docs/output.svg, schema/ and ${pages.size} pages in docs/rules`);
}

generate().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
