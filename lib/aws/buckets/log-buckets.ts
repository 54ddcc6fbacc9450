import type { Resource } from '../../model/entity';
import type { ReferenceEdge } from '../../model/references';
import { isCalled } from '../called';

/** Where services are told to put their logs: the type, and the property that names the bucket. */
const LOG_TARGETS: { readonly [type: string]: RegExp } = {
  'AWS::S3::Bucket': /^LoggingConfiguration\.DestinationBucketName/,
  'AWS::CloudTrail::Trail': /^S3BucketName/,
  'AWS::CloudFront::Distribution': /^DistributionConfig\.Logging\./,
  'AWS::ElasticLoadBalancingV2::LoadBalancer': /^LoadBalancerAttributes/,
  'AWS::ElasticLoadBalancing::LoadBalancer': /^AccessLoggingPolicy\./,
  'AWS::EC2::FlowLog': /^LogDestination/,
  'AWS::Config::DeliveryChannel': /^S3BucketName/,
  'AWS::Config::ConformancePack': /^DeliveryS3Bucket/,
  'AWS::WAFv2::LoggingConfiguration': /^LogDestinationConfigs/,
  'AWS::Route53Resolver::ResolverQueryLoggingConfig': /^DestinationArn/,
  'AWS::Logs::DeliveryDestination': /^DestinationResourceArn/,
  'AWS::Redshift::Cluster': /^LoggingProperties\./,
  'AWS::MSK::Cluster': /^LoggingInfo\./,
};

/** The references by which services are told to put their logs into the bucket. */
export const logsInto = (bucket: Resource): ReferenceEdge[] =>
  bucket.referrers.filter(
    ({ from, path }) => LOG_TARGETS[from.type]?.test(path.replace(/^Properties\./, '')) === true,
  );

/** Services write their logs into the bucket, or it is called so. */
export const isLogBucket = (bucket: Resource): boolean =>
  bucket.get('AccessControl').is('LogDeliveryWrite') ||
  logsInto(bucket).some(({ from }) => from.exists) ||
  isCalled(bucket, 'BucketName', LOG_WORDS);

const LOG_WORDS = ['log', 'logs', 'logging', 'accesslogs', 'cloudtrail', 'trail', 'audit'];
