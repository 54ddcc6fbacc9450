import { addToGroup } from '../../add-to-group';
import type { App } from '../../model/app';
import type { Resource } from '../../model/entity';
import { isTaken, type ReferenceEdge } from '../../model/references';
import { remember } from '../../model/remember';
import type { Value } from '../../model/value';
import { childOf } from '../../template/node';
import { allows, permissionsOf, statementsBeside, TYPES_WITH_PERMISSIONS } from '../iam/iam-policy';
import { coveredBy } from '../iam/policy-actions';
import { principalsOf } from '../iam/policy-principals';
import { writtenName } from '../named-resources';
import { policiesOfBucket } from './buckets';
import { logsInto } from './log-buckets';

/** Something that puts objects into a bucket besides a trail. */
export interface Writer {
  name: string;
  isConfig: boolean;
}

/** What else is told to use a bucket, besides those that write logs: the type, and the property that names the bucket. */
const USERS: { readonly [type: string]: RegExp } = {
  'AWS::Athena::WorkGroup': /^WorkGroupConfiguration\.ResultConfiguration\./,
  'AWS::CloudFront::Distribution': /^DistributionConfig\.(Origins|S3Origin)\b/,
  'AWS::CodeBuild::Project': /^(Artifacts|SecondaryArtifacts|Cache|LogsConfig)\./,
  'AWS::CodePipeline::Pipeline': /^ArtifactStores?\./,
  'AWS::KinesisFirehose::DeliveryStream': /DestinationConfiguration\b.*\bBucketARN$/,
  'AWS::SSM::ResourceDataSync': /^(BucketName|S3Destination\.)/,
  // https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html
  'AWS::Serverless::Function': /^Policies\b.*\bS3(Crud|FullAccess|Write)Policy\b/,
};

const CONFIG = /^AWS::Config::/;

/** What else uses the bucket of the app that a trail writes to, in the scenario being looked at. */
export const writersInto = (bucket: Resource): Writer[] => [
  ...usesOf(bucket)
    .filter(isTaken)
    .map(({ from }) => writer(from)),
  ...policiesThatMayWrite(bucket).map(writer),
  ...policiesOfBucket(bucket)
    .filter(({ exists }) => exists)
    .flatMap(servicesOf),
  ...(bucket.get('WebsiteConfiguration').isPresent ? [{ name: 'a website', isConfig: false }] : []),
];

const writer = ({ logicalId, type }: Resource): Writer => ({
  name: `${logicalId} (${type.replace(/^AWS::/, '')})`,
  isConfig: CONFIG.test(type),
});

/** Others that are looked at for one bucket; each is one too many. */
const MAX_USES = 50;

const usesOf = remember((bucket: Resource): readonly ReferenceEdge[] =>
  [
    ...logsInto(bucket).filter(({ from }) => from.type !== 'AWS::CloudTrail::Trail'),
    ...bucket.referrers.filter(
      ({ from, path }) => USERS[from.type]?.test(path.replace(/^Properties\./, '')) === true,
    ),
  ].slice(0, MAX_USES),
);

/** Policies of identities that allow them to put objects there. */
const policiesThatMayWrite = (bucket: Resource): Resource[] =>
  policiesNaming(bucket).filter(
    (policy) => policy.exists && permissionsOf(policy).some((statement) => mayWrite(statement, bucket)),
  );

const policiesNaming = remember((bucket: Resource): readonly Resource[] => {
  const edges = bucket.referrers.filter(
    ({ from, path }) => TYPES_WITH_PERMISSIONS.includes(from.type) && path.endsWith('Resource'),
  );
  return [...new Set(edges.map(({ from }) => from))].slice(0, MAX_USES);
});

const mayWrite = (statement: Value, bucket: Resource): boolean =>
  allows(statement) &&
  statement
    .get('Resource')
    .references()
    .some(({ resource }) => resource === bucket) &&
  coveredBy(statement, ['s3:PutObject']).length > 0;

/** The services that a bucket's policy allows to put objects, CloudTrail left out. */
const servicesOf = (policy: Resource): Writer[] =>
  statementsBeside(policy.get('PolicyDocument'))
    .filter((statement) => allows(statement) && coveredBy(statement, ['s3:PutObject']).length > 0)
    .flatMap(principalsOf)
    .filter(({ kind, value }) => kind === 'service' && !value.outline.startsWith('cloudtrail.'))
    .map(({ value }) => ({ name: value.outline, isConfig: value.outline.startsWith('config.') }));

/** Properties that hold the name of a bucket into which services write, or its ARN. */
const BUCKET_NAMES: { readonly [type: string]: readonly string[] } = {
  'AWS::Config::DeliveryChannel': ['S3BucketName'],
  'AWS::EC2::FlowLog': ['LogDestination'],
  'AWS::ElasticLoadBalancing::LoadBalancer': ['AccessLoggingPolicy', 'S3BucketName'],
  'AWS::Redshift::Cluster': ['LoggingProperties', 'BucketName'],
  'AWS::S3::Bucket': ['LoggingConfiguration', 'DestinationBucketName'],
};

/** What else writes into a bucket that it knows by its name, as long as it is written the same. */
export function writersByName(trail: Resource, bucket: Resource | undefined): Writer[] {
  const names = [trail.written('S3BucketName'), bucket?.written('BucketName')].map(writtenName);
  return [...new Set(names)]
    .flatMap((name) => (name === undefined ? [] : (writersIn(trail.app).get(keyOf(trail, name)) ?? [])))
    .filter(({ exists }) => exists)
    .map(writer);
}

const writersIn = remember((app: App): ReadonlyMap<string, Resource[]> => {
  const writers = new Map<string, Resource[]>();
  for (const [type, [property = '', key]] of Object.entries(BUCKET_NAMES))
    for (const resource of app.resourcesOf(type)) {
      const written = resource.written(property);
      const name = writtenName(key === undefined ? written : childOf(written, key));
      if (name !== undefined) addToGroup(writers, keyOf(resource, nameIn(name)), resource);
    }
  return writers;
});

/** The name in `arn:aws:s3:::audit-logs/network/`. */
const nameIn = (name: string): string => name.replace(/^arn:.*:s3:::([^/]*).*$/, '$1');

/** A name with `${…}` in it means the same only within its template. */
const keyOf = ({ template }: Resource, name: string) =>
  name.includes('${') ? `${template.source.file}\n${name}` : name;
