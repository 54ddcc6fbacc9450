import { unlessInBackupPlan } from '../../lib/aws/data/backup-plans';
import type { Resource } from '../../lib/model/entity';
import { fail, rule } from '../../lib/rule';

const EFS = 'AWS::EFS::FileSystem';

export default rule({
  id: 'file-systems-backed-up',
  title: 'File systems are backed up',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'BACKUPS',
  resources: [EFS, 'AWS::FSx::FileSystem'],
  why: 'A file that a program or a person deletes from a shared file system is gone for everybody; only a backup brings it back.',
  fix: 'Set BackupPolicy.Status to ENABLED, or AutomaticBackupRetentionDays to a number of days; or take the file system into a backup plan.',
  docs: [
    'https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html',
    'https://docs.aws.amazon.com/fsx/latest/APIReference/API_CreateBackup.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-fsx-filesystem-lustreconfiguration.html',
  ],

  check: (resource) => (resource.type === EFS ? ofEfs(resource) : CONFIGURATIONS.map(ofFsx(resource))),
});

/** The service backs up by itself only what stands in one zone. */
const ofEfs = (fileSystem: Resource) =>
  fileSystem.property('BackupPolicy.Status').expect((status) => {
    if (status.is('ENABLED') || (status.isAbsent && fileSystem.get('AvailabilityZoneName').isPresent))
      return undefined;
    const said = status.isPresent ? `BackupPolicy.Status is ${status.outline}` : 'BackupPolicy is not set';
    return unlessInBackupPlan(fileSystem, () => fail(`the file system is not backed up: ${said}`));
  });

/** Each system with the days that it keeps backups for by default. */
const CONFIGURATIONS: readonly { configuration: string; defaultDays: number }[] = [
  { configuration: 'WindowsConfiguration', defaultDays: 30 },
  { configuration: 'OntapConfiguration', defaultDays: 30 },
  { configuration: 'OpenZFSConfiguration', defaultDays: 30 },
  { configuration: 'LustreConfiguration', defaultDays: 0 },
];

const ofFsx =
  (fileSystem: Resource) =>
  ({ configuration, defaultDays }: (typeof CONFIGURATIONS)[number]) =>
    fileSystem
      .property(`${configuration}.AutomaticBackupRetentionDays`)
      .expect((retention) => {
        const days = retention.isPresent ? retention.number : defaultDays;
        if (days !== 0) return undefined;
        const said = retention.isPresent ? 'is 0' : 'is not set, and the default is 0';
        return unlessInBackupPlan(fileSystem, () =>
          fail(`the file system is not backed up: AutomaticBackupRetentionDays ${said}`),
        );
      })
      .when(() => fileSystem.get(configuration).isPresent && !cannotBeBackedUp(fileSystem));

/** Lustre: what is scratch, as it is by default, and what is linked to a data repository. */
const cannotBeBackedUp = (fileSystem: Resource): boolean => {
  const lustre = fileSystem.get('LustreConfiguration');
  return (
    lustre.isPresent &&
    (!lustre.get('DeploymentType').matches(/^PERSISTENT/) ||
      lustre.get('ImportPath').isGiven ||
      fileSystem.referring('AWS::FSx::DataRepositoryAssociation', 'FileSystemId').some((link) => link.exists))
  );
};
