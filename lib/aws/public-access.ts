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
  (refusesOthers(deny) || refusesAllButNamed(deny)) &&
  ELEMENTS.every((element) => holds(deny.get(element), allow.get(element)) || isOfRole(allow, element));

const ELEMENTS = ['Action', 'Resource'] as const;

/** `NotPrincipal` lists who is let off. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html */
const refusesAllButNamed = (deny: Value): boolean =>
  deny.get('NotPrincipal').isPresent && deny.get('Condition').isAbsent;

/** The trust policy of a role is about the role, and has no Resource. */
const isOfRole = (statement: Value, element: string): boolean =>
  element === 'Resource' && statement.get('Resource').isAbsent && statement.get('NotResource').isAbsent;

/** Whether each of the elements matches one of the patterns, wildcards of its own included. */
function holds(patterns: Value, elements: Value): boolean {
  const denied = patterns.items().map(({ outline }) => outline.toLowerCase());
  const allowed = elements.items().map(({ outline }) => outline.toLowerCase());
  return (
    allowed.length > 0 &&
    allowed.every((element) => denied.some((pattern) => matchesWildcards(pattern, element)))
  );
}

/** What a statement lets everyone do, and how: `anyone is allowed sqs:SendMessage`. */
export const openedBy = (principal: Value, statement: Value): string =>
  `${principal.path.endsWith('NotPrincipal') ? 'all but some are' : 'anyone is'} allowed ${actionsOf(statement)}`;

/** What a statement is about, in words. */
export function actionsOf(statement: Value): string {
  const actions = statement.get('Action');
  if (actions.isAbsent) return 'all but what NotAction lists';
  const names = actions.items().map(({ outline }) => outline);
  const more = names.length - MAX_TOLD;
  return more > 1 ? `${names.slice(0, MAX_TOLD).join(', ')} and ${more} more` : names.join(', ');
}

const MAX_TOLD = 3;

/** What is wrong with the condition of a statement that narrows nothing. */
export const whyNotNarrowed = (statement: Value): string =>
  statement.get('Condition').isPresent ? 'its condition names no caller' : 'no condition narrows it';
