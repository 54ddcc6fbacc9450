import { ancestry } from './construct-path';
import { at, entriesOf, textAt, textsIn } from './json';

/** What CDK noted about a construct. */
export interface MetadataEntry {
  type: string;
  data: unknown;
  /** Where it was noted. */
  trace: readonly string[];
}

const TEMPLATE_FILE = 'aws:cdk:templateFile';
const LOGICAL_ID = 'aws:cdk:logicalId';
const ACKNOWLEDGED_RULES = 'aws:cdk:acknowledged-rules';
const CREATION_STACK = 'aws:cdk:creationStack';
const PROPERTY_ASSIGNMENT = 'aws:cdk:propertyAssignment';

/** The metadata of constructs, by their paths without the leading slash. */
export class ConstructMetadata {
  private readonly entries = new Map<string, MetadataEntry[]>();

  /** Takes in the `metadata` of an artifact, and returns the paths of its constructs. */
  add(json: unknown): string[] {
    return entriesOf(json).map(([key, listed]) => {
      const path = key.replace(/^\//, '');
      const known = this.entries.get(path) ?? [];
      this.entries.set(path, known);
      for (const entry of Array.isArray(listed) ? listed : [])
        known.push({
          type: textAt(entry, 'type') ?? '',
          data: at(entry, 'data'),
          trace: textsIn(at(entry, 'trace')),
        });
      return path;
    });
  }

  get paths(): Iterable<string> {
    return this.entries.keys();
  }

  templateFile(path: string): string | undefined {
    return this.text(path, TEMPLATE_FILE);
  }

  logicalId(path: string): string | undefined {
    return this.text(path, LOGICAL_ID);
  }

  /** The path of the stack whose template holds what a construct makes. */
  stackAround(path: string): string | undefined {
    for (const scope of ancestry(path)) if (this.templateFile(scope) !== undefined) return scope;
    return undefined;
  }

  acknowledgements(path: string): MetadataEntry[] {
    return this.all(path, ACKNOWLEDGED_RULES);
  }

  /** The calls that created a construct, the innermost first. */
  creationStack(path: string): readonly string[] {
    const [entry] = this.all(path, CREATION_STACK);
    const [named] = this.all(path, LOGICAL_ID);
    return entry ? textsIn(entry.data) : (named?.trace ?? []);
  }

  /** The calls that last set a property, such as `Properties.A`, or what holds it; noted with CDK_DEBUG=1. */
  assignmentStack(path: string, property: string): readonly string[] {
    const assignment = this.all(path, PROPERTY_ASSIGNMENT).findLast(({ data }) => {
      const assigned = `Properties.${textAt(data, 'propertyName')}`;
      return property === assigned || property.startsWith(`${assigned}.`);
    });
    return textsIn(at(assignment?.data, 'stackTrace'));
  }

  private all(path: string, type: string): MetadataEntry[] {
    return (this.entries.get(path) ?? []).filter((entry) => entry.type === type);
  }

  private text(path: string, type: string): string | undefined {
    const [entry] = this.all(path, type);
    return typeof entry?.data === 'string' ? entry.data : undefined;
  }
}
