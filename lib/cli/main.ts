import { writeFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { misspeltIn, tracerOf } from '../assembly/trace-findings';
import { type CheckOptions, type CheckResult, checkSources } from '../check';
import { ENVIRONMENTS } from '../engine/environment';
import { exitCode, FAIL_ON, type FailOn } from '../fail-on';
import { SEVERITIES } from '../finding';
import { printable } from '../printable';
import { PROFILES } from '../rule';
import { UsageError } from '../selection';
import { name, version } from '../version';
import { collect } from './collect';
import { explain, listRules } from './describe';
import { FORMATS, type Format, formatReport, type Output, parseOutput } from './outputs';
import { type Parameters, readParameters } from './parameters';
import { progress } from './progress';

/** What `check` was asked for. */
interface CheckFlags extends CheckOptions {
  format: Output[];
  failOn: FailOn;
  rule: string[];
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
  root
    .command('check')
    .summary('check templates and CDK apps')
    .description(
      'Checks templates and reports findings. Exit code 0: clean, 1: findings, 2: the check could not be done.',
    )
    .argument('<paths...>', "templates, folders, globs, cdk.out; '-' reads standard input")
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
        .default('error'),
    )
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
    .option('--verbose', 'show every place that has to be reviewed, and why findings were waived', false)
    .addHelpText(
      'after',
      `\nSeverities: ${SEVERITIES.join(', ')}. Rules: ${name} rules. One rule: ${name} explain <rule-id>.`,
    )
    .action(runCheck);
  root
    .command('rules')
    .summary('list the rules')
    .addOption(
      new Option('--format <format>', 'how to print them').choices(['pretty', 'json']).default('pretty'),
    )
    .action(({ format }: { format: 'pretty' | 'json' }) => print(listRules(format)));
  root
    .command('explain')
    .summary('tell what a rule asks, why, and what to change')
    .argument('<id>', 'of a rule, a checklist item or a control')
    .action((id: string) => print(explain(id)));
  return root;
}

function runCheck(paths: string[], flags: CheckFlags): void {
  const outputs: readonly Output[] = flags.format.length > 0 ? flags.format : [{ format: 'pretty' }];
  if (outputs.filter(({ file }) => file === undefined).length > 1)
    throw new UsageError(
      'only one report can go to standard output: write the others to files, as json=report.json',
    );
  const { sources, assemblies, errors } = collect(paths);
  const bar = progress(sources.length);
  const { rule: rules, exclude, parameters, environment, profile, linked } = flags;
  const result = checkSources(sources, {
    rules,
    ...(exclude && { exclude }),
    ...(parameters && { parameters }),
    ...(environment && { environment }),
    ...(profile && { profile }),
    ...(linked && { linked }),
    errors,
    notes: assemblies.flatMap(misspeltIn),
    trace: tracerOf(assemblies),
    onProgress: bar.update,
  });
  bar.stop();
  deliver(result, outputs, flags.verbose);
  tellTrouble(result, flags.verbose);
  process.exitCode = exitCode(result.report, flags.failOn);
}

function deliver(result: CheckResult, outputs: readonly Output[], verbose: boolean): void {
  for (const { format, file } of outputs) {
    const colour = file === undefined && process.stdout.isTTY === true && !process.env.NO_COLOR;
    const text = formatReport(format, result, { verbose, colour });
    if (file === undefined) print(text);
    else writeOutput(file, format, text);
  }
}

function writeOutput(file: string, format: Format, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`the ${format} report cannot be written: ${(error as Error).message}`);
  }
}

/** What kept the check from being whole, on standard error whatever the format. */
function tellTrouble({ report, notes, passedOver }: CheckResult, verbose: boolean): void {
  const say = (text: string) => process.stderr.write(`${name}: ${printable(text)}\n`);
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

const place = (file: string, line: number | null, column: number | null) =>
  file === '' ? '' : `${file}${line === null ? '' : `:${line}:${column}`}: `;

const print = (text: string): void => void process.stdout.write(text);

const repeated =
  <T>(parse: (value: string) => T) =>
  (value: string, previous: T[]): T[] => [...previous, parse(value)];
