import { relative } from 'node:path';
import { type IPolicyValidationContext, Stage, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { ACKNOWLEDGEABLE } from '../assembly/acknowledgeable';
import { Acknowledgements } from '../assembly/acknowledgements';
import { areRelated, isWithin } from '../assembly/construct-path';
import { checkSources, type TemplateSource } from '../check';
import type { Finding } from '../finding';
import type { CheckError } from '../report';
import { ruleOf } from '../selection';
import type { CompetencyChecksOptions } from './options';
import { ConstructFinder, type SynthesizedTemplate, sourceOf, templatesOf } from './synthesized-template';
import { incomplete, inStages, unknownAcknowledgement, type Violation, violationOf } from './violation';

/** Checks the templates of a synthesized app, and reports what lies in the scopes, given by their construct paths. */
export function checkAssembly(
  context: IPolicyValidationContext,
  scopes: readonly string[],
  options: CompetencyChecksOptions,
): Violation[] {
  const { failOn = 'error' } = options;
  const constructs = context.appConstruct.node.findAll();
  const acknowledgements = acknowledgedIn(constructs);
  // All of them: what lies in a scope may hang on what does not.
  const all = templatesOf(context, constructs);
  const templates = all.filter(({ stackPath }) => scopes.some((scope) => areRelated(scope, stackPath)));
  if (templates.length === 0)
    return [incomplete(`nothing was checked: there is no stack in ${scopes.join(', ')}`)];

  const { located, errors } = checkTemplates(all, options);
  const found = located
    .filter(({ constructPath }) => scopes.some((scope) => isWithin(constructPath, scope)))
    .map(({ finding, constructPath }) => {
      const rule = ruleOf(finding.ruleId);
      const ruleName = acknowledgements.acknowledgedName(rule, constructPath) ?? rule.id;
      return violationOf(finding, rule, { ruleName, constructPath, failOn });
    });
  const misspelt = acknowledgements
    .unknown(ACKNOWLEDGEABLE)
    .filter(({ constructPath }) => templates.some(({ stackPath }) => areRelated(stackPath, constructPath)))
    .map((acknowledgement) => unknownAcknowledgement(acknowledgement, failOn));
  const violations = [...found, ...misspelt];
  const stages = constructs.filter(Stage.isStage).map((stage) => stage.node.path);
  return [
    ...errors.map(incompleteBy),
    ...violations,
    ...hiddenInStages(violations, stages, acknowledgements),
  ];
}

function acknowledgedIn(constructs: readonly IConstruct[]): Acknowledgements {
  const acknowledgements = new Acknowledgements();
  for (const { node } of constructs)
    for (const { type, data, trace } of node.metadata)
      if (type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY) acknowledgements.add(node.path, data, trace);
  return acknowledgements;
}

interface LocatedFinding {
  finding: Finding;
  constructPath: string;
}

type Problem = Pick<CheckError, 'file' | 'line' | 'message'>;

function checkTemplates(
  templates: readonly SynthesizedTemplate[],
  options: CompetencyChecksOptions,
): { located: LocatedFinding[]; errors: Problem[] } {
  const errors: Problem[] = [];
  const sources: TemplateSource[] = [];
  for (const template of templates) {
    try {
      sources.push(sourceOf(template));
    } catch (error) {
      errors.push({ file: template.file, line: null, message: (error as Error).message });
    }
  }
  const { report } = checkSources(sources, { ...options, linked: true });
  const templateOf = new Map(templates.map((template) => [template.file, template]));
  const constructs = new ConstructFinder();
  const located = report.findings.map((finding) => {
    const constructPath = constructs.pathOf(finding, templateOf.get(finding.file) as SynthesizedTemplate);
    return { finding, constructPath };
  });
  return { located, errors: [...errors, ...report.errors] };
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
