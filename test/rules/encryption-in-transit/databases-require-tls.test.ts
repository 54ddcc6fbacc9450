import rule from '../../../rules/encryption-in-transit/databases-require-tls';
import { testRule } from '../../rule-tester';

const instance = (engine: unknown, settings: object = {}) => ({
  Type: 'AWS::RDS::DBInstance',
  Properties: {
    DBInstanceClass: 'db.m7g.large',
    AllocatedStorage: '20',
    ManageMasterUserPassword: true,
    MasterUsername: 'app',
    Engine: engine,
    ...settings,
  },
});
const cluster = (engine: string, settings: object = {}) => ({
  Type: 'AWS::RDS::DBCluster',
  Properties: { Engine: engine, MasterUsername: 'app', ManageMasterUserPassword: true, ...settings },
});
const group = (family: unknown, parameters: unknown, type = 'AWS::RDS::DBParameterGroup') => ({
  Type: type,
  Properties: { Description: 'shop', Family: family, Parameters: parameters },
});
const used = (family: string, parameters: object, settings: object = {}) => ({
  Resources: {
    Database: instance(family.replace(/\d.*/, ''), { DBParameterGroupName: { Ref: 'Group' }, ...settings }),
    Group: group(family, parameters),
  },
});
const redshift = (settings: object) => ({
  Type: 'AWS::Redshift::Cluster',
  Properties: {
    ClusterType: 'single-node',
    NodeType: 'ra3.large',
    DBName: 'warehouse',
    MasterUsername: 'app',
    ManageMasterPassword: true,
    ...settings,
  },
});
const redshiftGroup = (family: string, value?: unknown) => ({
  Type: 'AWS::Redshift::ClusterParameterGroup',
  Properties: {
    Description: 'warehouse',
    ParameterGroupFamily: family,
    Parameters: [
      { ParameterName: 'enable_user_activity_logging', ParameterValue: 'true' },
      ...(value === undefined ? [] : [{ ParameterName: 'require_ssl', ParameterValue: value }]),
    ],
  },
});
const workgroup = (value: string) => ({
  Type: 'AWS::RedshiftServerless::Workgroup',
  Properties: {
    WorkgroupName: 'warehouse',
    ConfigParameters: [
      { ParameterKey: 'auto_mv', ParameterValue: 'true' },
      { ParameterKey: 'require_ssl', ParameterValue: value },
    ],
  },
});
const proxy = (settings: object) => ({
  Type: 'AWS::RDS::DBProxy',
  Properties: {
    DBProxyName: 'shop',
    EngineFamily: 'POSTGRESQL',
    RoleArn: 'arn:aws:iam::111122223333:role/proxy',
    VpcSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    Auth: [
      {
        AuthScheme: 'SECRETS',
        SecretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop',
      },
    ],
    ...settings,
  },
});
const AURORA_GROUP = 'AWS::RDS::DBClusterParameterGroup';
const OF_INSTANCE = 'Properties.DBParameterGroupName';
const OF_CLUSTER = 'Properties.DBClusterParameterGroupName';

