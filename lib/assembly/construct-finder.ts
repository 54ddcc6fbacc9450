import type { Finding } from '../finding';
import { remember } from '../model/remember';
import type { AssemblyTemplate, CloudAssembly } from './cloud-assembly';
import { constructPathsIn } from './nested-stack';

type Subject = Pick<Finding, 'logicalId' | 'resourceType'>;

/** Finds the construct that a finding is about: the resource's, the parameter's or output's, else the stack. */
export class ConstructFinder {
  constructor(private readonly assembly: CloudAssembly) {}

  pathOf({ logicalId, resourceType }: Subject, template: AssemblyTemplate): string {
    const { stackPath } = template;
    if (logicalId === null) return stackPath;
    const noted = this.constructs.get(key(stackPath, logicalId)) ?? [];
    if (resourceType !== null && noted.length === 1) return noted[0] as string;
    // An output may be called like a resource.
    const resource = writtenPaths(template).get(logicalId);
    if (resourceType !== null)
      return resource ?? noted.find((path) => !isIncluded(path)) ?? noted[0] ?? stackPath;
    return noted.find((path) => path !== resource) ?? stackPath;
  }

  /** The paths of constructs by their stacks and logical ids. */
  private get constructs(): ReadonlyMap<string, string[]> {
    if (!this.found) {
      this.found = new Map();
      for (const path of this.assembly.metadata.paths) this.add(path, this.found);
    }
    return this.found;
  }
  private found: Map<string, string[]> | undefined;

  private add(path: string, found: Map<string, string[]>): void {
    const { metadata } = this.assembly;
    const logicalId = metadata.logicalId(path);
    const stackPath = metadata.stackAround(path);
    if (logicalId === undefined || stackPath === undefined) return;
    const known = found.get(key(stackPath, logicalId));
    if (known) known.push(path);
    else found.set(key(stackPath, logicalId), [path]);
  }
}

/** CfnInclude makes outputs, parameters and the like under `$Outputs`, `$Parameters`, … */
const isIncluded = (path: string) => path.includes('/$');

const key = (stackPath: string, logicalId: string) => `${stackPath}\n${logicalId}`;

const writtenPaths = remember(({ text }: AssemblyTemplate) => constructPathsIn(text));
