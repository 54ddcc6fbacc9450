import rule from '../../../rules/scaling/auto-scaling-groups-can-scale';
import { testRule } from '../../rule-tester';

const group = (properties: object = {}, more: object = {}) => ({
  Type: 'AWS::AutoScaling::AutoScalingGroup',
  Properties: {
    MinSize: '2',
    MaxSize: '6',
    LaunchConfigurationName: 'web',
    VPCZoneIdentifier: [{ Ref: 'SubnetA' }],
    ...properties,
  },
  ...more,
});
const policy = (of: unknown = { Ref: 'Group' }, more: object = {}) => ({
  Type: 'AWS::AutoScaling::ScalingPolicy',
  Properties: {
    AutoScalingGroupName: of,
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingConfiguration: {
      TargetValue: 60,
      PredefinedMetricSpecification: { PredefinedMetricType: 'ASGAverageCPUUtilization' },
    },
  },
  ...more,
});
const provider = (scaling: object, arn: unknown = { Ref: 'Group' }) => ({
  Type: 'AWS::ECS::CapacityProvider',
  Properties: { AutoScalingGroupProvider: { AutoScalingGroupArn: arn, ...scaling } },
});
const app = (resources: object) => ({ Resources: { Group: group(), ...resources } });
const tag = (key: unknown) => ({ Key: key, Value: 'owned', PropagateAtLaunch: true });
const size = (parameter: object) => ({ Type: 'Number', ...parameter });

const NOTHING = 'nothing scales the group between MinSize and MaxSize: add a scaling policy';
const fixed = (at: number | string) => `the group cannot scale: MinSize and MaxSize are both ${at}`;

