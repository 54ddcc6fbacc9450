import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, relative, resolve } from 'node:path';
import picomatch from 'picomatch';
import { rules as builtIn } from '../../rules';
import type { FailOn } from '../fail-on';
import { SEVERITIES, type Severity, worst } from '../finding';
import { ENVIRONMENT_WORDS, type Environment, type EnvironmentWords } from '../model/environment';
import { pathWithin } from '../path-within';
import type { OptionValue, Profile, Rule } from '../rule';
import { ruleOf, UsageError } from '../selection';
import { childOf, type Node } from '../template/node';
import {
  type Configuration,
  combined,
  type Override,
  type RuleSetting,
  type WaiverField,
} from './configuration';
import { type Document, type Problem, plain, problemsIn, readDocument, refuse } from './document';
import { ownRules, UnusableRules } from './own-rules';
import { configurationSchema } from './schema';

/** A configuration file as it is written, once the schema has accepted it. */
interface Written {
  extends?: string | string[];
  environment?: Environment;
  profile?: Profile;
  failOn?: FailOn;
  linked?: boolean;
  environmentWords?: Partial<EnvironmentWords>;
  ownRules?: string | string[];
  rules?: Record<string, WrittenSetting>;
  unwaivable?: string[];
  overrides?: WrittenOverride[];
  ignore?: string | string[];
  waivers?: {
    files?: string | string[];
    require?: WaiverField[];
    equivalents?: Record<string, string[]>;
  };
  baseline?: string;
}

interface WrittenOverride {
  files: string | string[];
  environment?: Environment;
  profile?: Profile;
  rules?: Record<string, WrittenSetting>;
}

type WrittenSeverity = Exclude<RuleSetting['severity'], undefined> | false;
type WrittenSetting = WrittenSeverity | { severity?: WrittenSeverity; options?: Record<string, OptionValue> };

/** Where waivers stand if no configuration says it. */
const WAIVERS_FILE = 'competency-nag.waivers.yaml';

/**
 * Reads a configuration file and those it extends.
 * @throws UsageError that names the file, the line, what is wrong and what would be right
 */
export function loadConfiguration(file: string): Configuration {
  const layers = withBases(file, []).filter(isFirst);
  const ruleSet = [...builtIn];
  for (const { document } of layers) addOwnRules(document, ruleSet);
  const schema = configurationSchema(ruleSet);
  const merged = empty(ruleSet);
  for (const { document } of layers) refuse(document, problemsIn(document.root, schema));
  for (const layer of layers) merge(layer.document, merged, fixedFor(layer, layers, ruleSet));
  if (merged.waivers.files.length === 0) {
    const byConvention = join(dirname(file), WAIVERS_FILE);
    if (existsSync(byConvention)) merged.waivers.files = [byConvention];
  }
  return merged;
}

/** A file, and all that it extends, near and far. */
interface Layer {
  /** Absolute. */
  file: string;
  document: Document;
  extended: ReadonlySet<string>;
}

/** What two files extend is built upon once. */
const isFirst = ({ file }: Layer, index: number, layers: readonly Layer[]) =>
  layers.findIndex((layer) => layer.file === file) === index;

/** The file and what it extends, what is built upon first. */
function withBases(file: string, above: readonly string[]): Layer[] {
  if (above.includes(resolve(file)))
    throw new UsageError(`${file} extends itself: ${[...above, resolve(file)].join(' → ')}`);
  const document = readDocument(file);
  if (document.root.kind !== 'map')
    refuse(document, [{ message: 'is no map of keys and values', at: document.root }]);
  const bases = textsAt(document.root, 'extends').map(({ text, node }) => baseOf(document, text, node));
  const below = bases.flatMap((base) => withBases(base, [...above, resolve(file)]));
  const extended = new Set(below.map((layer) => layer.file));
  return [...below, { file: resolve(file), document, extended }];
}

/**
 * The rules that a file may not soften, with the severity that was decided for them: those that another one
 * declares unwaivable, in whatever order they are extended, unless that other one builds upon this file.
 */
function fixedFor(
  { file }: Layer,
  layers: readonly Layer[],
  ruleSet: readonly Rule[],
): ReadonlyMap<string, Severity> {
  const fixed = new Map<string, Severity>();
  for (const layer of layers) {
    if (layer.file === file || layer.extended.has(file)) continue;
    const { unwaivable = [], rules = {} } = plain(layer.document.root) as Written;
    for (const name of unwaivable) {
      const rule = ruleSet.find(({ id, aliases = [] }) => id === name || aliases.includes(name));
      if (!rule) continue;
      const decided = rules[name] === undefined ? undefined : settingOf(rules[name]).severity;
      const severity = decided === undefined || decided === 'off' ? rule.severity : decided;
      fixed.set(rule.id, worst(severity, fixed.get(rule.id) ?? severity));
    }
  }
  return fixed;
}

