import rule from '../../../rules/encryption-in-transit/opensearch-https-enforced';
import { testRule } from '../../rule-tester';

const endpoint = (options: object) => ({ EngineVersion: 'OpenSearch_2.19', DomainEndpointOptions: options });
const HTTPS = 'Properties.DomainEndpointOptions.EnforceHTTPS';
const not = 'plain HTTP is answered: DomainEndpointOptions.EnforceHTTPS is';

testRule(rule, {
  pass: {
    'HTTPS only': endpoint({ EnforceHTTPS: true, TLSSecurityPolicy: 'Policy-Min-TLS-1-2-PFS-2023-10' }),
    'HTTPS only, as text, with the older policy for TLS 1.2': endpoint({
      EnforceHTTPS: 'true',
      TLSSecurityPolicy: 'Policy-Min-TLS-1-2-2019-07',
    }),
    'a parameter whose default is true': {
      Parameters: { Https: { Type: 'String', Default: 'true' } },
      Resources: {
        Search: {
          Type: 'AWS::Elasticsearch::Domain',
          Properties: { DomainEndpointOptions: { EnforceHTTPS: { Ref: 'Https' } } },
        },
      },
    },
  },
  fail: {
    'nothing is said': [
      { EngineVersion: 'OpenSearch_2.19' },
      `error Domain ${HTTPS}: ${not} not set, and the default is false`,
    ],
    'switched off, within a VPC': [
      { ...endpoint({ EnforceHTTPS: false }), VPCOptions: { SubnetIds: ['subnet-0123456789abcdef0'] } },
      `warning Domain ${HTTPS}: ${not} false`,
    ],
    'an old TLS policy': [
      endpoint({ EnforceHTTPS: true, TLSSecurityPolicy: 'Policy-Min-TLS-1-0-2019-07' }),
      'warning Domain Properties.DomainEndpointOptions.TLSSecurityPolicy: Policy-Min-TLS-1-0-2019-07 lets clients use TLS 1.0 and 1.1; Policy-Min-TLS-1-2-PFS-2023-10 does not',
    ],
    'only in production': [
      endpoint({ EnforceHTTPS: { 'Fn::If': ['IsProd', true, false] } }),
      `warning Domain ${HTTPS} when IsProd is false (Stage is dev): ${not} false`,
    ],
  },
  review: {
    'set by a parameter': [
      endpoint({ EnforceHTTPS: { Ref: 'Https' } }),
      `review Domain ${HTTPS}: Https has no default, so it is only known at deployment`,
    ],
  },
});
