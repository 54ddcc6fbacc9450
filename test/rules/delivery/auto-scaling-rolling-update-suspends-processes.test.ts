import rule from '../../../rules/delivery/auto-scaling-rolling-update-suspends-processes';
import { testRule } from '../../rule-tester';
import { fleet } from './deployment-group-fixtures';

const ALL = ['HealthCheck', 'ReplaceUnhealthy', 'AZRebalance', 'AlarmNotification', 'ScheduledActions'];
const rolling = (processes?: unknown) => ({
  AutoScalingRollingUpdate: {
    MinInstancesInService: 2,
    ...(processes !== undefined && { SuspendProcesses: processes }),
  },
});
const updated = (policy: unknown) => fleet({}, { UpdatePolicy: policy });

const PATH = 'UpdatePolicy.AutoScalingRollingUpdate.SuspendProcesses';
const NONE = `the rolling update does not suspend ${ALL.join(', ')}`;

testRule(rule, {
  pass: {
    'all that interfere are suspended': updated(rolling(ALL)),
    'no rolling update': fleet(),
    'the group is replaced': updated({ ...rolling(), AutoScalingReplacingUpdate: { WillReplace: true } }),
    'an instance refresh': updated({ AutoScalingInstanceRefresh: { Strategy: 'Rolling' } }),
    'a rolling update in production only, with all suspended': updated({
      'Fn::If': ['IsProd', rolling(ALL), { Ref: 'AWS::NoValue' }],
    }),
  },
  fail: {
    'none is suspended': [updated(rolling()), `warning AutoScalingGroup ${PATH}: ${NONE}`],
    'not replaced after all': [
      updated({ ...rolling(), AutoScalingReplacingUpdate: { WillReplace: false } }),
      `warning AutoScalingGroup ${PATH}: ${NONE}`,
    ],
    'only some are suspended': [
      updated(rolling(['AlarmNotification', 'ScheduledActions', 'AZRebalance'])),
      `warning AutoScalingGroup ${PATH}: the rolling update does not suspend HealthCheck, ReplaceUnhealthy`,
    ],
    'suspended in production only': [
      updated(rolling({ 'Fn::If': ['IsProd', ALL, { Ref: 'AWS::NoValue' }] })),
      `info AutoScalingGroup ${PATH} when IsProd is false (Stage is dev): ${NONE}`,
    ],
  },
  review: {
    'processes by a parameter': [
      updated(rolling({ Ref: 'Processes' })),
      `review AutoScalingGroup ${PATH}: Processes has no default, so it is only known at deployment`,
    ],
  },
});
