import { mustSpan, zonesOfSubnets } from '../../lib/aws/zones/zones';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

const SERVICE = 'AWS::ECS::Service';

/** The two types write the name of the block differently. */
const SUBNETS: { readonly [type: string]: string } = {
  [SERVICE]: 'NetworkConfiguration.AwsvpcConfiguration.Subnets',
  'AWS::ECS::TaskSet': 'NetworkConfiguration.AwsVpcConfiguration.Subnets',
};

export default rule({
  id: 'ecs-services-multi-az',
  title: 'ECS services run their tasks in several Availability Zones',
  severity: 'error',
  severityIn: { 'non-production': 'info' },
  control: 'AZ-RESILIENT',
  alsoControls: ['CONTAINER-PRACTICES'],
  resources: Object.keys(SUBNETS),
  why: 'Tasks can only be started in the zones of the subnets that the service lists, and packed together they may all stand in one: the service is then lost with it.',
  fix: 'List subnets in two or more Availability Zones, and begin PlacementStrategies with spread over attribute:ecs.availability-zone or leave them out.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ecs-service-awsvpcconfiguration.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-strategies.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html',
  ],

  check: (service) => {
    const isDaemon = () => service.get('SchedulingStrategy').is('DAEMON');
    const subnets = service
      .property(SUBNETS[service.type] as string)
      .expect((value) => mustSpan(zonesOfSubnets(value), 'the service'))
      .unless(isDaemon);
    const strategies = service
      .property('PlacementStrategies')
      .expect((value) =>
        isOnlyPacked(value)
          ? fail('binpack alone may place all tasks in one Availability Zone: spread them first', {
              severity: 'warning',
            })
          : undefined,
      )
      .unless(isDaemon);
    return service.type === SERVICE ? [subnets, strategies] : subnets;
  },
});

/** Without strategies ECS spreads the tasks of a service over zones. */
function isOnlyPacked(strategies: Value): boolean {
  const types = strategies.items().map((strategy) => strategy.get('Type'));
  return types.length > 0 && types.every((type) => type.is('binpack'));
}
