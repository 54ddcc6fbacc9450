import { intrinsicOf, type MapNode, type Node, type Range, type ScalarNode } from '../template/node';
import { Entity } from './entity';
import { conditionHolds } from './evaluate';
import type { Expectation, Test } from './expectation';
import { Property } from './property';
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

/** Where the walk through a template has come to. */
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
  const texts = new Collected({ wanted });
  for (const [section, { value }] of template.root.entries)
    if (!ENTITIES.has(section)) collect(value, { entity: template.whole, path: section, guards: [] }, texts);
  for (const entities of ENTITIES.values()) for (const entity of entities(template)) collectOf(entity, texts);
  const seen = new Set<Node>();
  return texts.found.filter(({ node }) => !seen.has(node) && seen.add(node));
}

/** The texts of an entity at these paths, `Properties.A[].B`, and below them, as `writtenTexts` says. */
export const writtenTextsAt = (entity: Entity, places: readonly string[]): PlacedText[] =>
  collectOf(entity, new Collected({ places }));

function collectOf(entity: Entity, texts: Collected): PlacedText[] {
  collect(entity.node, { entity, path: entity.pathPrefix, guards: [] }, texts);
  return texts.found;
}

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

interface Wanted {
  /** Whether a text is, or may become part of, what is looked for. */
  wanted?: (text: string) => boolean;
  /** Paths, without positions in lists, at which and below which texts are looked for. */
  places?: readonly string[];
}

/** The texts that a walk has found. Most of a template are scalars that nobody wants: nothing is made for them. */
class Collected {
  readonly found: PlacedText[] = [];

  constructor(private readonly looked: Wanted) {}

  add(node: Node, spot: Spot): void {
    if (this.passesOver(node)) return;
    const inner: Node[] = [];
    const text = new PlacedText(spot, node, piecesIn(node, inner));
    if (this.looked.wanted?.(text.text) ?? true) this.found.push(text);
    for (const other of inner) collect(other, spot, this);
  }

  passesOver(node: Node): boolean {
    return node.kind === 'scalar' && this.looked.wanted?.(node.text) === false;
  }

  /** Whether a path leads to a place where texts are looked for, or is at or below one. */
  leadsOn(path: string): boolean {
    const { places } = this.looked;
    if (!places) return true;
    const here = path.replace(/\[\d+\]/g, '[]');
    return places.some((place) => isWithin(here, place) || isWithin(place, here));
  }
}

const isWithin = (path: string, around: string) =>
  path.startsWith(around) && (path.length === around.length || '.['.includes(path.charAt(around.length)));

function collect(node: Node, spot: Spot, texts: Collected): void {
  const { entity, path, key, beside, guards } = spot;
  const call = intrinsicOf(node);
  if (node.kind === 'scalar' || (call && MAKES_TEXT.has(call.name))) texts.add(node, spot);
  else if (node.kind === 'list') {
    for (let index = 0; index < node.items.length; index++) {
      const item = node.items[index] as Node;
      if (!texts.passesOver(item))
        collect(item, { entity, path: `${path}[${index}]`, key, beside, guards }, texts);
    }
  } else if (call) {
    if (TAKES_NAMES.has(call.name)) return;
    const operands = call.argument.kind === 'list' ? call.argument.items : [call.argument];
    const [condition] = operands;
    for (const [index, operand] of operands.entries()) {
      if (call.name !== 'Fn::If' || condition?.kind !== 'scalar') collect(operand, spot, texts);
      else if (index > 0) collect(operand, guarded(spot, condition.text, index === 1), texts);
    }
  } else {
    for (const [name, { value }] of node.entries) {
      if (texts.passesOver(value)) continue;
      const below = path ? `${path}.${name}` : name;
      if (texts.leadsOn(below))
        collect(value, { entity, path: below, key: name, beside: node, guards }, texts);
    }
  }
}

const guarded = (spot: Spot, condition: string, holds: boolean): Spot => ({
  ...spot,
  guards: [...spot.guards, { condition, holds }],
});

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
