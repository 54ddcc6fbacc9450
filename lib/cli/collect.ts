import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TemplateSource } from '../check';
import type { CheckError } from '../report';

/** The endings that templates go by; other files of a folder are none of ours. */
const ENDINGS = ['json', 'yaml', 'yml', 'template', 'cform', 'cfn'];
/** Folders that hold other people's files. */
const IGNORED = ['**/node_modules/**', '**/.git/**'];
/** CloudFormation takes templates of up to 1 MB; a file this large is none. */
const MAX_BYTES = 16 * 1024 * 1024;

export interface Collected {
  sources: TemplateSource[];
  errors: CheckError[];
}

/** Reads the files that paths stand for: files, folders, globs, and `-` for standard input. */
export function collect(
  paths: readonly string[],
  standardInput: () => Buffer = () => readFileSync(0),
): Collected {
  const collected: Collected = { sources: [], errors: [] };
  const seen = new Set<string>();
  for (const path of paths) {
    if (path === '-') {
      addText('-', standardInput(), false, collected);
      continue;
    }
    const files = filesAt(path);
    if (files.length === 0) collected.errors.push(problem(path, missing(path)));
    for (const { file, named } of files) {
      const absolute = resolve(file);
      if (seen.has(absolute)) continue;
      seen.add(absolute);
      addFile(file, named, collected);
    }
  }
  return collected;
}

interface Found {
  file: string;
  /** Named by the user, not met in a folder: it must be a template. */
  named: boolean;
}

function filesAt(path: string): Found[] {
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) return [{ file: path, named: true }];
    return glob([`**/*.{${ENDINGS.join(',')}}`], path).map((file) => ({
      file: path === '.' ? file : join(path, file),
      named: false,
    }));
  }
  if (!/[*?{[]/.test(path)) return [];
  return glob([path.replaceAll('\\', '/')], undefined).map((file) => ({ file, named: false }));
}

function glob(patterns: string[], cwd: string | undefined): string[] {
  const { globSync } = require('tinyglobby') as typeof import('tinyglobby'); // loaded only where a folder or glob is given
  return globSync(patterns, {
    ...(cwd && { cwd }),
    ignore: IGNORED,
    followSymbolicLinks: false,
    expandDirectories: false,
  }).sort();
}

const missing = (path: string) =>
  existsSync(path)
    ? `holds no file that ends in ${ENDINGS.map((ending) => `.${ending}`).join(', ')}`
    : /[*?{[]/.test(path)
      ? 'matches no file'
      : 'there is no such file or folder';

function addFile(file: string, named: boolean, collected: Collected): void {
  try {
    const { size } = statSync(file);
    if (size > MAX_BYTES && named)
      collected.errors.push(
        problem(file, `is larger than ${MAX_BYTES / 1024 / 1024} MiB, and CloudFormation takes 1 MB at most`),
      );
    else if (size > MAX_BYTES) collected.sources.push({ file, text: 'null', mayBeSomethingElse: true });
    else addText(file, readFileSync(file), !named, collected);
  } catch (error) {
    collected.errors.push(problem(file, `cannot be read: ${(error as Error).message}`));
  }
}

function addText(
  file: string,
  bytes: Buffer,
  mayBeSomethingElse: boolean,
  { sources, errors }: Collected,
): void {
  const text = decode(bytes);
  if (text === undefined) errors.push(problem(file, 'is no text in UTF-8'));
  else sources.push({ file, text, mayBeSomethingElse });
}

/** The text without its byte order mark, or undefined when it is no text in UTF-8 or marked UTF-16. */
function decode(bytes: Buffer): string | undefined {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const problem = (file: string, message: string): CheckError => ({ file, line: null, column: null, message });
