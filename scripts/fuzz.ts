import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { checkSources } from '../lib/check';
import { FORMATS, formatReport } from '../lib/cli/outputs';
import { collectSamples } from '../test/rule-tester';
import { TEMPLATES, textOf } from '../test/samples/sample-files';
import { ROOT, ruleFiles } from './registry';

/**
 * Breaks templates, and checks what is said of them: always a report, or an error that says where.
 *
 *     npm run fuzz -- --seconds 60 --seed 1
 *
 * It runs in a process of its own, so that an input that never ends is found too.
 */
const { seconds, seed, child } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    child: { type: 'string' },
  },
}).values;

/** One input may take this long. */
const HANG_MS = 10_000;

type Message = { index: number } | { index: number; problem: string; text: string };

/** Runs inputs in child processes until the time is over, and tells what goes wrong, once each. */
async function main(): Promise<void> {
  const end = Date.now() + Number(seconds) * 1000;
  const known = new Set<string>();
  const tell = async (problem: string, index: number, text?: string) => {
    if (known.has(problem)) return;
    known.add(problem);
    const shown = text ?? inputOf(await seeds(), index);
    console.log(`${problem}\n  seed ${seed}, input ${index}: ${JSON.stringify(shown)}`);
  };
  let next = 0;
  while (Date.now() < end) {
    const { index, problem } = await runFrom(next, end, tell);
    if (problem) await tell(problem, index);
    next = index + 1;
  }
  console.log(`${next} inputs, seed ${seed}: ${known.size || 'no'} problems`);
  process.exitCode = known.size === 0 ? 0 : 1;
}

/** Until the child has no answer any more, or the time is over. */
function runFrom(
  first: number,
  end: number,
  tell: (problem: string, index: number, text: string) => void,
): Promise<{ index: number; problem?: string }> {
  const running: ChildProcess = fork(__filename, ['--child', String(first), '--seed', seed]);
  return new Promise((resolve) => {
    let index = first;
    const finish = (problem?: string) => {
      clearTimeout(watch);
      running.removeAllListeners();
      running.kill('SIGKILL');
      resolve({ index, ...(problem && { problem }) });
    };
    const hang = () => finish(`no answer in ${HANG_MS / 1000} seconds`);
    let watch = setTimeout(hang, 3 * HANG_MS); // it starts first
    running.on('message', (message: Message) => {
      index = message.index;
      clearTimeout(watch);
      watch = setTimeout(hang, HANG_MS);
      if ('problem' in message) tell(message.problem, index, message.text);
      if (Date.now() >= end) finish();
    });
    running.on('exit', (code, signal) => finish(`the process ended: ${signal ?? code}`));
  });
}

async function beChild(first: number): Promise<void> {
  const from = await seeds();
  const known = new Set<string>();
  const send = (message: Message) => new Promise((sent) => process.send?.(message, undefined, {}, sent));
  for (let index = first; ; index++) {
    await send({ index });
    const text = inputOf(from, index);
    const problem = problemWith(text, index);
    if (!problem || known.has(problem)) continue;
    known.add(problem);
    await send({ index, problem, text: smallest(text, (less) => problemWith(less, index) === problem) });
  }
}

