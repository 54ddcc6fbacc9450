import type { PolicyValidationPluginReport, PolicyViolatingResource, PolicyViolation } from 'aws-cdk-lib';
import { addToGroup } from '../add-to-group';
import { FINDINGS_IN_STAGES } from '../assembly/acknowledged';
import { type FailOn, failsAt } from '../fail-on';
import type { Finding, Waiver } from '../finding';
import type { RuleMetadata } from '../rule';
import { UsageError } from '../selection';
import { name, version } from '../version';

/** A violation at one place. CDK wants the places of equal violations in one. */
export interface Violation extends Omit<PolicyViolation, 'violatingResources'> {
  /**
   * CDK's severity, which says what the violation does: `fatal` and `error` fail the synthesis, `warning` only
   * with `--strict`, `info` never. After any acknowledgement CDK judges a report by nothing else.
   */
  readonly severity: 'fatal' | 'error' | 'warning' | 'info';
  readonly place: PolicyViolatingResource;
}

/** Comes from no rule, and tells what was waived. */
export const WAIVED = 'waived';

/** Comes from no rule, and nothing can acknowledge it. */
export const CHECK_INCOMPLETE = 'check-incomplete';

/**
 * A place without construct: the CDK command line shows it, and fails, whichever stacks are selected
 * (loadUnifiedValidationReport in its cloud-assembly-api).
 */
const EVERYWHERE: PolicyViolatingResource = { locations: [] };

export function severityInCdk(
  { verdict, severity }: Pick<Finding, 'verdict' | 'severity'>,
  failOn: FailOn,
): Violation['severity'] {
  if (failsAt({ verdict, severity }, failOn)) return 'error';
  return verdict === 'fail' && severity !== 'info' ? 'warning' : 'info';
}

export function violationOf(
  finding: Finding,
  rule: RuleMetadata,
  { ruleName, failOn }: { ruleName: string; failOn: FailOn },
): Violation {
  const { verdict, severity, path, scenario, message, file, logicalId, controls, items } = finding;
  const { constructPath } = finding;
  const subject = [verdict === 'review' && 'review', path?.replace(/^Properties\./, '')]
    .filter(Boolean)
    .join(' ');
  return {
    ruleName,
    description: subject ? `${subject}${scenario ? '' : ':'} ${message}` : message,
    severity: severityInCdk(finding, failOn),
    fix: rule.fix,
    ruleMetadata: {
      title: rule.title,
      why: rule.why,
      docs: [rule.docs].flat().join(' '),
      verdict,
      severity,
      controls: controls.join(', '),
      items: items.join(', '),
    },
    place: {
      ...(constructPath && { constructPath, templatePath: file }),
      ...(logicalId && { resourceLogicalId: logicalId }),
      locations: path ? [dotted(path)] : [],
    },
  };
}

/** CDK compares `Properties.A.0.B` with what assigned `A`; with brackets it would not find the source line. */
const dotted = (path: string) => path.replace(/\[(\d+)\]/g, '.$1');

/** Something was not checked, so the app cannot pass. Fatal, because that cannot be acknowledged. */
export const incomplete = (description: string): Violation => ({
  ruleName: CHECK_INCOMPLETE,
  description,
  severity: 'fatal',
  place: EVERYWHERE,
});

/** What was passed over in assets, and why: nothing fails for it. */
export const notLookedAt = (description: string): Violation => ({
  ruleName: 'assets-not-looked-at',
  description,
  severity: 'info',
  place: EVERYWHERE,
});

/** The check itself broke. */
export const failedWith = (error: unknown): Violation =>
  incomplete(
    error instanceof UsageError
      ? error.message
      : `the check failed: ${error instanceof Error ? error.message : error} (a defect of ${name}, please report it)`,
  );

/** Makes `cdk synth` fail for what it would not show: it passes over violations in Stages. */
export const inStages = (count: number, stages: readonly string[]): Violation => ({
  ruleName: FINDINGS_IN_STAGES,
  description: `${count} ${count === 1 ? 'violation fails' : 'violations fail'} in ${stages.join(', ')}`,
  severity: 'error',
  fix: "See them with cdk synth '**', or in validation-report.json.",
  place: EVERYWHERE,
});

/** A name that no acknowledgement matches: CDK would accept what its rule may not have accepted. */
export const notAccepted = (ruleId: string): string => `${ruleId} (not acknowledgeable)`;

/** Tells what waivers outside the app's code accept, one line a waiver. */
export function waivedElsewhere(findings: readonly Finding[]): Violation[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings)
    addToGroup(groups, JSON.stringify([finding.ruleId, finding.waiver]), finding);
  return [...groups.values()].map((group) => {
    const { ruleId, waiver } = group[0] as Finding;
    const { reason, owner, expires, from } = waiver as Waiver;
    const terms = [owner, expires && `until ${expires}`, from].filter(Boolean).join(', ');
    return {
      ruleName: WAIVED,
      description: `${group.length} × ${ruleId}: ${reason} (${terms})`,
      severity: 'info',
      place: EVERYWHERE,
    };
  });
}

/** What tells violations apart but for their places; the rest follows from the rule. */
export const wordsOf = ({ ruleName, description, severity, ruleMetadata }: Violation): string =>
  JSON.stringify([ruleName, description, severity, ruleMetadata?.verdict, ruleMetadata?.severity]);

export function reportOf(violations: readonly Violation[]): PolicyValidationPluginReport {
  const groups = new Map<string, PolicyViolation>();
  for (const violation of violations) {
    const { place, ...said } = violation;
    const words = wordsOf(violation);
    const group = groups.get(words);
    if (group) group.violatingResources.push(place);
    else groups.set(words, { ...said, violatingResources: [place] });
  }
  const success = !violations.some(({ severity }) => severity === 'error' || severity === 'fatal');
  return { success, violations: [...groups.values()], pluginVersion: version };
}
