import type { Value } from '../../model/value';
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
  ELEMENTS.every((element) => reaches(deny, allow, element) || isOfRole(allow, element));

const ELEMENTS = ['Action', 'Resource'] as const;

/** `NotPrincipal` lists who is let off. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html */
const refusesAllButNamed = (deny: Value): boolean =>
  deny.get('NotPrincipal').isPresent &&
  deny.get('Condition').isAbsent &&
  !namedIn(deny.get('NotPrincipal')).some(({ outline }) => outline === '*');

const namedIn = (principal: Value): Value[] => (principal.isMap ? principal.get('AWS') : principal).items();

/** The trust policy of a role is about the role, and has no Resource. */
const isOfRole = (statement: Value, element: string): boolean =>
  element === 'Resource' && statement.get('Resource').isAbsent && statement.get('NotResource').isAbsent;

/**
 * Whether each Action (or Resource) that is allowed matches one that is denied, wildcards of its own included; of a
 * Deny with NotAction (or NotResource), that it has nothing in common with what is left out.
 */
function reaches(deny: Value, allow: Value, element: (typeof ELEMENTS)[number]): boolean {
  const allowed = textsIn(allow, element);
  const denied = textsIn(deny, element);
  const left = textsIn(deny, `Not${element}`);
  if (allowed.length === 0) return denied.includes('*');
  return left.length > 0
    ? !allowed.some((one) =>
        left.some((other) => matchesWildcards(other, one) || matchesWildcards(one, other)),
      )
    : allowed.every((one) => denied.some((pattern) => matchesWildcards(pattern, one)));
}

const textsIn = (statement: Value, element: string): string[] =>
  statement
    .get(element)
    .items()
    .map(({ outline }) => outline.toLowerCase());

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
