import { intrinsicNode, list, type Node, type Range, type ScalarNode, scalar } from '../template/node';
import type { Part } from './value';

/** The name of the function that a node calls to stand for a part. Templates have no such function. */
export const PART = 'Fn::Part';

const parts = new WeakMap<Node, Part>();

/** The part that the argument of a `PART` call stands for. */
export const partIn = (argument: Node): Part | undefined => parts.get(argument);

/** A node that evaluates to these parts, wherever it is evaluated: what a text was taken apart into. */
export function textNode(all: readonly Part[], at: Range): Node {
  const [only, more] = all;
  if (!only) return scalar('', at);
  if (!more) return partNode(only, at);
  const nodes = all.map((part) => partNode(part, at));
  return intrinsicNode('Fn::Join', list([scalar('', at), list(nodes, at)], at), at);
}

function partNode(part: Part, at: Range): Node {
  const argument: ScalarNode = scalar('', at);
  parts.set(argument, part);
  return intrinsicNode(PART, argument, at);
}

/** Cuts a text at a character of its literal parts. */
export function splitAt(separator: string, all: readonly Part[]): Part[][] {
  const pieces: Part[][] = [[]];
  for (const part of all) {
    if (part.kind !== 'literal') {
      pieces.at(-1)?.push(part);
      continue;
    }
    for (const [index, text] of part.text.split(separator).entries()) {
      if (index > 0) pieces.push([]);
      if (text.trim() !== '')
        pieces.at(-1)?.push({ kind: 'literal', text: text.trim(), origin: part.origin });
    }
  }
  return pieces;
}
