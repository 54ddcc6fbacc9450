import { App, CfnCondition, CfnParameter, Fn, Stack, Validations } from 'aws-cdk-lib';
import { CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { CompetencyChecks } from '../../../lib/cdk';
import type { FailOn } from '../../../lib/fail-on';

const app = new App({ builtinCloudFormationValidation: false });
const releases = new Stack(app, 'Releases');
const stage = new CfnParameter(releases, 'Stage', { allowedValues: ['dev', 'prod'], default: 'prod' });
const isProd = new CfnCondition(releases, 'IsProd', {
  expression: Fn.conditionEquals(stage.valueAsString, 'prod'),
});
const group = { applicationName: 'bookshop', serviceRoleArn: 'arn:aws:iam::111122223333:role/deploy' };
new CfnDeploymentGroup(releases, 'Group', {
  ...group,
  autoRollbackConfiguration: Fn.conditionIf(
    isProd.logicalId,
    { Enabled: true, Events: ['DEPLOYMENT_FAILURE'] },
    { Enabled: false },
  ),
});
const accepted = new CfnDeploymentGroup(releases, 'Accepted', group);
Validations.of(accepted).acknowledge({
  id: 'competency-nag::codedeploy-rollback-enabled',
  reason: 'It is replaced next month',
});
Validations.of(app).addPlugins(
  new CompetencyChecks({ rules: ['codedeploy-rollback-enabled'], failOn: process.env.FAIL_ON as FailOn }),
);
