import {
  attachmentsOf,
  ingressRules,
  mayBeInternet,
  SECURITY_GROUP,
  SECURITY_GROUP_INGRESS,
  sourcesOf,
  trafficOf,
} from '../../lib/aws/network/security-groups';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, notApplicable, review, rule } from '../../lib/rule';

export default rule({
  id: 'security-group-no-all-traffic-ingress',
  title: 'Security groups let in the ports that are needed, and not all of them',
  severity: 'warning',
  control: 'SG-TIGHT',
  resources: [SECURITY_GROUP, SECURITY_GROUP_INGRESS],
  why: 'Once one machine of the network is taken over, every port that is open to it is a way on to the next.',
  fix: 'Name the protocol and the ports that the application listens at. Only a rule from a group to itself may let in everything. Windows domains answer at 49152-65535: waive those rules with that reason.',
  docs: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ec2-securitygroup-ingress.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html',
  ],

  check: (resource) =>
    ingressRules(resource).map((permission) =>
      permission.expect((value) => (isAccepted(value, resource) ? notApplicable() : tooMuch(value))),
    ),
});

/** What may come from the internet is security-group-open-ingress-front-end-only's to judge. */
const isAccepted = (permission: Value, resource: Resource): boolean =>
  isFromItself(permission, resource) ||
  // EC2 refuses an empty range, the default of many a parameter.
  sourcesOf(permission).some(({ cidr }) => mayBeInternet(cidr, resource) || cidr.literal === '');

/** Glue connections, EFA, EMR, EKS clusters and directories ask for it: the members of a group trust each other. */
function isFromItself(permission: Value, resource: Resource): boolean {
  const source = sourceGroupOf(permission);
  const group = ['GroupId', 'GroupName'].map((name) => resource.get(name)).find((own) => own.isPresent);
  if (!source || !group) return false;
  const [one, other] = [source.reference?.resource, group.reference?.resource];
  return one || other ? one === other : source.outline !== '' && source.outline === group.outline;
}

const sourceGroupOf = (permission: Value): Value | undefined =>
  ['SourceSecurityGroupId', 'SourceSecurityGroupName']
    .map((name) => permission.get(name))
    .find((source) => source.isPresent);

function tooMuch(permission: Value): Outcome | undefined {
  const [protocol, from, to] = ['IpProtocol', 'FromPort', 'ToPort'].map((name) => permission.get(name)) as [
    Value,
    Value,
    Value,
  ];
  if (protocol.is(-1)) return fail(`all traffic from ${senderOf(permission)} is let in`, { at: protocol });
  // One port, whichever it is.
  if (!from.isKnown && from.outline !== '' && from.outline === to.outline) return undefined;
  const traffic = trafficOf(protocol, from, to);
  if (traffic?.kind === 'all')
    return fail(`every ${protocol.outline} port is open to ${senderOf(permission)}`, { at: from });
  if (traffic?.kind !== 'ports' || traffic.to - traffic.from < MANY) return undefined;
  const ports = `ports ${traffic.from}-${traffic.to} are open to ${senderOf(permission)}`;
  return traffic.from < DYNAMIC ? fail(ports, { at: from }) : dynamic(ports, permission, from);
}

/** Of more ports than this no application needs each. */
const MANY = 1024;

/** Where the ports begin that Docker gives to the containers of a host when their task asks for none. */
const DYNAMIC = 32768;

/** A load balancer reaches containers at whatever port each was given. */
function dynamic(ports: string, permission: Value, at: Value): Outcome | undefined {
  const source = sourceGroupOf(permission);
  if (!source) return fail(ports, { at });
  const sender = source.reference?.resource;
  if (sender?.type.startsWith('AWS::ElasticLoadBalancing')) return undefined;
  const { loadBalancers, other } = sender ? attachmentsOf(sender) : { loadBalancers: [] };
  if (other) return fail(`${ports}, which ${other.logicalId} has`, { at });
  return loadBalancers.length > 0
    ? undefined
    : review(
        `${ports}: confirm that it is the group of a load balancer, or of the members of a Windows domain`,
        {
          at,
        },
      );
}

/** From where a rule lets traffic in, in words. */
function senderOf(permission: Value): string {
  const source = SENDERS.map((name) => permission.get(name)).find((value) => value.isPresent);
  return source?.reference?.resource.logicalId ?? (source?.outline || 'another group');
}

const SENDERS = [
  'CidrIp',
  'CidrIpv6',
  'SourceSecurityGroupId',
  'SourceSecurityGroupName',
  'SourcePrefixListId',
];