const textsAt = (root: Node, key: string): { text: string; node: Node }[] => {
  const node = childOf(root, key);
  const nodes = node?.kind === 'list' ? node.items : node ? [node] : [];
  return nodes.flatMap((one) => (one.kind === 'scalar' ? [{ text: one.text, node: one }] : []));
};

const folderOf = ({ source }: Document) => dirname(resolve(source.file));

function baseOf(document: Document, name: string, at: Node): string {
  const folder = folderOf(document);
  let file = resolve(folder, name);
  if (!/^[./\\]/.test(name)) {
    try {
      file = createRequire(join(folder, 'package.json')).resolve(name);
    } catch {
      const hint = existsSync(file) ? `; the file beside this one is "./${name}"` : '';
      refuse(document, [{ message: `the package "${name}" is not installed here${hint}`, at }]);
    }
  }
  if (!['.yaml', '.yml', '.json'].includes(extname(file)))
    refuse(document, [{ message: `${name} leads to ${file}, which is no YAML or JSON file`, at }]);
  if (!existsSync(file)) refuse(document, [{ message: `there is no file ${file}`, at }]);
  return file;
}

function addOwnRules(document: Document, ruleSet: Rule[]): void {
  for (const { text, node } of textsAt(document.root, 'ownRules')) {
    try {
      for (const rule of ownRules(text, folderOf(document))) {
        if (ruleSet.some(({ id, aliases = [] }) => id === rule.id || aliases.includes(rule.id)))
          throw new UnusableRules(`there is a rule ${rule.id} already`);
        ruleSet.push(rule);
      }
    } catch (error) {
      if (!(error instanceof UnusableRules)) throw error;
      refuse(document, [{ message: error.message, at: node }]);
    }
  }
}

type Merged = { -readonly [Key in keyof Configuration]: Configuration[Key] } & {
  rules: Map<string, RuleSetting>;
  unwaivable: Set<string>;
  waivers: {
    files: readonly string[];
    require: readonly WaiverField[];
    equivalents: Map<string, readonly string[]>;
  };
};

const empty = (ruleSet: readonly Rule[]): Merged => ({
  files: [],
  ruleSet,
  rules: new Map(),
  overrides: [],
  ignores: () => false,
  unwaivable: new Set(),
  parameters: {},
  waivers: { files: [], require: [], equivalents: new Map() },
});

