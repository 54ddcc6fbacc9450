import { isInCluster } from '../../lib/aws/data/rds';
import { isNamed } from '../../lib/aws/named-resources';
import type { Resource } from '../../lib/model/entity';
import { fail, rule } from '../../lib/rule';

interface Database {
  /** The property that turns logs on, which are nowhere to be had without it. */
  logs: string;
  /** What keeps no logs of its own, or exports them without being told to. */
  isExempt?: (database: Resource) => boolean;
}

const EXPORTS = 'EnableCloudwatchLogsExports';

const DATABASES: { readonly [type: string]: Database } = {
  // What an instance of RDS Custom logs stays on its host, where its owner has access.
  'AWS::RDS::DBInstance': {
    logs: EXPORTS,
    isExempt: (instance) => isInCluster(instance) || instance.get('Engine').matches(/^custom-/),
  },
  // Aurora Serverless v1 sends its logs to CloudWatch by itself.
  'AWS::RDS::DBCluster': { logs: EXPORTS, isExempt: (cluster) => cluster.get('EngineMode').is('serverless') },
  'AWS::DocDB::DBCluster': { logs: EXPORTS },
  'AWS::Neptune::DBCluster': { logs: EXPORTS },
  'AWS::Redshift::Cluster': { logs: 'LoggingProperties' },
  'AWS::RedshiftServerless::Namespace': { logs: 'LogExports' },
};

export default rule({
  id: 'database-logs-exported',
  title: 'Databases export their logs',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'LOGS-CENTRAL',
  resources: Object.keys(DATABASES),
  why: 'Logs that stay in the database are gone after a few days, and with the database: who connected, what failed and what was slow cannot be told later.',
  fix: 'List the error, slow-query and audit logs of the engine in EnableCloudwatchLogsExports; give an Amazon Redshift cluster LoggingProperties, a namespace LogExports.',
  docs: [
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html',
    'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless.how-it-works.html',
    'https://docs.aws.amazon.com/documentdb/latest/developerguide/event-auditing.html',
    'https://docs.aws.amazon.com/neptune/latest/userguide/cloudwatch-logs.html',
    'https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing.html',
  ],

  check: (database) => {
    const { logs, isExempt } = DATABASES[database.type] as Database;
    return database
      .property(logs)
      .expect((value) => {
        if (value.isAbsent) return fail(`the database exports no logs: ${logs} is not set`);
        return value.isList && !value.items().some(isNamed)
          ? fail(`the database exports no logs: ${logs} is empty`)
          : undefined;
      })
      .unless(() => isExempt?.(database) ?? false);
  },
});
