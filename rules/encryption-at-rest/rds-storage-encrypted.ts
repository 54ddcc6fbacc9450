import { isAurora, isInCluster } from '../../lib/aws/data/rds';
import type { Resource } from '../../lib/model/entity';
import type { Value } from '../../lib/model/value';
import { fail, notApplicable, review, rule } from '../../lib/rule';

/** Properties that name what a database is made from, which then decides its encryption. */
const INHERITS_FROM = {
  instance: [
    'SourceDBInstanceIdentifier',
    'SourceDBClusterIdentifier',
    'SourceDbiResourceId',
    'SourceDBInstanceAutomatedBackupsArn',
    'DBSnapshotIdentifier',
    'DBClusterSnapshotIdentifier',
  ],
  cluster: ['SourceDBClusterIdentifier', 'SourceDbClusterResourceId', 'SnapshotIdentifier'],
  // Not a snapshot: what Aurora restores from an unencrypted one is encrypted. Clones and replicas stay as they are.
  aurora: ['SourceDBClusterIdentifier', 'SourceDbClusterResourceId', 'ReplicationSourceIdentifier'],
};

export default rule({
  id: 'rds-storage-encrypted',
  title: 'RDS databases encrypt their storage',
  severity: 'error',
  control: 'ENCRYPTION-AT-REST',
  resources: ['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster', 'AWS::RDS::GlobalCluster'],
  why: 'Without it the data, its backups, snapshots and replicas lie in the clear, and encryption cannot be switched on later.',
  fix: 'Set StorageEncrypted to true. An existing unencrypted database is replaced: copy its snapshot with a key and restore that.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbinstance.html#cfn-rds-dbinstance-storageencrypted',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbcluster.html#cfn-rds-dbcluster-storageencrypted',
    'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html',
  ],

  check: (database) =>
    database
      .property('StorageEncrypted')
      .expect((encrypted) => (encrypted.is(true) ? undefined : unencrypted(database, encrypted)))
      .unless(() => database.type === 'AWS::RDS::DBInstance' && isInCluster(database)),
});

function unencrypted(database: Resource, encrypted: Value) {
  const kind = kindOf(database);
  const origin = INHERITS_FROM[kind].find((property) => database.get(property).isGiven);
  if (origin) return inherited(database, origin);
  if (kind !== 'aurora') return fail(`storage is not encrypted: ${reason(database, encrypted)}`);
  // Every Aurora cluster created since 18 February 2026 is encrypted, with a key that AWS owns if no other is asked for.
  return encrypted.is(false) ? fail(AWS_OWNED_KEY, { severity: 'warning' }) : undefined;
}

const AWS_OWNED_KEY = 'StorageEncrypted is false, which leaves the data to a key that AWS owns: set true';

function kindOf(database: Resource): keyof typeof INHERITS_FROM {
  if (database.type === 'AWS::RDS::DBInstance') return 'instance';
  return database.type === 'AWS::RDS::GlobalCluster' || isAurora(database) ? 'aurora' : 'cluster';
}

/** Another database of the app is judged itself. */
const inherited = (database: Resource, origin: string) =>
  database.get(origin).reference?.resource.type.startsWith('AWS::RDS::')
    ? notApplicable()
    : review(`it is encrypted if what ${origin} names is encrypted, which the template does not tell`);

function reason(database: Resource, encrypted: Value): string {
  if (encrypted.isPresent) return `StorageEncrypted is ${encrypted.outline}`;
  if (database.get('KmsKeyId').isGiven)
    return 'KmsKeyId alone does nothing, it takes StorageEncrypted: true as well';
  return 'StorageEncrypted is not set, and the default is false';
}
