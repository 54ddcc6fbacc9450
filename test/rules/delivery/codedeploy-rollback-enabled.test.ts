import rule from '../../../rules/delivery/codedeploy-rollback-enabled';
import { testRule } from '../../rule-tester';
import { group, samFunction } from './deployment-group-fixtures';

const on = { Enabled: true, Events: ['DEPLOYMENT_FAILURE'] };

testRule(rule, {
  pass: {
    'rolls back on failure': { ...group, AutoRollbackConfiguration: on },
    'rolls back on failure, written as text': {
      ...group,
      AutoRollbackConfiguration: { ...on, Enabled: 'true' },
    },
    'both branches roll back': {
      ...group,
      AutoRollbackConfiguration: {
        'Fn::If': ['IsProd', on, { ...on, Events: ['DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_FAILURE'] }],
      },
    },
    'of a Lambda application': {
      ...group,
      DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
      AutoRollbackConfiguration: on,
    },
    'a condition that the group itself has': {
      Type: 'AWS::CodeDeploy::DeploymentGroup',
      Condition: 'IsProd',
      Properties: {
        ...group,
        AutoRollbackConfiguration: { 'Fn::If': ['IsProd', on, { Ref: 'AWS::NoValue' }] },
      },
    },
    'one of its events is conditional': {
      ...group,
      AutoRollbackConfiguration: {
        ...on,
        Events: [
          'DEPLOYMENT_FAILURE',
          { 'Fn::If': ['IsProd', 'DEPLOYMENT_STOP_ON_ALARM', { Ref: 'AWS::NoValue' }] },
        ],
      },
    },
    'a group that SAM makes for a function rolls back': samFunction({
      DeploymentPreference: { Type: 'Canary10Percent5Minutes' },
    }),
  },
  fail: {
    'the configuration is AWS::NoValue': [
      { ...group, AutoRollbackConfiguration: { Ref: 'AWS::NoValue' } },
      'error DeploymentGroup Properties.AutoRollbackConfiguration.Enabled: automatic rollback is off',
    ],
    'only there in production': [
      { ...group, AutoRollbackConfiguration: { 'Fn::If': ['IsProd', on, { Ref: 'AWS::NoValue' }] } },
      'warning DeploymentGroup Properties.AutoRollbackConfiguration.Enabled when IsProd is false (Stage is dev): automatic rollback is off',
    ],
    'events without the switch': [
      { ...group, AutoRollbackConfiguration: { Events: on.Events } },
      'error DeploymentGroup Properties.AutoRollbackConfiguration.Enabled: automatic rollback is off',
    ],
    'the switch without events': [
      { ...group, AutoRollbackConfiguration: { Enabled: true } },
      'error DeploymentGroup Properties.AutoRollbackConfiguration.Events: a failed deployment does not trigger a rollback',
    ],
    'off by a default': [
      {
        Parameters: { Rollback: { Type: 'String', Default: 'false' } },
        Resources: {
          DeploymentGroup: {
            Type: 'AWS::CodeDeploy::DeploymentGroup',
            Properties: { ...group, AutoRollbackConfiguration: { ...on, Enabled: { Ref: 'Rollback' } } },
          },
        },
      },
      'error DeploymentGroup Properties.AutoRollbackConfiguration.Enabled when Rollback is false: automatic rollback is off',
    ],
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
      'warning DeploymentGroup Properties.AutoRollbackConfiguration.Enabled when IsProd is false (Stage is dev): automatic rollback is off',
    ],
    'off in production': [
      { ...group, AutoRollbackConfiguration: { ...on, Enabled: { 'Fn::If': ['IsProd', false, true] } } },
      'error DeploymentGroup Properties.AutoRollbackConfiguration.Enabled when IsProd is true (Stage is prod): automatic rollback is off',
    ],
  },
  review: {
    'switch and events by parameters': [
      {
        ...group,
        AutoRollbackConfiguration: { Enabled: { Ref: 'Rollback' }, Events: [{ Ref: 'RollbackEvent' }] },
      },
      [
        'review DeploymentGroup Properties.AutoRollbackConfiguration.Enabled: Rollback has no default, so it is only known at deployment',
        'review DeploymentGroup Properties.AutoRollbackConfiguration.Events: RollbackEvent has no default, so it is only known at deployment',
      ],
    ],
    'made by a macro': [
      { ...group, AutoRollbackConfiguration: { 'Fn::Transform': { Name: 'Rollback', Parameters: {} } } },
      [
        'review DeploymentGroup Properties.AutoRollbackConfiguration.Enabled: Fn::Transform is only known at deployment',
        'review DeploymentGroup Properties.AutoRollbackConfiguration.Events: Fn::Transform is only known at deployment',
      ],
    ],
    'set by a parameter': [
      { ...group, AutoRollbackConfiguration: { ...on, Enabled: { Ref: 'Rollback' } } },
      'review DeploymentGroup Properties.AutoRollbackConfiguration.Enabled: Rollback has no default, so it is only known at deployment',
    ],
  },
});
