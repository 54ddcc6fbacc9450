import rule from '../../../rules/logging/container-logs-configured';
import { testRule } from '../../rule-tester';

const awslogs = {
  LogDriver: 'awslogs',
  Options: { 'awslogs-group': '/ecs/shop', 'awslogs-region': 'eu-central-1', 'awslogs-stream-prefix': 'web' },
};
const web = { Name: 'web', Image: 'nginx:1.29' };
const task = (...containers: unknown[]) => ({ Family: 'shop', ContainerDefinitions: containers });
const withOptions = (options: object) => ({ ...awslogs, Options: { ...awslogs.Options, ...options } });
const job = (properties: object) => ({
  Type: 'AWS::Batch::JobDefinition',
  Properties: { Type: 'container', ...properties },
});
const migrate = { Name: 'migrate', Image: 'shop-migrations:7', Essential: false };
const afterMigrate = (Condition: string) => ({
  ...web,
  LogConfiguration: awslogs,
  DependsOn: [{ ContainerName: 'migrate', Condition }],
});

const lost = 'web has no LogConfiguration, so that its logs are lost with it';
const at = 'TaskDefinition Properties.ContainerDefinitions[0]';

testRule(rule, {
  pass: {
    'to CloudWatch': task({ ...web, LogConfiguration: awslogs }),
    'to a log router that logs itself': task(
      { ...web, LogConfiguration: { LogDriver: 'awsfirelens' } },
      {
        Name: 'router',
        Image: 'fluent-bit:2',
        FirelensConfiguration: { Type: 'fluentbit' },
        LogConfiguration: awslogs,
      },
    ),
    'to Splunk or CloudWatch': task({
      ...web,
      LogConfiguration: { 'Fn::If': ['IsProd', { LogDriver: 'splunk' }, awslogs] },
    }),
    'waits for its logs to be taken': task({
      ...web,
      LogConfiguration: withOptions({ mode: 'blocking' }),
    }),
    'without blocking, in a buffer of the size it needs': task({
      ...web,
      LogConfiguration: withOptions({ mode: 'non-blocking', 'max-buffer-size': '25m' }),
    }),
    'AWS Batch logs by itself': job({ ContainerProperties: { Image: 'report:3' } }),
    'a job on several nodes': job({
      Type: 'multinode',
      NodeProperties: {
        MainNode: 0,
        NumNodes: 2,
        NodeRangeProperties: [
          { TargetNodes: '0:', Container: { Image: 'report:3', LogConfiguration: awslogs } },
        ],
      },
    }),
    'a container that is not there without its logs': {
      Type: 'AWS::ECS::TaskDefinition',
      Condition: 'IsProd',
      Properties: task({
        ...web,
        LogConfiguration: { 'Fn::If': ['IsProd', awslogs, { Ref: 'AWS::NoValue' }] },
      }),
    },
  },
  fail: {
    'nothing is said about logs': [task(web), `warning ${at}.LogConfiguration: ${lost}`],
    'one of two containers': [
      task({ ...web, LogConfiguration: awslogs }, { Name: 'proxy', Image: 'envoy:1' }),
      'warning TaskDefinition Properties.ContainerDefinitions[1].LogConfiguration: proxy has no LogConfiguration, so that its logs are lost with it',
    ],
    'the configuration is AWS::NoValue': [
      task({ ...web, LogConfiguration: { Ref: 'AWS::NoValue' } }),
      `warning ${at}.LogConfiguration: ${lost}`,
    ],
    'in production only': [
      task({ ...web, LogConfiguration: { 'Fn::If': ['IsProd', awslogs, { Ref: 'AWS::NoValue' }] } }),
      `info ${at}.LogConfiguration when IsProd is false (Stage is dev): ${lost}`,
    ],
    'a container that production has besides': [
      task(
        { ...web, LogConfiguration: awslogs },
        { 'Fn::If': ['IsProd', { Name: 'agent', Image: 'agent:2' }, { Ref: 'AWS::NoValue' }] },
      ),
      'warning TaskDefinition Properties.ContainerDefinitions[1].LogConfiguration: agent has no LogConfiguration, so that its logs are lost with it',
    ],
    'the log router': [
      task({ Name: 'router', Image: 'fluent-bit:2', FirelensConfiguration: { Type: 'fluentbit' } }),
      `info ${at}.LogConfiguration: the log router router has no LogConfiguration for its own logs`,
    ],
    'an init container': [
      task(migrate, afterMigrate('SUCCESS')),
      `info ${at}.LogConfiguration: migrate, which others wait for to end, has no LogConfiguration`,
    ],
    'a container that others only start after': [
      task(migrate, afterMigrate('START')),
      `warning ${at}.LogConfiguration: migrate has no LogConfiguration, so that its logs are lost with it`,
    ],
    'a file on the instance': [
      task({ ...web, LogConfiguration: { LogDriver: 'json-file' } }),
      `info ${at}.LogConfiguration.LogDriver: the driver json-file leaves the logs on the instance`,
    ],
    'without blocking, in a buffer of any size': [
      task({ ...web, LogConfiguration: withOptions({ mode: 'non-blocking' }) }),
      `info ${at}.LogConfiguration.Options.mode: in non-blocking mode without a max-buffer-size logs that do not fit into 10 MB are lost`,
    ],
    'a job that logs to its instance': [
      job({ ContainerProperties: { Image: 'report:3', LogConfiguration: { LogDriver: 'journald' } } }),
      'info JobDefinition Properties.ContainerProperties.LogConfiguration.LogDriver: the driver journald leaves the logs on the instance',
    ],
  },
  review: {
    'a container that a macro makes': [
      task({ 'Fn::Transform': { Name: 'Containers', Parameters: {} } }),
      `review ${at}.LogConfiguration: Fn::Transform is only known at deployment`,
    ],
    'a driver by a parameter': [
      task({ ...web, LogConfiguration: { ...awslogs, LogDriver: { Ref: 'Driver' } } }),
      `review ${at}.LogConfiguration.LogDriver: Driver has no default, so it is only known at deployment`,
    ],
  },
  options: {
    'outside production': [
      task(web),
      { environment: 'non-production' },
      `info ${at}.LogConfiguration: ${lost}`,
    ],
  },
});
