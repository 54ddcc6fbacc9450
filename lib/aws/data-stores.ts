import type { Resource } from '../model/entity';
import { tokens } from '../model/environment';
import { isInCluster } from './rds';

/** What becomes of the data of a resource that CloudFormation deletes. */
export interface DataStore {
  loss: Loss;
  /** DeletionPolicy: Snapshot works for it. */
  snapshots?: boolean;
  /** Snapshot, and not Delete, is the policy when none is set. */
  snapshotByDefault?: boolean;
  /** The property that asks for a final snapshot, where the policy cannot. */
  finalSnapshot?: string;
  /** It cannot be deleted while it holds data, unless something empties it first. */
  keptWhileFullUnless?: (store: Resource) => boolean;
  /** It holds no data of its own. */
  isEmpty?: (store: Resource) => boolean;
  /** What it holds is derived from other data. */
  isDerived?: (store: Resource) => boolean;
}

/**
 * `data` is lost for good; what is `minor` is transient, derived, or can be had back or made anew; `none` is
 * not lost, although the resource is gone.
 */
type Loss = 'data' | 'minor' | 'none';

const never = () => false;
const has = (property: string, value: string | boolean) => (store: Resource) => store.get(property).is(value);
/** A resource of the type, which is deleted before the store that it stands in. */
const holds = (type: string) => (store: Resource) =>
  store.referrers.some(({ from }) => from.type === type && from.exists);
/** Pipelines and builds fill it from the sources, again and again. */
const isOfBuilds = (bucket: Resource) =>
  bucket.referrers.some(({ from, path }) => BUILD_STORES.test(`${from.type} ${path}`));
const BUILD_STORES =
  /^AWS::CodePipeline::Pipeline Properties\.ArtifactStores?\b|^AWS::CodeBuild::Project Properties\.Cache\b/;
const isOfLogs = (store: Resource) =>
  tokens(`${store.logicalId} ${store.get('DomainName').outline}`).some((word) => LOG_WORDS.includes(word));
const LOG_WORDS = ['log', 'logs', 'logging'];

/**
 * What holds data. Defaults and snapshots: the page of the DeletionPolicy attribute. What else is said
 * here stands on the page of the type or of its deletion in the API:
 * - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
 * - https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html
 * - https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-tables-buckets-delete.html
 * - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ecr-repository.html#cfn-ecr-repository-emptyondelete
 * - https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteBackupVault.html
 * - https://docs.aws.amazon.com/timestream/latest/developerguide/API_DeleteDatabase.html
 * - https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteGlobalCluster.html
 * - https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteDomain.html (the home directories stay)
 */
