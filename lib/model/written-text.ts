import {
  type Intrinsic,
  intrinsicOf,
  type MapNode,
  type Node,
  type Range,
  type ScalarNode,
} from '../template/node';
import { Entity } from './entity';
import { conditionHolds } from './evaluate';
import type { Expectation, Test } from './expectation';
import { Property } from './property';
import { rememberText } from './remember';
import { substitutions } from './substitution';
import type { Template } from './template';
import { type Origin, type Part, Value } from './value';

/** A piece of a text: of a scalar from a character on, or what stands for something that is not literal. */
interface Piece {
  text: string;
  cutFrom?: { node: ScalarNode; index: number } | undefined;
}

/**
 * A text whose literal pieces are joined, with `${Name}` for what is not literal, and which knows where
 * in the file each of its characters stands.
 */
export class WrittenText {
  readonly text: string;

  constructor(
    private readonly template: Template,
    private readonly pieces: readonly Piece[],
    private readonly at: Range,
  ) {
    const [only, more] = pieces;
    this.text = only && !more ? only.text : pieces.map(({ text }) => text).join('');
  }

  /** What of a value stands in the template: its literals and its mappings' entries, not its parameters' values. */
  static of(value: Value, origins: readonly Origin[] = ['template', 'mapping']): WrittenText {
    const pieces = value.parts.map((part) => pieceOf(part, origins));
    return new WrittenText(value.entity.template, pieces, value.at);
  }

  /** The place of the character at `index`: told by line in a literal block, else the scalar. */
  rangeAt(index: number): Range {
    let start = 0;
    for (const { text, cutFrom } of this.pieces) {
      if (cutFrom && index < start + text.length)
        return this.template.positionIn(cutFrom.node, cutFrom.index + Math.max(0, index - start));
      start += text.length;
    }
    return this.at;
  }

  /** The literal pieces that a part of the text comes from, each as far as it belongs to it. */
  piecesOf(from: number, to: number): string[] {
    let start = 0;
    return this.pieces.flatMap(({ text, cutFrom }) => {
      const piece = text.slice(Math.max(0, from - start), Math.max(0, to - start));
      start += text.length;
      return cutFrom && piece ? [piece] : [];
    });
  }
}

const pieceOf = (part: Part, origins: readonly Origin[]): Piece =>
  part.kind === 'literal' && origins.includes(part.origin) ? part : { text: GAP };

const GAP = '${…}';

/** A condition on the way to a text, and which branch of its Fn::If the text is in. */
interface Guard {
  condition: string;
  holds: boolean;
}

/** Where a text was found. */
interface Spot {
  entity: Entity;
  path: string;
  /** The key that the text, or the list it is in, stands under. */
  key?: string | undefined;
  /** The map that it stands in. */
  beside?: MapNode | undefined;
  guards: readonly Guard[];
}

/** A text of the template with the place it stands at. */
export class PlacedText extends WrittenText {
  constructor(
    readonly spot: Spot,
    readonly node: Node,
    pieces: readonly Piece[],
  ) {
    super(spot.entity.template, pieces, node);
  }

  /** States what must hold of the text whatever the scenario: it stands in the file all the same. */
  expect(test: Test): Expectation {
    return Property.written(this.value).expect(test);
  }

  /** States what must hold of the text where its entity exists and its branch is taken. */
  expectWhereTaken(test: Test): Expectation {
    const { entity, guards } = this.spot;
    const isTaken = () =>
      guards.every(({ condition, holds }) => conditionHolds(entity.template, condition) === holds);
    return Property.written(this.value, isTaken).expect(test);
  }

  private get value(): Value {
    const part = { kind: 'literal', text: this.text, origin: 'template' } as const;
    return new Value(this.spot.entity, this.spot.path, this.node, { kind: 'text', parts: [part] }, this.node);
  }
}

/**
 * Every text of a template, as it stands there: in every branch of every Fn::If, also in those that no
 * scenario leads to, and in sections that nothing refers to. The pieces that Fn::Join, Fn::Sub and
 * Fn::Base64 make one text of are one text. What several places share, as the functions of a SAM
 * template share its Globals, comes once. Of most texts a look tells that they are not `wanted`.
 */
