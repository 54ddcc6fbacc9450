import { setToTrue } from '../../lib/aws/defaults';
import { rule } from '../../lib/rule';

export default rule({
  id: 'opensearch-encrypted-at-rest',
  title: 'OpenSearch domains are encrypted at rest',
  severity: 'error',
  control: 'ENCRYPTION-AT-REST',
  resources: ['AWS::OpenSearchService::Domain', 'AWS::Elasticsearch::Domain'],
  why: 'Indexes, logs, swap files and automated snapshots hold copies of the data that is searched; without the option they lie in the clear.',
  fix: 'Set EncryptionAtRestOptions.Enabled to true. To add the options to a domain that has none interrupts nothing; to change them later replaces the domain, so choose the key now.',
  docs: [
    'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/encryption-at-rest.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-opensearchservice-domain-encryptionatrestoptions.html',
  ],

  check: (domain) =>
    domain
      .property('EncryptionAtRestOptions.Enabled')
      .expect(setToTrue('the domain is not encrypted at rest')),
});
