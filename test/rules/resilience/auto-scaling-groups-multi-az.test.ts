import rule from '../../../rules/resilience/auto-scaling-groups-multi-az';
import { testRule } from '../../rule-tester';
import { both, network, ref, subnetList, zone } from './zone-fixtures';

const group = (Properties: object, more: object = {}) => ({
  Type: 'AWS::AutoScaling::AutoScalingGroup',
  Properties: {
    MinSize: '2',
    MaxSize: '4',
    LaunchTemplate: { LaunchTemplateId: 'lt-0123456789abcdef0', Version: '1' },
    ...Properties,
  },
  ...more,
});
const app = (VPCZoneIdentifier: unknown, more: object = {}) => ({
  Resources: { Web: group({ VPCZoneIdentifier }), ...more },
});
const template = {
  Type: 'AWS::EC2::LaunchTemplate',
  Properties: { LaunchTemplateData: { ImageId: 'ami-0123456789abcdef0' } },
};
const from = (name: string) => ({ LaunchTemplate: { LaunchTemplateId: ref(name), Version: '1' } });
const tag = { Key: 'kubernetes.io/cluster/orders', Value: 'owned', PropagateAtLaunch: true };
/** A group for each of two subnets. */
const groups = (
  one: string,
  other: string,
  properties: object = {},
  more: object = {},
  second = 'SubnetB',
) => ({
  Resources: {
    ...network(zone(0), zone(1)),
    [one]: group({ ...properties, VPCZoneIdentifier: [ref('SubnetA')] }),
    [other]: group({ ...properties, VPCZoneIdentifier: [ref(second)] }, more),
    ...('LaunchTemplate' in properties ? { Template: template } : {}),
  },
});
const single = 'the group is in a single Availability Zone';
const inA = `${single} (the only subnet is SubnetA)`;
const confirm = 'confirm that the group is in two or more Availability Zones';

testRule(rule, {
  pass: {
    'subnets in two zones': app(both, network(zone(0), zone(1))),
    'subnets by parameters': app([ref('SubnetA'), ref('SubnetB')]),
    'every zone': { Resources: { Web: group({ AvailabilityZones: { 'Fn::GetAZs': ref('AWS::Region') } }) } },
    'a subnet in one zone of a list of zones that is not used': {
      Resources: {
        Web: group({
          AvailabilityZones: ['eu-west-1a'],
          VPCZoneIdentifier: [ref('SubnetA'), ref('SubnetB')],
        }),
      },
    },
    'a group for each zone, named alike': groups('NodesA', 'NodesB'),
    'a group for each zone, made by the CDK': groups('NodesAASG12345678', 'NodesBASG9ABCDEF0'),
    'subnets in one text': app([{ 'Fn::Join': [',', both] }]),
    'a group for each zone from one launch template': groups('Nodes', 'MoreNodes', from('Template')),
    'a group for each zone of a Kubernetes cluster': groups('Left', 'Right', { Tags: [tag] }),
  },
  fail: {
    'one subnet': [app([ref('SubnetA')]), `error Web Properties.VPCZoneIdentifier: ${inA}`],
    'subnets in one zone': [
      app(both, network('eu-west-1a', 'eu-west-1a')),
      `error Web Properties.VPCZoneIdentifier: ${single} (SubnetA, SubnetB: eu-west-1a)`,
    ],
    'one zone': [
      { Resources: { Web: group({ AvailabilityZones: [zone(0)] }) } },
      `error Web Properties.AvailabilityZones: ${single} (zone 0 of Fn::GetAZs)`,
    ],
    'a zone by a parameter with a default': [
      {
        Parameters: { Zone: { Type: 'String', Default: 'eu-west-1a' } },
        Resources: { Web: group({ AvailabilityZones: [ref('Zone')] }) },
      },
      `error Web Properties.AvailabilityZones: ${single} (eu-west-1a)`,
    ],
    'groups of different purpose': [
      groups('Web', 'Worker'),
      [
        `error Web Properties.VPCZoneIdentifier: ${inA}`,
        `error Worker Properties.VPCZoneIdentifier: ${single} (the only subnet is SubnetB)`,
      ],
    ],
    'one zone, by its id': [
      { Resources: { Web: group({ AvailabilityZoneIds: ['euw1-az1'] }) } },
      `error Web Properties.AvailabilityZoneIds: ${single} (euw1-az1)`,
    ],
    'subnets of one zone in one text': [
      app([{ 'Fn::Sub': '${SubnetA},${SubnetB}' }], network(zone(0), zone(0))),
      `error Web Properties.VPCZoneIdentifier: ${single} (SubnetA, SubnetB: zone 0 of Fn::GetAZs)`,
    ],
    'groups named alike in one zone': [
      groups('NodesA', 'NodesB', {}, {}, 'SubnetA'),
      [
        `error NodesA Properties.VPCZoneIdentifier: ${inA}`,
        `error NodesB Properties.VPCZoneIdentifier: ${inA}`,
      ],
    ],
    'a second group in production only': [
      groups('NodesA', 'NodesB', {}, { Condition: 'IsProd' }),
      `info NodesA Properties.VPCZoneIdentifier when IsProd is false (Stage is dev): ${inA}`,
    ],
    'one zone outside production': [
      app({ 'Fn::If': ['IsProd', [ref('SubnetA'), ref('SubnetB')], [ref('SubnetA')]] }),
      `info Web Properties.VPCZoneIdentifier when IsProd is false (Stage is dev): ${inA}`,
    ],
  },
  review: {
    'a list from a parameter, joined to one text': [
      { ...subnetList(), ...app([{ 'Fn::Join': [',', ref('Subnets')] }]) },
      `review Web Properties.VPCZoneIdentifier: what Subnets lists is only known at deployment: ${confirm}`,
    ],
    'a list from a parameter': [
      { ...subnetList(), ...app(ref('Subnets')) },
      `review Web Properties.VPCZoneIdentifier: Subnets has no default, so it is only known at deployment: ${confirm}`,
    ],
    'a list of zones from a parameter': [
      {
        Parameters: { Zones: { Type: 'List<AWS::EC2::AvailabilityZone::Name>' } },
        Resources: { Web: group({ AvailabilityZones: ref('Zones') }) },
      },
      `review Web Properties.AvailabilityZones: Zones has no default, so it is only known at deployment: ${confirm}`,
    ],
    'subnets whose zone AWS picks': [
      app(both, network()),
      `review Web Properties.VPCZoneIdentifier: the zone that AWS picks for SubnetA and the zone that AWS picks for SubnetB may be the same: ${confirm}`,
    ],
  },
  options: {
    'not production': [
      app([ref('SubnetA')]),
      { environment: 'non-production' },
      `info Web Properties.VPCZoneIdentifier: ${inA}`,
    ],
  },
});
