import { check } from '../../lib/check';

const resource = (Type: string, Properties: object) => ({ Type, Properties });
const template = (Resources: object, more: object = {}) => JSON.stringify({ ...more, Resources });
const findings = (files: { readonly [file: string]: string }, linked: boolean) =>
  check(
    Object.entries(files).map(([file, text]) => ({ file, text })),
    { rules: ['internet-endpoints-protected-by-waf'], linked },
  ).findings.map(({ verdict, severity, logicalId }) => `${verdict} ${severity} ${logicalId}`);

const LOAD_BALANCER = resource('AWS::ElasticLoadBalancingV2::LoadBalancer', {
  Subnets: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
});
const ACL = 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shop/0a1b2c3d';
const web = template(
  { LoadBalancer: LOAD_BALANCER },
  { Outputs: { Arn: { Value: { Ref: 'LoadBalancer' }, Export: { Name: 'web-arn' } } } },
);
const firewall = template({
  Association: resource('AWS::WAFv2::WebACLAssociation', {
    ResourceArn: { 'Fn::ImportValue': 'web-arn' },
    WebACLArn: ACL,
  }),
});

test('a web ACL that another stack of the app associates protects the load balancer', () => {
  expect(findings({ 'web.json': web, 'firewall.json': firewall }, true)).toEqual([]);
});

test('of apps that are checked apart nothing is known of the other', () => {
  expect(findings({ 'web.json': web, 'firewall.json': firewall }, false)).toEqual([
    'fail warning LoadBalancer',
  ]);
});

test('a web ACL of another stack that a distribution names protects it', () => {
  const edge = template({
    Site: resource('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Enabled: true,
        DefaultCacheBehavior: { TargetOriginId: 'site', ViewerProtocolPolicy: 'https-only' },
        Origins: [{ Id: 'site', DomainName: 'site.example.com', CustomOriginConfig: {} }],
        WebACLId: { 'Fn::ImportValue': 'acl-arn' },
      },
    }),
  });
  const acls = template(
    { Acl: resource('AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT', DefaultAction: { Allow: {} } }) },
    { Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Acl', 'Arn'] }, Export: { Name: 'acl-arn' } } } },
  );
  expect(findings({ 'edge.json': edge, 'acls.json': acls }, true)).toEqual([]);
});
