import { rules as builtIn } from '../rules';
import { nearest } from './nearest';
import type { Rule } from './rule';

/** The caller asked for something that does not exist, or in a way that makes no sense. */
export class UsageError extends Error {}

export interface Selection {
  rules?: readonly string[];
  exclude?: readonly string[];
  ruleSet?: readonly Rule[];
}

/** The rules to run. @throws UsageError for an id that no rule has */
export function select({ rules: wanted = [], exclude = [], ruleSet = builtIn }: Selection): readonly Rule[] {
  const chosen = new Set(wanted.map((id) => ruleOf(id, ruleSet)));
  const excluded = new Set(exclude.map((id) => ruleOf(id, ruleSet)));
  const selected = ruleSet.filter((rule) => (chosen.size === 0 || chosen.has(rule)) && !excluded.has(rule));
  if (selected.length === 0) throw new UsageError('no rule is left to run');
  return selected;
}

/** The rule with that id, or that had it once. @throws UsageError */
export function ruleOf(id: string, ruleSet: readonly Rule[] = builtIn): Rule {
  const found = ruleSet.find((rule) => rule.id === id || rule.aliases?.includes(id));
  if (found) return found;
  const suggestion = nearest(
    id,
    ruleSet.map((rule) => rule.id),
  );
  throw new UsageError(`there is no rule "${id}"${suggestion ? `; did you mean "${suggestion}"?` : ''}`);
}
