import { addToGroup } from '../../add-to-group';
import type { App } from '../../model/app';
import type { Resource } from '../../model/entity';
import { remember } from '../../model/remember';
import type { Template } from '../../model/template';
import type { Value } from '../../model/value';
import type { Node } from '../../template/node';
import { writtenName } from '../named-resources';

export const BUCKET = 'AWS::S3::Bucket';
const BUCKET_POLICY = 'AWS::S3::BucketPolicy';

/** The bucket is a website of its own, which browsers read without credentials, and by HTTP only. */
export const isWebsite = (bucket: Resource): boolean => bucket.get('WebsiteConfiguration').isPresent;

/** CloudFront gets what it serves from the bucket. */
export const isBehindCloudFront = (bucket: Resource): boolean =>
  bucket.referrers.some(
    ({ from, path }) => from.type === 'AWS::CloudFront::Distribution' && IS_ORIGIN.test(path) && from.exists,
  );

const IS_ORIGIN = /^Properties\.DistributionConfig\.(Origins|S3Origin)\b/;

/** The policies of a bucket, by reference or by its name. */
export const policiesOfBucket = remember((bucket: Resource): Resource[] => {
  const name = bucket.written('BucketName');
  const named = name ? (policiesByName(bucket.app).get(nameKey(name, bucket.template)) ?? []) : [];
  return [...new Set([...bucket.referring(BUCKET_POLICY, 'Bucket'), ...named])];
});

/** The bucket of the app that a policy, or an access point, is for. */
export const bucketsOf = remember((policy: Resource): Resource[] => {
  const name = policy.written('Bucket');
  const named = name ? (bucketsByName(policy.app).get(nameKey(name, policy.template)) ?? []) : [];
  return [...new Set([...policy.referred(BUCKET, 'Bucket'), ...named])];
});

const policiesByName = remember((app: App) => byName(app, BUCKET_POLICY, 'Bucket'));
const bucketsByName = remember((app: App) => byName(app, BUCKET, 'BucketName'));

function byName(app: App, type: string, property: string): Map<string, Resource[]> {
  const resources = new Map<string, Resource[]>();
  for (const resource of app.resourcesOf(type)) {
    const name = resource.written(property);
    if (name) addToGroup(resources, nameKey(name, resource.template), resource);
  }
  return resources;
}

/** A name with `${…}` in it means the same only within its template. */
function nameKey(node: Node, { source }: Template): string {
  const name = writtenName(node) ?? `${node.start}`;
  return name.includes('${') ? `${source.file}\n${name}` : name;
}

/** What of a bucket an element of Resource in its policy is about. */
export type Part = 'bucket' | 'objects';

/**
 * A policy can only name its own bucket, so it is the end of the ARN that tells: `…:::shop` is the bucket,
 * `…:::shop/*` its objects, `…:::shop*` and `*` are both, and `…:::shop/logs/*` is neither as a whole.
 */
export function partsNamed(resource: Value): Part[] {
  if (!resource.isKnown && resource.parts.every(({ kind }) => kind === 'unknown'))
    return resource.matches(/\/\*$/) ? ['objects'] : ['bucket'];
  const [, name = '', rest] = /^([^/]*)(\/.*)?$/s.exec(resource.outline) ?? [];
  if (rest === undefined) return name.endsWith('*') ? ['bucket', 'objects'] : ['bucket'];
  return /^\/\*+$/.test(rest) ? ['objects'] : [];
}
