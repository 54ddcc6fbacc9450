import rule from '../../../rules/encryption-in-transit/load-balancer-listeners-encrypted';
import { testRule } from '../../rule-tester';

type Properties = { readonly [name: string]: unknown };

const targets = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/0123456789abcdef';
const forward = { Type: 'forward', TargetGroupArn: targets };
const redirect = {
  Type: 'redirect',
  RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' },
};
const answer = (StatusCode: unknown) => ({ Type: 'fixed-response', FixedResponseConfig: { StatusCode } });
const toHttp = (config: Properties) => ({
  Type: 'redirect',
  RedirectConfig: { StatusCode: 'HTTP_301', ...config },
});

const listener = (properties: Properties) => ({
  Type: 'AWS::ElasticLoadBalancingV2::Listener',
  Properties: { LoadBalancerArn: { Ref: 'LoadBalancer' }, ...properties },
});
const http = (...DefaultActions: unknown[]) => listener({ Protocol: 'HTTP', Port: 80, DefaultActions });
const tcp = (Port: number, Protocol = 'TCP') => listener({ Protocol, Port, DefaultActions: [forward] });
const listenerRule = (action: unknown, ListenerArn: unknown = { Ref: 'Listener' }) => ({
  Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
  Properties: {
    ListenerArn,
    Priority: 1,
    Conditions: [{ Field: 'path-pattern', Values: ['/api/*'] }],
    Actions: [action],
  },
});
const loadBalancer = (properties: Properties = {}) => ({
  Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  Properties: { Subnets: [{ Ref: 'Subnet' }, { Ref: 'OtherSubnet' }], ...properties },
});
const network = loadBalancer({ Type: 'network', Scheme: 'internet-facing' });
const internal = loadBalancer({ Scheme: 'internal' });
const vpc = {
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
  Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.1.0/24' } },
};
const app = (Listener: unknown, LoadBalancer: unknown = loadBalancer(), more: Properties = {}) => ({
  Resources: { ...vpc, LoadBalancer, Listener, ...more },
});
const served = 'HTTP is served in plain text (forward)';

