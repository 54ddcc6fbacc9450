import { AUTO_SCALING_GROUP } from '../../lib/aws/pipelines/codedeploy';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'auto-scaling-rolling-update-suspends-processes',
  title: 'Auto Scaling leaves a rolling update alone',
  severity: 'warning',
  control: 'SCALING-PAUSED',
  resources: [AUTO_SCALING_GROUP],
  why: 'Scaling, rebalancing and replacement that go on during a rolling update terminate or add instances behind its back, and the update fails or rolls back.',
  fix: 'List HealthCheck, ReplaceUnhealthy, AZRebalance, AlarmNotification and ScheduledActions in UpdatePolicy.AutoScalingRollingUpdate.SuspendProcesses, and neither Launch nor Terminate (CDK: UpdatePolicy.rollingUpdate() does so).',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatepolicy.html',
    'https://repost.aws/knowledge-center/auto-scaling-group-rolling-updates',
    'https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-suspend-resume-processes.html',
  ],

  check: (group) =>
    group
      .attribute('UpdatePolicy.AutoScalingRollingUpdate.SuspendProcesses')
      .expect((suspended) => {
        const processes = suspended.items();
        const active = INTERFERING.filter((process) => !processes.some((one) => one.is(process)));
        return active.length === 0
          ? undefined
          : fail(`the rolling update does not suspend ${active.join(', ')}`);
      })
      .when(() => group.attribute('UpdatePolicy.AutoScalingRollingUpdate').value.isPresent)
      // A group that is replaced as a whole is not updated in batches.
      .unless(() => group.attribute('UpdatePolicy.AutoScalingReplacingUpdate.WillReplace').value.is(true)),
});

/** Launch and Terminate are not among them: the update itself needs them. */
const INTERFERING = [
  'HealthCheck',
  'ReplaceUnhealthy',
  'AZRebalance',
  'AlarmNotification',
  'ScheduledActions',
];
