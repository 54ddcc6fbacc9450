import { itemsOf } from '../catalogue';
import type { Finding, Place, ScenarioAssignment } from '../finding';
import type { App } from '../model/app';
import { Resource } from '../model/entity';
import { Expectation, type Secret } from '../model/expectation';
import { remember } from '../model/remember';
import type { Template } from '../model/template';
import { type Expectations, optionsOf, type Rule } from '../rule';
import { masksOf } from '../secrets/masking';
import type { Standards } from '../standards';
import type { Range } from '../template/node';
import type { Source } from '../template/source';
import { applicable } from './applicable';
import { type Judgement, judge } from './judge';
import { hiding, MASK, MAX_PIECE } from './mask';

/** A rule threw: a defect of the rule, never a finding. */
export class RuleFailure extends Error {
  constructor(
    readonly rule: Rule,
    readonly file: string,
    readonly logicalId: string | null,
    override readonly cause: unknown,
  ) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `the rule ${rule.id} failed${logicalId ? ` on ${logicalId}` : ''}: ${reason} (a defect of the rule, please report it)`,
    );
  }
}

export interface Run {
  findings: Finding[];
  /** Secrets that were found; nothing that is shown may hold them. */
  secrets: string[];
  failures: RuleFailure[];
}

/** Checks every template of the app with its rules. A rule that throws is reported and leaves the others running. */
export function run(app: App, standardsOf: (file: string) => Standards): Run {
  const result: Run = { findings: [], secrets: [], failures: [] };
  for (const template of app.templates) {
    result.secrets.push(...hiddenDefaults(template));
    const standards = standardsOf(template.source.file);
    for (const [rule, resources] of applicable(standards.rules, template)) {
      const judgeAll = (expectations: () => Expectations, entity?: Resource) => {
        try {
          for (const expectation of flat(expectations()))
            for (const judgement of judge(app, rule, expectation, standards)) report(rule, judgement, result);
        } catch (error) {
          result.failures.push(new RuleFailure(rule, template.source.file, entity?.logicalId ?? null, error));
        }
      };
      const options = optionsFor(rule);
      for (const resource of resources) judgeAll(() => rule.check?.(resource, options), resource);
      if (rule.checkTemplate) judgeAll(() => rule.checkTemplate?.(template, options));
    }
  }
  return hidden(result);
}

/** What NoEcho parameters are by default is shown by no output, whichever rules run. */
const hiddenDefaults = ({ parameters }: Template): string[] =>
  [...parameters.values()].flatMap(({ noEcho, variable }) =>
    noEcho && variable.default !== undefined ? parted(masksOf([variable.default])).everywhere : [],
  );

/** The same with what is secret masked in all that is said, and each finding once. */
export function hidden(result: Run): Run {
  const secrets = [...new Set(result.secrets)];
  const hide = hiding(secrets);
  const findings = result.findings.map((finding) => {
    const { message, scenario, hidden: words = [] } = finding;
    return {
      ...finding,
      message: withoutWords(hide(message, MAX_READ), words),
      scenario: scenario && hiddenIn(scenario, (value) => (words.includes(value) ? MASK : hide(value))),
    };
  });
  return { ...result, secrets, findings: unique(findings) };
}

/** A message without the words that are hidden in it. A name of thousands of characters is not told to its end. */
function withoutWords(message: string, words: readonly string[]): string {
  const [long, short] = [words.filter(isLong), words.filter((word) => !isLong(word))];
  const told = short.reduce(withoutValue, hiding(long)(message));
  return told.length > MAX_MESSAGE ? `${told.slice(0, MAX_MESSAGE)}…` : told;
}

const MAX_MESSAGE = 2_000; // characters
/** Of a longer message the rest is not looked at: a mask may be shorter than what it hides. */
const MAX_READ = 5 * MAX_MESSAGE;
const isLong = (word: string) => word.length > MAX_PIECE;

/** What is hidden everywhere, and what only where it was found. */
export const parted = (secrets: readonly Secret[] = []) => ({
  everywhere: secrets.filter((secret) => typeof secret === 'string'),
  here: secrets.flatMap((secret) => (typeof secret === 'string' ? [] : [secret.here])),
});

/** The words of a scenario, `(Password is abc)`, without a value that is an ordinary word elsewhere. */
const withoutValue = (message: string, word: string) =>
  [')', ',', ':', ' and '].reduce(
    (text, end) => text.replaceAll(` is ${word}${end}`, ` is ${MASK}${end}`),
    message,
  );

/** A scenario may name the value of a parameter that is a secret. */
const hiddenIn = (scenario: ScenarioAssignment, hide: (text: string) => string): ScenarioAssignment =>
  Object.fromEntries(
    Object.entries(scenario).map(([name, value]) => [name, typeof value === 'string' ? hide(value) : value]),
  );

const optionsFor = remember(optionsOf);

function flat(expectations: Expectations, into: Expectation[] = []): Expectation[] {
  if (expectations instanceof Expectation) into.push(expectations);
  else if (Array.isArray(expectations)) for (const one of expectations) flat(one, into);
  else if (expectations !== undefined) throw new TypeError('it returned something else than expectations');
  return into;
}

function report(rule: Rule, judgement: Judgement, result: Run): void {
  const { value, verdict, severity, message, scenario } = judgement;
  const { entity } = value;
  const { source } = entity.template;
  const related = value.related.map(({ range, message: text }) => ({
    ...rangeIn(source, range),
    message: text,
  }));
  const { everywhere, here } = parted(judgement.secrets);
  result.secrets.push(...everywhere);
  result.findings.push({
    ruleId: rule.id,
    verdict,
    severity,
    message,
    ...rangeIn(source, judgement.at),
    logicalId: entity.name || null,
    resourceType: entity instanceof Resource ? entity.type : null,
    path: value.path || null,
    scenario,
    ...askedBy(rule),
    ...(here.length > 0 && { hidden: here }),
    ...(related.length > 0 && { related }),
  });
}

/** Who asks for a rule. */
const askedBy = remember((rule: Rule) => {
  const controls = [rule.control, ...(rule.alsoControls ?? [])];
  return { controls, items: itemsOf(controls) };
});

/** A range as a place in its file. */
export function rangeIn(source: Source, range: Range): Place {
  const start = source.position(range.start);
  const end = source.position(range.end);
  return {
    file: source.file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}

function unique(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const { file, ruleId, logicalId, path, message, line } = finding;
    const key = JSON.stringify([file, ruleId, logicalId, path, message, line]);
    return !seen.has(key) && seen.add(key);
  });
}

/** By file and line, and always in the same order. */
export function sorted(findings: readonly Finding[]): Finding[] {
  const text = (a: string | null, b: string | null) =>
    (a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0;
  return [...findings].sort(
    (a, b) =>
      text(a.file, b.file) ||
      a.line - b.line ||
      a.column - b.column ||
      text(a.ruleId, b.ruleId) ||
      text(a.path, b.path) ||
      text(a.message, b.message),
  );
}
