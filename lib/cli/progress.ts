export interface Progress {
  update(done: number): void;
  stop(): void;
}

/** Runs shorter than this finish before a bar could be read. */
const WORTH_A_BAR = 100;

/** A bar on standard error, where that is a terminal and the run is long. */
export function progress(total: number): Progress {
  if (!process.stderr.isTTY || total < WORTH_A_BAR) return { update: () => {}, stop: () => {} };
  const { SingleBar, Presets } = require('cli-progress') as typeof import('cli-progress');
  const bar = new SingleBar(
    { format: 'checking {bar} {value}/{total}', clearOnComplete: true, stream: process.stderr },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return { update: (done) => bar.update(done), stop: () => bar.stop() };
}
