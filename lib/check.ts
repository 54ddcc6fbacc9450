import { rules as builtIn } from '../rules';
import type { Assets } from './assembly/assets';
import type { Baseline } from './baseline/baseline';
import type { Configuration } from './configuration/configuration';
import { type Acknowledged, decide, type WasChecked } from './decide';
import { hiding } from './engine/mask';
import { sorted } from './engine/run';
import type { Finding } from './finding';
import { type InspectedTemplate, type Inspection, inspect, standardsFor } from './inspect';
import type { LintResult } from './lint/lint';
import type { Environment, EnvironmentWords } from './model/environment';
import { nearest } from './nearest';
import { type CheckError, inOrder, published, type Report, type Summary } from './report';
import type { Profile, Rule, RuleMetadata } from './rule';
import type { Standards } from './standards';
import { Source } from './template/source';
import { name, version } from './version';
import { META_RULES } from './waivers/rules';

/** A template to check: its text, JSON or YAML, under the path it is reported by. */
export interface TemplateSource {
  file: string;
  text: string;
  /** Found in a folder rather than named: no error if it is something else than a template. */
  mayBeSomethingElse?: boolean;
  /** Known to be a template, so that one without resources is no error. */
  isTemplate?: boolean;
  /** Sources with the same key are one app and may refer to each other. */
  app?: string;
  /** Pseudo parameters that are known for this template, such as `AWS::Region`. */
  pseudoParameters?: Readonly<Record<string, string>>;
  /** The name of the stack that it is deployed as. */
  stackName?: string;
  /** Whether that stack is protected from deletion. */
  terminationProtection?: boolean;
  /** The AWS::CloudFormation::Stack that it is the template of, where its TemplateURL does not tell. */
  nestedIn?: { file: string; logicalId: string };
}

export interface CheckOptions {
  /** Ids of the rules to run; all when not given. */
  rules?: readonly string[];
  /** Ids of rules not to run. */
  exclude?: readonly string[];
  /** Values for parameters, and for pseudo parameters such as `AWS::Region`. */
  parameters?: Readonly<Record<string, string>>;
  /** Where the templates are deployed to, where they do not say it themselves; `production` when not given. */
  environment?: Environment;
  /** The words by which names and values speak of production and of the rest; our own when not given. */
  environmentWords?: EnvironmentWords;
  profile?: Profile;
  /** All templates are one app and may refer to each other by exports and imports. */
  linked?: boolean;
  /** Rules in place of the built-in ones. */
  ruleSet?: readonly Rule[];
  /** What is asked of the templates, where the other options do not say it; read by `loadConfiguration()`. */
  configuration?: Configuration;
  /** The file of the findings that are accepted because the estate started with them. */
  baseline?: string;
  /** The day that waivers expire against, such as `2027-03-01`; the present one, in UTC, when not given. */
  today?: string;
}

/** A report with what its outputs need besides: the texts, and what must not be shown of them. */
export interface CheckResult {
  report: Report;
  sources: ReadonlyMap<string, Source>;
  secrets: readonly string[];
  /** Files of folders that are no templates. */
  passedOver: readonly string[];
  rules: readonly RuleMetadata[];
  /** What was not taken in, though nothing is wrong with it, and what will soon be. */
  notes: readonly CheckError[];
  baseline: Baseline | undefined;
  wasChecked: WasChecked;
  templates: readonly InspectedTemplate[];
}

/**
 * Checks templates and reports findings. Each is an app of its own, with its nested stacks, unless they are
 * `linked` or name their `app`. What cannot be read or checked is in
 * `errors`, and a report with errors, or without templates, has not passed.
 * @throws UsageError for options that name what does not exist
 */
export function check(sources: readonly TemplateSource[], options: CheckOptions = {}): Report {
  return published(checkSources(sources, options).report);
}

export interface Circumstances {
  /** What kept files from being read. */
  errors?: readonly CheckError[];
  /** What was not taken in, though nothing is wrong with it. */
  notes?: readonly CheckError[];
  /** What cloud assemblies hold besides templates. */
  assets?: readonly Assets[];
  /** Adds to a finding what is known about its place besides the template. */
  trace?: (finding: Finding) => Finding;
  acknowledged?: readonly Acknowledged[];
  /** Which part of a run this is, and what the other parts check. */
  shard?: { name: string; others: readonly TemplateSource[] };
  lint?: LintResult;
  onProgress?: (done: number) => void;
}

/** As `check`, with what the outputs need. @throws UsageError */
export function checkSources(
  sources: readonly TemplateSource[],
  options: CheckOptions & Circumstances = {},
): CheckResult {
  const heldTo = standardsFor(options);
  return conclude(sources, [inspect(sources, options, heldTo)], options, heldTo);
}

