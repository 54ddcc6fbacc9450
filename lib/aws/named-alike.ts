import type { Resource } from '../model/entity';

/**
 * What resources of one purpose are called alike, without what tells one from another: `Broker1` and `Broker2`
 * are brokers, `NodesZoneA` and `NodesZoneB` nodes, with or without the hash that CDK adds.
 */
export const roleOf = ({ logicalId }: Resource): string =>
  logicalId.replace(CDK_HASH, '').replace(ONE_OF_SEVERAL, '').replace(/\d+/g, '');

/** CDK writes `Nodes` as `NodesASG1A2B3C4D` where it is an Auto Scaling group. */
const CDK_HASH = /(?:ASG)?[0-9A-F]{8}$/;

/** `A`, `2`, `1b`, `Zone2`, `AzB`. */
const ONE_OF_SEVERAL = /(?:A[zZ]|Zone)?(?:\d?[a-f]|\d+|[A-F])$/;
