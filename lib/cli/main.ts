import { Command, CommanderError, Option } from 'commander';
import { rules as builtIn } from '../../rules';
import type { CheckResult } from '../check';
import { exitCode, FAIL_ON, type FailOn } from '../fail-on';
import { SEVERITIES } from '../finding';
import type { OutputOptions } from '../reports/options';
import { UsageError } from '../selection';
import { name, version } from '../version';
import { createBaseline, pruneBaseline } from './baseline';
import {
  type CheckFlags,
  checkPaths,
  configurationOf,
  PATHS,
  repeated,
  tellTrouble,
  withCheckOptions,
} from './check-options';
import { explain, listRules } from './describe';
import { FORMATS, formatReport, type Output, parseOutput } from './outputs';
import { writeFile } from './write-file';

/** What `check` was asked for. */
interface Flags extends CheckFlags {
  format: Output[];
  failOn?: FailOn;
  verbose: boolean;
}

/** Runs the command line and sets the exit code: 0 clean, 1 findings, 2 the check could not be done. */
export function main(argv: readonly string[]): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // The reader is gone, so the result did not arrive.
    if (error.code === 'EPIPE') process.exit(2);
    throw error;
  });
  try {
    program().parse(argv as string[]);
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else {
      process.exitCode = 2;
      const reason =
        error instanceof UsageError ? error.message : `internal error: ${(error as Error)?.stack ?? error}`;
      process.stderr.write(`${name}: ${reason}\n`);
    }
  }
}

function program(): Command {
  const root = new Command(name)
    .description("Checks CloudFormation templates against the guidance of AWS's partner checklists.")
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError(`(${name} --help tells more)`)
    .exitOverride();
  withCheckOptions(
    root
      .command('check')
      .summary('check templates and CDK apps')
      .description(
        'Checks templates and reports findings. Exit code 0: clean, 1: findings, 2: the check could not be done.',
      )
      .argument('<paths...>', PATHS)
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
      ),
  )
    .option('--verbose', 'show every place that has to be reviewed, and every waiver', false)
    .addHelpText(
      'after',
      `\nSeverities: ${SEVERITIES.join(', ')}. Rules: ${name} rules. One rule: ${name} explain <rule-id>.`,
    )
    .action(runCheck);
  const baseline = root.command('baseline').summary('accept what an estate starts with');
  withCheckOptions(
    baseline
      .command('create')
      .summary('write the findings to a new baseline')
      .description('Writes all findings to the file named by --baseline, or by the configuration.')
      .argument('<paths...>', PATHS),
  ).action(createBaseline);
  withCheckOptions(
    baseline
      .command('prune')
      .summary('take out what is mended')
      .description('Takes the findings that are gone out of the baseline. It never adds any.')
      .argument('<paths...>', PATHS),
  ).action(pruneBaseline);
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

function runCheck(paths: string[], flags: Flags): void {
  const outputs: readonly Output[] = flags.format.length > 0 ? flags.format : [{ format: 'pretty' }];
  if (outputs.filter(({ file }) => file === undefined).length > 1)
    throw new UsageError(
      'only one report can go to standard output: write the others to files, as json=report.json',
    );
  const configuration = configurationOf(flags);
  const result = checkPaths(paths, flags, configuration);
  const failOn = flags.failOn ?? configuration?.failOn ?? 'error';
  deliver(result, outputs, { verbose: flags.verbose, failOn });
  tellTrouble(result, flags.verbose);
  process.exitCode = exitCode(result.report, failOn);
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
