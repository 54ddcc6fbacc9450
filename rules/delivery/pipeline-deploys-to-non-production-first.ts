import type { Pipeline } from '../../lib/aws/pipelines/pipeline';
import type { Action, Answer, Step } from '../../lib/aws/pipelines/pipeline-action';
import { expectBeforeProduction } from '../../lib/aws/pipelines/pipeline-gate';
import { rule } from '../../lib/rule';

export default rule({
  id: 'pipeline-deploys-to-non-production-first',
  title: 'What goes to production has been deployed to another environment before',
  severity: 'warning',
  control: 'TEST-BEFORE-PRODUCTION',
  resources: ['AWS::CodePipeline::Pipeline'],
  why: 'A change that has never run anywhere runs for the first time in front of the customers.',
  fix: 'Before the production stage, add one that deploys the same artifact to a staging environment, and test it there. Where another pipeline does that, say so in a waiver.',
  docs: [
    'https://docs.aws.amazon.com/whitepapers/latest/practicing-continuous-integration-continuous-delivery/testing-stages-in-continuous-integration-and-continuous-delivery.html',
    'https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts.html#concepts-stages',
  ],

  // Where each environment has its own pipeline, the one for production follows the others.
  check: (resource) =>
    expectBeforeProduction(resource, {
      passes: deploysElsewhere,
      missing: 'nothing is deployed to another environment',
      may: 'deploy to another environment',
      doubt: (step) =>
        (step.deploys === 'no' && step.unseen) || 'no name tells which environment it deploys to',
      add: 'a deployment to a test environment',
      spares: (pipeline) => pipeline.followsOtherPipeline,
    }),
});

/**
 * A name that speaks of another environment tells it, and so does another account. What speaks of none may be
 * another environment if it deploys the same by the same means, and else prepares for production.
 */
function deploysElsewhere(step: Step, { production: { deployments } }: Pipeline): Answer {
  if (step.onlyDeletes) return 'no';
  if (step.deploys === 'no') return isLikeProduction(step, deployments) ? 'unseen' : 'no';
  if (step.environment) return step.environment === 'production' ? 'no' : 'yes';
  const others = deployments.filter((deployment) => deployment.stage !== step.stage);
  if (others.length < deployments.length || others.length === 0) return 'no';
  if (step.account && others.every(({ account }) => account && account !== step.account)) return 'yes';
  return others.some((deployment) => deployment.deploysSameAs(step)) ? 'unseen' : 'no';
}

/** Named after another environment, and run by the same means as what perhaps deploys to production. */
const isLikeProduction = (step: Step, deployments: readonly Action[]): boolean =>
  step.environment === 'non-production' &&
  step.unseen !== undefined &&
  step.tests !== 'yes' &&
  deployments.some((deployment) => deployment.deploys === 'unseen' && deployment.deploysSameAs(step));
