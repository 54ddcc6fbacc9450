import { join, normalize } from 'node:path';
import type { Acknowledged } from '../decide';
import type { Finding, SourceLocation } from '../finding';
import type { Rule } from '../rule';
import { acknowledgedIn } from './acknowledged';
import type { AssemblyTemplate, CloudAssembly } from './cloud-assembly';
import { ConstructFinder } from './construct-finder';
import { ancestry } from './construct-path';
import { MANIFEST } from './manifest';
import type { ConstructMetadata } from './metadata';
import { userCodeIn } from './user-code';

/** Adds to findings in assemblies the construct and the line of the app's source. */
export function tracerOf(assemblies: readonly CloudAssembly[]): (finding: Finding) => Finding {
  const origins = new Map<string, Origin>();
  for (const assembly of assemblies) {
    const constructs = new ConstructFinder(assembly);
    for (const template of assembly.templates)
      origins.set(normalize(template.file), { assembly, template, constructs });
  }
  return (finding) => {
    const origin = origins.get(normalize(finding.template ?? finding.file));
    return origin ? traced(finding, origin) : finding;
  };
}

interface Origin {
  assembly: CloudAssembly;
  template: AssemblyTemplate;
  constructs: ConstructFinder;
}

function traced(finding: Finding, { assembly, template, constructs }: Origin): Finding {
  const constructPath = constructs.pathOf(finding, template);
  const source = sourceOf(constructPath, finding.path, assembly.metadata);
  return { ...finding, constructPath, ...(source && { source }) };
}

/** What was acknowledged in the code of the apps. */
export const acknowledgedInAll = (
  assemblies: readonly CloudAssembly[],
  ruleSet: readonly Rule[],
): Acknowledged[] =>
  assemblies.flatMap(({ folder, templates, acknowledgements }) => {
    const files = new Set(templates.map(({ file }) => normalize(file)));
    const holds = (file: string) => files.has(normalize(file));
    return acknowledgedIn(acknowledgements, ruleSet, { holds, file: join(folder, MANIFEST) });
  });

/** Where the property was set, where CDK noted that; else where the construct, or what it lies in, was created. */
function sourceOf(
  constructPath: string,
  property: string | null,
  metadata: ConstructMetadata,
): SourceLocation | undefined {
  const assigned = property && userCodeIn(metadata.assignmentStack(constructPath, property));
  if (assigned) return assigned;
  for (const path of ancestry(constructPath)) {
    const created = userCodeIn(metadata.creationStack(path));
    if (created) return created;
  }
  return undefined;
}
