import { at, entriesOf, textAt } from './json';

/** aws-cdk-lib makes a nested stack and, beside it, the resource in the template around it. */
export function resourceOfNestedStack(stackPath: string): string {
  const end = stackPath.lastIndexOf('/') + 1;
  const id = stackPath.slice(end);
  return `${stackPath.slice(0, end)}${id}.NestedStack/${id}.NestedStackResource`;
}

const SUFFIX = '.NestedStackResource';

/** The nested stack that a resource is made for, by their construct paths. */
export function nestedStackAt(resource: string | undefined): string | undefined {
  if (!resource?.endsWith(SUFFIX)) return undefined;
  const scope = resource.slice(0, resource.lastIndexOf('/'));
  const stackPath = scope.replace(/\.NestedStack$/, '');
  return resourceOfNestedStack(stackPath) === resource ? stackPath : undefined;
}

export interface TemplateAsset {
  /** Below the folder of the assembly. */
  path: string;
  constructPath: string | undefined;
}

/** The templates of nested stacks, by what the metadata of their resources says. */
export function templateAssetsIn(text: string): TemplateAsset[] {
  if (!text.includes('aws:asset:path')) return [];
  return resourcesIn(text).flatMap(([, resource]) => {
    const metadata = at(resource, 'Metadata');
    const path = textAt(metadata, 'aws:asset:path');
    const isTemplate = textAt(metadata, 'aws:asset:property') === 'TemplateURL';
    return isTemplate && path !== undefined
      ? [{ path, constructPath: textAt(metadata, 'aws:cdk:path') }]
      : [];
  });
}

/** The construct paths of the resources of a template, by logical id. */
export const constructPathsIn = (text: string): ReadonlyMap<string, string> =>
  new Map(
    resourcesIn(text).flatMap(([logicalId, resource]) => {
      const path = textAt(at(resource, 'Metadata'), 'aws:cdk:path');
      return path === undefined ? [] : [[logicalId, path] as const];
    }),
  );

/** None for a template that is damaged, which is said where it is checked. */
function resourcesIn(text: string): [string, unknown][] {
  try {
    return entriesOf(at(JSON.parse(text), 'Resources'));
  } catch {
    return [];
  }
}
