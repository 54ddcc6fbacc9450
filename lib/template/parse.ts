import { type ParseError, parse as parseLeniently, printParseErrorCode } from 'jsonc-parser';
import {
  type Alias,
  type Document,
  type DocumentOptions,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  type ParseOptions,
  parseDocument,
  type Scalar,
  type SchemaOptions,
  type Tags,
  type Node as YamlNode,
} from 'yaml';
import { joinUnderIndented, unfolded } from './flow-lines';
import {
  type Entry,
  intrinsicNode,
  type ListNode,
  list,
  type MapNode,
  type Node,
  type Range,
  type ScalarNode,
  scalar,
} from './node';
import type { Source } from './source';

/** A file that is no well-formed JSON or YAML. `at` is where, when that is known. */
export class ParseFailure extends Error {
  constructor(
    message: string,
    readonly at: Range | undefined,
  ) {
    super(message);
  }
}

export interface ParsedText {
  root: Node;
  /** YAML forbids them; parsers, CloudFormation's among them, keep the last and say nothing. `root` holds the last. */
  duplicates: DuplicateKey[];
}

export interface DuplicateKey {
  key: string;
  at: Range;
}

/** Nodes a template may come to once its aliases are written out; the largest real ones have some ten thousand. */
const MAX_NODES = 2_000_000;
const MAX_DEPTH = 500;
const TOO_DEEP = 'nested too deeply to be read';
const STACK_OVERFLOW = /call stack/;

/**
 * Reads JSON (strict) or YAML 1.1 as CloudFormation reads it: intrinsic functions in short form become
 * their long form, dates stay strings.
 * @throws ParseFailure
 */
export function parse(source: Source): ParsedText {
  const duplicates: DuplicateKey[] = [];
  return { root: parseNode(source, duplicates), duplicates };
}

