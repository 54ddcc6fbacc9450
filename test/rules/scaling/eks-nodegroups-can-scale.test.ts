import rule from '../../../rules/scaling/eks-nodegroups-can-scale';
import { testRule } from '../../rule-tester';

const nodes = (properties: object = {}, more: object = {}) => ({
  Type: 'AWS::EKS::Nodegroup',
  Properties: {
    ClusterName: { Ref: 'Cluster' },
    NodeRole: 'arn:aws:iam::111122223333:role/nodes',
    Subnets: [{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }],
    ...properties,
  },
  ...more,
});
const sized = (least: unknown, most: unknown) => ({
  ScalingConfig: { MinSize: least, MaxSize: most, DesiredSize: 3 },
});
const cluster = (properties: object = {}) => ({
  Type: 'AWS::EKS::Cluster',
  Properties: {
    RoleArn: 'arn:aws:iam::111122223333:role/cluster',
    ResourcesVpcConfig: { SubnetIds: [{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }] },
    ...properties,
  },
});
const karpenterRole = {
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } },
};
const fixed = (size: number | string) => `the node group cannot scale: MinSize and MaxSize are both ${size}`;

testRule(rule, {
  pass: {
    'room to scale': nodes(sized(2, 6)),
    'the sizes are left to EKS': nodes(),
    'the cluster is in Auto Mode': {
      Resources: { Cluster: cluster({ ComputeConfig: { Enabled: true } }), Nodes: nodes(sized(2, 2)) },
    },
    'the cluster is in Auto Mode, and named': {
      Resources: {
        Cluster: cluster({ Name: { Ref: 'Name' }, ComputeConfig: { Enabled: true } }),
        Nodes: nodes({ ClusterName: { Ref: 'Name' }, ...sized(2, 2) }),
      },
    },
    'Karpenter runs in it': {
      Resources: { KarpenterControllerRole: karpenterRole, Nodes: nodes(sized(2, 2)) },
    },
    'both branches have room': nodes(sized({ 'Fn::If': ['IsProd', 3, 1] }, { 'Fn::If': ['IsProd', 9, 3] })),
    'room by default': {
      Parameters: { Most: { Type: 'Number', Default: 6, AllowedValues: [3, 6] } },
      Resources: { Nodes: nodes(sized(3, { Ref: 'Most' })) },
    },
  },
  fail: {
    'no room': [nodes(sized(3, 3)), `warning Nodegroup Properties.ScalingConfig.MaxSize: ${fixed(3)}`],
    'no room, written as text': [
      nodes(sized(3, '3')),
      `warning Nodegroup Properties.ScalingConfig.MaxSize: ${fixed(3)}`,
    ],
    'one parameter for both sizes': [
      nodes(sized({ Ref: 'Nodes' }, { Ref: 'Nodes' })),
      `warning Nodegroup Properties.ScalingConfig.MaxSize: ${fixed('${Nodes}')}`,
    ],
    'no room by default': [
      {
        Parameters: { Most: { Type: 'Number', Default: 3 } },
        Resources: { Nodes: nodes(sized(3, { Ref: 'Most' })) },
      },
      `warning Nodes Properties.ScalingConfig.MaxSize: ${fixed(3)}`,
    ],
    'room in production only': [
      nodes(sized(3, { 'Fn::If': ['IsProd', 9, 3] })),
      `info Nodegroup Properties.ScalingConfig.MaxSize when IsProd is false (Stage is dev): ${fixed(3)}`,
    ],
    'a group of production': [
      nodes(sized(3, 3), { Condition: 'IsProd' }),
      `warning Nodegroup Properties.ScalingConfig.MaxSize: ${fixed(3)}`,
    ],
    'Karpenter in production only': [
      {
        Resources: {
          KarpenterControllerRole: { ...karpenterRole, Condition: 'IsProd' },
          Nodes: nodes(sized(2, 2)),
        },
      },
      `info Nodes Properties.ScalingConfig.MaxSize when IsProd is false (Stage is dev): ${fixed(2)}`,
    ],
    'Auto Mode is off': [
      {
        Resources: { Cluster: cluster({ ComputeConfig: { Enabled: false } }), Nodes: nodes(sized(2, 2)) },
      },
      `warning Nodes Properties.ScalingConfig.MaxSize: ${fixed(2)}`,
    ],
    'Auto Mode in production only': [
      {
        Resources: {
          Cluster: cluster({ ComputeConfig: { Enabled: { 'Fn::If': ['IsProd', true, false] } } }),
          Nodes: nodes(sized(2, 2)),
        },
      },
      `info Nodes Properties.ScalingConfig.MaxSize when IsProd is false (Stage is dev): ${fixed(2)}`,
    ],
  },
  review: {
    'the largest size is set by a parameter': [
      nodes(sized(3, { Ref: 'Most' })),
      'review Nodegroup Properties.ScalingConfig.MaxSize: Most has no default, so it is only known at deployment',
    ],
  },
  options: {
    'outside production': [
      nodes(sized(3, 3)),
      { environment: 'non-production' },
      `info Nodegroup Properties.ScalingConfig.MaxSize: ${fixed(3)}`,
    ],
  },
});
