import rule from '../../../rules/encryption-in-transit/load-balancer-tls-policy-modern';
import { testRule } from '../../rule-tester';

const listener = (SslPolicy?: unknown, Protocol: unknown = 'HTTPS') => ({
  LoadBalancerArn: { Ref: 'LoadBalancer' },
  Port: 443,
  Protocol,
  Certificates: [{ CertificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/shop' }],
  DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
  ...(SslPolicy ? { SslPolicy } : {}),
});
const classic = (Policies?: unknown[], listed: unknown[] = ['tls']) => ({
  Type: 'AWS::ElasticLoadBalancing::LoadBalancer',
  Properties: {
    Subnets: ['subnet-0123456789abcdef0'],
    Listeners: [
      {
        Protocol: 'HTTPS',
        LoadBalancerPort: '443',
        InstancePort: '8080',
        SSLCertificateId: 'arn:aws:acm:eu-west-1:111122223333:certificate/shop',
        ...(Policies ? { PolicyNames: listed } : {}),
      },
    ],
    ...(Policies ? { Policies } : {}),
  },
});
const policy = (attributes: { readonly [name: string]: unknown }) => ({
  PolicyName: 'tls',
  PolicyType: 'SSLNegotiationPolicyType',
  Attributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
});
const predefined = (name: unknown) => policy({ 'Reference-Security-Policy': name });
const older = (name: string, better = 'ELBSecurityPolicy-TLS13-1-2-2021-06') =>
  `${name} accepts versions older than TLS 1.2; ${better} does not`;
const byDefault = (name: string) =>
  `without ${name} it is ELBSecurityPolicy-2016-08, which accepts TLS 1.0 and 1.1`;
const CLASSIC = 'ELBSecurityPolicy-TLS-1-2-2017-01';
const LISTENER = 'LoadBalancer Properties.Listeners[0].PolicyNames';

testRule(rule, {
  pass: {
    'TLS 1.2 and 1.3': listener('ELBSecurityPolicy-TLS13-1-2-2021-06'),
    'ready for quantum computers': listener('ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09', 'TLS'),
    'TLS 1.3 alone': listener('ELBSecurityPolicy-TLS13-1-3-2021-06'),
    'TLS 1.2 alone': listener('ELBSecurityPolicy-TLS-1-2-Ext-2018-06'),
    'forward secrecy with TLS 1.2': listener('ELBSecurityPolicy-FS-1-2-Res-2020-10'),
    'a listener without TLS': {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: {
        LoadBalancerArn: { Ref: 'LoadBalancer' },
        Port: 80,
        Protocol: 'HTTP',
        DefaultActions: [{ Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', StatusCode: 'HTTP_301' } }],
      },
    },
    'a Classic Load Balancer with TLS 1.2': classic([predefined(CLASSIC)]),
    'a Classic Load Balancer with a policy of its own': classic([
      policy({
        'Protocol-TLSv1.2': 'true',
        'Protocol-TLSv1': 'false',
        'ECDHE-RSA-AES128-GCM-SHA256': 'true',
      }),
    ]),
    'a Classic Load Balancer without TLS': {
      Type: 'AWS::ElasticLoadBalancing::LoadBalancer',
      Properties: {
        Subnets: ['subnet-0123456789abcdef0'],
        Scheme: 'internal',
        Listeners: [{ Protocol: 'TCP', LoadBalancerPort: '5432', InstancePort: '5432' }],
      },
    },
  },
  fail: {
    'what CloudFormation sets by itself': [
      listener(),
      `warning Listener Properties.SslPolicy: ${byDefault('SslPolicy')}`,
    ],
    'TLS 1.0': [
      listener('ELBSecurityPolicy-2016-08'),
      `warning Listener Properties.SslPolicy: ${older('ELBSecurityPolicy-2016-08')}`,
    ],
    'TLS 1.3 down to TLS 1.0': [
      listener('ELBSecurityPolicy-TLS13-1-0-PQ-2025-09', 'TLS'),
      `warning Listener Properties.SslPolicy: ${older('ELBSecurityPolicy-TLS13-1-0-PQ-2025-09')}`,
    ],
    'forward secrecy with TLS 1.0': [
      listener('ELBSecurityPolicy-FS-2018-06'),
      `warning Listener Properties.SslPolicy: ${older('ELBSecurityPolicy-FS-2018-06')}`,
    ],
    'left out outside production': [
      listener({ 'Fn::If': ['IsProd', 'ELBSecurityPolicy-TLS13-1-2-2021-06', { Ref: 'AWS::NoValue' }] }),
      `info Listener Properties.SslPolicy when IsProd is false (Stage is dev): ${byDefault('SslPolicy')}`,
    ],
    'by the default of a parameter': [
      {
        Parameters: { Policy: { Type: 'String', Default: 'ELBSecurityPolicy-2016-08' } },
        Resources: {
          Listener: {
            Type: 'AWS::ElasticLoadBalancingV2::Listener',
            Properties: listener({ Ref: 'Policy' }),
          },
          LoadBalancer: {
            Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
            Properties: { Subnets: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'] },
          },
        },
      },
      `warning Listener Properties.SslPolicy when Policy is ELBSecurityPolicy-2016-08: ${older('ELBSecurityPolicy-2016-08')}`,
    ],
    'a Classic Load Balancer with what it has by default': [
      classic(),
      `warning ${LISTENER}: ${byDefault('an SSLNegotiationPolicyType policy')}`,
    ],
    'a Classic Load Balancer with TLS 1.0': [
      classic([predefined('ELBSecurityPolicy-2015-05')]),
      `warning LoadBalancer Properties.Policies[0].Attributes[0].Value: ${older('ELBSecurityPolicy-2015-05', CLASSIC)}`,
    ],
    'a policy of its own with TLS 1.0 and 1.1': [
      classic([policy({ 'Protocol-TLSv1': true, 'Protocol-TLSv1.1': 'true', 'Protocol-TLSv1.2': 'true' })]),
      'warning LoadBalancer Properties.Policies[0]: the policy allows Protocol-TLSv1 and Protocol-TLSv1.1',
    ],
    'a policy for something else': [
      classic(
        [{ PolicyName: 'sticky', PolicyType: 'LBCookieStickinessPolicyType', Attributes: [] }],
        ['sticky'],
      ),
      `warning ${LISTENER}: ${byDefault('an SSLNegotiationPolicyType policy')}`,
    ],
  },
  review: {
    'a policy from a parameter': [
      listener({ Ref: 'Policy' }),
      'review Listener Properties.SslPolicy: Policy has no default, so it is only known at deployment',
    ],
    'a Classic Load Balancer with a policy from a parameter': [
      classic([predefined({ Ref: 'Policy' })]),
      'review LoadBalancer Properties.Policies[0].Attributes[0].Value: Policy has no default, so it is only known at deployment',
    ],
  },
});
