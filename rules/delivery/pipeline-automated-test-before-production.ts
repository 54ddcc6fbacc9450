import { expectBeforeProduction } from '../../lib/aws/pipelines/pipeline-gate';
import { rule } from '../../lib/rule';

export default rule({
  id: 'pipeline-automated-test-before-production',
  title: 'An automated test stands between the source and production',
  severity: 'warning',
  control: 'TEST-BEFORE-PRODUCTION',
  alsoControls: ['PIPELINE-TEST-OR-APPROVAL'],
  resources: ['AWS::CodePipeline::Pipeline'],
  why: 'A person who approves has only what the pipeline shows: without a test, mistakes that a machine would have found go out with a signature.',
  fix: 'Before the production stage, add a Test action, or a build or Commands action that runs the tests (in CDK Pipelines a ShellStep in `pre` of the stage); a CodeBuild, Commands or LambdaInvoke rule in the BeforeEntry condition of the stage counts too.',
  docs: [
    'https://docs.aws.amazon.com/codepipeline/latest/userguide/integrations-action-type.html#integrations-test',
    'https://docs.aws.amazon.com/codebuild/latest/userguide/how-to-create-pipeline-add-test.html',
    'https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html',
  ],

  check: (resource) =>
    expectBeforeProduction(resource, {
      passes: (step) => step.tests,
      within: (deployment) => deployment.testsBeforeItDeploys,
      missing: 'no automated test runs',
      may: 'test',
      add: 'one',
      elsewhere: 'info',
    }),
});
