import { rememberText } from './remember';
import type { Scenario } from './scenario';

export type Environment = 'production' | 'non-production';
export const ENVIRONMENTS: readonly Environment[] = ['production', 'non-production'];

/** The words by which names and values speak of production; single tokens, lower case. */
export interface EnvironmentWords {
  production: readonly string[];
  nonProduction: readonly string[];
}

export const ENVIRONMENT_WORDS: EnvironmentWords = {
  production: ['prod', 'production', 'prd', 'live'],
  nonProduction: [
    'dev',
    'develop',
    'development',
    'test',
    'testing',
    'tst',
    'qa',
    'uat',
    'stage',
    'staging',
    'stg',
    'sandbox',
    'preprod',
    'preproduction',
    'nonprod',
    'nonproduction',
    'demo',
    'local',
    'int',
    'integration',
    'feature',
    'review',
    'ephemeral',
    'acceptance',
    'alpha',
    'beta',
    'gamma',
  ],
};

const NEGATIONS = ['not', 'non', 'no', 'pre', 'isnt'];
/** Parameters whose value names the environment. */
const NAMES_ENVIRONMENT = [
  'stage',
  'env',
  'environment',
  'tier',
  'account',
  'workspace',
  'deployment',
  'profile',
];

/** Splits a name at separators, digits and changes of case: `DeployProd2_eu` has deploy, prod and eu. */
export const tokens = rememberText((name): readonly string[] =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z]+/)
    .filter(Boolean)
    .map((token) => token.toLowerCase()),
);

/** Whether a name speaks of production (`DeployProd`), of another environment (`PreProd`, `prod-like`, `dev`), or of neither. */
export function environmentOf(name: string, words: EnvironmentWords): Environment | undefined {
  const all = tokens(name);
  for (const [index, token] of all.entries()) {
    if (!words.production.includes(token)) continue;
    const isOther = NEGATIONS.includes(all[index - 1] ?? '') || all[index + 1] === 'like';
    return isOther ? 'non-production' : 'production';
  }
  return all.some((token) => words.nonProduction.includes(token)) ? 'non-production' : undefined;
}

/** What the conditions and parameters settled in a scenario say, by name and value, about where it is deployed. */
export function environmentOfScenario(scenario: Scenario, words: EnvironmentWords): Environment | undefined {
  for (const [{ name }, holds] of scenario.settledConditions) {
    const said = environmentOf(name, words);
    if (said && holds) return said;
    if (said && isAboutProduction(name, words)) return opposite(said);
  }
  // Those that conditions ask about count too, whatever the conditions are called.
  for (const [{ name }, values] of scenario.settledVariables()) {
    const [said, ...others] = new Set(values.map((value) => environmentOfParameter(name, value, words)));
    if (said && others.length === 0) return said;
  }
  return undefined;
}

/** `Stage = dev`, `IsProduction = false`. */
export function environmentOfParameter(
  name: string,
  value: string,
  words: EnvironmentWords,
): Environment | undefined {
  if (/^(true|false|yes|no)$/i.test(value) && isAboutProduction(name, words)) {
    const said = environmentOf(name, words) as Environment;
    return /^(true|yes)$/i.test(value) ? said : opposite(said);
  }
  return tokens(name).some((token) => NAMES_ENVIRONMENT.includes(token))
    ? environmentOf(value, words)
    : undefined;
}

/** Not being `IsDev` may still be anything; not being `IsProd`, or not being `IsNotProd`, says it. */
const isAboutProduction = (name: string, words: EnvironmentWords) =>
  tokens(name).some((token) => words.production.includes(token));

const opposite = (environment: Environment): Environment =>
  environment === 'production' ? 'non-production' : 'production';
