import { childOf, type Entry, intrinsicOf, type MapNode, map, type Node, scalar } from '../template/node';

/** What a loop's variable takes in turn, or undefined where only deployment can tell. */
type Collection = readonly string[] | undefined;

/** Resolves what a loop goes through, other than a list written out. */
export type ResolveCollection = (node: Node) => Collection;

/** Entries that all loops of a template together may write; a template holds 500 resources. */
const MAX_ENTRIES = 10_000;

/**
 * Writes out every `Fn::ForEach`, at any depth, as the language extensions do. A loop whose collection is
 * not known stays as it is, and so does what would be too much.
 * docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 */
export function expandLoops(root: MapNode, resolve: ResolveCollection): MapNode {
  const budget = { left: MAX_ENTRIES };
  const expand = (node: Node): Node => {
    if (node.kind === 'scalar') return node;
    if (node.kind === 'list') return { ...node, items: node.items.map(expand) };
    const entries = new Map<string, Entry>();
    for (const [key, entry] of node.entries) {
      const turns = isLoop(key) ? turnsOf(entry, resolve, budget) : undefined;
      if (!turns) entries.set(key, { key: entry.key, value: expand(entry.value) });
      for (const [value, body] of turns ?? [])
        for (const [name, one] of (expand(body) as MapNode).entries)
          entries.set(isLoop(name) ? `${name} (${value})` : name, one); // a loop that stays is another each turn
    }
    return map(entries, node);
  };
  return expand(root) as MapNode;
}

export const isLoop = (key: string): boolean => key.startsWith('Fn::ForEach::');

/** The parts of a loop: the name of its variable, the collection, and the entries it repeats. */
export function loopParts(node: Node): { variable: string; collection: Node; body: MapNode } | undefined {
  const [variable, collection, body] = node.kind === 'list' ? node.items : [];
  if (variable?.kind !== 'scalar' || !collection || body?.kind !== 'map') return undefined;
  return { variable: variable.text, collection, body };
}

/** The body of a loop once for each value that its variable takes. */
function turnsOf(
  entry: Entry,
  resolve: ResolveCollection,
  budget: { left: number },
): [value: string, body: Node][] | undefined {
  const parts = loopParts(entry.value);
  const collection = parts && collectionOf(parts.collection, resolve);
  if (!parts || !collection) return undefined;
  budget.left -= collection.length * parts.body.entries.size;
  if (budget.left < 0) return undefined;
  return collection.map((value) => [value, bind(parts.body, parts.variable, value)]);
}

function collectionOf(node: Node, resolve: ResolveCollection): Collection {
  if (node.kind !== 'list') return resolve(node);
  const values = node.items.map((item) => (item.kind === 'scalar' ? [item.text] : resolve(item)));
  return values.every((value) => value !== undefined) ? values.flat() : undefined;
}

/** The node with the loop's variable replaced, in `Ref`, in `${Name}` and, letters and digits only, in `&{Name}`. */
function bind(node: Node, variable: string, value: string): Node {
  const replace = (text: string) =>
    text
      .replaceAll(`\${${variable}}`, value)
      .replaceAll(`&{${variable}}`, value.replace(/[^A-Za-z0-9]/g, ''));
  if (node.kind === 'scalar')
    return node.text.includes(`{${variable}}`) ? { ...node, ...textual(replace(node.text)) } : node;
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => bind(item, variable, value)) };
  const reference = intrinsicOf(node)?.name === 'Ref' ? childOf(node, 'Ref') : undefined;
  if (reference?.kind === 'scalar' && reference.text === variable) return scalar(value, node);
  const entries = new Map<string, Entry>();
  for (const [key, entry] of node.entries)
    entries.set(replace(key), { key: entry.key, value: bind(entry.value, variable, value) });
  return map(entries, node);
}

const textual = (text: string) => ({ text, value: text });
