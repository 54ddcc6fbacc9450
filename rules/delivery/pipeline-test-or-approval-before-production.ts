import { expectBeforeProduction } from '../../lib/aws/pipelines/pipeline-gate';
import { rule } from '../../lib/rule';

export default rule({
  id: 'pipeline-test-or-approval-before-production',
  title: 'A test or an approval stands between the source and production',
  severity: 'error',
  control: 'PIPELINE-TEST-OR-APPROVAL',
  alsoControls: ['TEST-BEFORE-PRODUCTION'],
  resources: ['AWS::CodePipeline::Pipeline'],
  why: 'Without a gate, every mistake that is pushed is in production a few minutes later.',
  fix: 'Before the production stage, add a Test action, a build that runs the tests, or an action of category Approval and provider Manual; inside the stage, give it a lower RunOrder than the deployment has. In CDK Pipelines, put a ShellStep or a ManualApprovalStep into `pre` of the stage.',
  docs: [
    'https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html',
    'https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-valid-providers.html',
    'https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html',
  ],

  check: (resource) =>
    expectBeforeProduction(resource, {
      passes: (step) => (step.approves ? 'yes' : step.tests),
      within: (deployment) => deployment.testsBeforeItDeploys,
      missing: 'nothing tests or approves',
      may: 'test',
      add: 'a test or an approval',
      elsewhere: 'warning',
    }),
});
