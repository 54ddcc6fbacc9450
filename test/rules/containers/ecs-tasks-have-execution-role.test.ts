import rule from '../../../rules/containers/ecs-tasks-have-execution-role';
import { testRule } from '../../rule-tester';

const ecr = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop:1.4';
const container = (properties: object = {}) => ({
  Name: 'web',
  Image: 'nginx:1.27',
  Memory: 512,
  ...properties,
});
const onInstances = (properties: object = {}) => ({ ContainerDefinitions: [container(properties)] });
const fargate = (properties: object = {}, more: object = {}) => ({
  RequiresCompatibilities: ['FARGATE'],
  NetworkMode: 'awsvpc',
  Cpu: '256',
  Memory: '512',
  ContainerDefinitions: [container(properties)],
  ...more,
});
const role = { ExecutionRoleArn: 'arn:aws:iam::111122223333:role/pull' };
const logs = {
  LogConfiguration: {
    LogDriver: 'awslogs',
    Options: { 'awslogs-group': 'shop', 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'web' },
  },
};
const secrets = {
  Secrets: [{ Name: 'DB_PASSWORD', ValueFrom: 'arn:aws:ssm:eu-west-1:111122223333:parameter/db' }],
};
const place = 'TaskDefinition Properties.ExecutionRoleArn';
const toPull = `there is no role to pull ${ecr} with`;

testRule(rule, {
  pass: {
    'a role to pull with': fargate({ Image: ecr }, role),
    'a public image': fargate({ Image: 'public.ecr.aws/nginx/nginx:1.27' }),
    'a public image on instances, which write its logs': onInstances(logs),
    'a role in each branch': fargate(
      { Image: ecr },
      {
        ExecutionRoleArn: {
          'Fn::If': ['IsProd', role.ExecutionRoleArn, 'arn:aws:iam::111122223333:role/test'],
        },
      },
    ),
    'a role that a parameter names': fargate({ Image: ecr }, { ExecutionRoleArn: { Ref: 'Role' } }),
    'on instances, an image that a parameter names': onInstances({ Image: { Ref: 'Image' } }),
  },
  fail: {
    'Fargate pulls from Amazon ECR': [fargate({ Image: ecr }), `warning ${place}: ${toPull}`],
    'the registry is put together': [
      fargate({
        Image: { 'Fn::Sub': '${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/shop:${Tag}' },
      }),
      `warning ${place}: there is no role to pull \${AWS::AccountId}.dkr.ecr.\${AWS::Region}.amazonaws.com/shop:\${Tag} with`,
    ],
    'a repository of the template': [
      {
        Resources: {
          Images: { Type: 'AWS::ECR::Repository' },
          TaskDefinition: {
            Type: 'AWS::ECS::TaskDefinition',
            Properties: fargate({ Image: { 'Fn::Sub': '${Images.RepositoryUri}:1.4' } }),
          },
        },
      },
      `warning ${place}: there is no role to pull \${Images.RepositoryUri}:1.4 with`,
    ],
    'Fargate writes to CloudWatch Logs': [
      fargate(logs),
      `warning ${place}: there is no role to write to CloudWatch Logs with`,
    ],
    'a secret, on instances as well': [
      onInstances(secrets),
      `warning ${place}: there is no role to read the secret DB_PASSWORD with`,
    ],
    'the credentials of another registry': [
      onInstances({
        RepositoryCredentials: {
          CredentialsParameter: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:registry-AbCdEf',
        },
      }),
      `warning ${place}: there is no role to read the credentials of the registry with`,
    ],
    'instances pull with their own role': [
      onInstances({ Image: ecr }),
      `info ${place}: ${ecr} is pulled with the role of the instance`,
    ],
    'a service runs it on Fargate, by a capacity provider': [
      {
        Resources: {
          TaskDefinition: {
            Type: 'AWS::ECS::TaskDefinition',
            Properties: { ...fargate({ Image: ecr }), RequiresCompatibilities: { Ref: 'AWS::NoValue' } },
          },
          Service: {
            Type: 'AWS::ECS::Service',
            Properties: {
              CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE_SPOT', Weight: 1 }],
              TaskDefinition: { Ref: 'TaskDefinition' },
              NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-0a1b2c3d'] } },
            },
          },
        },
      },
      `warning ${place}: ${toPull}`,
    ],
    'a service runs it on Fargate': [
      {
        Resources: {
          TaskDefinition: {
            Type: 'AWS::ECS::TaskDefinition',
            Properties: { ...fargate({ Image: ecr }), RequiresCompatibilities: { Ref: 'AWS::NoValue' } },
          },
          Service: {
            Type: 'AWS::ECS::Service',
            Properties: {
              LaunchType: 'FARGATE',
              TaskDefinition: { Ref: 'TaskDefinition' },
              NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-0a1b2c3d'] } },
            },
          },
        },
      },
      `warning ${place}: ${toPull}`,
    ],
    'no role outside production': [
      fargate(
        { Image: ecr },
        { ExecutionRoleArn: { 'Fn::If': ['IsProd', role.ExecutionRoleArn, { Ref: 'AWS::NoValue' }] } },
      ),
      `info ${place} when IsProd is false (Stage is dev): ${toPull}`,
    ],
    'on Fargate in production only': [
      fargate({ Image: ecr }, { RequiresCompatibilities: [{ 'Fn::If': ['IsProd', 'FARGATE', 'EC2'] }] }),
      `warning ${place} when IsProd is true (Stage is prod): ${toPull}`,
    ],
  },
  review: {
    'on Fargate, an image that a parameter names': [
      fargate({ Image: { Ref: 'Image' } }),
      `review ${place}: Image has no default, so it is only known at deployment`,
    ],
  },
});
