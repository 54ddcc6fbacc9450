import rule from '../../../rules/encryption-in-transit/api-gateway-minimum-tls-1-2';
import { testRule } from '../../rule-tester';

type Properties = { readonly [name: string]: unknown };

const CertificateArn = 'arn:aws:acm:eu-west-1:111122223333:certificate/shop';
const DomainName = 'api.example.com';
const domain = (SecurityPolicy?: unknown) => ({
  Type: 'AWS::ApiGateway::DomainName',
  Properties: {
    DomainName,
    RegionalCertificateArn: CertificateArn,
    EndpointConfiguration: { Types: ['REGIONAL'] },
    ...(SecurityPolicy ? { SecurityPolicy } : {}),
  },
});
const httpDomain = (SecurityPolicy?: string) => ({
  Type: 'AWS::ApiGatewayV2::DomainName',
  Properties: {
    DomainName,
    DomainNameConfigurations: [{ CertificateArn, ...(SecurityPolicy ? { SecurityPolicy } : {}) }],
  },
});
const api = (properties: Properties = {}) => ({ Name: 'shop', ...properties });
const serverless = (type: string, Domain?: Properties) => ({
  Transform: 'AWS::Serverless-2016-10-31',
  Resources: {
    Api: {
      Type: type,
      Properties: {
        ...(type === 'AWS::Serverless::Api' ? { StageName: 'live' } : {}),
        ...(Domain ? { Domain: { DomainName, CertificateArn, ...Domain } } : {}),
      },
    },
  },
});
const old = 'TLS_1_0 accepts TLS 1.0 and 1.1; TLS_1_2 does not';
const byDefault = 'without a SecurityPolicy the execute-api endpoint accepts TLS 1.0';

testRule(rule, {
  pass: {
    'a domain name with TLS 1.2': domain('TLS_1_2'),
    'a domain name with TLS 1.2 by default': domain(),
    'a domain name of an HTTP API': httpDomain(),
    'a REST API with TLS 1.3': api({
      SecurityPolicy: 'SecurityPolicy_TLS13_1_3_2025_09',
      EndpointAccessMode: 'STRICT',
    }),
    'a private API, which takes TLS 1.2 by default': api({ EndpointConfiguration: { Types: ['PRIVATE'] } }),
    'a REST API whose OpenAPI document asks for TLS 1.3': api({
      EndpointAccessMode: 'STRICT',
      Body: {
        openapi: '3.0.1',
        info: { title: 'shop', version: '1.0' },
        paths: {},
        'x-amazon-apigateway-security-policy': 'SecurityPolicy_TLS13_1_3_2025_09',
      },
    }),
    'a REST API without an endpoint of its own': api({ DisableExecuteApiEndpoint: true }),
    'a private API, imported': {
      Type: 'AWS::ApiGateway::RestApi',
      Properties: {
        Parameters: { endpointConfigurationTypes: 'PRIVATE' },
        BodyS3Location: { Bucket: 'artifacts', Key: 'openapi.json' },
      },
    },
    'mutual TLS': {
      Type: 'AWS::ApiGateway::DomainName',
      Properties: {
        ...domain('TLS_1_2').Properties,
        MutualTlsAuthentication: { TruststoreUri: 's3://truststore/clients.pem' },
      },
    },
    'of SAM, without a domain name': serverless('AWS::Serverless::Api'),
    'of SAM, with TLS 1.2': serverless('AWS::Serverless::HttpApi', { SecurityPolicy: 'TLS_1_2' }),
  },
  fail: {
    'a domain name with TLS 1.0': [domain('TLS_1_0'), `warning DomainName Properties.SecurityPolicy: ${old}`],
    'a domain name of an HTTP API with TLS 1.0': [
      httpDomain('TLS_1_0'),
      `warning DomainName Properties.DomainNameConfigurations[0].SecurityPolicy: ${old}`,
    ],
    'of SAM, with TLS 1.0': [
      serverless('AWS::Serverless::Api', { SecurityPolicy: 'TLS_1_0' }),
      `warning Api Properties.Domain.SecurityPolicy: ${old}`,
    ],
    'an HTTP API of SAM, with TLS 1.0': [
      serverless('AWS::Serverless::HttpApi', { SecurityPolicy: 'TLS_1_0' }),
      `warning Api Properties.Domain.SecurityPolicy: ${old}`,
    ],
    'a REST API with what it has by default': [api(), `info RestApi Properties.SecurityPolicy: ${byDefault}`],
    'a REST API with TLS 1.0': [
      api({ SecurityPolicy: 'TLS_1_0' }),
      `warning RestApi Properties.SecurityPolicy: ${old}`,
    ],
    'private in production only': [
      api({ EndpointConfiguration: { Types: [{ 'Fn::If': ['IsProd', 'PRIVATE', 'REGIONAL'] }] } }),
      `info RestApi Properties.SecurityPolicy when IsProd is false (Stage is dev): ${byDefault}`,
    ],
    'TLS 1.0 outside production': [
      domain({ 'Fn::If': ['IsProd', 'TLS_1_2', 'TLS_1_0'] }),
      `info DomainName Properties.SecurityPolicy when IsProd is false (Stage is dev): ${old}`,
    ],
    'left out outside production': [
      api({ SecurityPolicy: { 'Fn::If': ['IsProd', 'TLS_1_2', { Ref: 'AWS::NoValue' }] } }),
      `info RestApi Properties.SecurityPolicy when IsProd is false (Stage is dev): ${byDefault}`,
    ],
  },
  review: {
    'a policy from a parameter': [
      domain({ Ref: 'SecurityPolicy' }),
      'review DomainName Properties.SecurityPolicy: SecurityPolicy has no default, so it is only known at deployment',
    ],
  },
});
