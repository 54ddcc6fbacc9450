import { type FailOn, failsAt } from '../fail-on';
import type { Finding, Waiver } from '../finding';

/** By whom a finding was accepted, and until when: `by team-data, until 2027-03-01`. */
export const termsOf = ({ owner, expires }: Waiver): string =>
  [owner && `by ${owner}`, expires && `until ${expires}`].filter(Boolean).join(', ');

/** How a finding counts, in a word: its severity, that a person has to look, or by whom it was accepted. */
export function labelOf({ verdict, severity, waiver }: Finding): string {
  if (waiver) return ['waived', termsOf(waiver)].filter(Boolean).join(' ');
  return verdict === 'review' ? verdict : severity;
}

/** What a finding comes to in a run: what fails it, what a person should look at, and what was accepted. */
export type Outcome = 'failing' | 'noted' | 'review' | 'waived';

export function outcomeOf(finding: Finding, failOn: FailOn): Outcome {
  if (finding.waiver) return 'waived';
  if (failsAt(finding, failOn)) return 'failing';
  return finding.verdict === 'review' ? 'review' : 'noted';
}
