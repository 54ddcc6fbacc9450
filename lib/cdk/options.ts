import type { CheckOptions } from '../check';
import { ENVIRONMENTS } from '../engine/environment';
import { FAIL_ON, type FailOn } from '../fail-on';
import { PROFILES } from '../rule';
import { select, UsageError } from '../selection';

/** As on the command line. */
export interface CompetencyChecksOptions
  extends Pick<CheckOptions, 'rules' | 'exclude' | 'parameters' | 'environment' | 'profile'> {
  /** The mildest finding that fails the synthesis; `error` when not given. */
  failOn?: FailOn;
}

const CHOICES = { failOn: FAIL_ON, environment: ENVIRONMENTS, profile: PROFILES };
const OPTIONS = ['rules', 'exclude', 'parameters', ...Object.keys(CHOICES)];

/**
 * Fails where the app is built; at synthesis a wrong option could only be one violation among others.
 * @throws UsageError
 */
export function requireValid(options: CompetencyChecksOptions): void {
  select(options);
  for (const key of Object.keys(options))
    if (!OPTIONS.includes(key))
      throw new UsageError(`there is no option "${key}"; there are ${OPTIONS.join(', ')}`);
  for (const [key, choices] of Object.entries(CHOICES)) {
    const given = options[key as keyof typeof CHOICES];
    if (given !== undefined && !(choices as readonly string[]).includes(given))
      throw new UsageError(`${key} is "${given}"; it can be ${choices.join(', ')}`);
  }
}
