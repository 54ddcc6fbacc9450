import rule from '../../../rules/audit-trail/cloudtrail-logs-copied-outside-account';
import { testRule } from '../../rule-tester';

const trail = (S3BucketName: unknown = { Ref: 'Logs' }, more: object = {}, properties: object = {}) => ({
  Type: 'AWS::CloudTrail::Trail',
  ...more,
  Properties: { S3BucketName, IsLogging: true, ...properties },
});
const bucket = (properties: object = {}) => ({ Type: 'AWS::S3::Bucket', Properties: properties });
const replicated = (...Rules: unknown[]) => ({
  VersioningConfiguration: { Status: 'Enabled' },
  ReplicationConfiguration: { Role: 'arn:aws:iam::111122223333:role/replication', Rules },
});
const to = (destination: object, Status = 'Enabled') => ({
  Status,
  Destination: { Bucket: 'arn:aws:s3:::archive', ...destination },
});
const app = (properties: object = {}, more: object = {}) => ({
  Resources: { Trail: trail(), Logs: bucket(properties), ...more },
});
const backedUp = (vault: unknown) => ({
  Plan: {
    Type: 'AWS::Backup::BackupPlan',
    Properties: {
      BackupPlan: {
        BackupPlanName: 'logs',
        BackupPlanRule: [
          {
            RuleName: 'daily',
            TargetBackupVault: 'Default',
            CopyActions: [{ DestinationBackupVaultArn: vault }],
          },
        ],
      },
    },
  },
  Selection: {
    Type: 'AWS::Backup::BackupSelection',
    Properties: {
      BackupPlanId: { Ref: 'Plan' },
      BackupSelection: {
        SelectionName: 'logs',
        IamRoleArn: 'arn:aws:iam::111122223333:role/backup',
        Resources: [{ 'Fn::GetAtt': ['Logs', 'Arn'] }],
      },
    },
  },
});
const place = 'Logs Properties.ReplicationConfiguration';
const only = 'the log files of Trail are in this account only';
const stay = 'the copies of the log files of Trail stay in the account: replicate to another';
const look = 'look whether the bucket that is replicated to is in another account';

testRule(rule, {
  pass: {
    'they are replicated to another account': app(replicated(to({ Account: '444455556666' }))),
    'the folder of the log files is replicated': {
      Resources: {
        Trail: trail({ Ref: 'Logs' }, {}, { S3KeyPrefix: 'audit' }),
        Logs: bucket(replicated({ ...to({ Account: '444455556666' }), Filter: { Prefix: 'audit/' } })),
      },
    },
    'the other account is a parameter': app(replicated(to({ Account: { Ref: 'ArchiveAccount' } }))),
    'one rule of several leads outside': app(
      replicated(to({ Account: { Ref: 'AWS::AccountId' } }), to({ Account: '444455556666' })),
    ),
    'a backup plan copies them to another account': app(
      {},
      backedUp('arn:aws:backup:eu-west-1:444455556666:backup-vault:archive'),
    ),
    'the bucket of no trail': { Resources: { Photos: bucket() } },
    'a trail of data events alone is there to start something': {
      Resources: {
        Trail: trail(
          { Ref: 'Logs' },
          {},
          {
            EventSelectors: [
              {
                IncludeManagementEvents: false,
                DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::shop-releases/'] }],
              },
            ],
          },
        ),
        Logs: bucket(),
      },
    },
    'the trail writes to a bucket that is not in sight': {
      Resources: { Trail: trail('log-archive'), Photos: bucket() },
    },
  },
  fail: {
    'no copies': [app(), `warning ${place}: ${only}`],
    'a rule that is off': [
      app(replicated(to({ Account: '444455556666' }, 'Disabled'))),
      `warning ${place}: ${only}`,
    ],
    'copies in the same account': [
      app(replicated(to({ Account: { Ref: 'AWS::AccountId' } }))),
      `warning ${place}.Rules: ${stay}`,
    ],
    'copies in a bucket of the same template': [
      app(replicated(to({ Bucket: { 'Fn::GetAtt': ['Copy', 'Arn'] } })), {
        Copy: bucket({ VersioningConfiguration: { Status: 'Enabled' } }),
      }),
      `warning ${place}.Rules: ${stay}`,
    ],
    'copies in a bucket of the same template, by its name': [
      app(replicated(to({ Bucket: 'arn:aws:s3:::shop-copy' })), {
        Copy: bucket({ BucketName: 'shop-copy', VersioningConfiguration: { Status: 'Enabled' } }),
      }),
      `warning ${place}.Rules: ${stay}`,
    ],
    'copies in production only': [
      app({
        'Fn::If': ['IsProd', replicated(to({ Account: '444455556666' })), { Ref: 'AWS::NoValue' }],
      }),
      `info ${place} when IsProd is false (Stage is dev): ${only}`,
    ],
    'a trail that is there in production only': [
      { Resources: { Trail: trail({ Ref: 'Logs' }, { Condition: 'IsProd' }), Logs: bucket() } },
      `warning ${place} when IsProd is true (Stage is prod): ${only}`,
    ],
    'copies of other objects': [
      app(
        replicated(
          { ...to({ Account: '444455556666' }), Filter: { Prefix: 'photos/' } },
          { ...to({ Account: '444455556666' }), Filter: { TagFilter: { Key: 'copy', Value: 'yes' } } },
        ),
      ),
      `warning ${place}: ${only}`,
    ],
    'a backup plan for something else copies to another account': [
      app(
        {},
        {
          Selection: backedUp('').Selection,
          Plan: backedUp({ 'Fn::Sub': 'arn:aws:backup:eu-west-1:${AWS::AccountId}:backup-vault:Default' })
            .Plan,
          Other: backedUp('arn:aws:backup:eu-west-1:444455556666:backup-vault:archive').Plan,
        },
      ),
      `warning ${place}: ${only}`,
    ],
    'a backup plan that copies within the account': [
      app(
        {},
        backedUp({
          'Fn::Sub': 'arn:aws:backup:eu-central-1:${AWS::AccountId}:backup-vault:Default',
        }),
      ),
      `warning ${place}: ${only}`,
    ],
  },
  review: {
    'copies in a bucket whose account nothing tells': [
      app(replicated(to({}))),
      `review ${place}.Rules: ${look}`,
    ],
  },
});
