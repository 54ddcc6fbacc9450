import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { CheckError } from '../report';
import { readTextFile, UnreadableFile } from '../text-file';
import { Acknowledgements } from './acknowledgements';
import { MANIFEST, type Manifest, readJson, readManifest, type StackArtifact } from './manifest';
import { ConstructMetadata } from './metadata';
import { nestedStackAt, resourceOfNestedStack, templateAssetsIn } from './nested-stack';

/** A template of a cloud assembly. */
export interface AssemblyTemplate {
  /** Below the folder as it was given. */
  file: string;
  text: string;
  /** The construct path of its stack. */
  stackPath: string;
  /** The stack that is deployed: its own, or the one that its stack is nested in; a product has none. */
  artifact: StackArtifact | undefined;
  /** The resource that a nested stack is in the template around it, where that does not tell by itself. */
  nestedIn: { file: string; logicalId: string } | undefined;
  isNested: boolean;
}

/** What `cdk synth` writes: the templates of one app, nested assemblies of Stages included. */
export interface CloudAssembly {
  folder: string;
  /** The folders of this assembly and those nested in it, as `realPath` has them. */
  folders: ReadonlySet<string>;
  templates: readonly AssemblyTemplate[];
  metadata: ConstructMetadata;
  acknowledgements: Acknowledgements;
  errors: readonly CheckError[];
}

/** Reads an assembly. What is missing, damaged or out of bounds is in its `errors`, and the rest is read. */
export function readAssembly(folder: string, maxTemplateBytes: number): CloudAssembly {
  const reader = new Reader(folder, maxTemplateBytes);
  reader.readFolder(folder);
  return reader;
}

class Reader implements CloudAssembly {
  readonly folders = new Set<string>();
  readonly templates: AssemblyTemplate[] = [];
  readonly metadata = new ConstructMetadata();
  readonly acknowledgements = new Acknowledgements();
  readonly errors: CheckError[] = [];

  constructor(
    readonly folder: string,
    private readonly maxTemplateBytes: number,
  ) {}

  readFolder(folder: string): void {
    if (this.folders.has(realPath(folder))) return;
    this.folders.add(realPath(folder));
    const file = join(folder, MANIFEST);
    const manifest = this.attempt<Manifest>(file, () => readManifest(file));
    for (const stack of manifest?.stacks ?? []) this.readStack(stack, folder);
    for (const name of manifest?.nested ?? []) {
      const nested = this.inside(folder, name, file);
      if (nested !== undefined) this.readFolder(nested);
    }
  }

  private readStack(artifact: StackArtifact, folder: string): void {
    const manifest = join(folder, MANIFEST);
    const noted = this.addMetadata(artifact.metadata);
    const paths = [
      ...new Set([...noted, ...this.readMetadata(artifact.additionalMetadataFile, folder, manifest)]),
    ];
    const { templateFile, displayName, id } = artifact;
    const stackPath =
      paths.find((path) => this.metadata.templateFile(path) === templateFile) ?? displayName ?? id;
    const template = this.readTemplate(folder, templateFile, manifest, { artifact, stackPath });
    const nested = paths.filter(
      (path) => path !== stackPath && this.metadata.templateFile(path) !== undefined,
    );
    for (const path of nested) this.readNested(path, artifact, folder);
    // Before CDK noted them, only the templates around them knew the templates of nested stacks.
    if (template && nested.length === 0) this.followAssets(template, folder);
  }

  private readMetadata(name: string | undefined, folder: string, namedIn: string): string[] {
    const file = name && this.inside(folder, name, namedIn);
    return file ? this.addMetadata(this.attempt(file, () => readJson(file))) : [];
  }

  private addMetadata(json: unknown): string[] {
    const paths = this.metadata.add(json);
    for (const path of paths)
      for (const { data, trace } of this.metadata.acknowledgements(path))
        this.acknowledgements.add(path, data, trace);
    return paths;
  }

  private readNested(stackPath: string, artifact: StackArtifact, folder: string): void {
    const resource = resourceOfNestedStack(stackPath);
    const logicalId = this.metadata.logicalId(resource);
    const around = this.metadata.templateFile(this.metadata.stackAround(resource) ?? '');
    const nestedIn =
      logicalId !== undefined && around !== undefined ? { file: join(folder, around), logicalId } : undefined;
    const name = this.metadata.templateFile(stackPath) as string;
    this.readTemplate(folder, name, join(folder, MANIFEST), {
      // A product of Service Catalog lies in a stack too, but is deployed by others, anywhere.
      artifact: nestedIn && artifact,
      stackPath,
      nestedIn,
      isNested: true,
    });
  }

  private followAssets({ text, file, stackPath, artifact }: AssemblyTemplate, folder: string): void {
    for (const { path, constructPath } of templateAssetsIn(text)) {
      if (this.templates.some((known) => known.file === join(folder, path))) continue;
      const template = this.readTemplate(folder, path, file, {
        artifact,
        stackPath: nestedStackAt(constructPath) ?? stackPath,
        isNested: true,
      });
      if (template) this.followAssets(template, folder);
    }
  }

  private readTemplate(
    folder: string,
    name: string,
    namedIn: string,
    about: Pick<AssemblyTemplate, 'artifact' | 'stackPath'> & Partial<AssemblyTemplate>,
  ): AssemblyTemplate | undefined {
    const file = this.inside(folder, name, namedIn);
    if (file === undefined) return undefined;
    const text = this.attempt(file, () => readTextFile(file, this.maxTemplateBytes));
    if (text === undefined) return undefined;
    const template = { nestedIn: undefined, isNested: false, ...about, file, text };
    this.templates.push(template);
    return template;
  }

  /** The path of what is named in a file of the assembly; it must not lead out of it. */
  private inside(folder: string, name: string, namedIn: string): string | undefined {
    const path = join(folder, name);
    const leaves = isAbsolute(name) || isOutside(resolve(path), resolve(this.folder));
    if (leaves || (existsSync(path) && isOutside(realPath(path), realPath(this.folder)))) {
      this.fail(namedIn, `names ${name}, which is outside the assembly`);
      return undefined;
    }
    return path;
  }

  private attempt<T>(file: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      this.fail(file, error.message);
      return undefined;
    }
  }

  private fail(file: string, message: string): void {
    this.errors.push({ file, line: null, column: null, message });
  }
}

/** The absolute path without symbolic links. */
export const realPath = (path: string): string => (existsSync(path) ? realpathSync(path) : resolve(path));

function isOutside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '..' || /^\.\.[\\/]/.test(way) || isAbsolute(way);
}
