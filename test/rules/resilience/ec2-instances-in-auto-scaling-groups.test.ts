import rule from '../../../rules/resilience/ec2-instances-in-auto-scaling-groups';
import { testRule } from '../../rule-tester';
import { network, ref, zone } from './zone-fixtures';

const instance = (Properties: object = {}, more: object = {}) => ({
  Type: 'AWS::EC2::Instance',
  Properties: { ImageId: 'ami-0123456789abcdef0', SubnetId: ref('SubnetA'), ...Properties },
  ...more,
});
const within = (SubnetId: unknown, more: object = {}) => instance({ SubnetId }, more);
const named = (name: string) => instance({ Tags: [{ Key: 'Name', Value: name }] });
const targets = (...names: string[]) => ({
  Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  Properties: {
    Port: 80,
    Protocol: 'HTTP',
    VpcId: ref('Vpc'),
    Targets: names.map((name) => ({ Id: ref(name) })),
  },
});
const cluster = (...zones: unknown[]) => ({
  Resources: Object.fromEntries(
    zones.map((AvailabilityZone, index) => [
      `Broker${index + 1}`,
      instance({ SubnetId: ref('AWS::NoValue'), AvailabilityZone }),
    ]),
  ),
});
const alone =
  'the instance is a single point of failure: no Auto Scaling group replaces it or adds another one';
const others =
  'nothing replaces the instance when it fails or adds another one, though those in other zones carry on';

testRule(rule, {
  pass: {
    'a bastion by its id': { Resources: { BastionHost: instance() } },
    'a NAT instance by its tag': named('orders-nat'),
    'an instance that hands on traffic': instance({ SourceDestCheck: false }),
    'three brokers in three zones': cluster(zone(0), zone(1), zone(2)),
    'three brokers in subnets by parameters': {
      Resources: { BrokerA: instance(), BrokerB: within(ref('SubnetB')), BrokerC: within(ref('SubnetC')) },
    },
    'three brokers, numbered within their names': {
      Resources: Object.fromEntries(
        [1, 2, 3].map((number) => [`Broker${number}Host`, within(ref(`Subnet${number}`))]),
      ),
    },
    'a group instead': {
      Type: 'AWS::AutoScaling::AutoScalingGroup',
      Properties: {
        MinSize: '2',
        MaxSize: '4',
        LaunchTemplate: { LaunchTemplateId: 'lt-0123456789abcdef0', Version: '1' },
        VPCZoneIdentifier: [ref('SubnetA'), ref('SubnetB')],
      },
    },
    'an instance that is never there': {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { Web: instance({}, { Condition: 'Never' }) },
    },
  },
  fail: {
    'an instance': [instance(), `warning Instance Type: ${alone}`],
    'an instance in no subnet that is named': [
      instance({ SubnetId: ref('AWS::NoValue') }),
      `warning Instance Type: ${alone}`,
    ],
    'an instance in production only': [
      { Resources: { Web: instance({}, { Condition: 'IsProd' }) } },
      `warning Web Type: ${alone}`,
    ],
    'an instance outside production only': [
      {
        Conditions: { IsDev: { 'Fn::Equals': [ref('Stage'), 'dev'] } },
        Resources: { Web: instance({}, { Condition: 'IsDev' }) },
      },
      `info Web Type when IsDev is true (Stage is dev): ${alone}`,
    ],
    'three brokers in one zone': [
      cluster('eu-west-1a', 'eu-west-1a', 'eu-west-1a'),
      ['Broker1', 'Broker2', 'Broker3'].map((name) => `warning ${name} Type: ${alone}`),
    ],
    'two of one role in two zones': [
      {
        Resources: {
          ...network(zone(0), zone(1)),
          Controller1: instance(),
          Controller2: within(ref('SubnetB')),
        },
      },
      ['Controller1', 'Controller2'].map((name) => `info ${name} Type: ${others}`),
    ],
    'two of one role by their network interfaces': [
      {
        Resources: Object.fromEntries(
          ['SubnetA', 'SubnetB'].map((SubnetId, index) => [
            `Controller${index + 1}`,
            {
              Type: 'AWS::EC2::Instance',
              Properties: {
                ImageId: 'ami-0123456789abcdef0',
                NetworkInterfaces: [{ DeviceIndex: '0', SubnetId: ref(SubnetId) }],
              },
            },
          ]),
        ),
      },
      ['Controller1', 'Controller2'].map((name) => `info ${name} Type: ${others}`),
    ],
    'one of two in production only': [
      {
        Resources: {
          ...network(zone(0), zone(1)),
          Controller1: instance(),
          Controller2: within(ref('SubnetB'), { Condition: 'IsProd' }),
        },
      },
      [
        `info Controller1 Type when IsProd is false (Stage is dev): ${alone}`,
        `info Controller1 Type when IsProd is true (Stage is prod): ${others}`,
        `info Controller2 Type: ${others}`,
      ],
    ],
    'behind a load balancer with one in another zone': [
      {
        Resources: {
          ...network(zone(0), zone(1)),
          Web: instance(),
          Shop: within(ref('SubnetB')),
          Targets: targets('Web', 'Shop'),
        },
      },
      [`info Web Type: ${others}`, `info Shop Type: ${others}`],
    ],
    'behind a classic load balancer with one in another zone': [
      {
        Resources: {
          Web: instance(),
          Shop: within(ref('SubnetB')),
          Balancer: {
            Type: 'AWS::ElasticLoadBalancing::LoadBalancer',
            Properties: {
              Listeners: [{ InstancePort: '80', LoadBalancerPort: '80', Protocol: 'HTTP' }],
              Instances: [ref('Web'), ref('Shop')],
            },
          },
        },
      },
      [`info Web Type: ${others}`, `info Shop Type: ${others}`],
    ],
    'behind a load balancer alone': [
      { Resources: { Web: instance(), Targets: targets('Web') } },
      `warning Web Type: ${alone}`,
    ],
  },
  review: {
    'three brokers of which two may be in one zone': [
      cluster('eu-west-1a', zone(0), zone(1)),
      ['Broker1', 'Broker2', 'Broker3'].map(
        (name) =>
          `review ${name} Type: eu-west-1a, zone 0 of Fn::GetAZs and zone 1 of Fn::GetAZs may be the same: confirm that the cluster of ${name} is in 3 or more Availability Zones`,
      ),
    ],
  },
  options: {
    'not production': [instance(), { environment: 'non-production' }, `info Instance Type: ${alone}`],
  },
});
