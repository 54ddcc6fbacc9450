import { isAnywhere } from '../../lib/aws/network/ip-ranges';
import { isInternetFacing, showsListeners } from '../../lib/aws/network/load-balancers';
import {
  type Attachments,
  attachmentsOf,
  groupOf,
  ingressRules,
  isListenedAt,
  isWeb,
  mayBeInternet,
  type PortRange,
  portsInWords,
  RANGES,
  SECURITY_GROUP,
  SECURITY_GROUP_INGRESS,
  type Source,
  sensitiveServices,
  sourcesOf,
  trafficOf,
} from '../../lib/aws/network/security-groups';
import type { Resource } from '../../lib/model/entity';
import type { Outcome, OutcomeOptions } from '../../lib/model/expectation';
import type { Property } from '../../lib/model/property';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

/** Where each type says what it lets in, by the names it has for it. */
interface Openings {
  permissions: (resource: Resource) => readonly Property[];
  /** Not for databases, which open their one port. */
  protocol?: string;
  ranges: readonly string[];
}

const listed = (path: string) => (resource: Resource) => resource.all(path);
const itself = (resource: Resource) => [resource.attribute('Properties')];
const EC2 = { permissions: ingressRules, protocol: 'IpProtocol', ranges: RANGES };
const DATABASE = { ranges: ['CIDRIP'] };

const OPENINGS: { readonly [type: string]: Openings } = {
  [SECURITY_GROUP]: EC2,
  [SECURITY_GROUP_INGRESS]: EC2,
  'AWS::Lightsail::Instance': {
    permissions: listed('Networking.Ports[]'),
    protocol: 'Protocol',
    ranges: ['Cidrs', 'Ipv6Cidrs'],
  },
  'AWS::GameLift::Fleet': {
    permissions: listed('EC2InboundPermissions[]'),
    protocol: 'Protocol',
    ranges: ['IpRange'],
  },
  'AWS::GameLift::ContainerFleet': {
    permissions: listed('InstanceInboundPermissions[]'),
    protocol: 'Protocol',
    ranges: ['IpRange'],
  },
  'AWS::RDS::DBSecurityGroup': { ...DATABASE, permissions: listed('DBSecurityGroupIngress[]') },
  'AWS::RDS::DBSecurityGroupIngress': { ...DATABASE, permissions: itself },
  'AWS::Redshift::ClusterSecurityGroupIngress': { ...DATABASE, permissions: itself },
};

export default rule({
  id: 'security-group-open-ingress-front-end-only',
  title: 'Only the front end is open to the internet',
  severity: 'error',
  control: 'SG-TIGHT',
  resources: Object.keys(OPENINGS),
  why: 'A port that everybody can reach is found by scanners within minutes, and then every weak password and unpatched service behind it is tried.',
  fix: 'Name the source: the security group of the load balancer (SourceSecurityGroupId), or a specific range in place of 0.0.0.0/0. Use Session Manager instead of SSH and RDP.',
  docs: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ec2-securitygroup-ingress.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html',
  ],

  check: (resource) => {
    const openings = OPENINGS[resource.type] as Openings;
    return openings.permissions(resource).map((permission) =>
      permission.expect((value) => {
        const sources = sourcesOf(value, openings.ranges).filter(({ cidr }) => mayBeInternet(cidr, resource));
        const exposure = sources.length > 0 ? exposureOf(value, openings, resource) : undefined;
        return exposure && sources.flatMap((source) => exposed(exposure, source));
      }),
    );
  },
});

/** What is open, as the words of a message before and after those for whom it is: `port 22 (SSH) is`. */
interface Exposure extends OutcomeOptions {
  what: string;
  rest?: string;
  /** Whether it is one is not in the template. */
  isUnknown?: boolean;
}

function exposed(
  { what, rest = '', isUnknown, ...options }: Exposure,
  { cidr, at, list }: Source,
): Outcome[] {
  const range = cidr.text?.trim() ?? '';
  const source = list ? `${range} (prefix list ${list.logicalId})` : range;
  const outcome = isUnknown ? review : fail;
  return isAnywhere(range) ? [outcome(`${what} open to ${source}${rest}`, { ...options, at })] : [];
}

function exposureOf(permission: Value, { protocol }: Openings, resource: Resource): Exposure | undefined {
  if (!protocol) return { what: 'the database is' };
  const traffic = trafficOf(permission.get(protocol), permission.get('FromPort'), permission.get('ToPort'));
  if (traffic?.kind === 'all') return { what: 'every port is' };
  if (traffic?.kind === 'protocol') return { what: `protocol ${traffic.number} is` };
  if (traffic?.kind === 'icmp') return { what: 'ICMP is', severity: 'warning' };
  if (!traffic) return undefined;
  const services = sensitiveServices(traffic);
  const what = portsInWords(traffic);
  return services.length > 0 ? { what } : exposureAt(traffic, what, resource);
}

/** Ports that a front end may open: it hangs on what is behind them. */
function exposureAt(range: PortRange, what: string, resource: Resource): Exposure | undefined {
  const { loadBalancers, other } = behind(resource);
  const internal = other ? undefined : loadBalancers.find((one) => !isInternetFacing(one));
  if (internal) return { what, rest: ` on the internal load balancer ${internal.logicalId}` };
  const isPublic = !other && loadBalancers.length > 0;
  if (isPublic && isListenedAt(range, loadBalancers)) return undefined;
  const silent = isPublic ? loadBalancers.find((one) => !showsListeners(one)) : undefined;
  if (silent)
    return {
      what,
      rest: `: confirm that ${silent.logicalId} listens there, its listeners are elsewhere`,
      isUnknown: true,
    };
  if (isPublic || !(isWeb(range) || servesPlayers(resource)))
    return { what, rest: other ? `${on(other)}, which is no load balancer` : UNLISTENED };
  const where = other ? on(other) : ', and the template does not show for what';
  return { what, rest: `${where}: confirm that it is a front end`, severity: 'warning' };
}

const on = ({ logicalId }: Resource): string => ` on ${logicalId}`;

const UNLISTENED = ', and no internet-facing load balancer listens there';

/** The clients of game servers connect to them directly, at ports of any number. */
const servesPlayers = ({ type }: Resource): boolean => type.startsWith('AWS::GameLift::');

/** What the traffic reaches, as far as the template shows it. */
function behind(resource: Resource): Attachments {
  if (!resource.type.startsWith(SECURITY_GROUP)) return { loadBalancers: [], other: resource };
  const group = groupOf(resource);
  return group ? attachmentsOf(group) : { loadBalancers: [] };
}
