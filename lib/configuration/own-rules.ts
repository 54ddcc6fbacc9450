import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join, resolve } from 'node:path';
import { SEVERITIES } from '../finding';
import type { Rule } from '../rule';

/** Why the rules of an organisation cannot be used. */
export class UnusableRules extends Error {}

/**
 * The rules that a package, a file or a folder holds: each module exports one rule, or a list named `rules`,
 * by default or by name. Relative paths and packages are found from `folder`.
 * @throws UnusableRules
 */
export function ownRules(from: string, folder: string): Rule[] {
  const load = createRequire(join(folder, 'package.json'));
  const isPath = /^\.{0,2}[\\/]/.test(from) || from.startsWith('.');
  const path = isPath ? resolve(folder, from) : from;
  const modules = isPath && isFolder(path) ? filesIn(path, load) : [path];
  const rules = modules.flatMap((module) => rulesOf(loaded(load, module), module));
  if (rules.length === 0) throw new UnusableRules(`${from} holds no rule`);
  return rules;
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** TypeScript is loaded where the process can: under tsx or ts-node. */
function filesIn(folder: string, { extensions }: NodeJS.Require): string[] {
  const endings = ['.js', '.cjs', ...(extensions['.ts'] ? ['.ts'] : [])];
  const files = readdirSync(folder, { recursive: true }).map(String);
  const module = files.find((file) => extname(file) === '.mjs');
  // Passed over, it would be a rule that nobody misses.
  if (module !== undefined)
    throw new UnusableRules(`${join(folder, module)}: rules are CommonJS modules, .js or .cjs`);
  return files
    .filter((file) => endings.includes(extname(file)) && !/\.(d|test|spec)\.\w+$/.test(file))
    .sort()
    .map((file) => join(folder, file));
}

function loaded(load: NodeJS.Require, module: string): unknown {
  try {
    return load(module);
  } catch (error) {
    const [reason] = String((error as Error)?.message ?? error).split('\n');
    const isPackage =
      !/^[.\\/]/.test(module) && (error as NodeJS.ErrnoException)?.code === 'MODULE_NOT_FOUND';
    const hint = isPackage ? '; a folder or file begins with "./"' : '';
    throw new UnusableRules(`${module} cannot be loaded: ${reason}${hint}`);
  }
}

function rulesOf(exported: unknown, module: string): Rule[] {
  const { default: byDefault, rules } = (exported ?? {}) as { default?: unknown; rules?: unknown };
  const found = rules ?? byDefault ?? exported;
  const candidates: unknown[] = Array.isArray(found) ? found : [found];
  for (const candidate of candidates) {
    const missing = lackOf(candidate);
    if (missing) throw new UnusableRules(`${module}: ${missing}`);
  }
  return candidates as Rule[];
}

const TEXTS = ['title', 'control', 'why', 'fix'] as const;

/** What keeps something from being a rule. */
function lackOf(candidate: unknown): string | undefined {
  if (typeof candidate !== 'object' || candidate === null) return 'exports no rule';
  const rule = candidate as Partial<Rule>;
  if (typeof rule.id !== 'string' || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(rule.id))
    return `exports something without an id in kebab-case (it is ${JSON.stringify(rule.id)})`;
  const missing = TEXTS.find((key) => typeof rule[key] !== 'string');
  if (missing) return `the rule ${rule.id} has no ${missing}`;
  if (!SEVERITIES.includes(rule.severity as never))
    return `the severity of the rule ${rule.id} is ${JSON.stringify(rule.severity)}; it can be ${SEVERITIES.join(', ')}`;
  const misshapen = misshapenPart(rule);
  if (misshapen) return `the rule ${rule.id} has ${misshapen}`;
  const checksResources = typeof rule.check === 'function' && (rule.resources?.length ?? 0) > 0;
  return checksResources || typeof rule.checkTemplate === 'function'
    ? undefined
    : `the rule ${rule.id} checks nothing: it needs resources and check, or checkTemplate`;
}

const areTexts = (value: unknown) => Array.isArray(value) && value.every((one) => typeof one === 'string');
const isMap = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What JavaScript lets pass, and a report or the engine would break on. */
function misshapenPart(rule: Partial<Rule>): string | undefined {
  const { docs, resources, aliases, alsoControls, severityIn, options } = rule;
  if (typeof docs !== 'string' && !areTexts(docs)) return 'no docs: an address, or a list of them';
  for (const [key, list] of Object.entries({ resources, aliases, alsoControls }))
    if (list !== undefined && !areTexts(list)) return `${key} that are no list of texts`;
  const severities = severityIn === undefined ? [] : isMap(severityIn) ? Object.values(severityIn) : [null];
  if (!severities.every((severity) => SEVERITIES.includes(severity as never)))
    return `a severityIn that holds something else than ${SEVERITIES.join(', ')}`;
  const given = options === undefined ? [] : isMap(options) ? Object.values(options) : [null];
  const isOption = (option: unknown) => isMap(option) && 'default' in (option as object);
  return given.every(isOption) ? undefined : 'options without description and default';
}
