import { isJson, jsonError, parseJson } from './json';
import type { Node } from './node';
import { type DuplicateKey, ParseFailure } from './parse-failure';
import type { Source } from './source';

export { type DuplicateKey, ParseFailure };

export interface ParsedText {
  root: Node;
  /** YAML forbids them. `root` holds the last. */
  duplicates: DuplicateKey[];
}

/**
 * Reads JSON (strict) or YAML 1.1 as CloudFormation reads it: intrinsic functions in short form become
 * their long form, dates stay strings.
 * @throws ParseFailure
 */
export function parse({ file, text }: Source): ParsedText {
  const duplicates: DuplicateKey[] = [];
  const looksLikeJson = /^\s*[{[]/.test(text);
  if (!looksLikeJson) return { root: parsedYaml(text, duplicates), duplicates };
  if (isJson(text)) return { root: parseJson(text, duplicates), duplicates };
  // YAML's flow style looks like JSON, and CloudFormation takes it. If it is neither, the first error says why.
  try {
    return { root: parsedYaml(text, duplicates), duplicates };
  } catch (failure) {
    throw (!/\.ya?ml$/i.test(file) && jsonError(text)) || failure;
  }
}

/** The parser is loaded by the first text in YAML: CDK writes none. */
const parsedYaml = (text: string, duplicates: DuplicateKey[]): Node =>
  (require('./yaml') as typeof import('./yaml')).parseYaml(text, duplicates);
