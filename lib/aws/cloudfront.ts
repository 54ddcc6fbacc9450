import type { Resource } from '../model/entity';
import type { Value } from '../model/value';

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
        origin.get('OriginCustomHeaders').items().length > 0 &&
        origin
          .get('DomainName')
          .references()
          .some((part) => part.resource === resource),
    );
