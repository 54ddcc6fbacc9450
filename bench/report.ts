import { type Measured, seconds } from './measure';

const toSeconds = (value: number | undefined) => (value === undefined ? '–' : value.toFixed(2));

/** What was measured, as a table in Markdown. */
export function table(measured: readonly Measured[]): string {
  const rows = measured.map((one) => {
    const bytes = one.runs.flatMap((run) => run.bytes ?? []);
    return [
      one.variant.name,
      toSeconds(seconds(one)),
      toSeconds(
        one.failure || !one.runs.length ? undefined : Math.min(...one.runs.map((run) => run.seconds)),
      ),
      bytes.length ? String(Math.round(Math.max(...bytes) / 1e6)) : '–',
      String(one.runs.length),
      notes(one),
    ];
  });
  return aligned([['', 'median s', 'min s', 'peak MB', 'runs', 'notes'], ...rows]);
}

function notes({ runs, failure }: Measured): string {
  if (failure) return `did not finish: ${failure}`;
  const last = runs.at(-1);
  return [
    last?.findings !== undefined && `${last.findings} findings`,
    last?.skipped && `gave up on ${last.skipped} files`,
    last?.isPartial && 'could not check every file',
  ]
    .filter(Boolean)
    .join(', ');
}

function aligned([head = [], ...rows]: string[][]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const isNumber = (column: number) => column > 0 && column < head.length - 1;
  const line = (row: string[]) => {
    const cells = widths.map((width, column) =>
      isNumber(column) ? (row[column] ?? '').padStart(width) : (row[column] ?? '').padEnd(width),
    );
    return `| ${cells.join(' | ')} |`;
  };
  const rule = widths.map((width, column) =>
    isNumber(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

export interface Goal {
  atLeast?: number;
  atMost?: number;
}

/** A ratio beside what it should be. One of which a part is missing was not measured, and is not met. */
export function ratio(
  what: string,
  dividend: number | undefined,
  divisor: number | undefined,
  goal: Goal,
): string {
  const wanted = goal.atLeast === undefined ? `at most ${goal.atMost}` : `at least ${goal.atLeast}`;
  if (dividend === undefined || divisor === undefined) return `- ${what}: not measured (goal: ${wanted})`;
  const value = dividend / divisor;
  const isMet = value >= (goal.atLeast ?? -Infinity) && value <= (goal.atMost ?? Infinity);
  return `- ${what}: **${value.toFixed(2)}** (goal: ${wanted}) ${isMet ? '✓' : '✗ missed'}`;
}

/** The difference of two times, if both were measured. */
export const less = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? undefined : one - other;
