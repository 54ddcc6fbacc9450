import { setToTrue } from '../../lib/aws/defaults';
import { rule } from '../../lib/rule';

export default rule({
  id: 'opensearch-node-to-node-encrypted',
  title: 'OpenSearch domains encrypt what their nodes send each other',
  severity: 'warning',
  severityIn: { pci: 'error' },
  control: 'ENCRYPTION-IN-TRANSIT',
  alsoControls: ['PCI-E2E-ENCRYPTION'],
  resources: ['AWS::OpenSearchService::Domain', 'AWS::Elasticsearch::Domain'],
  why: 'HTTPS ends at the first node: without this, documents travel on to the other nodes in plain text.',
  fix: 'Set NodeToNodeEncryptionOptions.Enabled to true. It cannot be switched off again, and Elasticsearch needs version 6.0 or later.',
  docs: [
    'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ntn.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-opensearchservice-domain-nodetonodeencryptionoptions.html',
  ],

  check: (domain) =>
    domain
      .property('NodeToNodeEncryptionOptions.Enabled')
      .expect(setToTrue('nodes talk to each other in plain text')),
});
