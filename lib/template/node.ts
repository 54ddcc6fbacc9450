/**
 * The tree of a template's text: what stands where. YAML and JSON, short and long intrinsic forms all
 * come out the same; nothing is resolved here.
 */
export type Node = ScalarNode | ListNode | MapNode;

/** Offsets into the text of the file, `end` exclusive. */
export interface Range {
  start: number;
  end: number;
}

export interface ScalarNode extends Range {
  kind: 'scalar';
  value: string | number | boolean | null;
  /** As CloudFormation sees it: an unquoted `012345678901` keeps its zero. */
  text: string;
  /** A literal block (`|`): its lines are the lines of the file. */
  block?: boolean;
  /** Made from a list parameter's value: it stands in no template. */
  origin?: 'default' | 'parameter';
}

export interface ListNode extends Range {
  kind: 'list';
  items: Node[];
}

export interface MapNode extends Range {
  kind: 'map';
  /** A Map, not an object: keys such as `__proto__` come from untrusted input. */
  entries: ReadonlyMap<string, Entry>;
  /** The intrinsic function that it is a call of. */
  call: Intrinsic | undefined;
}

export interface Entry {
  key: Range;
  value: Node;
}

export const scalar = (value: string | number | boolean | null, at: Range): ScalarNode => ({
  kind: 'scalar',
  value,
  text: value === null ? '' : String(value),
  start: at.start,
  end: at.end,
});

export const list = (items: Node[], at: Range): ListNode => ({
  kind: 'list',
  items,
  start: at.start,
  end: at.end,
});

export const map = (entries: ReadonlyMap<string, Entry>, at: Range): MapNode => ({
  kind: 'map',
  entries,
  call: entries.size === 1 ? callIn(entries) : undefined,
  start: at.start,
  end: at.end,
});

/** A map of one entry, as the long form of an intrinsic function is written. */
export const intrinsicNode = (name: string, argument: Node, at: Range): MapNode =>
  map(new Map([[name, { key: at, value: argument }]]), at);

export interface Intrinsic {
  name: string;
  argument: Node;
}

function callIn(entries: ReadonlyMap<string, Entry>): Intrinsic | undefined {
  for (const [name, { value }] of entries)
    if (name === 'Ref' || name.startsWith('Fn::') || name.startsWith('!')) return { name, argument: value };
  return undefined;
}

/**
 * The intrinsic function that a node is a call of, or undefined. `Condition` counts only where
 * conditions are evaluated, because `{ Condition: {…} }` is ordinary data in IAM policies.
 */
export const intrinsicOf = (node: Node | undefined): Intrinsic | undefined =>
  node?.kind === 'map' ? node.call : undefined;

/** The value under `key` where the node is a map, else undefined. */
export function childOf(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === 'map' ? node.entries.get(key)?.value : undefined;
}

/** The plain data of a node; intrinsics stay as written. For short forms in messages and for keys of caches. */
export function toData(node: Node): unknown {
  if (node.kind === 'scalar') return node.text;
  if (node.kind === 'list') return node.items.map(toData);
  return [...node.entries].map(([key, entry]) => [key, toData(entry.value)]);
}

/** Whether a node, or one below it in any branch, is such. */
export function someIn(node: Node, isSuch: (node: Node) => boolean): boolean {
  if (isSuch(node)) return true;
  if (node.kind === 'list') return node.items.some((item) => someIn(item, isSuch));
  if (node.kind === 'map')
    for (const { value } of node.entries.values()) if (someIn(value, isSuch)) return true;
  return false;
}

/** Every scalar in or below a node, in all branches. */
export function textsIn(node: Node | undefined): string[] {
  if (!node) return [];
  if (node.kind === 'scalar') return [node.text];
  const children = node.kind === 'list' ? node.items : [...node.entries.values()].map(({ value }) => value);
  return children.flatMap(textsIn);
}
