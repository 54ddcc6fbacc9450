import { deliverySourcesOf, isDelivered } from '../../lib/aws/logs/delivery-sources';
import { isNamed } from '../../lib/aws/named-resources';
import { DISTRIBUTION } from '../../lib/aws/network/cloudfront';
import type { Resource } from '../../lib/model/entity';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'cloudfront-logs-enabled',
  title: 'CloudFront distributions keep a log of requests',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'LOGS-CENTRAL',
  resources: [DISTRIBUTION],
  why: 'What CloudFront answers from its caches, or refuses, no origin ever sees: without its log an attack or a broken page leaves no trace.',
  fix: 'Name a bucket in Logging, or add an AWS::Logs::DeliverySource of the ACCESS_LOGS with an AWS::Logs::Delivery, or give the cache behaviors a RealtimeLogConfigArn.',
  docs: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/AccessLogs.html',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-cloudfront-distribution-logging.html',
  ],

  check: (distribution) =>
    distribution.property('DistributionConfig.Logging.Bucket').expect((bucket) => {
      if (isNamed(bucket) || hasRealtimeLog(distribution)) return undefined;
      const sources = deliverySourcesOf(distribution, /^ACCESS_LOGS$/);
      if (sources.some(isDelivered)) return undefined;
      const [source] = sources;
      return fail(
        source
          ? `no AWS::Logs::Delivery takes the access logs on from the delivery source ${source.logicalId}`
          : 'requests are not logged: Logging has no Bucket, and there is no delivery source or real-time log',
      );
    }),
});

/** The default cache behavior answers what no other does. */
const hasRealtimeLog = (distribution: Resource): boolean =>
  isNamed(distribution.get('DistributionConfig.DefaultCacheBehavior.RealtimeLogConfigArn'));
