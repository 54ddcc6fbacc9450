import rule from '../../../rules/scaling/ecs-services-auto-scale';
import { testRule } from '../../rule-tester';

const service = (properties: object = {}, more: object = {}) => ({
  Type: 'AWS::ECS::Service',
  Properties: { Cluster: { Ref: 'Cluster' }, TaskDefinition: 'shop', DesiredCount: 2, ...properties },
  ...more,
});
const target = (resourceId: unknown, properties: object = {}, more: object = {}) => ({
  Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
  Properties: {
    ServiceNamespace: 'ecs',
    ScalableDimension: 'ecs:service:DesiredCount',
    ResourceId: resourceId,
    MinCapacity: 2,
    MaxCapacity: 8,
    ...properties,
  },
  ...more,
});
const policy = (properties: object = { ScalingTargetId: { Ref: 'Target' } }, more: object = {}) => ({
  Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
  Properties: { PolicyName: 'load', PolicyType: 'TargetTrackingScaling', ...properties },
  ...more,
});
const byReference = { 'Fn::Sub': 'service/${Cluster}/${Service.Name}' };
const app = (resources: object) => ({ Resources: { Service: service(), ...resources } });
const schedule = { ScheduledActions: [{ ScheduledActionName: 'day', Schedule: 'cron(0 6 * * ? *)' }] };

const NONE = 'the number of tasks is fixed: no scalable target refers to the service';

