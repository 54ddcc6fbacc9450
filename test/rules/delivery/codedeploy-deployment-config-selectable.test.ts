import rule from '../../../rules/delivery/codedeploy-deployment-config-selectable';
import { testRule } from '../../rule-tester';
import { group, groupOf } from './deployment-group-fixtures';

const ONE = 'CodeDeployDefault.OneAtATime';
const named = (name: unknown) => ({ ...group, DeploymentConfigName: name });
const PATH = 'DeploymentGroup Properties.DeploymentConfigName';

testRule(rule, {
  pass: {
    'a parameter': named({ Ref: 'Speed' }),
    'a parameter with a default and a choice': {
      Parameters: {
        Speed: {
          Type: 'String',
          Default: ONE,
          AllowedValues: [ONE, 'CodeDeployDefault.HalfAtATime'],
        },
      },
      Resources: { Group: groupOf({ DeploymentConfigName: { Ref: 'Speed' } }) },
    },
    'put together with a parameter': named({ 'Fn::Sub': 'CodeDeployDefault.${Speed}' }),
    'chosen by a condition': named({ 'Fn::If': ['IsProd', ONE, 'CodeDeployDefault.AllAtOnce'] }),
    "chosen by a condition, CodeDeploy's default among them": named({
      'Fn::If': ['IsProd', ONE, { Ref: 'AWS::NoValue' }],
    }),
    'chosen by a mapping': {
      Parameters: { Stage: { Type: 'String', AllowedValues: ['dev', 'prod'], Default: 'prod' } },
      Mappings: {
        Speeds: { dev: { Name: 'CodeDeployDefault.AllAtOnce' }, prod: { Name: ONE } },
      },
      Resources: {
        Group: groupOf({ DeploymentConfigName: { 'Fn::FindInMap': ['Speeds', { Ref: 'Stage' }, 'Name'] } }),
      },
    },
    "a configuration of the customer's": named({ 'Fn::ImportValue': 'shop-deployment-config' }),
    'a configuration of the template': {
      Resources: {
        Config: {
          Type: 'AWS::CodeDeploy::DeploymentConfig',
          Properties: { MinimumHealthyHosts: { Type: 'HOST_COUNT', Value: { Ref: 'Healthy' } } },
        },
        Group: groupOf({ DeploymentConfigName: { Ref: 'Config' } }),
      },
    },
  },
  fail: {
    fixed: [named(ONE), `info ${PATH}: the deployment configuration is fixed to ${ONE}`],
    'not named': [
      group,
      `info ${PATH}: no deployment configuration is named, so CodeDeploy uses its default`,
    ],
    'fixed outside production': [
      named({ 'Fn::If': ['IsProd', { Ref: 'Speed' }, ONE] }),
      `info ${PATH} when IsProd is false (Stage is dev): the deployment configuration is fixed to ${ONE}`,
    ],
    'the same whatever the condition': [
      named({ 'Fn::If': ['IsProd', ONE, ONE] }),
      `info ${PATH}: the deployment configuration is fixed to ${ONE}`,
    ],
  },
  review: {
    'a macro may add it': [
      { Transform: 'Delivery', Resources: { Group: groupOf({}) } },
      'review Group Properties.DeploymentConfigName: the macro Delivery may add it',
    ],
  },
});
