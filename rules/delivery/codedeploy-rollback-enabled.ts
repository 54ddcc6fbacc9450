import { rule } from '../../lib/rule';

export default rule({
  id: 'codedeploy-rollback-enabled',
  title: 'CodeDeploy rolls a failed deployment back by itself',
  severity: 'error',
  control: 'ROLLBACK',
  resources: ['AWS::CodeDeploy::DeploymentGroup'],
  why: 'A rollback that waits for a person is an outage that waits for a person.',
  fix: 'Set AutoRollbackConfiguration.Enabled to true and list DEPLOYMENT_FAILURE in Events; leave out Deployment, which cannot be combined with it.',
  docs: [
    'https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-rollback-and-redeploy.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codedeploy-deploymentgroup.html#cfn-codedeploy-deploymentgroup-autorollbackconfiguration',
  ],

  check: (group) => [
    group.property('AutoRollbackConfiguration.Enabled').mustBe(true, 'automatic rollback is off'),
    group
      .property('AutoRollbackConfiguration.Events')
      .mustInclude('DEPLOYMENT_FAILURE', 'a failed deployment does not trigger a rollback')
      .when(() => group.get('AutoRollbackConfiguration.Enabled').is(true)),
  ],
});
