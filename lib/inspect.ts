import { assemble, type TemplateFile } from './assemble';
import type { Assets } from './assembly/assets';
import type { CheckOptions, TemplateSource } from './check';
import { applicable } from './engine/applicable';
import { run } from './engine/run';
import { type AssetRun, runOnAssets } from './engine/run-on-assets';
import type { Finding } from './finding';
import {
  ENVIRONMENT_WORDS,
  type Environment,
  type EnvironmentWords,
  environmentOfParameter,
} from './model/environment';
import { readTemplate, type Template } from './model/template';
import type { CheckError } from './report';
import { type Standards, standardsOf } from './standards';
import { ParseFailure } from './template/parse';
import { Source } from './template/source';
import { type StatedWaiver, statedIn } from './waivers/stated';

/** What was found in some of the templates of a run. Plain data, so that it can come from another thread. */
export interface Inspection {
  findings: readonly Finding[];
  /** Texts that no output may show. */
  secrets: readonly string[];
  errors: readonly CheckError[];
  /** What was not taken in, though nothing is wrong with it. */
  notes: readonly CheckError[];
  /** Files of folders that are no templates. */
  passedOver: readonly string[];
  templates: readonly InspectedTemplate[];
  /** The files besides templates that findings stand in. */
  texts: readonly { file: string; text: string }[];
}

export interface InspectedTemplate {
  file: string;
  resources: number;
  /** The names of its parameters. */
  parameters: readonly string[];
  /** Ids of the rules that had something to look at. */
  rules: readonly string[];
  waivers: readonly StatedWaiver[];
}

export interface InspectOptions extends CheckOptions {
  /** What cloud assemblies hold besides templates. */
  assets?: readonly Assets[];
  onProgress?: (done: number) => void;
}

/** What each file of a run is held to. @throws UsageError for options that name what does not exist */
export function standardsFor(options: CheckOptions): (file: string) => Standards {
  return standardsOf(options, environmentOfGiven(givenTo(options), wordsOf(options)));
}

const givenTo = ({ configuration, parameters }: CheckOptions) =>
  new Map(Object.entries({ ...configuration?.parameters, ...parameters }));

const wordsOf = ({ configuration, environmentWords }: CheckOptions) =>
  environmentWords ?? configuration?.environmentWords;

/** Reads templates and checks them with the rules that they are held to. No decision on a finding is made here. */
export function inspect(
  sources: readonly TemplateSource[],
  options: InspectOptions,
  heldTo: (file: string) => Standards,
): Inspection {
  const parameters = givenTo(options);
  const { files, errors, passedOver } = read(sources, parameters, options);
  const linked = options.linked ?? options.configuration?.linked ?? false;
  const { apps, failures } = assemble(files, parameters, linked, wordsOf(options));
  for (const { file, failure } of failures) errors.push(errorIn(file.source, failure));
  const findings: Finding[] = [];
  const secrets: string[] = [];
  const notes: CheckError[] = [];
  const checked = new Map<Source, Template>();
  for (const app of apps) {
    const result = run(app, heldTo);
    findings.push(...result.findings);
    secrets.push(...result.secrets);
    for (const { file, message } of result.failures) errors.push({ file, line: null, column: null, message });
    for (const template of app.templates) checked.set(template.source, template);
  }
  const aboutAssets = checkAssets(options.assets ?? [], [...checked.values()], heldTo);
  findings.push(...aboutAssets.findings);
  secrets.push(...aboutAssets.secrets);
  errors.push(...aboutAssets.errors);
  notes.push(...aboutAssets.notes);
  for (const [source, template] of checked) {
    for (const { at, message } of template.notes)
      notes.push({ file: source.file, ...source.position(at.start), message });
    for (const { at, message } of template.problems)
      errors.push(errorIn(source, new ParseFailure(message, at)));
  }
  return {
    findings,
    secrets,
    errors,
    notes,
    passedOver,
    templates: [...checked.values()].map((template) => inspected(template, heldTo(template.source.file))),
    texts: aboutAssets.sources.map(({ file, text }) => ({ file, text })),
  };
}

const inspected = (template: Template, { rules }: Standards): InspectedTemplate => ({
  file: template.source.file,
  resources: template.resources.size,
  parameters: [...template.parameters.keys()],
  rules: applicable(rules, template).map(([{ id }]) => id),
  waivers: statedIn(template),
});

/** Assets are only read where a rule looks at them. */
function checkAssets(
  assets: readonly Assets[],
  templates: readonly Template[],
  heldTo: (file: string) => Standards,
): Omit<AssetRun, 'failures'> & { errors: CheckError[]; notes: CheckError[] } {
  const looks = assets.length > 0 && heldTo('').rules.some(({ checkAsset }) => checkAsset);
  const looked = looks ? assets : [];
  const { failures, ...result } = runOnAssets(() => looked.flatMap(({ all }) => all), templates, heldTo);
  const broken = failures.map(({ file, message }) => ({ file, line: null, column: null, message }));
  return {
    ...result,
    errors: [...broken, ...looked.flatMap(({ errors }) => errors)],
    notes: looked.flatMap(({ notes }) => notes),
  };
}

interface Read {
  files: TemplateFile[];
  errors: CheckError[];
  passedOver: string[];
}

function read(
  sources: readonly TemplateSource[],
  parameters: ReadonlyMap<string, string>,
  { onProgress }: InspectOptions,
): Read {
  const result: Read = { files: [], errors: [], passedOver: [] };
  for (const [index, input] of sources.entries()) {
    onProgress?.(index);
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

/** Given values that say they are not production say it for everything that is checked with them. */
function environmentOfGiven(
  parameters: ReadonlyMap<string, string>,
  words: EnvironmentWords = ENVIRONMENT_WORDS,
): Environment {
  for (const [parameter, value] of parameters)
    if (environmentOfParameter(parameter, value, words) === 'non-production') return 'non-production';
  return 'production';
}

/** A broken file in a folder counts as a broken template where its text speaks of resources of AWS. */
const mentionsCloudFormation = (text: string) =>
  text.includes('AWSTemplateFormatVersion') || /\bAWS::\w+::\w+/.test(text);
