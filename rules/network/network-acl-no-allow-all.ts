import { isAnywhere, mayBeAnywhere } from '../../lib/aws/network/ip-ranges';
import {
  type PortRange,
  portsInWords,
  sensitiveServices,
  type Traffic,
  trafficOf,
} from '../../lib/aws/network/security-groups';
import type { Resource } from '../../lib/model/entity';
import type { OutcomeOptions } from '../../lib/model/expectation';
import { remember } from '../../lib/model/remember';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

const ENTRY = 'AWS::EC2::NetworkAclEntry';

export default rule({
  id: 'network-acl-no-allow-all',
  title: 'Network ACLs allow what the subnets need, and not everything',
  severity: 'warning',
  control: 'NACL',
  resources: [ENTRY],
  why: 'A network ACL that allows everything is no second line of defence: one wide security group, and the subnet is open.',
  fix: 'Allow the ports that the subnets serve, and 1024-65535 for the answers to what they ask; leave out the rest.',
  docs: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/nacl-ephemeral-ports.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-networkaclentry.html',
  ],

  check: (entry) =>
    ['CidrBlock', 'Ipv6CidrBlock'].map((name) =>
      entry
        .property(name)
        .expect((range) => {
          const exposure = mayBeAnywhere(range) ? exposureOf(entry, range) : undefined;
          if (!exposure || !isAnywhere(range.text?.trim() ?? '')) return undefined;
          return fail(`${exposure.what} ${range.outline}`, exposure);
        })
        .when(() => entry.get('RuleAction').is('allow')),
    ),
});

/** What an entry allows, as the words of a message before for whom. */
interface Exposure extends OutcomeOptions {
  what: string;
}

function exposureOf(entry: Resource, range: Value): Exposure | undefined {
  const isOut = entry.get('Egress').is(true);
  const traffic = trafficIn(entry);
  if (traffic && isEverything(entry)) {
    if (denials(entry, range).some(isEverything)) return undefined;
    return isOut
      ? { what: 'all traffic is allowed to', severity: 'info' }
      : { what: 'all traffic is allowed from' };
  }
  const ports = portsIn(traffic);
  if (!ports || isOut || isForAnswers(ports)) return undefined;
  const denied = new Set(denials(entry, range).flatMap((denial) => servicesAt(portsIn(trafficIn(denial)))));
  const services = servicesAt(ports).filter((service) => !denied.has(service));
  return services.length > 0 ? { what: `${portsInWords(ports, services)} open to` } : undefined;
}

const isEverything = (entry: Resource): boolean => entry.get('Protocol').is(-1);

const trafficIn = (entry: Resource): Traffic | undefined =>
  trafficOf(entry.get('Protocol'), entry.get('PortRange.From'), entry.get('PortRange.To'));

const portsIn = (traffic: Traffic | undefined): PortRange | undefined =>
  traffic?.kind === 'all'
    ? { kind: 'ports', from: 0, to: 65535 }
    : traffic?.kind === 'ports'
      ? traffic
      : undefined;

const servicesAt = (ports: PortRange | undefined): string[] => (ports ? sensitiveServices(ports) : []);

/** ACLs keep no state: what the subnets ask for comes back to a port that the asking system chose from such a range. */
const isForAnswers = ({ from, to }: PortRange): boolean =>
  from >= 1024 && ENDS_OF_EPHEMERAL_PORTS.includes(to);

const ENDS_OF_EPHEMERAL_PORTS = [5000, 60999, 61000, 65535];

/** The entries that come before this one and deny the same range, the same way. */
function denials(entry: Resource, range: Value): Resource[] {
  const acl = entry.get('NetworkAclId').reference?.resource;
  const name = range.path.slice('Properties.'.length);
  return (acl ? deniers(acl) : []).filter(
    (other) =>
      other.exists &&
      other.get('RuleAction').is('deny') &&
      other.get(name).outline === range.outline &&
      other.get('Egress').is(true) === entry.get('Egress').is(true) &&
      (other.get('RuleNumber').number ?? Number.POSITIVE_INFINITY) < (entry.get('RuleNumber').number ?? 0),
  );
}

const deniers = remember((acl: Resource) =>
  acl
    .referring(ENTRY, 'NetworkAclId')
    .filter((entry) => {
      const action = entry.written('RuleAction');
      return !(action?.kind === 'scalar' && action.text === 'allow');
    })
    .slice(0, MAX_ENTRIES),
);

/** An ACL takes 40 entries each way at most: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const MAX_ENTRIES = 80;
