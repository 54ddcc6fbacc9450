/** Subnets and what names them, for the tests of several rules. */
type Properties = { readonly [name: string]: unknown };

export const ref = (Ref: string) => ({ Ref });
export const both = [ref('SubnetA'), ref('SubnetB')];
export const zone = (index: number) => ({ 'Fn::Select': [index, { 'Fn::GetAZs': '' }] });

export const vpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } };

export const subnet = (AvailabilityZone?: unknown, CidrBlock = '10.0.0.0/24', more: Properties = {}) => ({
  Type: 'AWS::EC2::Subnet',
  Properties: { VpcId: ref('Vpc'), CidrBlock, ...(AvailabilityZone ? { AvailabilityZone } : {}), ...more },
});

/** A VPC with two subnets in these zones, or in none that is named. */
export const network = (a?: unknown, b?: unknown) => ({
  Vpc: vpc,
  SubnetA: subnet(a),
  SubnetB: subnet(b, '10.0.1.0/24'),
});

/** The parameter Subnets, a list. */
export const subnetList = (more: Properties = {}) => ({
  Parameters: { Subnets: { Type: 'List<AWS::EC2::Subnet::Id>', ...more } },
});
