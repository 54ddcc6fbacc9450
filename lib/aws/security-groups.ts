import type { Resource } from '../model/entity';
import { isTaken } from '../model/references';
import { remember } from '../model/remember';
import type { Value } from '../model/value';
import { CLASSIC_LOAD_BALANCER, LOAD_BALANCER, listensAt } from './load-balancers';

/** What a rule lets in: everything, messages of ICMP, or a range of TCP or UDP ports. */
export type Traffic = { kind: 'all' } | { kind: 'icmp' } | PortRange;

export interface PortRange {
  kind: 'ports';
  from: number;
  to: number;
}

/** Protocols by name and IANA number. Any other is one without ports: its rule lets everything of it in. */
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
  const kind = PROTOCOLS.get(name) ?? 'all';
  if (kind !== 'ports') return { kind };
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
