import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inThreads } from '../../lib/estate/threads';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'threads-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Has the tasks 1 to 5 done by two threads that answer by `body`. */
function done(body: string, milliseconds = 60_000): Promise<number[]> {
  const file = join(folder, 'thread.js');
  writeFileSync(file, `const { parentPort } = require('node:worker_threads');\n${body}`);
  const nameOf = (task: number) => `task ${task}`;
  return inThreads<number, number>(file, [1, 2, 3, 4, 5], { threads: 2, milliseconds, nameOf });
}

test('answers are in the order of the tasks', async () => {
  const body = "parentPort.on('message', (n) => setTimeout(() => parentPort.postMessage(n * n), 10 / n));";
  expect(await done(body)).toEqual([1, 4, 9, 16, 25]);
});

test.each([
  ['throws', "parentPort.on('message', () => { throw new Error('no'); });", 'failed: no'],
  ['throws something odd', "parentPort.on('message', () => { throw 'no'; });", 'failed: no'],
  ['cannot start', "throw new Error('no');", 'failed: no'],
  ['ends well', "parentPort.on('message', () => process.exit(0));", 'ended with exit code 0'],
])('a thread that %s fails all', async (_, body, reason) => {
  await expect(done(body)).rejects.toThrow(new RegExp(`^task \\d: the thread ${reason}$`));
});

test('a thread that gives no answer fails all', async () => {
  const body = "parentPort.on('message', (n) => { while (n === 3); parentPort.postMessage(n); });";
  await expect(done(body, 500)).rejects.toThrow('task 3: the thread gave no answer for 0.5 seconds');
});

test('a thread that takes more memory than it may have fails all', async () => {
  const file = join(folder, 'thread.js');
  writeFileSync(
    file,
    "require('node:worker_threads').parentPort.on('message', () => { for (const all = [];;) all.push([all]); });",
  );
  const options = {
    threads: 1,
    milliseconds: 60_000,
    nameOf: String,
    resourceLimits: { maxOldGenerationSizeMb: 32 },
  };
  await expect(inThreads(file, ['it'], options)).rejects.toThrow('it: the thread failed: Worker terminated');
});
