import { resolve } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { rules as builtIn } from '../../rules';
import type { CheckResult } from '../check';
import type { Configuration } from '../configuration/configuration';
import { ThreadFailure } from '../estate/threads';
import { type ExitCode, exitCode, FAIL_ON, type FailOn } from '../fail-on';
import { SEVERITIES } from '../finding';
import { printable } from '../printable';
import type { OutputOptions } from '../reports/options';
import { UsageError } from '../selection';
import { name, version } from '../version';
import { createBaseline, pruneBaseline } from './baseline';
import {
  type CheckFlags,
  checkPaths,
  configOption,
  configurationOf,
  PATHS,
  repeated,
  say,
  shardOption,
  tellTrouble,
  withCheckOptions,
} from './check-options';
import { explain, listRules } from './describe';
import { init } from './init';
import { FORMATS, formatReport, type Output, parseOutput } from './outputs';
import { writeFile } from './write-file';

/** What is to become of the findings. */
interface ReportFlags {
  format: Output[];
  failOn?: FailOn;
  verbose: boolean;
}

/** Runs the command line and sets the exit code: 0 clean, 1 findings, 2 the check could not be done. */
export async function main(argv: readonly string[]): Promise<void> {
  // Whoever ends the process before there is an outcome, or leaves nothing to wait for, has not passed.
  let outcome: ExitCode = 2;
  process.on('exit', () => {
    process.exitCode = outcome;
  });
  const fail = (tell: () => void) => {
    outcome = 2;
    tell();
    process.exit();
  };
  process.on('uncaughtException', (error) => fail(() => tellFailure(error)));
  // The result did not arrive.
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    fail(() => error.code !== 'EPIPE' && say(`standard output cannot be written: ${error.message}`)),
  );
  process.stderr.on('error', () => fail(() => {}));
  let reached: ExitCode = 0;
  const finish = (code: ExitCode) => {
    reached = code;
  };
  try {
    await program(finish).parseAsync(argv as string[]);
    outcome = reached;
  } catch (error) {
    if (error instanceof CommanderError) outcome = error.exitCode === 0 ? 0 : 2;
    else tellFailure(error);
  }
}

function tellFailure(error: unknown): void {
  const isSaid = error instanceof UsageError || error instanceof ThreadFailure;
  const reason = isSaid ? error.message : `internal error: ${(error as Error)?.stack ?? error}`;
  process.stderr.write(`${name}: ${reason.split('\n').map(printable).join('\n')}\n`);
}

type Finish = (code: ExitCode) => void;

function program(finish: Finish): Command {
  const root = new Command(name)
    .description("Checks CloudFormation templates against the guidance of AWS's partner checklists.")
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError(`(${name} --help tells more)`)
    .exitOverride();
  const check = withCheckOptions(
    root
      .command('check')
      .summary('check templates and CDK apps')
      .description(
        'Checks templates and reports findings. Exit code 0: clean, 1: findings, 2: the check could not be done.',
      )
      .argument('<paths...>', PATHS),
  );
  withReportOptions(check.addOption(shardOption))
    .addHelpText(
      'after',
      `\nSeverities: ${SEVERITIES.join(', ')}. Rules: ${name} rules. One rule: ${name} explain <rule-id>.`,
    )
    .action(async (paths: string[], flags: CheckFlags & ReportFlags) => finish(await runCheck(paths, flags)));
  withReportOptions(
    root
      .command('merge')
      .summary('join JSON reports into one')
      .description('Joins JSON reports, such as those of all shards of a run. Exit codes are those of check.')
      .argument('<reports...>', 'files that check --format json=FILE wrote'),
  )
    .addOption(configOption)
    .option('--no-config', 'use no configuration')
    .action((files: string[], flags: CheckFlags & ReportFlags) => finish(runMerge(files, flags)));
  const baseline = root.command('baseline').summary('accept what an estate starts with');
  withCheckOptions(
    baseline
      .command('create')
      .summary('write the findings to a new baseline')
      .description('Writes all findings to the file named by --baseline, or by the configuration.')
      .argument('<paths...>', PATHS),
  ).action(async (paths: string[], flags: CheckFlags) => finish(await createBaseline(paths, flags)));
  withCheckOptions(
    baseline
      .command('prune')
      .summary('take out what is mended')
      .description('Takes the findings that are gone out of the baseline. It never adds any.')
      .argument('<paths...>', PATHS),
  ).action(async (paths: string[], flags: CheckFlags) => finish(await pruneBaseline(paths, flags)));
  root.command('init').summary('write a configuration to start from').action(init);
  root
    .command('rules')
    .summary('list the rules')
    .addOption(
      new Option('--format <format>', 'how to print them').choices(['pretty', 'json']).default('pretty'),
    )
    .action(({ format }: { format: 'pretty' | 'json' }) => print(listRules(ruleSet(), format)));
  root
    .command('explain')
    .summary('tell what a rule asks, why, and what to change')
    .argument('<id>', 'of a rule, a checklist item or a control')
    .action((id: string) => print(explain(ruleSet(), id)));
  return root;
}

