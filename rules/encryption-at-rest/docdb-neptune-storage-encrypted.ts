import { whyNotTrue } from '../../lib/aws/defaults';
import type { Resource } from '../../lib/model/entity';
import type { Value } from '../../lib/model/value';
import { fail, notApplicable, review, rule } from '../../lib/rule';

/** Properties that name what a cluster is made from, which then decides its encryption. */
const ORIGINS = ['SourceDBClusterIdentifier', 'SnapshotIdentifier'];

export default rule({
  id: 'docdb-neptune-storage-encrypted',
  title: 'DocumentDB and Neptune clusters encrypt their storage',
  severity: 'error',
  control: 'ENCRYPTION-AT-REST',
  resources: [
    'AWS::DocDB::DBCluster',
    'AWS::DocDB::GlobalCluster',
    'AWS::Neptune::DBCluster',
    'AWS::Neptune::GlobalCluster',
  ],
  why: 'Without it the data, its backups and its snapshots lie in the clear. The console switches it on, CloudFormation does not, and later it is too late.',
  fix: 'Set StorageEncrypted to true. An existing unencrypted cluster is replaced: restore its snapshot with KmsKeyId set.',
  docs: [
    'https://docs.aws.amazon.com/documentdb/latest/developerguide/encryption-at-rest.html',
    'https://docs.aws.amazon.com/neptune/latest/userguide/encrypt.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-docdb-dbcluster.html#cfn-docdb-dbcluster-storageencrypted',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-neptune-dbcluster.html#cfn-neptune-dbcluster-storageencrypted',
  ],

  check: (cluster) =>
    cluster
      .property('StorageEncrypted')
      .expect((encrypted) => (encrypted.is(true) ? undefined : unencrypted(cluster, encrypted))),
});

function unencrypted(cluster: Resource, encrypted: Value) {
  const origin = ORIGINS.find((property) => cluster.get(property).isGiven);
  if (!origin) return fail(`storage is not encrypted: ${whyNotTrue(encrypted)}`);
  // DocumentDB encrypts what it restores with a key.
  if (cluster.type === 'AWS::DocDB::DBCluster' && cluster.get('KmsKeyId').isGiven) return undefined;
  // Another cluster of the app is judged itself.
  return /^AWS::(DocDB|Neptune)::/.test(cluster.get(origin).reference?.resource.type ?? '')
    ? notApplicable()
    : review(`it is encrypted if what ${origin} names is encrypted, which the template does not tell`);
}
