import { type Command, InvalidArgumentError, Option } from 'commander';
import { rules as builtIn } from '../../rules';
import { acknowledgedInAll, tracerOf } from '../assembly/trace-findings';
import {
  type CheckOptions,
  type CheckResult,
  type Circumstances,
  conclude,
  type TemplateSource,
} from '../check';
import type { Configuration } from '../configuration/configuration';
import { findConfiguration } from '../configuration/find';
import { counted } from '../counted';
import { groupsOf } from '../estate/groups';
import { inspectGroups, threadsFor } from '../estate/inspect-groups';
import { parseShard, type Shard, type Share, shareOf, writtenShard } from '../estate/shard';
import { type Inspection, standardsFor } from '../inspect';
import type { LintResult } from '../lint/lint';
import { ENVIRONMENTS } from '../model/environment';
import { printable } from '../printable';
import { PROFILES } from '../rule';
import { name } from '../version';
import { type Collected, collect } from './collect';
import { type Parameters, readParameters } from './parameters';
import { progress } from './progress';

/** What every command that checks templates can be told. */
export interface CheckFlags extends Pick<CheckOptions, 'environment' | 'profile' | 'linked' | 'parameters'> {
  rule: string[];
  exclude: string[];
  baseline?: string;
  config?: string | false;
  jobs?: number;
  shard?: Shard;
  lint?: boolean;
  /** Seconds. */
  lintTimeout?: number;
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
    .addOption(configOption)
    .option('--no-config', 'use no configuration')
    .option('--baseline <file>', 'accept the findings that the estate started with')
    .addOption(
      new Option(
        '--jobs <number>',
        'threads to check with; as many as there is work for unless given, up to 4',
      ).argParser(upTo(64)),
    )
    .option('--lint', "ask CloudFormation's own validation engine as well, which is in aws-cdk-lib")
    .addOption(
      new Option('--lint-timeout <seconds>', 'how long all of the lint may take')
        .argParser(upTo(86_400))
        .default(300),
    );

export const configOption = new Option('--config <file>', 'the configuration').default(
  undefined,
  'competency-nag.yaml, here or above',
);

export const shardOption = new Option(
  '--shard <i/n>',
  'check only part i of n: for runs that several machines share',
).argParser((text: string): Shard => {
  const shard = parseShard(text);
  if (!shard) throw new InvalidArgumentError('It is written as 2/4: the second of four parts.');
  return shard;
});

const upTo =
  (most: number) =>
  (text: string): number => {
    const number = /^\d{1,6}$/.test(text) ? Number(text) : 0;
    if (number < 1 || number > most)
      throw new InvalidArgumentError(`It is a whole number from 1 to ${most}.`);
    return number;
  };

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

/** Checks what the paths stand for. @throws UsageError, ThreadFailure */
export async function checkPaths(
  paths: readonly string[],
  flags: CheckFlags,
  configuration: Configuration | undefined,
): Promise<CheckResult> {
  const engine = flags.lint ? findEngine() : undefined;
  const options = optionsOf(flags, configuration);
  const heldTo = standardsFor(options);
  const { sources, assemblies, folders, errors, notes } = withoutIgnored(collect(paths), configuration);
  const linked = options.linked ?? configuration?.linked ?? false;
  const groups = groupsOf(sources, folders, linked);
  const share = flags.shard ? shareOf(groups, flags.shard) : { own: groups, others: [], most: 1 };
  const own = share.own.flatMap((group) => group.sources);
  const bar = progress(own.length);
  const inspections = await inspectGroups(
    share.own,
    flags.jobs ?? threadsFor(share.own),
    options,
    bar.update,
  );
  bar.stop();
  const circumstances = {
    ...options,
    errors,
    notes,
    trace: tracerOf(assemblies),
    acknowledged: acknowledgedInAll(assemblies, configuration?.ruleSet ?? builtIn),
    ...(flags.shard && { shard: shardIn(share, flags.shard) }),
    ...(engine !== undefined && { lint: await lintOf(engine, own, inspections, flags) }),
  };
  return conclude(own, inspections, circumstances, heldTo);
}

/** Leaves out what the configuration ignores, and says how much that is. */
function withoutIgnored(collected: Collected, configuration: Configuration | undefined): Collected {
  const isKept = ({ file }: { file: string }) => configuration?.ignores(file) !== true;
  const sources = collected.sources.filter(isKept);
  const count = collected.sources.length - sources.length;
  if (count > 0) say(`note: ${counted(count, 'file')} not checked, as the configuration says`);
  return { ...collected, sources, errors: collected.errors.filter(isKept) };
}

function optionsOf(flags: CheckFlags, configuration: Configuration | undefined): CheckOptions {
  const { rule: rules, exclude, parameters, environment, profile, linked, baseline } = flags;
  return {
    rules,
    exclude,
    ...(parameters && { parameters }),
    ...(environment && { environment }),
    ...(profile && { profile }),
    ...(linked && { linked }),
    ...(configuration && { configuration }),
    ...(baseline !== undefined && { baseline }),
  };
}

function shardIn({ own, others, most }: Share, shard: Shard): NonNullable<Circumstances['shard']> {
  if (own.length === 0)
    say(`shard ${writtenShard(shard)} is empty: what is given here can be split into ${most} at most`);
  return { name: writtenShard(shard), others: others.flatMap(({ sources }) => sources) };
}

/** Loaded only where it is asked for. */
const findEngine = (): string =>
  (require('../lint/engine') as typeof import('../lint/engine')).findEngine(process.cwd());

function lintOf(
  engine: string,
  sources: readonly TemplateSource[],
  inspections: readonly Inspection[],
  { lintTimeout = 300 }: CheckFlags,
): Promise<LintResult> {
  const { lint } = require('../lint/lint') as typeof import('../lint/lint');
  const read = new Set(inspections.flatMap(({ templates }) => templates.map(({ file }) => file)));
  const hidden = inspections.flatMap(({ findings }) => findings.flatMap(({ hidden = [] }) => hidden));
  const secrets = [...inspections.flatMap((part) => part.secrets), ...hidden];
  return lint(
    sources.filter(({ file }) => read.has(file)),
    { engine, milliseconds: lintTimeout * 1000, secrets },
  );
}

/** What kept the check from being whole, on standard error whatever the format. */
export function tellTrouble({ report, notes, passedOver }: CheckResult, verbose: boolean): void {
  for (const { file, line, column, message } of report.errors) say(`${place(file, line, column)}${message}`);
  for (const { file, line, column, message } of notes) say(`note: ${place(file, line, column)}${message}`);
  if (passedOver.length > 0)
    say(`note: ${counted(passedOver.length, 'JSON or YAML file')} passed over: no CloudFormation template`);
  if (verbose) for (const file of passedOver) say(`note: ${file}: passed over`);
  if (report.summary.templates === 0 && report.errors.length === 0)
    say('nothing was checked: there is no template here');
}

export const say = (text: string): void => void process.stderr.write(`${name}: ${printable(text)}\n`);

const place = (file: string, line: number | null, column: number | null) =>
  file === '' ? '' : `${file}${line === null ? '' : `:${line}:${column}`}: `;
