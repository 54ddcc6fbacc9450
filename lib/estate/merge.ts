import { isDeepStrictEqual } from 'node:util';
import Ajv from 'ajv';
import { summarise } from '../check';
import { sorted } from '../engine/run';
import { inOrder, type Report } from '../report';
import { UsageError } from '../selection';
import { readTextFile, UnreadableFile } from '../text-file';
import { REPORT_SCHEMA } from './report-schema';
import { parseShard } from './shard';

/** A report and the file it comes from. */
export interface ReadReport {
  file: string;
  report: Report;
}

const MAX_BYTES = 512 * 1024 * 1024;

/** Reads what `--format json` wrote. @throws UsageError that says what the file is instead */
export function readReport(file: string): ReadReport {
  const report = dataIn(file) as Report;
  const version = (report as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (version !== undefined && version !== 1)
    throw new UsageError(`${file}: has the schemaVersion ${JSON.stringify(version)}; only 1 can be merged`);
  const schema = new Ajv({ strict: false });
  if (!schema.validate(REPORT_SCHEMA, report)) {
    const [problem] = schema.errors ?? [];
    throw new UsageError(
      `${file}: is no JSON report: ${[problem?.instancePath, problem?.message].filter(Boolean).join(' ')}`,
    );
  }
  if (!isDeepStrictEqual(report.summary, summarise(report.findings, report.errors, report.summary)))
    throw new UsageError(`${file}: its summary does not count its findings and errors`);
  if (report.shard !== undefined && !parseShard(report.shard))
    throw new UsageError(`${file}: says that it is shard ${JSON.stringify(report.shard)}, which none is`);
  return { file, report };
}

function dataIn(file: string): unknown {
  try {
    return JSON.parse(readTextFile(file, MAX_BYTES));
  } catch (error) {
    if (error instanceof UnreadableFile) throw new UsageError(`${file}: ${error.message}`);
    if (error instanceof SyntaxError) throw new UsageError(`${file}: is no JSON: ${error.message}`);
    throw error;
  }
}

/**
 * One report of several, as one run over all their templates gives it. What several of them say of the same file is
 * said once. How many rules there were in all, they do not tell: it is the largest of their numbers.
 * @throws UsageError for reports that do not belong together
 */
export function merged(reports: readonly ReadReport[]): Report {
  const [first] = reports;
  if (!first) throw new UsageError('there is no report to merge');
  const { tool } = first.report;
  const other = reports.find(({ report }) => !isDeepStrictEqual(report.tool, tool));
  if (other)
    throw new UsageError(
      `${other.file}: is by ${toolOf(other)}, and ${first.file} by ${toolOf(first)}: merge reports of one version`,
    );
  refuseIncomplete(reports);
  const summaries = reports.map(({ report }) => report.summary);
  const findings = sorted(together(reports.map(({ report }) => report.findings)));
  const errors = inOrder(together(reports.map(({ report }) => report.errors)));
  const sum = (count: (summary: Report['summary']) => number) =>
    summaries.reduce((total, summary) => total + count(summary), 0);
  const counts = {
    templates: sum(({ templates }) => templates),
    resources: sum(({ resources }) => resources),
    rules: Math.max(...summaries.map(({ rules }) => rules)),
  };
  return { schemaVersion: 1, tool, summary: summarise(findings, errors, counts), findings, errors };
}

const toolOf = ({ report: { tool } }: ReadReport) => `${tool.name} ${tool.version}`;

/** @throws UsageError unless the reports are all the shards of one run, each once, or none of them is a shard */
function refuseIncomplete(reports: readonly ReadReport[]): void {
  const sharded = reports.filter(({ report }) => report.shard !== undefined);
  const [first] = sharded;
  const whole = reports.find(({ report }) => report.shard === undefined);
  if (!first) return;
  const name = first.report.shard as string;
  if (whole)
    throw new UsageError(`${first.file}: is shard ${name} of a run, and ${whole.file} is no shard of any`);
  const count = parseShard(name)?.count as number;
  const files = new Map<number, string>();
  for (const { file, report } of sharded) {
    const shard = parseShard(report.shard as string);
    if (shard?.count !== count)
      throw new UsageError(`${file}: is shard ${report.shard}, and ${first.file} is shard ${name}`);
    const earlier = files.get(shard.index);
    if (earlier !== undefined)
      throw new UsageError(`shard ${report.shard} is there twice: ${earlier} and ${file}`);
    files.set(shard.index, file);
  }
  const missing = Array.from({ length: count }, (_, index) => index + 1).filter((index) => !files.has(index));
  if (missing.length > 0)
    throw new UsageError(`shard ${missing.map((index) => `${index}/${count}`).join(', ')} is missing`);
}

/** What the lists hold: each thing as often as the list has it that has it most often. */
function together<T>(lists: readonly (readonly T[])[]): T[] {
  const counts = new Map<string, number>();
  return lists.flatMap((list) => {
    const seen = new Map<string, number>();
    return list.filter((one) => {
      const key = JSON.stringify(one);
      const nth = (seen.get(key) ?? 0) + 1;
      seen.set(key, nth);
      const isNew = nth > (counts.get(key) ?? 0);
      if (isNew) counts.set(key, nth);
      return isNew;
    });
  });
}
