import { childOf, type Entry, intrinsicNode, list, type Node, type Range, scalar } from '../template/node';
import { parse } from '../template/parse';
import { Source } from '../template/source';
import type { Part } from './value';

/** Stands for a part that is not literal while the text is parsed; from Unicode's private use area. */
const MARK = '\uE000';

/**
 * Reads the JSON or YAML in a text as a tree of nodes. What is not literal in the text becomes, where it
 * stands, the intrinsic it came from. All nodes have the place of the text. Undefined when it is neither.
 */
export function embeddedJson(parts: readonly Part[], at: Range): Node | undefined {
  const text = parts
    .map((part, index) => (part.kind === 'literal' ? part.text : `${MARK}${index}${MARK}`))
    .join('');
  if (!/^\s*[{[]/.test(text) && !/^[\w"'-]+\s*:/m.test(text)) return undefined;
  try {
    const { root } = parse(new Source('', text));
    return root.kind === 'scalar' ? undefined : restore(root, parts, { start: at.start, end: at.end });
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
  const pieces = node.text
    .split(MARK)
    .map((piece, index) => (index % 2 === 0 ? scalar(piece, at) : original(parts[Number(piece)], at)));
  const whole = pieces.filter((piece) => piece.kind !== 'scalar' || piece.text !== '');
  return whole.length === 1
    ? (whole[0] as Node)
    : intrinsicNode('Fn::Join', list([scalar('', at), list(whole, at)], at), at);
}

const plainKey = (key: string, parts: readonly Part[]) =>
  key.replace(new RegExp(`${MARK}(\\d+)${MARK}`, 'g'), (_, index) => {
    const part = parts[Number(index)];
    return part?.kind === 'unknown' ? part.source : '${…}';
  });

/** The intrinsic that a part came from, as a node of its own: Fn::Sub's `${Name}` is a Ref. */
function original(part: Part | undefined, at: Range): Node {
  if (part?.kind === 'reference') {
    const target = scalar(part.resource.logicalId, at);
    return part.attribute === undefined
      ? intrinsicNode('Ref', target, at)
      : intrinsicNode('Fn::GetAtt', list([target, scalar(part.attribute, at)], at), at);
  }
  if (part?.kind === 'unknown' && part.parameter) return intrinsicNode('Ref', scalar(part.parameter, at), at);
  if (part?.kind === 'unknown' && part.source.startsWith('{{')) return scalar(part.source, at);
  return part?.kind === 'unknown' && childOf(part.node, 'Fn::Sub') === undefined
    ? part.node
    : intrinsicNode('Fn::Unknown', scalar(part?.kind === 'unknown' ? part.source : '', at), at);
}
