import { isAurora, isInCluster } from '../../lib/aws/data/rds';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { type Expectations, fail, rule } from '../../lib/rule';

/** Stores that are public only if a property says so. */
const SWITCHES: { readonly [type: string]: readonly [path: string, open: string | true] } = {
  'AWS::Neptune::DBInstance': ['PubliclyAccessible', true],
  'AWS::NeptuneGraph::Graph': ['PublicConnectivity', true],
  'AWS::Redshift::Cluster': ['PubliclyAccessible', true],
  'AWS::RedshiftServerless::Workgroup': ['PubliclyAccessible', true],
  'AWS::AmazonMQ::Broker': ['PubliclyAccessible', true],
  'AWS::MSK::Cluster': ['BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type', 'SERVICE_PROVIDED_EIPS'],
  'AWS::Lightsail::Database': ['PubliclyAccessible', true],
  'AWS::Timestream::InfluxDBInstance': ['PubliclyAccessible', true],
  'AWS::Timestream::InfluxDBCluster': ['PubliclyAccessible', true],
};

const CHECKS: { readonly [type: string]: (store: Resource) => Expectations } = {
  'AWS::RDS::DBInstance': (instance) => unlessPlaced(instance),
  'AWS::RDS::DBCluster': (cluster) => unlessPlaced(cluster),
  'AWS::DMS::ReplicationInstance': (instance) => unlessClosed(instance),
  'AWS::DMS::InstanceProfile': (profile) => unlessClosed(profile),
  'AWS::OpenSearchService::Domain': (domain) => unlessInVpc(domain),
  'AWS::Elasticsearch::Domain': (domain) => unlessInVpc(domain),
  'AWS::OpenSearchServerless::SecurityPolicy': (policy) =>
    policy
      .property('Policy')
      .expect(allowsEverybody)
      .when(() => policy.get('Type').is('network')),
};

export default rule({
  id: 'data-stores-not-publicly-accessible',
  title: 'Data stores have no public endpoint',
  severity: 'error',
  control: 'DATASTORE-PRIVATE',
  alsoControls: ['SG-TIGHT'],
  resources: [...Object.keys(SWITCHES), ...Object.keys(CHECKS)],
  why: 'With a public endpoint, a guessed password or one wide rule of a security group is all that stands between the internet and the data.',
  fix: 'Set PubliclyAccessible to false (OpenSearch: VPCOptions, OpenSearch Serverless: SourceVPCEs) and reach the store from inside the VPC.',
  docs: [
    'https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dms-replicationinstance.html#cfn-dms-replicationinstance-publiclyaccessible',
    'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html',
    'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-network.html',
    'https://docs.aws.amazon.com/msk/latest/developerguide/public-access.html',
  ],

  check: (store) => {
    const [path, open] = SWITCHES[store.type] ?? [];
    if (path === undefined || open === undefined) return CHECKS[store.type]?.(store);
    return store
      .property(path)
      .mustNotBe(open, `it is reachable from the internet: ${nameOf(path)} is ${open}`);
  },
});

const nameOf = (path: string): string => path.replace(/^BrokerNodeGroupInfo\.ConnectivityInfo\./, '');

/**
 * Without subnet group, or in that of the default VPC, a database has a public address unless told otherwise. An
 * Aurora database has none, and a read replica lies where its source does.
 */
const unlessPlaced = (database: Resource): Expectations =>
  database.property('PubliclyAccessible').expect((publicly) => {
    if (publicly.is(true)) return OPEN;
    const source = database.get('SourceDBInstanceIdentifier').reference?.resource;
    const isClosed = publicly.isPresent || isOfAurora(database) || isPlaced(source ?? database);
    return isClosed ? undefined : fail(OPEN_BY_DEFAULT, { severity: 'warning' });
  });

const OPEN_BY_DEFAULT =
  'PubliclyAccessible is not set, and without DBSubnetGroupName the database has a public address by default';

const isOfAurora = (database: Resource): boolean =>
  database.type === 'AWS::RDS::DBInstance' ? isInCluster(database) : isAurora(database);

function isPlaced(database: Resource): boolean {
  const group = database.get('DBSubnetGroupName');
  return group.isPresent && !['default', ''].includes(group.literal ?? 'of another name');
}

const OPEN = fail('it is reachable from the internet: PubliclyAccessible is true');

/** What is public unless told otherwise. */
const unlessClosed = (store: Resource): Expectations =>
  store.property('PubliclyAccessible').expect((publicly) => {
    if (publicly.is(false)) return undefined;
    return publicly.isPresent ? OPEN : fail('PubliclyAccessible is not set, and the default is true');
  });

/** A warning only: requests still need to be signed, or allowed by the policy of the domain. */
const unlessInVpc = (domain: Resource): Expectations =>
  domain
    .property('VPCOptions')
    .mustBePresent('the domain has a public endpoint: VPCOptions is not set', { severity: 'warning' });

/** A network policy is a list of rules, each for the collections and dashboards it names. */
const allowsEverybody = (policy: Value): Outcome | undefined =>
  policy
    .structure()
    .items()
    .some((entry) => entry.get('AllowFromPublic').is(true))
    ? fail('collections are reachable from the internet: AllowFromPublic is true')
    : undefined;
