import {
  childOf,
  type Entry,
  intrinsicOf,
  type MapNode,
  type Node,
  type Range,
  type ScalarNode,
} from '../template/node';
import { embeddedJson } from './embedded-json';
import type { Entity, Resource } from './entity';
import { evaluate } from './evaluate';
import { Recollections } from './recollection';
import { rememberText } from './remember';
import type { Template } from './template';

/** What a property is, in one scenario. */
export type Content =
  | { kind: 'absent' /** Why it might be there all the same. */; perhaps?: string }
  | { kind: 'map'; node: MapNode; from?: Template }
  | {
      kind: 'list';
      items: readonly Node[] /** The template whose names they use, if another. */;
      from?: Template;
    }
  | { kind: 'text'; parts: readonly Part[] }
  | { kind: 'unknown'; why: string };

/** A piece of a text. A plain literal is a text of one literal part. */
export type Part = LiteralPart | ReferencePart | UnknownPart;

export interface LiteralPart {
  kind: 'literal';
  text: string;
  origin: Origin;
  /** Where it was written as a scalar of its own: with its type, for `true` and `5`. */
  scalar?: string | number | boolean | null;
  /** Where the part's text begins in the file, when that can be told. */
  at?: Range;
  /** The NoEcho parameter it is the value of. */
  noEcho?: string;
  /** The scalar that it was cut from, and the character of it that it begins at. */
  cutFrom?: { node: ScalarNode; index: number };
}

/** `Ref` or `Fn::GetAtt` to a resource. */
export interface ReferencePart {
  kind: 'reference';
  resource: Resource;
  attribute?: string | undefined;
  node: Node;
}

export interface UnknownPart {
  kind: 'unknown';
  why: string;
  /** What stands in the template, as `${Name}` or `{{resolve:…}}`. */
  source: string;
  node: Node;
  /** The parameter it is the value of. */
  parameter?: string;
  /** The NoEcho parameter it is the value of. */
  noEcho?: string;
  /** Fn::ToJsonString: the structure that becomes text. */
  json?: Node;
}

/** Where a literal comes from. */
export type Origin = 'template' | 'parameter' | 'default' | 'mapping' | 'pseudo';

/** Thrown where a rule needs to read what cannot be known; the engine turns it into a review. */
export class NotKnown extends Error {
  constructor(
    readonly value: Value,
    why: string,
  ) {
    super(why);
  }
}

/** A place besides the finding's own that explains it: a parameter's default, a mapping's entry. */
export interface Related {
  range: Range;
  message: string;
}

/** Where a value stands: a range, or the entry of a map that it is the value of. */
export type ValuePlace = Range | Entry;

/**
 * A value in the scenario being looked at. Questions about it are answered in that scenario; a question
 * that only deployment can answer is answered both ways, and the engine compares where that leads.
 */
export class Value {
  constructor(
    readonly entity: Entity,
    /** `Properties.A.B[0].C`, or the attribute's name. */
    readonly path: string,
    /** What stands in the template, after the branch was taken. */
    readonly node: Node | undefined,
    readonly content: Content,
    private readonly place: ValuePlace,
    readonly related: readonly Related[] = [],
  ) {}

  /** Where a finding about it stands. */
  get at(): Range {
    return 'key' in this.place ? shownAt(this.place, this.entity.template.source.text) : this.place;
  }

  get isPresent(): boolean {
    if (this.content.kind !== 'absent') return true;
    return this.content.perhaps !== undefined && this.ask('present');
  }

  get isAbsent(): boolean {
    return !this.isPresent;
  }

  /** Present, and not the empty text that many properties take for absence. */
  get isGiven(): boolean {
    return this.isPresent && (this.parts.some((part) => part.kind === 'reference') || !this.is(''));
  }

  /** Whether it is a map, a list or a fully literal text: nothing is left to deployment. */
  get isKnown(): boolean {
    if (this.content.kind === 'text') return this.parts.every((part) => part.kind === 'literal');
    return this.content.kind !== 'unknown';
  }

  /** Whether no part of it stands in the template: it is the value of a parameter, say. */
  get isWhollyUnknown(): boolean {
    return !this.isKnown && this.parts.every(({ kind }) => kind === 'unknown');
  }

  get isMap(): boolean {
    return this.content.kind === 'map';
  }

  get isList(): boolean {
    return this.content.kind === 'list';
  }

  /** The parts of a text; none for anything else. */
  get parts(): readonly Part[] {
    return this.content.kind === 'text' ? this.content.parts : [];
  }

  /** Equal, as CloudFormation compares: `true` and `'true'`, `5` and `'5'` are the same. */
  is(expected: string | number | boolean): boolean {
    const { content } = this;
    if (content.kind === 'unknown') return this.ask(`is ${expected}`);
    if (content.kind === 'absent') return content.perhaps !== undefined && this.ask(`is ${expected}`);
    if (content.kind !== 'text') return false;
    const literal = this.literal;
    if (literal === undefined) return this.couldBe(String(expected)) && this.ask(`is ${expected}`);
    if (typeof expected === 'string') return literal === expected;
    if (typeof expected === 'number') return literal.trim() !== '' && Number(literal) === expected;
    const [only] = content.parts;
    const isBoolean = only?.kind === 'literal' && typeof only.scalar === 'boolean';
    return (
      literal.toLowerCase() === String(expected) ||
      (isBoolean && YES_NO.get(literal.toLowerCase()) === expected)
    );
  }

