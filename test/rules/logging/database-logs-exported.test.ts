import rule from '../../../rules/logging/database-logs-exported';
import { testRule } from '../../rule-tester';

const mysql = { Engine: 'mysql', DBInstanceClass: 'db.t4g.small', AllocatedStorage: '20' };
const exported = { ...mysql, EnableCloudwatchLogsExports: ['error', 'slowquery', 'audit'] };
const resource = (Type: string, Properties: object, others: object = {}) => ({ Type, ...others, Properties });
const aurora = (properties: object) =>
  resource('AWS::RDS::DBCluster', { Engine: 'aurora-postgresql', ...properties });
const redshift = (properties: object) =>
  resource('AWS::Redshift::Cluster', {
    ClusterType: 'single-node',
    DBName: 'sales',
    MasterUsername: 'admin',
    NodeType: 'ra3.large',
    ...properties,
  });
const none = { Ref: 'AWS::NoValue' };

const path = 'Properties.EnableCloudwatchLogsExports';
const unset = 'the database exports no logs: EnableCloudwatchLogsExports is not set';
const empty = 'the database exports no logs: EnableCloudwatchLogsExports is empty';

testRule(rule, {
  pass: {
    'logs go to CloudWatch': exported,
    'a cluster': aurora({ EnableCloudwatchLogsExports: ['postgresql'] }),
    'an instance follows its cluster': {
      Resources: {
        Cluster: aurora({ EnableCloudwatchLogsExports: ['postgresql'] }),
        Member: resource('AWS::RDS::DBInstance', {
          Engine: 'aurora-postgresql',
          DBInstanceClass: 'db.r8g.large',
          DBClusterIdentifier: { Ref: 'Cluster' },
        }),
      },
    },
    'Aurora Serverless v1 exports by itself': aurora({ EngineMode: 'serverless' }),
    'RDS Custom leaves logs to the owner of its host': { ...mysql, Engine: 'custom-oracle-ee' },
    DocumentDB: resource('AWS::DocDB::DBCluster', { EnableCloudwatchLogsExports: ['audit'] }),
    Neptune: resource('AWS::Neptune::DBCluster', { EnableCloudwatchLogsExports: ['audit'] }),
    'Redshift, to a bucket': redshift({ LoggingProperties: { BucketName: 'central-logs' } }),
    'Redshift Serverless': resource('AWS::RedshiftServerless::Namespace', {
      NamespaceName: 'sales',
      LogExports: ['userlog', 'connectionlog'],
    }),
    'only where it exists': resource(
      'AWS::RDS::DBInstance',
      { ...mysql, EnableCloudwatchLogsExports: { 'Fn::If': ['IsProd', ['error'], none] } },
      { Condition: 'IsProd' },
    ),
    'a list by a parameter': {
      Parameters: { Logs: { Type: 'CommaDelimitedList' } },
      Resources: {
        Database: resource('AWS::RDS::DBInstance', {
          ...mysql,
          EnableCloudwatchLogsExports: { Ref: 'Logs' },
        }),
      },
    },
  },
  fail: {
    'nothing is said about logs': [mysql, `warning DBInstance ${path}: ${unset}`],
    'an empty list': [{ ...mysql, EnableCloudwatchLogsExports: [] }, `warning DBInstance ${path}: ${empty}`],
    'a list that is empty by default': [
      {
        Parameters: { Logs: { Type: 'CommaDelimitedList', Default: '' } },
        Resources: {
          Database: resource('AWS::RDS::DBInstance', {
            ...mysql,
            EnableCloudwatchLogsExports: { Ref: 'Logs' },
          }),
        },
      },
      `warning Database ${path} when Logs is empty: ${empty}`,
    ],
    'a list that is empty outside production': [
      { ...mysql, EnableCloudwatchLogsExports: [{ 'Fn::If': ['IsProd', 'error', none] }] },
      `info DBInstance ${path} when IsProd is false (Stage is dev): ${empty}`,
    ],
    'in production only': [
      { ...mysql, EnableCloudwatchLogsExports: { 'Fn::If': ['IsProd', ['error'], none] } },
      `info DBInstance ${path} when IsProd is false (Stage is dev): ${unset}`,
    ],
    'a cluster, and not its instance too': [
      {
        Resources: {
          Cluster: aurora({ DatabaseName: 'sales' }),
          Member: resource('AWS::RDS::DBInstance', {
            Engine: 'aurora-postgresql',
            DBInstanceClass: 'db.r8g.large',
            DBClusterIdentifier: { Ref: 'Cluster' },
          }),
        },
      },
      `warning Cluster ${path}: ${unset}`,
    ],
    'DocumentDB without logs': [
      resource('AWS::DocDB::DBCluster', { StorageEncrypted: true }),
      `warning DBCluster ${path}: ${unset}`,
    ],
    'Neptune without logs': [
      resource('AWS::Neptune::DBCluster', { StorageEncrypted: true }),
      `warning DBCluster ${path}: ${unset}`,
    ],
    'Redshift without logs': [
      redshift({}),
      'warning Cluster Properties.LoggingProperties: the database exports no logs: LoggingProperties is not set',
    ],
    'Redshift Serverless without logs': [
      resource('AWS::RedshiftServerless::Namespace', { NamespaceName: 'sales' }),
      'warning Namespace Properties.LogExports: the database exports no logs: LogExports is not set',
    ],
  },
  review: {
    'logs that a macro may add': [
      { Transform: 'Logs', Resources: { Database: resource('AWS::RDS::DBInstance', mysql) } },
      `review Database ${path}: the macro Logs may add it`,
    ],
    'perhaps an instance of a cluster': [
      { ...mysql, DBClusterIdentifier: { Ref: 'ClusterName' } },
      `review DBInstance ${path}: ClusterName has no default, so it is only known at deployment`,
    ],
  },
  options: {
    'outside production': [mysql, { environment: 'non-production' }, `info DBInstance ${path}: ${unset}`],
  },
});
