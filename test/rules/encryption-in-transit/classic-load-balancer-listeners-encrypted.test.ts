import rule from '../../../rules/encryption-in-transit/classic-load-balancer-listeners-encrypted';
import { testRule } from '../../rule-tester';

const listener = (Protocol: unknown, LoadBalancerPort: unknown, InstancePort = '8080') => ({
  Protocol,
  LoadBalancerPort,
  InstancePort,
});
const https = {
  ...listener('HTTPS', '443'),
  SSLCertificateId: 'arn:aws:acm:eu-west-1:111122223333:certificate/shop',
};
const loadBalancer = (Listeners: unknown[], Scheme?: unknown) => ({
  Subnets: ['subnet-0123456789abcdef0'],
  Listeners,
  ...(Scheme ? { Scheme } : {}),
});
const PROTOCOL = 'LoadBalancer Properties.Listeners[0].Protocol';

testRule(rule, {
  pass: {
    HTTPS: loadBalancer([https]),
    'TLS that is not HTTP': loadBalancer([{ ...https, Protocol: 'SSL', InstanceProtocol: 'TCP' }]),
    'TCP within the VPC': loadBalancer([listener('TCP', '5432')], 'internal'),
    'TLS in either branch': loadBalancer([
      { 'Fn::If': ['IsProd', https, { ...https, Protocol: 'SSL', InstanceProtocol: 'TCP' }] },
    ]),
  },
  fail: {
    'HTTP, on the internet by default': [
      loadBalancer([listener('HTTP', '80')]),
      `error ${PROTOCOL}: HTTP on port 80 is not encrypted, from the internet`,
    ],
    'HTTP beside HTTPS: a Classic Load Balancer cannot redirect': [
      loadBalancer([https, listener('HTTP', '80')], 'internet-facing'),
      'error LoadBalancer Properties.Listeners[1].Protocol: HTTP on port 80 is not encrypted, from the internet',
    ],
    'TCP on the port of HTTP': [
      loadBalancer([listener('tcp', 80)]),
      `error ${PROTOCOL}: tcp on port 80 is not encrypted, from the internet`,
    ],
    'TCP that the instances may encrypt': [
      loadBalancer([listener('TCP', '443')]),
      `info ${PROTOCOL}: TCP on port 443 is encrypted only if the instances speak TLS`,
    ],
    'HTTP within the VPC': [
      loadBalancer([listener('HTTP', '80')], 'internal'),
      `info ${PROTOCOL}: HTTP on port 80 is not encrypted, within the VPC`,
    ],
    'HTTP outside production': [
      loadBalancer([{ 'Fn::If': ['IsProd', https, listener('HTTP', '80')] }]),
      `warning ${PROTOCOL} when IsProd is false (Stage is dev): HTTP on port 80 is not encrypted, from the internet`,
    ],
    'by the default of a parameter': [
      {
        Parameters: { Protocol: { Type: 'String', Default: 'HTTP' } },
        Resources: {
          LoadBalancer: {
            Type: 'AWS::ElasticLoadBalancing::LoadBalancer',
            Properties: loadBalancer([listener({ Ref: 'Protocol' }, '80')]),
          },
        },
      },
      `error ${PROTOCOL} when Protocol is HTTP: HTTP on port 80 is not encrypted, from the internet`,
    ],
  },
  review: {
    'a scheme from a parameter': [
      loadBalancer([listener('HTTP', '80')], { Ref: 'Scheme' }),
      `review ${PROTOCOL}: Scheme has no default, so it is only known at deployment`,
    ],
    'a protocol from a parameter': [
      loadBalancer([listener({ Ref: 'Protocol' }, '80')]),
      `review ${PROTOCOL}: Protocol has no default, so it is only known at deployment`,
    ],
  },
  options: {
    'HTTP within the VPC, where cards are handled': [
      loadBalancer([listener('HTTP', '80')], 'internal'),
      { profile: 'pci' },
      `error ${PROTOCOL}: HTTP on port 80 is not encrypted, within the VPC`,
    ],
  },
});
