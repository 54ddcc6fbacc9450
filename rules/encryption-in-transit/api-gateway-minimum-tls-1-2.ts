import { isPrivateApi } from '../../lib/aws/network/internet-endpoints';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

const REST_API = 'AWS::ApiGateway::RestApi';

/** Where the security policies of endpoints stand. */
const POLICIES: { readonly [type: string]: string } = {
  [REST_API]: 'SecurityPolicy',
  'AWS::ApiGateway::DomainName': 'SecurityPolicy',
  'AWS::ApiGatewayV2::DomainName': 'DomainNameConfigurations[].SecurityPolicy',
  'AWS::Serverless::Api': 'Domain.SecurityPolicy',
  'AWS::Serverless::HttpApi': 'Domain.SecurityPolicy',
};

export default rule({
  id: 'api-gateway-minimum-tls-1-2',
  title: 'API Gateway speaks TLS 1.2 or newer with clients',
  severity: 'warning',
  control: 'ENCRYPTION-IN-TRANSIT',
  resources: Object.keys(POLICIES),
  why: 'A client that is talked down to TLS 1.0 or 1.1, which the IETF has deprecated and PCI DSS refuses, can be listened to.',
  fix: 'Set SecurityPolicy to TLS_1_2, or to one of the SecurityPolicy_TLS13 policies of REST APIs.',
  docs: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-domainname.html#cfn-apigateway-domainname-securitypolicy',
    'https://datatracker.ietf.org/doc/html/rfc8996',
  ],

  check: (api) =>
    api
      .all(POLICIES[api.type] as string)
      .map((policy) => policy.expect((value) => (value.isAbsent ? byDefault(value, api) : chosen(value)))),
});

const chosen = (policy: Value): Outcome | undefined =>
  policy.is('TLS_1_0') ? fail('TLS_1_0 accepts TLS 1.0 and 1.1; TLS_1_2 does not') : undefined;

/** Domain names and private APIs have TLS_1_2 by default, other REST APIs have TLS_1_0. */
function byDefault(policy: Value, api: Resource): Outcome | undefined {
  const imported = api.get('Body').child('x-amazon-apigateway-security-policy');
  if (imported.isPresent) return chosen(imported);
  return api.type === REST_API && !isPrivateApi(api) && !api.get('DisableExecuteApiEndpoint').is(true)
    ? fail('without a SecurityPolicy the execute-api endpoint accepts TLS 1.0', {
        severity: 'info',
        at: policy,
      })
    : undefined;
}
