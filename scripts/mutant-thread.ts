import { createRequire, Module } from 'node:module';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { compileFunction } from 'node:vm';
import { parentPort } from 'node:worker_threads';
import ts from 'typescript-5';
import { ROOT, type RuleFile } from './registry';

/** Asks how the tests of a rule fare when this stands in its file. */
export interface Question extends RuleFile {
  text: string;
}

/** The first test that fails, in words; nothing when all pass. */
export type Answer = string | undefined;

interface Trial {
  name: string;
  run: () => void;
}

// A thread that tests rules with other sources than they have, without a start of Jest for each.
parentPort?.on('message', (question: Question) => parentPort?.postMessage(firstFailure(question)));

/** Tests that failed last are the first to be tried again. */
const order = new Map<string, number>();
let failures = 0;

function firstFailure({ topic, id, text }: Question): Answer {
  const ruleFile = join(ROOT, 'rules', topic, `${id}.ts`);
  const testFile = join(ROOT, 'test', 'rules', topic, `${id}.test.ts`);
  try {
    require.cache[ruleFile] = loaded(ruleFile, text);
    delete require.cache[testFile];
    const trials = trialsIn(() => require(testFile));
    const rank = ({ name }: Trial) => -(order.get(`${id} ${name}`) ?? 0);
    for (const { name, run } of trials.sort((a, b) => rank(a) - rank(b)))
      try {
        run();
      } catch (error) {
        order.set(`${id} ${name}`, ++failures);
        return `${name}: ${(error as Error).message}`;
      }
    return undefined;
  } catch (error) {
    return `cannot be loaded: ${(error as Error).message}`;
  }
}

function loaded(file: string, text: string): NodeJS.Module {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(text, { compilerOptions });
  const module = Object.assign(new Module(file), { filename: file, loaded: true });
  compileFunction(outputText, ['exports', 'require'], { filename: file })(
    module.exports,
    createRequire(file),
  );
  return module;
}

/** What Jest gives to the tests of rules, as far as they use it. */
function trialsIn(load: () => void): Trial[] {
  const trials: Trial[] = [];
  const test = (name: string, run: () => void) => trials.push({ name, run });
  test.each =
    <Row extends readonly unknown[]>(rows: readonly Row[]) =>
    (name: string, run: (...row: Row) => void) => {
      for (const row of rows) test(`${name} ${row.slice(0, 2).join(' ')}`, () => run(...row));
    };
  const describe = (_: string, define: () => void) => define();
  const expect = (actual: unknown) => ({
    toEqual(expected: unknown) {
      if (!isDeepStrictEqual(actual, expected)) throw new Error(`${JSON.stringify(actual)}`);
    },
  });
  Object.assign(globalThis, { test, describe, expect });
  load();
  return trials;
}
