import { App, type CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, NagPack } from 'cdk-nag';
import { CompetencyChecks } from '../../../lib/cdk';
import { nagRule } from '../../../lib/cdk-nag';

class OwnPack extends NagPack {
  readonly name = 'Own';
  protected override packName = 'Own';

  protected checkResource(node: CfnResource): void {
    this.applyRule({ ...nagRule('codedeploy-rollback-enabled'), node });
  }
}

const app = new App({ builtinCloudFormationValidation: false });
const releases = new Stack(app, 'Releases');
const assets = new Bucket(releases, 'Assets');
Validations.of(assets).acknowledge({ id: 'AwsSolutions-S1', reason: 'It holds what anyone may read' });
const group = { applicationName: 'bookshop', serviceRoleArn: 'arn:aws:iam::111122223333:role/deploy' };
new CfnDeploymentGroup(releases, 'Group', group);
const accepted = new CfnDeploymentGroup(releases, 'Accepted', group);
Validations.of(accepted).acknowledge(
  { id: 'competency-nag::codedeploy-rollback-enabled', reason: 'It is replaced next month' },
  { id: 'Own-codedeploy-rollback-enabled', reason: 'It is replaced next month' },
);
Validations.of(app).addPlugins(
  new AwsSolutionsChecks(app),
  new OwnPack(app),
  new CompetencyChecks({ rules: ['codedeploy-rollback-enabled'] }),
);
