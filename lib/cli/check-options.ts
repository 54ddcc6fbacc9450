import { type Command, Option } from 'commander';
import { rules as builtIn } from '../../rules';
import { acknowledgedInAll, tracerOf } from '../assembly/trace-findings';
import { type CheckOptions, type CheckResult, checkSources } from '../check';
import type { Configuration } from '../configuration/configuration';
import { findConfiguration } from '../configuration/find';
import { ENVIRONMENTS } from '../model/environment';
import { printable } from '../printable';
import { PROFILES } from '../rule';
import { name } from '../version';
import { collect } from './collect';
import { type Parameters, readParameters } from './parameters';
import { progress } from './progress';

/** What every command that checks templates can be told. */
export interface CheckFlags extends Pick<CheckOptions, 'environment' | 'profile' | 'linked' | 'parameters'> {
  rule: string[];
  exclude: string[];
  baseline?: string;
  config?: string | false;
}

export const PATHS = "templates, folders, globs, cdk.out; '-' reads standard input";

/** Adds the options that say what is asked of templates. */
export const withCheckOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--parameters <file|key=value>', 'values for parameters and pseudo parameters; repeatable')
        .argParser((text: string, previous: Parameters) => ({ ...previous, ...readParameters(text) }))
        .default({}, 'the defaults in the templates'),
    )
    .addOption(
      new Option('--environment <environment>', 'where templates go that do not say it themselves')
        .choices(ENVIRONMENTS)
        .default(undefined, 'production'),
    )
    .addOption(new Option('--profile <profile>', 'a stricter set of severities').choices(PROFILES))
    .addOption(
      new Option('--rule <rule-id>', 'run only this rule; repeatable')
        .argParser(repeated(String))
        .default([], 'all'),
    )
    .addOption(
      new Option('--exclude <rule-id>', 'leave this rule out; repeatable')
        .argParser(repeated(String))
        .default([], 'none'),
    )
    .option('--linked', 'treat all templates as one app: exports and imports lead from one to another')
    .addOption(
      new Option('--config <file>', 'the configuration').default(
        undefined,
        'competency-nag.yaml, here or above',
      ),
    )
    .option('--no-config', 'use no configuration')
    .option('--baseline <file>', 'accept the findings that the estate started with');

export const repeated =
  <T>(parse: (value: string) => T) =>
  (value: string, previous: T[]): T[] => [...previous, parse(value)];

/** @throws UsageError for a configuration that is wrong */
export function configurationOf({ config }: Pick<CheckFlags, 'config'>): Configuration | undefined {
  const file = typeof config === 'string' ? config : config === false ? undefined : findConfiguration('');
  if (file === undefined) return undefined;
  // Few runs have one, and what reads and validates it takes time to load.
  return (require('../configuration/load') as typeof import('../configuration/load')).loadConfiguration(file);
}

/** Checks what the paths stand for. @throws UsageError */
export function checkPaths(
  paths: readonly string[],
  flags: CheckFlags,
  configuration: Configuration | undefined,
): CheckResult {
  const { sources, assemblies, assets, errors } = collect(paths);
  const bar = progress(sources.length);
  const { rule: rules, exclude, parameters, environment, profile, linked, baseline } = flags;
  const result = checkSources(sources, {
    rules,
    exclude,
    ...(parameters && { parameters }),
    ...(environment && { environment }),
    ...(profile && { profile }),
    ...(linked && { linked }),
    ...(configuration && { configuration }),
    ...(baseline !== undefined && { baseline }),
    errors,
    assets,
    trace: tracerOf(assemblies),
    acknowledged: acknowledgedInAll(assemblies, configuration?.ruleSet ?? builtIn),
    onProgress: bar.update,
  });
  bar.stop();
  return result;
}

/** What kept the check from being whole, on standard error whatever the format. */
export function tellTrouble({ report, notes, passedOver }: CheckResult, verbose: boolean): void {
  for (const { file, line, column, message } of report.errors) say(`${place(file, line, column)}${message}`);
  for (const { file, line, column, message } of notes) say(`note: ${place(file, line, column)}${message}`);
  if (passedOver.length > 0)
    say(
      `note: ${passedOver.length} JSON or YAML file${passedOver.length === 1 ? '' : 's'} passed over: no CloudFormation template`,
    );
  if (verbose) for (const file of passedOver) say(`note: ${file}: passed over`);
  if (report.summary.templates === 0 && report.errors.length === 0)
    say('nothing was checked: there is no template here');
}

export const say = (text: string): void => void process.stderr.write(`${name}: ${printable(text)}\n`);

const place = (file: string, line: number | null, column: number | null) =>
  file === '' ? '' : `${file}${line === null ? '' : `:${line}:${column}`}: `;
