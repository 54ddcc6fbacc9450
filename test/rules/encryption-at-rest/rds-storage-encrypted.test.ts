import rule from '../../../rules/encryption-at-rest/rds-storage-encrypted';
import { testRule } from '../../rule-tester';

const instance = {
  Engine: 'postgres',
  DBInstanceClass: 'db.t4g.medium',
  AllocatedStorage: '20',
  MasterUsername: 'shop',
  ManageMasterUserPassword: true,
};
const cluster = { MasterUsername: 'shop', ManageMasterUserPassword: true };
const aurora = (properties: object) => ({
  Type: 'AWS::RDS::DBCluster',
  Properties: { Engine: 'aurora-postgresql', ...cluster, ...properties },
});
const multiAz = (properties: object) => ({
  Type: 'AWS::RDS::DBCluster',
  Properties: {
    Engine: 'mysql',
    AllocatedStorage: 100,
    Iops: 1000,
    StorageType: 'io1',
    DBClusterInstanceClass: 'db.m6gd.large',
    ...cluster,
    ...properties,
  },
});
const globalCluster = (properties: object) => ({ Type: 'AWS::RDS::GlobalCluster', Properties: properties });

const made = (origin: string) => ({
  Type: 'AWS::RDS::DBInstance',
  Properties: { DBInstanceClass: 'db.t4g.medium', Engine: 'postgres', [origin]: 'orders' },
});

