import rule from '../../../rules/resilience/ecs-services-multi-az';
import { testRule } from '../../rule-tester';
import { both, network, ref, subnetList, zone } from './zone-fixtures';

const service = (Properties: object, more: object = {}) => ({
  Type: 'AWS::ECS::Service',
  Properties: { TaskDefinition: ref('Task'), ...Properties },
  ...more,
});
const within = (Subnets: unknown) => ({ NetworkConfiguration: { AwsvpcConfiguration: { Subnets } } });
const app = (Subnets: unknown, more: object = {}) => ({
  Resources: { Orders: service(within(Subnets)), ...more },
});
const at = 'Properties.NetworkConfiguration.AwsvpcConfiguration.Subnets';
const single = 'the service is in a single Availability Zone';
const confirm = 'confirm that the service is in two or more Availability Zones';
const packed = 'binpack alone may place all tasks in one Availability Zone: spread them first';
const onInstances = (...PlacementStrategies: object[]) => service({ LaunchType: 'EC2', PlacementStrategies });
const overZones = { Type: 'spread', Field: 'attribute:ecs.availability-zone' };
const byMemory = { Type: 'binpack', Field: 'memory' };

testRule(rule, {
  pass: {
    'subnets in two zones': app(both, network(zone(0), zone(1))),
    'subnets by parameters': app([ref('SubnetA'), ref('SubnetB')]),
    'the network of its instances': service({ LaunchType: 'EC2' }),
    'spread over zones, then packed': onInstances(overZones, byMemory),
    'spread over instances': onInstances({ Type: 'spread', Field: 'instanceId' }),
    'a daemon, which follows the instances': service({
      ...within(['subnet-11111111']),
      SchedulingStrategy: 'DAEMON',
    }),
    'packed outside production': onInstances(
      { 'Fn::If': ['IsProd', overZones, ref('AWS::NoValue')] },
      { 'Fn::If': ['IsProd', byMemory, ref('AWS::NoValue')] },
    ),
  },
  fail: {
    'one subnet': [app([ref('SubnetA')]), `error Orders ${at}: ${single} (the only subnet is SubnetA)`],
    'subnets in one zone': [
      app(both, network(zone(1), zone(1))),
      `error Orders ${at}: ${single} (SubnetA, SubnetB: zone 1 of Fn::GetAZs)`,
    ],
    'one zone outside production': [
      app({ 'Fn::If': ['IsProd', [ref('SubnetA'), ref('SubnetB')], [ref('SubnetA')]] }),
      `info Orders ${at} when IsProd is false (Stage is dev): ${single} (the only subnet is SubnetA)`,
    ],
    'a service that is there in production only': [
      { Resources: { Orders: service(within(['subnet-11111111']), { Condition: 'IsProd' }) } },
      `error Orders ${at}: ${single} (the only subnet is subnet-11111111)`,
    ],
    'a task set': [
      {
        Type: 'AWS::ECS::TaskSet',
        Properties: {
          Cluster: 'orders',
          Service: 'orders',
          TaskDefinition: ref('Task'),
          NetworkConfiguration: { AwsVpcConfiguration: { Subnets: ['subnet-11111111'] } },
        },
      },
      `error TaskSet Properties.NetworkConfiguration.AwsVpcConfiguration.Subnets: ${single} (the only subnet is subnet-11111111)`,
    ],
    'only packed': [onInstances(byMemory), `warning Service Properties.PlacementStrategies: ${packed}`],
    'only packed in some environments': [
      onInstances({ 'Fn::If': ['IsProd', overZones, ref('AWS::NoValue')] }, byMemory),
      `info Service Properties.PlacementStrategies when IsProd is false (Stage is dev): ${packed}`,
    ],
  },
  review: {
    'a list from a parameter': [
      { ...subnetList(), ...app(ref('Subnets')) },
      `review Orders ${at}: Subnets has no default, so it is only known at deployment: ${confirm}`,
    ],
    'subnets whose zone AWS picks': [
      app(both, network()),
      `review Orders ${at}: the zone that AWS picks for SubnetA and the zone that AWS picks for SubnetB may be the same: ${confirm}`,
    ],
    'a strategy by a parameter': [
      onInstances({ Type: ref('Strategy'), Field: 'memory' }),
      'review Service Properties.PlacementStrategies: Strategy has no default, so it is only known at deployment',
    ],
  },
});
