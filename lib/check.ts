import { assemble, type TemplateFile } from './assemble';
import { type Environment, environmentOfParameter } from './engine/environment';
import { run, sorted } from './engine/run';
import type { Finding } from './finding';
import { readTemplate, type Template } from './model/template';
import { nearest } from './nearest';
import { type CheckError, published, type Report, type Summary } from './report';
import type { Profile, Rule } from './rule';
import { select } from './selection';
import { ParseFailure } from './template/parse';
import { Source } from './template/source';
import { name, version } from './version';

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
  profile?: Profile;
  /** All templates are one app and may refer to each other by exports and imports. */
  linked?: boolean;
  /** Rules in place of the built-in ones. */
  ruleSet?: readonly Rule[];
}

/** A report with what its outputs need besides: the texts, and what must not be shown of them. */
export interface CheckResult {
  report: Report;
  sources: ReadonlyMap<string, Source>;
  secrets: readonly string[];
  /** Files of folders that are no templates. */
  passedOver: readonly string[];
  rules: readonly Rule[];
  /** What was not taken in, though nothing is wrong with it. */
  notes: readonly CheckError[];
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
  /** Adds to a finding what is known about its place besides the template, and whether it is accepted. */
  trace?: (finding: Finding) => Finding;
  onProgress?: (done: number) => void;
}

/** As `check`, with what the outputs need. @throws UsageError */
export function checkSources(
  sources: readonly TemplateSource[],
  options: CheckOptions & Circumstances = {},
): CheckResult {
  const rules = select(options);
  const parameters = new Map(Object.entries(options.parameters ?? {}));
  const standards = { environment: environmentFor(options, parameters), profile: options.profile };
  const { files, errors, passedOver } = read(sources, parameters, options);
  const { apps, failures } = assemble(files, parameters, options.linked === true);
  for (const { file, failure } of failures) errors.push(errorIn(file.source, failure));
  const notes: CheckError[] = [...(options.notes ?? [])];
  const trace = options.trace ?? ((finding: Finding) => finding);
  const findings: Finding[] = [];
  const secrets: string[] = [];
  const checked = new Map<Source, Template>();
  for (const app of apps) {
    const result = run(app, rules, standards);
    findings.push(...result.findings.map(trace));
    secrets.push(...result.secrets);
    for (const { file, message } of result.failures) errors.push({ file, line: null, column: null, message });
    for (const template of app.templates) checked.set(template.source, template);
  }
  for (const [source, template] of checked) {
    for (const { at, message } of template.notes)
      notes.push({ file: source.file, ...source.position(at.start), message });
    for (const { at, message } of template.problems)
      errors.push(errorIn(source, new ParseFailure(message, at)));
  }
  errors.push(...undeclared(parameters, checked.values()));
  errors.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : (a.line ?? 0) - (b.line ?? 0)));
  const templates = [...checked.values()];
  const resources = templates.reduce((sum, template) => sum + template.resources.size, 0);
  const summary = summarise(findings, errors, {
    templates: templates.length,
    resources,
    rules: rules.length,
  });
  const report: Report = {
    schemaVersion: 1,
    tool: { name, version },
    summary,
    findings: sorted(findings),
    errors,
  };
  const texts = new Map(templates.map(({ source }) => [source.file, source]));
  secrets.sort((a, b) => b.length - a.length); // one may begin another
  return { report, sources: texts, secrets, passedOver, rules, notes };
}

interface Read {
  files: TemplateFile[];
  errors: CheckError[];
  passedOver: string[];
}

function read(
  sources: readonly TemplateSource[],
  parameters: ReadonlyMap<string, string>,
  options: Circumstances,
): Read {
  const result: Read = { files: [], errors: [...(options.errors ?? [])], passedOver: [] };
  for (const [index, input] of sources.entries()) {
    options.onProgress?.(index);
    const source = new Source(input.file, input.text);
    try {
      const template = readTemplate(source, input.isTemplate);
      if (template) {
        const pseudoParameters = new Map([...Object.entries(input.pseudoParameters ?? {}), ...parameters]);
        const { stackName, terminationProtection, nestedIn, app } = input;
        const about = { pseudoParameters, stackName, terminationProtection, nestedIn, app };
        result.files.push({ source, root: template.root, ...about });
        for (const { key, at } of template.duplicates)
          result.errors.push(errorIn(source, new ParseFailure(duplicated(key), at)));
      } else if (input.mayBeSomethingElse) result.passedOver.push(input.file);
      else result.errors.push(errorIn(source, new ParseFailure(NO_TEMPLATE, undefined)));
    } catch (failure) {
      if (!(failure instanceof ParseFailure)) throw failure;
      if (input.mayBeSomethingElse && !mentionsCloudFormation(input.text)) result.passedOver.push(input.file);
      else result.errors.push(errorIn(source, failure));
    }
  }
  return result;
}

const NO_TEMPLATE = 'is no CloudFormation template: it has no Resources with a Type';
const duplicated = (key: string) => `duplicate key "${key}": CloudFormation takes the last and says nothing`;

function errorIn(source: Source, { at, message }: ParseFailure): CheckError {
  const { line, column } = at ? source.position(at.start) : { line: null, column: null };
  return { file: source.file, line, column, message };
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

/** Parameters that are given, but that no template has. */
function undeclared(parameters: ReadonlyMap<string, string>, templates: Iterable<Template>): CheckError[] {
  const declared = new Set(PSEUDO_PARAMETERS.map((pseudo) => `AWS::${pseudo}`));
  for (const template of templates)
    for (const parameter of template.parameters.keys()) declared.add(parameter);
  return [...parameters.keys()]
    .filter((parameter) => !declared.has(parameter))
    .map((parameter) => {
      const meant = nearest(parameter, [...declared]);
      const message = `no template has a parameter ${parameter}${meant ? `; did you mean ${meant}?` : ''}`;
      return { file: '', line: null, column: null, message };
    });
}

/** Given values that say they are not production say it for everything that is checked with them. */
function environmentFor({ environment }: CheckOptions, parameters: ReadonlyMap<string, string>): Environment {
  if (environment) return environment;
  for (const [parameter, value] of parameters)
    if (environmentOfParameter(parameter, value) === 'non-production') return 'non-production';
  return 'production';
}

/** A broken file in a folder counts as a broken template where its text speaks of resources of AWS. */
const mentionsCloudFormation = (text: string) =>
  text.includes('AWSTemplateFormatVersion') || /\bAWS::\w+::\w+/.test(text);

function summarise(
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
