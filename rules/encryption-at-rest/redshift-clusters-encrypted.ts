import { rule } from '../../lib/rule';

export default rule({
  id: 'redshift-clusters-encrypted',
  title: 'Redshift clusters do not opt out of encryption',
  severity: 'error',
  control: 'ENCRYPTION-AT-REST',
  resources: ['AWS::Redshift::Cluster'],
  why: 'Redshift encrypts every cluster that is created since January 2025 and refuses false; in an older cluster false leaves the warehouse and its snapshots in the clear.',
  fix: 'Remove Encrypted: false, or set true; KmsKeyId names a key of your own. An older cluster is moved to encrypted storage in the background.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-redshift-cluster.html#cfn-redshift-cluster-encrypted',
    'https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-db-encryption.html',
    'https://docs.aws.amazon.com/redshift/latest/mgmt/behavior-changes.html',
  ],

  check: (cluster) =>
    cluster
      .property('Encrypted')
      .mustNotBe(
        false,
        'Encrypted is false: a cluster from before January 2025 stays unencrypted, a new one is refused',
      ),
});
