import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Node } from '../../lib/template/node';
import { parse } from '../../lib/template/parse';
import { Source } from '../../lib/template/source';
import { ROOT } from '../../scripts/registry';

export type Kind = 'flawed' | 'mended';

const systems = readdirSync(join(ROOT, 'samples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const filesOf = (kind: Kind, ...names: string[]): string[] =>
  systems
    .flatMap((system) => names.map((name) => `samples/${system}/${kind}/${name}`))
    .filter((file) => existsSync(join(ROOT, file)));

const templatesOf = (kind: Kind) => filesOf(kind, 'template.yaml', 'template.json');
const appsOf = (kind: Kind) => filesOf(kind, 'app.ts');

export const TEMPLATES = { flawed: templatesOf('flawed'), mended: templatesOf('mended') };
export const APPS = { flawed: appsOf('flawed'), mended: appsOf('mended') };

export const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** What a template says, with intrinsic functions in their long form. */
export const dataOf = (file: string): unknown => data(parse(new Source(file, textOf(file))).root);

function data(node: Node): unknown {
  if (node.kind === 'scalar')
    return typeof node.value === 'number' && String(node.value) !== node.text ? node.text : node.value;
  if (node.kind === 'list') return node.items.map(data);
  return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, data(value)]));
}
