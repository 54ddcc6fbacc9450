import type { Resource } from '../../model/entity';
import type { Property } from '../../model/property';
import { isTaken } from '../../model/references';
import { remember } from '../../model/remember';
import type { Value } from '../../model/value';
import { mayBeAnywhere } from './ip-ranges';
import { CLASSIC_LOAD_BALANCER, LOAD_BALANCER, listensAt } from './load-balancers';

export const SECURITY_GROUP = 'AWS::EC2::SecurityGroup';
export const SECURITY_GROUP_INGRESS = 'AWS::EC2::SecurityGroupIngress';

/** The rules by which a group lets traffic in: those in its list, or the one that is a resource of its own. */
export const ingressRules = (resource: Resource): readonly Property[] =>
  resource.type === SECURITY_GROUP
    ? resource.all('SecurityGroupIngress[]')
    : [resource.attribute('Properties')];

/** The group that an ingress rule belongs to; undefined for a group that is not in the app. */
export function groupOf(resource: Resource): Resource | undefined {
  if (resource.type === SECURITY_GROUP) return resource;
  const group = (resource.get('GroupId').reference ?? resource.get('GroupName').reference)?.resource;
  return group?.type === SECURITY_GROUP ? group : undefined;
}

/** Where an ingress rule names ranges of addresses. */
export const RANGES = ['CidrIp', 'CidrIpv6'];

/** A range that is let in, and what stands for it in the rule: itself, or the id of a prefix list. */
export interface Source {
  cidr: Value;
  at: Value;
  list?: Resource;
}

/** The ranges that a rule names, and those of a prefix list of the app. */
export function sourcesOf(permission: Value, ranges: readonly string[] = RANGES): Source[] {
  const cidrs = ranges
    .map((name) => permission.get(name))
    .flatMap((range) => (range.isList ? range.items() : range.isPresent ? [range] : []));
  const at = permission.get('SourcePrefixListId');
  const list = at.reference?.resource;
  const entries = list?.type === 'AWS::EC2::PrefixList' ? list.get('Entries').items() : [];
  return [
    ...cidrs.map((cidr) => ({ cidr, at: cidr })),
    ...entries.map((entry) => ({ cidr: entry.get('Cidr'), at, list })),
  ];
}

/** Whether a range is or can still be the internet. That of the group's VPC cannot, also where a parameter tells it. */
export const mayBeInternet = (cidr: Value, resource: Resource): boolean =>
  mayBeAnywhere(cidr) && (cidr.isKnown || !isRangeOfVpc(cidr, groupOf(resource)));

/** Whether a range is that of the VPC which the group belongs to, as its attribute or written once more. */
export function isRangeOfVpc(cidr: Value, group: Resource | undefined): boolean {
  if (cidr.reference?.resource.type === VPC) return true;
  const vpc = group?.get('VpcId').reference?.resource;
  if (vpc?.type !== VPC || cidr.outline === '') return false;
  return vpc.get('CidrBlock').outline === cidr.outline;
}

const VPC = 'AWS::EC2::VPC';

/** What a rule lets in: everything, one protocol without ports, messages of ICMP, or a range of TCP or UDP ports. */
export type Traffic = { kind: 'all' } | { kind: 'protocol'; number: string } | { kind: 'icmp' } | PortRange;

export interface PortRange {
  kind: 'ports';
  from: number;
  to: number;
}

/** Protocols by name and IANA number. A rule for any other lets everything of it in, whatever ports it names. */
const PROTOCOLS: ReadonlyMap<string, 'icmp' | 'ports'> = new Map([
  ['tcp', 'ports'],
  ['6', 'ports'],
  ['udp', 'ports'],
  ['17', 'ports'],
  ['icmp', 'icmp'],
  ['1', 'icmp'],
  ['icmpv6', 'icmp'],
  ['58', 'icmp'],
]);

/**
 * The traffic that an ingress rule lets in; undefined for a rule without ports, which EC2 refuses.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ec2-securitygroup-ingress.html
 */
