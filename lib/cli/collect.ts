import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type CloudAssembly, readAssembly, realPath } from '../assembly/cloud-assembly';
import { templateSourcesOf } from '../assembly/template-sources';
import type { TemplateSource } from '../check';
import type { AssemblyFolder } from '../estate/groups';
import type { CheckError } from '../report';
import { decode, readTextFile, UnreadableFile } from '../text-file';
import { ENDINGS, type Found, find, isGlob } from './paths';

/** CloudFormation takes templates of up to 1 MB; a file this large is none. */
const MAX_BYTES = 16 * 1024 * 1024;

export interface Collected {
  sources: TemplateSource[];
  assemblies: CloudAssembly[];
  /** Where the assemblies are, with what they hold besides templates. */
  folders: AssemblyFolder[];
  errors: CheckError[];
  /** What was not taken in, though nothing is wrong with it. */
  notes: CheckError[];
}

/** Reads the files that paths stand for: files, folders, cloud assemblies, globs, and `-` for standard input. */
export function collect(
  paths: readonly string[],
  standardInput: () => Buffer = () => readFileSync(0),
): Collected {
  const collected: Collected = { sources: [], assemblies: [], folders: [], errors: [], notes: [] };
  const found: Given[] = [];
  for (const path of paths) {
    if (path === '-') addStandardInput(standardInput, collected);
    else found.push(foundAt(path, collected));
  }
  addAssemblies(found, collected);
  const seen = new Set(collected.sources.map(({ file }) => resolve(file)));
  for (const { files, named } of found) {
    for (const file of files) {
      if (!seen.has(resolve(file))) addFile(file, named, collected);
      seen.add(resolve(file));
    }
  }
  return collected;
}

/** What was found at a path. */
interface Given extends Found {
  path: string;
}

function foundAt(path: string, { errors, notes }: Collected): Given {
  const found = { ...find(path), path };
  for (const file of found.broken) errors.push(problem(file, 'is a link that leads to nothing'));
  for (const file of found.notFollowed) notes.push(problem(file, NOT_FOLLOWED));
  if (found.broken.length > 0) return found;
  if (found.files.length === 0 && found.assemblies.length === 0) errors.push(problem(path, missing(path)));
  return found;
}

const NOT_FOLLOWED = 'is a link to a folder, which is not followed: name it to have it checked';

const missing = (path: string) =>
  existsSync(path)
    ? `holds no file that ends in ${ENDINGS.map((ending) => `.${ending}`).join(', ')}`
    : isGlob(path)
      ? 'matches no file'
      : 'there is no such file or folder';

/** An assembly that is given by itself and lies in another one that is given is a part of that one. */
function addAssemblies(found: readonly Given[], collected: Collected): void {
  const givenFor = new Map(found.flatMap(({ assemblies, path }) => assemblies.map((one) => [one, path])));
  const folders = [...givenFor.keys()];
  const read = new Set<string>();
  for (const folder of folders.sort((a, b) => realPath(a).length - realPath(b).length)) {
    if (read.has(realPath(folder))) continue;
    const assembly = readAssembly(folder, MAX_BYTES);
    for (const one of assembly.folders) read.add(one);
    collected.assemblies.push(assembly);
    collected.sources.push(...templateSourcesOf(assembly));
    collected.errors.push(...assembly.errors);
    const given = givenFor.get(folder) as string;
    collected.folders.push({ folder: assembly.folder, within: existsSync(given) ? given : folder });
  }
}

function addFile(file: string, named: boolean, { sources, errors }: Collected): void {
  try {
    const isLarge = !named && statSync(file).size > MAX_BYTES;
    const text = isLarge ? 'null' : readTextFile(file, MAX_BYTES);
    sources.push({ file, text, mayBeSomethingElse: !named });
  } catch (error) {
    const reason =
      error instanceof UnreadableFile ? error.message : `cannot be read: ${(error as Error).message}`;
    errors.push(problem(file, reason));
  }
}

function addStandardInput(read: () => Buffer, { sources, errors }: Collected): void {
  try {
    const text = decode(read());
    if (text === undefined) errors.push(problem('-', 'is no text in UTF-8'));
    else sources.push({ file: '-', text, mayBeSomethingElse: false });
  } catch (error) {
    errors.push(problem('-', `cannot be read: ${(error as Error).message}`));
  }
}

const problem = (file: string, message: string): CheckError => ({ file, line: null, column: null, message });
