import rule from '../../../rules/network/security-group-sources-narrow';
import { testRule } from '../../rule-tester';
import { group, ingress, loadBalancer } from './security-group-fixtures';
import { vpc } from './vpc-fixtures';

const app = (Group: unknown, more: object = {}) => ({ Resources: { Group, ...more } });
const port = (source: object, number: unknown = 5432) => ({
  IpProtocol: 'tcp',
  FromPort: number,
  ToPort: number,
  ...source,
});
const from = (CidrIp: unknown, number?: number) => port({ CidrIp }, number);
const ofVpc = { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] };
const place = 'Group Properties.SecurityGroupIngress[0].CidrIp';
const allOfVpc = 'all of the VPC is let in: name the group that connects';
const whole = (range: string) => `the whole of ${range} is let in: name the group that connects`;

testRule(rule, {
  pass: {
    'from another group': app(group(port({ SourceSecurityGroupId: { Ref: 'Clients' } }))),
    'from an office': app(group(from('203.0.113.0/24'))),
    'from a subnet': app(group(from('10.0.1.0/24')), { Vpc: vpc() }),
    'from a VPN': app(group(from('10.64.0.0/17'))),
    'from one site over IPv6': app(group(port({ CidrIpv6: '2001:db8:1::/48' }))),
    'from a prefix list of offices': app(group(port({ SourcePrefixListId: { Ref: 'Offices' } })), {
      Offices: {
        Type: 'AWS::EC2::PrefixList',
        Properties: {
          PrefixListName: 'offices',
          AddressFamily: 'IPv4',
          MaxEntries: 2,
          Entries: [{ Cidr: '203.0.113.0/24' }],
        },
      },
    }),
    'from the internet, which another rule judges': app(group(from('0.0.0.0/0'))),
    'from a range that a parameter tells, which that rule judges too': app(group(from({ Ref: 'Range' }))),
    'a small range, whichever it is': app(group(from({ 'Fn::Sub': '10.${Number}.0.0/24' }))),
  },
  fail: {
    'a private network of the widest kind': [
      app(group(from('10.0.0.0/8'))),
      `warning ${place}: ${whole('10.0.0.0/8')}`,
    ],
    'by a rule of its own': [
      app(group(), { Open: ingress({ Ref: 'Group' }, from('172.16.0.0/12')) }),
      `warning Open Properties.CidrIp: ${whole('172.16.0.0/12')}`,
    ],
    'unique local addresses of IPv6': [
      app(group(port({ CidrIpv6: 'fd00::/8' }))),
      `warning Group Properties.SecurityGroupIngress[0].CidrIpv6: ${whole('fd00::/8')}`,
    ],
    'the VPC, by its attribute': [app(group(from(ofVpc)), { Vpc: vpc() }), `warning ${place}: ${allOfVpc}`],
    'the VPC, by its range': [
      app(group(from('10.1.0.0/20')), { Vpc: vpc({ CidrBlock: '10.1.0.0/20' }) }),
      `warning ${place}: ${allOfVpc}`,
    ],
    'the VPC, by the parameter of its range': [
      app(group(from({ Ref: 'Range' })), { Vpc: vpc({ CidrBlock: { Ref: 'Range' } }) }),
      `warning ${place}: ${allOfVpc}`,
    ],
    'a network with a number from a parameter': [
      app(group(from({ 'Fn::Sub': '10.${Number}.0.0/16' }))),
      `warning ${place}: ${whole('10.${Number}.0.0/16')}`,
    ],
    'a network by default': [
      {
        Parameters: { Range: { Type: 'String', Default: '10.0.0.0/16' } },
        ...app(group(from({ Ref: 'Range' }))),
      },
      `warning ${place} when Range is 10.0.0.0/16: ${whole('10.0.0.0/16')}`,
    ],
    'a network outside production': [
      app(group(from({ 'Fn::If': ['IsProd', '10.0.1.0/24', '10.0.0.0/8'] }))),
      `info ${place} when IsProd is false (Stage is dev): ${whole('10.0.0.0/8')}`,
    ],
    'a prefix list of networks': [
      app(group(port({ SourcePrefixListId: { Ref: 'Networks' } })), {
        Networks: {
          Type: 'AWS::EC2::PrefixList',
          Properties: {
            PrefixListName: 'networks',
            AddressFamily: 'IPv4',
            MaxEntries: 2,
            Entries: [{ Cidr: '10.0.0.0/8' }],
          },
        },
      }),
      'warning Group Properties.SecurityGroupIngress[0].SourcePrefixListId: the whole of 10.0.0.0/8 is let in by the prefix list Networks: name the group that connects',
    ],
    'for the health checks of a Network Load Balancer without a group': [
      app(group(from(ofVpc, 8080)), {
        Vpc: vpc(),
        LoadBalancer: {
          Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
          Properties: { Type: 'network', Subnets: [{ Ref: 'SubnetA' }] },
        },
      }),
      `info ${place}: ${allOfVpc}`,
    ],
    'for a database, which is behind no load balancer': [
      app(group(from(ofVpc)), {
        Vpc: vpc(),
        LoadBalancer: {
          Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
          Properties: { Type: 'network', Subnets: [{ Ref: 'SubnetA' }] },
        },
        Database: {
          Type: 'AWS::RDS::DBCluster',
          Properties: { Engine: 'aurora-postgresql', VpcSecurityGroupIds: [{ Ref: 'Group' }] },
        },
      }),
      `warning ${place}: ${allOfVpc}`,
    ],
    'a Network Load Balancer with a group': [
      app(group(from(ofVpc, 8080)), { Vpc: vpc(), LoadBalancer: loadBalancer({ Type: 'network' }) }),
      `warning ${place}: ${allOfVpc}`,
    ],
    'an endpoint for the VPC': [
      app(group(from(ofVpc, 443)), {
        Vpc: vpc(),
        Endpoint: {
          Type: 'AWS::EC2::VPCEndpoint',
          Properties: {
            VpcEndpointType: 'Interface',
            ServiceName: 'com.amazonaws.eu-west-1.ssm',
            VpcId: { Ref: 'Vpc' },
            SecurityGroupIds: [{ Ref: 'Group' }],
          },
        },
      }),
      `info ${place}: ${allOfVpc}`,
    ],
  },
});
