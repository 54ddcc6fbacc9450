import { type Entry, list, type Node, type Range } from '../template/node';
import { parse } from '../template/parse';
import { Source } from '../template/source';
import { textNode } from './text-node';
import type { Part } from './value';

/** Stands for a part that is not literal while the text is parsed; from Unicode's private use area. */
const MARK = '\uE000';

/**
 * Reads the JSON or YAML in a text as a tree of nodes. What is not literal in the text stays
 * what it is, where it stands. All nodes have the place of the text. Undefined when it is neither.
 */
export function embeddedJson(parts: readonly Part[], at: Range): Node | undefined {
  const text = parts
    .map((part, index) => (part.kind === 'literal' ? part.text : `${MARK}${index}${MARK}`))
    .join('');
  if (!/^\s*[{[]/.test(text) && !/^[\w"'-]+\s*:/m.test(text)) return undefined;
  const before = known.get(at);
  if (before?.text === text) return before.root;
  const root = structured(text, parts, { start: at.start, end: at.end });
  if (!text.includes(MARK)) known.set(at, { text, root });
  return root;
}

/** The literal text last read at each place: a policy is asked for as a whole for every statement in it. */
const known = new WeakMap<Range, { text: string; root: Node | undefined }>();

function structured(text: string, parts: readonly Part[], at: Range): Node | undefined {
  try {
    const { root } = parse(new Source('', text));
    return root.kind === 'scalar' ? undefined : restore(root, parts, at);
  } catch {
    return undefined; // Not structured after all: the caller treats the text as text.
  }
}

function restore(node: Node, parts: readonly Part[], at: Range): Node {
  if (node.kind === 'list')
    return list(
      node.items.map((item) => restore(item, parts, at)),
      at,
    );
  if (node.kind === 'map') {
    const entries = new Map<string, Entry>();
    for (const [key, entry] of node.entries)
      entries.set(plainKey(key, parts), { key: at, value: restore(entry.value, parts, at) });
    return { kind: 'map', entries, ...at };
  }
  if (!node.text.includes(MARK)) return { ...node, ...at };
  const pieces = node.text.split(MARK).flatMap((piece, index): Part[] => {
    if (index % 2 === 0) return piece === '' ? [] : [{ kind: 'literal', text: piece, origin: 'template' }];
    const part = parts[Number(piece)];
    return part ? [part] : [];
  });
  return textNode(pieces, at);
}

const plainKey = (key: string, parts: readonly Part[]) =>
  key.replace(new RegExp(`${MARK}(\\d+)${MARK}`, 'g'), (_, index) => {
    const part = parts[Number(index)];
    return part?.kind === 'unknown' ? part.source : '${…}';
  });