  isOneOf(expected: readonly string[]): boolean {
    return expected.some((one) => this.is(one));
  }

  /** Whether the whole text matches. */
  matches(pattern: RegExp): boolean {
    const { content } = this;
    if (content.kind === 'unknown') return this.ask(`matches ${pattern}`);
    if (content.kind === 'absent') return content.perhaps !== undefined && this.ask(`matches ${pattern}`);
    if (content.kind !== 'text') return false;
    const literal = this.literal;
    return literal === undefined ? this.ask(`matches ${pattern}`) : pattern.test(literal);
  }

  /** Whether a list has an element equal to `expected`; a single value counts as a list of one. */
  includes(expected: string | number | boolean): boolean {
    if (this.content.kind === 'unknown') return this.ask(`includes ${expected}`);
    if (this.content.kind === 'absent')
      return this.content.perhaps !== undefined && this.ask(`includes ${expected}`);
    return this.items().some((item) =>
      item.content.kind === 'unknown' ? item.ask(`includes ${expected}`) : item.is(expected),
    );
  }

  /** The literal text, undefined when absent. @throws NotKnown for what only deployment can tell */
  get text(): string | undefined {
    if (this.content.kind === 'absent') return this.isPresent ? this.unknown() : undefined;
    if (this.content.kind === 'unknown') return this.unknown();
    return this.literal ?? (this.content.kind === 'text' ? this.unknown() : undefined);
  }

  /** The number, undefined when absent or no number. @throws NotKnown */
  get number(): number | undefined {
    const text = this.text?.trim();
    if (text === undefined || text === '') return undefined;
    const number = Number(text);
    return Number.isNaN(number) ? undefined : number;
  }

  /** The text with `${Name}` for what is not literal; the empty string for what is no text. Never throws. */
  get outline(): string {
    return this.parts.map((part) => (part.kind === 'literal' ? part.text : sourceOf(part))).join('');
  }

  /** The whole literal text, or undefined. Never throws. */
  get literal(): string | undefined {
    if (this.content.kind !== 'text') return undefined;
    let text = '';
    for (const part of this.content.parts) {
      if (part.kind !== 'literal') return undefined;
      text += part.text;
    }
    return text;
  }

  /** The resource that this is a Ref or GetAtt of. */
  get reference(): ReferencePart | undefined {
    const [only, more] = this.parts;
    return only?.kind === 'reference' && !more ? only : undefined;
  }

  /** Every resource that the value or anything in it refers to, in this scenario. */
  references(): ReferencePart[] {
    if (this.content.kind === 'text') return this.parts.filter((part) => part.kind === 'reference');
    if (this.content.kind === 'list') return this.items().flatMap((item) => item.references());
    if (this.content.kind === 'map') return this.entries().flatMap(([, value]) => value.references());
    return [];
  }

  /**
   * The elements, or the first so many; a single value counts as a list of one, absence as an empty list.
   * @throws NotKnown
   */
  items(most?: number): Value[] {
    const { content } = this;
    if (content.kind === 'absent') return this.isPresent ? this.unknown() : [];
    if (content.kind === 'unknown') return this.unknown();
    if (content.kind !== 'list') return [this];
    return content.items
      .slice(0, most)
      .map((_, index) => this.element(index) as Value)
      .filter((item) => item.content.kind !== 'absent');
  }

  /** The element at a position of the list as it is written, AWS::NoValue counted. */
  element(index: number): Value | undefined {
    const item = this.content.kind === 'list' ? this.content.items[index] : undefined;
    if (!item) return undefined;
    return this.plain?.get(index) ?? this.part(index, item, `${this.path}[${index}]`, firstLine(item));
  }

  /** The keys and values of a map, without those that are AWS::NoValue. @throws NotKnown */
  entries(): [string, Value][] {
    const { content } = this;
    if (content.kind === 'absent') return this.isPresent ? this.unknown() : [];
    if (content.kind === 'unknown') return this.unknown();
    if (content.kind !== 'map') return [];
    return [...content.node.entries.keys()]
      .map((key): [string, Value] => [key, this.child(key)])
      .filter(([, value]) => value.content.kind !== 'absent');
  }

  /** The value at a path of keys, `A.B.C`. */
  get(path: string): Value {
    let value: Value = this;
    for (const key of keysOf(path)) value = value.child(key);
    return value;
  }

  /** The value under one key, which may hold dots. */
  child(key: string): Value {
    return this.plain?.get(key) ?? this.findChild(key);
  }

  private findChild(key: string): Value {
    const path = this.path ? `${this.path}.${key}` : key;
    const { content } = this;
    const entry = content.kind === 'map' ? content.node.entries.get(key) : undefined;
    if (entry) return this.part(key, entry.value, path, entry);
    return this.kept(key, new Value(this.entity, path, undefined, this.absent(), this.place, this.related));
  }

