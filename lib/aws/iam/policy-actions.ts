import { remember, rememberText } from '../../model/remember';
import type { Value } from '../../model/value';
import { matchesWildcards } from './wildcards';

/** An action that a statement is about, and the element of the statement that says so. */
export interface Coverage {
  action: string;
  by: Value;
}

/**
 * Which of `actions` a statement is about, by Action or by NotAction. Names of actions have no case. Only where
 * nothing is certain, an element that only deployment knows is asked.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function coveredBy(statement: Value, actions: readonly string[]): Coverage[] {
  const excluded = statement.get('NotAction');
  if (excluded.isPresent) {
    const named = new Set(actionsMatching(excluded.items(), actions).map(({ action }) => action));
    return actions.filter((action) => !named.has(action)).map((action) => ({ action, by: excluded }));
  }
  return actionsMatching(statement.get('Action').items(), actions);
}

function actionsMatching(elements: readonly Value[], actions: readonly string[]): Coverage[] {
  const matched = matchedAmong(actions);
  const certain: Coverage[] = [];
  for (const by of elements) for (const action of matched(by.literal ?? '')) certain.push({ action, by });
  if (certain.length > 0) return certain;
  for (const by of elements) {
    const possible = by.isKnown ? [] : matched(withWildcards(by));
    const names = possible.map((action) => action.replaceAll('*', '\\*')).join('|');
    if (possible.length > 0 && by.matches(new RegExp(`^(${names})$`, 'i')))
      return possible.map((action) => ({ action, by }));
  }
  return [];
}

/** An element as if each part of it that is not known were what it takes to match. */
const withWildcards = ({ parts }: Value): string =>
  parts.map((part) => (part.kind === 'literal' ? part.text : '*')).join('') || '*';

/** Rules ask for the same actions of every statement, and most statements are about a few others. */
const matchedAmong = remember((actions: readonly string[]) =>
  rememberText((pattern) =>
    actions.filter((action) => matchesWildcards(pattern.toLowerCase(), action.toLowerCase())),
  ),
);

/** The element by which a statement is about everything that a service can do: `*`, `s3:*`, or NotAction of something else. */
export const wholeService = (statement: Value, service: string): Value | undefined =>
  coveredBy(statement, [`${service}:-any-`])[0]?.by;
