import type { IPolicyValidationPlugin } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { type Violation, wordsOf } from './violation';

interface Reported {
  by: Set<IPolicyValidationPlugin>;
  violations: Set<string>;
}

/** What the synthesis under way has reported, by the root of its construct tree. */
const reportedIn = new WeakMap<IConstruct, Reported>();

/** Leaves out what another CompetencyChecks has reported in the same synthesis with the same severity. */
export function notYetReported(
  plugin: IPolicyValidationPlugin,
  root: IConstruct,
  violations: readonly Violation[],
): Violation[] {
  let reported = reportedIn.get(root);
  // CDK asks every plugin once in a synthesis: one that comes again is asked in the next.
  if (!reported || reported.by.has(plugin)) {
    reported = { by: new Set(), violations: new Set() };
    reportedIn.set(root, reported);
  }
  const known = reported.violations;
  reported.by.add(plugin);
  return violations.filter((violation) => {
    const key = wordsOf(violation) + JSON.stringify(violation.place);
    return !known.has(key) && known.add(key);
  });
}
