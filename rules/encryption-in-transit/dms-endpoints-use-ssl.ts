import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'dms-endpoints-use-ssl',
  title: 'DMS endpoints connect to databases over TLS',
  severity: 'warning',
  control: 'ENCRYPTION-IN-TRANSIT',
  resources: ['AWS::DMS::Endpoint'],
  why: 'A migration copies the whole database, often from another site: without TLS every row of it, and the password, can be read on the way.',
  fix: 'Set SslMode to verify-full or verify-ca with a CertificateArn, or at least to require, whichever the engine supports.',
  docs: [
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.SSL.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dms-endpoint.html#cfn-dms-endpoint-sslmode',
  ],

  check: (endpoint) =>
    endpoint.property('SslMode').expect((mode) => connection(mode, endpoint.get('EngineName'))),
});

function connection(mode: Value, engine: Value): Outcome | undefined {
  if (mode.isOneOf(['require', 'verify-ca', 'verify-full'])) return undefined;
  if (!TAKES_SSL_MODE.has(engine.text?.toLowerCase() ?? '')) return undefined;
  const setting = mode.isPresent ? `is ${mode.outline}` : 'is not set, and the default is none';
  return fail(`SslMode ${setting}: the connection to ${engine.outline} is not encrypted`);
}

/** Databases; S3, Kinesis, OpenSearch and the like are reached by HTTPS, and Redshift always by TLS. */
const TAKES_SSL_MODE: ReadonlySet<string> = new Set([
  'mysql',
  'mariadb',
  'aurora',
  'aurora-serverless',
  'postgres',
  'aurora-postgresql',
  'aurora-postgresql-serverless',
  'oracle',
  'sqlserver',
  'azuredb',
  'azure-sql-managed-instance',
  'db2',
  'db2-zos',
  'sybase',
  'mongodb',
  'docdb',
]);
