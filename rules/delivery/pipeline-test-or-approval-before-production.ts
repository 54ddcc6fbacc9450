import { type Action, expectOfPipeline, type Pipeline, type Step } from '../../lib/aws/pipeline';
import type { Outcome } from '../../lib/model/expectation';
import { fail, notApplicable, review, rule } from '../../lib/rule';

export default rule({
  id: 'pipeline-test-or-approval-before-production',
  title: 'A test or an approval stands between the source and production',
  severity: 'error',
  control: 'PIPELINE-TEST-OR-APPROVAL',
  alsoControls: ['TEST-BEFORE-PRODUCTION'],
  resources: ['AWS::CodePipeline::Pipeline'],
  why: 'Without a gate, every mistake that is pushed is in production a few minutes later.',
  fix: 'Before the production stage, add a Test action, a build that runs the tests, or an action of category Approval and provider Manual; inside the stage, give it a lower RunOrder than the deployment has.',
  docs: [
    'https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html',
    'https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-valid-providers.html',
    'https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html',
  ],

  // One finding a pipeline, at its first ungated deployment to production: one gate there is a gate for all.
  check: (resource) =>
    expectOfPipeline(resource, (pipeline) => {
      const early = new Set(pipeline.begunBefore(isGate));
      if (![...early].some((step) => step.deploys !== 'no'))
        return pipeline.deploysAnything ? undefined : notApplicable();
      const { deployments, named } = pipeline.production;
      const ungated = deployments.filter((action) => early.has(action) && !action.testsBeforeItDeploys);
      if (ungated.length === 0) return undefined;
      const gated = deployments.filter((action) => !early.has(action));
      return ungatedProduction(pipeline, ungated, gated, named);
    }),
});

const isGate = (step: Step) => step.approves || step.tests === 'yes';

function ungatedProduction(
  pipeline: Pipeline,
  ungated: readonly Action[],
  gated: readonly Action[],
  named: boolean,
): Outcome {
  const certain = ungated.filter((action) => action.deploys === 'yes');
  const first = certain[0] ?? (ungated[0] as Action);
  const { route, source } = routeTo(pipeline, first);
  const deployment = quoted(first);
  const options = { at: first.value };
  if (first.deploys === 'unseen')
    return review(
      `${route}: nothing tests or approves before ${deployment}, which may deploy to production: ${first.unseen}`,
      options,
    );
  const neutral = pipeline.preceding(first).find((step) => step.tests === 'unseen');
  if (neutral)
    return review(
      `${route}: ${quoted(neutral)} is all that may test before ${deployment}: ${neutral.unseen}`,
      options,
    );
  const swap = named ? undefined : gated.find((action) => action.deploys === 'unseen');
  if (swap)
    return review(
      `${route}: ${deployment} is not gated and ${quoted(swap)} is; no name tells which of them is production`,
      options,
    );
  const place = `the ${named ? 'production' : 'last'} deployment ${deployment}`;
  const elsewhere = !named && certain.every((action) => action.environment === 'non-production');
  return fail(`${route}: nothing tests or approves between ${source} and ${place}`, {
    ...options,
    ...(elsewhere && { severity: 'warning' as const }),
  });
}

/** `Source → Build → Deploy`: the stages on the way, the middle left out where there are many. */
function routeTo(pipeline: Pipeline, action: Action): { route: string; source: string } {
  const names: string[] = [];
  for (const stage of pipeline.stages) {
    names.push(shortened(stage.name));
    if (stage === action.stage) break;
  }
  const shown =
    names.length > MAX_STAGES ? [...names.slice(0, 2), '…', ...names.slice(2 - MAX_STAGES)] : names;
  return { route: shown.join(' → '), source: names[0] as string };
}

const MAX_STAGES = 5;
const MAX_NAME = 40;

const shortened = (name: string) =>
  name.length > MAX_NAME ? `${name.slice(0, MAX_NAME - 1)}…` : name || '(unnamed)';
const quoted = ({ name }: Step) => `"${shortened(name)}"`;
