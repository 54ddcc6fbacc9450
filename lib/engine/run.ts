import { itemsOf } from '../catalogue';
import type { Finding, Place, ScenarioAssignment } from '../finding';
import type { App } from '../model/app';
import { Resource } from '../model/entity';
import { Expectation } from '../model/expectation';
import type { Template } from '../model/template';
import { type Expectations, optionsOf, type Rule } from '../rule';
import type { Range } from '../template/node';
import type { Source } from '../template/source';
import { type Judgement, judge, type Standards } from './judge';

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
      `the rule ${rule.id} failed${logicalId ? ` on ${logicalId}` : ''}: ${reason} (a defect of competency-nag, please report it)`,
    );
  }
}

export interface Run {
  findings: Finding[];
  /** Secrets that were found; nothing that is shown may hold them. */
  secrets: string[];
  failures: RuleFailure[];
}

/** Checks every template of the app with every rule. A rule that throws is reported and leaves the others running. */
export function run(app: App, rules: readonly Rule[], standards: Standards): Run {
  const result: Run = { findings: [], secrets: [], failures: [] };
  for (const template of app.templates) {
    for (const rule of rules) {
      for (const [entity, expectations] of applied(rule, template)) {
        try {
          for (const expectation of flat(expectations()))
            for (const judgement of judge(app, rule, expectation, standards)) report(rule, judgement, result);
        } catch (error) {
          result.failures.push(new RuleFailure(rule, template.source.file, entity?.logicalId ?? null, error));
        }
      }
    }
  }
  const secrets = [...new Set(result.secrets)].sort((a, b) => b.length - a.length);
  const hide = (text: string) => secrets.reduce((shown, secret) => shown.replaceAll(secret, MASK), text);
  const findings = result.findings.map((finding) => ({
    ...finding,
    message: hide(finding.message),
    scenario: finding.scenario && hiddenIn(finding.scenario, hide),
  }));
  return { ...result, secrets, findings: unique(findings) };
}

export const MASK = '****';

/** A scenario may name the value of a parameter that is a secret. */
const hiddenIn = (scenario: ScenarioAssignment, hide: (text: string) => string): ScenarioAssignment =>
  Object.fromEntries(
    Object.entries(scenario).map(([name, value]) => [name, typeof value === 'string' ? hide(value) : value]),
  );

function* applied(rule: Rule, template: Template): Iterable<[Resource | undefined, () => Expectations]> {
  const options = optionsOf(rule);
  for (const type of rule.resources ?? [])
    for (const resource of template.resourcesOf(type))
      yield [resource, () => rule.check?.(resource, options)];
  if (rule.checkTemplate) yield [undefined, () => rule.checkTemplate?.(template, options)];
}

function flat(expectations: Expectations): Expectation[] {
  if (expectations === undefined) return [];
  return expectations instanceof Expectation ? [expectations] : expectations.flatMap(flat);
}

function report(rule: Rule, judgement: Judgement, result: Run): void {
  const { value, verdict, severity, message, scenario } = judgement;
  const { entity } = value;
  const { source } = entity.template;
  const controls = [rule.control, ...(rule.alsoControls ?? [])];
  const related = value.related.map(({ range, message: text }) => ({
    ...place(source, range),
    message: text,
  }));
  result.secrets.push(...(judgement.secrets ?? []));
  result.findings.push({
    ruleId: rule.id,
    verdict,
    severity,
    message,
    ...place(source, judgement.at),
    logicalId: entity.name || null,
    resourceType: entity instanceof Resource ? entity.type : null,
    path: value.path || null,
    scenario,
    controls,
    items: itemsOf(controls),
    ...(related.length > 0 && { related }),
  });
}

function place(source: Source, range: Range): Place {
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
