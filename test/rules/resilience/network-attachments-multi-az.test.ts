import rule from '../../../rules/resilience/network-attachments-multi-az';
import { testRule } from '../../rule-tester';
import { network } from './zone-fixtures';

const of = (type: string, properties: object = {}, more: object = {}) => ({
  Type: `AWS::${type}`,
  Properties: properties,
  ...more,
});
const A = { Ref: 'SubnetA' };
const B = { Ref: 'SubnetB' };
const endpoint = (properties: object) =>
  of('EC2::VPCEndpoint', {
    VpcId: { Ref: 'Vpc' },
    ServiceName: 'com.amazonaws.eu-west-1.ssm',
    VpcEndpointType: 'Interface',
    ...properties,
  });
const attachment = (SubnetIds: unknown) =>
  of('EC2::TransitGatewayAttachment', {
    TransitGatewayId: { Ref: 'Gateway' },
    VpcId: { Ref: 'Vpc' },
    SubnetIds,
  });
const firewall = (...subnets: readonly object[]) =>
  of('NetworkFirewall::Firewall', {
    FirewallName: 'egress',
    FirewallPolicyArn: 'arn:aws:network-firewall:eu-west-1:111122223333:firewall-policy/egress',
    VpcId: { Ref: 'Vpc' },
    SubnetMappings: subnets.map((SubnetId) => ({ SubnetId })),
  });
const resolver = (...subnets: readonly object[]) =>
  of('Route53Resolver::ResolverEndpoint', {
    Direction: 'INBOUND',
    SecurityGroupIds: ['sg-0123456789abcdef0'],
    IpAddresses: subnets.map((SubnetId) => ({ SubnetId })),
  });
const clientVpn = of('EC2::ClientVpnEndpoint', {
  ClientCidrBlock: '10.100.0.0/22',
  ServerCertificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/11112222-3333-4444-5555-666677778888',
  ConnectionLogOptions: { Enabled: false },
  AuthenticationOptions: [
    {
      Type: 'certificate-authentication',
      MutualAuthentication: {
        ClientRootCertificateChainArn:
          'arn:aws:acm:eu-west-1:111122223333:certificate/11112222-3333-4444-5555-666677778888',
      },
    },
  ],
});
const target = (SubnetId: object, more: object = {}) =>
  of('EC2::ClientVpnTargetNetworkAssociation', { ClientVpnEndpointId: { Ref: 'Vpn' }, SubnetId }, more);
const only = (what: string) => `${what} is in a single Availability Zone (the only subnet is SubnetA)`;