export function writtenTexts(template: Template, wanted: (text: string) => boolean): PlacedText[] {
  const texts: PlacedText[] = [];
  for (const [section, { value }] of template.root.entries)
    if (!ENTITIES.has(section)) new Walk(template.whole, section, texts, { wanted }).visit(value);
  for (const entities of ENTITIES.values())
    for (const entity of entities(template))
      new Walk(entity, entity.pathPrefix, texts, { wanted }).visit(entity.node);
  const seen = new Set<Node>();
  return texts.filter(({ node }) => !seen.has(node) && seen.add(node));
}

/** The texts of an entity at these paths, `Properties.A[].B`, and below them, as `writtenTexts` says. */
export function writtenTextsAt(entity: Entity, places: readonly string[]): PlacedText[] {
  const texts: PlacedText[] = [];
  new Walk(entity, entity.pathPrefix, texts, { ways: places.map(keysOf) }).visit(entity.node);
  return texts;
}

const keysOf = rememberText((place): Way => place.replaceAll('[]', '').split('.'));

/** The sections whose entries findings are about. */
const ENTITIES: ReadonlyMap<string, (template: Template) => Iterable<Entity>> = new Map([
  ['Parameters', (template: Template): Iterable<Entity> => template.parameters.values()],
  ['Mappings', (template) => named(template, 'Mappings')],
  ['Conditions', (template) => named(template, 'Conditions')],
  ['Resources', (template) => template.resources.values()],
  ['Outputs', (template) => template.outputs.values()],
]);

function named(template: Template, section: string): Entity[] {
  const node = template.root.entries.get(section)?.value;
  if (node?.kind !== 'map') return [];
  return [...node.entries].map(
    ([name, { key, value }]) => new Entity(template, name, value, key, `${section}.${name}`),
  );
}

/** The keys that lead to a place at which and below which texts are looked for. */
type Way = readonly string[];

interface Wanted {
  /** Whether a text is, or may become part of, what is looked for. */
  wanted?: (text: string) => boolean;
  /** Where texts are looked for, if not everywhere. */
  ways?: readonly Way[];
}

/** A walk through an entity. Most of a template are scalars that nobody wants: nothing is made for them. */
class Walk {
  /** What leads to where it has come to: keys, and positions in lists. */
  private readonly steps: (string | number)[] = [];
  private guards: readonly Guard[] = [];
  /** The ways that lead on from there; undefined at and below the places where texts are looked for. */
  private ways: readonly Way[] | undefined;
  private readonly wanted: ((text: string) => boolean) | undefined;

  constructor(
    private readonly entity: Entity,
    private readonly start: string,
    private readonly found: PlacedText[],
    { wanted, ways }: Wanted,
  ) {
    this.wanted = wanted;
    this.ways = ways;
  }

  /** Looks at a node that stands under a key of a map, by itself or in a list. */
  visit(node: Node, key?: string, beside?: MapNode): void {
    const call = intrinsicOf(node);
    if (node.kind === 'scalar' || (call && MAKES_TEXT.has(call.name))) this.add(node, key, beside);
    else if (node.kind === 'list') this.visitItems(node.items, key, beside);
    else if (call) this.visitOperands(call, key, beside);
    else this.visitEntries(node);
  }

  private visitItems(items: readonly Node[], key?: string, beside?: MapNode): void {
    for (let index = 0; index < items.length; index++) {
      this.steps.push(index);
      this.visit(items[index] as Node, key, beside);
      this.steps.pop();
    }
  }

  private visitEntries(map: MapNode): void {
    const { ways } = this;
    for (const [key, { value }] of map.entries) {
      this.ways = ways && onward(ways, key);
      if (this.ways?.length === 0) continue;
      this.steps.push(key);
      this.visit(value, key, map);
      this.steps.pop();
    }
    this.ways = ways;
  }