export function trafficOf(protocol: Value, fromPort: Value, toPort: Value): Traffic | undefined {
  const name = protocol.text?.toLowerCase();
  if (name === undefined) return undefined;
  if (name === '-1' || name === 'all') return { kind: 'all' };
  const kind = PROTOCOLS.get(name);
  if (kind === undefined) return { kind: 'protocol', number: name };
  if (kind === 'icmp') return { kind };
  const from = fromPort.number;
  const to = toPort.number ?? from;
  if (from === undefined || to === undefined) return undefined;
  return from === -1 || (from <= 1 && to >= 65535) ? { kind: 'all' } : { kind, from, to };
}

/** What a security group is attached to. */
export interface Attachments {
  loadBalancers: readonly Resource[];
  /** The first resource that is no load balancer. */
  other?: Resource;
}

/** What a security group is attached to, in the scenario being looked at. */
export function attachmentsOf(group: Resource): Attachments {
  const loadBalancers: Resource[] = [];
  for (const edge of attachmentEdges(group)) {
    if (!isTaken(edge)) continue;
    if (!isLoadBalancer(edge.from)) return { loadBalancers, other: edge.from };
    loadBalancers.push(edge.from);
  }
  return { loadBalancers };
}

const attachmentEdges = remember(({ referrers }: Resource) =>
  referrers.filter(({ from, path }) => !NO_ATTACHMENT.test(from.type) && NAMES_GROUPS.test(path)),
);

const isLoadBalancer = ({ type }: Resource): boolean =>
  type === LOAD_BALANCER || type === CLASSIC_LOAD_BALANCER;

/** Rules that name a group as their own or as a source, and stacks that are handed its id. */
const NO_ATTACHMENT = /SecurityGroup(Ingress|Egress|VpcAssociation)?$|^AWS::CloudFormation::/;
/** `SecurityGroups`, `VpcSecurityGroupIds`, `GroupSet`, `NetworkInterfaces.Groups` and what other services call it. */
const NAMES_GROUPS =
  /^Properties\.(?!.*\b(Source|Environment|Tags))(.*SecurityGroup|(.*\.)?(GroupSet|Groups)$)/i;

/** Whether each port of the range is one for browsers, or one at which a load balancer listens. */
export const isListenedAt = (range: PortRange, loadBalancers: readonly Resource[]): boolean =>
  portsOf(range).every(
    (port) => WEB.includes(port) || loadBalancers.some((loadBalancer) => listensAt(loadBalancer, port)),
  );

export const isWeb = ({ from, to }: PortRange): boolean => from === to && WEB.includes(from);

const WEB = [80, 443];

/** The ports of a range; of a long one the first, which is enough to find one at which nothing listens. */
const portsOf = ({ from, to }: PortRange): number[] =>
  Array.from({ length: Math.min(to - from + 1, 100) }, (_, index) => from + index);

/** Ports at which machines are administered and data is kept. */
const SENSITIVE: readonly (readonly [from: number, to: number, service: string])[] = [
  [22, 22, 'SSH'],
  [23, 23, 'Telnet'],
  [135, 139, 'Windows RPC and NetBIOS'],
  [445, 445, 'SMB'],
  [1433, 1433, 'SQL Server'],
  [1521, 1521, 'Oracle'],
  [2049, 2049, 'NFS'],
  [3306, 3306, 'MySQL'],
  [3389, 3389, 'RDP'],
  [5432, 5432, 'PostgreSQL'],
  [5439, 5439, 'Redshift'],
  [5985, 5986, 'WinRM'],
  [6379, 6379, 'Redis'],
  [9092, 9092, 'Kafka'],
  [9200, 9200, 'OpenSearch'],
  [11211, 11211, 'Memcached'],
  [27017, 27017, 'MongoDB'],
];

/** What is administered or kept at the ports of the range. */
export const sensitiveServices = (range: PortRange): string[] =>
  SENSITIVE.filter(([from, to]) => from <= range.to && range.from <= to).map(([, , service]) => service);

/** A range of ports, with what is administered or kept there: `port 22 (SSH) is`, `ports 80-81 are`. */
export function portsInWords(range: PortRange, services = sensitiveServices(range)): string {
  const { from, to } = range;
  const names =
    services.length > 0 ? ` (${services.slice(0, 3).join(', ')}${services.length > 3 ? ' …' : ''})` : '';
  return from === to ? `port ${from}${names} is` : `ports ${from}-${to}${names} are`;
}
