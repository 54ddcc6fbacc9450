import { resourceNamed } from '../../lib/aws/named-resources';
import { sizesOf } from '../../lib/aws/scaling/scaling';
import type { App } from '../../lib/model/app';
import type { Resource } from '../../lib/model/entity';
import { remember } from '../../lib/model/remember';
import type { Template } from '../../lib/model/template';
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
      .unless(() => isAutoMode(group) || usesKarpenter(group)),
});

const CLUSTER = 'AWS::EKS::Cluster';
const clusterOf = (group: Resource): Resource | undefined => resourceNamed(group.get('ClusterName'), CLUSTER);

/** The cluster has nodes that it adds and removes by itself; those of the group are a base. */
const isAutoMode = (group: Resource): boolean =>
  clusterOf(group)?.get('ComputeConfig.Enabled').is(true) === true;

/** Karpenter itself runs in a group of fixed size. Where the app has several clusters, it stands near its own. */
function usesKarpenter(group: Resource): boolean {
  const parts = partsOfKarpenter(group.app);
  const cluster = clusterOf(group);
  const near = cluster ? [...templatesOf(cluster), group.template] : [group.template];
  return (hasOneCluster(group.app) ? [...parts.keys()] : near).some((template) =>
    parts.get(template)?.some(({ exists }) => exists),
  );
}

/** Its chart, or a role or queue that it gets. */
const partsOfKarpenter = remember((app: App): ReadonlyMap<Template, Resource[]> => {
  const named = app.templates.filter(({ source }) => KARPENTER.test(source.text));
  return new Map(named.map((template) => [template, [...template.resources.values()].filter(isOfKarpenter)]));
});

const isOfKarpenter = (resource: Resource): boolean =>
  KARPENTER.test(resource.logicalId) || resource.attribute('Properties').mentions(KARPENTER);
const KARPENTER = /karpenter/i;

/** Those with a cluster in them, or with what refers to it. */
const templatesOf = remember((cluster: Resource): ReadonlySet<Template> => {
  const users = cluster.referrers.map(({ from }) => from);
  return new Set([cluster, ...users].map(({ template }) => template));
});

/** CDK makes clusters by a custom resource. */
const hasOneCluster = remember(
  (app: App): boolean =>
    [CLUSTER, 'Custom::AWSCDK-EKS-Cluster'].flatMap((type) => app.resourcesOf(type)).length <= 1,
);
