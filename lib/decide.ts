import { resolve } from 'node:path';
import { Baseline } from './baseline/baseline';
import type { Configuration } from './configuration/configuration';
import type { Finding } from './finding';
import type { InspectedTemplate } from './inspect';
import { isLintRule } from './lint/rules';
import type { CheckError } from './report';
import type { Rule } from './rule';
import type { Standards } from './standards';
import type { Source } from './template/source';
import { type Day, today } from './waivers/calendar';
import { NAMES_RULE } from './waivers/rules';
import { type CheckedFile, type Found, Waivers } from './waivers/waivers';

/** A waiver that stands neither in a file nor in a template: an acknowledgement in the code of an app. */
export interface Acknowledged extends Found {
  rule: string;
  reason: string;
  /** Why it names no rule. */
  problem?: string;
}

export interface DecisionOptions {
  ruleSet: readonly Rule[];
  configuration?: Configuration | undefined;
  /** In place of the configured one. */
  baseline?: string | undefined;
  acknowledged?: readonly Acknowledged[] | undefined;
  /** The day that waivers expire against; the present one when not given. */
  today?: Day | undefined;
  /** Files of the same run that are checked by others. */
  elsewhere?: readonly string[] | undefined;
  /** Files that the companion lint has looked at. */
  linted?: readonly string[] | undefined;
}

export interface Decided {
  findings: Finding[];
  /** Files that findings about waivers stand in. */
  sources: readonly Source[];
  notes: readonly CheckError[];
  baseline: Baseline | undefined;
  /** Whether a file was checked with a rule. */
  wasChecked: WasChecked;
}

export type WasChecked = (file: string, ruleId: string) => boolean;

/**
 * Applies the decisions that people made on findings: waivers, then the baseline. What is wrong with those
 * comes as findings of its own.
 * @throws UsageError for a file of waivers or a baseline that cannot be read
 */
export function decide(
  found: readonly Finding[],
  templates: readonly InspectedTemplate[],
  standardsOf: (file: string) => Standards,
  options: DecisionOptions,
): Decided {
  const { ruleSet, configuration, baseline: given, acknowledged = [], today: day = today() } = options;
  const unwaivable = configuration?.unwaivable ?? new Set<string>();
  const waivers = new Waivers({
    ruleSet,
    unwaivable,
    require: configuration?.waivers.require ?? [],
    equivalents: configuration?.waivers.equivalents ?? new Map(),
    today: day,
  });
  for (const file of configuration?.waivers.files ?? []) waivers.addFile(file);
  const linted = new Set(options.linted);
  const checked = new Map<string, CheckedFile>();
  for (const template of templates) {
    const { file } = template;
    waivers.addTemplate(file, template.waivers);
    const rules = new Set(standardsOf(file).rules.map(({ id }) => id));
    const ranRule = (id: string) => rules.has(id) || (linted.has(file) && isLintRule(id));
    checked.set(resolve(file), { file, ranRule });
  }
  for (const { rule, reason, problem, ...found } of acknowledged) {
    if (problem === undefined) waivers.add({ rule, reason }, found);
    else waivers.refuse(NAMES_RULE, found.home, problem);
  }
  const baselineFile = given ?? configuration?.baseline;
  const baseline = baselineFile === undefined ? undefined : new Baseline(baselineFile, unwaivable, ruleSet);
  const wasChecked: WasChecked = (file, ruleId) => checked.get(resolve(file))?.ranRule(ruleId) === true;
  const waived = found.map((finding) => waivers.accept(finding));
  const accepted = baseline ? waived.map((finding) => baseline.accept(finding)) : waived;
  return {
    findings: [
      ...accepted,
      ...waivers.findings([...checked.values()], options.elsewhere),
      ...(baseline?.gone(wasChecked) ?? []),
    ],
    sources: [...waivers.sources, ...(baseline ? [baseline.source] : [])],
    notes: waivers.endingSoon(),
    baseline,
    wasChecked,
  };
}
