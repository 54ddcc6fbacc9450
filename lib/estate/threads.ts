import { Worker, type WorkerOptions } from 'node:worker_threads';

/** A thread threw, ended or gave no answer: what it was asked to do was not done. */
export class ThreadFailure extends Error {
  constructor(
    task: string,
    readonly reason: string,
  ) {
    super(`${task}: ${reason}`);
  }
}

export interface Asking<Task> extends WorkerOptions {
  threads: number;
  /** How long a thread may take for one task. */
  milliseconds: number;
  /** What a task is called where it fails. */
  nameOf: (task: Task) => string;
  onAnswer?: (task: Task) => void;
}

/**
 * Has tasks done by threads that run `file`, each of which answers every message with one. The first task goes
 * first, but the answers are in the order of the tasks.
 * @throws ThreadFailure
 */
export async function inThreads<Task, Answer>(
  file: string,
  tasks: readonly Task[],
  { threads, milliseconds, nameOf, onAnswer, ...options }: Asking<Task>,
): Promise<Answer[]> {
  const answers = new Map<number, Answer>();
  const waiting = tasks.entries();
  const workers = Array.from({ length: Math.min(threads, tasks.length) }, () => new Thread(file, options));
  const work = async (thread: Thread) => {
    for (const [index, task] of waiting) {
      answers.set(index, (await thread.ask(task, nameOf(task), milliseconds)) as Answer);
      onAnswer?.(task);
    }
  };
  try {
    await Promise.race([Promise.all(workers.map(work)), ...workers.map(({ failure }) => failure)]);
  } finally {
    await Promise.all(workers.map((thread) => thread.end()));
  }
  return tasks.map((_, index) => answers.get(index) as Answer);
}

/** A thread that answers one question at a time. */
export class Thread {
  /** Never fulfilled; rejected when the thread is of no use any more. */
  readonly failure: Promise<never>;
  private readonly worker: Worker;
  private doing = 'starting';
  private fail: (reason: string) => void = () => {};

  constructor(file: string, options: WorkerOptions) {
    this.worker = new Worker(file, options);
    this.failure = new Promise((_, reject) => {
      this.fail = (reason) => reject(new ThreadFailure(this.doing, `the thread ${reason}`));
    });
    // It is waited for where something is asked; before and after, nobody has to know.
    this.failure.catch(() => {});
    this.worker.on('error', (error) => this.fail(`failed: ${(error as Error)?.message ?? error}`));
    this.worker.on('messageerror', () => this.fail('gave an answer that cannot be read'));
    this.worker.on('exit', (code) => this.fail(`ended with exit code ${code}`));
  }

  /** @throws ThreadFailure */
  async ask(task: unknown, name: string, milliseconds: number): Promise<unknown> {
    this.doing = name;
    let timer: NodeJS.Timeout | undefined;
    const answer = new Promise((resolve) => this.worker.once('message', resolve));
    timer = setTimeout(() => this.fail(`gave no answer for ${milliseconds / 1000} seconds`), milliseconds);
    this.worker.postMessage(task);
    try {
      return await Promise.race([answer, this.failure]);
    } finally {
      clearTimeout(timer);
    }
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }
}
