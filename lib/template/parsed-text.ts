import type { Node, Range } from './node';

/** A file that is no well-formed JSON or YAML. `at` is where, when that is known. */
export class ParseFailure extends Error {
  constructor(
    message: string,
    readonly at: Range | undefined,
  ) {
    super(message);
  }
}

/** Collections within collections that are read. */
export const MAX_DEPTH = 500;

export const tooDeep = () => new ParseFailure('nested too deeply to be read', undefined);

/** A key that a map has already. Parsers, CloudFormation's among them, keep the last and say nothing. */
export interface DuplicateKey {
  key: string;
  at: Range;
}

export interface ParsedText {
  root: Node;
  /** YAML forbids them. `root` holds the last. */
  duplicates: readonly DuplicateKey[];
}