function parseNode(source: Source, duplicates: DuplicateKey[]): Node {
  const { file, text } = source;
  const looksLikeJson = /^\s*[{[]/.test(text);
  if (!looksLikeJson) return parseYaml(text, duplicates);
  if (isJson(text)) return new JsonReader(text, duplicates).node(0);
  const [first] = jsonErrors(text);
  // YAML's flow style looks like JSON, and CloudFormation takes it. If it is neither, the first error says why.
  try {
    return parseYaml(text, duplicates);
  } catch (failure) {
    if (!first || file.match(/\.ya?ml$/i)) throw failure;
    throw new ParseFailure(`not well-formed JSON: ${jsonError(first)}`, {
      start: first.offset,
      end: first.offset + first.length,
    });
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const jsonErrors = (text: string): readonly ParseError[] =>
  guarded(() => {
    const errors: ParseError[] = [];
    parseLeniently(text, errors, { disallowComments: true, allowTrailingComma: false });
    return errors;
  });

const jsonError = (error: ParseError) =>
  printParseErrorCode(error.error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();

function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw new ParseFailure(TOO_DEEP, undefined);
    throw error;
  }
}

/** Finds what stands where in JSON that is known to be well-formed. */
class JsonReader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly duplicates: DuplicateKey[],
  ) {}

  node(depth: number): Node {
    if (depth > MAX_DEPTH) throw new ParseFailure(TOO_DEEP, undefined);
    const start = this.next();
    if (this.text[start] === '[') return this.list(start, depth);
    if (this.text[start] === '{') return this.map(start, depth);
    const at = this.scalar(start);
    const written = this.text.slice(at.start, at.end);
    const node = scalar(JSON.parse(written), at);
    if (typeof node.value === 'number') node.text = written;
    return node;
  }

  private list(start: number, depth: number): ListNode {
    const items: Node[] = [];
    this.at++;
    while (this.text[this.next()] !== ']') items.push(this.node(depth + 1));
    return list(items, { start, end: ++this.at });
  }

  private map(start: number, depth: number): MapNode {
    const entries = new Map<string, Entry>();
    this.at++;
    while (this.text[this.next()] !== '}') {
      const at = this.scalar(this.at);
      const key = JSON.parse(this.text.slice(at.start, at.end));
      if (entries.has(key)) this.duplicates.push({ key, at });
      entries.set(key, { key: at, value: this.node(depth + 1) });
    }
    return { kind: 'map', entries, start, end: ++this.at };
  }

  /** Where the next thing begins: commas and colons stand where they have to. */
  private next(): number {
    while (BETWEEN.has(this.text[this.at] as string)) this.at++;
    return this.at;
  }

  private scalar(start: number): Range {
    if (this.text[start] === '"') {
      do this.at = this.text.indexOf('"', this.at + 1);
      while (this.isEscaped());
      this.at++;
    } else {
      WORD.lastIndex = start;
      WORD.test(this.text);
      this.at = WORD.lastIndex;
    }
    return { start, end: this.at };
  }

  /** Whether the character here has an odd number of backslashes before it. */
  private isEscaped(): boolean {
    let before = this.at;
    while (this.text[before - 1] === '\\') before--;
    return (this.at - before) % 2 === 1;
  }
}

const BETWEEN = new Set([' ', '\t', '\n', '\r', ',', ':']);
/** A number, `true`, `false` or `null`. */
const WORD = /[\w.+-]+/y;

function parseYaml(text: string, duplicates: DuplicateKey[]): Node {
  return guarded(() => {
    let mended = text;
    for (let mends = 0; ; mends++) {
      const document = parseDocument(mended, YAML_OPTIONS);
      const error = document.errors.find(({ message }) => !message.startsWith('Comments must be separated'));
      if (!error) return new YamlReader(document, duplicates).read();
      const next = mends < MAX_MENDS ? joinUnderIndented(mended, error) : undefined;
      if (next === undefined) {
        const at = { start: error.pos[0], end: error.pos[1] };
        throw new ParseFailure(
          STACK_OVERFLOW.test(error.message) ? TOO_DEEP : `not well-formed YAML: ${error.message}`,
          at,
        );
      }
      mended = next;
    }
  });
}

/** Each mend parses the file anew. */
const MAX_MENDS = 50;

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

/** A tag that is not known costs a warning with a stack trace each time, which is a sixth of the time of parsing. */
const SHORT_FORMS: Tags = ['Ref', 'Condition', ...FUNCTIONS].flatMap((name) => {
  const tag = `!${name}`;
  return [
    { tag, resolve: (text: string) => text },
    { tag, collection: 'seq', resolve: (list) => list },
    { tag, collection: 'map', resolve: (map) => map },
  ];
});

/** Words of YAML 1.1 that are no texts. What else begins with a letter is one, and is not tried as anything else. */
const TEXT = {
  tag: 'tag:yaml.org,2002:str',
  default: true,
  test: /^(?!(?:y|yes|true|on|n|no|false|off|null)$)[a-z]/i,
  resolve: (text: string) => text,
} as const;

/** CloudFormation leaves these types of YAML 1.1 out: docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html */
const NOT_CLOUDFORMATION = /:(timestamp|binary|omap|pairs|set)$/;

const YAML_OPTIONS: DocumentOptions & ParseOptions & SchemaOptions = {
  version: '1.1',
  logLevel: 'silent',
  prettyErrors: false,
  uniqueKeys: false, // reported by YamlReader, with the key's name
  customTags: (tags) => [
    TEXT,
    ...tags.filter((tag) => typeof tag === 'string' || !NOT_CLOUDFORMATION.test(tag.tag)),
    ...SHORT_FORMS,
  ],
};

class YamlReader {
  private readonly anchors = new Map<string, Node | 'open'>();
  private readonly weights = new Map<Node, number>();

  constructor(
    private readonly document: Document.Parsed,
    private readonly duplicates: DuplicateKey[],
  ) {}

  read(): Node {
    const root = this.node(this.document.contents as YamlNode | null, 0, { start: 0, end: 0 });
    if (this.anchors.size > 0 && this.weight(root) > MAX_NODES)
      throw new ParseFailure(
        `its aliases expand to more than ${MAX_NODES.toLocaleString('en')} values`,
        undefined,
      );
    return root;
  }

  private node(yaml: YamlNode | null | undefined, depth: number, fallback: Range): Node {
    if (depth > MAX_DEPTH) throw new ParseFailure(TOO_DEEP, undefined);
    if (!yaml) return scalar(null, fallback);
    if (isAlias(yaml)) return this.alias(yaml);
    const at = rangeOf(yaml, fallback);
    const anchor = (yaml as Scalar).anchor;
    if (anchor) this.anchors.set(anchor, 'open');
    const node = tagged(yaml.tag, this.untagged(yaml, at, depth), at);
    if (anchor) this.anchors.set(anchor, node);
    return node;
  }

  private untagged(yaml: YamlNode, at: Range, depth: number): Node {
    if (isScalar(yaml)) return yamlScalar(yaml, at);
    if (isSeq(yaml)) {
      return list(
        yaml.items.map((item) =>
          isPair(item) ? this.map([item], at, depth) : this.node(item as YamlNode, depth + 1, at),
        ),
        at,
      );
    }
    if (isMap(yaml)) return this.map(yaml.items, at, depth);
    throw new ParseFailure('holds a value that is neither text, list nor map', at);
  }

  private map(pairs: Pair[], at: Range, depth: number): MapNode {
    const entries = new Map<string, Entry>();
    const merged: MapNode[] = [];
    for (const pair of pairs) {
      const keyNode = pair.key as YamlNode;
      const keyAt = rangeOf(keyNode, at);
      if (!isScalar(keyNode)) throw new ParseFailure('a key is not plain text', keyAt);
      const key = keyNode.source ?? String(keyNode.value ?? '');
      const value = this.node(pair.value as YamlNode | null, depth + 1, keyAt);
      if (key === '<<') merged.push(...mergeSources(value, keyAt));
      else {
        if (entries.has(key)) this.duplicates.push({ key, at: keyAt });
        entries.set(key, { key: keyAt, value });
      }
    }
    for (const source of merged) {
      for (const [key, entry] of source.entries) if (!entries.has(key)) entries.set(key, entry);
    }
    return { kind: 'map', entries, ...at };
  }

  private alias(yaml: Alias): Node {
    const target = this.anchors.get(yaml.source);
    if (target && target !== 'open') return target;
    throw new ParseFailure(
      target
        ? `the alias *${yaml.source} stands inside its own anchor`
        : `there is no anchor &${yaml.source}`,
      rangeOf(yaml, { start: 0, end: 0 }),
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

function rangeOf(yaml: YamlNode, fallback: Range): Range {
  return yaml.range ? { start: yaml.range[0], end: yaml.range[1] } : fallback;
}

function yamlScalar(yaml: Scalar, at: Range): ScalarNode {
  const value = yaml.value;
  const node: ScalarNode = {
    kind: 'scalar',
    value:
      typeof value === 'string'
        ? unfolded(value)
        : typeof value === 'object'
          ? null
          : (value as ScalarNode['value']),
    text: unfolded(yaml.source ?? ''),
    ...at,
  };
  if (yaml.tag === 'tag:yaml.org,2002:str' || yaml.tag?.startsWith('!')) node.value = node.text;
  if (typeof value === 'bigint') node.value = node.text;
  if (yaml.type === 'BLOCK_LITERAL') node.block = true;
  return node;
}

function mergeSources(value: Node, at: Range): MapNode[] {
  const sources = value.kind === 'list' ? value.items : [value];
  return sources.map((source) => {
    if (source.kind !== 'map') throw new ParseFailure('"<<" merges something that is not a map', at);
    return source;
  });
}

/** `!Ref X` and `Ref: X` are the same call; `!GetAtt A.B` has its argument in two parts in the long form. */
function tagged(tag: string | undefined, node: Node, at: Range): Node {
  if (!tag?.startsWith('!') || tag === '!') return node;
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
