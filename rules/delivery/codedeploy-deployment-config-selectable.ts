import { DEPLOYMENT_GROUP } from '../../lib/aws/pipelines/codedeploy';
import type { Part } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'codedeploy-deployment-config-selectable',
  title: 'Who deploys the template chooses how fast CodeDeploy rolls out',
  severity: 'info',
  control: 'DEPLOYMENT-CONFIG-CONTROL',
  resources: [DEPLOYMENT_GROUP],
  why: 'How many instances or requests may meet a new version at a time depends on the customer who runs the product, not on who sells it.',
  fix: 'Take DeploymentConfigName from a parameter, best with AllowedValues, or from a DeploymentConfig whose settings are parameters. A product that you run yourselves needs no choice: switch the rule off there.',
  docs: [
    'https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-codedeploy-deploymentgroup.html#cfn-codedeploy-deploymentgroup-deploymentconfigname',
  ],

  check: (group) => {
    const name = group.property('DeploymentConfigName');
    const choices = new Set([...name.literals, ...(name.mentions(NOTHING) ? ['the default'] : [])]);
    return (
      name
        .expect((value) => {
          if (value.isAbsent)
            return fail('no deployment configuration is named, so CodeDeploy uses its default');
          return value.parts.length > 0 && value.parts.every(isFixed)
            ? fail(`the deployment configuration is fixed to ${value.outline}`)
            : undefined;
        })
        // Conditions choose between several.
        .unless(() => choices.size > 1)
    );
  },
});

const NOTHING = /^AWS::NoValue$/;

const isFixed = (part: Part): boolean => part.kind === 'literal' && part.origin === 'template';
