import {
  type AliasEvent,
  boolYaml11Tag,
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  floatYaml11Tag,
  getScalarValue,
  intYaml11Tag,
  type MappingEvent,
  NOT_RESOLVED,
  nullYaml11Tag,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  type ScalarTagDefinition,
  type SequenceEvent,
  YAMLException,
} from 'js-yaml';
import { mended, unfolded } from './lenient';
import {
  type Entry,
  intrinsicNode,
  list,
  type MapNode,
  map,
  type Node,
  type Range,
  type ScalarNode,
  scalar,
} from './node';
import { type DuplicateKey, MAX_DEPTH, type ParsedText, ParseFailure, tooDeep } from './parsed-text';

/** Nodes a template may come to once its aliases are written out; the largest real ones have some ten thousand. */
const MAX_NODES = 2_000_000;

/** Each mend reads the text anew: characters read in all, about a second's worth. */
const MAX_READ = 20_000_000;

/** @throws ParseFailure */
export function parseYaml(text: string): ParsedText {
  let readable = text;
  for (let read = 0; ; read += text.length) {
    try {
      return new YamlReader(readable, parseEvents(readable, { maxDepth: MAX_DEPTH })).read();
    } catch (error) {
      if (error instanceof RangeError) throw tooDeep();
      if (!(error instanceof YAMLException) || !error.mark) throw error;
      const { reason, mark } = error;
      const next = read < MAX_READ ? mended(readable, reason, mark.position) : undefined;
      if (next === undefined) throw failureOf(reason, mark.position);
      readable = next;
    }
  }
}

const failureOf = (reason: string, position: number) =>
  reason.startsWith('nesting exceeded')
    ? tooDeep()
    : new ParseFailure(`not well-formed YAML: ${IN_WORDS[reason] ?? reason}`, {
        start: position,
        end: position,
      });

/** What the parser's terser reasons come from. */
const IN_WORDS: { readonly [reason: string]: string } = {
  'deficient indentation':
    'a quote or bracket before it is not closed, or goes on here with too little indentation',
  'can not read a block mapping entry; a multiline key may not be an implicit key':
    'a key before it has no colon, or is written on two lines',
};

/** docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
const FUNCTIONS = new Set([
  'And',
  'Base64',
  'Cidr',
  'Contains',
  'EachMemberEquals',
  'EachMemberIn',
  'Equals',
  'FindInMap',
  'ForEach',
  'GetAtt',
  'GetAZs',
  'GetStackOutput',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'RefAll',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
  'ValueOf',
  'ValueOfAll',
]);

/**
 * What a plain text is read as if it is not a text, by its first character. CloudFormation leaves timestamps and
 * other types of YAML 1.1 out: docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
const TYPES = new Map<string, ScalarTagDefinition<ScalarNode['value']>[]>();
for (const type of [nullYaml11Tag, boolYaml11Tag, intYaml11Tag, floatYaml11Tag])
  for (const first of type.implicitFirstChars ?? []) TYPES.set(first, [...(TYPES.get(first) ?? []), type]);

function plainValue(text: string): ScalarNode['value'] {
  for (const type of TYPES.get(text.charAt(0)) ?? []) {
    const value = type.resolve(text, false, type.tagName);
    if (value !== NOT_RESOLVED) return value;
  }
  return text;
}

type NodeEvent = ScalarEvent | AliasEvent | SequenceEvent | MappingEvent;

/** Makes a tree of what the parser came upon, which says where things begin. */
class YamlReader {
  private readonly duplicates: DuplicateKey[] = [];
  private readonly anchors = new Map<string, Node | 'open'>();
  private readonly weights = new Map<Node, number>();
  private index = 0;
  /** Where the last thing that was read ends. */
  private end = 0;

  constructor(
    private readonly text: string,
    private readonly events: readonly Event[],
  ) {}

  read(): ParsedText {
    const { duplicates } = this;
    const nothing = { start: 0, end: 0 };
    if (this.events.length === 0) return { root: scalar(null, nothing), duplicates };
    this.index++;
    const root = this.node(nothing);
    this.index++;
    if (this.index < this.events.length) {
      const start = this.text.indexOf('\n---', this.end) + 1;
      throw new ParseFailure('not well-formed YAML: it holds more than one document', {
        start,
        end: start + 3,
      });
    }
    if (this.anchors.size > 0 && this.weight(root) > MAX_NODES)
      throw new ParseFailure(
        `its aliases expand to more than ${MAX_NODES.toLocaleString('en')} values`,
        undefined,
      );
    return { root, duplicates };
  }

  /** What is empty stands at `fallback`. */
  private node(fallback: Range): Node {
    const event = this.events[this.index++] as NodeEvent;
    if (event.type === EVENT_ID.ALIAS) return this.alias(event);
    const anchor = this.slice(event.anchorStart, event.anchorEnd);
    if (anchor) this.anchors.set(anchor, 'open');
    const tag = this.slice(event.tagStart, event.tagEnd);
    const untagged = this.untagged(event, tag, fallback);
    const node = tag ? tagged(tag, untagged) : untagged;
    if (anchor) this.anchors.set(anchor, node);
    return node;
  }

  /** The text between two places; none where they are marked as absent. */
  private slice(start: number, end: number): string {
    return start < 0 ? '' : this.text.slice(start, end);
  }

  private untagged(event: Exclude<NodeEvent, AliasEvent>, tag: string, fallback: Range): Node {
    if (event.type === EVENT_ID.SCALAR) return this.scalar(event, tag, fallback);
    this.end = event.start + 1;
    return event.type === EVENT_ID.SEQUENCE ? this.list(event) : this.map(event);
  }