/** What is wrong with what is said about a text, with nothing in it that is of this text alone. */
function problemWith(text: string, index: number): string | undefined {
  const lines = text.split('\n').length;
  try {
    const result = checkSources([{ file: 'template', text }]);
    const { errors, findings } = result.report;
    for (const { file, line, column, message } of errors) {
      if (/defect of the rule|Cannot read|is not a function|not iterable|call stack/.test(message))
        return message.replace(/ on \S+:/, ':');
      if (file !== 'template') return `an error names no file: ${message}`;
      if (line === null && !OF_THE_WHOLE.test(message)) return `an error has no line: ${message}`;
      if (line !== null && !(line >= 1 && line <= lines && (column ?? 0) >= 1))
        return 'an error stands nowhere';
    }
    for (const { ruleId, line, column, endLine, message } of findings) {
      if (!(line >= 1 && line <= endLine && endLine <= lines && column >= 1))
        return `${ruleId} stands nowhere`;
      if (/\[object |\bNaN\b/.test(message) && !/\[object |NaN/.test(text))
        return `${ruleId} says ${message}`;
    }
    if (index % 8 === 0)
      for (const format of FORMATS)
        formatReport(format, result, { verbose: true, failOn: 'error', colour: false });
    return undefined;
  } catch (error) {
    return (error as Error).stack?.split('\n').slice(0, 3).join('\n') ?? String(error);
  }
}

/** Errors that are about no line. */
const OF_THE_WHOLE = /^(is no CloudFormation template|nested too deeply|its aliases expand)/;

/** The text with as little left of it as still goes wrong, in the time there is. */
function smallest(text: string, goesWrong: (text: string) => boolean): string {
  const end = Date.now() + HANG_MS / 2;
  let least = text;
  for (const glue of ['\n', '']) {
    for (let size = least.split(glue).length >> 1; size >= 1; size >>= 1)
      for (let at = 0; at < least.split(glue).length && Date.now() < end; ) {
        const pieces = least.split(glue);
        const less = [...pieces.slice(0, at), ...pieces.slice(at + size)].join(glue);
        if (less.length < least.length && goesWrong(less)) least = less;
        else at += size;
      }
  }
  return least;
}

interface Seeds {
  texts: readonly string[];
  data: readonly unknown[];
}

/** The samples as they stand, and the fixtures of all rules as data. */
async function seeds(): Promise<Seeds> {
  const samples = await collectSamples(() => {
    for (const { topic, id } of ruleFiles()) require(join(ROOT, 'test', 'rules', topic, `${id}.test.ts`));
  });
  return {
    texts: [...TEMPLATES.flawed, ...TEMPLATES.mended].map(textOf),
    data: [...samples.values()].flat().map(({ template }) => template),
  };
}

/** The same for a seed and a number, always. */
function inputOf({ texts, data }: Seeds, index: number): string {
  const random = new Random(Number(seed) * 1_000_003 + index);
  let text: string;
  if (random.chance(20)) text = random.one(texts);
  else {
    let template = structuredClone(random.one(data));
    for (let times = random.below(4); times > 0; times--) template = withJunk(template, random);
    text = random.one(WRITERS)(template);
  }
  for (let times = random.below(5); times > 0; times--) text = random.one(MUTATIONS)(text, random, texts);
  return text.slice(0, 200_000);
}

/** mulberry32 */
class Random {
  constructor(private state: number) {}

  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % Math.max(limit, 1);
  }

  one<T>(among: readonly T[]): T {
    return among[this.below(among.length)] as T;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }
}

const WRITERS: readonly ((data: unknown) => string)[] = [
  (data) => JSON.stringify(data),
  (data) => JSON.stringify(data, null, 2),
  (data) => stringify(data, { version: '1.1', aliasDuplicateObjects: false }),
  (data) => stringify(data, { collectionStyle: 'flow', aliasDuplicateObjects: false }),
];

/** Data with a value, or a key, anywhere in it replaced by something that nobody expects there. */
function withJunk(data: unknown, random: Random): unknown {
  const places: [{ [key: string]: unknown }, string][] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      places.push([node as { [key: string]: unknown }, key]);
      visit((node as { [key: string]: unknown })[key]);
    }
  };
  visit(data);
  const [parent, key] = random.one(places) ?? [];
  if (!parent || key === undefined) return data;
  const old = parent[key];
  if (random.chance(15) && !Array.isArray(parent)) {
    delete parent[key];
    parent[random.one(KEYS)] = old;
  } else
    parent[key] = random.chance(25)
      ? { [random.one(FUNCTIONS)]: structuredClone(random.one(JUNK)) }
      : random.one(WRAPPED)(old, structuredClone(random.one(JUNK)), random.one(FUNCTIONS));
  return data;
}

const FUNCTIONS = [
  'Ref',
  'Condition',
  'Fn::And',
  'Fn::Base64',
  'Fn::Cidr',
  'Fn::Equals',
  'Fn::FindInMap',
  'Fn::ForEach::Loop',
  'Fn::GetAtt',
  'Fn::GetAZs',
  'Fn::GetStackOutput',
  'Fn::If',
  'Fn::ImportValue',
  'Fn::Join',
  'Fn::Length',
  'Fn::Not',
  'Fn::Or',
  'Fn::Select',
  'Fn::Split',
  'Fn::Sub',
  'Fn::ToJsonString',
  'Fn::Transform',
  'Fn::Unknown',
];

