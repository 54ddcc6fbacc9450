import {
  environmentVariablesOf,
  TYPES_WITH_ENVIRONMENT,
} from '../../lib/aws/functions/environment-variables';
import { type Host, plainHttpHost } from '../../lib/aws/network/hosts';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Property } from '../../lib/model/property';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

const METHOD = 'AWS::ApiGateway::Method';
const INTEGRATION = 'AWS::ApiGatewayV2::Integration';

/** Where services are told whom to call. Each reaches public hosts only, unless through a VPC link. */
const ENDPOINTS: { readonly [type: string]: readonly string[] } = {
  [METHOD]: ['Integration.Uri'],
  [INTEGRATION]: ['IntegrationUri'],
  'AWS::AppSync::DataSource': ['HttpConfig.Endpoint'],
  'AWS::Cognito::UserPoolClient': ['CallbackURLs[]', 'LogoutURLs[]'],
  'AWS::Events::ApiDestination': ['InvocationEndpoint'],
  'AWS::Events::Connection': ['AuthParameters.OAuthParameters.AuthorizationEndpoint'],
};

/** The same in OpenAPI documents. */
const DOCUMENTS: { readonly [type: string]: string } = {
  'AWS::ApiGateway::RestApi': 'Body',
  'AWS::ApiGatewayV2::Api': 'Body',
  'AWS::Serverless::Api': 'DefinitionBody',
  'AWS::Serverless::HttpApi': 'DefinitionBody',
};

const integrationsOf = (api: Resource): readonly Property[] =>
  DOCUMENTS[api.type] ? api.all(`${DOCUMENTS[api.type]}.paths.*.*.x-amazon-apigateway-integration`) : [];

/** Where SNS is told how to deliver. */
const DELIVERIES: { readonly [type: string]: string } = {
  'AWS::SNS::Subscription': 'Protocol',
  'AWS::SNS::Topic': 'Subscription[].Protocol',
};

export default rule({
  id: 'outbound-endpoints-use-https',
  title: 'Calls to endpoints outside the VPC go over HTTPS',
  severity: 'error',
  control: 'ENCRYPTION-IN-TRANSIT',
  resources: [
    ...new Set([
      ...Object.keys(ENDPOINTS),
      ...Object.keys(DOCUMENTS),
      ...Object.keys(DELIVERIES),
      ...TYPES_WITH_ENVIRONMENT,
    ]),
  ],
  why: 'What a service sends out over plain HTTP, tokens included, can be read and changed on the way, however well the way in is protected.',
  fix: 'Use the https:// endpoint of the other side, and the protocol https for SNS subscriptions. Where there is none, keep the call inside a VPC.',
  docs: [
    'https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html',
    'https://docs.aws.amazon.com/appsync/latest/devguide/tutorial-http-resolvers.html',
    'https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html',
  ],

  check: (resource) => [
    ...(DELIVERIES[resource.type] ? resource.all(DELIVERIES[resource.type] as string) : []).map((protocol) =>
      protocol.mustNotBe('http', 'messages are delivered in plain text; the protocol https encrypts them'),
    ),
    ...(ENDPOINTS[resource.type] ?? []).flatMap((path) =>
      resource.all(path).map((url) => url.expect((value) => called(value, resource))),
    ),
    ...integrationsOf(resource).map((integration) =>
      integration
        .property('uri')
        .expect((value) => calledAt(value, integration.value.get('connectionType').is('VPC_LINK'))),
    ),
    ...environmentVariablesOf(resource).map(({ property, name, isPlain }) =>
      property
        .expect(toldToProgram)
        .when(isPlain)
        .unless(() => NOT_CALLED.test(name())),
    ),
  ],
});

/** Told of a proxy, what goes through which is encrypted by itself, or of whom a browser may come from. */
const NOT_CALLED = /proxy|cors|origins?$/i;

function called(url: Value, resource: Resource): Outcome | undefined {
  if (!plainHttpHost(url) && isOpen(url, resource))
    return fail('calls leave in plain text; https:// encrypts them');
  return calledAt(url, isThroughVpcLink(resource));
}

function calledAt(url: Value, isThroughVpcLink: boolean): Outcome | undefined {
  const host = plainHttpHost(url);
  if (!host || /^localhost$/i.test(host.name)) return undefined;
  const secrets = host.credentials;
  return host.reach === 'private' || isThroughVpcLink
    ? fail(`calls to ${host.name} go through the VPC in plain text`, {
        severity: 'info',
        profiles: { pci: 'error' },
        secrets,
      })
    : fail(`calls to ${host.name} leave in plain text; https:// encrypts them`, { secrets });
}

const isThroughVpcLink = (resource: Resource): boolean =>
  (resource.type === METHOD && resource.get('Integration.ConnectionType').is('VPC_LINK')) ||
  (resource.type === INTEGRATION && resource.get('ConnectionType').is('VPC_LINK'));

/** Whether only deployment can tell if the URL of a service that takes plain HTTP begins with http://, and it does. */
function isOpen(url: Value, resource: Resource): boolean {
  const type = TAKES_PLAIN_HTTP[resource.type];
  if (url.isKnown || url.parts[0]?.kind !== 'unknown' || !type) return false;
  return /^HTTP/.test(resource.get(type).outline) && !isThroughVpcLink(resource) && url.matches(/^http:/);
}

/** The property that says whether it calls a URL. Other services refuse plain HTTP, or call what is no URL. */
const TAKES_PLAIN_HTTP: { readonly [type: string]: string } = {
  [METHOD]: 'Integration.Type',
  [INTEGRATION]: 'IntegrationType',
  'AWS::AppSync::DataSource': 'Type',
};

/** A program may do anything with a URL; most are there to be called. */
function toldToProgram(url: Value): Outcome | undefined {
  const host = plainHttpHost(url);
  return host && OUTCOMES[host.reach](host);
}

const OUTCOMES: { readonly [reach in Host['reach']]: (host: Host) => Outcome | undefined } = {
  private: () => undefined,
  public: ({ name, credentials }) =>
    fail(`the program is told to call ${name} in plain text; https:// encrypts the call`, {
      severity: 'warning',
      secrets: credentials,
    }),
  unknown: ({ name, credentials }) =>
    review(`http://${name} is plain text if it lies outside the VPC`, {
      severity: 'warning',
      secrets: credentials,
    }),
};
