/** Data stores of every kind, with what CloudFormation asks of them, for the tests of several rules. */
type Properties = { readonly [name: string]: unknown };

const secret = { MasterUsername: 'orders', ManageMasterUserPassword: true };

const STORES: { readonly [type: string]: Properties } = {
  'AWS::AmazonMQ::Broker': {
    BrokerName: 'orders',
    DeploymentMode: 'SINGLE_INSTANCE',
    EngineType: 'RABBITMQ',
    HostInstanceType: 'mq.m5.large',
    PubliclyAccessible: false,
    Users: [{ Username: 'orders', Password: '{{resolve:secretsmanager:broker}}' }],
  },
  'AWS::DAX::Cluster': {
    IAMRoleARN: 'arn:aws:iam::111122223333:role/dax',
    NodeType: 'dax.r5.large',
    ReplicationFactor: 3,
  },
  'AWS::DAX::SubnetGroup': { SubnetIds: [] },
  'AWS::DMS::ReplicationInstance': { ReplicationInstanceClass: 'dms.t3.micro' },
  'AWS::DMS::ReplicationSubnetGroup': { ReplicationSubnetGroupDescription: 'orders' },
  'AWS::DocDB::DBCluster': secret,
  'AWS::DocDB::DBSubnetGroup': { DBSubnetGroupDescription: 'orders' },
  'AWS::DocDBElastic::Cluster': {
    AdminUserName: 'orders',
    AdminUserPassword: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders',
    AuthType: 'SECRET_ARN',
    ClusterName: 'orders',
    ShardCapacity: 2,
    ShardCount: 1,
  },
  'AWS::EFS::MountTarget': { FileSystemId: 'fs-0123456789abcdef0', SubnetId: 'subnet-0123456789abcdef0' },
  'AWS::ElastiCache::CacheCluster': { CacheNodeType: 'cache.t4g.micro', Engine: 'redis', NumCacheNodes: 1 },
  'AWS::ElastiCache::ReplicationGroup': {
    ReplicationGroupDescription: 'sessions',
    CacheNodeType: 'cache.t4g.micro',
    NumCacheClusters: 2,
  },
  'AWS::ElastiCache::ServerlessCache': { Engine: 'valkey', ServerlessCacheName: 'sessions' },
  'AWS::ElastiCache::SubnetGroup': { Description: 'sessions' },
  'AWS::Elasticsearch::Domain': {},
  'AWS::FSx::FileSystem': { FileSystemType: 'LUSTRE', StorageCapacity: 1200 },
  'AWS::Lightsail::Database': {
    MasterDatabaseName: 'orders',
    MasterUsername: 'orders',
    RelationalDatabaseBlueprintId: 'mysql_8_0',
    RelationalDatabaseBundleId: 'micro_2_0',
    RelationalDatabaseName: 'orders',
  },
  'AWS::MemoryDB::Cluster': { ACLName: 'orders', ClusterName: 'orders', NodeType: 'db.t4g.small' },
  'AWS::MemoryDB::SubnetGroup': { SubnetGroupName: 'orders' },
  'AWS::MSK::Cluster': { ClusterName: 'orders', KafkaVersion: '3.9.x', NumberOfBrokerNodes: 2 },
  'AWS::MSK::ServerlessCluster': {
    ClusterName: 'orders',
    ClientAuthentication: { Sasl: { Iam: { Enabled: true } } },
  },
  'AWS::Neptune::DBCluster': {},
  'AWS::Neptune::DBInstance': { DBInstanceClass: 'db.r6g.large' },
  'AWS::Neptune::DBSubnetGroup': { DBSubnetGroupDescription: 'orders' },
  'AWS::RDS::DBCluster': { Engine: 'aurora-mysql', ...secret },
  'AWS::Redshift::Cluster': {
    ClusterType: 'single-node',
    DBName: 'sales',
    MasterUsername: 'sales',
    ManageMasterPassword: true,
    NodeType: 'ra3.large',
  },
  'AWS::Redshift::ClusterSubnetGroup': { Description: 'sales' },
  'AWS::RedshiftServerless::Workgroup': { WorkgroupName: 'sales' },
  'AWS::Timestream::InfluxDBInstance': { DbInstanceType: 'db.influx.medium', AllocatedStorage: 20 },
  'AWS::Timestream::InfluxDBCluster': { DbInstanceType: 'db.influx.medium', AllocatedStorage: 20 },
};

/** `AWS::RDS::DBCluster` is RDSDBCluster in the template. */
export const idOf = (type: string): string => type.split('::').slice(1).join('');

/** A store of each type, with more properties. */
export const storesOf = (more: { readonly [type: string]: Properties }) =>
  Object.fromEntries(
    Object.entries(more).map(([Type, properties]) => [
      idOf(Type),
      { Type, Properties: { ...STORES[Type], ...properties } },
    ]),
  );
