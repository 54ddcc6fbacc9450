import { sizesOf } from '../../lib/aws/scaling';
import type { App } from '../../lib/model/app';
import type { Resource } from '../../lib/model/entity';
import { remember } from '../../lib/model/remember';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'eks-nodegroups-can-scale',
  title: 'EKS node groups have room to scale',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'SCALING',
  resources: ['AWS::EKS::Nodegroup'],
  why: 'An autoscaler stays within MinSize and MaxSize: where these are the same, pods that find no room wait for ever.',
  fix: 'Set ScalingConfig.MaxSize above MinSize and run the Cluster Autoscaler, or let Karpenter or EKS Auto Mode provide the nodes.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-eks-nodegroup-scalingconfig.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/autoscaling.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/automode.html',
  ],

  check: (group) =>
    group
      .attribute('Type')
      .expect(() => {
        const { fixed, max } = sizesOf(group, 'ScalingConfig.MinSize', 'ScalingConfig.MaxSize');
        return fixed === undefined
          ? undefined
          : fail(`the node group cannot scale: MinSize and MaxSize are both ${fixed}`, { at: max });
      })
      .unless(() => isAutoMode(group) || usesKarpenter(group.app)),
});

/** The cluster has nodes that it adds and removes by itself; those of the group are a base. */
const isAutoMode = (group: Resource): boolean =>
  group.get('ClusterName').reference?.resource.get('ComputeConfig.Enabled').is(true) === true;

/** Karpenter itself runs in a group of fixed size, and is installed by a chart or gets a role of its own. */
const usesKarpenter = remember((app: App): boolean =>
  app.templates.some(
    ({ resources, source }) =>
      /karpenter/i.test(source.text) &&
      [...resources.values()].some(
        (resource) =>
          /karpenter/i.test(resource.logicalId) || resource.attribute('Properties').mentions(/karpenter/i),
      ),
  ),
);
