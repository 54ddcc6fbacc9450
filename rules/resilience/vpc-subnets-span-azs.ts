import { addToGroup } from '../../lib/add-to-group';
import { isNamed } from '../../lib/aws/called';
import { handedTo, SUBNET, type Tier, tierOf } from '../../lib/aws/network/subnets';
import { mustSpan, spreadOf, type Zone, zoneOf } from '../../lib/aws/zones/zones';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import { remember } from '../../lib/model/remember';
import { review, rule } from '../../lib/rule';

export default rule({
  id: 'vpc-subnets-span-azs',
  title: 'Each tier of a VPC has subnets in several Availability Zones',
  severity: 'error',
  severityIn: { 'non-production': 'info' },
  control: 'AZ-RESILIENT',
  resources: ['AWS::EC2::VPC'],
  why: 'What runs in a tier can only move to another zone if the tier has a subnet there: with one zone, all of it is lost together.',
  fix: 'Add subnets in a second Availability Zone to each tier, public, private and isolated (CDK: maxAzs of 2 or more).',
  docs: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-subnet.html#cfn-ec2-subnet-availabilityzone',
    'https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_fault_isolation_multiaz_region_system.html',
  ],

  check: (vpc) =>
    subnetsOf(vpc).length === 0 || isNamed(vpc, ONE_PURPOSE)
      ? undefined
      : vpc.attribute('Properties').expect(() => {
          const outcomes = inSeveral(subnetsOf(vpc).filter((subnet) => isIn(vpc, subnet)));
          const stack = outcomes.length > 0 && handedTo(vpc).find(({ exists }) => exists);
          return stack
            ? review(`confirm that the subnets which ${stack.logicalId} adds are in other Availability Zones`)
            : outcomes;
        }),
});

/** VPCs that the traffic of others is led through, with a subnet for that alone. */
const ONE_PURPOSE = ['egress', 'firewall', 'inspection'];

const subnetsOf = remember((vpc: Resource) => vpc.referring(SUBNET, 'VpcId'));

const isIn = (vpc: Resource, subnet: Resource): boolean =>
  subnet.exists && subnet.get('VpcId').reference?.resource === vpc;

function inSeveral(subnets: readonly Resource[]): Outcome[] {
  const whole = mustSpan(subnets.map(zoneOf), 'the VPC');
  if (whole?.verdict === 'fail') return [whole];
  const tiers = new Map<Tier | undefined, Zone[]>();
  for (const subnet of subnets) addToGroup(tiers, tierOf(subnet), zoneOf(subnet));
  const unplaced = tiers.get(undefined) ?? [];
  const what = (tier: Tier) => (tiers.size === 1 ? 'the VPC' : `the ${tier} tier of the VPC`);
  return TIERS.flatMap((tier) => withSeveral(what(tier), tiers.get(tier) ?? [], unplaced) ?? []);
}

const TIERS: readonly Tier[] = ['public', 'private', 'isolated'];

/** `unplaced` are the zones of subnets whose tier the app does not show: it may be this one. */
function withSeveral(what: string, zones: Zone[], unplaced: readonly Zone[]): Outcome | undefined {
  const mayHaveMore = unplaced.length > 0 && spreadOf([...zones, ...unplaced]).most > 1;
  return mayHaveMore ? undefined : mustSpan(zones, what);
}
