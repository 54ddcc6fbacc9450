import type { Resource } from '../../lib/model/entity';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'ecs-tasks-have-execution-role',
  title: 'Tasks pull their images and read their secrets with a role of their own',
  severity: 'warning',
  control: 'ECR-ROLES',
  resources: ['AWS::ECS::TaskDefinition'],
  why: 'On Fargate a task without an execution role cannot start; on instances it pulls with the role of the instance, which every task there shares.',
  fix: 'Set ExecutionRoleArn to a role with AmazonECSTaskExecutionRolePolicy, or narrower, and access to the secrets that the task names.',
  docs: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-iam-roles.html',
  ],

  check: (task) =>
    task.property('ExecutionRoleArn').expect((role) => {
      if (role.isPresent) return undefined;
      const containers = task.get('ContainerDefinitions').items();
      const secret = containers.flatMap(secretsOf)[0];
      if (secret) return fail(`there is no role to read ${secret} with`);
      const needsRole = hasNoInstanceRole(task);
      const image = containers.map((container) => container.get('Image')).find(isOfRegistry);
      if (image)
        return needsRole
          ? fail(`there is no role to pull ${image.outline} with`)
          : fail(`${image.outline} is pulled with the role of the instance`, { severity: 'info' });
      if (!needsRole) return undefined;
      if (containers.some((container) => container.get('LogConfiguration.LogDriver').is('awslogs')))
        return fail('there is no role to write to CloudWatch Logs with');
      const unknown = containers.map((container) => container.get('Image')).find(mayBeOfRegistry);
      return unknown && fail(`there is no role to pull ${unknown.outline} with`);
    }),
});

const secretsOf = (container: Value): string[] => {
  const credentials = container.get('RepositoryCredentials.CredentialsParameter');
  const secrets = [
    ...container.get('Secrets').items(),
    ...container.get('LogConfiguration.SecretOptions').items(),
  ];
  return [
    ...(credentials.isPresent ? ['the credentials of the registry'] : []),
    ...secrets.slice(0, 1).map((secret) => `the secret ${secret.get('Name').outline}`),
  ];
};

/** Repositories of Amazon ECR: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop`, or one of the app. */
const isOfRegistry = (image: Value): boolean =>
  REGISTRY.test(image.outline) || image.references().some(({ resource }) => resource.type === REPOSITORY);
const REGISTRY = /\.dkr[.-]ecr/;
const REPOSITORY = 'AWS::ECR::Repository';

/** What a parameter names may be of Amazon ECR. */
const mayBeOfRegistry = (image: Value): boolean =>
  image.parts[0]?.kind === 'unknown' && image.matches(REGISTRY);

const NO_INSTANCES = ['FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'];
const FARGATE = ['FARGATE', 'FARGATE_SPOT'];

/** It runs where the agent has no instance's role: said by itself, or by a service. */
const hasNoInstanceRole = (task: Resource): boolean =>
  task
    .get('RequiresCompatibilities')
    .items()
    .some((launch) => launch.isOneOf(NO_INSTANCES)) ||
  task
    .referring('AWS::ECS::Service', 'TaskDefinition')
    .some((service) => service.exists && runsWithoutInstances(service));

const runsWithoutInstances = (service: Resource): boolean =>
  service.get('LaunchType').isOneOf(NO_INSTANCES) ||
  service
    .get('CapacityProviderStrategy')
    .items()
    .some((item) => item.get('CapacityProvider').isOneOf(FARGATE));
