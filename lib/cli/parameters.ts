import { existsSync } from 'node:fs';
import { UsageError } from '../selection';
import { childOf, type MapNode, type Node } from '../template/node';
import { ParseFailure, parse } from '../template/parse';
import { Source } from '../template/source';
import { readTextFile, UnreadableFile } from '../text-file';

export type Parameters = Record<string, string>;

/**
 * Reads `KEY=VALUE`, or the file of that name: CloudFormation's list of ParameterKey and ParameterValue, a
 * template configuration of CodePipeline, or a plain map, in JSON or YAML.
 * @throws UsageError
 */
export function readParameters(text: string): Parameters {
  const equals = text.indexOf('=');
  if (equals > 0 && !existsSync(text)) return { [text.slice(0, equals)]: text.slice(equals + 1) };
  if (!existsSync(text)) throw new UsageError(`--parameters: "${text}" is neither KEY=VALUE nor a file`);
  const source = sourceAt(text);
  try {
    return parametersIn(parse(source).root);
  } catch (error) {
    if (!(error instanceof ParseFailure)) throw error;
    const at = error.at && source.position(error.at.start);
    throw new UsageError(`--parameters: ${text}${at ? `:${at.line}:${at.column}` : ''}: ${error.message}`);
  }
}

/** A file of parameters is small; one this large is something else. */
const MAX_BYTES = 4 * 1024 * 1024;

function sourceAt(file: string): Source {
  try {
    return new Source(file, readTextFile(file, MAX_BYTES));
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new UsageError(`--parameters: ${file}: ${error.message}`);
  }
}

function parametersIn(root: Node): Parameters {
  if (root.kind === 'list') return Object.fromEntries(root.items.map(listed));
  if (root.kind !== 'map') throw new ParseFailure('holds neither a list nor a map of parameters', root);
  const wrapped = childOf(root, 'Parameters');
  return mapped(wrapped?.kind === 'map' ? wrapped : root);
}

/** docs.aws.amazon.com/cli/latest/reference/cloudformation/create-stack.html (parameters) */
function listed(item: Node): [string, string] {
  if (item.kind === 'scalar' && item.text.includes('=')) {
    const equals = item.text.indexOf('=');
    return [item.text.slice(0, equals), item.text.slice(equals + 1)];
  }
  const key = childOf(item, 'ParameterKey');
  const value = childOf(item, 'ParameterValue');
  if (key?.kind !== 'scalar' || !value)
    throw new ParseFailure('an element takes a ParameterKey and a ParameterValue', item);
  return [key.text, textOf(value, key.text)];
}

const mapped = (map: MapNode): Parameters =>
  Object.fromEntries([...map.entries].map(([key, { value }]) => [key, textOf(value, key)]));

/** A list is written with commas, as CloudFormation takes it. */
function textOf(node: Node, key: string): string {
  if (node.kind === 'scalar') return node.text;
  if (node.kind === 'list') return node.items.map((item) => textOf(item, key)).join(',');
  throw new ParseFailure(`the value of ${key} is neither a text nor a list`, node);
}
