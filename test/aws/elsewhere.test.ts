import { check } from '../../lib';
import type { CheckOptions } from '../../lib/check';

/** Findings of a rule, as `severity LogicalId path: message`. */
function findings(rule: string, files: { [file: string]: object }, options: CheckOptions = {}): string[] {
  const sources = Object.entries(files).map(([file, template]) => ({ file, text: JSON.stringify(template) }));
  const report = check(sources, { rules: [rule], ...options });
  expect(report.errors).toEqual([]);
  return report.findings.map(
    ({ verdict, severity, logicalId, path, message }) =>
      `${verdict === 'review' ? 'review' : severity} ${logicalId} ${path}: ${message}`,
  );
}

const LINKED = { linked: true };

describe('instances of a cluster in another stack', () => {
  const RULE = 'database-clusters-multi-az';
  const instance = (cluster: unknown, more: object = {}) => ({
    Type: 'AWS::RDS::DBInstance',
    Properties: { Engine: 'aurora-mysql', DBInstanceClass: 'db.r6g.large', DBClusterIdentifier: cluster },
    ...more,
  });
  const orders = {
    Resources: {
      Orders: { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-mysql' } },
      Writer: instance({ Ref: 'Orders' }),
    },
    Outputs: { ClusterId: { Value: { Ref: 'Orders' }, Export: { Name: 'orders-cluster' } } },
  };
  const readers = { Resources: { Reader: instance({ 'Fn::ImportValue': 'orders-cluster' }) } };
  const alarm = {
    Resources: {
      Busy: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          Namespace: 'AWS/RDS',
          MetricName: 'CPUUtilization',
          Dimensions: [{ Name: 'DBClusterIdentifier', Value: { 'Fn::ImportValue': 'orders-cluster' } }],
          ComparisonOperator: 'GreaterThanThreshold',
          EvaluationPeriods: 1,
          Period: 300,
          Statistic: 'Average',
          Threshold: 90,
        },
      },
    },
  };
  const open =
    'review Orders Properties: only Writer is in the templates, but the export ClusterId may lead to more: confirm that two instances are in different Availability Zones';
  const single =
    'error Orders Properties: the cluster has a single instance, Writer: add one in another Availability Zone';

  test('joined by an import', () => {
    expect(findings(RULE, { 'orders.json': orders, 'readers.json': readers }, LINKED)).toEqual([]);
    expect(findings(RULE, { 'orders.json': orders, 'readers.json': readers })).toEqual([open]);
  });

  test('an export that the app uses for something else', () => {
    expect(findings(RULE, { 'alarm.json': alarm, 'orders.json': orders }, LINKED)).toEqual([single]);
  });

  test('an export that is not made where the cluster is', () => {
    const { Resources, Outputs } = orders;
    const files = {
      'orders.json': {
        Parameters: { Mode: { Type: 'String', AllowedValues: ['one', 'many'], Default: 'one' } },
        Conditions: { IsMany: { 'Fn::Equals': [{ Ref: 'Mode' }, 'many'] } },
        Resources,
        Outputs: { ClusterId: { ...Outputs.ClusterId, Condition: 'IsMany' } },
      },
    };
    expect(findings(RULE, files)).toEqual([
      single.replace('Properties:', 'Properties: when IsMany is false (Mode is one):'),
    ]);
  });

  test('in a nested stack, where it is made in production only', () => {
    const parent = {
      Parameters: { Stage: { Type: 'String', AllowedValues: ['dev', 'prod'], Default: 'prod' } },
      Resources: {
        ...orders.Resources,
        Readers: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: {
            TemplateURL: 'readers.json',
            Parameters: { Cluster: { Ref: 'Orders' }, Stage: { Ref: 'Stage' } },
          },
        },
      },
    };
    const nested = (Condition?: string) => ({
      Parameters: { Cluster: { Type: 'String' }, Stage: { Type: 'String' } },
      Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
      Resources: { Reader: instance({ Ref: 'Cluster' }, Condition ? { Condition } : {}) },
    });
    expect(findings(RULE, { 'parent.json': parent, 'readers.json': nested() })).toEqual([]);
    expect(findings(RULE, { 'parent.json': parent, 'readers.json': nested('IsProd') })).toEqual([
      single
        .replace('error', 'info')
        .replace('Properties:', 'Properties: when Readers.IsProd is false (Stage is not prod):'),
    ]);
  });
});

