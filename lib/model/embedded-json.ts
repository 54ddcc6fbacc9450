import { type Entry, list, map, type Node, type Range } from '../template/node';
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
  let read = known.get(at);
  if (read?.text !== text) {
    read = { text, root: structured(text, at) };
    known.set(at, read);
  }
  return read.root && text.includes(MARK) ? restore(read.root, parts, placeOf(at)) : read.root;
}

/**
 * The text last read at each place: a policy is asked for as a whole for every statement in it, and a build
 * spec in every scenario. What is not literal in it is still to be restored.
 */
const known = new WeakMap<Range, { text: string; root: Node | undefined }>();

function structured(text: string, at: Range): Node | undefined {
  try {
    const { root } = parse(new Source('', text));
    if (root.kind === 'scalar') return undefined;
    return text.includes(MARK) ? root : restore(root, [], placeOf(at));
  } catch {
    return undefined; // Not structured after all: the caller treats the text as text.
  }
}

const placeOf = ({ start, end }: Range): Range => ({ start, end });

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
    return map(entries, at);
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
