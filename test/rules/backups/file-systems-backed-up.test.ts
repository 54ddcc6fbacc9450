import rule from '../../../rules/backups/file-systems-backed-up';
import { testRule } from '../../rule-tester';

const efs = (properties: object = {}) => ({ Type: 'AWS::EFS::FileSystem', Properties: properties });
const fsx = (type: string, configuration: object) => ({
  Type: 'AWS::FSx::FileSystem',
  Properties: {
    FileSystemType: type,
    StorageCapacity: 1200,
    SubnetIds: [{ Ref: 'Subnet' }],
    ...configuration,
  },
});
const lustre = (properties: object) => fsx('LUSTRE', { LustreConfiguration: properties });
const windows = (properties: object = {}) =>
  fsx('WINDOWS', { WindowsConfiguration: { ThroughputCapacity: 32, ...properties } });
const days = 'AutomaticBackupRetentionDays';

testRule(rule, {
  pass: {
    'every system that is backed up by default': {
      Resources: {
        Windows: windows(),
        Ontap: fsx('ONTAP', {
          OntapConfiguration: { DeploymentType: 'SINGLE_AZ_1', ThroughputCapacity: 128 },
        }),
        OpenZfs: fsx('OPENZFS', {
          OpenZFSConfiguration: { DeploymentType: 'SINGLE_AZ_1', ThroughputCapacity: 64 },
        }),
      },
    },
    'a Lustre file system with a link to a data repository beside it': {
      Resources: {
        Files: lustre({ DeploymentType: 'PERSISTENT_2', PerUnitStorageThroughput: 125 }),
        Link: {
          Type: 'AWS::FSx::DataRepositoryAssociation',
          Properties: {
            FileSystemId: { Ref: 'Files' },
            FileSystemPath: '/orders',
            DataRepositoryPath: 's3://orders',
          },
        },
      },
    },
    'automatic backups': efs({ BackupPolicy: { Status: 'ENABLED' } }),
    'a file system in one zone is backed up by default': efs({ AvailabilityZoneName: { Ref: 'Zone' } }),
    'a backup plan by tag': {
      Resources: {
        Files: efs({ FileSystemTags: [{ Key: 'plan', Value: 'daily' }] }),
        Selection: {
          Type: 'AWS::Backup::BackupSelection',
          Properties: {
            BackupPlanId: { Ref: 'Plan' },
            BackupSelection: {
              SelectionName: 'files',
              IamRoleArn: 'arn:aws:iam::111122223333:role/backup',
              ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey: 'plan', ConditionValue: 'daily' }],
            },
          },
        },
      },
    },
    'Windows keeps backups for thirty days by default': windows(),
    'Lustre with backups': lustre({
      DeploymentType: 'PERSISTENT_2',
      PerUnitStorageThroughput: 125,
      [days]: 7,
    }),
    'scratch cannot be backed up': lustre({ DeploymentType: 'SCRATCH_2' }),
    'Lustre is scratch by default': lustre({}),
    'what is linked to a bucket cannot be backed up': lustre({
      DeploymentType: 'PERSISTENT_1',
      PerUnitStorageThroughput: 50,
      ImportPath: 's3://films',
    }),
  },
  fail: {
    'other systems that are told to keep no backups': [
      {
        Resources: {
          Ontap: fsx('ONTAP', {
            OntapConfiguration: { DeploymentType: 'SINGLE_AZ_1', ThroughputCapacity: 128, [days]: 0 },
          }),
          OpenZfs: fsx('OPENZFS', {
            OpenZFSConfiguration: { DeploymentType: 'SINGLE_AZ_1', ThroughputCapacity: 64, [days]: 0 },
          }),
        },
      },
      [
        `warning Ontap Properties.OntapConfiguration.${days}: the file system is not backed up: ${days} is 0`,
        `warning OpenZfs Properties.OpenZFSConfiguration.${days}: the file system is not backed up: ${days} is 0`,
      ],
    ],
    'nothing is said of backups': [
      efs(),
      'warning FileSystem Properties.BackupPolicy.Status: the file system is not backed up: BackupPolicy is not set',
    ],
    'backups are off': [
      efs({ BackupPolicy: { Status: 'DISABLED' } }),
      'warning FileSystem Properties.BackupPolicy.Status: the file system is not backed up: BackupPolicy.Status is DISABLED',
    ],
    'backups in production only': [
      efs({ BackupPolicy: { Status: { 'Fn::If': ['IsProd', 'ENABLED', 'DISABLED'] } } }),
      'info FileSystem Properties.BackupPolicy.Status when IsProd is false (Stage is dev): the file system is not backed up: BackupPolicy.Status is DISABLED',
    ],
    'Windows without backups': [
      windows({ [days]: 0 }),
      `warning FileSystem Properties.WindowsConfiguration.${days}: the file system is not backed up: ${days} is 0`,
    ],
    'Lustre without a word about backups': [
      lustre({ DeploymentType: 'PERSISTENT_2', PerUnitStorageThroughput: 125 }),
      `warning FileSystem Properties.LustreConfiguration.${days}: the file system is not backed up: ${days} is not set, and the default is 0`,
    ],
  },
  review: {
    'decided by a parameter': [
      efs({ BackupPolicy: { Status: { Ref: 'Backups' } } }),
      'review FileSystem Properties.BackupPolicy.Status: Backups has no default, so it is only known at deployment',
    ],
    'days by a parameter': [
      windows({ [days]: { Ref: 'Days' } }),
      `review FileSystem Properties.WindowsConfiguration.${days}: Days has no default, so it is only known at deployment`,
    ],
  },
  options: {
    'outside production': [
      efs(),
      { environment: 'non-production' },
      'info FileSystem Properties.BackupPolicy.Status: the file system is not backed up: BackupPolicy is not set',
    ],
  },
});
