import { rules as builtIn } from '../../rules';
import type { CheckResult } from '../check';
import type { Configuration } from '../configuration/configuration';
import { merged, readReport } from '../estate/merge';
import { isLintRule, lintRule } from '../lint/rules';
import type { Report } from '../report';
import type { RuleMetadata } from '../rule';
import { META_RULES } from '../waivers/rules';

/** One result of several JSON reports, for any format. @throws UsageError */
export function mergeReports(
  files: readonly string[],
  configuration: Configuration | undefined,
): CheckResult {
  const report = merged(files.map(readReport));
  return {
    report,
    rules: rulesNamedIn(report, configuration?.ruleSet ?? builtIn),
    // No format shows code without the text, and what is secret was masked in the reports.
    sources: new Map(),
    secrets: [],
    passedOver: [],
    notes: [],
    baseline: undefined,
    wasChecked: () => false,
    templates: [],
  };
}

function rulesNamedIn({ findings }: Report, ruleSet: readonly RuleMetadata[]): RuleMetadata[] {
  const known = [...ruleSet, ...META_RULES];
  const named = new Map(findings.map((finding) => [finding.ruleId, finding.severity]));
  const unknown = [...named].filter(([id]) => !known.some((rule) => rule.id === id));
  return [
    ...known.filter(({ id }) => named.has(id)),
    ...unknown.map(([id, severity]) =>
      isLintRule(id)
        ? lintRule(id.slice('lint-'.length).toUpperCase(), undefined, severity)
        : unexplained(id, severity),
    ),
  ];
}

/** A rule of the organisation's own whose configuration is not given. */
const unexplained = (id: string, severity: RuleMetadata['severity']): RuleMetadata => ({
  id,
  title: id,
  severity,
  why: 'Only the configuration that has this rule tells why.',
  fix: 'Name the configuration that has this rule with --config, and this says what to change.',
  docs: [],
});
