import rule from '../../../rules/backups/database-backups-retained';
import { testRule } from '../../rule-tester';

const database = (properties: object = {}) => ({
  Type: 'AWS::RDS::DBInstance',
  Properties: {
    Engine: 'postgres',
    DBInstanceClass: 'db.t4g.medium',
    AllocatedStorage: '20',
    MasterUsername: 'shop',
    ManageMasterUserPassword: true,
    ...properties,
  },
});
const cluster = (properties: object = {}) => ({
  Type: 'AWS::RDS::DBCluster',
  Properties: {
    Engine: 'aurora-mysql',
    MasterUsername: 'shop',
    ManageMasterUserPassword: true,
    ...properties,
  },
});
const warehouse = (properties: object) => ({
  Type: 'AWS::Redshift::Cluster',
  Properties: {
    ClusterType: 'single-node',
    DBName: 'shop',
    MasterUsername: 'shop',
    ManageMasterPassword: true,
    NodeType: 'ra3.large',
    ...properties,
  },
});
const lightsail = (properties: object) => ({
  Type: 'AWS::Lightsail::Database',
  Properties: {
    MasterDatabaseName: 'shop',
    MasterUsername: 'shop',
    RelationalDatabaseName: 'shop',
    RelationalDatabaseBlueprintId: 'postgres_17',
    RelationalDatabaseBundleId: 'small_2_0',
    ...properties,
  },
});
const selection = (chosen: object) => ({
  Type: 'AWS::Backup::BackupSelection',
  Properties: {
    BackupPlanId: { Ref: 'Plan' },
    BackupSelection: {
      SelectionName: 'databases',
      IamRoleArn: 'arn:aws:iam::111122223333:role/backup',
      ...chosen,
    },
  },
});
const covered = (chosen: object, properties: object = {}) => ({
  Resources: { Orders: database(properties), Selection: selection(chosen) },
});
const daily = { Tags: [{ Key: 'backup', Value: 'daily' }] };
const byTag = (value: string) => ({
  ConditionType: 'STRINGEQUALS',
  ConditionKey: 'backup',
  ConditionValue: value,
});
const byCondition = (operator: string, value: string) => ({
  Resources: ['*'],
  Conditions: {
    [operator]: [{ ConditionKey: 'aws:ResourceTag/backup', ConditionValue: value }],
  },
});
const arn = 'arn:aws:rds:eu-west-1:111122223333:db:';
const notSet = (property: string) =>
  `Properties.${property}: ${property} is not set, so backups are kept for the default of 1 day: set 7 or more`;