testRule(rule, {
  pass: {
    'an endpoint in two subnets': endpoint({ SubnetIds: [A, B] }),
    'an endpoint in subnets whose zones AWS keeps apart': {
      Resources: { ...network(), Endpoint: endpoint({ SubnetIds: [A, B] }) },
    },
    'a gateway endpoint': endpoint({ VpcEndpointType: 'Gateway' }),
    'a gateway endpoint by default': of('EC2::VPCEndpoint', {
      VpcId: { Ref: 'Vpc' },
      ServiceName: 'com.amazonaws.eu-west-1.s3',
    }),
    'an endpoint of a Gateway Load Balancer, which takes one subnet': endpoint({
      VpcEndpointType: 'GatewayLoadBalancer',
      ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0',
      SubnetIds: [A],
    }),
    'an attachment in two subnets': attachment([A, B]),
    'a firewall in two subnets': firewall(A, B),
    'a firewall with an endpoint in another subnet': {
      Resources: {
        Firewall: firewall(A),
        InB: of('NetworkFirewall::VpcEndpointAssociation', {
          FirewallArn: { 'Fn::GetAtt': ['Firewall', 'FirewallArn'] },
          VpcId: { Ref: 'Vpc' },
          SubnetMapping: { SubnetId: B },
        }),
      },
    },
    'a resolver in two zones': {
      Resources: {
        ...network('eu-west-1a', 'eu-west-1b'),
        Resolver: resolver(A, B),
      },
    },
    'a client VPN with two target networks': {
      Resources: { Vpn: clientVpn, InA: target(A), InB: target(B) },
    },
    'a target network of a client VPN in another stack': { Resources: { InA: target(A) } },
    'an endpoint in two subnets wherever it is created': of(
      'EC2::VPCEndpoint',
      {
        VpcId: { Ref: 'Vpc' },
        ServiceName: 'com.amazonaws.eu-west-1.ssm',
        VpcEndpointType: 'Interface',
        SubnetIds: { 'Fn::If': ['IsProd', [A, B], [A]] },
      },
      { Condition: 'IsProd' },
    ),
  },
  fail: {
    'an endpoint in one subnet': [
      endpoint({ SubnetIds: [A] }),
      `warning VPCEndpoint Properties.SubnetIds: ${only('the endpoint')}`,
    ],
    'a second subnet in production only': [
      endpoint({ SubnetIds: [A, { 'Fn::If': ['IsProd', B, { Ref: 'AWS::NoValue' }] }] }),
      `info VPCEndpoint Properties.SubnetIds when IsProd is false (Stage is dev): ${only('the endpoint')}`,
    ],
    'an attachment in one subnet': [
      attachment([A]),
      `warning TransitGatewayAttachment Properties.SubnetIds: ${only('the attachment')}`,
    ],
    'a VPC attachment in one subnet': [
      of('EC2::TransitGatewayVpcAttachment', {
        TransitGatewayId: { Ref: 'Gateway' },
        VpcId: { Ref: 'Vpc' },
        SubnetIds: [A],
      }),
      `warning TransitGatewayVpcAttachment Properties.SubnetIds: ${only('the attachment')}`,
    ],
    'a firewall in one subnet': [
      firewall(A),
      `warning Firewall Properties.SubnetMappings: ${only('the firewall')}`,
    ],
    'a firewall that works as a proxy, in one subnet': [
      of('NetworkFirewall::Firewall', {
        FirewallName: 'egress',
        FirewallPolicyArn: 'arn:aws:network-firewall:eu-west-1:111122223333:firewall-policy/egress',
        NoSourcePreservation: true,
        VpcEndpoint: { VpcId: { Ref: 'Vpc' }, SubnetMappings: [{ SubnetId: A }] },
      }),
      `warning Firewall Properties.VpcEndpoint.SubnetMappings: ${only('the firewall')}`,
    ],
    'a resolver with both addresses in one subnet': [
      resolver(A, A),
      `warning ResolverEndpoint Properties.IpAddresses: ${only('the resolver endpoint')}`,
    ],
    'a resolver in two subnets of one zone': [
      {
        Resources: {
          ...network('eu-west-1a', 'eu-west-1a'),
          Resolver: resolver(A, B),
        },
      },
      'warning Resolver Properties.IpAddresses: the resolver endpoint is in a single Availability Zone (SubnetA, SubnetB: eu-west-1a)',
    ],
    'a client VPN with one target network': [
      { Resources: { Vpn: clientVpn, InA: target(A) } },
      'warning InA Properties.ClientVpnEndpointId: the client VPN Vpn has a target network in a single Availability Zone',
    ],
    'a second target network in production only': [
      { Resources: { Vpn: clientVpn, InA: target(A), InB: target(B, { Condition: 'IsProd' }) } },
      'info InA Properties.ClientVpnEndpointId when IsProd is false (Stage is dev): the client VPN Vpn has a target network in a single Availability Zone',
    ],
  },
  review: {
    'a list of subnets from a parameter': [
      {
        Parameters: { Subnets: { Type: 'List<AWS::EC2::Subnet::Id>' } },
        Resources: { Endpoint: endpoint({ SubnetIds: { Ref: 'Subnets' } }) },
      },
      'review Endpoint Properties.SubnetIds: Subnets has no default, so it is only known at deployment: confirm that the endpoint is in two or more Availability Zones',
    ],
    'a resolver in subnets whose zones AWS picks': [
      { Resources: { ...network(), Resolver: resolver(A, B) } },
      'review Resolver Properties.IpAddresses: the zone that AWS picks for SubnetA and the zone that AWS picks for SubnetB may be the same: confirm that the resolver endpoint is in two or more Availability Zones',
    ],
    'one target network here, and an export for others': [
      {
        Resources: { Vpn: clientVpn, InA: target(A) },
        Outputs: { VpnId: { Value: { Ref: 'Vpn' }, Export: { Name: 'vpn' } } },
      },
      'review InA Properties.ClientVpnEndpointId: only InA is in the templates, but the export VpnId may lead to more: confirm that the client VPN has target networks in two or more Availability Zones',
    ],
  },
  options: {
    'outside production': [
      endpoint({ SubnetIds: [A] }),
      { environment: 'non-production' },
      `info VPCEndpoint Properties.SubnetIds: ${only('the endpoint')}`,
    ],
  },
});
