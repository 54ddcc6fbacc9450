import { basename } from 'node:path';
import { addToGroup } from '../add-to-group';
import { nearest } from '../nearest';
import {
  childOf,
  type Entry,
  intrinsicOf,
  type MapNode,
  type Node,
  type Range,
  type ScalarNode,
} from '../template/node';
import { type DuplicateKey, ParseFailure, parse } from '../template/parse';
import type { Source } from '../template/source';
import type { App } from './app';
import { Entity, Parameter, Resource } from './entity';
import { expandLoops, isLoop, loopParts } from './loops';
import { withGlobals } from './sam-globals';
import type { NamedCondition } from './scenario';

export interface Condition extends NamedCondition {
  node: Node;
}

/** One template of the app. */
export class Template {
  /** The template with its loops written out. */
  readonly root: MapNode;
  readonly resources = new Map<string, Resource>();
  readonly parameters = new Map<string, Parameter>();
  readonly conditions = new Map<string, Condition>();
  readonly mappings = new Map<string, Node>();
  readonly outputs = new Map<string, Entity>();
  /** The template as a whole. */
  readonly whole: Entity;
  /** What CloudFormation would refuse, and what makes verdicts unsure. */
  readonly problems: { at: Range; message: string }[] = [];
  /** What could not be taken in. */
  readonly notes: { at: Range; message: string }[] = [];
  /** Macros that may change anything: what is absent may be added by them. */
  readonly macros: readonly string[];
  private readonly byType = new Map<string, Resource[]>();

  /** @throws ParseFailure for what is no template */
  constructor(
    readonly app: App,
    readonly source: Source,
    written: MapNode,
    readonly context: TemplateContext,
  ) {
    for (const [name, entry] of section(written, 'Parameters')) {
      const parameter = new Parameter(this, name, entry, context.parameters?.get(name));
      this.parameters.set(name, parameter);
      if (parameter.refused !== undefined)
        this.problems.push({ at: parameter.at, message: parameter.refused });
    }
    const hasLoops = source.text.includes('Fn::ForEach::');
    const root = hasLoops
      ? expandLoops(written, (node) => this.collection(node, childOf(written, 'Mappings')))
      : written;
    this.root = root;
    this.macros = macrosOf(root);
    this.whole = new Entity(this, '', root, { start: 0, end: 0 }, '');
    for (const [name, entry] of section(root, 'Conditions'))
      this.conditions.set(name, { name, template: this, node: entry.value });
    for (const [name, entry] of section(root, 'Mappings')) this.mappings.set(name, entry.value);
    for (const [name, entry] of section(root, 'Outputs'))
      this.outputs.set(name, new Entity(this, name, entry.value, entry.key, `Outputs.${name}`));
    for (const [logicalId, entry] of section(root, 'Resources')) this.addResource(logicalId, entry);
  }

  /**
   * The condition of that name. One that is not defined, and that no transform can add, is a mistake that
   * CloudFormation refuses; until it is mended the condition may hold or not.
   */
  condition(name: string, at: Range = this.whole.at): Condition {
    const known = this.conditions.get(name);
    if (known) return known;
    if (!this.isTransformed && !this.root.entries.has('Fn::Transform')) {
      const meant = nearest(name, [...this.conditions.keys()]);
      const message = `the condition ${name} is not defined${meant ? `; did you mean ${meant}?` : ''}`;
      this.problems.push({ at, message });
    }
    const free: Condition = { name, template: this, node: { kind: 'list', items: [], start: 0, end: 0 } };
    this.conditions.set(name, free);
    return free;
  }

  /** The types of its resources. */
  get types(): Iterable<string> {
    return this.byType.keys();
  }

  resourcesOf(type: string): readonly Resource[] {
    return this.byType.get(type) ?? [];
  }

  /** Whether a macro or SAM rewrites the template, so that names can appear that are not in it. */
  get isTransformed(): boolean {
    return this.root.entries.has('Transform');
  }

  /** The stack resource that this is the template of, for a nested stack. */
  get parent(): Resource | undefined {
    return this.context.parent;
  }

  /** What tells its conditions from those of other templates of the app. */
  get label(): string {
    return this.parent?.logicalId ?? this.context.stackName ?? basename(this.source.file);
  }

  /** Where the text from character `index` of a scalar on stands: told by line in a literal block, else the scalar. */
  positionIn(node: ScalarNode, index: number): Range {
    if (!node.block) return node;
    let line = this.source.position(node.start).line + 1;
    for (let at = node.text.indexOf('\n'); at !== -1 && at < index; at = node.text.indexOf('\n', at + 1))
      line++;
    return this.source.lineRange(line);
  }

  private addResource(logicalId: string, entry: Entry): void {
    if (logicalId === 'Fn::Transform') {
      this.notes.push({ at: entry.key, message: 'the resources that Fn::Transform adds are not checked' });
      return;
    }
    if (isLoop(logicalId)) {
      const parts = loopParts(entry.value);
      if (!parts) throw new ParseFailure('Fn::ForEach takes a name, a collection and a map', entry.key);
      const { variable } = parts;
      this.notes.push({
        at: entry.key,
        message: `looked at once, with ${variable} unknown: only deployment tells what it loops over`,
      });
      for (const [id, body] of parts.body.entries) this.addResource(id, body);
      return;
    }
    const type = this.typeOf(logicalId, entry);
    const condition = childOf(entry.value, 'Condition');
    const conditionName = condition?.kind === 'scalar' ? condition.text : undefined;
    const resource = new Resource(this, logicalId, withGlobals(entry, type, this.root), type, conditionName);
    this.resources.set(logicalId, resource);
    addToGroup(this.byType, type, resource);
  }

