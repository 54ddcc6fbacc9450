import rule from '../../../rules/containers/ecs-containers-unprivileged';
import { testRule } from '../../rule-tester';

const container = (properties: object = {}) => ({
  Name: 'web',
  Image: 'nginx:1.27',
  Memory: 256,
  ...properties,
});
const task = (properties: object = {}, ...containers: unknown[]) => ({
  ...properties,
  ContainerDefinitions: containers.length > 0 ? containers : [container()],
});
const onHost = (...containers: unknown[]) => task({ NetworkMode: 'host' }, ...containers);
const mounting = (SourcePath: unknown) => task({ Volumes: [{ Name: 'data', Host: { SourcePath } }] });

const first = 'Properties.ContainerDefinitions[0]';
const privileged = 'Privileged gives the container all rights of the host';
const unnamed =
  'no User is set, so it runs as root unless its image says otherwise, in the network of the host';
const processes = 'PidMode host lets the containers see and stop every process of the host';
const path = 'Properties.Volumes[0].Host.SourcePath';
const handedOver = (directory: string) =>
  `the directory ${directory} of the host hands it over to the container`;

const HOST_PATHS = [
  ...['/boot', '/dev', '/etc', '/proc', '/root', '/run', '/sys', '/usr', '/var', '/var/run', '/var/lib'],
  ...['/var/lib/docker/', '/run/containerd/containerd.sock', 'C:\\', '\\\\.\\pipe\\docker_engine'],
];

testRule(rule, {
  pass: {
    'a directory whose path only ends like one of the host': mounting('/srv/etc'),
    'nothing of the host': task(),
    'Privileged is off': task({}, container({ Privileged: false })),
    'no User, but a network of its own': task({ NetworkMode: 'awsvpc' }),
    'a user of its own in the network of the host': onHost(container({ User: '1000:1000' })),
    'processes shared within the task': task({ PidMode: 'task' }),
    'a directory made for the data': mounting('/mnt/efs/uploads'),
    'one file of the settings': mounting('/etc/nginx/nginx.conf'),
    'a volume that Docker makes': task({ Volumes: [{ Name: 'data', Host: {} }] }),
    'a container that is not there': task({}, container(), {
      'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, { Ref: 'AWS::NoValue' }],
    }),
  },
  fail: {
    'every other directory that hands the host over': [
      task({ Volumes: HOST_PATHS.map((SourcePath, index) => ({ Name: `v${index}`, Host: { SourcePath } })) }),
      HOST_PATHS.map(
        (one, index) =>
          `warning TaskDefinition Properties.Volumes[${index}].Host.SourcePath: ${handedOver(one)}`,
      ),
    ],
    'a privileged container': [
      task({}, container(), container({ Name: 'agent', Privileged: true })),
      `warning TaskDefinition Properties.ContainerDefinitions[1].Privileged: ${privileged}`,
    ],
    'root in the network of the host': [
      onHost(container({ User: 'root' })),
      `warning TaskDefinition ${first}.User: it runs as root, in the network of the host`,
    ],
    'root by its number, with a group': [
      onHost(container({ User: '0:0' })),
      `warning TaskDefinition ${first}.User: it runs as 0:0, in the network of the host`,
    ],
    'no User in the network of the host': [onHost(), `warning TaskDefinition ${first}.User: ${unnamed}`],
    'what is privileged is said once': [
      onHost(container({ Privileged: true })),
      `warning TaskDefinition ${first}.Privileged: ${privileged}`,
    ],
    'the processes of the host': [
      task({ PidMode: 'host' }),
      `warning TaskDefinition Properties.PidMode: ${processes}`,
    ],
    'the socket of Docker': [
      mounting('/var/run/docker.sock'),
      `warning TaskDefinition ${path}: ${handedOver('/var/run/docker.sock')}`,
    ],
    'the whole of the host': [mounting('/'), `warning TaskDefinition ${path}: ${handedOver('/')}`],
    'the directory that the socket is in': [
      mounting('/var/run/'),
      `warning TaskDefinition ${path}: ${handedOver('/var/run/')}`,
    ],
    'privileged outside production': [
      task({}, container({ Privileged: { 'Fn::If': ['IsProd', false, true] } })),
      `info TaskDefinition ${first}.Privileged when IsProd is false (Stage is dev): ${privileged}`,
    ],
    'a privileged container in production only': [
      task({}, container(), {
        'Fn::If': ['IsProd', container({ Name: 'agent', Privileged: true }), { Ref: 'AWS::NoValue' }],
      }),
      `warning TaskDefinition Properties.ContainerDefinitions[1].Privileged: ${privileged}`,
    ],
    'the network of the host outside production': [
      task({ NetworkMode: { 'Fn::If': ['IsProd', 'awsvpc', 'host'] } }),
      `info TaskDefinition ${first}.User when IsProd is false (Stage is dev): ${unnamed}`,
    ],
  },
  review: {
    'a parameter decides': [
      task({}, container({ Privileged: { Ref: 'Privileged' } })),
      `review TaskDefinition ${first}.Privileged: Privileged has no default, so it is only known at deployment`,
    ],
    'a directory that a parameter names': [
      mounting({ Ref: 'Directory' }),
      `review TaskDefinition ${path}: Directory has no default, so it is only known at deployment`,
    ],
  },
});
