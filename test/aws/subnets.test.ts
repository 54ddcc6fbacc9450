import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { SubnetGroup } from 'aws-cdk-lib/aws-rds';
import { check } from '../../lib';
import type { CheckOptions } from '../../lib/check';

const RULE = 'data-stores-in-private-subnets';

/** Findings, as `severity LogicalId path: message`. */
function findings(files: { [file: string]: object }, options: CheckOptions = {}): string[] {
  const sources = Object.entries(files).map(([file, template]) => ({ file, text: JSON.stringify(template) }));
  return check(sources, { rules: [RULE], ...options }).findings.map(
    ({ verdict, severity, logicalId, path, message }) =>
      `${verdict === 'review' ? 'review' : severity} ${logicalId} ${path}: ${message}`,
  );
}

describe('subnets of another stack', () => {
  const network = (out: object) => ({
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      Gateway: { Type: 'AWS::EC2::InternetGateway' },
      Routes: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
      Out: {
        Type: 'AWS::EC2::Route',
        Properties: { RouteTableId: { Ref: 'Routes' }, DestinationCidrBlock: '0.0.0.0/0', ...out },
      },
      ...Object.fromEntries(
        ['A', 'B'].flatMap((zone) => [
          [`Subnet${zone}`, { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' } } }],
          [
            `Association${zone}`,
            {
              Type: 'AWS::EC2::SubnetRouteTableAssociation',
              Properties: { SubnetId: { Ref: `Subnet${zone}` }, RouteTableId: { Ref: 'Routes' } },
            },
          ],
        ]),
      ),
    },
    Outputs: {
      Subnets: {
        Value: { 'Fn::Join': [',', [{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }]] },
        Export: { Name: 'subnets' },
      },
    },
  });
  const database = {
    Resources: {
      Group: {
        Type: 'AWS::RDS::DBSubnetGroup',
        Properties: {
          DBSubnetGroupDescription: 'orders',
          SubnetIds: { 'Fn::Split': [',', { 'Fn::ImportValue': 'subnets' }] },
        },
      },
    },
  };

  test('are found through the list that it exports', () => {
    const files = { 'database.json': database, 'network.json': network({ GatewayId: { Ref: 'Gateway' } }) };
    expect(findings(files, { linked: true })).toEqual([
      'error Group Properties.SubnetIds[0]: the subnet SubnetA is public: its route Out leads to an internet gateway',
      'error Group Properties.SubnetIds[1]: the subnet SubnetB is public: its route Out leads to an internet gateway',
    ]);
    expect(findings(files)).toEqual([
      'review Group Properties.SubnetIds: "subnets" is imported from another stack',
    ]);
  });

  test('are private behind a NAT gateway', () => {
    const files = {
      'database.json': database,
      'network.json': network({ NatGatewayId: 'nat-0123456789abcdef0' }),
    };
    expect(findings(files, { linked: true })).toEqual([]);
  });
});

test.each([
  [SubnetType.PUBLIC, 'public'],
  [SubnetType.PRIVATE_WITH_EGRESS, undefined],
  [SubnetType.PRIVATE_ISOLATED, undefined],
])('in a VPC of the CDK, %s', (subnetType, expected) => {
  const stack = new Stack(new App(), 'App');
  const vpc = new Vpc(stack, 'Vpc', {
    maxAzs: 1,
    natGateways: 1,
    subnetConfiguration: [SubnetType.PUBLIC, SubnetType.PRIVATE_WITH_EGRESS, SubnetType.PRIVATE_ISOLATED].map(
      (type) => ({ name: type, subnetType: type }),
    ),
  });
  new SubnetGroup(stack, 'Group', { vpc, description: 'orders', vpcSubnets: { subnetType } });
  const [finding, ...more] = findings({ 'app.json': Template.fromStack(stack).toJSON() });
  expect(more).toEqual([]);
  if (expected) expect(finding).toContain(`is ${expected}: `);
  else expect(finding).toBeUndefined();
});
