import type { Resource } from '../../model/entity';
import type { Value } from '../../model/value';

/** How an engine of RDS is made to refuse connections without TLS, and from which version on it does by itself. */
export interface ForcedTls {
  parameter: 'rds.force_ssl' | 'require_secure_transport';
  since?: { version: readonly [major: number, minor: number]; name: string };
}

/**
 * By engine, which is also what the names of parameter group families begin with.
 * - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
 * - https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Security.html
 * - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mariadb-ssl-connections.require-ssl.html
 * - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.require-ssl.html
 * - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/SQLServer.Concepts.General.SSL.Using.html
 */
const ENGINES: { readonly [engine: string]: ForcedTls } = {
  postgres: { parameter: 'rds.force_ssl', since: { version: [15, 0], name: 'PostgreSQL 15' } },
  'aurora-postgresql': {
    parameter: 'rds.force_ssl',
    since: { version: [17, 0], name: 'Aurora PostgreSQL 17' },
  },
  mariadb: { parameter: 'require_secure_transport', since: { version: [11, 8], name: 'MariaDB 11.8' } },
  mysql: { parameter: 'require_secure_transport' },
  aurora: { parameter: 'require_secure_transport' },
  'aurora-mysql': { parameter: 'require_secure_transport' },
  'sqlserver-ee': { parameter: 'rds.force_ssl' },
  'sqlserver-se': { parameter: 'rds.force_ssl' },
  'sqlserver-ex': { parameter: 'rds.force_ssl' },
  'sqlserver-web': { parameter: 'rds.force_ssl' },
};

/** Undefined for Oracle, Db2 and RDS Custom, where no parameter of a group decides. */
export const forcedTlsOf = (engine: string): ForcedTls | undefined => ENGINES[engine.toLowerCase()];

/** The engine that a family is for, `aurora-postgresql` for `aurora-postgresql16`: known without its version. */
export const engineOfFamily = (family: string): string =>
  family.replace(/(-?\d|\$\{).*$/, '').replace(/-$/, '');

/** The version in the name of a family: `11.8` for `mariadb11.8`. */
export const versionOfFamily = (family: string): string => /\d.*$/.exec(family)?.[0] ?? '';

/** Whether an engine of this version takes only TLS where nothing is set. */
export function forcesTlsByDefault({ since }: ForcedTls, version: string): boolean {
  if (!since) return false;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > since.version[0] || (major === since.version[0] && minor >= since.version[1]);
}

/** Whether a store, or an instance of the cluster, has a public address. */
export const isPublicDatabase = (database: Resource): boolean =>
  database.get('PubliclyAccessible').is(true) ||
  database
    .referring('AWS::RDS::DBInstance', 'DBClusterIdentifier')
    .some((instance) => instance.exists && instance.get('PubliclyAccessible').is(true));

/** `1`, `ON` and `true` are the same to MySQL. */
export const isSwitchedOn = (setting: Value): boolean =>
  setting.is(1) || setting.is(true) || setting.matches(/^on$/i);
