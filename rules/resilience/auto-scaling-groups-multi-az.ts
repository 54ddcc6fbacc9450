import { AUTO_SCALING_GROUP, ZONES_OF_GROUP, zonesOfGroup } from '../../lib/aws/zones/placement';
import { siblingsOf } from '../../lib/aws/zones/sibling-groups';
import { mustSpanWith } from '../../lib/aws/zones/zones';
import type { Resource } from '../../lib/model/entity';
import { rule } from '../../lib/rule';

export default rule({
  id: 'auto-scaling-groups-multi-az',
  title: 'Auto Scaling groups launch instances in several Availability Zones',
  severity: 'error',
  severityIn: { 'non-production': 'info' },
  control: 'AZ-RESILIENT',
  resources: [AUTO_SCALING_GROUP],
  why: 'A group replaces what is lost with a zone only if it may launch instances in another one.',
  fix: 'List subnets in two or more Availability Zones in VPCZoneIdentifier, or have a group for each zone.',
  docs: [
    'https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-autoscaling-autoscalinggroup.html',
  ],

  // VPCZoneIdentifier goes before the others.
  check: (group) =>
    ZONES_OF_GROUP.map((property, index) =>
      group
        .property(property)
        .expect(() => inSeveral(group))
        .when(() => group.get(property).isPresent)
        .unless(() => ZONES_OF_GROUP.slice(0, index).some((before) => group.get(before).isPresent)),
    ),
});

/** A group for each zone is as good as one for all, and lets volumes stay with their instances. */
const inSeveral = (group: Resource) =>
  mustSpanWith(() => siblingsOf(group).flatMap(zonesOfGroup), zonesOfGroup(group), 'the group');
