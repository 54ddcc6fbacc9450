import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** One of the things that are measured beside each other, each run in a process of its own. */
export interface Variant {
  name: string;
  command: readonly string[];
  /** The exit codes of a run that came to its end. */
  exitCodes?: readonly number[];
  /** That of a run which came to its end, but could not check every file. */
  partly?: number;
}

/** What a process says of itself, as JSON to file descriptor 3. */
export interface Told {
  /** How long the part that matters took, where that is not all of the process. */
  seconds?: number;
  findings?: number;
  /** How many files it gave up on. */
  skipped?: number;
}

export interface Run extends Told {
  seconds: number;
  /** The most memory that the process, or one that it started, held at a time. Unknown without `time`. */
  bytes?: number;
  isPartial: boolean;
}

export interface Measured {
  variant: Variant;
  runs: Run[];
  /** Why there are no more runs: it is no win of anyone's. */
  failure?: string;
}

const TIMEOUT_SECONDS = 600;
/** What takes longer is not run again. */
const SLOW_SECONDS = 60;
const TIME = '/usr/bin/time';
const MAC = process.platform === 'darwin';

/** Runs all variants in turn, again and again, so that a machine that slows down does so for all of them. */
export async function measure(variants: readonly Variant[], rounds: number): Promise<Measured[]> {
  const measured: Measured[] = variants.map((variant) => ({ variant, runs: [] }));
  for (let round = 1; round <= rounds; round++) {
    for (const one of measured) {
      if (one.failure || one.runs.some(({ seconds }) => seconds > SLOW_SECONDS)) continue;
      process.stderr.write(`  ${round}/${rounds} ${one.variant.name}: `);
      try {
        const run = await runOnce(one.variant);
        one.runs.push(run);
        process.stderr.write(`${run.seconds.toFixed(2)} s\n`);
      } catch (error) {
        one.failure = (error as Error).message;
        process.stderr.write(`${one.failure}\n`);
      }
    }
  }
  return measured;
}

/** @throws Error if it did not come to its end */
async function runOnce({ command, exitCodes = [0], partly }: Variant): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const report = join(folder, 'time');
  const timed = existsSync(TIME) ? [TIME, ...(MAC ? ['-l'] : ['-q', '-f', '%M']), '-o', report] : [];
  try {
    const start = performance.now();
    const { exitCode, stderr, told } = await finished([...timed, ...command]);
    const seconds = (performance.now() - start) / 1000;
    if (exitCode !== partly && !exitCodes.includes(exitCode)) {
      process.stderr.write(stderr);
      throw new Error(`exit code ${exitCode}`);
    }
    const bytes = existsSync(report) ? peak(readFileSync(report, 'utf8')) : undefined;
    return {
      seconds,
      isPartial: exitCode === partly,
      ...(bytes && { bytes }),
      ...(JSON.parse(told || '{}') as Told),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function finished([command = '', ...args]: string[]) {
  return new Promise<{ exitCode: number; stderr: string; told: string }>((resolve, reject) => {
    // In a group of its own, so that what it starts can be ended with it.
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], detached: true });
    const end = () => child.pid && process.kill(-child.pid, 'SIGKILL');
    const interrupted = () => {
      end();
      process.exit(130);
    };
    const timer = setTimeout(() => {
      end();
      reject(new Error(`not done after ${TIMEOUT_SECONDS} s`));
    }, TIMEOUT_SECONDS * 1000);
    process.once('SIGINT', interrupted);
    let stderr = '';
    let told = '';
    child.stderr?.on('data', (chunk) => {
      stderr = (stderr + chunk).slice(-2000);
    });
    (child.stdio[3] as Readable).on('data', (chunk) => {
      told += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupted);
      resolve({ exitCode: code ?? -1, stderr, told });
    });
  });
}

/** GNU's time says KiB, and nothing else; that of macOS says bytes, among other things. */
const peak = (report: string): number =>
  MAC ? Number(/(\d+)\s+maximum resident/.exec(report)?.[1]) : Number(report) * 1024;

/** The median of the seconds that the runs took, if there are any. */
export const seconds = ({ runs, failure }: Measured): number | undefined =>
  failure ? undefined : median(runs.map((run) => run.seconds));

export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.length ? middle.reduce((sum, value) => sum + value) / middle.length : undefined;
}
