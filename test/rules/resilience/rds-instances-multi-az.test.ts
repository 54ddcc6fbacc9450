import rule from '../../../rules/resilience/rds-instances-multi-az';
import { testRule } from '../../rule-tester';

const instance = { Engine: 'postgres', DBInstanceClass: 'db.m6g.large', AllocatedStorage: '100' };
const sqlServer = { ...instance, Engine: 'sqlserver-se' };
const dbInstance = (properties: object, more: object = {}) => ({
  Type: 'AWS::RDS::DBInstance',
  Properties: properties,
  ...more,
});
const optionGroup = (options: readonly string[]) => ({
  Type: 'AWS::RDS::OptionGroup',
  Properties: {
    EngineName: 'sqlserver-se',
    MajorEngineVersion: '15.00',
    OptionGroupDescription: 'options of the database',
    OptionConfigurations: options.map((OptionName) => ({ OptionName })),
  },
});
const without =
  'Properties.MultiAZ: the database has no standby in another Availability Zone: MultiAZ is not set, and the default is false';

testRule(rule, {
  pass: {
    'SQL Server with a standby': { ...sqlServer, MultiAZ: true },
    'with a standby': { ...instance, MultiAZ: true },
    'with a standby, written as text': { ...instance, MultiAZ: 'true' },
    'a member of an Aurora cluster': {
      Engine: 'aurora-postgresql',
      DBInstanceClass: 'db.r6g.large',
      DBClusterIdentifier: { Ref: 'Cluster' },
    },
    'a member of a cluster, without engine': {
      DBInstanceClass: 'db.r6g.large',
      DBClusterIdentifier: 'orders',
    },
    'a read replica': { SourceDBInstanceIdentifier: 'orders', DBInstanceClass: 'db.m6g.large' },
    'a read replica of a cluster': { SourceDBClusterIdentifier: 'orders', DBInstanceClass: 'db.m6g.large' },
    'SQL Server, mirrored by its option group': {
      Resources: {
        Database: dbInstance({ ...sqlServer, OptionGroupName: { Ref: 'Options' } }),
        Options: optionGroup(['SQLSERVER_BACKUP_RESTORE', 'Mirroring']),
      },
    },
    'an instance that is only there where it has a standby': dbInstance(
      { ...instance, MultiAZ: { 'Fn::If': ['IsProd', true, false] } },
      { Condition: 'IsProd' },
    ),
    'a standby by a default': {
      Parameters: { Standby: { Type: 'String', Default: 'true' } },
      Resources: { Database: dbInstance({ ...instance, MultiAZ: { Ref: 'Standby' } }) },
    },
  },
  fail: {
    'nothing is said': [instance, `error DBInstance ${without}`],
    'switched off': [
      { ...instance, MultiAZ: false },
      'error DBInstance Properties.MultiAZ: the database has no standby in another Availability Zone: MultiAZ is false',
    ],
    'AWS::NoValue': [{ ...instance, MultiAZ: { Ref: 'AWS::NoValue' } }, `error DBInstance ${without}`],
    'bound to a zone': [{ ...instance, AvailabilityZone: 'eu-west-1a' }, `error DBInstance ${without}`],
    'only in production': [
      { ...instance, MultiAZ: { 'Fn::If': ['IsProd', true, false] } },
      'info DBInstance Properties.MultiAZ when IsProd is false (Stage is dev): the database has no standby in another Availability Zone: MultiAZ is false',
    ],
    'not in production': [
      { ...instance, MultiAZ: { 'Fn::If': ['IsProd', false, true] } },
      'error DBInstance Properties.MultiAZ when IsProd is true (Stage is prod): the database has no standby in another Availability Zone: MultiAZ is false',
    ],
    'off by a default': [
      {
        Parameters: { Standby: { Type: 'String', Default: 'false', AllowedValues: ['true', 'false'] } },
        Resources: { Database: dbInstance({ ...instance, MultiAZ: { Ref: 'Standby' } }) },
      },
      'error Database Properties.MultiAZ when Standby is false: the database has no standby in another Availability Zone: MultiAZ is false',
    ],
    'restored from a snapshot': [
      { ...instance, DBSnapshotIdentifier: 'orders-2026-01-01' },
      `error DBInstance ${without}`,
    ],
    'restored from another instance to a point in time': [
      { ...instance, SourceDBInstanceIdentifier: 'orders', UseLatestRestorableTime: true },
      `error DBInstance ${without}`,
    ],
    'SQL Server, whose option group does not mirror': [
      {
        Resources: {
          Database: dbInstance({ ...sqlServer, OptionGroupName: { Ref: 'Options' } }),
          Options: optionGroup(['SQLSERVER_BACKUP_RESTORE']),
        },
      },
      `error Database ${without}`,
    ],
    'SQL Server with the option group of AWS': [
      { ...sqlServer, OptionGroupName: 'default:sqlserver-se-15-00' },
      `error DBInstance ${without}`,
    ],
    'SQL Server Express, whatever its option group has': [
      { ...sqlServer, Engine: 'sqlserver-ex', OptionGroupName: 'mirrored' },
      'error DBInstance Properties.MultiAZ: SQL Server Express allows no standby: choose another edition',
    ],
    'an option group of another engine': [
      { ...instance, OptionGroupName: 'postgres-options' },
      `error DBInstance ${without}`,
    ],
  },
  review: {
    'set by a parameter': [
      { ...instance, MultiAZ: { Ref: 'Standby' } },
      'review DBInstance Properties.MultiAZ: Standby has no default, so it is only known at deployment',
    ],
    'SQL Server with an option group that is not in the template': [
      { ...sqlServer, OptionGroupName: 'mirrored' },
      'review DBInstance Properties.MultiAZ: without MultiAZ, only the option Mirroring of its option group gives the database a standby: look for it in mirrored',
    ],
  },
  options: {
    'outside production': [instance, { environment: 'non-production' }, `info DBInstance ${without}`],
  },
});