testRule(rule, {
  pass: {
    'a target and a policy': app({ Target: target(byReference), Policy: policy() }),
    'as CDK writes it': app({
      Target: target({
        'Fn::Join': ['', ['service/', { Ref: 'Cluster' }, '/', { 'Fn::GetAtt': ['Service', 'Name'] }]],
      }),
      Policy: policy(),
    }),
    'the name is cut out of the ARN': app({
      Target: target({
        'Fn::Join': [
          '/',
          ['service', { Ref: 'Cluster' }, { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'Service' }] }] }],
        ],
      }),
      Policy: policy(),
    }),
    'with the names as variables': app({
      Target: target({
        'Fn::Sub': [
          'service/${C}/${S}',
          { C: { 'Fn::ImportValue': 'cluster' }, S: { 'Fn::GetAtt': ['Service', 'Name'] } },
        ],
      }),
      Policy: policy(),
    }),
    'by the name that the service is given': {
      Resources: {
        Service: service({ ServiceName: 'shop' }),
        Target: target({ 'Fn::Sub': 'service/${Cluster}/shop' }),
        Policy: policy(),
      },
    },
    'by a name with a parameter in it': {
      Resources: {
        Service: service({ ServiceName: { 'Fn::Sub': '${Team}-shop' } }),
        Target: target({
          'Fn::Join': ['/', ['service', { 'Fn::ImportValue': 'cluster' }, { 'Fn::Sub': '${Team}-shop' }]],
        }),
        Policy: policy(),
      },
    },
    'the policy names the service itself': app({
      Target: target(byReference),
      Policy: policy({
        ResourceId: byReference,
        ScalableDimension: 'ecs:service:DesiredCount',
        ServiceNamespace: 'ecs',
      }),
    }),
    'by a schedule': app({ Target: target(byReference, schedule) }),
    'by a schedule that makes room': app({
      Target: target(byReference, {
        MaxCapacity: 2,
        ScheduledActions: [{ ...schedule.ScheduledActions[0], ScalableTargetAction: { MaxCapacity: 8 } }],
      }),
    }),
    'by the name of the service, in a cluster that is told in two ways': {
      Resources: {
        Service: service({ ServiceName: 'shop', Cluster: { Ref: 'Own' } }),
        Own: { Type: 'AWS::ECS::Cluster', Properties: { ClusterName: 'shops' } },
        Target: target('service/shops/shop'),
        Policy: policy(),
      },
    },
    'by the name of the service, in the default cluster': {
      Resources: {
        Service: { Type: 'AWS::ECS::Service', Properties: { TaskDefinition: 'shop', ServiceName: 'shop' } },
        Target: target('service/default/shop'),
        Policy: policy(),
      },
    },
    'on every instance': { Resources: { Service: service({ SchedulingStrategy: 'DAEMON' }) } },
    'a worker that must be alone': {
      Resources: {
        Service: service({
          DesiredCount: 1,
          DeploymentConfiguration: { MaximumPercent: 100, MinimumHealthyPercent: 0 },
        }),
      },
    },
    'all of it in production only': {
      Resources: {
        Service: service({}, { Condition: 'IsProd' }),
        Target: target(byReference, {}, { Condition: 'IsProd' }),
        Policy: policy(undefined, { Condition: 'IsProd' }),
      },
    },
    'sizes by parameters with room between them': {
      Parameters: { Most: { Type: 'Number', Default: 6 } },
      Resources: {
        Service: service(),
        Target: target(byReference, { MaxCapacity: { Ref: 'Most' } }),
        Policy: policy(),
      },
    },
  },
  fail: {
    'no target': [service(), `warning Service Type: ${NONE}`],
    'the target is of another service': [
      {
        Resources: {
          Service: service(),
          Jobs: service({ ServiceName: 'jobs' }),
          Target: target({ 'Fn::Sub': 'service/${Cluster}/jobs' }),
          Policy: policy(),
        },
      },
      `warning Service Type: ${NONE}`,
    ],
    'the target is of a service of that name in another cluster': [
      {
        Resources: {
          Own: { Type: 'AWS::ECS::Cluster' },
          Other: { Type: 'AWS::ECS::Cluster' },
          Service: service({ ServiceName: 'shop', Cluster: { Ref: 'Own' } }),
          Target: target({ 'Fn::Sub': 'service/${Other}/shop' }),
          Policy: policy(),
        },
      },
      `warning Service Type: ${NONE}`,
    ],
    'a service of that name in another cluster, by the names of both': [
      {
        Resources: {
          Service: service({
            ServiceName: 'shop',
            Cluster: 'arn:aws:ecs:eu-west-1:111122223333:cluster/live',
          }),
          Target: target('service/trial/shop'),
          Policy: policy(),
        },
      },
      `warning Service Type: ${NONE}`,
    ],
    'a target without policy': [
      app({ Target: target(byReference) }),
      'warning Service Type: no scaling policy or schedule moves its scalable target Target',
    ],
    'the policy is of another target': [
      app({ Target: target(byReference), Policy: policy({ ScalingTargetId: { Ref: 'OtherTarget' } }) }),
      'warning Service Type: no scaling policy or schedule moves its scalable target Target',
    ],
    'a policy of another target is called after the service': [
      app({
        Target: target(byReference),
        Policy: policy({
          PolicyName: { 'Fn::Sub': '${Service.Name}-load' },
          ScalingTargetId: { Ref: 'OtherTarget' },
        }),
      }),
      'warning Service Type: no scaling policy or schedule moves its scalable target Target',
    ],
    'no room to scale': [
      app({ Target: target(byReference, { MaxCapacity: 2 }), Policy: policy() }),
      'warning Service Type: it cannot scale: MinCapacity and MaxCapacity of Target are both 2',
    ],
    'one parameter for both sizes': [
      app({
        Target: target(byReference, { MinCapacity: { Ref: 'Size' }, MaxCapacity: { Ref: 'Size' } }),
        Policy: policy(),
      }),
      'warning Service Type: it cannot scale: MinCapacity and MaxCapacity of Target are both ${Size}',
    ],
    'a target in production only': [
      app({
        Target: target(byReference, {}, { Condition: 'IsProd' }),
        Policy: policy(undefined, { Condition: 'IsProd' }),
      }),
      `info Service Type when IsProd is false (Stage is dev): ${NONE}`,
    ],
    'a policy in production only': [
      app({ Target: target(byReference), Policy: policy(undefined, { Condition: 'IsProd' }) }),
      'info Service Type when IsProd is false (Stage is dev): no scaling policy or schedule moves its scalable target Target',
    ],
    'one task, of which a deployment runs two': [
      { Resources: { Service: service({ DesiredCount: 1 }) } },
      `warning Service Type: ${NONE}`,
    ],
    'the target takes one of two services': [
      {
        Resources: {
          Service: service(),
          Jobs: service(),
          Target: target({
            'Fn::If': [
              'IsProd',
              { 'Fn::Sub': 'service/${Cluster}/${Service.Name}' },
              { 'Fn::Sub': 'service/${Cluster}/${Jobs.Name}' },
            ],
          }),
          Policy: policy(),
        },
      },
      [
        `info Service Type when IsProd is false (Stage is dev): ${NONE}`,
        `warning Jobs Type when IsProd is true (Stage is prod): ${NONE}`,
      ],
    ],
  },
  review: {
    'the sizes are set by parameters': [
      app({ Target: target(byReference, { MaxCapacity: { Ref: 'Most' } }), Policy: policy() }),
      'review Service Type: Most has no default, so it is only known at deployment',
    ],
    'its name is exported': [
      {
        Resources: { Service: service() },
        Outputs: { Name: { Value: { 'Fn::GetAtt': ['Service', 'Name'] }, Export: { Name: 'shop-service' } } },
      },
      'review Service Type: confirm that a scalable target and a policy are added to the service by way of the export Name',
    ],
    'a nested stack gets the service': [
      app({
        Scaling: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: {
            TemplateURL: 'https://templates.s3.amazonaws.com/scaling.yaml',
            Parameters: { Service: { 'Fn::GetAtt': ['Service', 'Name'] } },
          },
        },
      }),
      'review Service Type: confirm that a scalable target and a policy are added to the service by way of the nested stack Scaling',
    ],
  },
  options: {
    'outside production': [service(), { environment: 'non-production' }, `info Service Type: ${NONE}`],
  },
});
