/** Parts of a VPC that the tests of several rules share. */
type Properties = { readonly [name: string]: unknown };

export const vpc = (properties: Properties = {}) => ({
  Type: 'AWS::EC2::VPC',
  Properties: { CidrBlock: '10.0.0.0/16', ...properties },
});

export const subnet = (properties: Properties = {}) => ({
  Type: 'AWS::EC2::Subnet',
  Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24', ...properties },
});

export const routeTable = { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } };

export const association = (SubnetId: unknown, RouteTableId: unknown) => ({
  Type: 'AWS::EC2::SubnetRouteTableAssociation',
  Properties: { SubnetId, RouteTableId },
});

export const route = (properties: Properties) => ({
  Type: 'AWS::EC2::Route',
  Properties: { RouteTableId: { Ref: 'Routes' }, DestinationCidrBlock: '0.0.0.0/0', ...properties },
});

/** One subnet with a route table of its own, and the route that leads out of it. */
export const network = (out: Properties, more: Properties = {}) => ({
  Vpc: vpc(),
  Gateway: { Type: 'AWS::EC2::InternetGateway' },
  Subnet: subnet(),
  Routes: routeTable,
  Association: association({ Ref: 'Subnet' }, { Ref: 'Routes' }),
  Out: route(out),
  ...more,
});

export const toInternet = { GatewayId: { Ref: 'Gateway' } };
export const toNat = { NatGatewayId: 'nat-0123456789abcdef0' };
