import { App, Aspects, Stack, Stage, Validations } from 'aws-cdk-lib';
import { CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { CompetencyChecks } from '../../../lib/cdk';

const app = new App({ builtinCloudFormationValidation: false });
new Stack(app, 'Shared');
const [beta, prod] = ['Beta', 'Prod'].map((name) => {
  const stage = new Stage(app, name);
  new CfnDeploymentGroup(new Stack(stage, 'Releases'), 'Group', {
    applicationName: 'bookshop',
    serviceRoleArn: 'arn:aws:iam::111122223333:role/deploy',
  });
  return stage;
}) as [Stage, Stage];

const checks = new CompetencyChecks({ rules: ['codedeploy-rollback-enabled'] });
const id = 'competency-nag::codedeploy-rollback-enabled';
const variants: Record<string, () => void> = {
  plugin: () => Validations.of(app).addPlugins(checks),
  'aspect on Beta': () => Aspects.of(beta).add(checks),
  'accepted in Beta': () => {
    Validations.of(app).addPlugins(checks);
    Validations.of(beta).acknowledge({ id, reason: 'Nobody depends on it' });
  },
  'accepted everywhere': () => {
    Validations.of(app).addPlugins(checks);
    for (const stage of [beta, prod])
      Validations.of(stage).acknowledge({ id, reason: 'It is replaced next month' });
  },
};
variants[process.env.VARIANT ?? '']?.();
