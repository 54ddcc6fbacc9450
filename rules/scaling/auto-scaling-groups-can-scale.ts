import { opening } from '../../lib/aws/elsewhere';
import { takesRequests } from '../../lib/aws/network/load-balancers';
import {
  GROUP_SCALERS,
  GROUP_SCHEDULE,
  type Scaler,
  type Sizes,
  scalersOf,
  sizesOf,
} from '../../lib/aws/scaling/scaling';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import { fail, review, rule } from '../../lib/rule';

export default rule({
  id: 'auto-scaling-groups-can-scale',
  title: 'Auto Scaling groups have room to scale, and something that scales them',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'SCALING',
  resources: ['AWS::AutoScaling::AutoScalingGroup'],
  why: 'A group of fixed size replaces instances that fail, but under load it has no more of them, and without load no fewer.',
  fix: 'Set MaxSize above MinSize and add an AWS::AutoScaling::ScalingPolicy that tracks a target. Where the group is scaled by hand, say in a waiver how.',
  docs: [
    'https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html',
    'https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/asg-capacity-providers.html',
  ],

  check: (group) =>
    group
      .attribute('Type')
      .expect(() => {
        const sizes = sizesOf(group, 'MinSize', 'MaxSize');
        if (sizes.fixed !== undefined && !isResized(group)) return noRoom(group, sizes);
        if (isScaled(group)) return undefined;
        const elsewhere = opening(group);
        return elsewhere
          ? review(`confirm that the group is scaled by way of ${elsewhere}: nothing in the app does it`)
          : fail('nothing scales the group between MinSize and MaxSize: add a scaling policy');
      })
      .unless(() => isEmpty(group) || isOfBeanstalk(group)),
});

const isEmpty = (group: Resource): boolean =>
  group.app.scenario.byDefault(() => group.get('MaxSize').literal === '0');

/**
 * What .ebextensions say of the group of an Elastic Beanstalk environment, whose sizes are its options.
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/customize-containers-format-resources-eb.html
 */
const isOfBeanstalk = ({ logicalId }: Resource): boolean => logicalId === 'AWSEBAutoScalingGroup';

/** By a schedule that sets other sizes. */
const isResized = (group: Resource): boolean =>
  scalersOf(group, GROUP_SCHEDULE).some((action) =>
    ['MinSize', 'MaxSize'].some((size) => action.get(size).isPresent),
  );

/** A group of one behind no load balancer, such as a bastion, is there to replace its instance. */
const noRoom = (group: Resource, { fixed, max }: Sizes): Outcome =>
  fail(`the group cannot scale: MinSize and MaxSize are both ${fixed}`, {
    at: max,
    ...(fixed === '1' && !takesRequests(group) && { severity: 'info' }),
  });

const isScaled = (group: Resource): boolean =>
  isOfKubernetes(group) ||
  SCALERS.some((scaler) => scalersOf(group, scaler).length > 0) ||
  scalersOf(group, CAPACITY_PROVIDER).some(scalesItself);

const SCALERS: readonly Scaler[] = [
  ...GROUP_SCALERS,
  { type: 'AWS::AutoScalingPlans::ScalingPlan', property: 'ScalingInstructions' },
];

const CAPACITY_PROVIDER: Scaler = {
  type: 'AWS::ECS::CapacityProvider',
  property: 'AutoScalingGroupProvider.AutoScalingGroupArn',
};

/** Without managed scaling a capacity provider leaves the size of its group alone. */
function scalesItself(provider: Resource): boolean {
  const scaling = provider.get('AutoScalingGroupProvider.ManagedScaling');
  return scaling.isPresent && !scaling.get('Status').is('DISABLED');
}

/**
 * Nodes that the Cluster Autoscaler of Kubernetes, or Karpenter, finds by their tags.
 * https://docs.aws.amazon.com/eks/latest/best-practices/cas.html
 */
const isOfKubernetes = (group: Resource): boolean =>
  group
    .get('Tags')
    .items()
    .some((tag) => NODES.test(tag.get('Key').outline));
const NODES = /k8s\.io\/cluster-autoscaler\/|kubernetes\.io\/cluster\/|karpenter\.sh\//;
