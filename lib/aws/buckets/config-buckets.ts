import { addToGroup } from '../../add-to-group';
import type { App } from '../../model/app';
import type { Resource } from '../../model/entity';
import { remember } from '../../model/remember';
import { resourceNamed, resourceWithName } from '../named-resources';
import { BUCKET } from './buckets';

const CHANNEL = 'AWS::Config::DeliveryChannel';

/** AWS Config delivers its records to the bucket, in the scenario being looked at. */
export const takesRecords = (bucket: Resource): boolean =>
  (channelsByBucket(bucket.app).get(bucket) ?? []).some(
    (channel) => channel.exists && resourceNamed(channel.get('S3BucketName'), BUCKET) === bucket,
  );

const channelsByBucket = remember((app: App): ReadonlyMap<Resource, readonly Resource[]> => {
  const channels = new Map<Resource, Resource[]>();
  for (const channel of app.resourcesOf(CHANNEL)) {
    const named = channel
      .property('S3BucketName')
      .literals.map((name) => resourceWithName(app, BUCKET, name));
    for (const bucket of new Set([...channel.referred(BUCKET, 'S3BucketName'), ...named]))
      if (bucket) addToGroup(channels, bucket, channel);
  }
  return channels;
});

/** The same in any scenario. */
export const mayTakeRecords = (bucket: Resource): boolean => channelsByBucket(bucket.app).has(bucket);
