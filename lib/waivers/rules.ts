import type { RuleMetadata } from '../rule';

/**
 * What is asked of the waivers and the baseline themselves. They are described as rules are, and found as
 * findings, but nothing of a template is checked for them, and nobody can waive them.
 */
const metaRule = (metadata: Omit<RuleMetadata, 'docs'>): RuleMetadata => ({ ...metadata, docs: [] });

export const WELL_FORMED = metaRule({
  id: 'waivers-well-formed',
  title: 'Every waiver names a rule, a place and a reason',
  severity: 'error',
  why: 'An exception without a reason is no decision, and one that cannot be read accepts nothing.',
  fix: 'Complete the waiver, or remove it.',
});

export const NAMES_RULE = metaRule({
  id: 'waivers-name-existing-rules',
  title: 'Every waiver names a rule that exists',
  severity: 'warning',
  why: 'A misspelt waiver accepts nothing, though it looks as if a decision had been made.',
  fix: 'Correct the name of the rule.',
});

export const ONLY_WAIVABLE = metaRule({
  id: 'waivers-only-of-waivable-rules',
  title: 'No waiver names a rule that the organisation declared unwaivable',
  severity: 'warning',
  why: 'Rules that are declared unwaivable hold for everyone; the waiver accepts nothing.',
  fix: 'Mend what the rule found, and remove the waiver.',
});

export const NOT_EXPIRED = metaRule({
  id: 'waivers-not-expired',
  title: 'No waiver has expired',
  severity: 'warning',
  why: 'The time that the exception was granted for is over, so what it accepted counts again.',
  fix: 'Mend what was accepted and remove the waiver, or have the exception granted anew.',
});

export const MATCHES = metaRule({
  id: 'waivers-match-findings',
  title: 'Every waiver accepts a finding',
  severity: 'warning',
  why: 'A waiver that accepts nothing is a mistake in its place, or a leftover that would hide the next finding there.',
  fix: 'Correct the place it names, or remove the waiver.',
});

export const BASELINE_MATCHES = metaRule({
  id: 'baseline-matches-findings',
  title: 'Every entry of the baseline still has its finding',
  severity: 'error',
  why: 'A baseline may only shrink: an entry whose finding is gone would let the finding come back unseen.',
  fix: 'Run `competency-nag baseline prune` with the same arguments, and commit the file.',
});

export const META_RULES: readonly RuleMetadata[] = [
  WELL_FORMED,
  NAMES_RULE,
  ONLY_WAIVABLE,
  NOT_EXPIRED,
  MATCHES,
  BASELINE_MATCHES,
];

/** Whether an id is that of a rule about waivers or the baseline. */
export const isMetaRule = (id: string): boolean => META_RULES.some((rule) => rule.id === id);
