import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readTextFile, UnreadableFile } from '../text-file';
import { at, entriesOf, isObject, textAt, textsIn } from './json';

export const MANIFEST = 'manifest.json';
/** A file of this name marks the folder of a cloud assembly. */
export const MARKER = 'cdk.out';
/** With CDK_DEBUG the metadata of one stack can hold a stack trace for every property. */
const MAX_BYTES = 256 * 1024 * 1024;

/** What a manifest.json lists, as far as it has to do with templates. */
export interface Manifest {
  stacks: StackArtifact[];
  /** The folders of nested assemblies. */
  nested: string[];
  assets: AssetManifest[];
}

/** What lists the assets of a stack, and the template of that stack. */
export interface AssetManifest {
  file: string;
  templateFile: string | undefined;
}

/** A stack and its template, in the words of @aws-cdk/cloud-assembly-schema. */
export interface StackArtifact {
  id: string;
  displayName: string | undefined;
  templateFile: string;
  stackName: string;
  terminationProtection: boolean | undefined;
  account: string | undefined;
  region: string | undefined;
  metadata: unknown;
  additionalMetadataFile: string | undefined;
}

/** Whether a folder is a cloud assembly, or was one before its manifest broke. */
export function isAssembly(folder: string): boolean {
  const file = join(folder, MANIFEST);
  if (isFile(join(folder, MARKER))) return true;
  if (!isFile(file)) return false;
  try {
    const text = readTextFile(file, MAX_BYTES);
    const manifest = parsed(text);
    return manifest === undefined ? text.includes('"artifacts"') : looksLikeManifest(manifest);
  } catch {
    return false;
  }
}

const isFile = (path: string) => existsSync(path) && statSync(path).isFile();

const looksLikeManifest = (manifest: unknown) =>
  textAt(manifest, 'version') !== undefined && isObject(at(manifest, 'artifacts'));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @throws UnreadableFile */
export function readJson(file: string): unknown {
  const text = readTextFile(file, MAX_BYTES);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UnreadableFile(`is damaged: ${(error as Error).message}`);
  }
}

/** @throws UnreadableFile */
export function readManifest(file: string): Manifest {
  const json = readJson(file);
  if (!looksLikeManifest(json))
    throw new UnreadableFile('is damaged: a manifest has a version, and a map of artifacts');
  const manifest: Manifest = { stacks: [], nested: [], assets: [] };
  const templates = templatesByDependency(json);
  for (const [id, artifact] of entriesOf(at(json, 'artifacts'))) {
    const type = textAt(artifact, 'type');
    const properties = at(artifact, 'properties');
    if (type === 'aws:cloudformation:stack') manifest.stacks.push(stackOf(id, artifact, properties));
    else if (type === 'cdk:cloud-assembly')
      manifest.nested.push(required(textAt(properties, 'directoryName'), 'directoryName', id));
    else if (type === 'cdk:asset-manifest')
      manifest.assets.push({
        file: required(textAt(properties, 'file'), 'file', id),
        templateFile: templates.get(id),
      });
  }
  return manifest;
}

/** The templates of stacks, by the artifacts that have to be there before them. */
const templatesByDependency = (json: unknown): ReadonlyMap<string, string> =>
  new Map(
    entriesOf(at(json, 'artifacts')).flatMap(([, artifact]) => {
      const templateFile = textAt(at(artifact, 'properties'), 'templateFile');
      const needed = textsIn(at(artifact, 'dependencies'));
      return templateFile === undefined ? [] : needed.map((id) => [id, templateFile] as const);
    }),
  );

function stackOf(id: string, artifact: unknown, properties: unknown): StackArtifact {
  const protection = at(properties, 'terminationProtection');
  return {
    id,
    displayName: textAt(artifact, 'displayName'),
    templateFile: required(textAt(properties, 'templateFile'), 'templateFile', id),
    stackName: textAt(properties, 'stackName') ?? id,
    terminationProtection: typeof protection === 'boolean' ? protection : undefined,
    ...environmentOf(textAt(artifact, 'environment') ?? ''),
    metadata: at(artifact, 'metadata'),
    additionalMetadataFile: textAt(artifact, 'additionalMetadataFile'),
  };
}

function required(value: string | undefined, property: string, id: string): string {
  if (value === undefined) throw new UnreadableFile(`is damaged: the artifact ${id} has no ${property}`);
  return value;
}

/** Reads `aws://account/region`. */
function environmentOf(environment: string): Pick<StackArtifact, 'account' | 'region'> {
  const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(environment) ?? [];
  const known = (value: string | undefined, unknown: string) => (value === unknown ? undefined : value);
  return { account: known(account, 'unknown-account'), region: known(region, 'unknown-region') };
}
