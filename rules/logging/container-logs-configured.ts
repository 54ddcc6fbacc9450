import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

/** Where the containers of each type stand. */
const CONTAINERS: { readonly [type: string]: readonly string[] } = {
  'AWS::ECS::TaskDefinition': ['ContainerDefinitions[]'],
  'AWS::ECS::DaemonTaskDefinition': ['ContainerDefinitions[]'],
  'AWS::Batch::JobDefinition': [
    'ContainerProperties',
    'EcsProperties.TaskProperties[].Containers[]',
    'NodeProperties.NodeRangeProperties[].Container',
    'NodeProperties.NodeRangeProperties[].EcsProperties.TaskProperties[].Containers[]',
  ],
};

export default rule({
  id: 'container-logs-configured',
  title: 'Containers send their logs to a central place',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'LOGS-CENTRAL',
  alsoControls: ['APP-LOGS'],
  resources: Object.keys(CONTAINERS),
  why: 'What a container writes without a log driver is gone with the container, and with it the reason why it stopped.',
  fix: 'Give each container a LogConfiguration with the driver awslogs or awsfirelens; in non-blocking mode with a max-buffer-size that fits what it writes.',
  docs: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ecs-taskdefinition-logconfiguration.html',
    'https://docs.aws.amazon.com/batch/latest/userguide/using_awslogs.html',
  ],

  check: (definition) =>
    (CONTAINERS[definition.type] as readonly string[])
      .flatMap((path) => definition.all(path))
      .map((container) =>
        container
          .property('LogConfiguration')
          .expect((logs) => (logs.isPresent ? configured(logs) : unconfigured(definition, container.value))),
      ),
});

function configured(logs: Value): Outcome | undefined {
  const driver = logs.get('LogDriver');
  if (driver.isOneOf(LOCAL))
    return fail(`the driver ${driver.outline} leaves the logs on the instance`, {
      severity: 'info',
      at: driver,
    });
  const mode = logs.get('Options.mode');
  return driver.is('awslogs') && mode.is('non-blocking') && logs.get('Options.max-buffer-size').isAbsent
    ? fail('in non-blocking mode without a max-buffer-size logs that do not fit into 10 MB are lost', {
        severity: 'info',
        at: mode,
      })
    : undefined;
}

const LOCAL = ['json-file', 'journald'];

/** AWS Batch sends logs to CloudWatch by default. What routes logs, or ends before the others start, has few. */
function unconfigured(definition: Resource, container: Value): Outcome | undefined {
  if (definition.type.startsWith('AWS::Batch::')) return undefined;
  const name = container.get('Name').outline;
  if (container.get('FirelensConfiguration').isPresent)
    return fail(`the log router ${name} has no LogConfiguration for its own logs`, { severity: 'info' });
  return isInit(definition, name)
    ? fail(`${name}, which others wait for to end, has no LogConfiguration`, { severity: 'info' })
    : fail(`${name} has no LogConfiguration, so that its logs are lost with it`);
}

/** Whether another container starts after the end of this one. */
const isInit = (definition: Resource, name: string): boolean =>
  definition
    .get('ContainerDefinitions')
    .items(MAX_CONTAINERS)
    .flatMap((other) => other.get('DependsOn').items(MAX_CONTAINERS))
    .some(
      (dependency) =>
        dependency.get('ContainerName').outline === name &&
        dependency.get('Condition').isOneOf(['COMPLETE', 'SUCCESS']),
    );

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const MAX_CONTAINERS = 10;
