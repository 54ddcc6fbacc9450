import rule from '../../../rules/resilience/ecs-services-min-two-tasks';
import { testRule } from '../../rule-tester';
import { ref } from './zone-fixtures';

const service = (Properties: object) => ({
  Type: 'AWS::ECS::Service',
  Properties: { Cluster: ref('Cluster'), TaskDefinition: ref('Task'), ...Properties },
});
const target = (MinCapacity: unknown, ResourceId: unknown, more: object = {}) => ({
  Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
  Properties: {
    ServiceNamespace: 'ecs',
    ScalableDimension: 'ecs:service:DesiredCount',
    MinCapacity,
    MaxCapacity: 10,
    ResourceId,
  },
  ...more,
});
const byReference = { 'Fn::Sub': 'service/${Cluster}/${Orders.Name}' };
const scaled = (count: object, least: unknown, more: object = {}, id: unknown = byReference) => ({
  Resources: { Orders: service(count), Scaling: target(least, id, more) },
});
const behind = {
  LoadBalancers: [{ TargetGroupArn: ref('TargetGroup'), ContainerName: 'web', ContainerPort: 80 }],
};
const single = 'the service has a single task: DesiredCount is 1';
const floor = 'Orders may go down to one task: MinCapacity is 1';

testRule(rule, {
  pass: {
    'two tasks': service({ DesiredCount: 2 }),
    'scaled between two and ten': scaled({ DesiredCount: 1 }, 2),
    'scaled by name': scaled(
      { ServiceName: 'orders' },
      2,
      {},
      { 'Fn::Join': ['/', ['service', ref('Cluster'), 'orders']] },
    ),
    'a daemon': service({ SchedulingStrategy: 'DAEMON' }),
    'a worker that may go down to nothing': scaled({ DesiredCount: 1 }, 0),
    'started by somebody else': service({ DesiredCount: 0 }),
    'two by default': {
      Parameters: { Tasks: { Type: 'Number', Default: 2 } },
      Resources: { Orders: service({ DesiredCount: ref('Tasks') }) },
    },
  },
  fail: {
    'one task': [service({ DesiredCount: 1 }), `warning Service Properties.DesiredCount: ${single}`],
    'no number of tasks': [
      service({}),
      'warning Service Properties.DesiredCount: the service has a single task: DesiredCount is not set, and the default is 1',
    ],
    'scaled down to one': [
      scaled({ DesiredCount: 1 }, 1),
      `warning Scaling Properties.MinCapacity: ${floor}`,
    ],
    'two tasks, scaled down to one': [
      scaled({ DesiredCount: 2 }, 1),
      `info Scaling Properties.MinCapacity: ${floor}`,
    ],
    'scaled down to nothing behind a load balancer': [
      scaled({ DesiredCount: 1, ...behind }, 0),
      'warning Scaling Properties.MinCapacity: Orders may go down to no task: MinCapacity is 0',
    ],
    'another service is scaled': [
      {
        Resources: {
          Orders: service({ DesiredCount: 1 }),
          Other: service({ DesiredCount: 2 }),
          Scaling: target(2, { 'Fn::Sub': 'service/${Cluster}/${Other.Name}' }),
        },
      },
      `warning Orders Properties.DesiredCount: ${single}`,
    ],
    'scaled in production only': [
      scaled({ DesiredCount: 1 }, 2, { Condition: 'IsProd' }),
      `info Orders Properties.DesiredCount when IsProd is false (Stage is dev): ${single}`,
    ],
    'one task outside production': [
      service({ DesiredCount: { 'Fn::If': ['IsProd', 2, 1] } }),
      `info Service Properties.DesiredCount when IsProd is false (Stage is dev): ${single}`,
    ],
    'no number outside production': [
      service({ DesiredCount: { 'Fn::If': ['IsProd', 2, ref('AWS::NoValue')] } }),
      'info Service Properties.DesiredCount when IsProd is false (Stage is dev): the service has a single task: DesiredCount is not set, and the default is 1',
    ],
    'one by default': [
      {
        Parameters: { Tasks: { Type: 'Number', Default: 1 } },
        Resources: { Orders: service({ DesiredCount: ref('Tasks') }) },
      },
      `warning Orders Properties.DesiredCount when Tasks is 1: ${single}`,
    ],
  },
  review: {
    'a parameter': [
      service({ DesiredCount: ref('Tasks') }),
      'review Service Properties.DesiredCount: Tasks has no default, so it is only known at deployment',
    ],
    'the least capacity by a parameter': [
      scaled({ DesiredCount: 1 }, ref('Least')),
      'review Scaling Properties.MinCapacity: Least has no default, so it is only known at deployment: confirm that MinCapacity is 2 or more',
    ],
  },
  options: {
    'not production': [
      service({ DesiredCount: 1 }),
      { environment: 'non-production' },
      `info Service Properties.DesiredCount: ${single}`,
    ],
  },
});
