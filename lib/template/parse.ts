import { jsonError, parseJson } from './json';
import { type DuplicateKey, type ParsedText, ParseFailure } from './parsed-text';
import type { Source } from './source';

export { type DuplicateKey, type ParsedText, ParseFailure };

/**
 * Reads JSON (strict) or YAML 1.1 as CloudFormation reads it: intrinsic functions in short form become
 * their long form, dates stay strings.
 * @throws ParseFailure
 */
export function parse({ file, text }: Source): ParsedText {
  const looksLikeJson = /^\s*[{[]/.test(text);
  if (!looksLikeJson) return parsedYaml(text);
  // YAML's flow style looks like JSON, and CloudFormation takes it. If it is neither, the first error says why.
  try {
    return parseJson(text) ?? parsedYaml(text);
  } catch (failure) {
    throw (!/\.ya?ml$/i.test(file) && jsonError(text)) || failure;
  }
}

/** The parser is loaded by the first text in YAML: CDK writes none. */
const parsedYaml = (text: string): ParsedText =>
  (require('./yaml') as typeof import('./yaml')).parseYaml(text);
