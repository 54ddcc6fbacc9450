import { existsSync } from 'node:fs';
import { type BaselineEntry, entriesOf, writtenOut } from '../baseline/baseline';
import type { CheckResult } from '../check';
import { counted } from '../counted';
import type { ExitCode } from '../fail-on';
import { UsageError } from '../selection';
import { isMetaRule } from '../waivers/rules';
import { type CheckFlags, checkPaths, configurationOf, say, tellTrouble } from './check-options';
import { writeFile } from './write-file';

/** Writes the findings of an estate to a new baseline. @throws UsageError if there is one already */
export async function createBaseline(paths: readonly string[], flags: CheckFlags): Promise<ExitCode> {
  const { file, configuration } = fileOf(flags);
  if (existsSync(file))
    throw new UsageError(
      `${file} is there already, and a baseline only shrinks: use baseline prune, or remove it`,
    );
  const { baseline: _, ...withoutBaseline } = flags;
  const result = await checkPaths(
    paths,
    withoutBaseline,
    configuration && { ...configuration, baseline: undefined },
  );
  if (!isWhole(result)) return 2;
  const open = result.report.findings.filter(({ waiver }) => !waiver);
  const unwaivable = open.filter(({ ruleId }) => configuration?.unwaivable.has(ruleId));
  const accepted = open.filter(({ ruleId }) => !isMetaRule(ruleId) && !configuration?.unwaivable.has(ruleId));
  write(file, entriesOf(accepted, file));
  say(`${file}: ${counted(accepted.length, 'finding')} accepted`);
  if (unwaivable.length > 0) say(`${counted(unwaivable.length, 'finding')} of unwaivable rules left out`);
  return 0;
}

/** Takes out of a baseline what is mended. @throws UsageError if there is none */
export async function pruneBaseline(paths: readonly string[], flags: CheckFlags): Promise<ExitCode> {
  const { file, configuration } = fileOf(flags);
  const result = await checkPaths(paths, { ...flags, baseline: file }, configuration);
  if (!isWhole(result) || !result.baseline) return 2;
  const before = result.baseline.size;
  const kept = result.baseline.pruned(result.wasChecked);
  write(file, kept);
  const left = kept.reduce((sum, { count = 1 }) => sum + count, 0);
  say(`${file}: ${counted(before - left, 'finding')} removed, ${left} left`);
  return 0;
}

function fileOf(flags: CheckFlags) {
  const configuration = configurationOf(flags);
  const file = flags.baseline ?? configuration?.baseline;
  if (file === undefined)
    throw new UsageError('name the baseline: --baseline FILE, or "baseline" in the configuration');
  return { file, configuration };
}

/** A run that did not read everything must not decide what is accepted. */
function isWhole(result: CheckResult): boolean {
  tellTrouble(result, false);
  const { errors, summary } = result.report;
  if (errors.length === 0 && summary.templates > 0) return true;
  say('no baseline is written, because not everything could be checked');
  return false;
}

const write = (file: string, entries: readonly BaselineEntry[]) =>
  writeFile(file, writtenOut(entries), 'the baseline');
