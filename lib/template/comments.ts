import type { MapNode, Node, Range } from './node';
import type { Source } from './source';

/** A comment of YAML, without its sign. */
export interface Comment {
  text: string;
  /** Where in the file it begins. */
  start: number;
}

/** The comments of a template that are wanted. JSON has none; a sign within a text, such as a script, begins none. */
export function commentsIn(source: Source, root: MapNode, wanted: (text: string) => boolean): Comment[] {
  if (source.text.trimStart().startsWith('{')) return [];
  const comments: Comment[] = [];
  for (const { 0: sign, index } of source.text.matchAll(/#(?<=(?:^|[ \t])#)[^\n\r]*/gm)) {
    const text = sign.slice(1);
    if (wanted(text)) comments.push({ text, start: index + 1 });
  }
  if (comments.length === 0) return [];
  const texts = textsIn(root);
  return comments.filter(({ start }) => !isWithin(start, texts));
}

/** The ranges of all scalars, in the order of the file. Aliases lead to one text several times. */
function textsIn(root: Node): Range[] {
  const found: Range[] = [];
  const seen = new Set<Node>();
  const pending: Node[] = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'scalar') found.push(node);
    else if (node.kind === 'list') pending.push(...node.items);
    else for (const { value } of node.entries.values()) pending.push(value);
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Whether a character lies in one of the ranges, of which none overlaps another. */
function isWithin(index: number, ranges: readonly Range[]): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle] as Range;
    if (range.end <= index) low = middle + 1;
    else if (range.start > index) high = middle - 1;
    else return true;
  }
  return false;
}
