import rule from '../../../rules/encryption-at-rest/docdb-neptune-storage-encrypted';
import { testRule } from '../../rule-tester';

const documents = (properties: object) => ({
  Type: 'AWS::DocDB::DBCluster',
  Properties: { MasterUsername: 'shop', ManageMasterUserPassword: true, ...properties },
});
const graph = (properties: object) => ({ Type: 'AWS::Neptune::DBCluster', Properties: properties });

testRule(rule, {
  pass: {
    'an encrypted DocumentDB cluster': documents({ StorageEncrypted: true }),
    'an encrypted Neptune cluster': graph({ StorageEncrypted: 'true', KmsKeyId: { Ref: 'Key' } }),
    'DocumentDB encrypts what it restores with a key': {
      Type: 'AWS::DocDB::DBCluster',
      Properties: { SnapshotIdentifier: 'shop-2026-03-01', KmsKeyId: 'alias/shop' },
    },
    'a clone of a cluster of the template, which has its own verdict': {
      Resources: {
        Source: graph({ StorageEncrypted: true }),
        Clone: graph({ SourceDBClusterIdentifier: { Ref: 'Source' }, RestoreType: 'copy-on-write' }),
      },
    },
    'a global cluster': {
      Type: 'AWS::Neptune::GlobalCluster',
      Properties: { GlobalClusterIdentifier: 'shop', Engine: 'neptune', StorageEncrypted: true },
    },
    'both branches are encrypted': documents({ StorageEncrypted: { 'Fn::If': ['IsProd', true, 'true'] } }),
  },
  fail: {
    'DocumentDB where nothing is said': [
      documents({}),
      'error DBCluster Properties.StorageEncrypted: storage is not encrypted: StorageEncrypted is not set, and the default is false',
    ],
    'Neptune where nothing is said': [
      graph({ DBSubnetGroupName: 'private' }),
      'error DBCluster Properties.StorageEncrypted: storage is not encrypted: StorageEncrypted is not set, and the default is false',
    ],
    'encryption is off': [
      documents({ StorageEncrypted: false }),
      'error DBCluster Properties.StorageEncrypted: storage is not encrypted: StorageEncrypted is false',
    ],
    'a global cluster without encryption': [
      {
        Type: 'AWS::DocDB::GlobalCluster',
        Properties: { GlobalClusterIdentifier: 'shop', Engine: 'docdb' },
      },
      'error GlobalCluster Properties.StorageEncrypted: storage is not encrypted: StorageEncrypted is not set, and the default is false',
    ],
    'off outside production': [
      graph({ StorageEncrypted: { 'Fn::If': ['IsProd', true, false] } }),
      'warning DBCluster Properties.StorageEncrypted when IsProd is false (Stage is dev): storage is not encrypted: StorageEncrypted is false',
    ],
    'no snapshot to restore, unless one is given': [
      {
        Parameters: { Snapshot: { Type: 'String', Default: '' } },
        Resources: { Graph: graph({ SnapshotIdentifier: { Ref: 'Snapshot' } }) },
      },
      'error Graph Properties.StorageEncrypted when Snapshot is empty: storage is not encrypted: StorageEncrypted is not set, and the default is false',
    ],
  },
  review: {
    'set by a parameter': [
      documents({ StorageEncrypted: { Ref: 'Encrypt' } }),
      'review DBCluster Properties.StorageEncrypted: Encrypt has no default, so it is only known at deployment',
    ],
    'restored from a snapshot': [
      graph({ SnapshotIdentifier: 'shop-2026-03-01' }),
      'review DBCluster Properties.StorageEncrypted: it is encrypted if what SnapshotIdentifier names is encrypted, which the template does not tell',
    ],
    'a global cluster made from a cluster elsewhere': [
      {
        Type: 'AWS::DocDB::GlobalCluster',
        Properties: {
          GlobalClusterIdentifier: 'shop',
          SourceDBClusterIdentifier: 'arn:aws:rds:eu-west-1:111122223333:cluster:shop',
        },
      },
      'review GlobalCluster Properties.StorageEncrypted: it is encrypted if what SourceDBClusterIdentifier names is encrypted, which the template does not tell',
    ],
  },
});
