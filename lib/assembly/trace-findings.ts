import { normalize } from 'node:path';
import type { Finding, SourceLocation, Waiver } from '../finding';
import type { CheckError } from '../report';
import { ruleOf } from '../selection';
import { ACKNOWLEDGEABLE } from './acknowledgeable';
import { type Acknowledgement, sayUnknown } from './acknowledgements';
import type { AssemblyTemplate, CloudAssembly } from './cloud-assembly';
import { ConstructFinder } from './construct-finder';
import { ancestry } from './construct-path';
import type { ConstructMetadata } from './metadata';
import { userCodeIn } from './user-code';

/** Adds to findings in assemblies the construct, the line of the app's source, and what was acknowledged. */
export function tracerOf(assemblies: readonly CloudAssembly[]): (finding: Finding) => Finding {
  const origins = new Map<string, Origin>();
  for (const assembly of assemblies) {
    const constructs = new ConstructFinder(assembly);
    for (const template of assembly.templates)
      origins.set(normalize(template.file), { assembly, template, constructs });
  }
  return (finding) => {
    const origin = origins.get(normalize(finding.file));
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
  const acknowledgement = assembly.acknowledgements.of(ruleOf(finding.ruleId), constructPath);
  return {
    ...finding,
    constructPath,
    ...(source && { source }),
    ...(acknowledgement && { waiver: waiverOf(acknowledgement) }),
  };
}

const waiverOf = ({ reason, constructPath }: Acknowledgement): Waiver => ({
  reason,
  owner: null,
  expires: null,
  from: constructPath,
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

/** Acknowledgements of rules that do not exist. */
export const misspeltIn = ({ acknowledgements }: CloudAssembly): CheckError[] =>
  acknowledgements.unknown(ACKNOWLEDGEABLE).map((acknowledgement) => {
    const { file, line, column } = userCodeIn(acknowledgement.trace) ?? NOWHERE;
    return {
      file,
      line,
      column,
      message: `${acknowledgement.constructPath}: ${sayUnknown(acknowledgement)}`,
    };
  });

const NOWHERE = { file: '', line: null, column: null };
