import type { Severity } from '../../finding';
import type { Resource } from '../../model/entity';
import type { Value } from '../../model/value';
import { isLogBucket } from '../buckets/log-buckets';
import { isCalled } from '../called';
import { isInCluster } from './rds';
import types from './stateful-types.json';

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

/** The policies that keep a resource as it is. */
export const RETAINS: readonly string[] = ['Retain', 'RetainExceptOnCreate'];

const never = () => false;
const has = (property: string, value: string | boolean) => (store: Resource) => store.get(property).is(value);
/** A resource of the type, which is deleted before the store that it stands in. */
const holds = (type: string) => (store: Resource) =>
  store.referring(type).some((one) => one.exists && !one.attribute('DeletionPolicy').value.isOneOf(RETAINS));
/** Pipelines and builds fill it from the sources, again and again. */
export const isOfBuilds = (bucket: Resource): boolean =>
  bucket.referrers.some(({ from, path }) => BUILD_STORES.test(`${from.type} ${path}`)) ||
  isCalled(bucket, 'BucketName', ['artefacts', 'artifact', 'artifacts']);
const BUILD_STORES =
  /^AWS::CodePipeline::Pipeline Properties\.ArtifactStores?\b|^AWS::CodeBuild::Project Properties\.(Cache|Artifacts|SecondaryArtifacts)\b/;
/** Sessions, locks and the like: what nobody would miss after a while. */
export const isTransientTable = (table: Resource): boolean => isCalled(table, 'TableName', TRANSIENT);
const TRANSIENT = [
  'cache',
  'caches',
  'connection',
  'connections',
  'idempotency',
  'lock',
  'locks',
  'session',
  'sessions',
];
const isOfLogs = (store: Resource) => isCalled(store, 'DomainName', ['log', 'logs', 'logging']);

/** What of a type is more than a plain loss, as the pages that stateful-types.json names say. */
const PARTICULARS: { readonly [type: string]: Omit<DataStore, 'loss'> } = {
  // A replica takes no final snapshot: its data is its source's.
  'AWS::RDS::DBInstance': {
    snapshots: true,
    snapshotByDefault: true,
    isEmpty: (instance) => isInCluster(instance) || instance.get('SourceDBInstanceIdentifier').isGiven,
  },
  'AWS::RDS::DBCluster': { snapshots: true, snapshotByDefault: true },
  'AWS::DocDB::DBCluster': { snapshots: true },
  'AWS::Neptune::DBCluster': { snapshots: true },
  'AWS::Redshift::Cluster': { snapshots: true },
  'AWS::RedshiftServerless::Namespace': { finalSnapshot: 'FinalSnapshotName' },
  'AWS::MemoryDB::Cluster': { finalSnapshot: 'FinalSnapshotName' },
  'AWS::Timestream::Database': { keptWhileFullUnless: holds('AWS::Timestream::Table') },
  'AWS::ElastiCache::ReplicationGroup': { snapshots: true },
  // Memcached only keeps what it holds in memory.
  'AWS::ElastiCache::CacheCluster': { snapshots: true, isEmpty: has('Engine', 'memcached') },
  'AWS::ElastiCache::ServerlessCache': { finalSnapshot: 'FinalSnapshotName' },
  'AWS::OpenSearchService::Domain': { isDerived: isOfLogs },
  'AWS::Elasticsearch::Domain': { isDerived: isOfLogs },
  'AWS::OpenSearchServerless::Collection': { isDerived: has('Type', 'TIMESERIES') },
  'AWS::S3::Bucket': {
    keptWhileFullUnless: holds('Custom::S3AutoDeleteObjects'),
    isDerived: (bucket) => isOfBuilds(bucket) || isLogBucket(bucket),
  },
  'AWS::DynamoDB::Table': { isDerived: isTransientTable },
  'AWS::DynamoDB::GlobalTable': { isDerived: isTransientTable },
  'AWS::Serverless::SimpleTable': { isDerived: isTransientTable },
  'AWS::S3Express::DirectoryBucket': { keptWhileFullUnless: never },
  'AWS::S3Tables::TableBucket': { keptWhileFullUnless: holds('AWS::S3Tables::Table') },
  'AWS::S3Vectors::VectorBucket': { keptWhileFullUnless: holds('AWS::S3Vectors::Index') },
  'AWS::ECR::Repository': {
    keptWhileFullUnless: (repository) =>
      has('EmptyOnDelete', true)(repository) || holds('Custom::ECRAutoDeleteImages')(repository),
  },
  'AWS::Backup::BackupVault': { keptWhileFullUnless: never },
  'AWS::Backup::LogicallyAirGappedBackupVault': { keptWhileFullUnless: never },
  'AWS::Omics::ReferenceStore': { keptWhileFullUnless: never },
  'AWS::Omics::SequenceStore': { keptWhileFullUnless: never },
  'AWS::EC2::Volume': { snapshots: true },
  // Unless it is told to, it keeps nothing.
  'AWS::KinesisVideo::Stream': {
    isEmpty: (stream) => (stream.get('DataRetentionInHours').number ?? 0) === 0,
  },
  // What is only kept offline is in a bucket.
  'AWS::SageMaker::FeatureGroup': {
    isEmpty: (group) => !group.get('OnlineStoreConfig.EnableOnlineStore').is(true),
  },
};

/**
 * What holds data: every type of CloudFormation that looks as if it did was decided upon in
 * stateful-types.json: each that is in with its loss and source, the others by the reason why they are out, as
 * the page of the type in the template reference shows it. Defaults and snapshots: the page of the attribute.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
 */
export const DATA_STORES: { readonly [type: string]: DataStore } = Object.fromEntries(
  Object.entries(types.in).map(([type, { loss }]) => [type, { loss: loss as Loss, ...PARTICULARS[type] }]),
);

/** Whether what such an attribute says, DeletionPolicy or UpdateReplacePolicy, keeps the data. */
export const isKeptBy = (policy: Value, { snapshots }: DataStore): boolean =>
  policy.isOneOf(RETAINS) || (snapshots === true && policy.is('Snapshot'));

/** A property asks for a final snapshot, whichever way CloudFormation comes to delete the store. */
export const hasFinalSnapshot = (resource: Resource, { finalSnapshot }: DataStore): boolean =>
  finalSnapshot !== undefined && resource.get(finalSnapshot).isGiven;

/** It cannot be deleted while it holds data, and nothing empties it first. */
export const isKeptWhileFull = (resource: Resource, { keptWhileFullUnless }: DataStore): boolean =>
  keptWhileFullUnless !== undefined && !keptWhileFullUnless(resource);

/** How grave it is to lose what a store holds. */
export const severityOfLoss = (resource: Resource, store: DataStore): Severity =>
  SEVERITIES[store.isDerived?.(resource) ? 'minor' : store.loss];

const SEVERITIES: { readonly [loss in Loss]: Severity } = { data: 'error', minor: 'warning', none: 'info' };

/** How to keep the data, for a message. */
export function remedy({ snapshots, finalSnapshot }: DataStore): string {
  if (finalSnapshot) return `set Retain, or ${finalSnapshot}`;
  return snapshots ? 'set Retain or Snapshot' : 'set Retain';
}
