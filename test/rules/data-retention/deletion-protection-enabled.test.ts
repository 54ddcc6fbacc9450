import rule from '../../../rules/data-retention/deletion-protection-enabled';
import { testRule } from '../../rule-tester';

const database = (properties: object = {}) => ({
  Type: 'AWS::RDS::DBInstance',
  Properties: {
    Engine: 'postgres',
    DBInstanceClass: 'db.t4g.medium',
    AllocatedStorage: '20',
    MasterUsername: 'shop',
    ManageMasterUserPassword: true,
    ...properties,
  },
});
const keys = {
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
};
const table = (properties: object = {}) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: { ...keys, ...properties },
});
const globalTable = (...replicas: object[]) => ({
  Type: 'AWS::DynamoDB::GlobalTable',
  Properties: { ...keys, Replicas: replicas },
});

testRule(rule, {
  pass: {
    'stores that are protected by default, or told to be': {
      Resources: {
        Events: { Type: 'AWS::CloudTrail::EventDataStore', Properties: {} },
        Search: { Type: 'AWS::OpenSearchServerless::Collection', Properties: { Name: 'search' } },
        Find: {
          Type: 'AWS::OpenSearchServerless::Collection',
          Properties: { Name: 'find', DeletionProtection: 'ENABLED' },
        },
        Policies: {
          Type: 'AWS::VerifiedPermissions::PolicyStore',
          Properties: { ValidationSettings: { Mode: 'STRICT' }, DeletionProtection: { Mode: 'ENABLED' } },
        },
      },
    },
    'a protected database': database({ DeletionProtection: true }),
    'a protected table': table({ DeletionProtectionEnabled: true }),
    'every replica is protected': globalTable(
      { Region: 'eu-west-1', DeletionProtectionEnabled: true },
      { Region: 'eu-central-1', DeletionProtectionEnabled: true },
    ),
    'a protected user pool': { Type: 'AWS::Cognito::UserPool', Properties: { DeletionProtection: 'ACTIVE' } },
    'an instance of a cluster, which the cluster protects': {
      Type: 'AWS::RDS::DBInstance',
      Properties: {
        Engine: 'aurora-mysql',
        DBInstanceClass: 'db.r7g.large',
        DBClusterIdentifier: { Ref: 'Cluster' },
      },
    },
    'a read replica, which has the data of its source': {
      Type: 'AWS::RDS::DBInstance',
      Properties: { DBInstanceClass: 'db.t4g.medium', SourceDBInstanceIdentifier: 'shop' },
    },
    'DSQL is protected by default': { Type: 'AWS::DSQL::Cluster', Properties: {} },
    'an event data store is protected by default': {
      Type: 'AWS::CloudTrail::EventDataStore',
      Properties: {},
    },
  },
  fail: {
    'every other store that nothing protects': [
      {
        Resources: {
          RdsGlobal: { Type: 'AWS::RDS::GlobalCluster', Properties: { Engine: 'aurora-mysql' } },
          DocDb: {
            Type: 'AWS::DocDB::DBCluster',
            Properties: { MasterUsername: 'shop', ManageMasterUserPassword: true },
          },
          DocDbGlobal: {
            Type: 'AWS::DocDB::GlobalCluster',
            Properties: { GlobalClusterIdentifier: 'shop', Engine: 'docdb' },
          },
          Neptune: { Type: 'AWS::Neptune::DBCluster', Properties: {} },
          NeptuneGlobal: {
            Type: 'AWS::Neptune::GlobalCluster',
            Properties: { GlobalClusterIdentifier: 'shop', Engine: 'neptune' },
          },
          Graph: { Type: 'AWS::NeptuneGraph::Graph', Properties: { ProvisionedMemory: 16 } },
        },
      },
      ['RdsGlobal', 'DocDb', 'DocDbGlobal', 'Neptune', 'NeptuneGlobal', 'Graph'].map(
        (store) =>
          `warning ${store} Properties.DeletionProtection: nothing stops its deletion: DeletionProtection is not set`,
      ),
    ],
    'stores whose protection, on by default, is off': [
      {
        Resources: {
          Events: {
            Type: 'AWS::CloudTrail::EventDataStore',
            Properties: { TerminationProtectionEnabled: false },
          },
          Search: {
            Type: 'AWS::OpenSearchServerless::Collection',
            Properties: { Name: 'search', DeletionProtection: 'DISABLED' },
          },
        },
      },
      [
        'warning Events Properties.TerminationProtectionEnabled: nothing stops its deletion: TerminationProtectionEnabled is false',
        'warning Search Properties.DeletionProtection: nothing stops its deletion: DeletionProtection is DISABLED',
      ],
    ],
    'a store of policies that nothing protects': [
      {
        Type: 'AWS::VerifiedPermissions::PolicyStore',
        Properties: { ValidationSettings: { Mode: 'STRICT' } },
      },
      'info PolicyStore Properties.DeletionProtection.Mode: nothing stops its deletion: DeletionProtection.Mode is not set',
    ],
    'a database that nothing protects': [
      database(),
      'warning DBInstance Properties.DeletionProtection: nothing stops its deletion: DeletionProtection is not set',
    ],
    'a database whose protection is off': [
      database({ DeletionProtection: false }),
      'warning DBInstance Properties.DeletionProtection: nothing stops its deletion: DeletionProtection is false',
    ],
    'protected in production only': [
      database({ DeletionProtection: { 'Fn::If': ['IsProd', true, false] } }),
      'info DBInstance Properties.DeletionProtection when IsProd is false (Stage is dev): nothing stops its deletion: DeletionProtection is false',
    ],
    'an Aurora cluster': [
      {
        Type: 'AWS::RDS::DBCluster',
        Properties: { Engine: 'aurora-mysql', MasterUsername: 'shop', ManageMasterUserPassword: true },
      },
      'warning DBCluster Properties.DeletionProtection: nothing stops its deletion: DeletionProtection is not set',
    ],
    'a table': [
      table(),
      'warning Table Properties.DeletionProtectionEnabled: nothing stops its deletion: DeletionProtectionEnabled is not set',
    ],
    'one replica of two': [
      globalTable({ Region: 'eu-west-1', DeletionProtectionEnabled: true }, { Region: 'eu-central-1' }),
      'warning GlobalTable Properties.Replicas[1].DeletionProtectionEnabled: nothing stops its deletion: Replicas[1].DeletionProtectionEnabled is not set',
    ],
    'a table of sessions, which nobody would miss': [
      { Resources: { Sessions: table() } },
      'info Sessions Properties.DeletionProtectionEnabled: nothing stops its deletion: DeletionProtectionEnabled is not set',
    ],
    'a user pool': [
      { Type: 'AWS::Cognito::UserPool', Properties: { DeletionProtection: 'INACTIVE' } },
      'warning UserPool Properties.DeletionProtection: nothing stops its deletion: DeletionProtection is INACTIVE',
    ],
    'DSQL, when it is told not to': [
      { Type: 'AWS::DSQL::Cluster', Properties: { DeletionProtectionEnabled: false } },
      'warning Cluster Properties.DeletionProtectionEnabled: nothing stops its deletion: DeletionProtectionEnabled is false',
    ],
    'a log group, which can be spared': [
      { Type: 'AWS::Logs::LogGroup', Properties: {} },
      'info LogGroup Properties.DeletionProtectionEnabled: nothing stops its deletion: DeletionProtectionEnabled is not set',
    ],
  },
  review: {
    'decided by a parameter': [
      database({ DeletionProtection: { Ref: 'Protect' } }),
      'review DBInstance Properties.DeletionProtection: Protect has no default, so it is only known at deployment',
    ],
  },
  options: {
    'outside production': [
      table(),
      { environment: 'non-production' },
      'info Table Properties.DeletionProtectionEnabled: nothing stops its deletion: DeletionProtectionEnabled is not set',
    ],
  },
});
