import { opening } from '../../lib/aws/elsewhere';
import { capacityOf, isDriven, targetsOf } from '../../lib/aws/scaling/scaling';
import type { Resource } from '../../lib/model/entity';
import { fail, review, rule } from '../../lib/rule';

export default rule({
  id: 'ecs-services-auto-scale',
  title: 'ECS services scale with their load',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'SCALING',
  resources: ['AWS::ECS::Service'],
  why: 'A service with a fixed number of tasks turns requests away when load rises, and pays for idle tasks when it falls.',
  fix: 'Register the service as an AWS::ApplicationAutoScaling::ScalableTarget with MaxCapacity above MinCapacity, and add a target-tracking policy to it.',
  docs: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-applicationautoscaling-scalabletarget.html',
  ],

  check: (service) =>
    service
      .attribute('Type')
      .expect(() => {
        const targets = targetsOf(service);
        const driven = targets.filter((target) => isDriven(target, service));
        const [fixed, ...others] = driven.map((target) => capacityOf(target).fixed);
        if (driven.length > 0 && (fixed === undefined || others.length > 0)) return undefined;
        if (fixed !== undefined)
          return fail(
            `it cannot scale: MinCapacity and MaxCapacity of ${driven[0]?.logicalId} are both ${fixed}`,
          );
        if (targets[0])
          return fail(`no scaling policy or schedule moves its scalable target ${targets[0].logicalId}`);
        const elsewhere = opening(service);
        return elsewhere
          ? review(
              `confirm that a scalable target and a policy are added to the service by way of ${elsewhere}`,
            )
          : fail('the number of tasks is fixed: no scalable target refers to the service');
      })
      .unless(() => isOnEveryInstance(service) || isSingle(service)),
});

const isOnEveryInstance = (service: Resource): boolean => service.get('SchedulingStrategy').is('DAEMON');

/** One task, of which a deployment never runs two: a worker that must be alone. */
const isSingle = (service: Resource): boolean =>
  service.get('DeploymentConfiguration.MaximumPercent').is(100) &&
  service.app.scenario.byDefault(() => {
    const count = service.get('DesiredCount');
    return count.isAbsent || count.is(1);
  });