  /** A literal, or the value that a parameter or pseudo parameter is given or has by default. */
  private settledText(node: Node): string | undefined {
    if (node.kind === 'scalar') return node.text;
    const name = childOf(node, 'Ref');
    if (name?.kind !== 'scalar') return undefined;
    const variable = this.parameters.get(name.text)?.variable;
    return variable?.given ?? variable?.default ?? this.context.pseudoParameters?.get(name.text);
  }

  /** What a loop goes through: a list parameter that is given or has a default, or an entry of a mapping. */
  private collection(node: Node, mappings: Node | undefined): readonly string[] | undefined {
    const call = intrinsicOf(node);
    if (call?.name === 'Ref' && call.argument.kind === 'scalar') {
      const parameter = this.parameters.get(call.argument.text);
      const value = parameter?.variable.given ?? parameter?.variable.default;
      return parameter?.isList ? value?.split(',').map((item) => item.trim()) : undefined;
    }
    if (call?.name === 'Fn::FindInMap' && call.argument.kind === 'list') {
      const [map, ...keys] = call.argument.items.map((item) => this.settledText(item));
      const found = [map, ...keys].reduce(
        (node: Node | undefined, key) => childOf(node, key ?? ''),
        mappings,
      );
      return found?.kind === 'list'
        ? found.items.flatMap((item) => (item.kind === 'scalar' ? [item.text] : []))
        : undefined;
    }
    return undefined;
  }

  private typeOf(logicalId: string, { key, value }: Entry): string {
    const type = childOf(value, 'Type');
    if (type?.kind === 'scalar' && !(type.text in Object.prototype)) return type.text; // rules look types up in tables
    if (type === undefined && !childOf(value, 'Fn::Transform'))
      throw new ParseFailure(`the resource ${logicalId} has no Type`, key);
    this.notes.push({ at: key, message: `${logicalId} is not checked: only deployment tells its type` });
    return UNKNOWN_TYPE;
  }
}

/** The type of a resource that a transform or a preprocessor writes. */
const UNKNOWN_TYPE = '(unknown)';

/** Macros of AWS that leave the properties of the resources they find as they are. */
const HARMLESS_TRANSFORM =
  /^AWS::(Serverless|LanguageExtensions|SecretsManager|CodeDeployBlueGreen|CodeStar|Include)/;

function macrosOf(root: MapNode): string[] {
  const transform = root.entries.get('Transform')?.value;
  const named = transform?.kind === 'list' ? transform.items : transform ? [transform] : [];
  return named
    .map((node) => (node.kind === 'scalar' ? node : childOf(node, 'Name')))
    .flatMap((node) => (node?.kind === 'scalar' && !HARMLESS_TRANSFORM.test(node.text) ? [node.text] : []));
}

/** What is known about a template besides its text. */
export interface TemplateContext {
  /** Values given for its parameters. */
  parameters?: ReadonlyMap<string, string> | undefined;
  /** Values of pseudo parameters, such as the Region of a CDK stack's environment. */
  pseudoParameters?: ReadonlyMap<string, string> | undefined;
  /** The name that the stack is deployed under, where it is known. */
  stackName?: string | undefined;
  /** Whether the stack is protected from deletion, where that is known. */
  terminationProtection?: boolean | undefined;
  /** The AWS::CloudFormation::Stack that uses the template: it gives the parameters their values. */
  parent?: Resource | undefined;
}

function section(root: MapNode, name: string): Iterable<[string, Entry]> {
  const node = root.entries.get(name)?.value;
  if (!node || (node.kind === 'scalar' && node.value === null)) return [];
  const transformed = intrinsicOf(node)?.name === 'Fn::Transform';
  if (node.kind !== 'map' || transformed) throw new ParseFailure(`${name} is not a map`, node);
  return node.entries;
}

export interface ReadTemplate {
  root: MapNode;
  duplicates: readonly DuplicateKey[];
}

/**
 * Reads the text of a template, or returns undefined for well-formed JSON or YAML that is something else. What
 * `isTemplate` for certain may be without any mark of one.
 * @throws ParseFailure
 */
export function readTemplate(source: Source, isTemplate = false): ReadTemplate | undefined {
  const { root, duplicates } = parse(source);
  return root.kind === 'map' && (isTemplate || looksLikeTemplate(root)) ? { root, duplicates } : undefined;
}

function looksLikeTemplate(root: MapNode): boolean {
  if (root.entries.has('AWSTemplateFormatVersion')) return true;
  const resources = root.entries.get('Resources')?.value;
  if (resources?.kind !== 'map') return false;
  for (const [key, { value }] of resources.entries)
    if (key.startsWith('Fn::') || childOf(value, 'Type')?.kind === 'scalar') return true;
  return false;
}
