import { addToGroup } from '../../add-to-group';
import type { App } from '../../model/app';
import type { Resource } from '../../model/entity';
import { remember } from '../../model/remember';
import { intrinsicOf } from '../../template/node';
import { inSameAccount } from '../accounts';
import { BUCKET, bucketsOf } from '../buckets/buckets';
import { resourceNamed, writtenName } from '../named-resources';

export const TRAIL = 'AWS::CloudTrail::Trail';
export const EVENT_DATA_STORE = 'AWS::CloudTrail::EventDataStore';

/** The bucket of the app that a trail writes to, in the scenario being looked at. */
export function bucketOfTrail(trail: Resource): Resource | undefined {
  const bucket = resourceNamed(trail.get('S3BucketName'), BUCKET);
  return bucket?.exists ? bucket : undefined;
}

/** The trails that write to a bucket, in the scenario being looked at. */
export const trailsTo = (bucket: Resource): Resource[] =>
  possibleTrailsTo(bucket).filter((trail) => writesTo(trail, bucket));

export const isTrailBucket = (bucket: Resource): boolean =>
  possibleTrailsTo(bucket).some((trail) => writesTo(trail, bucket));

const writesTo = (trail: Resource, bucket: Resource): boolean =>
  trail.exists && bucketOfTrail(trail) === bucket;

/** Whether a policy is that of a bucket that a trail writes to, in the scenario being looked at. */
export function isOfTrailBucket(policy: Resource): boolean {
  const bucket = mayBeOfTrailBucket(policy) ? resourceNamed(policy.get('Bucket'), BUCKET) : undefined;
  return bucket?.exists === true && isTrailBucket(bucket);
}

/** The same in any scenario. */
export const mayBeOfTrailBucket = (policy: Resource): boolean =>
  bucketsOf(policy).some((bucket) => possibleTrailsTo(bucket).length > 0);

/** The trails that write to a bucket in some scenario: by a reference, or by a name that is written the same. */
export const possibleTrailsTo = remember((bucket: Resource): readonly Resource[] => {
  if (recordersIn(bucket.app).length === 0) return [];
  const name = writtenName(bucket.written('BucketName'));
  const named = name === undefined ? [] : (trailsByName(bucket.app).get(name) ?? []);
  return [...new Set([...bucket.referring(TRAIL, 'S3BucketName'), ...named])];
});

const trailsByName = remember((app: App): ReadonlyMap<string, readonly Resource[]> => {
  const trails = new Map<string, Resource[]>();
  for (const trail of app.resourcesOf(TRAIL))
    for (const name of namesOfBucket(trail)) addToGroup(trails, name, trail);
  return trails;
});

/** The name as it is written, and what the parameter that it is written as has for its value. */
function namesOfBucket(trail: Resource): string[] {
  const property = trail.property('S3BucketName');
  const values = property.parameters.flatMap((name) => {
    const { variable } = trail.template.parameters.get(name) ?? {};
    return variable?.given ?? variable?.default ?? [];
  });
  const name = writtenName(trail.written('S3BucketName'));
  return [...new Set([...(name === undefined ? [] : [name]), ...property.literals, ...values])];
}

/**
 * Whether a trail and the bucket of the app that it writes to are in one account; undefined where only deployment
 * can tell. A Ref and an import lead to a stack of the same account, Fn::GetStackOutput to any.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html
 */
export function isInAccountOf(trail: Resource, bucket: Resource): boolean | undefined {
  const name = trail.get('S3BucketName');
  const isLocal = name.reference !== undefined && intrinsicOf(name.node)?.name !== 'Fn::GetStackOutput';
  return inSameAccount(trail, bucket) ?? (isLocal ? true : undefined);
}

/**
 * Trails that are looked at for one answer. A Region of an account has at most five.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
 */
const MAX_TRAILS = 100;

/** Other trails and event data stores that record what happens in the account of this one, as far as is known. */
export function othersBeside(trail: Resource): Resource[] {
  const others = recordersIn(trail.app).slice(0, MAX_TRAILS);
  return others.filter((other) => other !== trail && other.exists && reaches(other, trail));
}

const recordersIn = remember((app: App): readonly Resource[] => [
  ...app.resourcesOf(TRAIL),
  ...app.resourcesOf(EVENT_DATA_STORE),
]);

/** In the same account, or of the whole organization. */
const reaches = (other: Resource, trail: Resource): boolean =>
  inSameAccount(other, trail) !== false ||
  other.get(other.type === TRAIL ? 'IsOrganizationTrail' : 'OrganizationEnabled').is(true);
