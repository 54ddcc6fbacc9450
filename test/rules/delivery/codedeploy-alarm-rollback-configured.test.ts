import rule from '../../../rules/delivery/codedeploy-alarm-rollback-configured';
import { testRule } from '../../rule-tester';
import { type Fields, group, groupOf, samFunction, tagged } from './deployment-group-fixtures';

const alarms = (more: Fields = {}) => ({
  AlarmConfiguration: { Enabled: true, Alarms: [{ Name: 'too-many-errors' }], ...more },
});
const rollback = {
  AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
};
const NO_ALARM = 'no alarm stops a deployment that does harm';
const at = (severity: string, path: string, message: string) =>
  `${severity} DeploymentGroup Properties.${path}: ${message}`;

testRule(rule, {
  pass: {
    'an alarm rolls back': { ...group, ...alarms(), ...rollback },
    'an alarm of the template': {
      Resources: {
        Errors: {
          Type: 'AWS::CloudWatch::Alarm',
          Properties: {
            ComparisonOperator: 'GreaterThanThreshold',
            EvaluationPeriods: 1,
            MetricName: 'HTTPCode_Target_5XX_Count',
            Namespace: 'AWS/ApplicationELB',
            Period: 60,
            Statistic: 'Sum',
            Threshold: 10,
          },
        },
        DeploymentGroup: groupOf({ ...alarms({ Alarms: [{ Name: { Ref: 'Errors' } }] }), ...rollback }),
      },
    },
    'no rollback at all, which codedeploy-rollback-enabled reports': { ...group, ...alarms() },
    'a SAM function with an alarm': samFunction({
      DeploymentPreference: { Type: 'Canary10Percent5Minutes', Alarms: ['too-many-errors'] },
    }),
    'a SAM function whose alarms are in Globals': {
      ...samFunction({ DeploymentPreference: { Type: 'Canary10Percent5Minutes' } }),
      Globals: { Function: { DeploymentPreference: { Alarms: ['too-many-errors'] } } },
    },
    'a SAM function that CodeDeploy does not deploy': samFunction({}),
    'a SAM function whose preference is off': samFunction({
      DeploymentPreference: { Enabled: false, Type: 'Canary10Percent5Minutes' },
    }),
    'the event is conditional where the alarms are': {
      ...group,
      AlarmConfiguration: {
        'Fn::If': ['IsProd', alarms().AlarmConfiguration, alarms().AlarmConfiguration],
      },
      ...rollback,
    },
  },
  fail: {
    'no alarms': [{ ...group, ...rollback }, at('warning', 'AlarmConfiguration', NO_ALARM)],
    'an empty list of alarms': [
      { ...group, ...rollback, ...alarms({ Alarms: [] }) },
      at('warning', 'AlarmConfiguration', NO_ALARM),
    ],
    'its alarms are switched off': [
      { ...group, ...rollback, ...alarms({ Enabled: false }) },
      at('warning', 'AlarmConfiguration.Enabled', 'the alarms are not watched, as Enabled is not true'),
    ],
    'its alarms are not switched on': [
      { ...group, ...rollback, AlarmConfiguration: { Alarms: [{ Name: 'too-many-errors' }] } },
      at('warning', 'AlarmConfiguration.Enabled', 'the alarms are not watched, as Enabled is not true'),
    ],
    'goes on without its alarms': [
      { ...group, ...rollback, ...alarms({ IgnorePollAlarmFailure: true }) },
      at(
        'warning',
        'AlarmConfiguration.IgnorePollAlarmFailure',
        'a deployment goes on while its alarms cannot be read',
      ),
    ],
    'an alarm only stops': [
      {
        ...group,
        ...alarms(),
        AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE'] },
      },
      at(
        'warning',
        'AutoRollbackConfiguration.Events',
        'an alarm stops the deployment but does not roll it back: DEPLOYMENT_STOP_ON_ALARM is missing',
      ),
    ],
    'watched only in production': [
      {
        ...group,
        ...rollback,
        AlarmConfiguration: {
          'Fn::If': ['IsProd', alarms().AlarmConfiguration, { Ref: 'AWS::NoValue' }],
        },
      },
      `info DeploymentGroup Properties.AlarmConfiguration when IsProd is false (Stage is dev): ${NO_ALARM}`,
    ],
    'the group of another stage, by its tag': [
      { ...group, ...rollback, ...tagged('shop-staging') },
      at('info', 'AlarmConfiguration', NO_ALARM),
    ],
    'a name that speaks of DevOps': [
      { ...group, ...rollback, DeploymentGroupName: 'devops-shop' },
      at('warning', 'AlarmConfiguration', NO_ALARM),
    ],
    'a SAM function without an alarm': [
      samFunction({ DeploymentPreference: { Type: 'Linear10PercentEvery1Minute' } }),
      `warning Function Properties.DeploymentPreference.Alarms: ${NO_ALARM}`,
    ],
  },
  review: {
    'alarms by a parameter': [
      { ...group, ...rollback, ...alarms({ Enabled: { Ref: 'Watch' } }) },
      'review DeploymentGroup Properties.AlarmConfiguration.Enabled: Watch has no default, so it is only known at deployment',
    ],
  },
  options: {
    'outside production': [
      { ...group, ...rollback, Tags: [] },
      { environment: 'non-production' },
      at('info', 'AlarmConfiguration', NO_ALARM),
    ],
  },
});
