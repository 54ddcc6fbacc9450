import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../scripts/registry';
import type { Attack } from './attacks';

const BIN = join(ROOT, 'bin', 'competency-nag.js');

/** What no attack may take more of; a process that does is ended, and its status is none of ours. */
export const LIMITS = { seconds: 60, heapMegabytes: 1024 };

export interface Outcome {
  status: number | null;
  output: string;
  /** At the end, of the whole process. */
  seconds: number;
  megabytes: number;
}

/** Runs the real command on an attack, in a process of its own with bounds. */
export function runAttack({ prepare, args, node = [] }: Attack): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'attack-'));
  try {
    prepare(folder);
    const usage = join(folder, 'usage');
    const measure = `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(usage)}, String(process.resourceUsage().maxRSS)))`;
    const begin = process.hrtime.bigint();
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        `--max-old-space-size=${LIMITS.heapMegabytes}`,
        '--import',
        `data:text/javascript,import{createRequire}from'node:module';const require=createRequire('/');${encodeURIComponent(measure)}`,
        ...node,
        BIN,
        ...args,
      ],
      {
        cwd: folder,
        encoding: 'utf8',
        timeout: LIMITS.seconds * 1000,
        killSignal: 'SIGKILL',
        maxBuffer: 256 * 1024 * 1024,
        env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: '1' },
      },
    );
    const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
    return { status, output: stdout + stderr, seconds, megabytes: peakOf(usage) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function peakOf(usage: string): number {
  try {
    return Number(readFileSync(usage, 'utf8')) / 1024;
  } catch {
    return Number.NaN; // it did not end by itself
  }
}
