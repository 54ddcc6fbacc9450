import rule from '../../../rules/backups/tables-point-in-time-recovery-enabled';
import { testRule } from '../../rule-tester';

const keys = {
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
};
const table = (properties: object = {}) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: { ...keys, ...properties },
});
const recovery = (enabled: unknown) => ({
  PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: enabled },
});
const globalTable = (...replicas: object[]) => ({
  Type: 'AWS::DynamoDB::GlobalTable',
  Properties: { ...keys, Replicas: replicas },
});
const keyspaces = (properties: object) => ({
  Type: 'AWS::Cassandra::Table',
  Properties: {
    KeyspaceName: 'shop',
    PartitionKeyColumns: [{ ColumnName: 'id', ColumnType: 'text' }],
    ...properties,
  },
});
const selection = (chosen: object) => ({
  Type: 'AWS::Backup::BackupSelection',
  Properties: {
    BackupPlanId: { Ref: 'Plan' },
    BackupSelection: {
      SelectionName: 'tables',
      IamRoleArn: 'arn:aws:iam::111122223333:role/backup',
      ...chosen,
    },
  },
});
const cannot = (place: string, said = 'is not set, and the default is false') =>
  `Properties.${place}: the table cannot be set back to a point in time: ${place} ${said}`;
const RECOVERY = 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled';

testRule(rule, {
  pass: {
    'a table that can be set back': table(recovery(true)),
    'every replica can be set back': globalTable({ Region: 'eu-west-1', ...recovery(true) }),
    'a table of Keyspaces': keyspaces({ PointInTimeRecoveryEnabled: true }),
    'a backup plan names the table': {
      Resources: {
        Orders: table(),
        Selection: selection({ Resources: [{ 'Fn::GetAtt': ['Orders', 'Arn'] }] }),
      },
    },
    'a backup plan for all tables of the account': {
      Resources: {
        Orders: table(),
        Selection: selection({
          Resources: [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':dynamodb:*:*:table/*']] }],
        }),
      },
    },
  },
  fail: {
    'a table without a word about it': [table(), `warning Table ${cannot(RECOVERY)}`],
    'a table that cannot be set back': [
      table(recovery(false)),
      `warning Table ${cannot(RECOVERY, 'is false')}`,
    ],
    'in production only': [
      table(recovery({ 'Fn::If': ['IsProd', true, false] })),
      `info Table Properties.${RECOVERY} when IsProd is false (Stage is dev): the table cannot be set back to a point in time: ${RECOVERY} is false`,
    ],
    'one replica of two': [
      globalTable({ Region: 'eu-west-1', ...recovery(true) }, { Region: 'eu-central-1' }),
      `warning GlobalTable ${cannot(`Replicas[1].${RECOVERY}`)}`,
    ],
    'a table of SAM': [
      {
        Transform: 'AWS::Serverless-2016-10-31',
        Resources: { Visits: { Type: 'AWS::Serverless::SimpleTable', Properties: {} } },
      },
      `warning Visits ${cannot(RECOVERY)}`,
    ],
    'a table of Keyspaces without it': [
      keyspaces({}),
      `warning Table ${cannot('PointInTimeRecoveryEnabled')}`,
    ],
    'items that expire': [
      table({ TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true } }),
      `info Table ${cannot(RECOVERY)}`,
    ],
    'sessions, which nobody would restore': [
      { Resources: { SessionTable: table() } },
      `info SessionTable ${cannot(RECOVERY)}`,
    ],
  },
  review: {
    'decided by a parameter': [
      table(recovery({ Ref: 'Recover' })),
      `review Table Properties.${RECOVERY}: Recover has no default, so it is only known at deployment`,
    ],
    'a tag speaks of a plan that is not here': [
      table({ Tags: [{ Key: 'BackupPlan', Value: 'daily' }] }),
      `review Table Properties.${RECOVERY}: whether a plan elsewhere backs up what has the tag BackupPlan cannot be seen here`,
    ],
  },
  options: {
    'outside production': [table(), { environment: 'non-production' }, `info Table ${cannot(RECOVERY)}`],
  },
});
