import { statSync } from 'node:fs';
import { type CfnResource, Stack } from 'aws-cdk-lib';
import { type IApplyRule, NagMessageLevel, NagRuleCompliance, type NagRuleResult } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { type SynthesizedTemplate, sourceOf, templateFileOf } from '../cdk/synthesized-template';
import { type CheckOptions, check } from '../check';
import type { Finding, Severity } from '../finding';
import type { Report } from '../report';
import { ruleOf } from '../selection';

/** What `applyRule` of a NagPack takes, but for the node. */
export type NagRule = Omit<IApplyRule, 'node'>;

export type NagRuleOptions = Pick<CheckOptions, 'environment' | 'profile'>;

const LEVELS: Readonly<Record<Severity, NagMessageLevel>> = {
  error: NagMessageLevel.ERROR,
  warning: NagMessageLevel.WARN,
  info: NagMessageLevel.INFO,
};

/**
 * A rule for a NagPack of your own:
 *
 *     protected checkResource(node: CfnResource) {
 *       this.applyRule({ ...nagRule('codedeploy-rollback-enabled'), node });
 *     }
 *
 * It judges the templates that the app was written to, so it sees overrides and links between stacks, and resources declared with
 * `new CfnResource()`. A finding to review throws, which is how cdk-nag says that a rule cannot tell. What cdk-nag
 * sets stays: findings on anything else than a resource do not exist; one violation stands for all findings on
 * a resource and says no more than `Properties` about their place; `level` is the rule's severity, whatever the
 * finding's; and without a synthesized template every resource is a violation.
 * @throws UsageError for an id that no rule has
 */
export function nagRule(id: string, options: NagRuleOptions = {}): NagRule {
  const rule = ruleOf(id);
  return {
    ruleSuffixOverride: rule.id,
    info: `Not so here: ${rule.title}.`,
    explanation: `${rule.why} ${rule.fix}`,
    level: LEVELS[rule.severity],
    rule: (node) => resultOf(findingsOn(node, options).filter(({ ruleId }) => ruleId === rule.id)),
  };
}

function resultOf(findings: readonly Finding[]): NagRuleResult {
  if (findings.some(({ verdict }) => verdict === 'fail')) return NagRuleCompliance.NON_COMPLIANT;
  if (findings[0]) throw new Error(`to be reviewed: ${findings[0].message}`);
  return NagRuleCompliance.COMPLIANT;
}

function findingsOn(node: CfnResource, options: NagRuleOptions): readonly Finding[] {
  const stack = Stack.of(node);
  const { findings, errors } = reportOn(node.node.root, options);
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('; '));
  const file = templateFileOf(stack);
  const logicalId = stack.resolve(node.logicalId);
  return findings.filter(
    (finding) => finding.resourceType !== null && finding.file === file && finding.logicalId === logicalId,
  );
}

interface KnownReport {
  /** When the templates that it is about were written. */
  written: string;
  report: Report;
}

const knownReports = new WeakMap<IConstruct, Map<string, KnownReport>>();

/** cdk-nag asks for one resource and one rule at a time; the app is checked once, with all rules. */
function reportOn(root: IConstruct, options: NagRuleOptions): Report {
  const templates = root.node
    .findAll()
    .filter(Stack.isStack)
    .map(
      (stack): SynthesizedTemplate => ({ file: templateFileOf(stack), stackPath: stack.node.path, stack }),
    );
  const written = templates.map(({ file }) => statSync(file).mtimeMs).join();
  const key = JSON.stringify(options);
  const known = knownReports.get(root) ?? new Map<string, KnownReport>();
  knownReports.set(root, known);
  const last = known.get(key);
  if (last?.written === written) return last.report;
  const report = check(templates.map(sourceOf), { ...options, linked: true });
  known.set(key, { written, report });
  return report;
}
