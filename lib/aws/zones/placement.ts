import type { Resource } from '../../model/entity';
import type { Value } from '../../model/value';
import { isNamed } from '../named-resources';
import { type Zone, zoneNamed, zoneOfSubnet, zonesNamed, zonesOfSubnets } from './zones';

export const INSTANCE = 'AWS::EC2::Instance';
export const AUTO_SCALING_GROUP = 'AWS::AutoScaling::AutoScalingGroup';
export const ECS_SERVICE = 'AWS::ECS::Service';

/**
 * The zones that an Auto Scaling group launches instances in. Only inside an expectation, as all below.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-autoscaling-autoscalinggroup.html
 */
export function zonesOfGroup(group: Resource): Zone[] {
  const [subnets, ...named] = ZONES_OF_GROUP.map((property) => group.get(property)) as [Value, ...Value[]];
  return subnets.isPresent ? zonesOfSubnets(subnets) : named.flatMap(zonesNamed);
}

/** What says where it may launch them: one of these, of which the first goes before the others. */
export const ZONES_OF_GROUP = ['VPCZoneIdentifier', 'AvailabilityZones', 'AvailabilityZoneIds'];

/** The zone of an instance; undefined where it names none, so that it is in one of the default VPC. */
export function zoneOfInstance(instance: Resource): Zone | undefined {
  const [card] = instance.get('NetworkInterfaces').items();
  const subnet = [instance.get('SubnetId'), card?.get('SubnetId')].find((one) => one && isNamed(one));
  if (subnet) return zoneOfSubnet(subnet);
  const zone = instance.get('AvailabilityZone');
  return isNamed(zone) ? zoneNamed(zone) : undefined;
}

/** The zones of what a target group sends requests to, or of its first so many targets; undefined where the app does not show all of it. */
export function zonesOfTargets(group: Resource, most?: number): Zone[] | undefined {
  const targets = group.get('Targets').items(most).map(zoneOfTarget);
  const groups = membersOf(group, AUTO_SCALING_GROUP, 'TargetGroupARNs').map(zonesOfGroup);
  const services = membersOf(group, ECS_SERVICE, 'LoadBalancers.TargetGroupArn').map((service) =>
    zonesOfSubnets(service.get('NetworkConfiguration.AwsvpcConfiguration.Subnets')),
  );
  const all = [...targets.map((zone) => (zone ? [zone] : [])), ...groups, ...services];
  return all.length === 0 || all.some((zones) => zones.length === 0) ? undefined : all.flat();
}

/** Targets are instances, or addresses whose zone a template does not show. */
function zoneOfTarget(target: Value): Zone | undefined {
  const instance = target.get('Id').reference?.resource;
  return instance?.type === INSTANCE ? zoneOfInstance(instance) : undefined;
}

const membersOf = (group: Resource, type: string, path: string): Resource[] =>
  group.referring(type, path).filter(
    (member) =>
      member.exists &&
      member
        .get(path.split('.')[0] as string)
        .references()
        .some(({ resource }) => resource === group),
  );
