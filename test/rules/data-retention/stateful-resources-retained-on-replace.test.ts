import rule from '../../../rules/data-retention/stateful-resources-retained-on-replace';
import { testRule } from '../../rule-tester';

const table = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  },
};
const database = {
  Type: 'AWS::RDS::DBInstance',
  Properties: {
    Engine: 'postgres',
    DBInstanceClass: 'db.t4g.medium',
    AllocatedStorage: '20',
    MasterUsername: 'shop',
    ManageMasterUserPassword: true,
  },
};
const bucket = { Type: 'AWS::S3::Bucket', Properties: {} };
const notSet = 'UpdateReplacePolicy is not set, and the default is Delete, so its replacement deletes this';

testRule(rule, {
  pass: {
    'a table that is kept': { ...table, DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' },
    'a database that leaves a snapshot': { ...database, UpdateReplacePolicy: 'Snapshot' },
    'a database that is kept in production, and leaves a snapshot elsewhere': {
      ...database,
      UpdateReplacePolicy: { 'Fn::If': ['IsProd', 'Retain', 'Snapshot'] },
    },
    'a property asks for a final snapshot': {
      Type: 'AWS::MemoryDB::Cluster',
      Properties: {
        ClusterName: 'shop',
        ACLName: 'shop',
        NodeType: 'db.r7g.large',
        FinalSnapshotName: 'last',
      },
    },
    'an instance of a cluster, which holds no data': {
      ...database,
      Properties: {
        Engine: 'aurora-mysql',
        DBInstanceClass: 'db.r7g.large',
        DBClusterIdentifier: { Ref: 'Cluster' },
      },
    },
    'a read replica, which has the data of its source': {
      ...database,
      Properties: { DBInstanceClass: 'db.t4g.medium', SourceDBInstanceIdentifier: 'shop' },
    },
  },
  fail: {
    'only its deletion was thought of': [
      { ...table, DeletionPolicy: 'Retain' },
      `warning Table UpdateReplacePolicy: ${notSet}: set Retain`,
    ],
    'a table that is to be deleted': [
      { ...table, DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' },
      'warning Table UpdateReplacePolicy: UpdateReplacePolicy is Delete, so its replacement deletes this: set Retain',
    ],
    'a database leaves no snapshot by default when it is replaced': [
      database,
      `warning DBInstance UpdateReplacePolicy: ${notSet}: set Retain or Snapshot`,
    ],
    'a bucket without a policy stays while it is full': [
      bucket,
      `info Bucket UpdateReplacePolicy: ${notSet}: set Retain`,
    ],
    'a bucket that is to be deleted': [
      { ...bucket, UpdateReplacePolicy: 'Delete' },
      'warning Bucket UpdateReplacePolicy: UpdateReplacePolicy is Delete, so its replacement deletes this: set Retain',
    ],
    'logs can be spared': [
      { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'Retain', Properties: {} },
      `info LogGroup UpdateReplacePolicy: ${notSet}: set Retain`,
    ],
    'kept in production only': [
      { ...table, UpdateReplacePolicy: { 'Fn::If': ['IsProd', 'Retain', 'Delete'] } },
      'info Table UpdateReplacePolicy when IsProd is false (Stage is dev): UpdateReplacePolicy is Delete, so its replacement deletes this: set Retain',
    ],
  },
  review: {
    'decided by a parameter': [
      { ...table, UpdateReplacePolicy: { Ref: 'Policy' } },
      'review Table UpdateReplacePolicy: Policy has no default, so it is only known at deployment',
    ],
  },
  options: {
    'outside production': [
      table,
      { environment: 'non-production' },
      `info Table UpdateReplacePolicy: ${notSet}: set Retain`,
    ],
  },
});
