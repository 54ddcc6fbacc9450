import { dirname, join, normalize } from 'node:path';
import { App } from './model/app';
import type { Resource } from './model/entity';
import type { EnvironmentWords } from './model/environment';
import { remember } from './model/remember';
import type { Template } from './model/template';
import { childOf, type MapNode } from './template/node';
import { ParseFailure } from './template/parse';
import type { Source } from './template/source';

/** A template that was read, and what is known about it. */
export interface TemplateFile {
  source: Source;
  root: MapNode;
  pseudoParameters: ReadonlyMap<string, string>;
  stackName?: string | undefined;
  terminationProtection?: boolean | undefined;
  /** Files with the same key are one app. */
  app?: string | undefined;
  /** The stack resource that uses it, where that is known from elsewhere than its TemplateURL. */
  nestedIn?: { file: string; logicalId: string } | undefined;
}

export interface Assembled {
  apps: App[];
  /** Templates that make no sense. */
  failures: { file: TemplateFile; failure: ParseFailure }[];
}

/** Uses of templates in one app, beyond one for each; a template that nests others tenfold at each level is not followed to its end. */
const MAX_USES = 500;

/**
 * Makes apps of templates: each is one, with the templates of its nested stacks as often as it uses them;
 * or those of one `app` together are one, or all of them, if they are `linked`.
 */
export function assemble(
  files: readonly TemplateFile[],
  parameters: ReadonlyMap<string, string>,
  linked: boolean,
  environmentWords?: EnvironmentWords,
): Assembled {
  const byPath = new Map(files.map((file) => [normalize(file.source.file), file]));
  const nestedAt = new Map(
    files.flatMap((file) => (file.nestedIn ? [[keyOf(file.nestedIn), file] as const] : [])),
  );
  const childrenOf = remember((file: TemplateFile): ReadonlyMap<string, TemplateFile> => {
    const children = new Map<string, TemplateFile>();
    for (const [logicalId, url] of nestedStacks(file.root)) {
      const known = nestedAt.get(keyOf({ file: file.source.file, logicalId }));
      const child = known ?? byPath.get(normalize(join(dirname(file.source.file), url)));
      if (child && child !== file) children.set(logicalId, child);
    }
    return children;
  });
  const used = new Set(files.flatMap((file) => [...childrenOf(file).values()]));
  const assembled: Assembled = { apps: [], failures: [] };
  const broken = new Set<TemplateFile>();
  const maxTemplates = files.length + MAX_USES;
  const added = new Set<TemplateFile>();

  const add = (
    app: App,
    file: TemplateFile,
    above: readonly TemplateFile[],
    parent?: Resource,
  ): Template | undefined => {
    added.add(file);
    if (broken.has(file)) return undefined;
    try {
      const { source, root, pseudoParameters, stackName, terminationProtection } = file;
      const given = parent ? undefined : parameters;
      const context = { parameters: given, pseudoParameters, stackName, terminationProtection, parent };
      const template = app.add(source, root, context);
      for (const [logicalId, child] of childrenOf(file)) {
        const resource = template.resources.get(logicalId);
        if (!resource || child === file || above.includes(child) || app.templates.length > maxTemplates)
          continue;
        const nested = add(app, child, [...above, file], resource);
        if (nested) app.nested.set(resource, nested);
      }
      return template;
    } catch (failure) {
      if (!(failure instanceof ParseFailure)) throw failure;
      broken.add(file);
      assembled.failures.push({ file, failure });
      return undefined;
    }
  };
  const shared = new Map<string, App>();
  // Templates that nest each other in a circle are used by one another, and one of them has to be the first.
  for (const file of [...files.filter((one) => !used.has(one)), ...files]) {
    if (added.has(file)) continue;
    const key = linked ? '' : file.app;
    const known = key === undefined ? undefined : shared.get(key);
    const app = known ?? new App(environmentWords);
    if (key !== undefined) shared.set(key, app);
    if (!known) assembled.apps.push(app);
    add(app, file, []);
  }
  return assembled;
}

const keyOf = ({ file, logicalId }: { file: string; logicalId: string }) =>
  `${normalize(file)}\n${logicalId}`;

/** The properties that name a nested stack's template. */
const TEMPLATE_OF: { readonly [type: string]: string } = {
  'AWS::CloudFormation::Stack': 'TemplateURL',
  'AWS::Serverless::Application': 'Location',
};

/** The nested stacks of a template, by logical id, with the path or address of their template. */
function* nestedStacks(root: MapNode): Iterable<[logicalId: string, url: string]> {
  const resources = root.entries.get('Resources')?.value;
  if (resources?.kind !== 'map') return;
  for (const [logicalId, { value }] of resources.entries) {
    const type = childOf(value, 'Type');
    const property = type?.kind === 'scalar' ? TEMPLATE_OF[type.text] : undefined;
    if (!property) continue;
    // CDK puts the template into S3, and says in the metadata which file of the assembly it was.
    const asset = childOf(childOf(value, 'Metadata'), 'aws:asset:path');
    const url = asset ?? childOf(childOf(value, 'Properties'), property);
    yield [logicalId, url?.kind === 'scalar' ? url.text : ''];
  }
}
