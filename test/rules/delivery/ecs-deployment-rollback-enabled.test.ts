import rule from '../../../rules/delivery/ecs-deployment-rollback-enabled';
import { testRule } from '../../rule-tester';

type Fields = { [key: string]: unknown };
const service = (configuration?: unknown, more: Fields = {}) => ({
  Cluster: 'shop',
  TaskDefinition: 'web:7',
  ...(configuration !== undefined && { DeploymentConfiguration: configuration }),
  ...more,
});
const breaker = (enable: unknown, rollback: unknown) => ({
  DeploymentCircuitBreaker: { Enable: enable, Rollback: rollback },
});
const alarms = (rollback: boolean, names: readonly string[] = ['too-many-errors']) => ({
  Alarms: { AlarmNames: names, Enable: true, Rollback: rollback },
});
const shifting = (strategy: string, more: Fields = {}) => ({ Strategy: strategy, ...more });
const hook = {
  HookTargetArn: 'arn:aws:lambda:eu-west-1:111122223333:function:smoke-test',
  RoleArn: 'arn:aws:iam::111122223333:role/hook',
  LifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
};

const BREAKER = 'Properties.DeploymentConfiguration.DeploymentCircuitBreaker';
const NEITHER = 'neither circuit breaker nor alarms roll a failed deployment back';

testRule(rule, {
  pass: {
    'the circuit breaker rolls back': service(breaker(true, true)),
    'alarms roll back': service(alarms(true)),
    'alarms roll back, the breaker only stops': service({ ...breaker(true, false), ...alarms(true) }),
    'CodeDeploy deploys it': service(undefined, { DeploymentController: { Type: 'CODE_DEPLOY' } }),
    'something else deploys it': service(undefined, { DeploymentController: { Type: 'EXTERNAL' } }),
    'blue/green with alarms': service(shifting('BLUE_GREEN', alarms(true))),
    'a hook tests the new version of a canary': service(shifting('CANARY', { LifecycleHooks: [hook] })),
    'both branches roll back': service({ 'Fn::If': ['IsProd', breaker(true, true), alarms(true)] }),
  },
  fail: {
    'nothing is said': [service(), `warning Service ${BREAKER}: ${NEITHER}`],
    'nothing is said to the default controller': [
      service({ MaximumPercent: 200 }, { DeploymentController: { Type: 'ECS' } }),
      `warning Service ${BREAKER}: ${NEITHER}`,
    ],
    'the breaker only stops': [
      service(breaker(true, false)),
      `warning Service ${BREAKER}.Rollback: the circuit breaker stops a failed deployment but does not roll it back`,
    ],
    'the breaker is off': [service(breaker(false, true)), `warning Service ${BREAKER}: ${NEITHER}`],
    'alarms only end it': [
      service(alarms(false)),
      'warning Service Properties.DeploymentConfiguration.Alarms.Rollback: the alarms end a failed deployment but do not roll it back',
    ],
    'no alarm is named': [
      service({ Alarms: { AlarmNames: [], Enable: true, Rollback: true } }),
      'warning Service Properties.DeploymentConfiguration.Alarms.AlarmNames: no alarm is named that would roll a failed deployment back',
    ],
    'blue/green without alarms': [
      service(shifting('BLUE_GREEN')),
      'info Service Properties.DeploymentConfiguration.Alarms: no alarm or lifecycle hook ends a BLUE_GREEN deployment that does harm',
    ],
    'only in production': [
      service({ 'Fn::If': ['IsProd', breaker(true, true), { Ref: 'AWS::NoValue' }] }),
      `info Service ${BREAKER} when IsProd is false (Stage is dev): ${NEITHER}`,
    ],
    'off by a default': [
      {
        Parameters: { Rollback: { Type: 'String', Default: 'false' } },
        Resources: {
          Service: {
            Type: 'AWS::ECS::Service',
            Properties: service(breaker(true, { Ref: 'Rollback' })),
          },
        },
      },
      `warning Service ${BREAKER}.Rollback when Rollback is false: the circuit breaker stops a failed deployment but does not roll it back`,
    ],
  },
  review: {
    'by a parameter': [
      service(breaker(true, { Ref: 'Rollback' })),
      `review Service ${BREAKER}.Rollback: Rollback has no default, so it is only known at deployment`,
    ],
    'a controller by a parameter': [
      service(undefined, { DeploymentController: { Type: { Ref: 'Controller' } } }),
      `review Service ${BREAKER}: Controller has no default, so it is only known at deployment`,
    ],
  },
});
