import { App, CfnParameter, CfnResource, NestedStack, Stack, Validations } from 'aws-cdk-lib';
import { CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { CompetencyChecks } from '../../../lib/cdk';

const app = new App({
  builtinCloudFormationValidation: false,
  postCliContext: process.env.GATE ? { '@aws-cdk/core:failSynthOnValidationErrors': true } : {},
});
const releases = new Stack(app, 'Releases');
const group = { applicationName: 'bookshop', serviceRoleArn: 'arn:aws:iam::111122223333:role/deploy' };
const rollback = { enabled: true, events: ['DEPLOYMENT_FAILURE'] };

const overridden = new CfnDeploymentGroup(releases, 'Overridden', {
  ...group,
  autoRollbackConfiguration: rollback,
});
overridden.addPropertyOverride('AutoRollbackConfiguration.Events', ['DEPLOYMENT_STOP_ON_ALARM']);

const assigned = new CfnDeploymentGroup(releases, 'Assigned', group);
assigned.autoRollbackConfiguration = { enabled: false };

new CfnResource(releases, 'Untyped', {
  type: 'AWS::CodeDeploy::DeploymentGroup',
  properties: { ApplicationName: 'bookshop' },
});

const enabled = new CfnParameter(releases, 'Enabled');
new CfnDeploymentGroup(releases, 'Undecided', {
  ...group,
  autoRollbackConfiguration: { ...rollback, enabled: enabled.valueAsString as unknown as boolean },
});

const nested = new NestedStack(releases, 'Nested');
new CfnDeploymentGroup(nested, 'Group', group);

const accepted = new CfnDeploymentGroup(releases, 'Accepted', group);
Validations.of(accepted).acknowledge({
  id: 'competency-nag::codedeploy-rollback-enabled',
  reason: 'It is replaced next month',
});

const misspelt = new CfnDeploymentGroup(releases, 'Misspelt', group);
Validations.of(misspelt).acknowledge({
  id: 'competency-nag::codedeploy-rollbak-enabled',
  reason: 'It is old',
});

Validations.of(app).addPlugins(new CompetencyChecks({ rules: ['codedeploy-rollback-enabled'] }));
