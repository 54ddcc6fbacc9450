import rule from '../../../rules/web-firewall/internet-endpoints-protected-by-waf';
import { testRule } from '../../rule-tester';
import { distribution as anyDistribution, origin } from '../encryption-in-transit/distribution-fixtures';
import { acl } from './web-acl-fixtures';

type Properties = { readonly [name: string]: unknown };

const ACL = 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shop/0a1b2c3d-1111-2222-3333-444455556666';
const GLOBAL_ACL =
  'arn:aws:wafv2:us-east-1:111122223333:global/webacl/shop/0a1b2c3d-1111-2222-3333-444455556666';

const associate = (ResourceArn: unknown, more: Properties = {}) => ({
  Type: 'AWS::WAFv2::WebACLAssociation',
  Properties: { ResourceArn, WebACLArn: ACL },
  ...more,
});
const classic = (ResourceArn: unknown) => ({
  Type: 'AWS::WAFRegional::WebACLAssociation',
  Properties: { ResourceArn, WebACLId: '0a1b2c3d-1111-2222-3333-444455556666' },
});
const app = (Resources: Properties, more: Properties = {}) => ({ ...more, Resources });

const loadBalancer = (more: Properties = {}) => ({
  Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  Properties: { Subnets: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'], ...more },
});
const network = (port: number) => ({
  LoadBalancer: loadBalancer({ Type: 'network' }),
  Listener: {
    Type: 'AWS::ElasticLoadBalancingV2::Listener',
    Properties: {
      LoadBalancerArn: { Ref: 'LoadBalancer' },
      Protocol: 'TCP',
      Port: port,
      DefaultActions: [
        {
          Type: 'forward',
          TargetGroupArn:
            'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/shop/0123456789abcdef',
        },
      ],
    },
  },
});
const distribution = (DomainName: unknown, config: Properties = {}, more: Properties = {}) => ({
  Type: 'AWS::CloudFront::Distribution',
  Properties: anyDistribution({ Origins: [{ ...origin('https-only', { DomainName }), ...more }], ...config }),
});
const site = (config: Properties) => distribution('shop.example.com', config);
const before = (origin: Properties = {}) =>
  distribution({ 'Fn::GetAtt': ['LoadBalancer', 'DNSName'] }, { WebACLId: GLOBAL_ACL }, origin);
const securityGroup = (ingress: Properties) => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: {
    GroupDescription: 'shop',
    SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...ingress }],
  },
});
const api = (types = ['REGIONAL']) => ({
  Type: 'AWS::ApiGateway::RestApi',
  Properties: { Name: 'shop', EndpointConfiguration: { Types: types } },
});
const stage = (RestApiId: unknown = { Ref: 'Api' }) => ({
  Type: 'AWS::ApiGateway::Stage',
  Properties: { RestApiId, StageName: 'live' },
});
const stageArn = (name: string) => ({
  'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}::/restapis/\${Api}/stages/${name}`,
});
const sam = (type: string, properties: Properties, more: Properties = {}) =>
  app({ Api: { Type: type, Properties: properties }, ...more }, { Transform: 'AWS::Serverless-2016-10-31' });

