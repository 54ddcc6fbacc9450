import type { CheckOptions } from '../check';
import type { Configuration } from '../configuration/configuration';
import { findConfiguration } from '../configuration/find';
import { loadConfiguration } from '../configuration/load';
import { FAIL_ON, type FailOn } from '../fail-on';
import { ENVIRONMENTS } from '../model/environment';
import { PROFILES } from '../rule';
import { select, UsageError } from '../selection';

/** As on the command line. */
export interface CompetencyChecksOptions
  extends Pick<CheckOptions, 'rules' | 'exclude' | 'parameters' | 'environment' | 'profile' | 'baseline'> {
  /** The mildest finding that fails the synthesis; what the configuration says, else `error`, when not given. */
  failOn?: FailOn;
  /** The configuration file; found from the working directory when not given, none if false. */
  config?: string | false;
}

/** @throws UsageError for a configuration that is wrong */
export function configurationFor(config: CompetencyChecksOptions['config']): Configuration | undefined {
  const file = config === false ? undefined : (config ?? findConfiguration(process.cwd()));
  return file === undefined ? undefined : loadConfiguration(file);
}

const CHOICES = { failOn: FAIL_ON, environment: ENVIRONMENTS, profile: PROFILES };
const OPTIONS = ['rules', 'exclude', 'parameters', 'baseline', 'config', ...Object.keys(CHOICES)];

/**
 * Fails where the app is built; at synthesis a wrong option could only be one violation among others.
 * @throws UsageError
 */
export function requireValid(options: CompetencyChecksOptions): void {
  for (const key of Object.keys(options))
    if (!OPTIONS.includes(key))
      throw new UsageError(`there is no option "${key}"; there are ${OPTIONS.join(', ')}`);
  const configuration = configurationFor(options.config);
  select({ ...options, ...(configuration && { ruleSet: configuration.ruleSet }) });
  for (const [key, choices] of Object.entries(CHOICES)) {
    const given = options[key as keyof typeof CHOICES];
    if (given !== undefined && !(choices as readonly string[]).includes(given))
      throw new UsageError(`${key} is "${given}"; it can be ${choices.join(', ')}`);
  }
}
