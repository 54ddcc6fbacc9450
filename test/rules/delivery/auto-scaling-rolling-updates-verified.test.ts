import rule from '../../../rules/delivery/auto-scaling-rolling-updates-verified';
import { testRule } from '../../rule-tester';
import { type Fields, fleet, groupOf } from './deployment-group-fixtures';

const rolling = (waits?: unknown) => ({
  AutoScalingRollingUpdate: {
    MinInstancesInService: 2,
    PauseTime: 'PT10M',
    ...(waits !== undefined && { WaitOnResourceSignals: waits }),
  },
});
const updated = (policy: unknown, more: Fields = {}) => fleet({}, { UpdatePolicy: policy, ...more });
const replacing = { AutoScalingReplacingUpdate: { WillReplace: true } };
const signal = { CreationPolicy: { ResourceSignal: { Count: 2, Timeout: 'PT10M' } } };

const NOTHING = 'no update policy waits for a signal of new instances';
const WAITS = 'UpdatePolicy.AutoScalingRollingUpdate.WaitOnResourceSignals';
const NO_WAIT = 'the rolling update does not wait for a signal of its new instances';

testRule(rule, {
  pass: {
    'waits for signals': updated(rolling(true)),
    'is replaced when its instances have signalled': updated(replacing, signal),
    'CodeDeploy deploys to it': {
      Resources: {
        Fleet: fleet(),
        Group: groupOf({ AutoScalingGroups: [{ Ref: 'Fleet' }] }),
      },
    },
    'CodeDeploy deploys to it, by its name': {
      Resources: {
        Fleet: fleet({ AutoScalingGroupName: 'web' }),
        Group: groupOf({ AutoScalingGroups: ['web'] }),
      },
    },
    'an instance refresh updates it': updated({ AutoScalingInstanceRefresh: { Strategy: 'Rolling' } }),
    'a script starts an instance refresh': {
      Resources: {
        Fleet: fleet(),
        Refresh: {
          Type: 'AWS::SSM::Document',
          Properties: {
            DocumentType: 'Automation',
            Content: {
              schemaVersion: '0.3',
              mainSteps: [
                {
                  name: 'refresh',
                  action: 'aws:executeAwsApi',
                  inputs: {
                    Service: 'autoscaling',
                    Api: 'StartInstanceRefresh',
                    AutoScalingGroupName: 'shop-web',
                  },
                },
              ],
            },
          },
        },
      },
    },
    'one way or the other': updated({ 'Fn::If': ['IsProd', rolling(true), { ...rolling('true') }] }),
  },
  fail: {
    'no update policy': [fleet(), `info AutoScalingGroup UpdatePolicy: ${NOTHING}`],
    'only scheduled actions are minded': [
      updated({ AutoScalingScheduledAction: { IgnoreUnmodifiedGroupSizeProperties: true } }),
      `info AutoScalingGroup UpdatePolicy: ${NOTHING}`,
    ],
    'only creation waits': [fleet({}, signal), `info AutoScalingGroup UpdatePolicy: ${NOTHING}`],
    'does not wait': [updated(rolling()), `info AutoScalingGroup ${WAITS}: ${NO_WAIT}`],
    'does not wait outside production': [
      updated(rolling({ 'Fn::If': ['IsProd', true, false] })),
      `info AutoScalingGroup ${WAITS} when IsProd is false (Stage is dev): ${NO_WAIT}`,
    ],
    'is replaced at once': [
      updated(replacing),
      'info AutoScalingGroup UpdatePolicy: the group is replaced without waiting for its instances: there is no CreationPolicy.ResourceSignal',
    ],
  },
  review: {
    'waits by a parameter': [
      updated(rolling({ Ref: 'Wait' })),
      `review AutoScalingGroup ${WAITS}: Wait has no default, so it is only known at deployment`,
    ],
  },
});