const KEYS = [
  ...FUNCTIONS,
  '',
  '*',
  '.',
  'a.b',
  '[0]',
  '__proto__',
  'constructor',
  'toString',
  'Properties',
  'Type',
  'Metadata',
  'DependsOn',
  'Statement',
  'Transform',
  'Resources',
  'Conditions',
  'Mappings',
  'Rules',
  'Globals',
  '0',
  '-1',
  '\u0000',
];

const JUNK: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1e21,
  '',
  ' ',
  '*',
  '0',
  'no',
  '1e999',
  '${',
  '${}',
  '${!A}',
  '${A.}',
  '${.A}',
  '${AWS::Region}',
  '{{resolve:',
  '{{resolve:ssm:a}}',
  'AWS::NoValue',
  'AWS::Region',
  'IsProd',
  'Stage',
  '__proto__',
  'constructor',
  'toString',
  '{"a":',
  '{"Ref":"A"}',
  '[[',
  'a: b\n- c',
  '\u0000',
  '\ud800',
  '\u2028',
  '-',
  ',',
  'arn:',
  ':::::',
  '999.999.999.999/99',
  '::/0',
  '/',
  'x'.repeat(5000),
  [],
  {},
  [[]],
  [null],
  [{}],
  [''],
  ['A'],
  ['A', 'B'],
  ['A', 'B', 'C'],
  ['A', [], {}],
  [{ Ref: 'A' }],
  [[[[1]]]],
  { A: null },
  { A: { A: {} } },
  { '': '' },
  { Ref: 'AWS::NoValue' },
  { Ref: 'AWS::NoValue', More: 1 },
  { Ref: null },
  { 'Fn::If': ['IsProd', [], {}] },
  { 'Fn::Transform': { Name: 'AWS::Include' } },
  { 'Fn::GetAtt': 'A' },
  { 'Fn::Sub': ['${a}', { a: { Ref: 'AWS::NoValue' } }] },
  [{ Effect: 'Allow', Action: [{}], Principal: [], Resource: null }],
  ['Fn', ['a', 'b'], { '${Fn}': {} }],
  { Name: 'M', Parameters: [] },
];

const WRAPPED: readonly ((old: unknown, junk: unknown, name: string) => unknown)[] = [
  (_, junk) => junk,
  (old) => [old],
  (old) => ({ A: old }),
  (old, junk) => [old, junk],
  (old, junk) => [junk, old],
  (old) => JSON.stringify(old) ?? '',
  (old, junk) => ({ 'Fn::If': ['IsProd', old, junk] }),
  (old, _, name) => ({ [name]: old }),
  (old, junk, name) => ({ [name]: [old, junk] }),
  (old, junk, name) => ({ [name]: ['', [old, junk, old]] }),
  (old, junk) => ({ 'Fn::Select': [0, [old, junk]] }),
  (old, junk) =>
    typeof old === 'object' && old !== null && !Array.isArray(old)
      ? { ...old, 'Fn::Transform': junk }
      : `${JSON.stringify(old)}${JSON.stringify(junk)}`,
];

type Mutation = (text: string, random: Random, others: readonly string[]) => string;

const spliced = (text: string, at: number, removed: number, added: string) =>
  text.slice(0, at) + added + text.slice(at + removed);

/** Changes the lines from one on. */
const inLines =
  (change: (lines: string[], at: number, random: Random) => void): Mutation =>
  (text, random) => {
    const lines = text.split('\n');
    change(lines, random.below(lines.length), random);
    return lines.join('\n');
  };

