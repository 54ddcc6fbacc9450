import rule from '../../../rules/network/security-group-open-ingress-front-end-only';
import { testRule } from '../../rule-tester';
import { group, ingress, instance, loadBalancer } from './security-group-fixtures';

type Properties = { readonly [name: string]: unknown };

const anywhere = { CidrIp: '0.0.0.0/0' };
const ports = (from: unknown, to: unknown = from, source: Properties = anywhere) => ({
  IpProtocol: 'tcp',
  FromPort: from,
  ToPort: to,
  ...source,
});
const groupId = { 'Fn::GetAtt': ['Group', 'GroupId'] };
const certificate = 'arn:aws:acm:eu-west-1:111122223333:certificate/web';
const listener = (Port: unknown) => ({
  Type: 'AWS::ElasticLoadBalancingV2::Listener',
  Properties: {
    LoadBalancerArn: { Ref: 'LoadBalancer' },
    Port,
    Protocol: 'HTTPS',
    Certificates: [{ CertificateArn: certificate }],
    DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
  },
});
const web = instance({ SecurityGroupIds: [groupId] });
const classic = (properties: Properties = {}) => ({
  Type: 'AWS::ElasticLoadBalancing::LoadBalancer',
  Properties: {
    Subnets: [{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }],
    SecurityGroups: [groupId],
    Listeners: [
      { LoadBalancerPort: '8443', InstancePort: '80', Protocol: 'SSL', SSLCertificateId: certificate },
    ],
    ...properties,
  },
});
const app = (Group: unknown, more: Properties = {}) => ({ Resources: { Group, ...more } });
const networkInterface = {
  Type: 'AWS::EC2::NetworkInterface',
  Properties: { SubnetId: { Ref: 'SubnetA' }, GroupSet: [groupId] },
};
const prefixList = (...cidrs: string[]) => ({
  Type: 'AWS::EC2::PrefixList',
  Properties: {
    PrefixListName: 'clients',
    AddressFamily: 'IPv4',
    MaxEntries: 5,
    Entries: cidrs.map((Cidr) => ({ Cidr })),
  },
});
const lightsail = (...Ports: unknown[]) => ({
  Type: 'AWS::Lightsail::Instance',
  Properties: {
    BlueprintId: 'amazon_linux_2023',
    BundleId: 'nano_3_0',
    InstanceName: 'blog',
    Networking: { Ports },
  },
});
const fleet = (...EC2InboundPermissions: unknown[]) => ({
  Type: 'AWS::GameLift::Fleet',
  Properties: { Name: 'arena', EC2InboundPermissions },
});

const place = 'Group Properties.SecurityGroupIngress[0].CidrIp';
const unlistened = 'and no internet-facing load balancer listens there';
const confirm = 'confirm that it is a front end';