const appRunner = (more: Properties = {}) => ({
  Type: 'AWS::AppRunner::Service',
  Properties: {
    SourceConfiguration: {
      ImageRepository: { ImageIdentifier: 'public.ecr.aws/shop/web:1', ImageRepositoryType: 'ECR_PUBLIC' },
    },
    ...more,
  },
});
const graphQL = (more: Properties = {}) => ({
  Type: 'AWS::AppSync::GraphQLApi',
  Properties: { Name: 'shop', AuthenticationType: 'AWS_IAM', ...more },
});
const functionUrl = (AuthType: string) => ({
  Type: 'AWS::Lambda::Url',
  Properties: { AuthType, TargetFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:shop' },
});
const none = (what: string) => `no web ACL inspects requests to ${what}`;
const ended =
  'AWS WAF Classic inspects its requests, which AWS has ended the support of; AWS WAFv2 follows it';
const cannot = (what: string) => `${what} cannot have a web ACL; CloudFront before it can`;

testRule(rule, {
  pass: {
    'a load balancer with a web ACL': app({
      LoadBalancer: loadBalancer(),
      Association: associate({ Ref: 'LoadBalancer' }),
    }),
    'a load balancer within the VPC': app({ LoadBalancer: loadBalancer({ Scheme: 'internal' }) }),
    'a load balancer that only CloudFront reaches, through a VPC origin': app({
      LoadBalancer: loadBalancer(),
      VpcOrigin: {
        Type: 'AWS::CloudFront::VpcOrigin',
        Properties: {
          VpcOriginEndpointConfig: {
            Name: 'shop',
            Arn: { Ref: 'LoadBalancer' },
            OriginProtocolPolicy: 'https-only',
          },
        },
      },
    }),
    'a Network Load Balancer without web traffic': app(network(5432)),
    'a distribution with a web ACL': site({ WebACLId: GLOBAL_ACL }),
    'a distribution with a web ACL of the template': app({
      Distribution: site({ WebACLId: { 'Fn::GetAtt': ['WebACL', 'Arn'] } }),
      WebACL: {
        Type: 'AWS::WAFv2::WebACL',
        Properties: acl([], { Scope: 'CLOUDFRONT' }),
      },
    }),
    'a stage with a web ACL': app({ Api: api(), Stage: stage(), Association: associate(stageArn('live')) }),
    'a stage with a web ACL, named by reference': app({
      Api: api(),
      LiveStage: stage(),
      Association: associate(stageArn('${LiveStage}')),
    }),
    'a stage of a private API': app({ Api: api(['PRIVATE']), Stage: stage() }),
    'an API of SAM with a web ACL': sam(
      'AWS::Serverless::Api',
      { StageName: 'live' },
      { Association: associate(stageArn('live')) },
    ),
    'a private API of SAM': sam('AWS::Serverless::Api', {
      StageName: 'live',
      EndpointConfiguration: { Type: 'PRIVATE' },
    }),
    'a GraphQL API with a web ACL': app({
      GraphQL: graphQL(),
      Association: associate({ 'Fn::GetAtt': ['GraphQL', 'Arn'] }),
    }),
    'a private GraphQL API': graphQL({ Visibility: 'PRIVATE' }),
    'a private App Runner service': appRunner({
      NetworkConfiguration: { IngressConfiguration: { IsPubliclyAccessible: false } },
    }),
    'an HTTP API behind CloudFront with a web ACL': app({
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'shop', ProtocolType: 'HTTP' } },
      Distribution: distribution(
        { 'Fn::Sub': '${Api}.execute-api.${AWS::Region}.amazonaws.com' },
        { WebACLId: GLOBAL_ACL },
      ),
    }),
    'a function URL that asks for IAM': functionUrl('AWS_IAM'),
  },
  fail: {
    'a load balancer': [
      app({ LoadBalancer: loadBalancer({ Scheme: 'internet-facing' }) }),
      `warning LoadBalancer Properties.Scheme: ${none('the load balancer')}`,
    ],
    'a web ACL before something else': [
      app({
        LoadBalancer: loadBalancer(),
        Other: loadBalancer({ Scheme: 'internal' }),
        Association: associate({ Ref: 'Other' }),
      }),
      `warning LoadBalancer Properties.Scheme: ${none('the load balancer')}`,
    ],
    'a web ACL in production only': [
      app({
        LoadBalancer: loadBalancer(),
        Association: associate({ Ref: 'LoadBalancer' }, { Condition: 'IsProd' }),
      }),
      `info LoadBalancer Properties.Scheme when IsProd is false (Stage is dev): ${none('the load balancer')}`,
    ],
    'a distribution': [
      site({}),
      `warning Distribution Properties.DistributionConfig.WebACLId: ${none('the distribution')}`,
    ],
    'a distribution with an empty parameter': [
      app(
        { Distribution: site({ WebACLId: { Ref: 'WebAcl' } }) },
        { Parameters: { WebAcl: { Type: 'String', Default: '' } } },
      ),
      `warning Distribution Properties.DistributionConfig.WebACLId when WebAcl is empty: ${none('the distribution')}`,
    ],
    'a stage, with a web ACL before another': [
      app({ Api: api(), Stage: stage(), Association: associate(stageArn('test')) }),
      `warning Stage Properties.StageName: ${none('the stage')}`,
    ],
    'a stage that a deployment makes': [
      app({
        Api: api(),
        Deployment: {
          Type: 'AWS::ApiGateway::Deployment',
          Properties: { RestApiId: { Ref: 'Api' }, StageName: 'live' },
        },
      }),
      `warning Deployment Properties.StageName: ${none('the stage')}`,
    ],
    'an API of SAM': [
      sam('AWS::Serverless::Api', { StageName: 'live' }),
      `warning Api Properties.StageName: ${none('the API')}`,
    ],
    'a GraphQL API': [graphQL(), `warning GraphQLApi Properties.Name: ${none('the GraphQL API')}`],
    'an App Runner service': [appRunner(), `warning Service Properties.ServiceName: ${none('the service')}`],
    'a user pool': [
      { Type: 'AWS::Cognito::UserPool', Properties: { UserPoolName: 'shop' } },
      `info UserPool Properties.UserPoolName: ${none('the user pool')}`,
    ],
    'AWS WAF Classic before a load balancer': [
      app({ LoadBalancer: loadBalancer(), Association: classic({ Ref: 'LoadBalancer' }) }),
      `warning LoadBalancer Properties.Scheme: ${ended}`,
    ],
    'AWS WAF Classic before a distribution': [
      site({ WebACLId: '0a1b2c3d-1111-2222-3333-444455556666' }),
      `warning Distribution Properties.DistributionConfig.WebACLId: ${ended}`,
    ],
    'a load balancer that takes requests past the web ACL of CloudFront': [
      app({ LoadBalancer: loadBalancer(), Distribution: before() }),
      'warning LoadBalancer Properties.Scheme: requests to the load balancer can go around Distribution and its web ACL',
    ],
    'a load balancer that asks for a secret header of CloudFront': [
      app({
        LoadBalancer: loadBalancer(),
        Distribution: before({
          OriginCustomHeaders: [
            { HeaderName: 'X-Origin-Verify', HeaderValue: '{{resolve:secretsmanager:origin}}' },
          ],
        }),
      }),
      'info LoadBalancer Properties.Scheme: only the web ACL of Distribution inspects requests to the load balancer, if it refuses those without the header that the origin is sent',
    ],
    'an API whose domain name is cut out of an address, with a header that CloudFront sends': [
      app({
        Api: api(),
        Stage: stage(),
        Distribution: distribution(
          {
            'Fn::Select': [
              2,
              {
                'Fn::Split': [
                  '/',
                  { 'Fn::Sub': 'https://${Api}.execute-api.${AWS::Region}.amazonaws.com/live' },
                ],
              },
            ],
          },
          { WebACLId: GLOBAL_ACL },
          {
            OriginCustomHeaders: [
              { HeaderName: 'X-Origin-Verify', HeaderValue: '{{resolve:secretsmanager:origin}}' },
            ],
          },
        ),
      }),
      'info Stage Properties.StageName: only the web ACL of Distribution inspects requests to the stage, if it refuses those without the header that the origin is sent',
    ],
    'a load balancer that lets nobody in but CloudFront': [
      app({
        LoadBalancer: loadBalancer({ SecurityGroups: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] }),
        Group: securityGroup({ SourcePrefixListId: 'pl-4fa04526' }),
        Distribution: before(),
      }),
      'info LoadBalancer Properties.Scheme: only the web ACL of Distribution inspects requests to the load balancer',
    ],
    'a load balancer that lets everybody in': [
      app({
        LoadBalancer: loadBalancer({ SecurityGroups: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] }),
        Group: securityGroup({ CidrIp: '0.0.0.0/0' }),
        Distribution: before(),
      }),
      'warning LoadBalancer Properties.Scheme: requests to the load balancer can go around Distribution and its web ACL',
    ],
    'a Network Load Balancer for the web': [
      app(network(443)),
      `info LoadBalancer Properties.Scheme: ${cannot('the load balancer')}`,
    ],
    'an HTTP API': [
      { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'shop', ProtocolType: 'HTTP' } },
      `info Api Properties.ProtocolType: ${cannot('an HTTP or WebSocket API')}`,
    ],
    'an HTTP API of SAM': [
      sam('AWS::Serverless::HttpApi', { StageName: 'live' }),
      `info Api Properties.Name: ${cannot('an HTTP API')}`,
    ],
    'a public function URL': [
      functionUrl('NONE'),
      `info Url Properties.AuthType: ${cannot('a function URL')}`,
    ],
  },
  review: {
    'a web ACL from a parameter': [
      site({ WebACLId: { Ref: 'WebAcl' } }),
      'review Distribution Properties.DistributionConfig.WebACLId: WebAcl has no default, so it is only known at deployment',
    ],
    'a stage of an API of another app': [
      app({ Stage: stage({ 'Fn::ImportValue': 'shop-api' }) }),
      'review Stage Properties.StageName: whether the API is private, or has a web ACL, is not in the template',
    ],
    'a load balancer behind CloudFront, with a security group of another stack': [
      app({
        LoadBalancer: loadBalancer({ SecurityGroups: [{ 'Fn::ImportValue': 'shop-group' }] }),
        Distribution: before(),
      }),
      'review LoadBalancer Properties.Scheme: whether its security groups let in CloudFront alone is not in the template',
    ],
    'a web ACL before something that only deployment can tell': [
      app({ LoadBalancer: loadBalancer(), Association: associate({ Ref: 'EndpointArn' }) }),
      'review LoadBalancer Properties.Scheme: what Association protects is only known at deployment',
    ],
    'a scheme from a parameter': [
      app({ LoadBalancer: loadBalancer({ Scheme: { Ref: 'Scheme' } }) }),
      'review LoadBalancer Properties.Scheme: Scheme has no default, so it is only known at deployment',
    ],
  },
});
