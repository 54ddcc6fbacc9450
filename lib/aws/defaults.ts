import { fail, type OutcomeOptions, type Test } from '../model/expectation';
import type { Value } from '../model/value';

/** The test of a property that only takes effect when a template sets it to true: AWS's own default is false. */
export const setToTrue =
  (otherwise: string, options?: OutcomeOptions): Test =>
  (value) =>
    value.is(true) ? undefined : fail(`${otherwise}: ${whyNotTrue(value)}`, options);

/** What a template says of such a property, in words. */
export function whyNotTrue(value: Value): string {
  const name = value.path.replace(/^Properties\./, '');
  return value.isPresent ? `${name} is ${value.outline}` : `${name} is not set, and the default is false`;
}