testRule(rule, {
  pass: {
    'PostgreSQL forces TLS since 15': instance('postgres', { EngineVersion: '16' }),
    'the version of PostgreSQL that is chosen today': instance('postgres'),
    'the default group of PostgreSQL 17': instance('postgres', {
      DBParameterGroupName: 'default.postgres17',
    }),
    'Aurora PostgreSQL forces TLS since 17': cluster('aurora-postgresql', { EngineVersion: '17.5' }),
    'MariaDB forces TLS since 11.8': instance('mariadb', { EngineVersion: '11.8.3' }),
    'older PostgreSQL, forced': used('postgres14', { 'rds.force_ssl': '1' }),
    'MySQL, forced': used('mysql8.4', { require_secure_transport: 'ON' }),
    'a family from a parameter, forced': group({ Ref: 'Family' }, { 'rds.force_ssl': 1 }),
    'Aurora MySQL, forced; an instance has what its cluster has': {
      Resources: {
        Cluster: cluster('aurora-mysql', { DBClusterParameterGroupName: { Ref: 'Group' } }),
        Group: group('aurora-mysql8.0', { require_secure_transport: 'ON' }, AURORA_GROUP),
        Instance: {
          Type: 'AWS::RDS::DBInstance',
          Properties: {
            DBInstanceClass: 'db.r7g.large',
            Engine: 'aurora-mysql',
            DBClusterIdentifier: { Ref: 'Cluster' },
            DBParameterGroupName: { Ref: 'OfInstances' },
          },
        },
        OfInstances: group('aurora-mysql8.0', { max_connections: '100' }),
      },
    },
    'a replica has what its source has': {
      Resources: {
        Source: instance('postgres', { EngineVersion: '17' }),
        Replica: {
          Type: 'AWS::RDS::DBInstance',
          Properties: { DBInstanceClass: 'db.m7g.large', SourceDBInstanceIdentifier: { Ref: 'Source' } },
        },
      },
    },
    'a proxy that requires TLS': proxy({ RequireTLS: true }),
    'Redshift requires TLS': redshiftGroup('redshift-1.0', 'true'),
    'a Redshift cluster with a group that does': {
      Resources: {
        Cluster: redshift({ ClusterParameterGroupName: { Ref: 'Group' } }),
        Group: redshiftGroup('redshift-1.0', 'true'),
      },
    },
    'the newer family of Redshift': redshiftGroup('redshift-2.0'),
    'Redshift Serverless': workgroup('true'),
    'DocumentDB, with a minimum version': {
      Type: 'AWS::DocDB::DBClusterParameterGroup',
      Properties: { Description: 'orders', Family: 'docdb5.0', Parameters: { tls: 'tls1.2+' } },
    },
    'DocumentDB and Neptune as they are by default': {
      Resources: {
        Documents: {
          Type: 'AWS::DocDB::DBClusterParameterGroup',
          Properties: { Description: 'orders', Family: 'docdb5.0', Parameters: { audit_logs: 'enabled' } },
        },
        Graph: {
          Type: 'AWS::Neptune::DBClusterParameterGroup',
          Properties: {
            Description: 'graph',
            Family: 'neptune1.4',
            Parameters: { neptune_enable_audit_log: 1 },
          },
        },
      },
    },
  },
  fail: {
    'a group of a cluster, which is public': [
      {
        Resources: {
          Group: group('aurora-mysql8.0', { require_secure_transport: 'OFF' }, AURORA_GROUP),
          Database: cluster('aurora-mysql', {
            DBClusterParameterGroupName: { Ref: 'Group' },
            PubliclyAccessible: true,
          }),
        },
      },
      'error Group Properties.Parameters.require_secure_transport: require_secure_transport is OFF: connections without TLS are taken, and Database is publicly accessible',
    ],
    'a group of a warehouse, which is public': [
      {
        Resources: {
          Group: redshiftGroup('redshift-1.0', 'false'),
          Warehouse: redshift({
            ClusterParameterGroupName: { Ref: 'Group' },
            PubliclyAccessible: true,
          }),
        },
      },
      'error Group Properties.Parameters[1].ParameterValue: require_ssl is false, and Warehouse is publicly accessible',
    ],
    'older PostgreSQL, with the default group': [
      instance('postgres', { EngineVersion: '14' }),
      `warning DBInstance ${OF_INSTANCE}: rds.force_ssl is not set, and on by default only since PostgreSQL 15`,
    ],
    'MySQL, open to the internet': [
      instance('MySQL', { EngineVersion: '8.4.5', PubliclyAccessible: true }),
      `error DBInstance ${OF_INSTANCE}: require_secure_transport is not set, and off by default for MySQL, and DBInstance is publicly accessible`,
    ],
    'older Aurora PostgreSQL': [
      cluster('aurora-postgresql', { EngineVersion: '16.9' }),
      `warning DBCluster ${OF_CLUSTER}: rds.force_ssl is not set, and on by default only since Aurora PostgreSQL 17`,
    ],
    'older MariaDB, with the default group by its name': [
      instance('mariadb', { DBParameterGroupName: 'default.mariadb10.11' }),
      `warning DBInstance ${OF_INSTANCE}: require_secure_transport is not set, and on by default only since MariaDB 11.8`,
    ],
    'SQL Server': [
      instance('sqlserver-ex'),
      `warning DBInstance ${OF_INSTANCE}: rds.force_ssl is not set, and off by default for sqlserver-ex`,
    ],
    'a group that switches TLS off': [
      used('postgres16', { 'rds.force_ssl': 0 }),
      'warning Group Properties.Parameters.rds.force_ssl: rds.force_ssl is 0: connections without TLS are taken',
    ],
    'a group that says nothing, of a public database': [
      used('mysql8.0', { max_connections: '100' }, { PubliclyAccessible: true }),
      'error Group Properties.Parameters: require_secure_transport is not set, and off by default for mysql, and Database is publicly accessible',
    ],
    'forced in production only': [
      group('postgres14', { 'rds.force_ssl': { 'Fn::If': ['IsProd', '1', '0'] } }),
      'info DBParameterGroup Properties.Parameters.rds.force_ssl when IsProd is false (Stage is dev): rds.force_ssl is 0: connections without TLS are taken',
    ],
    'a proxy that takes both': [
      proxy({}),
      'warning DBProxy Properties.RequireTLS: the proxy takes connections without TLS: RequireTLS is not set, and the default is false',
    ],
    'Redshift, switched off': [
      redshiftGroup('redshift-2.0', false),
      'warning ClusterParameterGroup Properties.Parameters[1].ParameterValue: require_ssl is false',
    ],
    'the older family of Redshift': [
      redshiftGroup('redshift-1.0'),
      'warning ClusterParameterGroup Properties.Parameters: require_ssl is not set, and false by default in redshift-1.0 (true in redshift-2.0)',
    ],
    'the older default group of Redshift': [
      redshift({ ClusterParameterGroupName: 'default.redshift-1.0' }),
      'warning Cluster Properties.ClusterParameterGroupName: the parameter group default.redshift-1.0 has require_ssl false',
    ],
    'Redshift Serverless, switched off': [
      workgroup('false'),
      'warning Workgroup Properties.ConfigParameters[1].ParameterValue: require_ssl is false, and true by default',
    ],
    'DocumentDB, switched off': [
      {
        Type: 'AWS::DocDB::DBClusterParameterGroup',
        Properties: { Description: 'orders', Family: 'docdb5.0', Parameters: { tls: 'disabled' } },
      },
      'warning DBClusterParameterGroup Properties.Parameters.tls: tls is disabled, and enabled by default',
    ],
    'Neptune, where the setting means nothing any more': [
      {
        Type: 'AWS::Neptune::DBClusterParameterGroup',
        Properties: { Description: 'graph', Family: 'neptune1.4', Parameters: { neptune_enforce_ssl: 0 } },
      },
      'info DBClusterParameterGroup Properties.Parameters.neptune_enforce_ssl: neptune_enforce_ssl is 0, which engines since 1.0.4.0 rightly ignore: leave it out',
    ],
  },
  review: {
    'a group that is made elsewhere': [
      instance('postgres', { EngineVersion: '14', DBParameterGroupName: 'company-standard' }),
      `review DBInstance ${OF_INSTANCE}: whether company-standard forces TLS is not in the template`,
    ],
    'a parameter group of another stack': [
      instance('mysql', { DBParameterGroupName: { 'Fn::ImportValue': 'mysql-parameters' } }),
      `review DBInstance ${OF_INSTANCE}: whether its parameter group forces TLS is not in the template`,
    ],
    'Oracle has an option group for it': [
      instance('oracle-se2'),
      `review DBInstance ${OF_INSTANCE}: oracle-se2 has no parameter that forces TLS, see its option group or listener`,
    ],
    'a version that decides is a parameter': [
      instance('postgres', { EngineVersion: { Ref: 'Version' } }),
      'review DBInstance Properties.EngineVersion: Version has no default, so it is only known at deployment',
    ],
    'a version that decides is not given': [
      cluster('aurora-postgresql'),
      `review DBCluster ${OF_CLUSTER}: rds.force_ssl is on by default since Aurora PostgreSQL 17, and no version is given`,
    ],
    'the version of the family is a parameter': [
      group({ 'Fn::Sub': 'postgres${Version}' }, { max_connections: '100' }),
      'review DBParameterGroup Properties.Family: Version has no default, so it is only known at deployment',
    ],
    'made from a snapshot': [
      {
        Type: 'AWS::RDS::DBInstance',
        Properties: { DBInstanceClass: 'db.m7g.large', DBSnapshotIdentifier: 'shop-2026' },
      },
      `review DBInstance ${OF_INSTANCE}: the engine, and so the default for TLS, is that of the source`,
    ],
  },
  options: {
    'an error for card data': [
      group('mysql8.0', { max_connections: '100' }),
      { profile: 'pci' },
      'error DBParameterGroup Properties.Parameters: require_secure_transport is not set, and off by default for mysql',
    ],
    'the version does not matter to MySQL': [
      instance('mysql', { EngineVersion: { Ref: 'Version' } }),
      {},
      `warning DBInstance ${OF_INSTANCE}: require_secure_transport is not set, and off by default for mysql`,
    ],
  },
});
