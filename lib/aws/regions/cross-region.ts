import type { RegionMention } from './regions';

/** Types that are about several Regions. */
const TYPES =
  /^AWS::(?:ARCRegionSwitch|ControlTower|GlobalAccelerator|Organizations|Route53RecoveryControl|Route53RecoveryReadiness|SSMIncidents)::/;

/**
 * Properties that name another Region, by how they or what they are in are called: `Replicas[].Region`,
 * `ReplicaRegions[].KmsKeyId`, `aws:RequestedRegion` in a policy. CloudFormation has next to no properties
 * for a resource's own Region, which is always the stack's.
 */
const PROPERTIES =
  /(?:^|\.)(?:[\w:]*Regions?(?:List|Name|Order)?|Locale|Replicas|Replica\w+|ReplicationConfiguration|CopyActions|CrossRegion\w+|ArtifactStores|Distributions|StackInstancesGroup|RoutingConfig|EventBuses|Source(?:DB|Db)\w+|ReplicationSourceIdentifier|PrimaryKeyArn)(?:\.|$)|^EventPattern\..*[rR]egion$/;

/** Names that the author of the template gave. */
const FREE_NAMES = /(?:^|\.)(?:Variables|Options|Parameters)\./;

/** Custom resources do what CloudFormation does not, such as something in another Region. */
const CUSTOM = /^Custom::|^AWS::CloudFormation::CustomResource$/;

/** AppSync is told the Region of its sources, which is its own as a rule. */
const OF_THE_STACK = /^AWS::AppSync::/;

/** Whether a property is there to name another Region than the stack's. */
export function namesOtherRegion(type: string, path: string): boolean {
  if (TYPES.test(type) || (CUSTOM.test(type) && /regions?$/i.test(path))) return true;
  if (type === 'AWS::SSM::Document' && /^Content\.parameters\./.test(path)) return true;
  return PROPERTIES.test(path) && !FREE_NAMES.test(path) && !OF_THE_STACK.test(type);
}

/** Whether what is named around a Region is used from other Regions too. */
export const reachesOtherRegion = (type: string, { before, after }: RegionMention): boolean =>
  // A public application can be deployed anywhere; its ARN says where it was published.
  // https://docs.aws.amazon.com/serverlessrepo/latest/devguide/serverlessrepo-publishing-applications.html
  before.endsWith(':serverlessrepo:') ||
  // Events are forwarded to the bus of another Region.
  (type === 'AWS::Events::Rule' && /^:[^:]*:event-bus\//.test(after)) ||
  // The call of an API that a custom resource of CDK makes: {"service":"ACM","region":"us-east-1"}.
  (CUSTOM.test(type) && /["']region["']\s*:\s*["']$/.test(before));
