import rule from '../../../rules/delivery/codedeploy-rollback-enabled';
import { testRule } from '../../rule-tester';

const group = { ApplicationName: 'shop', ServiceRoleArn: 'arn:aws:iam::111122223333:role/deploy' };
const on = { Enabled: true, Events: ['DEPLOYMENT_FAILURE'] };

testRule(rule, {
  pass: {
    'rolls back on failure': { ...group, AutoRollbackConfiguration: on },
    'rolls back on failure, written as text': { ...group, AutoRollbackConfiguration: { ...on, Enabled: 'true' } },
    'both branches roll back': {
      ...group,
      AutoRollbackConfiguration: { 'Fn::If': ['IsProd', on, { ...on, Events: ['DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_FAILURE'] }] },
    },
  },
  fail: {
    'nothing is said about rollback': [
      group,
      'error DeploymentGroup Properties.AutoRollbackConfiguration.Enabled: automatic rollback is off',
    ],
    'only alarms trigger it': [
      { ...group, AutoRollbackConfiguration: { ...on, Events: ['DEPLOYMENT_STOP_ON_ALARM'] } },
      'error DeploymentGroup Properties.AutoRollbackConfiguration.Events: a failed deployment does not trigger a rollback',
    ],
    'off outside production': [
      { ...group, AutoRollbackConfiguration: { ...on, Enabled: { 'Fn::If': ['IsProd', true, false] } } },
      'warning DeploymentGroup Properties.AutoRollbackConfiguration.Enabled when IsProd is false: automatic rollback is off',
    ],
    'off in production': [
      { ...group, AutoRollbackConfiguration: { ...on, Enabled: { 'Fn::If': ['IsProd', false, true] } } },
      'error DeploymentGroup Properties.AutoRollbackConfiguration.Enabled when IsProd is true: automatic rollback is off',
    ],
  },
  review: {
    'set by a parameter': [
      { ...group, AutoRollbackConfiguration: { ...on, Enabled: { Ref: 'Rollback' } } },
      'review DeploymentGroup Properties.AutoRollbackConfiguration.Enabled: Rollback has no default, so it is only known at deployment',
    ],
  },
});
