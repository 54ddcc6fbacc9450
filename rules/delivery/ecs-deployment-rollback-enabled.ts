import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'ecs-deployment-rollback-enabled',
  title: 'Amazon ECS rolls a failed deployment back by itself',
  severity: 'warning',
  control: 'ROLLBACK',
  resources: ['AWS::ECS::Service'],
  why: 'Without it ECS starts tasks that crash over and over, and the service stays half replaced until somebody looks.',
  fix: 'Set DeploymentConfiguration.DeploymentCircuitBreaker to Enable true and Rollback true (CDK: circuitBreaker: { rollback: true }), or name alarms in DeploymentConfiguration.Alarms with Rollback true.',
  docs: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-failure-detection.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ecs-service-deploymentconfiguration.html',
  ],

  check: (service) =>
    service
      .property('DeploymentConfiguration')
      .expect((configuration) =>
        breakerRollsBack(configuration) || alarmsRollBack(configuration)
          ? undefined
          : notRolledBack(configuration),
      )
      // What CodeDeploy or another controller deploys, these settings say nothing about.
      .unless(() => service.get('DeploymentController.Type').isOneOf(['CODE_DEPLOY', 'EXTERNAL'])),
});

const breakerRollsBack = (configuration: Value): boolean =>
  configuration.get('DeploymentCircuitBreaker.Enable').is(true) &&
  configuration.get('DeploymentCircuitBreaker.Rollback').is(true);

const alarmsRollBack = (configuration: Value): boolean =>
  configuration.get('Alarms.Enable').is(true) &&
  configuration.get('Alarms.Rollback').is(true) &&
  configuration.get('Alarms.AlarmNames').items().length > 0;

/** Strategies that keep the old tasks until the new ones have taken the traffic. */
const SHIFTS_TRAFFIC = ['BLUE_GREEN', 'LINEAR', 'CANARY'];

function notRolledBack(configuration: Value): Outcome | undefined {
  const strategy = configuration.get('Strategy');
  if (strategy.isOneOf(SHIFTS_TRAFFIC))
    return configuration.get('LifecycleHooks').items().length > 0
      ? undefined
      : fail(`no alarm or lifecycle hook ends a ${strategy.outline} deployment that does harm`, {
          severity: 'info',
          at: configuration.get('Alarms'),
        });
  const breaker = configuration.get('DeploymentCircuitBreaker');
  if (breaker.get('Enable').is(true))
    return fail('the circuit breaker stops a failed deployment but does not roll it back', {
      at: breaker.get('Rollback'),
    });
  const alarms = configuration.get('Alarms');
  if (alarms.get('Enable').is(true) && alarms.get('Rollback').is(true))
    return fail('no alarm is named that would roll a failed deployment back', {
      at: alarms.get('AlarmNames'),
    });
  if (alarms.get('Enable').is(true))
    return fail('the alarms end a failed deployment but do not roll it back', { at: alarms.get('Rollback') });
  return fail('neither circuit breaker nor alarms roll a failed deployment back', { at: breaker });
}
