import { addToGroup } from '../../lib/add-to-group';
import { mustSpanZones } from '../../lib/aws/zones/one-subnet-per-zone';
import { writtenIdentity } from '../../lib/aws/zones/told-apart';
import { mustSpan, mustSpanWith, type Zone, zonesOfSubnets } from '../../lib/aws/zones/zones';
import type { App } from '../../lib/model/app';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import { remember } from '../../lib/model/remember';
import type { Template } from '../../lib/model/template';
import { type Expectations, review, rule } from '../../lib/rule';

const CLUSTER = 'AWS::EKS::Cluster';
const NODEGROUP = 'AWS::EKS::Nodegroup';

/** What each type that runs pods, or the control plane, is given as subnets. */
const CHECKS: { readonly [type: string]: (resource: Resource) => Expectations } = {
  [NODEGROUP]: (nodes) => nodes.property('Subnets').expect(() => withOtherNodes(nodes)),
  'AWS::EKS::FargateProfile': (profile) =>
    profile.property('Subnets').expect((subnets) => mustSpan(zonesOfSubnets(subnets), 'the Fargate profile')),
  // AWS makes no cluster whose subnets are in one zone, so that what is not known of them need not be asked.
  [CLUSTER]: (cluster) =>
    cluster.property('ResourcesVpcConfig.SubnetIds').expect((subnets) => {
      const outcome = mustSpanZones(zonesOfSubnets(subnets), 'the control plane');
      return outcome?.verdict === 'fail' ? outcome : undefined;
    }),
};

export default rule({
  id: 'eks-nodegroups-multi-az',
  title: 'EKS runs pods in several Availability Zones',
  severity: 'error',
  severityIn: { 'non-production': 'info' },
  control: 'AZ-RESILIENT',
  resources: Object.keys(CHECKS),
  why: 'Pods can only move to nodes that are left: with all nodes in one zone, the whole cluster is lost with it.',
  fix: 'Give the node group subnets in two or more Availability Zones, or have a node group for each zone.',
  docs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/reliability.html',
  ],

  check: (resource) => CHECKS[resource.type]?.(resource),
});

/** Nodes of the cluster may also be in other node groups, or come from what is no resource of a template. */
function withOtherNodes(nodes: Resource): Outcome | undefined {
  const others = () => nodegroupsOf(nodes).flatMap(zonesOf);
  const outcome = mustSpanWith(others, zonesOf(nodes), 'the node group');
  const provisioner = outcome?.verdict === 'fail' && provisionerOf(nodes);
  return provisioner
    ? review(`${outcome.message}: confirm that the nodes which ${provisioner} adds are in other ones`)
    : outcome;
}

const zonesOf = (nodes: Resource): Zone[] => zonesOfSubnets(nodes.get('Subnets'));

const nodegroupsOf = (nodes: Resource): Resource[] =>
  (nodegroups(nodes.app).get(clusterOf(nodes)) ?? []).slice(0, MOST).filter(({ exists }) => exists);

/** More node groups need not be looked at to find a second zone. */
const MOST = 20;

const nodegroups = remember((app: App): ReadonlyMap<Resource | string, Resource[]> => {
  const byCluster = new Map<Resource | string, Resource[]>();
  for (const nodes of app.resourcesOf(NODEGROUP)) addToGroup(byCluster, clusterOf(nodes), nodes);
  return byCluster;
});

/** The cluster of a node group, or what it is called. */
function clusterOf(nodes: Resource): Resource | string {
  const name = nodes.written('ClusterName');
  return nodes.referred(CLUSTER, 'ClusterName')[0] ?? (name ? writtenIdentity(nodes.template, name) : '');
}

function provisionerOf(nodes: Resource): string | undefined {
  const cluster = clusterOf(nodes);
  if (typeof cluster !== 'string' && cluster.get('ComputeConfig.Enabled').is(true)) return 'EKS Auto Mode';
  return mentionsKarpenter(nodes.template) ? 'Karpenter' : undefined;
}

const mentionsKarpenter = remember(({ source }: Template) => /karpenter/i.test(source.text));
