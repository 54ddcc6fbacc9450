import { expectBeforeProduction } from '../../lib/aws/pipelines/pipeline-gate';
import { rule } from '../../lib/rule';

export default rule({
  id: 'pipeline-approval-before-production',
  title: 'A person approves what goes to production',
  severity: 'info',
  control: 'TEST-BEFORE-PRODUCTION',
  resources: ['AWS::CodePipeline::Pipeline'],
  why: 'Tests find what somebody has thought of; where changes need an owner, somebody has to have looked at them. Continuous deployment without approval is a legitimate choice: then say so in a waiver.',
  fix: 'Before the production deployment, add an action of category Approval, owner AWS and provider Manual (in CDK Pipelines a ManualApprovalStep in `pre` of the stage), and give it the ARN of an SNS topic in NotificationArn, so that those who approve hear of it.',
  docs: [
    'https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html',
    'https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ManualApproval.html',
  ],

  // A stage whose inbound transition is switched off waits too, but asks nobody: it is a brake, no approval.
  check: (resource) =>
    expectBeforeProduction(resource, {
      passes: (step) => (step.approves ? 'yes' : 'no'),
      missing: 'nobody approves',
      may: 'approve',
      add: 'an approval',
    }),
});
