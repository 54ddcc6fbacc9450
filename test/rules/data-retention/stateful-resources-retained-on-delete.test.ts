import rule from '../../../rules/data-retention/stateful-resources-retained-on-delete';
import { testRule } from '../../rule-tester';

const table = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  },
};
const bucket = { Type: 'AWS::S3::Bucket', Properties: {} };
const database = {
  Type: 'AWS::RDS::DBInstance',
  Properties: {
    Engine: 'postgres',
    DBInstanceClass: 'db.t4g.medium',
    AllocatedStorage: '20',
    MasterUsername: 'shop',
    ManageMasterUserPassword: true,
  },
};
const environment = (options: { [name: string]: string }) => ({
  Type: 'AWS::ElasticBeanstalk::Environment',
  Properties: {
    ApplicationName: 'shop',
    OptionSettings: Object.entries(options).map(([OptionName, Value]) => ({
      Namespace: 'aws:rds:dbinstance',
      OptionName,
      Value,
    })),
  },
});
const repository = (properties: object) => ({ Type: 'AWS::ECR::Repository', Properties: properties });
const cache = (properties: object) => ({
  Type: 'AWS::ElastiCache::CacheCluster',
  Properties: { CacheNodeType: 'cache.t4g.small', NumCacheNodes: 1, ...properties },
});
const featureGroup = (onlineStore: object) => ({
  Type: 'AWS::SageMaker::FeatureGroup',
  Properties: {
    FeatureGroupName: 'customers',
    RecordIdentifierFeatureName: 'id',
    EventTimeFeatureName: 'time',
    FeatureDefinitions: [
      { FeatureName: 'id', FeatureType: 'String' },
      { FeatureName: 'time', FeatureType: 'String' },
    ],
    OnlineStoreConfig: onlineStore,
  },
});
const searchDomain = (name: string) => ({
  Type: 'AWS::OpenSearchService::Domain',
  Properties: { DomainName: name },
});
const action = (name: 'Source' | 'Deploy', artifacts: object) => ({
  Name: name,
  Actions: [
    {
      Name: name,
      ActionTypeId: { Category: name, Owner: 'AWS', Provider: 'S3', Version: '1' },
      ...artifacts,
    },
  ],
});
const pipeline = {
  Type: 'AWS::CodePipeline::Pipeline',
  Properties: {
    RoleArn: { Ref: 'Role' },
    ArtifactStore: { Type: 'S3', Location: { Ref: 'Artifacts' } },
    Stages: [
      action('Source', {
        Configuration: { S3Bucket: 'shop-source', S3ObjectKey: 'shop.zip' },
        OutputArtifacts: [{ Name: 'Shop' }],
      }),
      action('Deploy', {
        Configuration: { BucketName: 'shop-site', Extract: 'true' },
        InputArtifacts: [{ Name: 'Shop' }],
      }),
    ],
  },
};

