import { scriptsWith } from '../../lib/aws/functions/scripted-calls';
import { AUTO_SCALING_GROUP, isDeployedByCodeDeploy } from '../../lib/aws/pipelines/codedeploy';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'auto-scaling-rolling-updates-verified',
  title: 'An update of an Auto Scaling group waits until its new instances work',
  severity: 'info',
  control: 'ROLLBACK',
  resources: [AUTO_SCALING_GROUP],
  why: 'CloudFormation takes an instance that has started for one that works: without a signal a bad version replaces the good one, and the stack reports success.',
  fix: 'Set UpdatePolicy.AutoScalingRollingUpdate.WaitOnResourceSignals to true with a PauseTime, and have the instances call cfn-signal when they work.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatepolicy.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-creationpolicy.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-signal.html',
  ],

  check: (group) =>
    group
      .attribute('UpdatePolicy')
      .expect(() => unverified(group))
      .unless(() => isDeployedOtherwise(group)),
});

function unverified(group: Resource): Outcome | undefined {
  const policy = group.attribute('UpdatePolicy').value;
  if (policy.get('AutoScalingReplacingUpdate.WillReplace').is(true))
    return group.attribute('CreationPolicy.ResourceSignal').value.isPresent
      ? undefined
      : fail(
          'the group is replaced without waiting for its instances: there is no CreationPolicy.ResourceSignal',
        );
  const rolling = policy.get('AutoScalingRollingUpdate');
  const waits = rolling.get('WaitOnResourceSignals');
  if (waits.is(true)) return undefined;
  return rolling.isPresent
    ? fail('the rolling update does not wait for a signal of its new instances', { at: waits })
    : fail('no update policy waits for a signal of new instances');
}

/** By CodeDeploy, or by an instance refresh, which looks at their health. */
const isDeployedOtherwise = (group: Resource): boolean =>
  isDeployedByCodeDeploy(group) ||
  group.attribute('UpdatePolicy.AutoScalingInstanceRefresh').value.isPresent ||
  scriptsWith(group.app, 'StartInstanceRefresh').some(({ exists }) => exists);