  /** What a child is that is not written. */
  private absent(): Content {
    const { content } = this;
    if (content.kind === 'absent') return content;
    if (content.kind === 'unknown') return { kind: 'absent', perhaps: content.why };
    if (content.kind === 'text' && this.literal === undefined) return { kind: 'absent', perhaps: this.why };
    if (content.kind !== 'map') return { kind: 'absent' };
    const [macro] = this.entity.template.macros;
    const addition = transformIn(content.node) ?? (macro && `the macro ${macro} may add it`);
    return addition ? { kind: 'absent', perhaps: addition } : { kind: 'absent' };
  }

  /** A value within this one, for whoever asks for it. What is written plainly is the same in every scenario. */
  private part(key: string | number, node: Node, path: string, place: ValuePlace): Value {
    if (!intrinsicOf(node)) return this.kept(key, this.inside(node, path, place));
    this.called ??= new Recollections();
    return this.entity.app.recall(this.called.of<Value>(key), () => this.inside(node, path, place));
  }
  private called: Recollections | undefined;

  private kept(key: string | number, value: Value): Value {
    this.plain ??= new Map();
    this.plain.set(key, value);
    return value;
  }
  private plain: Map<string | number, Value> | undefined;

  /** A value within this one. What comes from another template has no place here but that of the whole. */
  private inside(node: Node, path: string, place: ValuePlace): Value {
    const from = 'from' in this.content ? this.content.from : undefined;
    return evaluate(this.entity, node, path, from ? this.place : place, this.related, from);
  }

  /**
   * What the value says as structure: itself, or the JSON or YAML that a text holds, with the template's
   * intrinsics inside it. @throws NotKnown for a text that only deployment can tell
   */
  structure(): Value {
    if (this.content.kind !== 'text') return this;
    const [only] = this.parts;
    if (only?.kind === 'unknown' && only.json)
      return evaluate(this.entity, only.json, this.path, this.place, this.related);
    const node = embeddedJson(this.parts, this.at);
    if (node) return evaluate(this.entity, node, this.path, this.place, this.related);
    return this.isKnown ? this : this.unknown();
  }

  /** Why the value is not known. */
  get why(): string {
    if (this.content.kind === 'unknown') return this.content.why;
    if (this.content.kind === 'absent') return this.content.perhaps ?? 'it is absent';
    for (const part of this.parts) {
      if (part.kind === 'unknown') return part.why;
      if (part.kind === 'reference') return `${sourceOf(part).slice(2, -1)} is only known at deployment`;
    }
    return 'it is known';
  }

  private unknown(): never {
    throw new NotKnown(this, this.why);
  }

  private ask(question: string): boolean {
    return this.entity.app.scenario.guess(`${this.identity} ${question}`, this);
  }

  /** Two reads of one parameter ask one question. */
  private get identity(): string {
    const [only, more] = this.parts;
    if (only?.kind === 'unknown' && !more && only.parameter) return `\${${only.parameter}}`;
    return `${this.entity.template.source.file}#${this.entity.name}.${this.path}`;
  }

  /** False when the literal parts rule `expected` out. */
  private couldBe(expected: string): boolean {
    const { parts } = this;
    const first = parts[0];
    const last = parts[parts.length - 1];
    if (first?.kind === 'literal' && !expected.startsWith(first.text)) return false;
    return !(last?.kind === 'literal' && !expected.endsWith(last.text));
  }
}

/** A value on its key's line is shown itself, a longer one by its key. */
function shownAt({ key, value }: Entry, text: string): Range {
  if (value.kind === 'scalar') return value;
  const short = value.end - key.end <= MAX_SHOWN && !text.slice(key.end, value.end).trimEnd().includes('\n');
  return short ? value : key;
}

const MAX_SHOWN = 200;

const keysOf = rememberText((path): readonly string[] => path.split('.'));

/** CloudFormation reads these unquoted words of YAML 1.1 as booleans, but not `y` and `n`. */
const YES_NO = new Map([
  ['yes', true],
  ['on', true],
  ['no', false],
  ['off', false],
]);

/** A map in a list is shown at its first key. */
const firstLine = (node: Node): Range => {
  if (node.kind === 'map' && !intrinsicOf(node)) {
    const [first] = node.entries.values();
    if (first) return first.key;
  }
  return node;
};

const transformIn = (node: MapNode): string | undefined => {
  if (childOf(node, 'Fn::Transform')) return 'Fn::Transform beside it may add it';
  for (const key of node.entries.keys())
    if (key.startsWith('Fn::ForEach')) return `${key} beside it may add it`;
  return undefined;
};

/** How a part stands in the template: `${Name}`, `${Name.Arn}` or the dynamic reference itself. */
export function sourceOf(part: ReferencePart | UnknownPart): string {
  if (part.kind === 'unknown') return part.source;
  return `\${${part.resource.logicalId}${part.attribute ? `.${part.attribute}` : ''}}`;
}
