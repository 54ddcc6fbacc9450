import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { Thread, ThreadFailure } from '../lib/estate/threads';
import type { Answer, Question } from './mutant-thread';
import { type Mutant, mutantsOf } from './mutants';
import { ROOT, type RuleFile, ruleFiles } from './registry';

const USAGE =
  'npm run mutate -- [<topic or rule id> …] [--sample <mutants of each rule>] [--seed <number>] [--json]';

/** How long the tests of a rule may take. */
const PATIENCE = 5_000; // milliseconds
/** Loading takes longer, once. */
const PATIENCE_AT_FIRST = 60_000; // milliseconds

interface Tested extends Mutant, RuleFile {
  file: string;
  original: string;
  survived: boolean;
}

/** `npm run mutate`: puts small mistakes into rules, one at a time, and tells those that no test of the rule notices. */
async function mutate(argv: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      sample: { type: 'string', default: 'Infinity' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const all = ruleFiles();
  const unknown = positionals.find((name) => !all.some(({ topic, id }) => name === topic || name === id));
  if (unknown !== undefined) throw new Error(`there is no topic or rule ${unknown}\nusage: ${USAGE}`);
  const [sample, seed] = [Number(values.sample), Number(values.seed)];
  if (!(sample > 0) || !Number.isInteger(seed)) throw new Error(`usage: ${USAGE}`);

  const tested: Tested[] = [];
  const laboratory = new Laboratory();
  for (const rule of all) {
    if (positionals.length > 0 && !positionals.includes(rule.topic) && !positionals.includes(rule.id))
      continue;
    const mutants = await testedOf(rule, sample, seed, laboratory);
    if (!values.json)
      for (const mutant of mutants.filter(({ survived }) => survived)) console.log(inOneLine(mutant));
    tested.push(...mutants);
  }
  await laboratory.close();
  console.log(values.json ? JSON.stringify(tested, null, 2) : `\n${table(tested)}`);
}

async function testedOf(
  rule: RuleFile,
  sample: number,
  seed: number,
  laboratory: Laboratory,
): Promise<Tested[]> {
  const file = join('rules', rule.topic, `${rule.id}.ts`);
  const text = readFileSync(join(ROOT, file), 'utf8');
  const failure = await laboratory.firstFailure({ ...rule, text }, PATIENCE_AT_FIRST);
  if (failure !== undefined) {
    console.error(`${rule.id} fails its tests as it is: ${failure}`);
    process.exitCode = 1;
    return [];
  }
  const tested: Tested[] = [];
  for (const mutant of sampled(mutantsOf(text), sample, seed)) {
    const { start, end, replacement } = mutant;
    const mutated = text.slice(0, start) + replacement + text.slice(end);
    const survived = (await laboratory.firstFailure({ ...rule, text: mutated })) === undefined;
    tested.push({ ...rule, file, ...mutant, original: text.slice(start, end), survived });
  }
  return tested;
}

function sampled(mutants: readonly Mutant[], sample: number, seed: number): readonly Mutant[] {
  if (mutants.length <= sample) return mutants;
  const some = fc.shuffledSubarray([...mutants], { minLength: sample, maxLength: sample });
  return fc.sample(some, { seed, numRuns: 1 })[0] ?? [];
}

/** Tests rules in a thread, which is given up where a mutant does not come to an end. */
class Laboratory {
  private thread: Thread | undefined;

  async firstFailure(question: Question, patience = PATIENCE): Promise<Answer> {
    const milliseconds = this.thread ? patience : PATIENCE_AT_FIRST;
    this.thread ??= new Thread(
      `require('tsx/cjs'); require(${JSON.stringify(join(__dirname, 'mutant-thread'))});`,
      {
        eval: true,
      },
    );
    try {
      return (await this.thread.ask(question, question.id, milliseconds)) as Answer;
    } catch (error) {
      if (!(error instanceof ThreadFailure)) throw error;
      await this.close();
      return error.message;
    }
  }

  async close(): Promise<void> {
    await this.thread?.end();
    this.thread = undefined;
  }
}

function inOneLine({ file, line, column, original, replacement, isWording }: Tested): string {
  const change =
    replacement === '' ? `without ${shown(original)}` : `${shown(original)} → ${shown(replacement)}`;
  return `${file}:${line}:${column}${isWording ? ' (wording)' : ''} ${change}`;
}

const shown = (code: string): string => {
  const line = code.replace(/\s+/g, ' ');
  return line.length > 90 ? `${line.slice(0, 60)} … ${line.slice(-25)}` : line;
};

/** Changes of wording are counted apart. */
function table(tested: readonly Tested[]): string {
  const rows = [...new Set(tested.map(({ topic }) => topic))].map((topic) =>
    row(
      topic,
      tested.filter((mutant) => mutant.topic === topic),
    ),
  );
  const head = ['topic', 'mutants', 'killed', 'survived', 'score', 'score of wordings'];
  const cells = [head, head.map(() => '---'), ...rows, row('all', tested)];
  return cells.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

function row(name: string, tested: readonly Tested[]): string[] {
  const [wordings, others] = [true, false].map((isWording) =>
    tested.filter((mutant) => mutant.isWording === isWording),
  );
  const survived = others?.filter((mutant) => mutant.survived).length ?? 0;
  const count = others?.length ?? 0;
  return [name, `${count}`, `${count - survived}`, `${survived}`, score(others), score(wordings)];
}

const score = (mutants: readonly Tested[] = []): string =>
  mutants.length === 0
    ? '–'
    : `${((100 * mutants.filter(({ survived }) => !survived).length) / mutants.length).toFixed(1)} %`;

mutate(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 2;
});
