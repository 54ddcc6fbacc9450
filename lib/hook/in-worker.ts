import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { HandlerParts } from './handler';

/** Less than the function has, so that a check that needs too much ends the thread and not the function. */
const MAX_HEAP_MB = 1024;

/**
 * Judges in a thread of its own, where a check that takes too long can be ended: to check is to compute, and
 * nothing else would run meanwhile. The thread is kept for the next request unless it failed.
 */
export function inWorker(file: string, maxHeapMb = MAX_HEAP_MB): HandlerParts['judge'] {
  let worker: Worker | undefined;
  return async (subject, milliseconds) => {
    worker ??= new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: maxHeapMb } });
    try {
      const answer = once(worker, 'message', { signal: AbortSignal.timeout(Math.max(0, milliseconds)) });
      worker.postMessage(subject);
      return (await answer)[0];
    } catch (error) {
      const failed = worker;
      worker = undefined;
      await failed.terminate();
      if ((error as Error).name !== 'AbortError') throw error;
      throw new Error('the check was not done in time', { cause: error });
    }
  };
}