testRule(rule, {
  pass: {
    'an encrypted instance': { ...instance, StorageEncrypted: true },
    'encryption written as text': { ...instance, StorageEncrypted: 'true' },
    'a parameter that is true unless said otherwise': {
      Parameters: { Encrypt: { Type: 'String', Default: 'true' } },
      Resources: {
        Db: {
          Type: 'AWS::RDS::DBInstance',
          Properties: { ...instance, StorageEncrypted: { Ref: 'Encrypt' } },
        },
      },
    },
    'an instance of an Aurora cluster': {
      Engine: 'aurora-mysql',
      DBInstanceClass: 'db.r7g.large',
      DBClusterIdentifier: { Ref: 'Cluster' },
    },
    'a replica of a database of the template, which has its own verdict': {
      Resources: {
        Source: { Type: 'AWS::RDS::DBInstance', Properties: { ...instance, StorageEncrypted: true } },
        Replica: {
          Type: 'AWS::RDS::DBInstance',
          Properties: { DBInstanceClass: 'db.t4g.medium', SourceDBInstanceIdentifier: { Ref: 'Source' } },
        },
      },
    },
    'Aurora encrypts every new cluster': aurora({}),
    'Aurora encrypts what it restores from an unencrypted snapshot': aurora({
      SnapshotIdentifier: 'shop-2026-03-01',
    }),
    'an encrypted Multi-AZ DB cluster': multiAz({ StorageEncrypted: true }),
    'a global database, which Aurora encrypts': globalCluster({ Engine: 'aurora-postgresql' }),
    'a global database made from an encrypted cluster': {
      Resources: {
        Primary: aurora({ StorageEncrypted: true }),
        World: globalCluster({ SourceDBClusterIdentifier: { Ref: 'Primary' } }),
      },
    },
    'both branches are encrypted': {
      ...instance,
      StorageEncrypted: { 'Fn::If': ['IsProd', true, 'true'] },
    },
  },
  fail: {
    'nothing is said about encryption': [
      instance,
      'error DBInstance Properties.StorageEncrypted: storage is not encrypted: StorageEncrypted is not set, and the default is false',
    ],
    'encryption is off': [
      { ...instance, StorageEncrypted: false },
      'error DBInstance Properties.StorageEncrypted: storage is not encrypted: StorageEncrypted is false',
    ],
    'a key without encryption': [
      { ...instance, KmsKeyId: 'alias/shop' },
      'error DBInstance Properties.StorageEncrypted: storage is not encrypted: KmsKeyId alone does nothing, it takes StorageEncrypted: true as well',
    ],
    'off outside production': [
      { ...instance, StorageEncrypted: { 'Fn::If': ['IsProd', true, false] } },
      'warning DBInstance Properties.StorageEncrypted when IsProd is false (Stage is dev): storage is not encrypted: StorageEncrypted is false',
    ],
    'nothing is said in production': [
      { ...instance, StorageEncrypted: { 'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, true] } },
      'error DBInstance Properties.StorageEncrypted when IsProd is true (Stage is prod): storage is not encrypted: StorageEncrypted is not set, and the default is false',
    ],
    'an instance that only exists in production': [
      {
        Type: 'AWS::RDS::DBInstance',
        Condition: 'IsProd',
        Properties: { ...instance, StorageEncrypted: { 'Fn::If': ['IsProd', false, true] } },
      },
      'error DBInstance Properties.StorageEncrypted: storage is not encrypted: StorageEncrypted is false',
    ],
    'a parameter that is false by default': [
      {
        Parameters: { Encrypt: { Type: 'String', Default: 'false' } },
        Resources: {
          Db: {
            Type: 'AWS::RDS::DBInstance',
            Properties: { ...instance, StorageEncrypted: { Ref: 'Encrypt' } },
          },
        },
      },
      'error Db Properties.StorageEncrypted when Encrypt is false: storage is not encrypted: StorageEncrypted is false',
    ],
    'no snapshot to restore, unless one is given': [
      {
        Parameters: { Snapshot: { Type: 'String', Default: '' } },
        Resources: {
          Db: {
            Type: 'AWS::RDS::DBInstance',
            Properties: { ...instance, DBSnapshotIdentifier: { Ref: 'Snapshot' } },
          },
        },
      },
      'error Db Properties.StorageEncrypted when Snapshot is empty: storage is not encrypted: StorageEncrypted is not set, and the default is false',
    ],
    'a Multi-AZ DB cluster without encryption': [
      multiAz({}),
      'error DBCluster Properties.StorageEncrypted: storage is not encrypted: StorageEncrypted is not set, and the default is false',
    ],
    'Aurora is told not to use a key of KMS': [
      aurora({ StorageEncrypted: false }),
      'warning DBCluster Properties.StorageEncrypted: StorageEncrypted is false, which leaves the data to a key that AWS owns: set true',
    ],
    'a global database is told not to use a key of KMS': [
      globalCluster({ Engine: 'aurora-mysql', StorageEncrypted: false }),
      'warning GlobalCluster Properties.StorageEncrypted: StorageEncrypted is false, which leaves the data to a key that AWS owns: set true',
    ],
  },
  review: {
    'made from something else, by every name for it': [
      {
        Resources: {
          Replica: made('SourceDBClusterIdentifier'),
          Moment: made('SourceDbiResourceId'),
          Restored: made('DBClusterSnapshotIdentifier'),
          Earlier: multiAz({ SourceDBClusterIdentifier: 'orders' }),
          Resource: multiAz({ SourceDbClusterResourceId: 'orders' }),
          Clone: aurora({ SourceDBClusterIdentifier: 'orders' }),
          CloneOf: aurora({ SourceDbClusterResourceId: 'orders' }),
          Copy: aurora({ ReplicationSourceIdentifier: 'orders' }),
          World: globalCluster({ SourceDBClusterIdentifier: 'orders' }),
        },
      },
      [
        ['Replica', 'SourceDBClusterIdentifier'],
        ['Moment', 'SourceDbiResourceId'],
        ['Restored', 'DBClusterSnapshotIdentifier'],
        ['Earlier', 'SourceDBClusterIdentifier'],
        ['Resource', 'SourceDbClusterResourceId'],
        ['Clone', 'SourceDBClusterIdentifier'],
        ['CloneOf', 'SourceDbClusterResourceId'],
        ['Copy', 'ReplicationSourceIdentifier'],
        ['World', 'SourceDBClusterIdentifier'],
      ].map(
        ([database, origin]) =>
          `review ${database} Properties.StorageEncrypted: it is encrypted if what ${origin} names is encrypted, which the template does not tell`,
      ),
    ],
    'set by a parameter': [
      { ...instance, StorageEncrypted: { Ref: 'Encrypt' } },
      'review DBInstance Properties.StorageEncrypted: Encrypt has no default, so it is only known at deployment',
    ],
    'restored from a snapshot': [
      { DBInstanceClass: 'db.t4g.medium', DBSnapshotIdentifier: 'shop-2026-03-01' },
      'review DBInstance Properties.StorageEncrypted: it is encrypted if what DBSnapshotIdentifier names is encrypted, which the template does not tell',
    ],
    'from a snapshot that a custom resource finds': [
      {
        Resources: {
          Latest: { Type: 'Custom::LatestSnapshot', Properties: { ServiceToken: { Ref: 'Finder' } } },
          Db: {
            Type: 'AWS::RDS::DBInstance',
            Properties: {
              DBInstanceClass: 'db.t4g.medium',
              DBSnapshotIdentifier: { 'Fn::GetAtt': ['Latest', 'Id'] },
            },
          },
        },
      },
      'review Db Properties.StorageEncrypted: it is encrypted if what DBSnapshotIdentifier names is encrypted, which the template does not tell',
    ],
    'a replica of a database elsewhere': [
      {
        DBInstanceClass: 'db.t4g.medium',
        SourceDBInstanceIdentifier: 'arn:aws:rds:eu-west-1:111122223333:db:shop',
      },
      'review DBInstance Properties.StorageEncrypted: it is encrypted if what SourceDBInstanceIdentifier names is encrypted, which the template does not tell',
    ],
    'restored from automated backups': [
      {
        DBInstanceClass: 'db.t4g.medium',
        SourceDBInstanceAutomatedBackupsArn: 'arn:aws:rds:eu-west-1:111122223333:auto-backup:ab-1234',
      },
      'review DBInstance Properties.StorageEncrypted: it is encrypted if what SourceDBInstanceAutomatedBackupsArn names is encrypted, which the template does not tell',
    ],
    'a Multi-AZ DB cluster from a snapshot': [
      multiAz({ SnapshotIdentifier: 'shop-2026-03-01' }),
      'review DBCluster Properties.StorageEncrypted: it is encrypted if what SnapshotIdentifier names is encrypted, which the template does not tell',
    ],
    'a clone of an Aurora cluster': [
      aurora({ SourceDBClusterIdentifier: 'shop', RestoreType: 'copy-on-write' }),
      'review DBCluster Properties.StorageEncrypted: it is encrypted if what SourceDBClusterIdentifier names is encrypted, which the template does not tell',
    ],
    'a cluster of an engine that a parameter chooses': [
      { Type: 'AWS::RDS::DBCluster', Properties: { Engine: { Ref: 'Engine' }, ...cluster } },
      'review DBCluster Properties.StorageEncrypted: Engine has no default, so it is only known at deployment',
    ],
  },
});
