import type { Resource } from '../../model/entity';
import { remember } from '../../model/remember';
import type { Value } from '../../model/value';
import { statementsBeside } from '../iam/iam-policy';
import { opensTo } from '../iam/public-access';
import { isPrivateApi, isPrivateSamApi } from '../network/internet-endpoints';
import type { SamApi } from './sam-events';

/** What keeps callers from an API besides authorizers, in words. */
export function limitOfCallers(api: Resource): string | undefined {
  if (isPrivateApi(api) || isPrivateSamApi(api.get('EndpointConfiguration'))) return 'the private endpoint';
  const document = api.get('Body');
  if (LIMITING.some((limits) => limits(api, document))) return 'the resource policy';
  return asksForCertificate(api) ? 'mutual TLS' : undefined;
}

const LIMITING: readonly ((api: Resource, document: Value) => boolean)[] = [
  (api) => isForKnown(statementsBeside(api.get('Policy'))),
  (_, document) =>
    document.isMap && isForKnown(statementsBeside(document.child('x-amazon-apigateway-policy'))),
  (api) => isSamPolicyForKnown(api.get('Auth.ResourcePolicy')),
];

/** Likewise for the route that SAM makes of an event, of an implicit API too. */
export function limitOfEvent(event: Value, api: SamApi): string | undefined {
  if (isPrivateSamApi(api.get('EndpointConfiguration'))) return 'the private endpoint';
  const policies = [event.get('Properties.Auth.ResourcePolicy'), api.get('Auth.ResourcePolicy')];
  return policies.some(isSamPolicyForKnown) ? 'the resource policy' : undefined;
}

/** Whether a resource policy as SAM takes it leaves the API to known callers. */
const isSamPolicyForKnown = (policy: Value): boolean =>
  ALLOW_LISTS.some((list) => policy.get(list).isPresent) ||
  isForKnown(policy.get('CustomStatements').items(MAX_STATEMENTS));

/**
 * What SAM makes an Allow and a Deny of all others of.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-resourcepolicystatement.html
 */
const ALLOW_LISTS = [
  'AwsAccountWhitelist',
  'IpRangeWhitelist',
  'SourceVpcWhitelist',
  'IntrinsicVpcWhitelist',
  'IntrinsicVpceWhitelist',
];

const MAX_STATEMENTS = 100;

const isForKnown = (statements: readonly Value[]): boolean =>
  statements.length > 0 && !statements.some((statement) => opensTo(statement, () => statements));

/** Mutual TLS is of a domain name: callers go around it unless the API's own endpoint is off. */
function asksForCertificate(api: Resource): boolean {
  if (!api.get('DisableExecuteApiEndpoint').is(true)) return false;
  if (api.get('Domain.MutualTlsAuthentication').isPresent) return true;
  const domains = domainsOf(api).filter((domain) => domain.exists);
  return domains.length > 0 && domains.every((domain) => domain.get('MutualTlsAuthentication').isPresent);
}

const domainsOf = remember((api: Resource): Resource[] =>
  [
    ...api.referring('AWS::ApiGateway::BasePathMapping', 'RestApiId'),
    ...api.referring('AWS::ApiGatewayV2::ApiMapping', 'ApiId'),
  ].flatMap((mapping) => [
    ...mapping.referred('AWS::ApiGateway::DomainName', 'DomainName'),
    ...mapping.referred('AWS::ApiGatewayV2::DomainName', 'DomainName'),
  ]),
);