const MUTATIONS: readonly Mutation[] = [
  (text, random) => spliced(text, random.below(text.length), 1, random.one(CHARACTERS)),
  (text, random) => spliced(text, random.below(text.length), 0, random.one(CHARACTERS)),
  (text, random) => spliced(text, random.below(text.length), 0, random.one(TOKENS)),
  (text, random) => spliced(text, random.below(text.length), 1 + random.below(40), ''),
  (text, random) => text.slice(0, random.below(text.length)),
  (text, random) => {
    const from = random.below(text.length);
    return spliced(text, random.below(text.length), 0, text.slice(from, from + random.below(300)));
  },
  (text, random, others) => {
    const other = random.one(others);
    return text.slice(0, random.below(text.length)) + other.slice(random.below(other.length));
  },
  (text, random) =>
    spliced(
      text,
      random.below(text.length),
      0,
      random.one(['[', '{', '{"a":', '- ', '? ', '!Sub ', '"', '(']).repeat(random.below(3000)),
    ),
  // Behind a key, or in place of the value there.
  (text, random) => {
    const values = [...text.matchAll(/: *([^\n,{}[\]]*)/g)];
    const value = random.one(values);
    return value
      ? spliced(text, value.index + 1, random.chance(50) ? value[0].length - 1 : 0, ` ${random.one(TOKENS)}`)
      : text;
  },
  inLines((lines, at) => lines.splice(at, 1)),
  inLines((lines, at, random) => lines.splice(random.below(lines.length), 0, lines[at] as string)),
  inLines((lines, at, random) => lines.splice(at, 1, ' '.repeat(random.below(5)) + (lines[at] as string))),
  inLines((lines, at, random) => lines.splice(at, 1, (lines[at] as string).slice(random.below(5)))),
  inLines((lines, at) => lines.splice(at, 1, (lines[at] as string).replace(/ {2}/g, '\t'))),
  inLines((lines, at, random) => lines.splice(at, 0, random.one(TOKENS))),
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => `\ufeff${text}`,
];

const CHARACTERS = [
  ...'{}[]:,\'"&*!|>%@`#-?~<=\\/ \t\n\r$()^;0aA',
  '\u0000',
  '\u0007',
  '\u001b',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\ufeff',
  '\ud83d',
  '\ude00',
  '😀',
  'é',
];

const TOKENS = [
  '!Ref A',
  '!Ref',
  '!GetAtt A',
  '!GetAtt A.B.C',
  '!GetAtt [A]',
  '!If [IsProd, a, b]',
  '!If [IsProd]',
  '!Sub "${A}"',
  '!Sub [a]',
  '!Join [",", a]',
  '!Select [x, []]',
  '!FindInMap [A, B]',
  '!Unknown x',
  '!<tag:x> y',
  '!!binary x',
  '!!str 5',
  '!!int x',
  '!!set {a, b}',
  '!!omap [a: 1]',
  '!!timestamp 2001-01-01',
  '!!float .nan',
  '!!null',
  '!Transform {Name: X}',
  '!ForEach [a]',
  '&a',
  '&a x',
  '*a',
  '*b',
  '<<: *a',
  '<<: [a, b]',
  '<<: {a: b}',
  '---',
  '...',
  '%YAML 1.2',
  '%TAG ! x',
  '? a',
  '? [a, b]',
  '? {a: b}\n: c',
  '|',
  '|-',
  '>+2',
  '|9',
  '- a',
  '- - -',
  '"',
  "'",
  '"\\u12"',
  '"\\x"',
  '"\\ud800"',
  '0x7f',
  '0o17',
  '017',
  '.inf',
  '-.inf',
  '.nan',
  '1e999',
  '1_000',
  '12:30:45',
  '2001-01-01',
  '~',
  'null',
  'yes',
  '=',
  '<<',
  '{',
  '}',
  '[',
  ']',
  '{a: [}',
  '[{]',
  ',',
  ': ',
  '#',
  ' #',
  '//',
  '/* */',
  'undefined',
  '__proto__: {a: b}',
  'constructor: 1',
  'Fn::If: [a, b, c]',
  'Fn::Transform: {Name: AWS::Include}',
  'Fn::ForEach::X: [I, [a, b], {"${I}": {}}]',
  'Fn::ForEach::X: [I, !Ref A, {"${I}": {Type: A}}]',
  'Ref: A',
  'Type: AWS::S3::Bucket',
  'Condition: Nope',
  'DependsOn: [A, A]',
  'Resources: {}',
  'Transform: [X, {Name: Y}]',
  'Transform: AWS::Serverless-2016-10-31',
  'Conditions: {A: !Condition A, B: !Not [!Condition B]}',
  '{{resolve:ssm:x}}',
  '${A',
  '${A}}',
  '${!A}',
  '{"Ref": "A"}',
  '{"Fn::Sub": "${"}',
  '""',
  '{}',
  '[]',
];

(child === undefined ? main() : beChild(Number(child))).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
