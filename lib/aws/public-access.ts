import type { Value } from '../model/value';
import { allows, denies } from './iam-policy';
import { isNarrowed, refusesOthers } from './policy-conditions';
import { isForEveryone, principalsOf } from './policy-principals';
import { matchesWildcards } from './wildcards';

/**
 * The principal by which a statement of a resource's policy lets everyone in: it allows, no condition narrows it,
 * and no other statement of the policy, which is read only then, keeps all but known callers out.
 */
export function opensTo(statement: Value, policy: () => readonly Value[]): Value | undefined {
  if (!allows(statement)) return undefined;
  const everyone = principalsOf(statement).find(({ kind }) => kind === 'everyone');
  if (!everyone || isNarrowed(statement)) return undefined;
  return policy().some((other) => keepsOthersOut(other, statement)) ? undefined : everyone.value;
}

/** Everything that the statement allows is denied to all but callers that are known. */
const keepsOthersOut = (deny: Value, allow: Value): boolean =>
  denies(deny) &&
  isForEveryone(deny) &&
  refusesOthers(deny) &&
  ['Action', 'Resource'].every((element) => holds(deny.get(element), allow.get(element)));

/** Whether each of the elements matches one of the patterns, wildcards of its own included. */
function holds(patterns: Value, elements: Value): boolean {
  const denied = patterns.items().map(({ outline }) => outline.toLowerCase());
  const allowed = elements.items().map(({ outline }) => outline.toLowerCase());
  return (
    allowed.length > 0 &&
    allowed.every((element) => denied.some((pattern) => matchesWildcards(pattern, element)))
  );
}
