import { type Environment, environmentOfParameter } from './engine/environment';
import { type Run, run } from './engine/run';
import type { Finding } from './finding';
import { App } from './model/app';
import { readTemplate } from './model/template';
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
  /** Pseudo parameters that are known for this template, such as `AWS::Region`. */
  pseudoParameters?: Readonly<Record<string, string>>;
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
 * Checks templates and reports findings. Each is an app of its own. What cannot be read or checked is in
 * `errors`, and a report with errors, or without templates, has not passed.
 * @throws UsageError for options that name what does not exist
 */
export function check(sources: readonly TemplateSource[], options: CheckOptions = {}): Report {
  return published(checkSources(sources, options).report);
}

export interface Circumstances {
  /** What kept files from being read. */
  errors?: readonly CheckError[];
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
  const unused = new Set([...parameters.keys()].filter((key) => !key.startsWith('AWS::')));
  const findings: Finding[] = [];
  const errors: CheckError[] = [...(options.errors ?? [])];
  const secrets: string[] = [];
  const passedOver: string[] = [];
  const notes: CheckError[] = [];
  const read = new Map<string, Source>();
  let templates = 0;
  let resources = 0;
  for (const [index, input] of sources.entries()) {
    options.onProgress?.(index);
    const source = new Source(input.file, input.text);
    try {
      const template = readTemplate(source);
      if (!template && input.mayBeSomethingElse) {
        passedOver.push(input.file);
        continue;
      }
      if (!template)
        throw new ParseFailure('is no CloudFormation template: it has no Resources with a Type', undefined);
      for (const { key, at } of template.duplicates)
        errors.push({
          file: input.file,
          ...source.position(at.start),
          message: `duplicate key "${key}": CloudFormation takes the last and says nothing`,
        });
      const app = new App();
      const pseudoParameters = new Map([...Object.entries(input.pseudoParameters ?? {}), ...parameters]);
      const added = app.add(source, template.root, { parameters, pseudoParameters });
      const { parameters: declared, resources: all } = added;
      for (const { at, message } of added.notes)
        notes.push({ file: input.file, ...source.position(at.start), message });
      for (const parameter of declared.keys()) unused.delete(parameter);
      read.set(input.file, source);
      templates++;
      resources += all.size;
      collect(run(app, rules, standards), findings, errors, secrets);
    } catch (error) {
      if (!(error instanceof ParseFailure)) throw error;
      if (input.mayBeSomethingElse && !mentionsCloudFormation(input.text)) passedOver.push(input.file);
      else errors.push({ file: input.file, ...positionOf(source, error), message: error.message });
    }
  }
  for (const parameter of unused) errors.push(unknownParameter(parameter));
  errors.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : (a.line ?? 0) - (b.line ?? 0)));
  const summary = summarise(findings, errors, { templates, resources, rules: rules.length });
  const report: Report = { schemaVersion: 1, tool: { name, version }, summary, findings, errors };
  return { report, sources: read, secrets, passedOver, rules, notes };
}

/** Given values that say they are not production say it for everything that is checked with them. */
function environmentFor({ environment }: CheckOptions, parameters: ReadonlyMap<string, string>): Environment {
  if (environment) return environment;
  for (const [parameter, value] of parameters)
    if (environmentOfParameter(parameter, value) === 'non-production') return 'non-production';
  return 'production';
}

function collect(result: Run, findings: Finding[], errors: CheckError[], secrets: string[]): void {
  findings.push(...result.findings);
  secrets.push(...result.secrets);
  for (const failure of result.failures)
    errors.push({ file: failure.file, line: null, column: null, message: failure.message });
}

/** A broken file in a folder counts as a broken template where its text speaks of resources of AWS. */
const mentionsCloudFormation = (text: string) =>
  text.includes('AWSTemplateFormatVersion') || /\bAWS::\w+::\w+/.test(text);

function positionOf(source: Source, { at }: ParseFailure): { line: number | null; column: number | null } {
  return at ? source.position(at.start) : { line: null, column: null };
}

const unknownParameter = (parameter: string): CheckError => ({
  file: '',
  line: null,
  column: null,
  message: `no template has a parameter ${parameter}`,
});

function summarise(
  findings: readonly Finding[],
  errors: readonly CheckError[],
  counts: Pick<Summary, 'templates' | 'resources' | 'rules'>,
): Summary {
  const fail = { error: 0, warning: 0, info: 0 };
  let review = 0;
  for (const { verdict, severity } of findings) {
    if (verdict === 'fail') fail[severity]++;
    else review++;
  }
  const unreadable = new Set(errors.map(({ file }) => file).filter(Boolean)).size;
  return { ...counts, fail, review, waived: 0, unreadable };
}
