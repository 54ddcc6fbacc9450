import rule from '../../../rules/resilience/eks-nodegroups-multi-az';
import { testRule } from '../../rule-tester';
import { both, network, ref, subnetList, zone } from './zone-fixtures';

const nodes = (Subnets: unknown, more: object = {}, ClusterName: unknown = ref('Cluster')) => ({
  Type: 'AWS::EKS::Nodegroup',
  Properties: { ClusterName, NodeRole: 'arn:aws:iam::111122223333:role/nodes', Subnets },
  ...more,
});
const cluster = (properties: object = {}, SubnetIds: unknown = both) => ({
  Type: 'AWS::EKS::Cluster',
  Properties: {
    RoleArn: 'arn:aws:iam::111122223333:role/cluster',
    ResourcesVpcConfig: { SubnetIds },
    ...properties,
  },
});
const inA = [ref('SubnetA')];
const inB = [ref('SubnetB')];
const app = (more: object) => ({ Resources: { ...network(zone(0), zone(1)), Cluster: cluster(), ...more } });
const single = 'the node group is in a single Availability Zone (the only subnet is SubnetA)';
const confirm = 'confirm that the node group is in two or more Availability Zones';

testRule(rule, {
  pass: {
    'nodes in two zones': app({ Nodes: nodes(both) }),
    'a node group for each zone': app({ NodesA: nodes(inA), NodesB: nodes(inB) }),
    'a node group for each zone of a cluster of another stack': {
      Resources: {
        NodesA: nodes(['subnet-11111111'], {}, { 'Fn::ImportValue': 'cluster' }),
        NodesB: nodes(['subnet-22222222'], {}, { 'Fn::ImportValue': 'cluster' }),
      },
    },
    'a Fargate profile in two zones': app({
      Profile: {
        Type: 'AWS::EKS::FargateProfile',
        Properties: {
          ClusterName: ref('Cluster'),
          PodExecutionRoleArn: 'arn:aws:iam::111122223333:role/pods',
          Selectors: [{ Namespace: 'orders' }],
          Subnets: both,
        },
      },
    }),
    'a control plane in subnets of a list, which AWS holds to two zones': {
      ...subnetList(),
      Resources: { Cluster: cluster({}, ref('Subnets')) },
    },
  },
  fail: {
    'nodes in one subnet': [app({ Nodes: nodes(inA) }), `error Nodes Properties.Subnets: ${single}`],
    'nodes in one zone': [
      { Resources: { ...network('eu-west-1a', 'eu-west-1a'), Nodes: nodes(both, {}, 'orders') } },
      'error Nodes Properties.Subnets: the node group is in a single Availability Zone (SubnetA, SubnetB: eu-west-1a)',
    ],
    'two node groups in one zone': [
      app({ NodesA: nodes(inA), NodesB: nodes(inA) }),
      [`error NodesA Properties.Subnets: ${single}`, `error NodesB Properties.Subnets: ${single}`],
    ],
    'node groups of two clusters of another stack': [
      {
        Resources: {
          One: nodes(['subnet-11111111'], {}, { 'Fn::ImportValue': 'one' }),
          Two: nodes(['subnet-22222222'], {}, { 'Fn::ImportValue': 'two' }),
        },
      },
      ['One', 'Two'].map((name, index) => {
        const id = `subnet-${String(index + 1).repeat(8)}`;
        return `error ${name} Properties.Subnets: ${single.replace('SubnetA', id)}`;
      }),
    ],
    'node groups of two clusters': [
      app({ Nodes: nodes(both), Others: nodes(inA, {}, 'others') }),
      `error Others Properties.Subnets: ${single}`,
    ],
    'a second zone in production only': [
      app({ NodesA: nodes(inA), NodesB: nodes(inB, { Condition: 'IsProd' }) }),
      `info NodesA Properties.Subnets when IsProd is false (Stage is dev): ${single}`,
    ],
    'one zone outside production': [
      app({ Nodes: nodes({ 'Fn::If': ['IsProd', both, inA] }) }),
      `info Nodes Properties.Subnets when IsProd is false (Stage is dev): ${single}`,
    ],
    'a Fargate profile in one subnet': [
      {
        Type: 'AWS::EKS::FargateProfile',
        Properties: {
          ClusterName: 'orders',
          PodExecutionRoleArn: 'arn:aws:iam::111122223333:role/pods',
          Selectors: [{ Namespace: 'orders' }],
          Subnets: ['subnet-11111111'],
        },
      },
      'error FargateProfile Properties.Subnets: the Fargate profile is in a single Availability Zone (the only subnet is subnet-11111111)',
    ],
    'a control plane in one subnet': [
      { Resources: { Cluster: cluster({}, ['subnet-11111111']) } },
      'error Cluster Properties.ResourcesVpcConfig.SubnetIds: the control plane is in a single Availability Zone (the only subnet is subnet-11111111)',
    ],
  },
  review: {
    'a list from a parameter': [
      { ...subnetList(), Resources: { Nodes: nodes(ref('Subnets'), {}, 'orders') } },
      `review Nodes Properties.Subnets: Subnets has no default, so it is only known at deployment: ${confirm}`,
    ],
    'subnets whose zone AWS picks': [
      { Resources: { ...network(), Nodes: nodes(both, {}, 'orders') } },
      `review Nodes Properties.Subnets: the zone that AWS picks for SubnetA and the zone that AWS picks for SubnetB may be the same: ${confirm}`,
    ],
    'EKS Auto Mode': [
      app({ Cluster: cluster({ ComputeConfig: { Enabled: true } }), Nodes: nodes(inA) }),
      `review Nodes Properties.Subnets: ${single}: confirm that the nodes which EKS Auto Mode adds are in other ones`,
    ],
    Karpenter: [
      app({ KarpenterQueue: { Type: 'AWS::SQS::Queue' }, Nodes: nodes(inA) }),
      `review Nodes Properties.Subnets: ${single}: confirm that the nodes which Karpenter adds are in other ones`,
    ],
    'a second node group in subnets of a list': [
      {
        ...subnetList(),
        Resources: {
          ...network(zone(0), zone(1)),
          NodesA: nodes(inA, {}, 'orders'),
          NodesB: nodes(ref('Subnets'), {}, 'orders'),
        },
      },
      [
        'review NodesA Properties.Subnets: Subnets has no default, so it is only known at deployment: confirm that the node group, together with those like it, is in two or more Availability Zones',
        `review NodesB Properties.Subnets: Subnets has no default, so it is only known at deployment: ${confirm}`,
      ],
    ],
  },
});