/** Puts a file on top of what it extends: the later value wins, lists of duties add up. */
function merge(document: Document, merged: Merged, fixed: ReadonlyMap<string, Severity>): void {
  const { root, source } = document;
  const written = plain(root) as Written;
  const folder = folderOf(document);
  const inFolder = (path: string) => relative('', resolve(folder, path)) || '.';
  const problems: Problem[] = [];
  const idAt = (id: string, at: Node): string | undefined => {
    try {
      return ruleOf(id, merged.ruleSet).id;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problems.push({ message: error.message, at });
      return undefined;
    }
  };
  const settingsAt = (rules: Record<string, WrittenSetting> = {}, node: Node | undefined) => {
    const settings = new Map<string, RuleSetting>();
    for (const [name, setting] of Object.entries(rules)) {
      const at = node?.kind === 'map' ? (node.entries.get(name)?.key as Node) : root;
      const id = idAt(name, at);
      if (id === undefined) continue;
      const changed = settingOf(setting);
      const problem = softened(id, changed, fixed.get(id));
      if (problem) problems.push({ message: problem, at });
      settings.set(id, changed);
    }
    return settings;
  };

  merged.files = [...merged.files, source.file];
  for (const key of ['environment', 'profile', 'failOn', 'linked'] as const)
    if (written[key] !== undefined) Object.assign(merged, { [key]: written[key] });
  merged.parameters = { ...merged.parameters, ...textsIn(childOf(root, 'parameters')) };
  if (written.environmentWords)
    merged.environmentWords = {
      ...(merged.environmentWords ?? ENVIRONMENT_WORDS),
      ...lowerCase(written.environmentWords),
    };
  for (const [id, setting] of settingsAt(written.rules, childOf(root, 'rules')))
    merged.rules.set(id, combined(merged.rules.get(id), setting));
  const inThisFolder = (matches: (file: string) => boolean) => (file: string) =>
    matches(pathWithin(folder, file));
  if (written.ignore !== undefined) {
    const [before, more] = [merged.ignores, inThisFolder(filesOf([written.ignore].flat()))];
    merged.ignores = (file) => before(file) || more(file);
  }
  const overrides = childOf(root, 'overrides');
  merged.overrides = [
    ...merged.overrides,
    ...(written.overrides ?? []).map((override, index): Override => {
      const node = overrides?.kind === 'list' ? overrides.items[index] : undefined;
      const globs = [override.files].flat();
      if (globs.every(isLeftOut))
        problems.push({
          message: 'files only says what is left out; name what is meant as well, such as "**"',
          at: childOf(node, 'files') as Node,
        });
      return {
        matches: inThisFolder(filesOf(globs)),
        environment: override.environment,
        profile: override.profile,
        rules: settingsAt(override.rules, childOf(node, 'rules')),
      };
    }),
  ];
  const unwaivable = childOf(root, 'unwaivable');
  for (const [index, name] of (written.unwaivable ?? []).entries()) {
    const at = unwaivable?.kind === 'list' ? (unwaivable.items[index] as Node) : root;
    const id = idAt(name, at);
    if (id === undefined) continue;
    if (merged.rules.get(id)?.severity === 'off')
      problems.push({ message: `${id} is unwaivable, but it is switched off`, at });
    merged.unwaivable.add(id);
  }
  const { waivers } = written;
  if (waivers?.files) merged.waivers.files = [waivers.files].flat().map(inFolder);
  merged.waivers.require = [...new Set([...merged.waivers.require, ...(waivers?.require ?? [])])];
  for (const [foreign, ids] of Object.entries(waivers?.equivalents ?? {})) {
    const node = childOf(childOf(childOf(root, 'waivers'), 'equivalents'), foreign) as Node;
    merged.waivers.equivalents.set(
      foreign,
      ids.flatMap((id) => idAt(id, node) ?? []),
    );
  }
  if (written.baseline !== undefined) merged.baseline = inFolder(written.baseline);
  refuse(document, problems);
}

/** `!sandbox/**`, but not the glob `!(a|b)`. */
const isLeftOut = (glob: string) => /^!(?!\()/.test(glob);

/** The files that globs name, a folder standing for what lies below it, without those that one with `!` names. */
function filesOf(globs: readonly string[]): (file: string) => boolean {
  const matcher = (some: readonly string[]) =>
    picomatch(some.flatMap(withFolder), { dot: true, nonegate: true });
  const named = matcher(globs.filter((glob) => !isLeftOut(glob)));
  const leftOut = matcher(globs.filter(isLeftOut).map((glob) => glob.slice(1)));
  return (file) => named(file) && !leftOut(file);
}

const withFolder = (glob: string): string[] =>
  /[*?{[(]/.test(glob) ? [glob] : [glob, `${glob.replace(/[\\/]+$/, '')}/**`];

function settingOf(setting: WrittenSetting): RuleSetting {
  const { severity, options } =
    typeof setting === 'object' ? setting : { severity: setting, options: undefined };
  return {
    ...(severity !== undefined && { severity: severity === false ? 'off' : severity }),
    ...(options && { options }),
  };
}

/** What a configuration takes away from a rule that another one declared unwaivable. */
function softened(
  id: string,
  { severity, options }: RuleSetting,
  decided: Severity | undefined,
): string | undefined {
  if (decided === undefined) return undefined;
  const refused =
    severity === 'off'
      ? 'it cannot be switched off'
      : severity !== undefined && SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(decided)
        ? `it cannot be lowered to ${severity}`
        : options && 'its options cannot be changed';
  return refused && `${id} is declared unwaivable, so ${refused}`;
}

/** As they are written: an account id keeps its zeros. */
const textsIn = (node: Node | undefined): Record<string, string> =>
  node?.kind === 'map'
    ? Object.fromEntries(
        [...node.entries].map(([name, { value }]) => [name, value.kind === 'scalar' ? value.text : '']),
      )
    : {};

const lowerCase = (words: Partial<EnvironmentWords>): Partial<EnvironmentWords> =>
  Object.fromEntries(
    Object.entries(words).map(([key, list]) => [key, list.map((word) => word.toLowerCase())]),
  );