test('the subnets of a NAT gateway are associated in another stack', () => {
  const subnet = (index: number) => ({
    Type: 'AWS::EC2::Subnet',
    Properties: {
      VpcId: 'vpc-0123456789abcdef0',
      CidrBlock: `10.0.${index}.0/24`,
      AvailabilityZone: { 'Fn::Select': [index, { 'Fn::GetAZs': '' }] },
    },
  });
  const association = (name: string) => ({
    Type: 'AWS::EC2::SubnetRouteTableAssociation',
    Properties: {
      SubnetId: { Ref: name },
      RouteTableId: { 'Fn::ImportValue': 'private-routes' },
    },
  });
  const way = {
    Resources: {
      Nat: { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: 'subnet-0123456789abcdef0' } },
      Private: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: 'vpc-0123456789abcdef0' } },
      Out: {
        Type: 'AWS::EC2::Route',
        Properties: {
          RouteTableId: { Ref: 'Private' },
          DestinationCidrBlock: '0.0.0.0/0',
          NatGatewayId: { Ref: 'Nat' },
        },
      },
    },
    Outputs: { Routes: { Value: { Ref: 'Private' }, Export: { Name: 'private-routes' } } },
  };
  const subnets = {
    Resources: {
      PrivateA: subnet(0),
      PrivateB: subnet(1),
      AssociationA: association('PrivateA'),
      AssociationB: association('PrivateB'),
    },
  };
  expect(findings('nat-gateways-per-az', { 'subnets.json': subnets, 'way.json': way }, LINKED)).toEqual([
    'warning Nat Properties.SubnetId: subnets in 2 Availability Zones are routed through one NAT gateway (PrivateA, PrivateB): add one for each zone',
  ]);
});

test('the other mount target of a file system is in another stack', () => {
  const target = (system: unknown, subnet: string) => ({
    Type: 'AWS::EFS::MountTarget',
    Properties: { FileSystemId: system, SubnetId: subnet, SecurityGroups: [] },
  });
  const files = {
    Resources: {
      Shared: { Type: 'AWS::EFS::FileSystem' },
      TargetA: target({ Ref: 'Shared' }, 'subnet-0123456789abcdef0'),
    },
    Outputs: { Id: { Value: { Ref: 'Shared' }, Export: { Name: 'shared-files' } } },
  };
  const more = {
    Resources: { TargetB: target({ 'Fn::ImportValue': 'shared-files' }, 'subnet-0123456789abcdef1') },
  };
  const RULE = 'file-systems-multi-az';
  expect(findings(RULE, { 'files.json': files, 'more.json': more }, LINKED)).toEqual([]);
  expect(findings(RULE, { 'files.json': files })).toHaveLength(1);
});

test('the id of a file system is exported as an attribute', () => {
  const files = {
    Resources: {
      Shared: { Type: 'AWS::EFS::FileSystem' },
      TargetA: {
        Type: 'AWS::EFS::MountTarget',
        Properties: {
          FileSystemId: { Ref: 'Shared' },
          SubnetId: 'subnet-0123456789abcdef0',
          SecurityGroups: [],
        },
      },
    },
  };
  const exported = (attribute: string) => ({
    ...files,
    Outputs: { Files: { Value: { 'Fn::GetAtt': ['Shared', attribute] }, Export: { Name: 'shared' } } },
  });
  const verdict = (attribute: string) =>
    findings('file-systems-multi-az', { 'files.json': exported(attribute) })[0]?.split(' ')[0];
  expect(verdict('FileSystemId')).toBe('review');
  expect(verdict('Arn')).toBe('error');
});
