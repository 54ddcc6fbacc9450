import { BASTION_WORDS, isNamed } from '../../lib/aws/called';
import { takesRequests } from '../../lib/aws/network/load-balancers';
import { AUTO_SCALING_GROUP, zonesOfGroup } from '../../lib/aws/zones/placement';
import { siblingsOf } from '../../lib/aws/zones/sibling-groups';
import { spreadOf } from '../../lib/aws/zones/zones';
import type { Resource } from '../../lib/model/entity';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'auto-scaling-groups-min-two',
  title: 'Auto Scaling groups keep two or more instances',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'AZ-RESILIENT',
  resources: [AUTO_SCALING_GROUP],
  why: 'A group that may go down to one instance has nothing left when the zone of that instance is lost, until another one has started.',
  fix: 'Set MinSize to 2 or more. Waive it for what heals itself and may be away for minutes, with that reason.',
  docs: [
    'https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html',
    'https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html',
  ],

  check: (group) =>
    group
      .property('MinSize')
      .expect((least) => {
        const { number } = least;
        return number !== undefined && number < 2 && !(number === 1 && isOfOneZoneEach(group))
          ? fail(
              `the group may go down to ${number === 1 ? 'one instance' : 'no instance'}: MinSize is ${number}`,
            )
          : undefined;
      })
      .unless(() => isWorker(group) || isNamed(group, BASTION_WORDS)),
});

/** One of several groups that keep an instance each, in other zones. */
function isOfOneZoneEach(group: Resource): boolean {
  const zones = zonesOfGroup(group);
  if (spreadOf(zones).most !== 1) return false;
  const others = siblingsOf(group).filter((one) => !one.get('MinSize').is(0));
  return spreadOf([...zones, ...others.flatMap(zonesOfGroup)]).least > 1;
}

/** It takes no requests and may go down to nothing: it is started when there is work. */
const isWorker = (group: Resource): boolean => group.get('MinSize').is(0) && !takesRequests(group);
