import { policyHook } from '../../lib/aws/pipelines/hooks';
import { expectBeforeProduction } from '../../lib/aws/pipelines/pipeline-gate';
import { rule } from '../../lib/rule';

export default rule({
  id: 'pipeline-runs-policy-check',
  title: 'Templates are checked against policies before they are deployed to production',
  severity: 'info',
  control: 'TEST-BEFORE-PRODUCTION',
  resources: ['AWS::CodePipeline::Pipeline'],
  why: 'A rule that is only looked at in reviews is broken on a busy day; one that the pipeline checks is not.',
  fix: 'Before the production stage, add an action that runs competency-nag, cfn-guard, cfn_nag or Checkov on the templates, or activate a CloudFormation Hook (AWS::CloudFormation::GuardHook or LambdaHook) for the stacks.',
  docs: [
    'https://docs.aws.amazon.com/prescriptive-guidance/latest/patterns/perform-custom-checks-on-aws-cloudformation-templates-in-codepipeline.html',
    'https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/what-is-cloudformation-hooks.html',
  ],

  check: (resource) =>
    expectBeforeProduction(resource, {
      passes: (step) => step.testsFor('policy'),
      within: (deployment) => deployment.testsItselfFor('policy'),
      needs: (deployment) => deployment.deploysTemplates,
      missing: 'nothing checks templates against policies',
      may: 'check policies',
      doubt: (step) => step.unseen ?? 'what the app checks when it is synthesised is not in the template',
      add: 'a policy check',
    }).unless(() => policyHook(resource.app) !== undefined),
});