  private visitOperands({ name, argument }: Intrinsic, key?: string, beside?: MapNode): void {
    if (TAKES_NAMES.has(name)) return;
    const operands = argument.kind === 'list' ? argument.items : [argument];
    const [condition] = operands;
    if (name !== 'Fn::If' || condition?.kind !== 'scalar') {
      for (const operand of operands) this.visit(operand, key, beside);
      return;
    }
    const outside = this.guards;
    for (const [index, branch] of operands.slice(1).entries()) {
      this.guards = [...outside, { condition: condition.text, holds: index === 0 }];
      this.visit(branch, key, beside);
    }
    this.guards = outside;
  }

  /** An Fn::Sub without variables of its own says no more than its text. */
  private passesOver(node: Node): boolean {
    const call = intrinsicOf(node);
    const text = call?.name === 'Fn::Sub' ? call.argument : node;
    return text.kind === 'scalar' && this.wanted?.(text.text) === false;
  }

  private add(node: Node, key?: string, beside?: MapNode): void {
    if (this.ways || this.passesOver(node)) return;
    const inner: Node[] = [];
    const { entity, path, guards } = this;
    const text = new PlacedText({ entity, path, key, beside, guards }, node, piecesIn(node, inner));
    if (node.kind === 'scalar' || (this.wanted?.(text.text) ?? true)) this.found.push(text);
    for (const other of inner) this.visit(other, key, beside);
  }

  private get path(): string {
    let path = this.start;
    for (const step of this.steps) {
      if (typeof step === 'number') path += `[${step}]`;
      else path = path ? `${path}.${step}` : step;
    }
    return path;
  }
}

/** The ways that lead on at a key; undefined where one ends: all below is looked at. */
function onward(ways: readonly Way[], key: string): readonly Way[] | undefined {
  const taken = ways.filter(([first]) => first === key);
  return taken.some(({ length }) => length === 1) ? undefined : taken.map((way) => way.slice(1));
}

const MAKES_TEXT = new Set(['Fn::Sub', 'Fn::Join', 'Fn::Base64']);

/** Functions whose arguments name things of the template or of other stacks. */
const TAKES_NAMES = new Set([
  'Ref',
  'Fn::GetAtt',
  'Fn::FindInMap',
  'Fn::GetAZs',
  'Fn::ImportValue',
  'Fn::GetStackOutput',
]);

/** The pieces of a text. What stands in it without being part of one text with it goes to `inner`. */
function piecesIn(node: Node, inner: Node[]): Piece[] {
  if (node.kind === 'scalar') return [{ text: node.text, cutFrom: { node, index: 0 } }];
  const call = intrinsicOf(node);
  const items = call?.argument.kind === 'list' ? call.argument.items : [];
  if (call?.name === 'Fn::Base64') return piecesIn(call.argument, inner);
  if (call?.name === 'Fn::Join' && items[0]?.kind === 'scalar' && items[1]?.kind === 'list') {
    const glue = items[0].text;
    return items[1].items.flatMap((item, index) =>
      index > 0 && glue ? [{ text: glue }, ...piecesIn(item, inner)] : piecesIn(item, inner),
    );
  }
  if (call?.name === 'Fn::Sub') {
    const [text, variables] = items.length > 0 ? items : [call.argument];
    if (text?.kind === 'scalar') return substituted(text, variables, inner);
  }
  if (call?.name === 'Ref' && call.argument.kind === 'scalar') return [{ text: `\${${call.argument.text}}` }];
  if (call && MAKES_TEXT.has(call.name)) inner.push(...(items.length > 0 ? items : [call.argument]));
  else inner.push(node);
  return [{ text: GAP }];
}

function substituted(text: ScalarNode, variables: Node | undefined, inner: Node[]): Piece[] {
  return substitutions(text.text).flatMap((piece): Piece[] => {
    if ('text' in piece) return [{ text: piece.text, cutFrom: { node: text, index: piece.at } }];
    const given = variables?.kind === 'map' ? variables.entries.get(piece.name)?.value : undefined;
    return given ? piecesIn(given, inner) : [{ text: `\${${piece.name}}` }];
  });
}
