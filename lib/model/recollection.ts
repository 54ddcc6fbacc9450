import type { Scenario } from './scenario';

/** Something that is asked of a scenario: whether a condition holds, what a parameter is. */
export interface Question<T = unknown> {
  /** What it is about, and what is asked of it. */
  subject: object;
  key: string;
  ask: (scenario: Scenario) => T;
}

/** A question with its answer, and what was settled when it was answered. */
interface Asked {
  question: Question;
  answer: unknown;
  revision: number;
}

/** What was found out in some scenarios, for any other that answers the same questions alike. */
export class Recollection<T> {
  /** Apart, because what is read by its default is another question. */
  readonly settled: Step<T> = {};
  readonly byDefault: Step<T> = {};
}

/** What is found out about one thing, by name: what a property of an object is, whichever scenario asks. */
export class Recollections {
  private readonly byName = new Map<string | number, Recollection<unknown>>();

  of<T>(name: string | number): Recollection<T> {
    const known = this.byName.get(name) ?? new Recollection<unknown>();
    this.byName.set(name, known);
    return known as Recollection<T>;
  }
}

/** One way of finding it out: the next question and what each answer leads to, or what was found in the end. */
interface Step<T> {
  question?: Question;
  after?: Map<unknown, Step<T>>;
  found?: { value: T } | { thrown: unknown };
}

/** The questions that are being asked, kept while something is found out that is to be recalled. */
export class Record {
  private depth = 0;
  private isAnswering = false;
  private readonly asked: Asked[] = [];

  get isOn(): boolean {
    return this.depth > 0 && !this.isAnswering;
  }

  /** Asks a question and keeps it; those that it leads to are part of it. */
  keep<T>(scenario: Scenario, question: Question<T>): T {
    this.isAnswering = true;
    try {
      const answer = question.ask(scenario);
      this.asked.push({ question, answer, revision: scenario.revision });
      return answer;
    } finally {
      this.isAnswering = false;
    }
  }

  recall<T>(root: Step<T>, scenario: Scenario, find: () => T): T {
    let step = root;
    while (!step.found && step.question) {
      const question: Question = step.question;
      const answer = this.isOn ? this.keep(scenario, question) : question.ask(scenario);
      const next = step.after?.get(answer);
      if (!next) break;
      step = next;
    }
    return step.found ? outcomeOf(step.found) : this.findOut(root, find);
  }

  private findOut<T>(root: Step<T>, find: () => T): T {
    const start = this.asked.length;
    this.depth++;
    let found: NonNullable<Step<T>['found']>;
    try {
      found = { value: find() };
    } catch (thrown) {
      found = { thrown };
    }
    this.depth--;
    const asked = unrepeated(this.asked.slice(start));
    if (this.depth === 0) this.asked.length = 0;
    if (asked.length <= MAX_QUESTIONS) keepFound(root, asked, found);
    return outcomeOf(found);
  }
}

/** What takes more questions is found out anew: asking them all is no shorter way. */
const MAX_QUESTIONS = 100;

function keepFound<T>(root: Step<T>, asked: readonly Asked[], found: NonNullable<Step<T>['found']>): void {
  let step = root;
  for (const { question, answer } of asked) {
    step.question ??= question;
    step.after ??= new Map();
    const next: Step<T> = step.after.get(answer) ?? {};
    step.after.set(answer, next);
    step = next;
  }
  step.found = found;
}

function outcomeOf<T>(found: NonNullable<Step<T>['found']>): T {
  if ('thrown' in found) throw found.thrown;
  return found.value;
}

/** A question that comes again while nothing was settled in between has the same answer. */
function unrepeated(asked: readonly Asked[]): readonly Asked[] {
  if (asked.length < 2) return asked;
  const before = new Map<object, Map<string, number>>();
  return asked.filter(({ question: { subject, key }, revision }) => {
    const keys = before.get(subject) ?? new Map<string, number>();
    before.set(subject, keys);
    if (keys.get(key) === revision) return false;
    keys.set(key, revision);
    return true;
  });
}
