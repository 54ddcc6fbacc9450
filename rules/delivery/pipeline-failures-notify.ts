import { resourceNamed } from '../../lib/aws/named-resources';
import { pipelineOf } from '../../lib/aws/pipelines/pipeline';
import type { Action } from '../../lib/aws/pipelines/pipeline-action';
import { failureReporter } from '../../lib/aws/pipelines/pipeline-notifications';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'pipeline-failures-notify',
  title: 'Somebody hears of it when a pipeline fails',
  severity: 'warning',
  control: 'ROLLBACK',
  alsoControls: ['MONITORING-CENTRAL'],
  resources: ['AWS::CodePipeline::Pipeline'],
  why: 'A pipeline that fails in silence leaves a change half delivered, and those who wait for it find out last.',
  fix: 'Add an AWS::CodeStarNotifications::NotificationRule on the pipeline with the event codepipeline-pipeline-pipeline-execution-failed and an SNS topic or a chat client as target, or an EventBridge rule for the state FAILED.',
  docs: [
    'https://docs.aws.amazon.com/codepipeline/latest/userguide/notification-rule-create.html',
    'https://docs.aws.amazon.com/dtconsole/latest/userguide/concepts.html#events-ref-pipeline',
    'https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html',
    'https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-sns-event-notifications-create-trigger.html',
  ],

  check: (resource) =>
    resource
      .attribute('Properties')
      .expect(() =>
        failureReporter(resource) || [...pipelineOf(resource).actions()].some(tellsOfFailedDeployment)
          ? undefined
          : fail(
              'nothing reports that this pipeline has failed: no notification rule, and no rule of EventBridge',
            ),
      ),
});

/** CodeDeploy tells a topic by itself where its deployment group has a trigger for that. */
const tellsOfFailedDeployment = ({ configuration }: Action): boolean =>
  resourceNamed(configuration.get('DeploymentGroupName'), 'AWS::CodeDeploy::DeploymentGroup')
    ?.get('TriggerConfigurations')
    .items()
    .some((trigger) => trigger.get('TriggerEvents').includes('DeploymentFailure')) ?? false;