export const DATA_STORES: { readonly [type: string]: DataStore } = {
  // A replica takes no final snapshot: its data is its source's.
  'AWS::RDS::DBInstance': {
    loss: 'data',
    snapshots: true,
    snapshotByDefault: true,
    isEmpty: (instance) => isInCluster(instance) || instance.get('SourceDBInstanceIdentifier').isGiven,
  },
  'AWS::RDS::DBCluster': { loss: 'data', snapshots: true, snapshotByDefault: true },
  'AWS::RDS::GlobalCluster': { loss: 'none' },
  'AWS::DocDB::DBCluster': { loss: 'data', snapshots: true },
  'AWS::DocDBElastic::Cluster': { loss: 'data' },
  'AWS::Neptune::DBCluster': { loss: 'data', snapshots: true },
  'AWS::NeptuneGraph::Graph': { loss: 'data' },
  'AWS::Redshift::Cluster': { loss: 'data', snapshots: true },
  'AWS::RedshiftServerless::Namespace': { loss: 'data', finalSnapshot: 'FinalSnapshotName' },
  'AWS::DynamoDB::Table': { loss: 'data' },
  'AWS::DynamoDB::GlobalTable': { loss: 'data' },
  'AWS::Serverless::SimpleTable': { loss: 'data' },
  'AWS::Cassandra::Keyspace': { loss: 'data' },
  'AWS::Cassandra::Table': { loss: 'data' },
  'AWS::QLDB::Ledger': { loss: 'data' },
  'AWS::DSQL::Cluster': { loss: 'data' },
  'AWS::Timestream::Database': { loss: 'data', keptWhileFullUnless: holds('AWS::Timestream::Table') },
  'AWS::Timestream::Table': { loss: 'data' },
  'AWS::Timestream::InfluxDBInstance': { loss: 'data' },
  'AWS::HealthLake::FHIRDatastore': { loss: 'data' },
  'AWS::MemoryDB::Cluster': { loss: 'data', finalSnapshot: 'FinalSnapshotName' },
  'AWS::ElastiCache::ReplicationGroup': { loss: 'minor', snapshots: true },
  // Memcached only keeps what it holds in memory.
  'AWS::ElastiCache::CacheCluster': { loss: 'minor', snapshots: true, isEmpty: has('Engine', 'memcached') },
  'AWS::ElastiCache::ServerlessCache': { loss: 'minor', finalSnapshot: 'FinalSnapshotName' },
  'AWS::OpenSearchService::Domain': { loss: 'data', isDerived: isOfLogs },
  'AWS::Elasticsearch::Domain': { loss: 'data', isDerived: isOfLogs },
  'AWS::OpenSearchServerless::Collection': { loss: 'data', isDerived: has('Type', 'TIMESERIES') },

  'AWS::S3::Bucket': {
    loss: 'data',
    keptWhileFullUnless: holds('Custom::S3AutoDeleteObjects'),
    isDerived: isOfBuilds,
  },
  'AWS::S3Express::DirectoryBucket': { loss: 'data', keptWhileFullUnless: never },
  'AWS::S3Tables::TableBucket': { loss: 'data', keptWhileFullUnless: holds('AWS::S3Tables::Table') },
  'AWS::S3Vectors::VectorBucket': { loss: 'data', keptWhileFullUnless: holds('AWS::S3Vectors::Index') },
  'AWS::ECR::Repository': { loss: 'data', keptWhileFullUnless: has('EmptyOnDelete', true) },
  'AWS::Backup::BackupVault': { loss: 'data', keptWhileFullUnless: never },
  'AWS::EFS::FileSystem': { loss: 'data' },
  'AWS::FSx::FileSystem': { loss: 'data' },
  'AWS::FSx::Volume': { loss: 'data' },
  'AWS::EC2::Volume': { loss: 'data', snapshots: true },
  'AWS::Lightsail::Bucket': { loss: 'data' },
  'AWS::Lightsail::Database': { loss: 'data' },
  'AWS::Lightsail::Disk': { loss: 'data' },
  'AWS::WorkSpaces::Workspace': { loss: 'data' },
  'AWS::CodeCommit::Repository': { loss: 'data' },
  'AWS::CodeArtifact::Repository': { loss: 'data' },
  'AWS::Cognito::UserPool': { loss: 'data' },
  'AWS::DirectoryService::MicrosoftAD': { loss: 'data' },
  'AWS::SageMaker::Domain': { loss: 'none' },

  'AWS::Kinesis::Stream': { loss: 'minor' },
  // Unless it is told to, it keeps nothing.
  'AWS::KinesisVideo::Stream': {
    loss: 'data',
    isEmpty: (stream) => (stream.get('DataRetentionInHours').number ?? 0) === 0,
  },
  'AWS::MSK::Cluster': { loss: 'minor' },
  'AWS::AmazonMQ::Broker': { loss: 'minor' },
  'AWS::Logs::LogGroup': { loss: 'minor' },
  'AWS::CloudTrail::EventDataStore': { loss: 'minor' },
  'AWS::KMS::Key': { loss: 'minor' },
  // CloudFormation deletes a secret for good, without the recovery window. But most can be made anew.
  'AWS::SecretsManager::Secret': { loss: 'minor' },
};
