import rule from '../../../rules/resilience/load-balancers-multi-az';
import { testRule } from '../../rule-tester';
import { both, network, ref, subnetList, zone } from './zone-fixtures';

const balancer = (Properties: object) => ({ Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties });
const classic = (Properties: object) => ({
  Type: 'AWS::ElasticLoadBalancing::LoadBalancer',
  Properties: {
    Listeners: [{ InstancePort: '80', LoadBalancerPort: '80', Protocol: 'HTTP' }],
    ...Properties,
  },
});
const app = (Balancer: object, more: object = {}) => ({ Resources: { Balancer, ...more } });
const single = 'the load balancer is in a single Availability Zone';
const confirm = 'confirm that the load balancer is in two or more Availability Zones';

const instance = (name: string) => ({
  Type: 'AWS::EC2::Instance',
  Properties: { ImageId: 'ami-0123456789abcdef0', SubnetId: ref(name) },
});
const attributes = (Value: string) => [{ Key: 'load_balancing.cross_zone.enabled', Value }];
/** A Network Load Balancer in two zones, and instances behind it. */
const balanced = ({ Balancer = {}, Targets = {}, second = 'SubnetA' }) =>
  app(balancer({ Type: 'network', Subnets: both, ...Balancer }), {
    ...network(zone(0), zone(1)),
    Listener: {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: {
        LoadBalancerArn: ref('Balancer'),
        Port: 443,
        Protocol: 'TCP',
        DefaultActions: [{ Type: 'forward', TargetGroupArn: ref('Web') }],
      },
    },
    Web: {
      Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
      Properties: {
        Port: 443,
        Protocol: 'TCP',
        VpcId: ref('Vpc'),
        Targets: [{ Id: ref('One') }, { Id: ref('Two') }],
        ...Targets,
      },
    },
    One: instance('SubnetA'),
    Two: instance(second),
  });
const unreached =
  'the targets of Web are all in one Availability Zone (zone 0 of Fn::GetAZs), and without cross-zone load balancing the other zones have none';

testRule(rule, {
  pass: {
    'subnets in two zones': app(balancer({ Subnets: both }), network(zone(0), zone(1))),
    'addresses in two zones': app(
      balancer({ Type: 'network', SubnetMappings: both.map((SubnetId) => ({ SubnetId })) }),
      network('eu-west-1a', 'eu-west-1b'),
    ),
    'two subnets, of which AWS lets no two be in one zone': app(
      balancer({ Type: 'network', Subnets: both }),
      network(),
    ),
    'a classic one in every zone': classic({ AvailabilityZones: { 'Fn::GetAZs': '' } }),
    'a classic one in subnets by parameters': classic({ Subnets: [ref('SubnetA'), ref('SubnetB')] }),
    'targets in one zone, balanced across zones': balanced({
      Balancer: { LoadBalancerAttributes: attributes('true') },
    }),
    'targets in one zone, balanced across zones by their group': balanced({
      Targets: { TargetGroupAttributes: attributes('true') },
    }),
    'targets in two zones': balanced({ second: 'SubnetB' }),
    'targets that are addresses': balanced({ Targets: { TargetType: 'ip', Targets: [{ Id: '10.0.0.7' }] } }),
  },
  fail: {
    'a network load balancer in one subnet': [
      app(balancer({ Type: 'network', Subnets: [ref('SubnetA')] })),
      `error Balancer Properties.Subnets: ${single} (the only subnet is SubnetA)`,
    ],
    'a gateway load balancer in one zone': [
      app(balancer({ Type: 'gateway', Subnets: both }), network(zone(0), zone(0))),
      `error Balancer Properties.Subnets: ${single} (SubnetA, SubnetB: zone 0 of Fn::GetAZs)`,
    ],
    'one address': [
      app(
        balancer({
          Type: 'network',
          SubnetMappings: [{ SubnetId: ref('SubnetA'), AllocationId: ref('Address') }],
        }),
      ),
      `error Balancer Properties.SubnetMappings: ${single} (the only subnet is SubnetA)`,
    ],
    'a classic one in one zone': [
      classic({ AvailabilityZones: ['eu-west-1a'] }),
      `error LoadBalancer Properties.AvailabilityZones: ${single} (eu-west-1a)`,
    ],
    'a classic one in one subnet': [
      classic({ Subnets: ['subnet-11111111'] }),
      `error LoadBalancer Properties.Subnets: ${single} (the only subnet is subnet-11111111)`,
    ],
    'one zone outside production': [
      app(
        balancer({
          Type: 'network',
          Subnets: [ref('SubnetA'), { 'Fn::If': ['IsProd', ref('SubnetB'), ref('AWS::NoValue')] }],
        }),
      ),
      `info Balancer Properties.Subnets when IsProd is false (Stage is dev): ${single} (the only subnet is SubnetA)`,
    ],
    'one zone in a load balancer of production only': [
      app({ ...balancer({ Type: 'network', Subnets: ['subnet-11111111'] }), Condition: 'IsProd' }),
      `error Balancer Properties.Subnets: ${single} (the only subnet is subnet-11111111)`,
    ],
    'targets in one zone': [balanced({}), `warning Balancer Properties.LoadBalancerAttributes: ${unreached}`],
    'targets in one zone, with balancing across zones turned off for them': [
      balanced({
        Balancer: { LoadBalancerAttributes: attributes('true') },
        Targets: { TargetGroupAttributes: attributes('false') },
      }),
      `warning Balancer Properties.LoadBalancerAttributes: ${unreached}`,
    ],
  },
  review: {
    'a list from a parameter': [
      { ...subnetList(), ...app(balancer({ Subnets: ref('Subnets') })) },
      `review Balancer Properties.Subnets: Subnets has no default, so it is only known at deployment: ${confirm}, as AWS itself asks of an Application Load Balancer that is not in a Local Zone or on an Outpost`,
    ],
    'a subnet that a parameter names, empty by default': [
      {
        Parameters: {
          First: { Type: 'String', Default: 'subnet-11111111' },
          Second: { Type: 'String', Default: '' },
        },
        ...app(balancer({ Type: 'network', Subnets: [ref('First'), ref('Second')] })),
      },
      `review Balancer Properties.Subnets: an element is empty by default: ${confirm}`,
    ],
    'the output of another stack, split, for a network load balancer': [
      app(
        balancer({
          Type: 'network',
          Subnets: { 'Fn::Split': [',', { 'Fn::GetAtt': ['Network', 'Outputs.Public'] }] },
        }),
        {
          Network: {
            Type: 'AWS::CloudFormation::Stack',
            Properties: { TemplateURL: 'https://example.com/network.yaml' },
          },
        },
      ),
      `review Balancer Properties.Subnets: what Network.Outputs.Public lists is only known at deployment: ${confirm}`,
    ],
    'targets in one zone, balanced as a parameter says': [
      balanced({
        Balancer: {
          LoadBalancerAttributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: ref('CrossZone') }],
        },
      }),
      'review Balancer Properties.LoadBalancerAttributes: CrossZone has no default, so it is only known at deployment',
    ],
  },
});
