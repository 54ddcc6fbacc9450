import rule from '../../../rules/network/security-group-no-all-traffic-ingress';
import { testRule } from '../../rule-tester';
import { group, ingress, instance, loadBalancer } from './security-group-fixtures';

const app = (Group: unknown, more: object = {}) => ({ Resources: { Group, ...more } });
const all = (source: object) => ({ IpProtocol: '-1', ...source });
const ports = (FromPort: unknown, ToPort: unknown, source: object) => ({
  IpProtocol: 'tcp',
  FromPort,
  ToPort,
  ...source,
});
const clients = { SourceSecurityGroupId: { Ref: 'Clients' } };
const office = { CidrIp: '203.0.113.0/24' };
const clientsOf = (more: object) => ({ Clients: group(), ...more });
const place = 'Group Properties.SecurityGroupIngress[0]';

testRule(rule, {
  pass: {
    'one port': app(group(ports(443, 443, clients))),
    'a thousand ports': app(group(ports(10000, 11023, office))),
    'one port, whichever it is': app(group(ports({ Ref: 'Port' }, { Ref: 'Port' }, clients))),
    'from the group itself': app(group(), {
      Self: ingress({ Ref: 'Group' }, all({ SourceSecurityGroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] } })),
    }),
    'from itself, for a group of another stack': {
      Resources: {
        Self: ingress({ Ref: 'GlueGroup' }, all({ SourceSecurityGroupId: { Ref: 'GlueGroup' } })),
      },
    },
    'from itself, for the group of a Kubernetes cluster': {
      Resources: {
        Cluster: {
          Type: 'AWS::EKS::Cluster',
          Properties: {
            RoleArn: 'arn:aws:iam::111122223333:role/cluster',
            ResourcesVpcConfig: { SubnetIds: [{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }] },
          },
        },
        Self: ingress(
          { 'Fn::GetAtt': ['Cluster', 'ClusterSecurityGroupId'] },
          all({ SourceSecurityGroupId: { 'Fn::GetAtt': ['Cluster', 'ClusterSecurityGroupId'] } }),
        ),
      },
    },
    'the dynamic ports of containers, from their load balancer': app(
      group(ports(32768, 65535, clients)),
      clientsOf({ LoadBalancer: loadBalancer({ SecurityGroups: [{ Ref: 'Clients' }] }) }),
    ),
    'open to the internet, which another rule judges': app(group(all({ CidrIp: '0.0.0.0/0' }))),
    'perhaps open to the internet, likewise': app(group(all({ CidrIp: { Ref: 'Range' } }))),
    'a range that has to be given': {
      Parameters: { Range: { Type: 'String', Default: '' } },
      ...app(group(all({ CidrIp: { Ref: 'Range' } }))),
    },
    'a protocol without ports, from one peer': app(group({ IpProtocol: '50', CidrIp: '203.0.113.7/32' })),
    'messages of ICMP': app(group({ IpProtocol: 'icmp', FromPort: -1, ToPort: -1, ...office })),
  },
  fail: {
    'from addresses of IPv6, and from a group by its name': [
      app(group(all({ CidrIpv6: '2001:db8::/32' }), all({ SourceSecurityGroupName: 'clients' }))),
      [
        `warning ${place}.IpProtocol: all traffic from 2001:db8::/32 is let in`,
        'warning Group Properties.SecurityGroupIngress[1].IpProtocol: all traffic from clients is let in',
      ],
    ],
    'all traffic from another group': [
      app(group(all(clients)), clientsOf({})),
      `warning ${place}.IpProtocol: all traffic from Clients is let in`,
    ],
    'all traffic, whatever its ports say': [
      app(group(all({ FromPort: 443, ToPort: 443, ...office }))),
      `warning ${place}.IpProtocol: all traffic from 203.0.113.0/24 is let in`,
    ],
    'all traffic from the VPC, whose range is a parameter': [
      app(group(all({ CidrIp: { Ref: 'Range' } })), {
        Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: { Ref: 'Range' } } },
      }),
      `warning ${place}.IpProtocol: all traffic from \${Range} is let in`,
    ],
    'all traffic from a prefix list': [
      app(group(all({ SourcePrefixListId: 'pl-0123456789abcdef0' }))),
      `warning ${place}.IpProtocol: all traffic from pl-0123456789abcdef0 is let in`,
    ],
    'by a rule of its own': [
      app(group(), clientsOf({ Open: ingress({ Ref: 'Group' }, all(clients)) })),
      'warning Open Properties.IpProtocol: all traffic from Clients is let in',
    ],
    'every TCP port': [
      app(group(ports(0, 65535, office))),
      `warning ${place}.FromPort: every tcp port is open to 203.0.113.0/24`,
    ],
    'thousands of ports': [
      app(group(ports(1024, 65535, clients)), clientsOf({})),
      `warning ${place}.FromPort: ports 1024-65535 are open to Clients`,
    ],
    'dynamic ports, from what is no load balancer': [
      app(
        group(ports(32768, 65535, clients)),
        clientsOf({ Web: instance({ SecurityGroupIds: [{ Ref: 'Clients' }] }) }),
      ),
      `warning ${place}.FromPort: ports 32768-65535 are open to Clients, which Web has`,
    ],
    'dynamic ports, from a range': [
      app(group(ports(49152, 65535, office))),
      `warning ${place}.FromPort: ports 49152-65535 are open to 203.0.113.0/24`,
    ],
    'outside production only': [
      app(group({ 'Fn::If': ['IsProd', ports(443, 443, clients), all(clients)] }), clientsOf({})),
      `info ${place}.IpProtocol when IsProd is false (Stage is dev): all traffic from Clients is let in`,
    ],
    'a range that is private by default': [
      {
        Parameters: { Range: { Type: 'String', Default: '10.1.2.0/24' } },
        ...app(group(all({ CidrIp: { Ref: 'Range' } }))),
      },
      `warning ${place}.IpProtocol: all traffic from 10.1.2.0/24 is let in`,
    ],
  },
  review: {
    'dynamic ports, from a group of another stack': [
      app(group(ports(32768, 65535, clients))),
      `review ${place}.FromPort: ports 32768-65535 are open to \${Clients}: confirm that it is the group of a load balancer, or of the members of a Windows domain`,
    ],
    'a port from a parameter': [
      app(group(ports(1024, { Ref: 'Last' }, clients))),
      `review ${place}.ToPort: Last has no default, so it is only known at deployment`,
    ],
    'a protocol from a parameter': [
      app(group({ IpProtocol: { Ref: 'Protocol' }, FromPort: 443, ToPort: 443, ...clients })),
      `review ${place}.IpProtocol: Protocol has no default, so it is only known at deployment`,
    ],
  },
});
