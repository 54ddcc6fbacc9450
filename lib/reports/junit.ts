import { create, type XMLElement } from 'xmlbuilder';
import { addToGroup } from '../add-to-group';
import type { CheckResult } from '../check';
import type { Finding } from '../finding';
import type { OutputOptions } from './options';
import { labelOf, outcomeOf } from './terms';

interface Suite {
  name: string;
  cases: Case[];
}

interface Case {
  name: string;
  result: 'passed' | 'failure' | 'skipped' | 'error';
  /** The worst of what there is to say, and all of it. */
  message: string;
  type: string;
  text: string;
}

/**
 * JUnit XML: a suite for each file, a case for each rule that has something to look at there. What fails the run
 * is a failure; what a person has to look at, what is milder and what was waived is skipped, and says why.
 * https://github.com/testmoapp/junitxml
 */
export function junit(result: CheckResult, { failOn }: OutputOptions): string {
  const suites = [...suitesOf(result, failOn), ...notChecked(result)];
  const root = create('testsuites', { encoding: 'UTF-8', invalidCharReplacement: '\uFFFD' });
  root.att({ name: result.report.tool.name, ...counts(suites.flatMap(({ cases }) => cases)) });
  for (const { name, cases } of suites) {
    const suite = root.ele('testsuite', { name, ...counts(cases) });
    for (const one of cases) addCase(suite, name, one);
  }
  return `${root.end({ pretty: true })}\n`;
}

function suitesOf({ report, templates }: CheckResult, failOn: OutputOptions['failOn']): Suite[] {
  const cases = new Map(
    templates.map(({ file, rules }) => [file, new Map(rules.map((id) => [id, [] as Finding[]]))]),
  );
  for (const finding of report.findings) {
    const ofFile = cases.get(finding.file) ?? new Map<string, Finding[]>();
    cases.set(finding.file, ofFile);
    addToGroup(ofFile, finding.ruleId, finding);
  }
  return [...cases]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, ofFile]) => ({
      name,
      cases: [...ofFile].map(([rule, findings]) => caseOf(rule, findings, failOn)),
    }));
}

function caseOf(name: string, findings: readonly Finding[], failOn: OutputOptions['failOn']): Case {
  const failing = findings.filter((finding) => outcomeOf(finding, failOn) === 'failing');
  const [first] = failing.length > 0 ? failing : findings;
  const result = first === undefined ? 'passed' : failing.length > 0 ? 'failure' : 'skipped';
  return {
    name,
    result,
    message: first ? said(first) : '',
    type: first?.severity ?? '',
    text: findings.map((finding) => `${finding.line}:${finding.column} ${said(finding)}`).join('\n'),
  };
}

function said(finding: Finding): string {
  const { message, logicalId, path, waiver } = finding;
  const reason = waiver ? ` (${waiver.reason})` : '';
  return `${labelOf(finding)}: ${[logicalId, path].filter(Boolean).join(' ')}: ${message}${reason}`;
}

/** What could not be read or checked, as cases that are in error. */
function notChecked({ report }: CheckResult): Suite[] {
  const cases = report.errors.map(({ file, line, message }): Case => {
    const name = [file || 'the run', line].filter((part) => part !== null).join(':');
    return { name, result: 'error', message, type: 'not checked', text: '' };
  });
  return cases.length === 0 ? [] : [{ name: 'not checked', cases }];
}

function counts(cases: readonly Case[]) {
  const count = (wanted: Case['result']) => cases.filter(({ result }) => result === wanted).length;
  return {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  };
}

function addCase(suite: XMLElement, classname: string, { name, result, message, type, text }: Case): void {
  const test = suite.ele('testcase', { name, classname });
  if (result === 'skipped') test.ele('skipped', { message: text });
  else if (result !== 'passed') test.ele(result, { message, type }, text);
}