testRule(rule, {
  pass: {
    'a policy': app({ Policy: policy() }),
    'a schedule': app({
      Morning: {
        Type: 'AWS::AutoScaling::ScheduledAction',
        Properties: { AutoScalingGroupName: { Ref: 'Group' }, MinSize: 4, Recurrence: '0 6 * * *' },
      },
    }),
    'a schedule that makes room': {
      Resources: {
        Group: group({ MaxSize: '2' }),
        Morning: {
          Type: 'AWS::AutoScaling::ScheduledAction',
          Properties: { AutoScalingGroupName: { Ref: 'Group' }, MaxSize: 6, Recurrence: '0 6 * * *' },
        },
      },
    },
    'a scaling plan': app({
      Plan: {
        Type: 'AWS::AutoScalingPlans::ScalingPlan',
        Properties: {
          ApplicationSource: { TagFilters: [{ Key: 'app' }] },
          ScalingInstructions: [
            {
              ServiceNamespace: 'autoscaling',
              ScalableDimension: 'autoscaling:autoScalingGroup:DesiredCapacity',
              ResourceId: { 'Fn::Sub': 'autoScalingGroup/${Group}' },
              MinCapacity: 2,
              MaxCapacity: 6,
              TargetTrackingConfigurations: [{ TargetValue: 60 }],
            },
          ],
        },
      },
    }),
    'a capacity provider that scales it': app({
      Provider: provider({ ManagedScaling: { Status: 'ENABLED', TargetCapacity: 90 } }),
    }),
    'a policy by the name of the group': {
      Resources: {
        Group: group({ AutoScalingGroupName: { 'Fn::Sub': '${Team}-web' } }),
        Policy: policy({ 'Fn::Sub': '${Team}-web' }),
      },
    },
    'nodes that the Cluster Autoscaler finds': group({ Tags: [tag('k8s.io/cluster-autoscaler/enabled')] }),
    'nodes of a cluster by its name': group({
      Tags: [tag({ 'Fn::Sub': 'kubernetes.io/cluster/${Cluster}' })],
    }),
    'sizes by default with room between them': {
      Parameters: { Least: size({ Default: 2 }), Most: size({ Default: 4, AllowedValues: [2, 4, 8] }) },
      Resources: {
        Group: group({ MinSize: { Ref: 'Least' }, MaxSize: { Ref: 'Most' } }),
        Policy: policy(),
      },
    },
    'all of it in production only': {
      Resources: {
        Group: group({}, { Condition: 'IsProd' }),
        Policy: policy(undefined, { Condition: 'IsProd' }),
      },
    },
    'what is changed of the group of an Elastic Beanstalk environment': {
      Resources: { AWSEBAutoScalingGroup: group({ MaxSize: '2' }) },
    },
    'an empty group': group({ MinSize: '0', MaxSize: '0' }),
  },
  fail: {
    'a schedule within a fixed size': [
      {
        Resources: {
          Group: group({ MaxSize: '2' }),
          Morning: {
            Type: 'AWS::AutoScaling::ScheduledAction',
            Properties: {
              AutoScalingGroupName: { Ref: 'Group' },
              DesiredCapacity: 2,
              Recurrence: '0 6 * * *',
            },
          },
        },
      },
      `warning Group Properties.MaxSize: ${fixed(2)}`,
    ],
    'no policy': [group(), `warning AutoScalingGroup Type: ${NOTHING}`],
    'no room': [
      app({ Group: group({ MaxSize: 2 }), Policy: policy() }),
      `warning Group Properties.MaxSize: ${fixed(2)}`,
    ],
    'one instance that is replaced when it fails': [
      group({ MinSize: 1, MaxSize: 1 }),
      `info AutoScalingGroup Properties.MaxSize: ${fixed(1)}`,
    ],
    'one instance behind a load balancer': [
      group({ MinSize: 1, MaxSize: 1, TargetGroupARNs: [{ Ref: 'TargetGroup' }] }),
      `warning AutoScalingGroup Properties.MaxSize: ${fixed(1)}`,
    ],
    'one parameter for both sizes': [
      app({ Group: group({ MinSize: { Ref: 'Nodes' }, MaxSize: { Ref: 'Nodes' } }), Policy: policy() }),
      `warning Group Properties.MaxSize: ${fixed('${Nodes}')}`,
    ],
    'no room by default': [
      {
        Parameters: { Most: size({ Default: 2 }) },
        Resources: { Group: group({ MaxSize: { Ref: 'Most' } }), Policy: policy() },
      },
      `warning Group Properties.MaxSize: ${fixed(2)}`,
    ],
    'the policy is of another group': [
      { Resources: { Group: group(), Other: group(), Policy: policy({ Ref: 'Other' }) } },
      `warning Group Type: ${NOTHING}`,
    ],
    'a policy in production only': [
      app({ Policy: policy(undefined, { Condition: 'IsProd' }) }),
      `info Group Type when IsProd is false (Stage is dev): ${NOTHING}`,
    ],
    'the policy takes one of two groups': [
      {
        Resources: {
          Group: group(),
          Other: group(),
          Policy: policy({ 'Fn::If': ['IsProd', { Ref: 'Group' }, { Ref: 'Other' }] }),
          OtherPolicy: policy({ Ref: 'Other' }),
        },
      },
      `info Group Type when IsProd is false (Stage is dev): ${NOTHING}`,
    ],
    'room in production only': [
      app({ Group: group({ MaxSize: { 'Fn::If': ['IsProd', 6, 2] } }), Policy: policy() }),
      `info Group Properties.MaxSize when IsProd is false (Stage is dev): ${fixed(2)}`,
    ],
    'a capacity provider that leaves its size alone': [
      app({ Provider: provider({}) }),
      `warning Group Type: ${NOTHING}`,
    ],
    'managed scaling is switched off': [
      app({ Provider: provider({ ManagedScaling: { Status: 'DISABLED' } }) }),
      `warning Group Type: ${NOTHING}`,
    ],
  },
  review: {
    'the sizes are set by parameters': [
      app({ Group: group({ MinSize: { Ref: 'Least' }, MaxSize: { Ref: 'Most' } }), Policy: policy() }),
      'review Group Properties.MinSize: Least has no default, so it is only known at deployment',
    ],
    'a nested stack gets the group': [
      app({
        Scaling: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: {
            TemplateURL: 'https://templates.s3.amazonaws.com/scaling.yaml',
            Parameters: { Group: { Ref: 'Group' } },
          },
        },
      }),
      'review Group Type: confirm that the group is scaled by way of the nested stack Scaling: nothing in the app does it',
    ],
  },
  options: {
    'outside production': [
      group(),
      { environment: 'non-production' },
      `info AutoScalingGroup Type: ${NOTHING}`,
    ],
  },
});
