import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TemplateSource } from '../check';
import { hiding } from '../engine/mask';
import { Thread, ThreadFailure } from '../estate/threads';
import type { Finding, Severity } from '../finding';
import type { CheckError } from '../report';
import type { RuleMetadata } from '../rule';
import { parse } from '../template/parse';
import { Source } from '../template/source';
import { type LintSetup, type LintTask, MAX_HEAP_MB, type Violation } from './engine';
import { placesOf } from './place';
import { INCOMPLETE, lintRule, lintRuleId, SAID_BY_US } from './rules';

/** What the companion lint says of templates: whether CloudFormation would take them. */
export interface LintResult {
  findings: readonly Finding[];
  /** Templates that it did not come to an end with. */
  errors: readonly CheckError[];
  rules: readonly RuleMetadata[];
  /** The files that it came to an end with. */
  files: readonly string[];
}

export interface LintOptions {
  /** The module that has the engine. */
  engine: string;
  /** How long all of it may take. */
  milliseconds: number;
  /** Texts that no output may show. */
  secrets: readonly string[];
}

/** One template may take so long; most take less than one second, and some would take minutes and gigabytes. */
const MAX_MILLISECONDS = 60_000;

/** Lints templates in a thread, which is ended where the engine fails or takes too long. */
export async function lint(
  templates: readonly TemplateSource[],
  { engine, milliseconds, secrets }: LintOptions,
): Promise<LintResult> {
  const result = { findings: [] as Finding[], errors: [] as CheckError[], files: [] as string[] };
  const rules = new Map<string, RuleMetadata>();
  const scratch = mkdtempSync(join(tmpdir(), 'competency-nag-lint-'));
  const deadline = Date.now() + milliseconds;
  const incomplete = (file: string, reason: string) =>
    result.errors.push({ file, line: null, column: null, message: `lint incomplete: ${reason}` });
  let thread: Thread | undefined;
  try {
    for (const template of templates) {
      const { file } = template;
      const left = deadline - Date.now();
      if (left <= 0) {
        incomplete(file, `the ${milliseconds / 1000} seconds for all templates were over`);
        continue;
      }
      thread ??= startThread({ engine, scratch });
      try {
        const violations = await thread.ask(taskOf(template), file, Math.min(left, MAX_MILLISECONDS));
        for (const violation of violations as Violation[]) {
          if (violation.ruleName === INCOMPLETE) incomplete(file, violation.description);
          else if (!(violation.ruleName in SAID_BY_US)) take(violation, template, result.findings, rules);
        }
        result.files.push(file);
      } catch (error) {
        if (!(error instanceof ThreadFailure)) throw error;
        incomplete(file, error.reason);
        await thread.end();
        thread = undefined;
      }
    }
  } finally {
    await thread?.end();
    rmSync(scratch, { recursive: true, force: true });
  }
  const hide = hiding(secrets);
  const findings = result.findings.map((finding) => ({ ...finding, message: hide(finding.message) }));
  return { ...result, findings, rules: [...rules.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

const startThread = (workerData: LintSetup) =>
  new Thread(join(__dirname, 'linter.js'), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  });

const taskOf = ({ file, text, pseudoParameters = {} }: TemplateSource): LintTask => ({
  file,
  text,
  accountId: pseudoParameters['AWS::AccountId'],
  region: pseudoParameters['AWS::Region'],
});

const SEVERITIES: Readonly<Record<string, Severity>> = {
  error: 'error',
  warning: 'warning',
  informational: 'info',
  debug: 'info',
};

/** Adds what the engine says as findings, and what reports say of its rule. */
function take(
  violation: Violation,
  { file, text }: TemplateSource,
  findings: Finding[],
  rules: Map<string, RuleMetadata>,
): void {
  const { ruleName, severity: theirs = '', ruleMetadata } = violation;
  const severity = SEVERITIES[theirs] ?? 'error';
  const source = new Source(file, text);
  const { root } = parse(source);
  if (root.kind !== 'map') return;
  if (!rules.has(ruleName)) rules.set(ruleName, lintRule(ruleName, ruleMetadata?.category, severity));
  for (const place of placesOf(violation, root, source))
    findings.push({
      ruleId: lintRuleId(ruleName),
      verdict: 'fail',
      severity,
      message: messageOf(violation),
      ...place,
      scenario: null,
      controls: [],
      items: [],
    });
}

/** Without the path that it begins with, and with what the engine advises. */
function messageOf({ description, fix, violatingResources }: Violation): string {
  const [location = ''] = violatingResources[0]?.locations ?? [];
  const path = `${location.replace(/^Properties\./, '')}: `;
  const message = description.startsWith(path) ? description.slice(path.length) : description;
  return fix ? `${message} (${fix})` : message;
}
