import rule from '../../../rules/network/network-acl-no-allow-all';
import { testRule } from '../../rule-tester';

const everybody = { CidrBlock: '0.0.0.0/0' };
const entry = (properties: object) => ({
  Type: 'AWS::EC2::NetworkAclEntry',
  Properties: { NetworkAclId: { Ref: 'Acl' }, RuleNumber: 100, RuleAction: 'allow', ...properties },
});
const tcp = (From: unknown, To: unknown = From, more: object = everybody) =>
  entry({ Protocol: 6, PortRange: { From, To }, ...more });
const all = (more: object = {}) => entry({ Protocol: -1, ...everybody, ...more });
const acl = (entries: object) => ({
  Resources: {
    Acl: { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: { Ref: 'Vpc' } } },
    ...entries,
  },
});
const deny = (From: number, RuleNumber: number) =>
  entry({ RuleAction: 'deny', RuleNumber, Protocol: 6, PortRange: { From, To: From }, ...everybody });
const place = 'NetworkAclEntry Properties.CidrBlock';

testRule(rule, {
  pass: {
    'answers to the ports of each system': acl({
      Old: tcp(1025, 5000),
      Linux: tcp(1024, 60999),
      Also: tcp(1024, 61000),
      LoadBalancer: tcp(1024, 65535),
    }),
    'everything, which is denied the same way before': acl({
      Denied: all({ RuleAction: 'deny', RuleNumber: 90, Egress: true }),
      Allowed: all({ Egress: true }),
    }),
    'HTTPS for everybody': tcp(443),
    'answers for everybody': tcp(1024, 65535),
    'answers for Linux': tcp(32768, 61000),
    'answers for old Windows': tcp(1025, 5000),
    'SSH from an office': tcp(22, 22, { CidrBlock: '203.0.113.0/24' }),
    'everything from the VPC': all({ CidrBlock: '10.0.0.0/16' }),
    'everything denied': all({ RuleAction: 'deny' }),
    'SSH to everybody, from the inside': tcp(22, 22, { Egress: true, ...everybody }),
    'everything, after it is denied': acl({
      Denied: all({ RuleAction: 'deny', RuleNumber: 90 }),
      Allowed: all(),
    }),
    'SSH among other ports, after it is denied': acl({ Denied: deny(22, 90), Allowed: tcp(20, 22) }),
    ping: entry({ Protocol: 1, Icmp: { Type: 8, Code: -1 }, ...everybody }),
  },
  fail: {
    'everything from everybody': [all(), `warning ${place}: all traffic is allowed from 0.0.0.0/0`],
    'everything from everybody over IPv6': [
      entry({ Protocol: '-1', Ipv6CidrBlock: '::/0' }),
      'warning NetworkAclEntry Properties.Ipv6CidrBlock: all traffic is allowed from ::/0',
    ],
    'everything from everybody, which is denied the other way': [
      acl({ Denied: all({ RuleAction: 'deny', RuleNumber: 90, Egress: true }), Allowed: all() }),
      'warning Allowed Properties.CidrBlock: all traffic is allowed from 0.0.0.0/0',
    ],
    'a port for answers among others': [
      tcp(1023, 65535),
      `warning ${place}: ports 1023-65535 (SQL Server, Oracle, NFS …) are open to 0.0.0.0/0`,
    ],
    'everything from half of the internet': [
      all({ CidrBlock: '128.0.0.0/1' }),
      `warning ${place}: all traffic is allowed from 128.0.0.0/1`,
    ],
    'whatever its ports say': [
      all({ PortRange: { From: 443, To: 443 } }),
      `warning ${place}: all traffic is allowed from 0.0.0.0/0`,
    ],
    'everything to everybody': [all({ Egress: true }), `info ${place}: all traffic is allowed to 0.0.0.0/0`],
    'SSH from everybody': [tcp(22), `warning ${place}: port 22 (SSH) is open to 0.0.0.0/0`],
    'RDP, which is no port for answers': [
      tcp(3389),
      `warning ${place}: port 3389 (RDP) is open to 0.0.0.0/0`,
    ],
    'every TCP port': [
      tcp(0, 65535),
      `warning ${place}: ports 0-65535 (SSH, Telnet, Windows RPC and NetBIOS …) are open to 0.0.0.0/0`,
    ],
    'denied too late': [
      acl({ Denied: deny(22, 110), Allowed: tcp(22) }),
      'warning Allowed Properties.CidrBlock: port 22 (SSH) is open to 0.0.0.0/0',
    ],
    'another port is denied': [
      acl({ Denied: deny(22, 90), Allowed: tcp(20, 23) }),
      'warning Allowed Properties.CidrBlock: ports 20-23 (Telnet) are open to 0.0.0.0/0',
    ],
    'denied in production only': [
      acl({ Denied: { Condition: 'IsProd', ...deny(22, 90) }, Allowed: tcp(22) }),
      'info Allowed Properties.CidrBlock when IsProd is false (Stage is dev): port 22 (SSH) is open to 0.0.0.0/0',
    ],
    'everybody by default': [
      {
        Parameters: { Clients: { Type: 'String', Default: '0.0.0.0/0' } },
        Resources: { Open: tcp(22, 22, { CidrBlock: { Ref: 'Clients' } }) },
      },
      'warning Open Properties.CidrBlock when Clients is 0.0.0.0/0: port 22 (SSH) is open to 0.0.0.0/0',
    ],
  },
  review: {
    'a range from a parameter': [
      tcp(22, 22, { CidrBlock: { Ref: 'Clients' } }),
      `review ${place}: Clients has no default, so it is only known at deployment`,
    ],
    'allowed if a parameter says so': [
      all({ RuleAction: { Ref: 'Action' } }),
      `review ${place}: Action has no default, so it is only known at deployment`,
    ],
    'a port from a parameter': [
      tcp({ Ref: 'Port' }),
      'review NetworkAclEntry Properties.PortRange.From: Port has no default, so it is only known at deployment',
    ],
  },
});
