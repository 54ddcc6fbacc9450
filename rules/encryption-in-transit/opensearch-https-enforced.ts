import { whyNotTrue } from '../../lib/aws/defaults';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'opensearch-https-enforced',
  title: 'OpenSearch domains take requests over HTTPS only, with TLS 1.2 or newer',
  severity: 'error',
  control: 'ENCRYPTION-IN-TRANSIT',
  resources: ['AWS::OpenSearchService::Domain', 'AWS::Elasticsearch::Domain'],
  why: 'A domain answers plain HTTP until it is told not to: queries, documents and passwords can then be read on the way.',
  fix: 'Set DomainEndpointOptions.EnforceHTTPS to true and TLSSecurityPolicy to Policy-Min-TLS-1-2-PFS-2023-10.',
  docs: [
    'https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_DomainEndpointOptions.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-opensearchservice-domain-domainendpointoptions.html',
  ],

  check: (domain) => [
    domain.property('DomainEndpointOptions.EnforceHTTPS').expect((enforced) => {
      if (enforced.is(true)) return undefined;
      const message = `plain HTTP is answered: ${whyNotTrue(enforced)}`;
      return fail(message, domain.get('VPCOptions').isPresent ? { severity: 'warning' } : {});
    }),
    domain
      .property('DomainEndpointOptions.TLSSecurityPolicy')
      .mustNotBe(
        'Policy-Min-TLS-1-0-2019-07',
        'Policy-Min-TLS-1-0-2019-07 lets clients use TLS 1.0 and 1.1; Policy-Min-TLS-1-2-PFS-2023-10 does not',
        { severity: 'warning' },
      ),
  ],
});
