import { targetsOf } from '../../lib/aws/scaling/scaling';
import { ECS_SERVICE } from '../../lib/aws/zones/placement';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

export default rule({
  id: 'ecs-services-min-two-tasks',
  title: 'ECS services keep two or more tasks',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'AZ-RESILIENT',
  resources: [ECS_SERVICE],
  why: 'A single task is in a single zone: when it is lost, nothing answers until another one has started.',
  fix: 'Set DesiredCount, and MinCapacity of the scalable target where there is one, to 2 or more. Waive it for a worker that may be away for minutes, with that reason.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ecs-service.html#cfn-ecs-service-desiredcount',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html',
  ],

  check: (service) =>
    service
      .property('DesiredCount')
      .expect((count) => {
        const [target] = targetsOf(service);
        return target ? scaled(service, target, count) : fixed(count);
      })
      .unless(() => service.get('SchedulingStrategy').is('DAEMON')),
});

function fixed(count: Value): Outcome | undefined {
  if (count.isAbsent)
    return fail('the service has a single task: DesiredCount is not set, and the default is 1');
  return count.is(1) ? fail('the service has a single task: DesiredCount is 1') : undefined;
}

/** Scaling in stops at MinCapacity, whatever DesiredCount was at first. */
function scaled(service: Resource, target: Resource, count: Value): Outcome | undefined {
  const capacity = target.get('MinCapacity');
  if (!capacity.isKnown)
    return review(`${capacity.why}: confirm that MinCapacity is 2 or more`, { at: capacity });
  const least = capacity.number ?? 0;
  if (least >= 2 || (least === 0 && isWorker(service))) return undefined;
  const beginsWithMore = count.isPresent && (count.number ?? 0) >= 2;
  return fail(
    `${service.logicalId} may go down to ${least === 1 ? 'one task' : 'no task'}: MinCapacity is ${least}`,
    { at: capacity, ...(beginsWithMore && { severity: 'info' }) },
  );
}

/** It takes no requests, and is started when there is work. */
const isWorker = (service: Resource): boolean => service.get('LoadBalancers').isAbsent;
