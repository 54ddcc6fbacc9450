import { unlessInBackupPlan } from '../../lib/aws/data/backup-plans';
import { isInCluster } from '../../lib/aws/data/rds';
import type { Resource } from '../../lib/model/entity';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'database-backups-retained',
  title: 'Databases keep their automatic backups for a week or longer',
  severity: 'error',
  severityIn: { 'non-production': 'info' },
  control: 'BACKUPS',
  resources: [
    'AWS::RDS::DBInstance',
    'AWS::RDS::DBCluster',
    'AWS::DocDB::DBCluster',
    'AWS::DocDBElastic::Cluster',
    'AWS::Neptune::DBCluster',
    'AWS::Redshift::Cluster',
    'AWS::Lightsail::Database',
  ],
  why: 'A faulty release or a mistaken statement is often noticed days later; by then a backup of the last day has the damage in it, and without backups there is no way back at all.',
  fix: 'Set the retention period to 7 days or more, or take the database into a backup plan.',
  docs: [
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html#cfn-rds-dbinstance-backupretentionperiod',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-redshift-cluster.html#cfn-redshift-cluster-automatedsnapshotretentionperiod',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lightsail-database.html#cfn-lightsail-database-backupretention',
  ],
  options: {
    minimumDays: { default: 7, description: 'The number of days that backups must be kept at least.' },
  },

  check: (resource, { minimumDays }) =>
    resource
      .property(PROPERTIES[resource.type] ?? 'BackupRetentionPeriod')
      .expect((retention) => {
        if (resource.type === LIGHTSAIL) return whereOff(resource, retention);
        const days = retention.isPresent ? retention.number : DEFAULT_DAYS;
        if (days === undefined || days >= minimumDays) return undefined;
        return unlessInBackupPlan(resource, () =>
          days === 0
            ? fail(`${nameOf(retention)} 0 turns automatic backups off: set ${minimumDays} days or more`)
            : fail(`${kept(retention, days)}: set ${minimumDays} or more`, { severity: 'warning' }),
        );
      })
      .unless(() => followsSource(resource)),
});

const LIGHTSAIL = 'AWS::Lightsail::Database';
const PROPERTIES: { readonly [type: string]: string } = {
  'AWS::Redshift::Cluster': 'AutomatedSnapshotRetentionPeriod',
  [LIGHTSAIL]: 'BackupRetention',
};
const DEFAULT_DAYS = 1;

/** Backups of a Lightsail database are kept for seven days, or not made at all. */
const whereOff = (resource: Resource, retention: Value) =>
  retention.is(false)
    ? unlessInBackupPlan(resource, () => fail('BackupRetention false turns automatic backups off'))
    : undefined;

const kept = (retention: Value, days: number): string =>
  retention.isAbsent
    ? `${nameOf(retention)} is not set, so backups are kept for the default of 1 day`
    : `backups are kept for ${days} ${days === 1 ? 'day' : 'days'}`;

const nameOf = ({ path }: Value) => path.slice(path.lastIndexOf('.') + 1);

/** A member of a cluster has the cluster's backups, and a replica is made from what its source keeps. */
const followsSource = (resource: Resource): boolean =>
  resource.type === 'AWS::RDS::DBInstance'
    ? isInCluster(resource) || INSTANCE_SOURCES.some((property) => resource.get(property).isGiven)
    : resource.get('ReplicationSourceIdentifier').isGiven;

const INSTANCE_SOURCES = ['SourceDBInstanceIdentifier', 'SourceDBClusterIdentifier'];