testRule(rule, {
  pass: {
    HTTPS: app(
      listener({
        Protocol: 'HTTPS',
        Port: 443,
        Certificates: [{ CertificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/web' }],
        DefaultActions: [forward],
      }),
    ),
    'HTTP that only redirects to HTTPS': app(http(redirect)),
    'HTTP that is refused': app(http(answer('403'))),
    'a rule that redirects to HTTPS': app(http(answer('404')), loadBalancer(), {
      Rule: listenerRule(redirect),
    }),
    'a rule that redirects, for a listener of another stack': app(http(redirect), loadBalancer(), {
      Rule: listenerRule(redirect, { Ref: 'ListenerArn' }),
    }),
    'redirected with a certificate, refused without': app(
      http({ 'Fn::If': ['IsProd', redirect, answer('404')] }),
    ),
    'TLS, QUIC and UDP on a Network Load Balancer': app(
      listener({
        Protocol: 'TLS',
        Port: 443,
        Certificates: [{ CertificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/web' }],
        DefaultActions: [forward],
      }),
      network,
      { Quic: tcp(443, 'QUIC'), Dns: tcp(53, 'UDP') },
    ),
    'TCP within the VPC that the targets may encrypt': app(
      tcp(443),
      loadBalancer({ Type: 'network', Scheme: 'internal' }),
    ),
    'a Gateway Load Balancer': app(
      listener({ DefaultActions: [forward] }),
      loadBalancer({ Type: 'gateway' }),
    ),
  },
  fail: {
    'HTTP that is served': [
      app(http(forward)),
      `error Listener Properties.DefaultActions[0].Type: ${served}, from the internet`,
    ],
    'redirects that stay at HTTP': [
      app(http(toHttp({ Port: '8080' })), loadBalancer(), {
        Kept: http(toHttp({ Protocol: '#{protocol}', Host: 'www.example.com' })),
      }),
      [
        'error Listener Properties.DefaultActions[0].RedirectConfig.Protocol: HTTP is redirected to HTTP, from the internet',
        'error Kept Properties.DefaultActions[0].RedirectConfig.Protocol: HTTP is redirected to HTTP, from the internet',
      ],
    ],
    'an answer over HTTP': [
      app(http(answer('200'))),
      'error Listener Properties.DefaultActions[0].FixedResponseConfig.StatusCode: HTTP is answered with 200, from the internet',
    ],
    'a rule of a listener that redirects otherwise': [
      app(http(redirect), loadBalancer(), { Rule: listenerRule(forward) }),
      `error Rule Properties.Actions[0].Type: ${served}, from the internet`,
    ],
    'served without a certificate': [
      {
        Conditions: { HasCertificate: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'CertificateArn' }, ''] }] } },
        Parameters: { CertificateArn: { Type: 'String', Default: '' } },
        ...app(http({ 'Fn::If': ['HasCertificate', redirect, forward] })),
      },
      `error Listener Properties.DefaultActions[0].Type when HasCertificate is false (CertificateArn is empty): ${served}, from the internet`,
    ],
    'served outside production': [
      app(http({ 'Fn::If': ['IsProd', redirect, forward] })),
      `warning Listener Properties.DefaultActions[0].Type when IsProd is false (Stage is dev): ${served}, from the internet`,
    ],
    'public in production': [
      app(http(forward), loadBalancer({ Scheme: { 'Fn::If': ['IsProd', 'internet-facing', 'internal'] } })),
      `error Listener Properties.DefaultActions[0].Type when IsProd is true (Stage is prod): ${served}, from the internet`,
    ],
    'within the VPC': [
      app(http(forward), internal),
      `info Listener Properties.DefaultActions[0].Type: ${served}, within the VPC`,
    ],
    'from a peered VPC': [
      app(http(forward), internal, {
        Peering: {
          Type: 'AWS::EC2::VPCPeeringConnection',
          Properties: { VpcId: { Ref: 'Vpc' }, PeerVpcId: 'vpc-0123456789abcdef0' },
        },
      }),
      `warning Listener Properties.DefaultActions[0].Type: ${served}, and Peering lets other networks in`,
    ],
    'over a VPN, but not from the internet': [
      app(http(forward), internal, {
        InternetGateway: { Type: 'AWS::EC2::InternetGateway' },
        Internet: {
          Type: 'AWS::EC2::VPCGatewayAttachment',
          Properties: { VpcId: { Ref: 'Vpc' }, InternetGatewayId: { Ref: 'InternetGateway' } },
        },
        VpnGateway: { Type: 'AWS::EC2::VPNGateway', Properties: { Type: 'ipsec.1' } },
        Vpn: {
          Type: 'AWS::EC2::VPCGatewayAttachment',
          Properties: { VpcId: { Ref: 'Vpc' }, VpnGatewayId: { Ref: 'VpnGateway' } },
        },
      }),
      `warning Listener Properties.DefaultActions[0].Type: ${served}, and Vpn lets other networks in`,
    ],
    'over PrivateLink': [
      app(tcp(80), loadBalancer({ Type: 'network', Scheme: 'internal' }), {
        Service: {
          Type: 'AWS::EC2::VPCEndpointService',
          Properties: { NetworkLoadBalancerArns: [{ Ref: 'LoadBalancer' }] },
        },
      }),
      'warning Listener Properties.Protocol: TCP on port 80 is not encrypted, and Service lets other networks in',
    ],
    'reached by CloudFront in the VPC': [
      app(http(forward), loadBalancer(), {
        Origin: {
          Type: 'AWS::CloudFront::VpcOrigin',
          Properties: {
            VpcOriginEndpointConfig: {
              Arn: { Ref: 'LoadBalancer' },
              Name: 'web',
              OriginProtocolPolicy: 'http-only',
            },
          },
        },
      }),
      `info Listener Properties.DefaultActions[0].Type: ${served}, within the VPC`,
    ],
    'plain TCP on port 80': [
      app(tcp(80), network),
      'error Listener Properties.Protocol: TCP on port 80 is not encrypted, from the internet',
    ],
    'TCP beside QUIC': [
      app(tcp(443, 'TCP_QUIC'), network),
      'info Listener Properties.Protocol: TCP on port 443 is encrypted only if the targets speak TLS',
    ],
    'TCP that the targets may encrypt': [
      app(tcp(443), network),
      'info Listener Properties.Protocol: TCP on port 443 is encrypted only if the targets speak TLS',
    ],
  },
  review: {
    'a load balancer from a parameter': [
      listener({
        LoadBalancerArn: { Ref: 'LoadBalancerArn' },
        Protocol: 'HTTP',
        Port: 80,
        DefaultActions: [forward],
      }),
      `review Listener Properties.DefaultActions[0].Type: ${served}; whether the load balancer faces the internet is not in the template`,
    ],
    'a scheme from a parameter': [
      app(http(forward), loadBalancer({ Scheme: { Ref: 'Scheme' } })),
      'review Listener Properties.DefaultActions[0].Type: Scheme has no default, so it is only known at deployment',
    ],
    'a rule for a listener of another stack': [
      listenerRule(forward, { Ref: 'ListenerArn' }),
      `review ListenerRule Properties.Actions[0].Type: ${served}, if the listener is an HTTP listener: it is not in the template`,
    ],
    'no protocol': [
      app(listener({ Port: 80, DefaultActions: [redirect] })),
      'review Listener Properties.Protocol: without a Protocol nothing can be said of the listener',
    ],
  },
  options: {
    'within the VPC, where cards are handled': [
      app(http(forward), internal),
      { profile: 'pci' },
      `error Listener Properties.DefaultActions[0].Type: ${served}, within the VPC`,
    ],
  },
});