  private get hasMore(): boolean {
    const more = this.events[this.index]?.type !== EVENT_ID.POP;
    if (!more) this.index++;
    return more;
  }

  private list(event: SequenceEvent): Node {
    const items: Node[] = [];
    while (this.hasMore) items.push(this.node({ start: event.start, end: event.start }));
    return list(items, this.rangeOf(event));
  }

  private map(event: MappingEvent): MapNode {
    const entries = new Map<string, Entry>();
    const merged: MapNode[] = [];
    while (this.hasMore) {
      const key = this.node({ start: event.start, end: event.start });
      const at = { start: key.start, end: key.end };
      if (key.kind !== 'scalar' || key.start === key.end)
        throw new ParseFailure('a key is not plain text', at);
      const value = this.node(at);
      if (key.text === '<<') merged.push(...mergeSources(value, at));
      else {
        if (entries.has(key.text)) this.duplicates.push({ key: key.text, at });
        entries.set(key.text, { key: at, value });
      }
    }
    for (const source of merged) {
      for (const [key, entry] of source.entries) if (!entries.has(key)) entries.set(key, entry);
    }
    return map(entries, this.rangeOf(event));
  }

  /** A collection that has been read to its last item. */
  private rangeOf({ start, style }: SequenceEvent | MappingEvent): Range {
    const isWritten = '[{'.includes(this.text.charAt(start)); // a pair in a list has no brackets
    if (style === COLLECTION_STYLE.FLOW && isWritten) {
      BEFORE_BRACKET.lastIndex = this.end;
      this.end += (BEFORE_BRACKET.exec(this.text)?.[0].length ?? 0) + 1;
    }
    return { start, end: this.end };
  }

  private scalar(event: ScalarEvent, tag: string, fallback: Range): Node {
    const own = this.placeOf(event);
    const at = own ?? fallback;
    this.end = own?.end ?? this.end;
    const text = unfolded(getScalarValue(this.text, event));
    const isPlain = event.style === SCALAR_STYLE.PLAIN && !(tag && isText(tag));
    const node = scalar(isPlain ? plainValue(text) : text, at);
    node.text = text;
    if (event.style === SCALAR_STYLE.LITERAL_BLOCK) node.block = true;
    return node;
  }

  private placeOf(event: ScalarEvent): Range | undefined {
    const { style, valueStart, valueEnd, tagStart, tagEnd } = event;
    if (valueStart < 0) return tagStart < 0 ? undefined : { start: tagStart, end: tagEnd };
    if (style === SCALAR_STYLE.PLAIN) return { start: valueStart, end: valueEnd };
    if (style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED)
      return { start: valueStart - 1, end: valueEnd + 1 };
    // In its line, nothing but signs of the structure stands between what was read before and `|` or `>`.
    const lineStart = this.text.lastIndexOf('\n', valueStart - 2) + 1;
    BLOCK_SIGN.lastIndex = Math.max(lineStart, this.end, tagEnd, event.anchorEnd);
    const lines = this.text.slice(valueStart, valueEnd).trimEnd();
    return { start: BLOCK_SIGN.exec(this.text)?.index ?? valueStart, end: valueStart + lines.length };
  }

  private alias({ anchorStart, anchorEnd }: AliasEvent): Node {
    const name = this.text.slice(anchorStart, anchorEnd);
    const target = this.anchors.get(name);
    this.end = anchorEnd;
    if (target && target !== 'open') return target;
    throw new ParseFailure(
      target ? `the alias *${name} stands inside its own anchor` : `there is no anchor &${name}`,
      { start: anchorStart - 1, end: anchorEnd },
    );
  }

  /** How many nodes stand below and including `node` when every alias is written out; shared nodes are counted once. */
  private weight(node: Node): number {
    const known = this.weights.get(node);
    if (known !== undefined) return known;
    let sum = 1;
    if (node.kind === 'list') for (const item of node.items) sum += this.weight(item);
    if (node.kind === 'map') for (const entry of node.entries.values()) sum += this.weight(entry.value);
    this.weights.set(node, sum);
    return sum;
  }
}

/** What stands between the last item of a flow collection and its end. */
const BEFORE_BRACKET = /(?:[\s,:?]|#.*)*/y;

const BLOCK_SIGN = /[|>]/g;

/** Tags whose text stays a text: short forms of functions and `!!str`. */
const isText = (tag: string) => tag === '!!str' || /^!(?!!)/.test(tag);

function mergeSources(value: Node, at: Range): MapNode[] {
  const sources = value.kind === 'list' ? value.items : [value];
  return sources.map((source) => {
    if (source.kind !== 'map') throw new ParseFailure('"<<" merges something that is not a map', at);
    return source;
  });
}

/** `!Ref X` and `Ref: X` are the same call; `!GetAtt A.B` has its argument in two parts in the long form. */
function tagged(tag: string, node: Node): Node {
  if (!/^!(?!!|$)/.test(tag)) return node;
  const at = { start: node.start, end: node.end };
  const name = tag.slice(1);
  if (name === 'Ref' || name === 'Condition') return intrinsicNode(name, node, at);
  if (name === 'GetAtt' && node.kind === 'scalar') {
    const dot = node.text.indexOf('.');
    const parts = dot === -1 ? [node.text] : [node.text.slice(0, dot), node.text.slice(dot + 1)];
    return intrinsicNode(
      'Fn::GetAtt',
      list(
        parts.map((part) => scalar(part, node)),
        node,
      ),
      at,
    );
  }
  return intrinsicNode(FUNCTIONS.has(name) ? `Fn::${name}` : tag, node, at);
}
