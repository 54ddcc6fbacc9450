import { check } from '../lib/check';
import type { Finding } from '../lib/finding';
import type { OptionValue, Rule } from '../lib/rule';

/** Properties of one resource of the rule's type; a resource, with `Type`; or a template, with `Resources`. */
export type Fixture = { readonly [key: string]: unknown };

/** One line a finding: `error DeploymentGroup Properties.A: message`, or `… Properties.A when IsProd is false: message`. */
export type Expected = string | readonly string[];

export interface Cases {
  pass: { readonly [name: string]: Fixture };
  fail: { readonly [name: string]: readonly [Fixture, Expected] };
  review?: { readonly [name: string]: readonly [Fixture, Expected] };
  /** Cases that are the same but for options of the check: profile, environment, given parameters. */
  options?: {
    readonly [name: string]: readonly [Fixture, CaseOptions, Expected];
  };
}

/** Options of the check, and values for the rule's own options. */
type CaseOptions = Pick<
  Parameters<typeof check>[1] & object,
  'profile' | 'environment' | 'environmentWords' | 'parameters'
> & { readonly ruleOptions?: Readonly<Record<string, OptionValue>> };

export interface Sample {
  kind: 'pass' | 'fail' | 'review';
  name: string;
  template: Fixture;
  /** The findings that a test has confirmed. */
  expected: readonly string[];
}

/** Where samples go instead of being tested, while documentation is made from them. */
let collected: Map<Rule, Sample[]> | undefined;

/** Runs `load`, which imports test files, and returns their samples by rule. */
export async function collectSamples(load: () => Promise<void> | void): Promise<Map<Rule, Sample[]>> {
  collected = new Map();
  try {
    await load();
    return collected;
  } finally {
    collected = undefined;
  }
}

/** Keeps a rule's samples, if that is what its test is loaded for. */
export function isCollected(rule: Rule, samples: Sample[]): boolean {
  collected?.set(rule, samples);
  return collected !== undefined;
}

/**
 * Tests a rule on fixtures, each finding in full. The same cases are the samples on the rule's page.
 *
 * Fixtures are completed to a valid template: the condition `IsProd` (on the parameter `Stage`, which is
 * `prod` by default) is there when it is used, and any name that is referred to without being defined is
 * declared as a parameter of type String without default.
 */
export function testRule(rule: Rule, cases: Cases): void {
  const samples = samplesOf(rule, cases);
  if (isCollected(rule, samples)) return;
  describe(rule.id, () => {
    const texts = samples.map(({ template }) => JSON.stringify(template));
    if (new Set(texts).size < texts.length) throw new Error(`${rule.id}: two cases have the same fixture`);
    for (const { kind, name, template, expected } of samples) {
      test(`${kind}: ${name}`, () => {
        expect(findingsOf(rule, template)).toEqual(expected);
      });
    }
    for (const [name, [fixture, options, expected]] of Object.entries(cases.options ?? {})) {
      test(name, () => {
        expect(findingsOf(rule, complete(rule, fixture), options)).toEqual([expected].flat());
      });
    }
  });
}

function samplesOf(rule: Rule, cases: Cases): Sample[] {
  const withFindings = (kind: 'fail' | 'review') =>
    Object.entries(cases[kind] ?? {}).map(([name, [fixture, expected]]): Sample => {
      const lines = [expected].flat();
      if (kind === 'review' && lines.some((line) => !line.startsWith('review ')))
        throw new Error(`${rule.id}, "${name}": a review case expects something else than reviews`);
      return { kind, name, template: complete(rule, fixture), expected: lines };
    });
  const passes = Object.entries(cases.pass).map(
    ([name, fixture]): Sample => ({ kind: 'pass', name, template: complete(rule, fixture), expected: [] }),
  );
  return [...passes, ...withFindings('fail'), ...withFindings('review')];
}

function findingsOf(rule: Rule, template: Fixture, { ruleOptions, ...options }: CaseOptions = {}): string[] {
  const text = JSON.stringify(template, null, 2);
  const report = check([{ file: 'template.json', text }], {
    ...options,
    ruleSet: [ruleOptions ? withOptions(rule, ruleOptions) : rule],
  });
  expect(report.errors).toEqual([]);
  return report.findings.map(inOneLine);
}

const withOptions = (rule: Rule, values: Readonly<Record<string, OptionValue>>): Rule => ({
  ...rule,
  options: Object.fromEntries(
    Object.entries(rule.options ?? {}).map(([name, option]) => [
      name,
      { ...option, default: values[name] ?? option.default },
    ]),
  ),
});

function inOneLine(finding: Finding): string {
  const { verdict, severity, logicalId, path, message, scenario } = finding;
  const place = [logicalId, path].filter(Boolean).join(' ');
  return `${verdict === 'review' ? 'review' : severity} ${place}${scenario ? ' ' : ': '}${message}`;
}

const STAGE = { Type: 'String', AllowedValues: ['dev', 'prod'], Default: 'prod' };
const IS_PROD = { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] };

/** The fixture as a template. */
export function complete(rule: Rule, fixture: Fixture): Fixture {
  const template: { [section: string]: { [name: string]: unknown } } = {
    ...(isTemplate(fixture) ? (fixture as object) : { Resources: resourceOf(rule, fixture) }),
  };
  const text = JSON.stringify(template);
  if (/"(Fn::If":\["|Condition":")IsProd"/.test(text) && !template.Conditions?.IsProd) {
    template.Conditions = { IsProd: IS_PROD, ...template.Conditions };
  }
  if (JSON.stringify(template).includes('{"Ref":"Stage"}') && !template.Parameters?.Stage) {
    template.Parameters = { Stage: STAGE, ...template.Parameters };
  }
  for (const name of namesIn(text)) {
    if (name.startsWith('AWS::') || template.Resources?.[name] || template.Parameters?.[name]) continue;
    template.Parameters = { ...template.Parameters, [name]: { Type: 'String' } };
  }
  return { AWSTemplateFormatVersion: '2010-09-09', ...orderedSections(template) };
}

const isTemplate = (fixture: Fixture) =>
  ['Resources', 'Parameters', 'Outputs', 'Mappings'].some((section) => section in fixture);

function resourceOf(rule: Rule, fixture: Fixture): { [logicalId: string]: unknown } {
  if ('Type' in fixture) return { [lastPart(String(fixture.Type))]: fixture };
  const type = rule.resources?.[0];
  if (!type) throw new Error(`${rule.id} has no resource type: give a resource with Type, or a template`);
  return { [lastPart(type)]: { Type: type, Properties: fixture } };
}

const lastPart = (type: string) => type.slice(type.lastIndexOf(':') + 1);

/** Names that Ref and Fn::Sub refer to. */
function namesIn(text: string): Set<string> {
  const names = new Set<string>();
  for (const [, name] of text.matchAll(/\{"Ref":"([\w:]+)"\}/g)) names.add(name as string);
  for (const [, argument] of text.matchAll(/"Fn::Sub":("(?:[^"\\]|\\.)*")/g)) {
    for (const [, name] of (argument as string).matchAll(/\$\{([\w:]+)\}/g)) names.add(name as string);
  }
  return names;
}

const SECTIONS = [
  'Description',
  'Metadata',
  'Transform',
  'Parameters',
  'Mappings',
  'Conditions',
  'Resources',
  'Outputs',
];

const orderedSections = (template: Fixture): Fixture =>
  Object.fromEntries(Object.entries(template).sort(([a], [b]) => SECTIONS.indexOf(a) - SECTIONS.indexOf(b)));
