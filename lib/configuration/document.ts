import type { ErrorObject, ValidateFunction } from 'ajv';
import { nearest } from '../nearest';
import { printable } from '../printable';
import { UsageError } from '../selection';
import { childOf, type Node, type Range } from '../template/node';
import { ParseFailure, parse } from '../template/parse';
import { Source } from '../template/source';
import { readTextFile, UnreadableFile } from '../text-file';

/** Such files are small; one this large is something else. */
const MAX_BYTES = 4 * 1024 * 1024;

/** A file of the user's that steers the checks: its text as a tree, so that each error has its place. */
export interface Document {
  source: Source;
  root: Node;
}

/** What is wrong with a document, and where. */
export interface Problem {
  message: string;
  at: Range;
}

/** @throws UsageError that names the file, the line and what is wrong */
export function readDocument(file: string): Document {
  let source: Source;
  try {
    source = new Source(file, readTextFile(file, MAX_BYTES));
  } catch (error) {
    if (error instanceof UnreadableFile) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
  try {
    const { root, duplicates } = parse(source);
    const document = { source, root };
    refuse(
      document,
      duplicates.map(({ key, at }) => ({ message: `the key "${key}" is there twice`, at })),
    );
    return document;
  } catch (error) {
    if (!(error instanceof ParseFailure)) throw error;
    throw new UsageError(`${place(source, error.at)}: ${error.message}`);
  }
}

/** @throws UsageError if there are problems, which lists them */
export function refuse({ source }: Document, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  throw new UsageError(
    problems.map(({ at, message }) => printable(`${place(source, at)}: ${message}`)).join('\n'),
  );
}

const place = (source: Source, at: Range | undefined) => {
  if (!at) return source.file;
  const { line, column } = source.position(at.start);
  return `${source.file}:${line}:${column}`;
};

/** The plain data of a node. */
export function plain(node: Node): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  // Without a prototype, so that a key `__proto__` is a key like any other.
  const data = Object.create(null) as Record<string, unknown>;
  for (const [key, { value }] of node.entries) data[key] = plain(value);
  return data;
}

const validators = new WeakMap<object, ValidateFunction>();

function compiled(schema: object): ValidateFunction {
  // Most runs have no such document, and loading this takes a tenth of what starting up does.
  const { Ajv } = require('ajv') as typeof import('ajv');
  return new Ajv({ allErrors: true, strict: false, verbose: true, inlineRefs: false }).compile(schema);
}

/** Where a part of a document is not what a JSON Schema asks for. */
export function problemsIn(node: Node, schema: object): Problem[] {
  const validate = validators.get(schema) ?? compiled(schema);
  validators.set(schema, validate);
  if (validate(plain(node))) return [];
  return (validate.errors ?? [])
    .filter(({ keyword }) => keyword !== 'if')
    .map((error) => problemOf(error, node))
    .sort((a, b) => a.at.start - b.at.start);
}

function problemOf(error: ErrorObject, root: Node): Problem {
  const keys = error.instancePath
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const node = keys.reduce<Node | undefined>(
    (at, key) => (at?.kind === 'list' ? at.items[Number(key)] : childOf(at, key)),
    root,
  ) as Node;
  const unknown = error.params.additionalProperty as string | undefined;
  const at = (unknown !== undefined && node.kind === 'map' && node.entries.get(unknown)?.key) || node;
  return { message: inWords(error, nameOf(keys)), at };
}

const nameOf = (keys: readonly string[]) => keys.findLast((key) => !/^\d+$/.test(key)) ?? 'it';

function inWords({ keyword, params, data, parentSchema }: ErrorObject, name: string): string {
  switch (keyword) {
    case 'additionalProperties': {
      const known = Object.keys((parentSchema as { properties?: object }).properties ?? {});
      const meant = nearest(params.additionalProperty, known);
      const hint = meant ? `; did you mean "${meant}"?` : `; there are ${known.join(', ') || 'none'}`;
      return `there is no key "${params.additionalProperty}" here${hint}`;
    }
    case 'required':
      return `"${params.missingProperty}" is missing`;
    case 'enum': {
      const allowed = (params.allowedValues as unknown[]).filter((value) => typeof value !== 'boolean');
      return `${name} is ${JSON.stringify(data)}; it can be ${allowed.join(', ')}`;
    }
    case 'minLength':
    case 'minItems':
      return `${name} is empty`;
    case 'minimum':
      return `${name} is ${data}; it must be at least ${params.limit}`;
    case 'maxLength':
      return `${name} is longer than ${params.limit} characters`;
    case 'pattern':
      return `${name} is ${JSON.stringify(data)}; it must be ${(parentSchema as { description?: string }).description}`;
    case 'type':
      return `${name} must be ${[params.type].flat().map(typeInWords).join(' or ')}`;
    default:
      return `${name} is not as it should be (${keyword})`;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  object: 'a map',
  array: 'a list',
  string: 'a text',
  boolean: 'true or false',
  number: 'a number',
};
const typeInWords = (type: string) => TYPES[type] ?? type;
