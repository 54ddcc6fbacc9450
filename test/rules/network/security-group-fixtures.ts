/** Groups, and what they are attached to, for the tests of several rules. */
type Properties = { readonly [name: string]: unknown };

export const group = (...SecurityGroupIngress: unknown[]) => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { GroupDescription: 'web', VpcId: { Ref: 'Vpc' }, SecurityGroupIngress },
});

export const ingress = (GroupId: unknown, permission: Properties) => ({
  Type: 'AWS::EC2::SecurityGroupIngress',
  Properties: { GroupId, ...permission },
});

export const loadBalancer = (properties: Properties = {}) => ({
  Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  Properties: {
    Subnets: [{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }],
    SecurityGroups: [{ Ref: 'Group' }],
    ...properties,
  },
});

export const instance = (properties: Properties = {}) => ({
  Type: 'AWS::EC2::Instance',
  Properties: { ImageId: 'ami-0123456789abcdef0', ...properties },
});