/** Puts together what was found in the parts of a run, and applies what people decided about it. @throws UsageError */
export function conclude(
  sources: readonly TemplateSource[],
  inspections: readonly Inspection[],
  options: CheckOptions & Circumstances,
  heldTo: (file: string) => Standards,
): CheckResult {
  const { configuration, lint, shard, trace = (finding: Finding) => finding } = options;
  const templates = inspections.flatMap((part) => part.templates);
  const errors = inOrder([
    ...(options.errors ?? []),
    ...inspections.flatMap((part) => part.errors),
    ...(lint?.errors ?? []),
    ...undeclared(Object.keys(options.parameters ?? {}), templates, shard?.others),
  ]);
  const ruleSet = options.ruleSet ?? configuration?.ruleSet ?? builtIn;
  const secrets = inspections.flatMap((part) => part.secrets);
  const hide = hiding(secrets);
  const linted = lint?.findings.map((finding) => ({ ...finding, message: hide(finding.message) })) ?? [];
  const found = [...inspections.flatMap((part) => part.findings), ...linted].map(trace);
  const elsewhere = shard?.others.map(({ file }) => file);
  const decided = decide(found, templates, heldTo, { ...options, ruleSet, elsewhere, linted: lint?.files });
  const rules = rulesIn(templates, heldTo);
  const summary = summarise(decided.findings, errors, {
    templates: templates.length,
    resources: templates.reduce((sum, { resources }) => sum + resources, 0),
    rules: rules.length,
  });
  const report: Report = {
    schemaVersion: 1,
    tool: { name, version },
    ...(shard && { shard: shard.name }),
    summary,
    findings: sorted(decided.findings.map((finding) => withHiddenWaiver(finding, hide))),
    errors,
  };
  const checked = new Set(templates.map(({ file }) => file));
  const texts = [
    ...sources.filter(({ file }) => checked.has(file)),
    ...inspections.flatMap((part) => part.texts),
  ].map(({ file, text }) => new Source(file, text));
  const metaRules = META_RULES.filter(({ id }) => decided.findings.some(({ ruleId }) => ruleId === id));
  return {
    report,
    sources: new Map([...texts, ...decided.sources].map((source) => [source.file, source])),
    secrets,
    passedOver: inspections.flatMap((part) => part.passedOver),
    rules: [...rules, ...(lint?.rules ?? []), ...metaRules],
    notes: [...(options.notes ?? []), ...inspections.flatMap((part) => part.notes), ...decided.notes],
    baseline: decided.baseline,
    wasChecked: decided.wasChecked,
    templates,
  };
}

/** Who accepts a secret may name it in the reason. */
function withHiddenWaiver(finding: Finding, hide: (text: string) => string): Finding {
  const { waiver } = finding;
  if (!waiver) return finding;
  const { reason, owner } = waiver;
  return { ...finding, waiver: { ...waiver, reason: hide(reason), owner: owner && hide(owner) } };
}

/** The rules that any of the templates is held to; of a rule with several settings the first. */
function rulesIn(templates: readonly InspectedTemplate[], heldTo: (file: string) => Standards): Rule[] {
  const rules = new Map<string, Rule>();
  for (const standards of new Set([...templates.map(({ file }) => heldTo(file)), heldTo('')]))
    for (const rule of standards.rules) if (!rules.has(rule.id)) rules.set(rule.id, rule);
  return [...rules.values()];
}

/** docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html, without NoValue */
const PSEUDO_PARAMETERS = [
  'AccountId',
  'NotificationARNs',
  'Partition',
  'Region',
  'StackId',
  'StackName',
  'URLSuffix',
];

/** Parameters that are given, but that no template has; one that a template of another shard may have is none. */
function undeclared(
  parameters: readonly string[],
  templates: readonly InspectedTemplate[],
  elsewhere: readonly TemplateSource[] = [],
): CheckError[] {
  const declared = new Set(PSEUDO_PARAMETERS.map((pseudo) => `AWS::${pseudo}`));
  for (const template of templates) for (const parameter of template.parameters) declared.add(parameter);
  return parameters
    .filter(
      (parameter) => !declared.has(parameter) && !elsewhere.some(({ text }) => text.includes(parameter)),
    )
    .map((parameter) => {
      const meant = nearest(parameter, [...declared]);
      const message = `no template has a parameter ${parameter}${meant ? `; did you mean ${meant}?` : ''}`;
      return { file: '', line: null, column: null, message };
    });
}

/** Counts findings and errors. */
export function summarise(
  findings: readonly Finding[],
  errors: readonly CheckError[],
  counts: Pick<Summary, 'templates' | 'resources' | 'rules'>,
): Summary {
  const fail = { error: 0, warning: 0, info: 0 };
  let review = 0;
  let waived = 0;
  for (const { verdict, severity, waiver } of findings) {
    if (waiver) waived++;
    else if (verdict === 'fail') fail[severity]++;
    else review++;
  }
  const unreadable = new Set(errors.map(({ file }) => file).filter(Boolean)).size;
  return { ...counts, fail, review, waived, unreadable };
}