/** Adds the options that say what becomes of the findings. */
const withReportOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--format <format[=file]>',
        `${FORMATS.join(', ')}; repeatable, "json=report.json" writes a file`,
      )
        .argParser(repeated(parseOutput))
        .default([], 'pretty'),
    )
    .addOption(
      new Option('--fail-on <severity>', 'the mildest finding to exit with 1 for')
        .choices(FAIL_ON)
        .default(undefined, 'error'),
    )
    .option('--verbose', 'show every place that has to be reviewed, and every waiver', false);

async function runCheck(paths: string[], flags: CheckFlags & ReportFlags): Promise<ExitCode> {
  const outputs = outputsOf(flags);
  const configuration = configurationOf(flags);
  return conclusion(await checkPaths(paths, flags, configuration), outputs, flags, configuration);
}

function runMerge(files: string[], flags: CheckFlags & ReportFlags): ExitCode {
  const outputs = outputsOf(flags);
  const configuration = configurationOf(flags);
  const { mergeReports } = require('./merge') as typeof import('./merge');
  return conclusion(mergeReports(files, configuration), outputs, flags, configuration);
}

/** Reports a result, and says what it comes to. */
function conclusion(
  result: CheckResult,
  outputs: readonly Output[],
  { verbose, failOn: wanted }: ReportFlags,
  configuration: Configuration | undefined,
): ExitCode {
  const failOn = wanted ?? configuration?.failOn ?? 'error';
  refuseInputs(outputs, result);
  deliver(result, outputs, { verbose, failOn });
  tellTrouble(result, verbose);
  return exitCode(result.report, failOn);
}

/** @throws UsageError */
function outputsOf({ format }: ReportFlags): readonly Output[] {
  const outputs: readonly Output[] = format.length > 0 ? format : [{ format: 'pretty' }];
  if (outputs.filter(({ file }) => file === undefined).length > 1)
    throw new UsageError(
      'only one report can go to standard output: write the others to files, as json=report.json',
    );
  const files = outputs.flatMap(({ file }) => (file === undefined ? [] : [resolve(file)]));
  const twice = files.find((file, index) => files.indexOf(file) < index);
  if (twice !== undefined) throw new UsageError(`two reports would be written to ${twice}`);
  return outputs;
}

/** @throws UsageError for a report that would take the place of what was checked */
function refuseInputs(outputs: readonly Output[], { sources }: CheckResult): void {
  const read = new Set([...sources.keys()].map((file) => resolve(file)));
  const wrong = outputs.find(({ file }) => file !== undefined && read.has(resolve(file)));
  if (wrong)
    throw new UsageError(`the ${wrong.format} report would overwrite ${wrong.file}, which was checked`);
}

function deliver(
  result: CheckResult,
  outputs: readonly Output[],
  options: Omit<OutputOptions, 'colour'>,
): void {
  for (const { format, file } of outputs) {
    const colour = file === undefined && process.stdout.isTTY === true && !process.env.NO_COLOR;
    const text = formatReport(format, result, { ...options, colour });
    if (file === undefined) print(text);
    else writeFile(file, text, `the ${format} report`);
  }
}

/** The built-in rules, and those of the configuration that is found here. */
const ruleSet = () => configurationOf({})?.ruleSet ?? builtIn;

const print = (text: string): void => void process.stdout.write(text);
