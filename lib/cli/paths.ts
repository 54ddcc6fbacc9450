import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isWithin } from '../assembly/construct-path';
import { isAssembly, MANIFEST, MARKER } from '../assembly/manifest';

/** The endings that templates go by; other files of a folder are none of ours. */
export const ENDINGS = ['json', 'yaml', 'yml', 'template', 'cform', 'cfn'];
/** Folders that hold other people's files. */
const IGNORED = ['**/node_modules/**', '**/.git/**'];

/** What a path stands for. */
export interface Found {
  files: string[];
  /** The files were named by the user, not met in a folder: they must be templates. */
  named: boolean;
  /** Folders of cloud assemblies. */
  assemblies: string[];
}

/** Finds what is at a path: a file, a folder or assembly, or what a glob matches. */
export function find(path: string): Found {
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) return { files: [path], named: true, assemblies: [] };
    if (isAssembly(path)) return { files: [], named: false, assemblies: [path] };
    const files = glob([`**/*.{${ENDINGS.join(',')}}`, `**/${MARKER}`], path);
    return apart(files.map((file) => (path === '.' ? file : join(path, file))));
  }
  return isGlob(path) ? apart(glob([path.replaceAll('\\', '/')], undefined)) : apart([]);
}

export const isGlob = (path: string): boolean => /[*?{[]/.test(path);

function glob(patterns: string[], cwd: string | undefined): string[] {
  const { globSync } = require('tinyglobby') as typeof import('tinyglobby'); // loaded only where a folder or glob is given
  return globSync(patterns, {
    ...(cwd && { cwd }),
    ignore: IGNORED,
    followSymbolicLinks: false,
    expandDirectories: false,
    dot: true,
  }).sort();
}

/** Tells assemblies from loose files: what lies in one is only looked at as a part of it. */
function apart(found: readonly string[]): Found {
  const signs = found.filter((file) => [MANIFEST, MARKER].includes(basename(file)));
  const folders = [...new Set(signs.map(dirname))].sort((a, b) => a.length - b.length);
  const assemblies: string[] = [];
  for (const folder of folders)
    if (!isInOneOf(folder, assemblies) && isAssembly(folder)) assemblies.push(folder);
  const files = found.filter((file) => basename(file) !== MARKER && !isInOneOf(dirname(file), assemblies));
  return { files, named: false, assemblies };
}

const isInOneOf = (folder: string, assemblies: readonly string[]) =>
  assemblies.some((assembly) => isWithin(folder.replaceAll('\\', '/'), assembly.replaceAll('\\', '/')));
