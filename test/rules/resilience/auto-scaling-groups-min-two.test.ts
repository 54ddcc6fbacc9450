import rule from '../../../rules/resilience/auto-scaling-groups-min-two';
import { testRule } from '../../rule-tester';
import { ref } from './zone-fixtures';

const group = (MinSize: unknown, more: object = {}) => ({
  MinSize,
  MaxSize: '4',
  VPCZoneIdentifier: [ref('SubnetA'), ref('SubnetB')],
  LaunchTemplate: { LaunchTemplateId: 'lt-0123456789abcdef0', Version: '1' },
  ...more,
});
const behind = { TargetGroupARNs: [ref('TargetGroup')] };
const called = (name: string) => ({ Tags: [{ Key: 'Name', Value: name, PropagateAtLaunch: true }] });
const one = 'the group may go down to one instance: MinSize is 1';
const none = 'the group may go down to no instance: MinSize is 0';
const at = 'AutoScalingGroup Properties.MinSize';

testRule(rule, {
  pass: {
    'two instances': group('2'),
    'three, as a number': group(3),
    'a worker that may go down to nothing': group('0'),
    'a bastion by its id': {
      Resources: { BastionGroup: { Type: 'AWS::AutoScaling::AutoScalingGroup', Properties: group('1') } },
    },
    'a bastion by its tag': group('1', called('ssh-bastion')),
    'two by default': {
      Parameters: { Least: { Type: 'Number', Default: '2' } },
      Resources: { Web: { Type: 'AWS::AutoScaling::AutoScalingGroup', Properties: group(ref('Least')) } },
    },
    'one instance in each of two zones': {
      Resources: Object.fromEntries(
        ['A', 'B'].map((letter) => [
          `Nodes${letter}`,
          {
            Type: 'AWS::AutoScaling::AutoScalingGroup',
            Properties: group('1', { VPCZoneIdentifier: [ref(`Subnet${letter}`)] }),
          },
        ]),
      ),
    },
    'a group that is never there': {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: {
        Web: { Type: 'AWS::AutoScaling::AutoScalingGroup', Condition: 'Never', Properties: group('1') },
      },
    },
  },
  fail: {
    'one instance': [group('1'), `warning ${at}: ${one}`],
    'one instance, though two are wanted': [group('1', { DesiredCapacity: '2' }), `warning ${at}: ${one}`],
    'one instance in one zone, and none in another': [
      {
        Resources: Object.fromEntries(
          ['A', 'B'].map((letter) => [
            `Nodes${letter}`,
            {
              Type: 'AWS::AutoScaling::AutoScalingGroup',
              Properties: group(letter === 'A' ? '1' : '0', { VPCZoneIdentifier: [ref(`Subnet${letter}`)] }),
            },
          ]),
        ),
      },
      `warning NodesA Properties.MinSize: ${one}`,
    ],
    'nothing behind a load balancer': [group('0', behind), `warning ${at}: ${none}`],
    'nothing behind a classic load balancer': [
      group(0, { LoadBalancerNames: [ref('LoadBalancer')] }),
      `warning ${at}: ${none}`,
    ],
    'one outside production': [
      group({ 'Fn::If': ['IsProd', '2', '1'] }),
      `info ${at} when IsProd is false (Stage is dev): ${one}`,
    ],
    'one in production': [
      group({ 'Fn::If': ['IsProd', '1', '2'] }),
      `warning ${at} when IsProd is true (Stage is prod): ${one}`,
    ],
    'one by default': [
      {
        Parameters: { Least: { Type: 'Number', Default: '1' } },
        Resources: { Web: { Type: 'AWS::AutoScaling::AutoScalingGroup', Properties: group(ref('Least')) } },
      },
      `warning Web Properties.MinSize when Least is 1: ${one}`,
    ],
    'one that may be chosen': [
      {
        Parameters: { Least: { Type: 'Number', Default: '2', AllowedValues: ['1', '2'] } },
        Resources: { Web: { Type: 'AWS::AutoScaling::AutoScalingGroup', Properties: group(ref('Least')) } },
      },
      `info Web Properties.MinSize when Least is 1: ${one}`,
    ],
    'one from a mapping': [
      {
        Mappings: { Sizes: { prod: { Least: '2' }, dev: { Least: '1' } } },
        Resources: {
          Web: {
            Type: 'AWS::AutoScaling::AutoScalingGroup',
            Properties: group({ 'Fn::FindInMap': ['Sizes', ref('Stage'), 'Least'] }),
          },
        },
      },
      `info Web Properties.MinSize when Stage is dev: ${one}`,
    ],
    'a load balancer in one branch only': [
      group('0', { TargetGroupARNs: { 'Fn::If': ['IsProd', [ref('TargetGroup')], ref('AWS::NoValue')] } }),
      `warning ${at}: ${none}`,
    ],
  },
  review: {
    'a parameter': [
      group(ref('Least')),
      `review ${at}: Least has no default, so it is only known at deployment`,
    ],
    'an import': [
      group({ 'Fn::ImportValue': 'least' }),
      `review ${at}: "least" is imported from another stack`,
    ],
  },
  options: {
    'two that are given': [
      {
        Parameters: { Least: { Type: 'Number', Default: '1' } },
        Resources: { Web: { Type: 'AWS::AutoScaling::AutoScalingGroup', Properties: group(ref('Least')) } },
      },
      { parameters: { Least: '2' } },
      [],
    ],
    'not production': [group('1'), { environment: 'non-production' }, `info ${at}: ${one}`],
  },
});
