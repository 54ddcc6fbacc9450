import {
  engineOfFamily,
  forcedTlsOf,
  forcesTlsByDefault,
  isPublicDatabase,
  isSwitchedOn,
  versionOfFamily,
} from '../../lib/aws/data/database-tls';
import { isAurora, isInCluster } from '../../lib/aws/data/rds';
import { whyNotTrue } from '../../lib/aws/defaults';
import type { Resource } from '../../lib/model/entity';
import type { Expectation, Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

/** What is said of each type. A parameter group of the app is judged itself, and not the databases that use it. */
const EXPECTATIONS: { readonly [type: string]: (resource: Resource) => Expectation | Expectation[] } = {
  'AWS::RDS::DBInstance': (instance) =>
    instance
      .property('DBParameterGroupName')
      .expect((group) => parametersOf(instance, group))
      .unless(() => isInCluster(instance)),
  'AWS::RDS::DBCluster': (cluster) =>
    cluster.property('DBClusterParameterGroupName').expect((group) => parametersOf(cluster, group)),
  // Groups for the instances of a cluster hold none of these parameters.
  'AWS::RDS::DBParameterGroup': (group) =>
    group
      .property('Parameters')
      .expect((parameters) => groupOfFamily(parameters, group.get('Family'), usersOf(group)))
      .unless(() => /^aurora/i.test(group.get('Family').outline)),
  'AWS::RDS::DBClusterParameterGroup': (group) =>
    group
      .property('Parameters')
      .expect((parameters) => groupOfFamily(parameters, group.get('Family'), usersOf(group))),
  'AWS::RDS::DBProxy': (proxy) =>
    proxy
      .property('RequireTLS')
      .expect((required) =>
        required.is(true)
          ? undefined
          : withoutTls(`the proxy takes connections without TLS: ${whyNotTrue(required)}`),
      ),
  'AWS::Redshift::Cluster': (cluster) =>
    cluster
      .property('ClusterParameterGroupName')
      .expect((name) =>
        name.is('default.redshift-1.0')
          ? withoutTls('the parameter group default.redshift-1.0 has require_ssl false', [cluster])
          : undefined,
      )
      .unless(() => cluster.get('ClusterParameterGroupName').reference !== undefined),
  'AWS::Redshift::ClusterParameterGroup': (group) =>
    group.property('Parameters').expect((parameters) => {
      const setting = parameters.items().find((one) => one.get('ParameterName').is('require_ssl'));
      return requireSsl(setting?.get('ParameterValue'), group);
    }),
  'AWS::RedshiftServerless::Workgroup': (workgroup) =>
    workgroup
      .all('ConfigParameters[]')
      .map((parameter) =>
        parameter
          .expect((one) =>
            one.get('ParameterValue').is(false)
              ? withoutTls(
                  'require_ssl is false, and true by default',
                  [workgroup],
                  one.get('ParameterValue'),
                )
              : undefined,
          )
          .when(() => parameter.value.get('ParameterKey').is('require_ssl')),
      ),
  'AWS::DocDB::DBClusterParameterGroup': (group) =>
    group
      .property('Parameters.tls')
      .expect((tls) =>
        tls.is('disabled')
          ? withoutTls('tls is disabled, and enabled by default', usersOf(group))
          : undefined,
      ),
  'AWS::Neptune::DBClusterParameterGroup': (group) =>
    group.property('Parameters.neptune_enforce_ssl').expect((forced) =>
      forced.is(0)
        ? fail('neptune_enforce_ssl is 0, which engines since 1.0.4.0 rightly ignore: leave it out', {
            severity: 'info',
          })
        : undefined,
    ),
};

export default rule({
  id: 'databases-require-tls',
  title: 'Databases refuse connections without TLS',
  severity: 'warning',
  severityIn: { pci: 'error' },
  control: 'ENCRYPTION-IN-TRANSIT',
  alsoControls: ['PCI-E2E-ENCRYPTION'],
  resources: Object.keys(EXPECTATIONS),
  why: 'Where TLS is only offered, one client that is set up carelessly sends queries and records in plain text, and nobody notices.',
  fix: 'Set rds.force_ssl to 1 (PostgreSQL, SQL Server), require_secure_transport to ON (MySQL, MariaDB) or require_ssl to true (Redshift) in the parameter group, leave tls of DocumentDB enabled, and set RequireTLS on proxies.',
  docs: [
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html',
    'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Security.html',
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.require-ssl.html',
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mariadb-ssl-connections.require-ssl.html',
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/SQLServer.Concepts.General.SSL.Using.html',
    // New clusters and workgroups take TLS only since January 2025.
    'https://aws.amazon.com/blogs/security/amazon-redshift-enhances-default-security-settings/',
    'https://docs.aws.amazon.com/documentdb/latest/devguide/security.encryption.ssl.html',
    'https://docs.aws.amazon.com/neptune/latest/userguide/security-ssl.html',
  ],

  check: (resource) => EXPECTATIONS[resource.type]?.(resource),
});

/** What holds for a database whose group is not in the app. A replica has what its source has. */
function parametersOf(database: Resource, group: Value): Outcome | undefined {
  if (group.reference && /ParameterGroup$/.test(group.reference.resource.type)) return undefined;
  const ofDefault = /^default[.:](.+)$/.exec(group.outline)?.[1];
  if (group.isGiven && ofDefault === undefined)
    return review(`whether ${group.outline || 'its parameter group'} forces TLS is not in the template`);
  if (ofDefault) return unlessForced(engineOfFamily(ofDefault), () => versionOfFamily(ofDefault), [database]);
  const source = database.get('SourceDBInstanceIdentifier').reference?.resource;
  if (source?.type === 'AWS::RDS::DBInstance') return undefined;
  const engine = database.get('Engine').text;
  if (engine === undefined) return review('the engine, and so the default for TLS, is that of the source');
  return unlessForced(engine, () => versionOf(database), [database]);
}

/** The version of RDS for PostgreSQL that is chosen where none is given forces TLS; of others that is not sure. */
function versionOf(database: Resource): string | undefined {
  const version = database.get('EngineVersion').text;
  return version === undefined && !isAurora(database) && database.get('Engine').matches(/^postgres$/i)
    ? '17'
    : version;
}

function groupOfFamily(parameters: Value, family: Value, users: readonly Resource[]): Outcome | undefined {
  const engine = engineOfFamily(family.outline);
  const forced = forcedTlsOf(engine);
  const setting = forced && parameters.child(forced.parameter);
  if (setting?.isPresent)
    return isSwitchedOn(setting)
      ? undefined
      : withoutTls(
          `${forced?.parameter} is ${setting.outline}: connections without TLS are taken`,
          users,
          setting,
        );
  // A family that is a parameter of the template still tells its engine by what the group sets.
  if (
    !family.isKnown &&
    ['rds.force_ssl', 'require_secure_transport'].some((name) => isSwitchedOn(parameters.child(name)))
  )
    return undefined;
  return unlessForced(engine || (family.text ?? ''), () => versionOfFamily(family.text ?? ''), users);
}

/** What holds where nothing is set: the engine's default. */
function unlessForced(
  engine: string,
  version: () => string | undefined,
  users: readonly Resource[],
): Outcome | undefined {
  const forced = forcedTlsOf(engine);
  if (!forced) return review(`${engine} has no parameter that forces TLS, see its option group or listener`);
  if (!forced.since)
    return withoutTls(`${forced.parameter} is not set, and off by default for ${engine}`, users);
  const given = version();
  if (given === undefined)
    return review(`${forced.parameter} is on by default since ${forced.since.name}, and no version is given`);
  if (forcesTlsByDefault(forced, given)) return undefined;
  return withoutTls(
    `${forced.parameter} is not set, and on by default only since ${forced.since.name}`,
    users,
  );
}

/** A custom group of the older family keeps that family's default. */
function requireSsl(setting: Value | undefined, group: Resource): Outcome | undefined {
  const users = usersOf(group);
  if (setting)
    return setting.is(true) ? undefined : withoutTls(`require_ssl is ${setting.outline}`, users, setting);
  return group.get('ParameterGroupFamily').is('redshift-1.0')
    ? withoutTls('require_ssl is not set, and false by default in redshift-1.0 (true in redshift-2.0)', users)
    : undefined;
}

/** The databases that name a parameter group. */
const usersOf = (group: Resource): Resource[] =>
  group.referrers
    .filter(({ path }) => /^Properties\.(DB|DBCluster|Cluster)ParameterGroupName$/.test(path))
    .map(({ from }) => from);

function withoutTls(what: string, databases: readonly Resource[] = [], at?: Value): Outcome {
  const open = databases.find((database) => database.exists && isPublicDatabase(database));
  const place = at ? { at } : {};
  return open
    ? fail(`${what}, and ${open.logicalId} is publicly accessible`, { severity: 'error', ...place })
    : fail(what, place);
}
