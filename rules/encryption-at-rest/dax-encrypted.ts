import { setToTrue } from '../../lib/aws/defaults';
import { rule } from '../../lib/rule';

export default rule({
  id: 'dax-encrypted',
  title: 'DAX clusters are encrypted',
  severity: 'error',
  control: 'ENCRYPTION-AT-REST',
  resources: ['AWS::DAX::Cluster'],
  why: 'DAX writes table data to disk on its way to the replicas; the encryption of the table itself does not reach there.',
  fix: 'Set SSESpecification.SSEEnabled to true. It can only be chosen when the cluster is created, so an existing one is replaced.',
  docs: [
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAXEncryptionAtRest.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-dax-cluster-ssespecification.html',
  ],

  check: (cluster) =>
    cluster.property('SSESpecification.SSEEnabled').expect(setToTrue('the cluster is not encrypted')),
});
