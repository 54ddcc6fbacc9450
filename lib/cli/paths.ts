import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { realPath } from '../assembly/cloud-assembly';
import { isWithin } from '../assembly/construct-path';
import { isAssembly, MANIFEST, MARKER } from '../assembly/manifest';
import { type Link, linksIn } from './links';

/** The endings that templates go by; other files of a folder are none of ours. */
export const ENDINGS = ['json', 'yaml', 'yml', 'template', 'cform', 'cfn'];
/** Folders that hold other people's files. */
const IGNORED = ['node_modules', '.git'];

/** What a path stands for. */
export interface Found {
  files: string[];
  /** The files were named by the user, not met in a folder: they must be templates. */
  named: boolean;
  /** Folders of cloud assemblies. */
  assemblies: string[];
  /** Links to folders, which are not followed: they may lead round in a circle, or anywhere. */
  notFollowed: string[];
  /** Links that lead to nothing where a template is looked for. */
  broken: string[];
}

/** Finds what is at a path: a file, a folder or assembly, or what a glob matches. */
export function find(path: string): Found {
  if (!existsSync(path)) return isGlob(path) ? matching([path.replaceAll('\\', '/')], undefined) : apart([]);
  if (!statSync(path).isDirectory()) return { ...apart([]), files: [path], named: true };
  if (isAssembly(path)) return { ...apart([]), assemblies: [path] };
  return matching([`**/*.{${ENDINGS.join(',')}}`, `**/${MARKER}`], path);
}

export const isGlob = (path: string): boolean => /[*?{[]/.test(path);

/** What patterns match in a folder, or where they themselves begin. */
function matching(patterns: string[], folder: string | undefined): Found {
  // Loaded only where a folder or glob is given.
  const { globSync } = require('tinyglobby') as typeof import('tinyglobby');
  const picomatch = require('picomatch') as typeof import('picomatch');
  const files = globSync(patterns, {
    ...(folder && { cwd: folder }),
    ignore: IGNORED.map((name) => `**/${name}/**`),
    followSymbolicLinks: false, // and so no link is in the answer
    expandDirectories: false,
    dot: true,
  });
  const from = folder ?? picomatch.scan(patterns[0] as string).base;
  const matches = picomatch(patterns, { dot: true });
  const links = linksIn(from, IGNORED).map((link) => ({
    ...link,
    file: folder === undefined ? link.file : relative(folder, link.file),
  }));
  const at = (file: string) => (folder === undefined || folder === '.' ? file : join(folder, file));
  const wanted = links.filter(({ file }) => matches(file.replaceAll('\\', '/')));
  const known = new Set(wanted.length > 0 ? files.map((file) => realPath(at(file))) : []);
  const linked = leadingTo('file', wanted).filter((file) => !known.has(realPath(at(file))));
  return {
    ...apart([...files, ...linked].sort().map(at)),
    notFollowed: leadingTo('folder', links).map(at),
    broken: leadingTo('nothing', wanted).map(at),
  };
}

const leadingTo = (what: Link['leadsTo'], links: readonly Link[]): string[] =>
  links.filter(({ leadsTo }) => leadsTo === what).map(({ file }) => file);

/** Tells assemblies from loose files: what lies in one is only looked at as a part of it. */
function apart(found: readonly string[]): Found {
  const signs = found.filter((file) => [MANIFEST, MARKER].includes(basename(file)));
  const folders = [...new Set(signs.map(dirname))].sort((a, b) => a.length - b.length);
  const assemblies: string[] = [];
  for (const folder of folders)
    if (!isInOneOf(folder, assemblies) && isAssembly(folder)) assemblies.push(folder);
  const files = found.filter((file) => basename(file) !== MARKER && !isInOneOf(dirname(file), assemblies));
  return { files, named: false, assemblies, notFollowed: [], broken: [] };
}

const isInOneOf = (folder: string, assemblies: readonly string[]) =>
  assemblies.some((assembly) => isWithin(folder.replaceAll('\\', '/'), assembly.replaceAll('\\', '/')));
