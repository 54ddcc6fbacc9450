import { addToGroup } from '../../add-to-group';
import type { Resource } from '../../model/entity';
import { remember } from '../../model/remember';
import type { Value } from '../../model/value';

/** An Application, Network or Gateway Load Balancer. */
export const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
export const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
export const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';
export const CLASSIC_LOAD_BALANCER = 'AWS::ElasticLoadBalancing::LoadBalancer';

/**
 * Whether its addresses are public; all but Gateway Load Balancers are by default.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-elasticloadbalancingv2-loadbalancer.html
 */
export const isInternetFacing = (loadBalancer: Resource): boolean =>
  !loadBalancer.get('Scheme').is('internal') && !loadBalancer.get('Type').is('gateway');

export const listenersOf = (loadBalancer: Resource): readonly Resource[] =>
  loadBalancer.referring(LISTENER, 'LoadBalancerArn');

/** The target groups that its listeners forward to, by their default actions or by a rule, in any branch. */
export const targetGroupsOf = remember((loadBalancer: Resource): readonly Resource[] => [
  ...new Set(
    listenersOf(loadBalancer)
      .flatMap((listener) => [
        listener,
        ...listener.referring('AWS::ElasticLoadBalancingV2::ListenerRule', 'ListenerArn'),
      ])
      .flatMap((forwarding) => forwarding.referred(TARGET_GROUP)),
  ),
]);

/** Whether one of its listeners takes connections at the port. */
export const listensAt = (loadBalancer: Resource, port: number): boolean =>
  loadBalancer.type === CLASSIC_LOAD_BALANCER
    ? loadBalancer
        .get('Listeners')
        .items()
        .some((listener) => listener.get('LoadBalancerPort').is(port))
    : candidatesAt(loadBalancer, port).some((listener) => listener.exists && listener.get('Port').is(port));

/** Whether its listeners are in the app; those of a Classic Load Balancer are in itself. */
export const showsListeners = (loadBalancer: Resource): boolean =>
  loadBalancer.type === CLASSIC_LOAD_BALANCER || listenersByPort(loadBalancer).size > 0;

/** The listeners whose port is written as this number, and those whose port is not written as a number. */
function candidatesAt(loadBalancer: Resource, port: number): Resource[] {
  const byPort = listenersByPort(loadBalancer);
  return [...(byPort.get(String(port)) ?? []), ...(byPort.get('') ?? [])];
}

const listenersByPort = remember(({ referrers }: Resource) => {
  const byPort = new Map<string, Resource[]>();
  for (const { from, path } of referrers) {
    if (from.type !== LISTENER || path !== 'Properties.LoadBalancerArn') continue;
    const port = from.written('Port');
    const key = port?.kind === 'scalar' ? port.text : '';
    addToGroup(byPort, key, from);
  }
  return byPort;
});

/** Whether CloudFront reaches the load balancer inside the VPC, so that it needs no public address. */
export const isVpcOrigin = (loadBalancer: Resource): boolean =>
  vpcOrigins(loadBalancer).some((origin) => origin.exists);

/** Whether it takes connections from the internet. */
export const isPublic = (loadBalancer: Resource): boolean =>
  isInternetFacing(loadBalancer) && !isVpcOrigin(loadBalancer);

const vpcOrigins = remember((loadBalancer: Resource) =>
  referring(loadBalancer, 'AWS::CloudFront::VpcOrigin'),
);

/** What lets other networks reach an internal load balancer: PrivateLink, or peering and VPNs of its VPC. */
export const reachedFromOutside = (loadBalancer: Resource): Resource | undefined =>
  waysIn(loadBalancer).find((resource) => resource.exists);

const waysIn = remember((loadBalancer: Resource): Resource[] => {
  const subnets = loadBalancer.references.filter(({ to }) => to.type === 'AWS::EC2::Subnet');
  const referred = subnets.flatMap(({ to }) => to.references).map(({ to }) => to);
  const vpcs = new Set(referred.filter(({ type }) => type === 'AWS::EC2::VPC'));
  return [...referring(loadBalancer, 'AWS::EC2::VPCEndpointService'), ...[...vpcs].flatMap(connectionsOf)];
});

const connectionsOf = remember((vpc: Resource) => CONNECTIONS.flatMap((type) => referring(vpc, type)));

/** What connects a VPC to other networks. */
const CONNECTIONS = [
  'AWS::EC2::VPCPeeringConnection',
  'AWS::EC2::TransitGatewayAttachment',
  'AWS::EC2::TransitGatewayVpcAttachment',
  'AWS::EC2::ClientVpnEndpoint',
  'AWS::EC2::VPCGatewayAttachment',
];

/** The resources of a type that refer to this one. An attachment of an internet gateway connects to no network. */
const referring = ({ referrers }: Resource, type: string): Resource[] =>
  referrers
    .filter(
      ({ from }) =>
        from.type === type && !from.references.some(({ to }) => to.type === 'AWS::EC2::InternetGateway'),
    )
    .map(({ from }) => from);

/** One of its security groups that is not in the app. */
export const foreignGroup = (loadBalancer: Resource): Value | undefined =>
  loadBalancer
    .get('SecurityGroups')
    .items()
    .find(({ reference }) => reference?.resource.type !== 'AWS::EC2::SecurityGroup');

/** Whether its security groups let in nobody but prefix lists, such as CloudFront's, and other groups. */
export function takesOnlyPrefixLists(loadBalancer: Resource): boolean {
  const groups = loadBalancer
    .get('SecurityGroups')
    .references()
    .map(({ resource }) => resource);
  const inline = groups.flatMap((group) => group.get('SecurityGroupIngress').items());
  const separate = groups
    .flatMap((group) => group.referring('AWS::EC2::SecurityGroupIngress', 'GroupId'))
    .filter((rule) => rule.exists)
    .map((rule) => rule.attribute('Properties').value);
  const rules = [...inline, ...separate];
  return (
    rules.some((rule) => rule.get('SourcePrefixListId').isPresent) &&
    rules.every((rule) => RANGES.every((range) => rule.get(range).isAbsent))
  );
}

const RANGES = ['CidrIp', 'CidrIpv6'];

/** Whether something sends requests to the instances of an Auto Scaling group. */
export const takesRequests = (group: Resource): boolean =>
  ['TargetGroupARNs', 'LoadBalancerNames', 'TrafficSources'].some(
    (property) => group.get(property).isPresent,
  );
