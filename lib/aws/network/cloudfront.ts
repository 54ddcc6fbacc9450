import type { Resource } from '../../model/entity';
import type { Value } from '../../model/value';

export const DISTRIBUTION = 'AWS::CloudFront::Distribution';

/** The cache behaviors of a distribution, the default one first. */
const behaviorsOf = (distribution: Resource): Value[] => [
  distribution.get('DistributionConfig.DefaultCacheBehavior'),
  ...distribution.get('DistributionConfig.CacheBehaviors').items(),
];

/** A cache behavior that takes requests over plain HTTP and sends them to the origin, or to a group with it. */
export function plainBehavior(distribution: Resource, originId: Value): Value | undefined {
  const targets = new Set([originId.outline, ...groupsWith(distribution, originId)]);
  return behaviorsOf(distribution).find(
    (behavior) =>
      targets.has(behavior.get('TargetOriginId').outline) &&
      behavior.get('ViewerProtocolPolicy').is('allow-all'),
  );
}

const groupsWith = (distribution: Resource, originId: Value): string[] =>
  distribution
    .get('DistributionConfig.OriginGroups.Items')
    .items()
    .filter((group) =>
      group
        .get('Members.Items')
        .items()
        .some((member) => member.get('OriginId').outline === originId.outline),
    )
    .map((group) => group.get('Id').outline);

/** A distribution with a web ACL that takes its content from the resource. */
export const protectingDistribution = (origin: Resource): Resource | undefined =>
  origin
    .referring(DISTRIBUTION, 'DistributionConfig.Origins.DomainName')
    .find((distribution) => distribution.exists && distribution.get('DistributionConfig.WebACLId').isGiven);

/** Whether the distribution shows the resource a header that nobody else knows. */
export const sendsSecretHeader = (distribution: Resource, resource: Resource): boolean =>
  distribution
    .get('DistributionConfig.Origins')
    .items()
    .some(
      (origin) =>
        origin.get('OriginCustomHeaders').items().length > 0 && mayBe(origin.get('DomainName'), resource),
    );

/** Whether a distribution that takes content from the resource keeps responses, so that not every request reaches it. */
export function caches(distribution: Resource, resource: Resource): boolean {
  const origins = distribution
    .get('DistributionConfig.Origins')
    .items()
    .filter((origin) => mayBe(origin.get('DomainName'), resource))
    .map((origin) => origin.get('Id').outline);
  return behaviorsOf(distribution).some(
    (behavior) => origins.includes(behavior.get('TargetOriginId').outline) && keepsResponses(behavior),
  );
}

/** A domain name that was cut out of an address, as CDK writes it, does not tell what it refers to. */
function mayBe(domainName: Value, resource: Resource): boolean {
  const referred = domainName.references();
  return referred.length > 0
    ? referred.some((part) => part.resource === resource)
    : domainName.content.kind === 'unknown';
}

function keepsResponses(behavior: Value): boolean {
  const policy = behavior.get('CachePolicyId');
  const own = policy.reference?.resource;
  if (own) return !own.get('CachePolicyConfig.MaxTTL').is(0);
  return !policy.is(CACHING_DISABLED) && !behavior.get('MaxTTL').is(0);
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
