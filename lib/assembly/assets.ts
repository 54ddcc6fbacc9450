import { existsSync, lstatSync, readdirSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { type Asset, AssetFile } from '../model/asset';
import type { CheckError } from '../report';
import { childOf, type MapNode, type Node } from '../template/node';
import { ParseFailure, parse } from '../template/parse';
import { Source } from '../template/source';
import { decode, readBytes, readTextFile, UnreadableFile } from '../text-file';
import { realPath } from './cloud-assembly';
import { MANIFEST, type Manifest, readManifest } from './manifest';

/** Assets that are read when a rule asks for them. */
export interface Assets {
  readonly all: readonly Asset[];
  /** What was found to be missing or not looked at, as far as the assets were read. */
  readonly errors: readonly CheckError[];
  readonly notes: readonly CheckError[];
}

/** A manifest, and a file of an asset; longer ones hold what a program wrote. */
const MAX_MANIFEST_BYTES = 64 * 1024 * 1024;
const MAX_FILE_BYTES = 2 * 1024 * 1024;
/** Of all assets of an assembly together. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_FILES = 20_000;
const MAX_DEPTH = 32;

/** Folders that hold other people's files, and those with what tests need. */
const NOT_LOOKED_INTO = new Set([
  'node_modules',
  'site-packages',
  'vendor',
  'venv',
  '.venv',
  '.git',
  '__pycache__',
  '__tests__',
  'test',
  'tests',
  'testdata',
  'fixtures',
]);

interface Bounds {
  /** The folder that was given to be checked, which may hold more than the assembly. */
  within?: string;
  /** Whether the assets of a template's stack are wanted. */
  isOf?: (template: string) => boolean;
}

/**
 * The assets of a cloud assembly and of those nested in it. Nothing outside of it, or of what it was given
 * within, is read, and symbolic links are not followed.
 */
export const readAssets = (folder: string, { within = folder, isOf = () => true }: Bounds = {}): Assets =>
  new AssetReader(folder, within, isOf);

class AssetReader implements Assets {
  readonly errors: CheckError[] = [];
  private readonly problems: CheckError[] = [];
  private readonly passedOver = new Map<string, Set<string>>();
  private readonly bounds: string;
  private readonly seen = new Set<string>();
  private listed: Asset[] | undefined;
  private filesFound = 0;
  private bytesFound = 0;

  constructor(
    private readonly folder: string,
    within: string,
    private readonly isOf: (template: string) => boolean,
  ) {
    this.bounds = realPath(within);
  }

  get all(): readonly Asset[] {
    if (!this.listed) {
      this.listed = [];
      this.readFolder(this.folder, this.listed);
    }
    return this.listed;
  }

  get notes(): readonly CheckError[] {
    const counts = [...this.passedOver].map(([why, files]) => `${files.size} ${why}`);
    const message = `files of assets that were not looked at for secrets: ${counts.join(', ')}`;
    const sum = counts.length > 0 ? [{ file: this.folder, line: null, column: null, message }] : [];
    return [...this.problems, ...sum];
  }

  private readFolder(folder: string, found: Asset[]): void {
    const real = this.realPathOf(folder, join(this.folder, MANIFEST));
    if (real === undefined || this.seen.has(real)) return;
    this.seen.add(real);
    const manifest = this.attempt(join(folder, MANIFEST), (file): Manifest => readManifest(file));
    for (const { file, templateFile } of manifest?.assets ?? []) {
      const template = templateFile === undefined ? undefined : join(folder, templateFile);
      if (template === undefined || this.isOf(template)) this.readAssets(folder, file, template, found);
    }
    for (const nested of manifest?.nested ?? []) this.readFolder(join(folder, nested), found);
  }

  private readAssets(folder: string, name: string, template: string | undefined, found: Asset[]): void {
    const path = join(folder, name);
    if (this.realPathOf(path, join(folder, MANIFEST)) === undefined) return;
    const manifest = this.attempt(path, (file) => new Source(file, readTextFile(file, MAX_MANIFEST_BYTES)));
    const root = manifest && this.parsed(manifest);
    if (!manifest || !root) return;
    for (const [section, kind, key] of SECTIONS)
      for (const [id, node] of entriesOf(childOf(root, section))) {
        const source = childOf(node, 'source');
        const at = textOf(childOf(source, key));
        // What an executable makes is there at deployment only, and templates are checked as such.
        if (source?.kind !== 'map' || at === undefined || at.endsWith('.template.json')) continue;
        const asset = { id, kind, manifest, entry: source, path: `${section}.${id}.source`, template };
        found.push(this.withFiles(asset, isAbsolute(at) ? at : join(folder, at)));
      }
  }

  private withFiles(asset: Omit<Asset, 'files'>, path: string): Asset {
    const reader = this;
    let files: AssetFile[] | undefined;
    return {
      ...asset,
      get files() {
        files ??= reader.filesAt(path, this);
        return files;
      },
    };
  }

  /** The files of an asset; those of one that another manifest lists, too, come once. */
  private filesAt(path: string, asset: Asset): AssetFile[] {
    const real = this.realPathOf(path, asset.manifest.file);
    if (real === undefined || this.seen.has(real)) return [];
    this.seen.add(real);
    const files: AssetFile[] = [];
    const add = (file: string, inAsset: string) => {
      files.push(new AssetFile(asset, inAsset, file, (one) => this.textOf(one.file)));
    };
    if (lstatSync(real).isDirectory()) this.walk(path, '', 0, add);
    else if (this.counts(path)) add(path, path.slice(path.lastIndexOf('/') + 1));
    return files;
  }

  private walk(
    folder: string,
    below: string,
    depth: number,
    add: (file: string, path: string) => void,
  ): void {
    const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const file = join(folder, entry.name);
      const path = below ? `${below}/${entry.name}` : entry.name;
      if (entry.isSymbolicLink()) this.passOver('symbolic links', file);
      else if (entry.isDirectory()) {
        if (NOT_LOOKED_INTO.has(entry.name)) this.passOver('folders of packages or tests', file);
        else if (depth >= MAX_DEPTH) this.passOver(`folders deeper than ${MAX_DEPTH}`, file);
        else this.walk(file, path, depth + 1, add);
      } else if (entry.isFile() && this.counts(file)) add(file, path);
    }
  }

  /** Whether a file is small enough, and there is room for it. */
  private counts(file: string): boolean {
    const { size } = lstatSync(file);
    if (size > MAX_FILE_BYTES) {
      this.passOver(`larger than ${MAX_FILE_BYTES / 1024 / 1024} MiB`, file);
      return false;
    }
    if (this.filesFound >= MAX_FILES || this.bytesFound + size > MAX_BYTES) {
      this.passOver(`behind the first ${MAX_FILES} or ${MAX_BYTES / 1024 / 1024} MiB`, file);
      return false;
    }
    this.filesFound++;
    this.bytesFound += size;
    return true;
  }

  private textOf(file: string): string | undefined {
    const bytes = this.attempt(file, (path) => readBytes(path, MAX_FILE_BYTES));
    if (!bytes) return undefined;
    const text =
      bytes.subarray(0, START).includes(0) && bytes[0] !== 0xff && bytes[0] !== 0xfe
        ? undefined
        : decode(bytes);
    if (text === undefined) this.passOver('that are no text', file);
    return text;
  }

  private passOver(why: string, file: string): void {
    const known = this.passedOver.get(why) ?? new Set();
    this.passedOver.set(why, known.add(file));
  }

  /** The path without symbolic links; undefined for what is missing or leads out of what was given. */
  private realPathOf(path: string, namedIn: string): string | undefined {
    if (!existsSync(path)) {
      this.problems.push(problem(namedIn, `names ${path}, which is missing, so it is not looked at`));
      return undefined;
    }
    const real = realpathSync(path);
    const way = relative(this.bounds, real);
    if (way !== '..' && !/^\.\.[\\/]/.test(way) && !isAbsolute(way)) return real;
    this.problems.push(
      problem(namedIn, `names ${path}, which is outside of what is checked, so it is not looked at`),
    );
    return undefined;
  }

  private parsed(manifest: Source): MapNode | undefined {
    try {
      const { root } = parse(manifest);
      if (root.kind === 'map') return root;
      this.errors.push(problem(manifest.file, 'is damaged: a manifest of assets is a map'));
    } catch (failure) {
      if (!(failure instanceof ParseFailure)) throw failure;
      this.errors.push(problem(manifest.file, `is damaged: ${failure.message}`));
    }
    return undefined;
  }

  private attempt<T>(file: string, read: (file: string) => T): T | undefined {
    try {
      return read(file);
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      this.errors.push(problem(file, error.message));
      return undefined;
    }
  }
}

/** Bytes at the start of a file that tell text from anything else. */
const START = 8192;

/** The sections of a manifest, and under which key each says where an asset is: @aws-cdk/cloud-assembly-schema. */
const SECTIONS = [
  ['files', 'file', 'path'],
  ['dockerImages', 'image', 'directory'],
] as const;

const problem = (file: string, message: string): CheckError => ({ file, line: null, column: null, message });

const entriesOf = (node: Node | undefined): [string, Node][] =>
  node?.kind === 'map' ? [...node.entries].map(([key, { value }]) => [key, value]) : [];

const textOf = (node: Node | undefined) => (node?.kind === 'scalar' ? node.text : undefined);
