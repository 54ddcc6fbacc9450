import type { Resource } from '../../lib/model/entity';
import type { Property } from '../../lib/model/property';
import { type Expectations, fail, rule } from '../../lib/rule';

export default rule({
  id: 'ecs-containers-unprivileged',
  title: 'Containers have no more rights on their host than they need',
  severity: 'warning',
  control: 'CONTAINER-PRACTICES',
  resources: ['AWS::ECS::TaskDefinition'],
  why: 'A container with the rights of the host is no border: whoever gets into it has the host, and with it every other task there and their credentials.',
  fix: 'Drop Privileged, PidMode host and the mounts of host directories, and give a User other than root; waive the rule for agents that watch the host.',
  docs: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/ecs-task-definition-user-for-host-mode-check.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html',
  ],

  check: (task) => [
    task.all('ContainerDefinitions[]').map((container) => ofContainer(task, container)),
    task
      .property('PidMode')
      .mustNotBe('host', 'PidMode host lets the containers see and stop every process of the host'),
    task
      .all('Volumes[].Host.SourcePath')
      .map((path) =>
        path.expect((value) =>
          value.isPresent && value.matches(OF_THE_HOST)
            ? fail(`the directory ${value.outline} of the host hands it over to the container`)
            : undefined,
        ),
      ),
  ],
});

const ofContainer = (task: Resource, container: Property): Expectations => [
  container.property('Privileged').mustNotBe(true, 'Privileged gives the container all rights of the host'),
  container
    .property('User')
    .expect((user) => {
      if (user.isAbsent)
        return fail(`no User is set, so it runs as root unless its image says otherwise, ${SHARED}`);
      return user.matches(ROOT) ? fail(`it runs as ${user.outline}, ${SHARED}`) : undefined;
    })
    .when(() => task.get('NetworkMode').is('host'))
    .unless(() => container.value.get('Privileged').is(true)),
];

const SHARED = 'in the network of the host';

/** `root`, `0` and either with a group. */
const ROOT = /^(root|0+)(:|$)/;

/** The whole of the host, its settings and devices, and what holds the socket of its container runtime. */
const OF_THE_HOST =
  /^(\/|\/(boot|dev|etc|proc|root|run|sys|usr|var|var\/run|var\/lib|var\/lib\/docker)\/?|\/.*\/(docker|containerd)\.sock|[a-z]:\\?|\\\\\.\\pipe\\docker_engine)$/i;
