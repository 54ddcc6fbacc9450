import { relative } from 'node:path';
import { type IPolicyValidationContext, Stage, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { rules as builtIn } from '../../rules';
import { acknowledgedIn } from '../assembly/acknowledged';
import { Acknowledgements } from '../assembly/acknowledgements';
import { type Assets, readAssets } from '../assembly/assets';
import { areRelated, isWithin } from '../assembly/construct-path';
import { checkSources, type TemplateSource } from '../check';
import type { Configuration } from '../configuration/configuration';
import type { Finding } from '../finding';
import type { CheckError } from '../report';
import type { RuleMetadata } from '../rule';
import { isMetaRule } from '../waivers/rules';
import { type CompetencyChecksOptions, configurationFor } from './options';
import { ConstructFinder, type SynthesizedTemplate, sourceOf, templatesOf } from './synthesized-template';
import {
  incomplete,
  inStages,
  notAccepted,
  notLookedAt,
  type Violation,
  violationOf,
  waivedElsewhere,
} from './violation';

/** Checks the templates of a synthesized app, and reports what lies in the scopes, given by their construct paths. */
export function checkAssembly(
  context: IPolicyValidationContext,
  scopes: readonly string[],
  options: CompetencyChecksOptions,
): Violation[] {
  const configuration = configurationFor(options.config);
  const failOn = options.failOn ?? configuration?.failOn ?? 'error';
  const constructs = context.appConstruct.node.findAll();
  const acknowledgements = acknowledgementsIn(constructs);
  // All of them: what lies in a scope may hang on what does not.
  const all = templatesOf(context, constructs);
  const templates = all.filter(({ stackPath }) => scopes.some((scope) => areRelated(scope, stackPath)));
  if (templates.length === 0)
    return [incomplete(`nothing was checked: there is no stack in ${scopes.join(', ')}`)];

  const inScope = ({ constructPath }: Finding) =>
    constructPath === undefined || scopes.some((scope) => isWithin(constructPath, scope));
  const aboutScope = ({ constructPath = '' }: Finding) =>
    templates.some(({ stackPath }) => areRelated(stackPath, constructPath));
  const files = new Set(templates.map(({ file }) => file));
  // What several stacks share is told of one of them, which has to be one in a scope.
  const { appConstruct: app } = context;
  const assets = Stage.isStage(app)
    ? [readAssets(app.outdir, { isOf: (template) => files.has(template) })]
    : [];
  const { findings, rules, errors } = checkTemplates(all, assets, acknowledgements, configuration, options);
  const acknowledgedName = ({ ruleId, constructPath = '' }: Finding) =>
    acknowledgements.acknowledgedName(rules.get(ruleId) as RuleMetadata, constructPath);
  const reported = findings.filter((finding) =>
    isMetaRule(finding.ruleId) ? aboutScope(finding) : inScope(finding),
  );
  // CDK itself leaves out what is acknowledged, by its name; what is waived elsewhere is no violation.
  const elsewhere = reported.filter((finding) => finding.waiver && acknowledgedName(finding) === undefined);
  const waivedThere = new Set(elsewhere);
  const found = reported
    .filter((finding) => !waivedThere.has(finding))
    .map((finding) => {
      const rule = rules.get(finding.ruleId) as RuleMetadata;
      const known = acknowledgedName(finding);
      const ruleName = known === undefined ? rule.id : finding.waiver ? known : notAccepted(rule.id);
      return violationOf(finding, rule, { ruleName, failOn });
    });
  const violations = [...found, ...waivedElsewhere(elsewhere)];
  const stages = constructs.filter(Stage.isStage).map((stage) => stage.node.path);
  return [
    ...errors.map(incompleteBy),
    ...violations,
    ...assets.flatMap(({ notes }) => notes.map(({ message }) => notLookedAt(message))),
    ...hiddenInStages(violations, stages, acknowledgements),
  ];
}

function acknowledgementsIn(constructs: readonly IConstruct[]): Acknowledgements {
  const acknowledgements = new Acknowledgements();
  for (const { node } of constructs)
    for (const { type, data, trace } of node.metadata)
      if (type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY) acknowledgements.add(node.path, data, trace);
  return acknowledgements;
}

type Problem = Pick<CheckError, 'file' | 'line' | 'message'>;

interface Checked {
  findings: readonly Finding[];
  rules: ReadonlyMap<string, RuleMetadata>;
  errors: readonly Problem[];
}

function checkTemplates(
  templates: readonly SynthesizedTemplate[],
  assets: readonly Assets[],
  acknowledgements: Acknowledgements,
  configuration: Configuration | undefined,
  options: CompetencyChecksOptions,
): Checked {
  const unread: Problem[] = [];
  const sources: TemplateSource[] = [];
  for (const template of templates) {
    try {
      sources.push(sourceOf(template));
    } catch (error) {
      unread.push({ file: template.file, line: null, message: (error as Error).message });
    }
  }
  const templateOf = new Map(templates.map((template) => [template.file, template]));
  const constructs = new ConstructFinder();
  const constructOf = (finding: Finding) => {
    const template = templateOf.get(finding.template ?? finding.file);
    return template && { constructPath: constructs.pathOf(finding, template) };
  };
  const { report, rules } = checkSources(sources, {
    ...options,
    ...(configuration && { configuration }),
    linked: true,
    assets,
    trace: (finding) => ({ ...finding, ...constructOf(finding) }),
    acknowledged: acknowledgedIn(acknowledgements, configuration?.ruleSet ?? builtIn, {
      holds: (file) => templateOf.has(file),
      file: 'app',
    }),
  });
  const findings = report.findings.map((finding) =>
    finding.constructPath === undefined ? { ...finding, ...constructOf(finding) } : finding,
  );
  return {
    findings,
    rules: new Map(rules.map((rule) => [rule.id, rule])),
    errors: [...unread, ...report.errors],
  };
}

const incompleteBy = ({ file, line, message }: Problem): Violation =>
  incomplete([file && relative(process.cwd(), file), line, message].filter(Boolean).join(':'));

/** The command line passes over violations in Stages, and so would their failure, if nothing outside them told. */
function hiddenInStages(
  violations: readonly Violation[],
  stages: readonly string[],
  acknowledgements: Acknowledgements,
): Violation[] {
  const hidden = violations
    .filter(({ severity }) => severity === 'error')
    .map(({ ruleName, place: { constructPath = '' } }) =>
      acknowledgements.cover(ruleName, constructPath)
        ? undefined
        : stages.findLast((stage) => stage !== '' && isWithin(constructPath, stage)),
    )
    .filter((stage) => stage !== undefined);
  return hidden.length > 0 ? [inStages(hidden.length, [...new Set(hidden)])] : [];
}
