import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { nearest } from '../nearest';
import type { Rule } from '../rule';
import { name } from '../version';
import { ancestry } from './construct-path';

export interface UnknownAcknowledgement {
  /** As `acknowledge()` got it. */
  id: string;
  constructPath: string;
  suggestion: string | undefined;
}

const NAMESPACE = `${name}::`;
/** Where CDK files an acknowledgement that names no plugin. */
const UNQUALIFIED = 'Annotation::';

/** What was acknowledged with `Validations.of(construct).acknowledge()`. CDK applies it to what plugins report. */
export class Acknowledgements {
  private readonly idsAt = new Map<string, Set<string>>();

  constructor(constructs: readonly IConstruct[]) {
    for (const { node } of constructs) {
      for (const { type, data } of node.metadata) {
        if (type !== Validations.ACKNOWLEDGED_RULES_METADATA_KEY || !data) continue;
        const ids = this.idsAt.get(node.path) ?? new Set();
        for (const id of Object.keys(data)) ids.add(id);
        this.idsAt.set(node.path, ids);
      }
    }
  }

  /**
   * The name by which a rule is acknowledged at a construct, if it is. CDK matches the name that a violation is
   * reported under, so it has to be this one, be it a former id or one without the plugin's name.
   */
  acknowledgedName({ id, aliases = [] }: Rule, constructPath: string): string | undefined {
    const names = [id, ...aliases];
    return [...names, ...names.map((known) => UNQUALIFIED + known)].find((known) =>
      this.cover(known, constructPath),
    );
  }

  /** Whether violations of that name are acknowledged at the construct or above. */
  cover(ruleName: string, constructPath: string): boolean {
    const id = ruleName.includes('::') ? ruleName : NAMESPACE + ruleName;
    for (const path of ancestry(constructPath)) if (this.idsAt.get(path)?.has(id)) return true;
    return false;
  }

  /** Acknowledgements in our name of what does not exist: they would silently do nothing. */
  unknown(known: readonly string[]): UnknownAcknowledgement[] {
    return [...this.idsAt].flatMap(([constructPath, ids]) =>
      [...ids]
        .filter((id) => id.startsWith(NAMESPACE) && !known.includes(id.slice(NAMESPACE.length)))
        .map((id) => ({ id, constructPath, suggestion: nearest(id.slice(NAMESPACE.length), known) })),
    );
  }
}
