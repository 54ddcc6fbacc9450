import type { Pipeline } from '../../lib/aws/pipelines/pipeline';
import type { Answer, Step } from '../../lib/aws/pipelines/pipeline-action';
import { expectBeforeProduction } from '../../lib/aws/pipelines/pipeline-gate';
import { rule } from '../../lib/rule';

export default rule({
  id: 'pipeline-performance-test-before-production',
  title: 'A load or performance test stands between the source and production',
  severity: 'info',
  control: 'PERFORMANCE-TESTED',
  alsoControls: ['TEST-BEFORE-PRODUCTION'],
  resources: ['AWS::CodePipeline::Pipeline'],
  why: 'What is right for one request may be too slow for a thousand; without a load test before production, the customers are the test.',
  fix: 'After the deployment to a test environment, add an action that runs a load test (k6, JMeter, Gatling, Locust, Artillery, BlazeMeter) and fails above a threshold. Where such tests run outside the pipeline, attach their results as evidence.',
  docs: [
    'https://docs.aws.amazon.com/codepipeline/latest/userguide/integrations-action-type.html#integrations-test',
    'https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_testing_resiliency_test_non_functional.html',
  ],

  check: (resource) =>
    expectBeforeProduction(resource, {
      passes: testsPerformance,
      within: (deployment) => deployment.testsItselfFor('performance'),
      missing: 'no load or performance test stands',
      may: 'test the performance',
      add: 'one',
    }),
});

/** What is not told may be a load test only where something is deployed already that it can run against. */
function testsPerformance(step: Step, pipeline: Pipeline): Answer {
  const answer = step.testsFor('performance');
  if (answer !== 'unseen') return answer;
  return pipeline.preceding(step).some((earlier) => earlier.deploys !== 'no') ? 'unseen' : 'no';
}
