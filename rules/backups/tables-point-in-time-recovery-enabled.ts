import { unlessInBackupPlan } from '../../lib/aws/data/backup-plans';
import { isTransientTable } from '../../lib/aws/data/data-stores';
import { whyNotTrue } from '../../lib/aws/defaults';
import type { Resource } from '../../lib/model/entity';
import { fail, rule } from '../../lib/rule';

const RECOVERY = 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled';

const PROPERTIES: { readonly [type: string]: string } = {
  'AWS::DynamoDB::Table': RECOVERY,
  'AWS::DynamoDB::GlobalTable': `Replicas[].${RECOVERY}`,
  'AWS::Serverless::SimpleTable': RECOVERY,
  'AWS::Cassandra::Table': 'PointInTimeRecoveryEnabled',
};

export default rule({
  id: 'tables-point-in-time-recovery-enabled',
  title: 'Tables can be restored to any point in time',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'BACKUPS',
  resources: Object.keys(PROPERTIES),
  why: 'Items that a faulty release has overwritten are gone for good, unless the table can be set back to the second before.',
  fix: 'Enable point-in-time recovery, or take the table into a backup plan.',
  docs: [
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html',
    'https://docs.aws.amazon.com/keyspaces/latest/devguide/PointInTimeRecovery.html',
  ],

  check: (resource) =>
    resource
      .all(PROPERTIES[resource.type] as string)
      .map((property) =>
        property.expect((enabled) =>
          enabled.is(true)
            ? undefined
            : unlessInBackupPlan(resource, () =>
                fail(
                  `the table cannot be set back to a point in time: ${whyNotTrue(enabled)}`,
                  isTransient(resource) ? { severity: 'info' } : {},
                ),
              ),
        ),
      ),
});

/** Items that expire, or that nobody would restore. */
const isTransient = (table: Resource): boolean =>
  table.get('TimeToLiveSpecification.Enabled').is(true) ||
  table.get('DefaultTimeToLive').number !== undefined ||
  isTransientTable(table);
