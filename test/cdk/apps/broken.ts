import { rmSync, writeFileSync } from 'node:fs';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { CompetencyChecks } from '../../../lib/cdk';
import rule from '../../../rules/delivery/codedeploy-rollback-enabled';

const app = new App({ builtinCloudFormationValidation: false });
new CfnDeploymentGroup(new Stack(app, 'Releases'), 'Group', {
  applicationName: 'bookshop',
  serviceRoleArn: 'arn:aws:iam::111122223333:role/deploy',
  autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] },
});

/** Comes before the checks and meddles with the template that they read. */
const afterWriting = (meddle: (templatePath: string) => void) =>
  Validations.of(app).addPlugins({
    name: 'meddler',
    validate: ({ templatePaths }) => {
      templatePaths.forEach(meddle);
      return { success: true, violations: [] };
    },
  });

const variants: Record<string, () => void> = {
  'a rule that throws': () => {
    Object.assign(rule, {
      check: () => {
        throw new Error('no such luck');
      },
    });
  },
  'a template that is gone': () => afterWriting((file) => rmSync(file)),
  'a template that is cut off': () => afterWriting((file) => writeFileSync(file, '{"Resources": {')),
  'an empty file': () => afterWriting((file) => writeFileSync(file, '')),
  'a rule that does not exist': () => new CompetencyChecks({ rules: ['codedeploy-rollbak-enabled'] }),
};
variants[process.env.VARIANT ?? '']?.();
Validations.of(app).addPlugins(new CompetencyChecks({ rules: ['codedeploy-rollback-enabled'] }));