testRule(rule, {
  pass: {
    'from another security group': app(
      group(ports(8080, 8080, { SourceSecurityGroupId: { Ref: 'LoadBalancerGroup' } })),
    ),
    'SSH from an office': app(group(ports(22, 22, { CidrIp: '203.0.113.0/24' }))),
    'SSH from private ranges': app(
      group(ports(22, 22, { CidrIp: '10.0.0.0/8' }), ports(22, 22, { CidrIpv6: 'fd00::/8' })),
    ),
    'from the VPC': app(group({ IpProtocol: '-1', CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } }), {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    }),
    'from the VPC, whose range is a parameter': app(group(ports(22, 22, { CidrIp: { Ref: 'VpcRange' } })), {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: { Ref: 'VpcRange' } } },
    }),
    'from one address, whichever it is': app(
      group(ports(22, 22, { CidrIp: { 'Fn::Sub': '${Bastion}/32' } })),
    ),
    'outbound traffic, which another rule judges': {
      GroupDescription: 'web',
      VpcId: { Ref: 'Vpc' },
      SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }],
    },
    'a load balancer that faces the internet': app(
      group(ports(80), ports(443), ports(443, 443, { CidrIpv6: '::/0' })),
      {
        LoadBalancer: loadBalancer({ Scheme: 'internet-facing' }),
      },
    ),
    'at the port of a listener, by a rule of its own': app(group(), {
      Open: ingress({ Ref: 'Group' }, ports(8443)),
      LoadBalancer: loadBalancer(),
      Listener: listener(8443),
    }),
    'a Classic Load Balancer and its port': app(group(ports(443), ports(8443)), { LoadBalancer: classic() }),
    'an unknown range at a port that the front end opens anyway': app(
      group(ports(443, 443, { CidrIp: { Ref: 'Clients' } })),
      {
        LoadBalancer: loadBalancer(),
      },
    ),
    'internal, and open to the office only': app(
      group(ports(80, 80, { CidrIp: { 'Fn::If': ['IsProd', '0.0.0.0/0', '203.0.113.0/24'] } })),
      { LoadBalancer: loadBalancer({ Scheme: { 'Fn::If': ['IsProd', 'internet-facing', 'internal'] } }) },
    ),
    'from CloudFront': app(group(ports(80, 80, { SourcePrefixListId: 'pl-3b927c52' }))),
    'from a prefix list of offices': app(group(ports(22, 22, { SourcePrefixListId: { Ref: 'Offices' } })), {
      Offices: prefixList('203.0.113.0/24', '198.51.100.0/24'),
    }),
    'a private port of a Lightsail instance': lightsail({
      Protocol: 'tcp',
      FromPort: 22,
      ToPort: 22,
      Cidrs: ['203.0.113.0/24'],
    }),
  },
  fail: {
    'SSH from anywhere': [app(group(ports(22))), `error ${place}: port 22 (SSH) is open to 0.0.0.0/0`],
    'SSH from anywhere over IPv6': [
      app(group(ports('22', '22', { CidrIpv6: '::/0' }))),
      'error Group Properties.SecurityGroupIngress[0].CidrIpv6: port 22 (SSH) is open to ::/0',
    ],
    'halves of the internet': [
      app(group(ports(22, 22, { CidrIp: '0.0.0.0/1' }), ports(22, 22, { CidrIp: '128.0.0.0/1' }))),
      [
        `error ${place}: port 22 (SSH) is open to 0.0.0.0/1`,
        'error Group Properties.SecurityGroupIngress[1].CidrIp: port 22 (SSH) is open to 128.0.0.0/1',
      ],
    ],
    'a public network of the widest kind': [
      app(group(ports(22, 22, { CidrIp: '11.0.0.0/8' }))),
      `error ${place}: port 22 (SSH) is open to 11.0.0.0/8`,
    ],
    'a database, even where a load balancer listens': [
      app(group(ports(5432)), { LoadBalancer: loadBalancer({ Type: 'network' }), Listener: listener(5432) }),
      `error ${place}: port 5432 (PostgreSQL) is open to 0.0.0.0/0`,
    ],
    'a range of ports with administration among them': [
      app(group(ports(80, 443)), { LoadBalancer: loadBalancer() }),
      `error ${place}: ports 80-443 (Windows RPC and NetBIOS) are open to 0.0.0.0/0`,
    ],
    'all traffic, whatever its ports say': [
      app(group({ IpProtocol: -1, FromPort: 443, ToPort: 443, ...anywhere }), {
        LoadBalancer: loadBalancer(),
      }),
      `error ${place}: every port is open to 0.0.0.0/0`,
    ],
    'all ports': [app(group(ports(0, 65535))), `error ${place}: every port is open to 0.0.0.0/0`],
    'a protocol without ports': [
      app(group({ IpProtocol: '47', ...anywhere })),
      `error ${place}: protocol 47 is open to 0.0.0.0/0`,
    ],
    ICMP: [
      app(group({ IpProtocol: 'icmp', FromPort: 8, ToPort: -1, ...anywhere })),
      `warning ${place}: ICMP is open to 0.0.0.0/0`,
    ],
    'a port of an instance': [
      app(group(ports(8080)), { Web: web }),
      `error ${place}: port 8080 is open to 0.0.0.0/0 on Web, which is no load balancer`,
    ],
    'a port at which the load balancer does not listen': [
      app(group(ports(8081)), { LoadBalancer: loadBalancer(), Listener: listener(8080) }),
      `error ${place}: port 8081 is open to 0.0.0.0/0, ${unlistened}`,
    ],
    'a web server without load balancer': [
      app(group(ports(443)), { Web: web }),
      `warning ${place}: port 443 is open to 0.0.0.0/0 on Web: ${confirm}`,
    ],
    'a group that the load balancer shares with its targets': [
      app(group(ports(80)), {
        LoadBalancer: loadBalancer(),
        Template: {
          Type: 'AWS::EC2::LaunchTemplate',
          Properties: {
            LaunchTemplateData: { NetworkInterfaces: [{ DeviceIndex: 0, Groups: [{ Ref: 'Group' }] }] },
          },
        },
      }),
      `warning ${place}: port 80 is open to 0.0.0.0/0 on Template: ${confirm}`,
    ],
    'a group that the load balancer shares with a network interface': [
      app(group(ports(443)), { LoadBalancer: loadBalancer(), Interface: networkInterface }),
      `warning ${place}: port 443 is open to 0.0.0.0/0 on Interface: ${confirm}`,
    ],
    'a group that is used elsewhere': [
      app(group(ports(443), ports(8080))),
      [
        `warning ${place}: port 443 is open to 0.0.0.0/0, and the template does not show for what: ${confirm}`,
        `error Group Properties.SecurityGroupIngress[1].CidrIp: port 8080 is open to 0.0.0.0/0, ${unlistened}`,
      ],
    ],
    'a rule for a group of another stack': [
      app(ingress({ Ref: 'GroupId' }, ports(443))),
      `warning Group Properties.CidrIp: port 443 is open to 0.0.0.0/0, and the template does not show for what: ${confirm}`,
    ],
    'a rule of its own for a group of the template': [
      app(group(), { Open: ingress(groupId, ports(3389)) }),
      'error Open Properties.CidrIp: port 3389 (RDP) is open to 0.0.0.0/0',
    ],
    'an internal load balancer': [
      app(group(ports(443)), { LoadBalancer: loadBalancer({ Scheme: 'internal' }) }),
      `error ${place}: port 443 is open to 0.0.0.0/0 on the internal load balancer LoadBalancer`,
    ],
    'internal outside production': [
      app(group(ports(443)), {
        LoadBalancer: loadBalancer({ Scheme: { 'Fn::If': ['IsProd', 'internet-facing', 'internal'] } }),
      }),
      `warning ${place} when IsProd is false (Stage is dev): port 443 is open to 0.0.0.0/0 on the internal load balancer LoadBalancer`,
    ],
    'an instance in the group outside production': [
      app(group(ports(80)), {
        LoadBalancer: loadBalancer(),
        Web: {
          ...web,
          Properties: {
            ...web.Properties,
            SecurityGroupIds: [{ 'Fn::If': ['IsProd', 'sg-0123456789abcdef0', groupId] }],
          },
        },
      }),
      `info ${place} when IsProd is false (Stage is dev): port 80 is open to 0.0.0.0/0 on Web: ${confirm}`,
    ],
    'a load balancer in production only': [
      app(group(ports(443)), { LoadBalancer: { Condition: 'IsProd', ...loadBalancer() } }),
      `info ${place} when IsProd is false (Stage is dev): port 443 is open to 0.0.0.0/0, and the template does not show for what: ${confirm}`,
    ],
    'a range that is anywhere by default': [
      {
        Parameters: { SshFrom: { Type: 'String', Default: '0.0.0.0/0' } },
        ...app(group(ports(22, 22, { CidrIp: { Ref: 'SshFrom' } }))),
      },
      `error ${place} when SshFrom is 0.0.0.0/0: port 22 (SSH) is open to 0.0.0.0/0`,
    ],
    'open outside production': [
      app(group({ 'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, ports(22)] })),
      `warning ${place} when IsProd is false (Stage is dev): port 22 (SSH) is open to 0.0.0.0/0`,
    ],
    'a prefix list of everybody': [
      app(group(ports(22, 22, { SourcePrefixListId: { 'Fn::GetAtt': ['Everybody', 'PrefixListId'] } })), {
        Everybody: prefixList('203.0.113.0/24', '0.0.0.0/0'),
      }),
      'error Group Properties.SecurityGroupIngress[0].SourcePrefixListId: port 22 (SSH) is open to 0.0.0.0/0 (prefix list Everybody)',
    ],
    'a Lightsail instance': [
      lightsail(
        { Protocol: 'tcp', FromPort: 22, ToPort: 22, Cidrs: ['0.0.0.0/0'], Ipv6Cidrs: ['::/0'] },
        { Protocol: 'tcp', FromPort: 443, ToPort: 443, Cidrs: ['0.0.0.0/0'] },
      ),
      [
        'error Instance Properties.Networking.Ports[0].Cidrs[0]: port 22 (SSH) is open to 0.0.0.0/0',
        'error Instance Properties.Networking.Ports[0].Ipv6Cidrs[0]: port 22 (SSH) is open to ::/0',
        `warning Instance Properties.Networking.Ports[1].Cidrs[0]: port 443 is open to 0.0.0.0/0 on Instance: ${confirm}`,
      ],
    ],
    'every protocol, as Lightsail says it': [
      lightsail({ Protocol: 'all', FromPort: 0, ToPort: 65535, Cidrs: ['0.0.0.0/0'] }),
      'error Instance Properties.Networking.Ports[0].Cidrs[0]: every port is open to 0.0.0.0/0',
    ],
    'a fleet of game servers': [
      fleet(
        { Protocol: 'UDP', FromPort: 7777, ToPort: 7780, IpRange: '0.0.0.0/0' },
        { Protocol: 'TCP', FromPort: 22, ToPort: 22, IpRange: '0.0.0.0/0' },
      ),
      [
        `warning Fleet Properties.EC2InboundPermissions[0].IpRange: ports 7777-7780 are open to 0.0.0.0/0 on Fleet: ${confirm}`,
        'error Fleet Properties.EC2InboundPermissions[1].IpRange: port 22 (SSH) is open to 0.0.0.0/0',
      ],
    ],
    'a fleet of containers': [
      {
        Type: 'AWS::GameLift::ContainerFleet',
        Properties: {
          FleetRoleArn: 'arn:aws:iam::111122223333:role/fleet',
          InstanceInboundPermissions: [
            { Protocol: 'UDP', FromPort: 7777, ToPort: 7780, IpRange: '0.0.0.0/0' },
            { Protocol: 'TCP', FromPort: 22, ToPort: 22, IpRange: '0.0.0.0/0' },
          ],
        },
      },
      [
        `warning ContainerFleet Properties.InstanceInboundPermissions[0].IpRange: ports 7777-7780 are open to 0.0.0.0/0 on ContainerFleet: ${confirm}`,
        'error ContainerFleet Properties.InstanceInboundPermissions[1].IpRange: port 22 (SSH) is open to 0.0.0.0/0',
      ],
    ],
    'databases outside a VPC': [
      app(
        {
          Type: 'AWS::RDS::DBSecurityGroup',
          Properties: { GroupDescription: 'orders', DBSecurityGroupIngress: [{ CIDRIP: '0.0.0.0/0' }] },
        },
        {
          Open: {
            Type: 'AWS::RDS::DBSecurityGroupIngress',
            Properties: { DBSecurityGroupName: 'orders', CIDRIP: '0.0.0.0/0' },
          },
          Warehouse: {
            Type: 'AWS::Redshift::ClusterSecurityGroupIngress',
            Properties: { ClusterSecurityGroupName: 'warehouse', CIDRIP: '0.0.0.0/0' },
          },
        },
      ),
      [
        'error Group Properties.DBSecurityGroupIngress[0].CIDRIP: the database is open to 0.0.0.0/0',
        'error Open Properties.CIDRIP: the database is open to 0.0.0.0/0',
        'error Warehouse Properties.CIDRIP: the database is open to 0.0.0.0/0',
      ],
    ],
  },
  review: {
    'a range from a parameter': [
      app(group(ports(22, 22, { CidrIp: { Ref: 'SshFrom' } }))),
      `review ${place}: SshFrom has no default, so it is only known at deployment`,
    ],
    'a port of a load balancer whose listeners are in another stack': [
      app(group(ports(8080)), { LoadBalancer: loadBalancer() }),
      `review ${place}: port 8080 is open to 0.0.0.0/0: confirm that LoadBalancer listens there, its listeners are elsewhere`,
    ],
    'a port from a parameter': [
      app(group(ports({ Ref: 'Port' })), { Web: web }),
      'review Group Properties.SecurityGroupIngress[0].FromPort: Port has no default, so it is only known at deployment',
    ],
    'a scheme from a parameter': [
      app(group(ports(443)), { LoadBalancer: loadBalancer({ Scheme: { Ref: 'Scheme' } }) }),
      `review ${place}: Scheme has no default, so it is only known at deployment`,
    ],
    'a listener at a port from a parameter': [
      app(group(ports(8443)), { LoadBalancer: loadBalancer(), Listener: listener({ Ref: 'Port' }) }),
      `review ${place}: Port has no default, so it is only known at deployment`,
    ],
  },
});
