import rule from '../../../rules/delivery/codedeploy-scaling-paused-during-deployment';
import { testRule } from '../../rule-tester';
import { blueGreen, ecs, type Fields, group, groupOf, tagged } from './deployment-group-fixtures';

const onFleet = { ...group, AutoScalingGroups: ['shop-web'] };
const paused = (...processes: unknown[]) => ({
  Ec2DeploymentOptions: { AutoScalingGroupProcessesToSuspend: processes },
});
const role = (properties: Fields) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'codedeploy.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    },
    ...properties,
  },
});
const permission = (...actions: unknown[]) => ({
  PolicyName: 'scaling',
  PolicyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  },
});
const pausedBy = (properties: Fields) => ({
  Resources: {
    Service: role(properties),
    Group: groupOf({
      ...onFleet,
      ...paused('Terminate'),
      ServiceRoleArn: { 'Fn::GetAtt': ['Service', 'Arn'] },
    }),
  },
});
const besides = (resource: Fields) => ({ Resources: { Helper: resource, Group: groupOf(onFleet) } });
const lambda = (code: string) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { ZipFile: code },
    Handler: 'index.handler',
    Runtime: 'python3.13',
    Role: 'arn:aws:iam::111122223333:role/pause',
  },
});

const PATH = 'Properties.Ec2DeploymentOptions.AutoScalingGroupProcessesToSuspend';
const RUNNING = 'no Auto Scaling process is suspended during a deployment';

testRule(rule, {
  pass: {
    'CodeDeploy suspends processes': { ...onFleet, ...paused('Terminate', 'AZRebalance') },
    'instances by a tag': { ...group, ...tagged('shop-web') },
    'an empty list of Auto Scaling groups': { ...group, ...tagged('shop-web'), AutoScalingGroups: [] },
    'blue/green, where it cannot be used': { ...onFleet, ...blueGreen },
    ECS: { ...group, ...ecs },
    'AWS gives its role the permissions': pausedBy({
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSCodeDeployRole'],
    }),
    'its role has the permissions': pausedBy({ Policies: [permission('autoscaling:*')] }),
    'a function suspends them': besides(
      lambda('boto3.client("autoscaling").suspend_processes(AutoScalingGroupName=group)'),
    ),
    'new instances are brought up to date': {
      ...onFleet,
      ...paused('Terminate'),
      OutdatedInstancesStrategy: 'UPDATE',
    },
    'both branches suspend': {
      ...onFleet,
      Ec2DeploymentOptions: {
        AutoScalingGroupProcessesToSuspend: {
          'Fn::If': ['IsProd', ['Terminate', 'AZRebalance'], ['Terminate']],
        },
      },
    },
  },
  fail: {
    'none is suspended': [onFleet, `warning DeploymentGroup ${PATH}: ${RUNNING}`],
    'none is suspended in place': [
      { ...onFleet, DeploymentStyle: { DeploymentType: 'IN_PLACE' } },
      `warning DeploymentGroup ${PATH}: ${RUNNING}`,
    ],
    'the list is empty': [{ ...onFleet, ...paused() }, `warning DeploymentGroup ${PATH}: ${RUNNING}`],
    'a termination hook does not pause scaling': [
      { ...onFleet, TerminationHookEnabled: true },
      `warning DeploymentGroup ${PATH}: ${RUNNING}`,
    ],
    'new instances keep the old version': [
      { ...onFleet, ...paused('Terminate'), OutdatedInstancesStrategy: 'IGNORE' },
      'error DeploymentGroup Properties.OutdatedInstancesStrategy: instances launched during a deployment keep the old version: IGNORE',
    ],
    'its role may not resume them': [
      pausedBy({ Policies: [permission('autoscaling:Describe*', 'autoscaling:SuspendProcesses')] }),
      'warning Group Properties.ServiceRoleArn: the service role Service may not call autoscaling:ResumeProcesses',
    ],
    'only in production': [
      {
        ...onFleet,
        Ec2DeploymentOptions: {
          'Fn::If': ['IsProd', paused('Terminate').Ec2DeploymentOptions, { Ref: 'AWS::NoValue' }],
        },
      },
      `info DeploymentGroup ${PATH} when IsProd is false (Stage is dev): ${RUNNING}`,
    ],
    'its own role may suspend, and nothing does': [
      {
        Resources: {
          Service: role({ Policies: [permission('autoscaling:SuspendProcesses')] }),
          Group: groupOf({ ...onFleet, ServiceRoleArn: { 'Fn::GetAtt': ['Service', 'Arn'] } }),
        },
      },
      `warning Group ${PATH}: ${RUNNING}`,
    ],
  },
  review: {
    'a role may suspend them, for a hook in the source': [
      besides(role({ Policies: [permission('autoscaling:SuspendProcesses')] })),
      `review Group ${PATH}: no Auto Scaling process is suspended during a deployment, unless a script does it with Helper`,
    ],
    'Auto Scaling groups by a parameter': [
      { ...group, AutoScalingGroups: { 'Fn::Split': [',', { Ref: 'Fleets' }] } },
      'review DeploymentGroup Properties.AutoScalingGroups: Fleets has no default, so it is only known at deployment',
    ],
  },
});