testRule(rule, {
  pass: {
    'a table that stays': { ...table, DeletionPolicy: 'Retain' },
    'a table that stays, unless the stack that creates it fails': {
      ...table,
      DeletionPolicy: 'RetainExceptOnCreate',
    },
    'a volume that leaves a snapshot': {
      Type: 'AWS::EC2::Volume',
      DeletionPolicy: 'Snapshot',
      Properties: { AvailabilityZone: { Ref: 'Zone' }, Size: 20 },
    },
    'a database leaves a snapshot by default': database,
    'an Aurora cluster leaves a snapshot by default': {
      Type: 'AWS::RDS::DBCluster',
      Properties: { Engine: 'aurora-mysql', MasterUsername: 'shop', ManageMasterUserPassword: true },
    },
    'an instance of a cluster, which holds no data': {
      ...database,
      DeletionPolicy: 'Delete',
      Properties: {
        Engine: 'aurora-mysql',
        DBInstanceClass: 'db.r7g.large',
        DBClusterIdentifier: { Ref: 'Cluster' },
      },
    },
    'a read replica, which has the data of its source': {
      ...database,
      DeletionPolicy: 'Delete',
      Properties: { DBInstanceClass: 'db.t4g.medium', SourceDBInstanceIdentifier: 'shop' },
    },
    'a property asks for a final snapshot': {
      Type: 'AWS::RedshiftServerless::Namespace',
      Properties: { NamespaceName: 'shop', FinalSnapshotName: 'shop-final' },
    },
    'a serverless cache with a final snapshot': {
      Type: 'AWS::ElastiCache::ServerlessCache',
      Properties: { ServerlessCacheName: 'shop', Engine: 'valkey', FinalSnapshotName: 'shop-final' },
    },
    'Memcached holds nothing but memory': cache({ Engine: 'memcached' }),
    'a video stream that stores nothing': { Type: 'AWS::KinesisVideo::Stream', Properties: { Name: 'door' } },
    'features that are kept in a bucket': featureGroup({ EnableOnlineStore: false }),
    'Beanstalk leaves a snapshot of its database': environment({
      HasCoupledDatabase: 'true',
      DBDeletionPolicy: 'Snapshot',
    }),
    'Beanstalk without a database': environment({ HasCoupledDatabase: 'false', DBDeletionPolicy: 'Delete' }),
  },
  fail: {
    'a table without a policy': [
      table,
      'error Table DeletionPolicy: DeletionPolicy is not set, so this is deleted with its stack: set Retain',
    ],
    'a table that is to be deleted': [
      { ...table, DeletionPolicy: 'Delete' },
      'error Table DeletionPolicy: DeletionPolicy is Delete, so this is deleted with its stack: set Retain',
    ],
    'a table cannot leave a snapshot': [
      { ...table, DeletionPolicy: 'Snapshot' },
      'error Table DeletionPolicy: DeletionPolicy Snapshot does not work for this type, so this is deleted with its stack: set Retain',
    ],
    'deleted outside production only': [
      { ...table, DeletionPolicy: { 'Fn::If': ['IsProd', 'Retain', 'Delete'] } },
      'info Table DeletionPolicy when IsProd is false (Stage is dev): DeletionPolicy is Delete, so this is deleted with its stack: set Retain',
    ],
    'a table that is only there outside production': [
      {
        Conditions: { IsTest: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] }] } },
        Resources: { Table: { ...table, Condition: 'IsTest' } },
      },
      'info Table DeletionPolicy when IsTest is true (Stage is dev): DeletionPolicy is not set, so this is deleted with its stack: set Retain',
    ],
    'a table of SAM': [
      {
        Transform: 'AWS::Serverless-2016-10-31',
        Resources: { Visits: { Type: 'AWS::Serverless::SimpleTable', Properties: {} } },
      },
      'error Visits DeletionPolicy: DeletionPolicy is not set, so this is deleted with its stack: set Retain',
    ],
    'a database that is to be deleted': [
      { ...database, DeletionPolicy: 'Delete' },
      'error DBInstance DeletionPolicy: DeletionPolicy is Delete, so this is deleted with its stack: set Retain or Snapshot',
    ],
    'a DocumentDB cluster leaves no snapshot by default': [
      { Type: 'AWS::DocDB::DBCluster', Properties: {} },
      'error DBCluster DeletionPolicy: DeletionPolicy is not set, so this is deleted with its stack: set Retain or Snapshot',
    ],
    'a bucket without a policy cannot be deleted while it is full': [
      bucket,
      'warning Bucket DeletionPolicy: DeletionPolicy is not set, so this is deleted with its stack unless it still holds something: set Retain',
    ],
    'a bucket that is to be deleted': [
      { ...bucket, DeletionPolicy: 'Delete' },
      'error Bucket DeletionPolicy: DeletionPolicy is Delete, so this is deleted with its stack: set Retain',
    ],
    'a bucket that a custom resource empties': [
      {
        Resources: {
          Photos: bucket,
          Emptier: {
            Type: 'Custom::S3AutoDeleteObjects',
            Properties: {
              ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:empty',
              BucketName: { Ref: 'Photos' },
            },
          },
        },
      },
      'error Photos DeletionPolicy: DeletionPolicy is not set, so this is deleted with its stack: set Retain',
    ],
    'the artifacts of a pipeline can be built again': [
      { Resources: { Artifacts: { ...bucket, DeletionPolicy: 'Delete' }, Pipeline: pipeline } },
      'warning Artifacts DeletionPolicy: DeletionPolicy is Delete, so this is deleted with its stack: set Retain',
    ],
    'a table of locks, which nobody would miss': [
      { Resources: { StateLock: table } },
      'warning StateLock DeletionPolicy: DeletionPolicy is not set, so this is deleted with its stack: set Retain',
    ],
    'a bucket of logs that is to be deleted': [
      { Resources: { AccessLogs: { ...bucket, DeletionPolicy: 'Delete' } } },
      'warning AccessLogs DeletionPolicy: DeletionPolicy is Delete, so this is deleted with its stack: set Retain',
    ],
    'a table bucket whose tables go first': [
      {
        Resources: {
          Lake: { Type: 'AWS::S3Tables::TableBucket', Properties: { TableBucketName: 'lake' } },
          Orders: {
            Type: 'AWS::S3Tables::Table',
            Properties: {
              TableBucketARN: { Ref: 'Lake' },
              Namespace: 'shop',
              TableName: 'orders',
              OpenTableFormat: 'ICEBERG',
            },
          },
        },
      },
      [
        'error Lake DeletionPolicy: DeletionPolicy is not set, so this is deleted with its stack: set Retain',
        'error Orders DeletionPolicy: DeletionPolicy is not set, so this is deleted with its stack: set Retain',
      ],
    ],
    'a table bucket cannot be deleted while its tables are kept': [
      {
        Resources: {
          Lake: { Type: 'AWS::S3Tables::TableBucket', Properties: { TableBucketName: 'lake' } },
          Orders: {
            Type: 'AWS::S3Tables::Table',
            DeletionPolicy: 'Retain',
            Properties: {
              TableBucketARN: { Ref: 'Lake' },
              Namespace: 'shop',
              TableName: 'orders',
              OpenTableFormat: 'ICEBERG',
            },
          },
        },
      },
      'warning Lake DeletionPolicy: DeletionPolicy is not set, so this is deleted with its stack unless it still holds something: set Retain',
    ],
    'a repository of images': [
      repository({}),
      'warning Repository DeletionPolicy: DeletionPolicy is not set, so this is deleted with its stack unless it still holds something: set Retain',
    ],
    'a repository that is emptied first': [
      repository({ EmptyOnDelete: true }),
      'error Repository DeletionPolicy: DeletionPolicy is not set, so this is deleted with its stack: set Retain',
    ],
    'a backup vault': [
      { Type: 'AWS::Backup::BackupVault', Properties: { BackupVaultName: 'daily' } },
      'warning BackupVault DeletionPolicy: DeletionPolicy is not set, so this is deleted with its stack unless it still holds something: set Retain',
    ],
    'a log group': [
      { Type: 'AWS::Logs::LogGroup', Properties: {} },
      'warning LogGroup DeletionPolicy: DeletionPolicy is not set, so this is deleted with its stack: set Retain',
    ],
    'a cache': [
      cache({ Engine: 'redis' }),
      'warning CacheCluster DeletionPolicy: DeletionPolicy is not set, so this is deleted with its stack: set Retain or Snapshot',
    ],
    'a serverless warehouse without a final snapshot': [
      { Type: 'AWS::RedshiftServerless::Namespace', Properties: { NamespaceName: 'shop' } },
      'error Namespace DeletionPolicy: DeletionPolicy is not set, so this is deleted with its stack: set Retain, or FinalSnapshotName',
    ],
    'a snapshot, which is a copy': [
      {
        Type: 'AWS::RDS::DBSnapshot',
        Properties: { DBInstanceIdentifier: 'shop', DBSnapshotIdentifier: 'shop-before' },
      },
      'warning DBSnapshot DeletionPolicy: DeletionPolicy is not set, so this is deleted with its stack: set Retain',
    ],
    'features that are served from a store of their own': [
      featureGroup({ EnableOnlineStore: true }),
      'error FeatureGroup DeletionPolicy: DeletionPolicy is not set, so this is deleted with its stack: set Retain',
    ],
    'a search domain': [
      searchDomain('products'),
      'error Domain DeletionPolicy: DeletionPolicy is not set, so this is deleted with its stack: set Retain',
    ],
    'a search domain for logs': [
      searchDomain('app-logs'),
      'warning Domain DeletionPolicy: DeletionPolicy is not set, so this is deleted with its stack: set Retain',
    ],
    'a secret as CDK makes it': [
      {
        Type: 'AWS::SecretsManager::Secret',
        DeletionPolicy: 'Delete',
        Properties: { GenerateSecretString: {} },
      },
      'warning Secret DeletionPolicy: DeletionPolicy is Delete, so this is deleted with its stack: set Retain',
    ],
    'a key': [
      {
        Type: 'AWS::KMS::Key',
        Properties: { KeyPolicy: { Version: '2012-10-17', Statement: [] } },
      },
      'warning Key DeletionPolicy: DeletionPolicy is not set, so this is deleted with its stack: set Retain',
    ],
    'a global database has its data in its clusters': [
      { Type: 'AWS::RDS::GlobalCluster', Properties: { Engine: 'aurora-mysql' } },
      'info GlobalCluster DeletionPolicy: DeletionPolicy is not set, so this is deleted with its stack: set Retain',
    ],
    'Beanstalk deletes its database': [
      environment({ HasCoupledDatabase: 'true', DBDeletionPolicy: 'Delete' }),
      'error Environment Properties.OptionSettings[1].Value: DBDeletionPolicy Delete deletes the database with the environment: set Retain or Snapshot',
    ],
    'Beanstalk is not told what to do with its database': [
      environment({ HasCoupledDatabase: 'true' }),
      'warning Environment Properties.OptionSettings: the database is deleted with the environment: set DBDeletionPolicy to Retain or Snapshot',
    ],
  },
  review: {
    'decided by a parameter': [
      { ...table, DeletionPolicy: { Ref: 'Policy' } },
      'review Table DeletionPolicy: Policy has no default, so it is only known at deployment',
    ],
    'Beanstalk may have a database': [
      environment({ DBEngine: 'postgres' }),
      'review Environment Properties.OptionSettings: whether the environment has a database of its own, which would be deleted with it, is not said',
    ],
  },
  options: {
    'outside production': [
      table,
      { environment: 'non-production' },
      'info Table DeletionPolicy: DeletionPolicy is not set, so this is deleted with its stack: set Retain',
    ],
  },
});