testRule(rule, {
  pass: {
    'a week of backups': database({ BackupRetentionPeriod: 7 }),
    'a month of backups of a cluster': cluster({ BackupRetentionPeriod: 30 }),
    'an instance of a cluster, whose backups are the cluster’s': {
      Type: 'AWS::RDS::DBInstance',
      Properties: {
        Engine: 'aurora-mysql',
        DBInstanceClass: 'db.r7g.large',
        DBClusterIdentifier: { Ref: 'Cluster' },
      },
    },
    'a read replica, which follows its source': {
      Type: 'AWS::RDS::DBInstance',
      Properties: { DBInstanceClass: 'db.t4g.medium', SourceDBInstanceIdentifier: 'shop' },
    },
    'Lightsail keeps backups by default': lightsail({}),
    'a backup plan names it': covered({ Resources: [{ 'Fn::GetAtt': ['Orders', 'DBInstanceArn'] }] }),
    'a backup plan names it in an ARN': covered({
      Resources: [{ 'Fn::Sub': 'arn:${AWS::Partition}:rds:${AWS::Region}:${AWS::AccountId}:db:${Orders}' }],
    }),
    'a backup plan names it by its identifier': covered(
      { Resources: [`${arn}orders`] },
      { DBInstanceIdentifier: 'orders' },
    ),
    'a backup plan for all databases': covered({ Resources: ['arn:aws:rds:*:*:db:*'] }),
    'a backup plan for everything': covered({ Resources: ['*'] }),
    'a backup plan by a tag that both take from a parameter': covered(
      { ListOfTags: [{ ...byTag(''), ConditionValue: { Ref: 'Plan' } }] },
      { Tags: [{ Key: 'backup', Value: { Ref: 'Plan' } }] },
    ),
    'a backup plan of several branches': covered({
      Resources: { 'Fn::If': ['IsProd', [{ 'Fn::GetAtt': ['Orders', 'DBInstanceArn'] }], ['*']] },
    }),
    'a backup plan by tag': covered({ ListOfTags: [byTag('daily')] }, daily),
    'a backup plan for everything with a tag': covered(byCondition('StringEquals', 'daily'), daily),
    'a backup plan for everything with a tag like this': covered(byCondition('StringLike', 'dai*'), daily),
    'a backup plan for everything but what has a tag': covered(byCondition('StringNotEquals', 'none')),
  },
  fail: {
    'backups are off': [
      database({ BackupRetentionPeriod: 0 }),
      'error DBInstance Properties.BackupRetentionPeriod: BackupRetentionPeriod 0 turns automatic backups off: set 7 days or more',
    ],
    'backups of a day, by default': [database(), `warning DBInstance ${notSet('BackupRetentionPeriod')}`],
    'backups of three days': [
      cluster({ BackupRetentionPeriod: 3 }),
      'warning DBCluster Properties.BackupRetentionPeriod: backups are kept for 3 days: set 7 or more',
    ],
    'backups are off outside production': [
      database({ BackupRetentionPeriod: { 'Fn::If': ['IsProd', 7, 0] } }),
      'info DBInstance Properties.BackupRetentionPeriod when IsProd is false (Stage is dev): BackupRetentionPeriod 0 turns automatic backups off: set 7 days or more',
    ],
    'the period is a parameter': [
      {
        Parameters: { Days: { Type: 'Number', Default: 1 } },
        Resources: { Orders: database({ BackupRetentionPeriod: { Ref: 'Days' } }) },
      },
      'warning Orders Properties.BackupRetentionPeriod when Days is 1: backups are kept for 1 day: set 7 or more',
    ],
    'a DocumentDB cluster': [
      { Type: 'AWS::DocDB::DBCluster', Properties: {} },
      `warning DBCluster ${notSet('BackupRetentionPeriod')}`,
    ],
    'a warehouse without snapshots': [
      warehouse({ AutomatedSnapshotRetentionPeriod: 0 }),
      'error Cluster Properties.AutomatedSnapshotRetentionPeriod: AutomatedSnapshotRetentionPeriod 0 turns automatic backups off: set 7 days or more',
    ],
    'a warehouse that keeps the snapshots of a day': [
      warehouse({}),
      `warning Cluster ${notSet('AutomatedSnapshotRetentionPeriod')}`,
    ],
    'Lightsail without backups': [
      lightsail({ BackupRetention: false }),
      'error Database Properties.BackupRetention: BackupRetention false turns automatic backups off',
    ],
    'a backup plan for something else': [
      covered({ Resources: ['arn:aws:dynamodb:*:*:table/*', `${arn}other`] }),
      `warning Orders ${notSet('BackupRetentionPeriod')}`,
    ],
    'a backup plan for other names': [
      covered({ Resources: [`${arn}other-*`] }, { DBInstanceIdentifier: 'orders' }),
      `warning Orders ${notSet('BackupRetentionPeriod')}`,
    ],
    'a backup plan leaves it out': [
      covered({ Resources: ['*'], NotResources: ['arn:aws:rds:*:*:db:*'] }),
      `warning Orders ${notSet('BackupRetentionPeriod')}`,
    ],
    'a backup plan for another tag': [
      covered({ ListOfTags: [byTag('weekly')] }),
      `warning Orders ${notSet('BackupRetentionPeriod')}`,
    ],
    'a cluster that is restored from another has backups of its own': [
      cluster({ SourceDBClusterIdentifier: 'shop', RestoreType: 'copy-on-write' }),
      `warning DBCluster ${notSet('BackupRetentionPeriod')}`,
    ],
    'tags that are not known are no backup plan': [
      {
        Resources: {
          Orders: database({ Tags: { 'Fn::GetAtt': ['CostTags', 'Json'] } }),
          CostTags: {
            Type: 'Custom::CostTags',
            Properties: { ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:tags' },
          },
        },
      },
      `warning Orders ${notSet('BackupRetentionPeriod')}`,
    ],
    'a backup plan in production only': [
      {
        Resources: {
          Orders: database(),
          Selection: { ...selection({ Resources: ['*'] }), Condition: 'IsProd' },
        },
      },
      'info Orders Properties.BackupRetentionPeriod when IsProd is false (Stage is dev): BackupRetentionPeriod is not set, so backups are kept for the default of 1 day: set 7 or more',
    ],
  },
  review: {
    'the period is not known': [
      database({ BackupRetentionPeriod: { Ref: 'Days' } }),
      'review DBInstance Properties.BackupRetentionPeriod: Days has no default, so it is only known at deployment',
    ],
    'a tag speaks of a plan that is not here': [
      database(daily),
      'review DBInstance Properties.BackupRetentionPeriod: whether a plan elsewhere backs up what has the tag backup cannot be seen here',
    ],
    'the value of the tag is a parameter': [
      covered({ ListOfTags: [byTag('daily')] }, { Tags: [{ Key: 'backup', Value: { Ref: 'Plan' } }] }),
      'review Orders Properties.BackupRetentionPeriod: whether a plan elsewhere backs up what has the tag backup cannot be seen here',
    ],
    'a backup plan for what a parameter says': [
      covered({ Resources: [{ Ref: 'BackedUp' }] }),
      'review Orders Properties.BackupRetentionPeriod: BackedUp has no default, so it is only known at deployment',
    ],
  },
  options: {
    'outside production': [
      database({ BackupRetentionPeriod: 0 }),
      { environment: 'non-production' },
      'info DBInstance Properties.BackupRetentionPeriod: BackupRetentionPeriod 0 turns automatic backups off: set 7 days or more',
    ],
  },
});
