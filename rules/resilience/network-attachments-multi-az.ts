import { opening } from '../../lib/aws/elsewhere';
import { mustSpanZones } from '../../lib/aws/zones/one-subnet-per-zone';
import { mustSpan, zoneNamed, zoneOfSubnet, zonesOfSubnets } from '../../lib/aws/zones/zones';
import type { Resource } from '../../lib/model/entity';
import { remember } from '../../lib/model/remember';
import { type Expectations, fail, review, rule } from '../../lib/rule';

const ASSOCIATION = 'AWS::EC2::ClientVpnTargetNetworkAssociation';

/**
 * How each type says which zones it is in. All but the resolver take one subnet of a zone at most.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTransitGatewayVpcAttachment.html
 */
const ATTACHMENTS: { readonly [type: string]: (attachment: Resource) => Expectations } = {
  // A gateway endpoint is in no subnet; one for a Gateway Load Balancer is in one, and each zone has its own.
  'AWS::EC2::VPCEndpoint': (endpoint) =>
    inSubnets('the endpoint')(endpoint).when(() =>
      endpoint.get('VpcEndpointType').isOneOf(['Interface', 'Resource', 'ServiceNetwork']),
    ),
  'AWS::EC2::TransitGatewayAttachment': inSubnets('the attachment'),
  'AWS::EC2::TransitGatewayVpcAttachment': inSubnets('the attachment'),
  // One that works as a proxy has an endpoint in place of its own subnets.
  'AWS::NetworkFirewall::Firewall': (firewall) => [
    ['SubnetMappings', 'VpcEndpoint.SubnetMappings'].map((property) =>
      firewall
        .property(property)
        .expect((mappings) =>
          mustSpanZones(
            mappings.items().map((mapping) => zoneOfSubnet(mapping.get('SubnetId'))),
            'the firewall',
          ),
        )
        .unless(() =>
          firewall
            .referring('AWS::NetworkFirewall::VpcEndpointAssociation', 'FirewallArn')
            .some((one) => one.exists),
        ),
    ),
    firewall.property('AvailabilityZoneMappings').expect((mappings) =>
      mustSpanZones(
        mappings.items().map((mapping) => zoneNamed(mapping.get('AvailabilityZone'))),
        'the firewall',
      ),
    ),
  ],
  'AWS::Route53Resolver::ResolverEndpoint': (endpoint) =>
    endpoint.property('IpAddresses').expect((addresses) =>
      mustSpan(
        addresses.items().map((address) => zoneOfSubnet(address.get('SubnetId'))),
        'the resolver endpoint',
      ),
    ),
  [ASSOCIATION]: (association) =>
    association.property('ClientVpnEndpointId').expect((id) => {
      const endpoint = id.reference?.resource;
      if (!endpoint) return undefined;
      if (associationsOf(endpoint).some((one) => one !== association && one.exists)) return undefined;
      const open = opening(endpoint);
      return open === undefined
        ? fail(`the client VPN ${endpoint.logicalId} has a target network in a single Availability Zone`)
        : review(
            `only ${association.logicalId} is in the templates, but ${open} may lead to more: confirm that the client VPN has target networks in two or more Availability Zones`,
          );
    }),
};

export default rule({
  id: 'network-attachments-multi-az',
  title: 'Endpoints, attachments and firewalls of a network are in two or more Availability Zones',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'NETWORK-HA',
  alsoControls: ['AZ-RESILIENT'],
  resources: Object.keys(ATTACHMENTS),
  why: 'A workload in three zones whose only way to a service, another network or a name server leads through one of them is down when that one is.',
  fix: 'Give it a subnet in each zone that the workload uses.',
  docs: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateClientVpnTargetNetwork.html',
    'https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_CreateFirewall.html',
    'https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_CreateResolverEndpoint.html',
  ],

  check: (attachment) => ATTACHMENTS[attachment.type]?.(attachment),
});

const associationsOf = remember((endpoint: Resource) =>
  endpoint.referring(ASSOCIATION, 'ClientVpnEndpointId'),
);

function inSubnets(what: string) {
  return (attachment: Resource) =>
    attachment.property('SubnetIds').expect((subnets) => mustSpanZones(zonesOfSubnets(subnets), what));
}
