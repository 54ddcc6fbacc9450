import type { Value } from '../../model/value';
import { childOf } from '../../template/node';

/** An element of Resource that names no resource. */
export interface Breadth {
  at: Value;
  /** The service whose resources an ARN stands for, in lower case; undefined for those of all services. */
  service: string | undefined;
  /** The kind of resource that an ARN stands for all of: `role`. */
  type: string | undefined;
}

/** The elements of Resource that stand for whatever there is: `*`, or an ARN that says no more than the service or type. */
export const broadResources = (statement: Value): Breadth[] =>
  resourcesOf(statement).flatMap((at) => breadthOf(at) ?? []);

/** The elements of Resource that only deployment knows, and that may be `*`. */
export const unknownResources = (statement: Value): Value[] =>
  resourcesOf(statement).filter((value) => isWhollyUnknown(value) && !isNeverEverything(value));

/** A pseudo parameter, such as the stack's own ARN, and a parameter whose pattern does not let it be `*`. */
function isNeverEverything({ parts: [part], entity: { template } }: Value): boolean {
  if (part?.kind !== 'unknown' || part.parameter === undefined) return false;
  if (part.parameter.startsWith('AWS::')) return true;
  const pattern = childOf(template.parameters.get(part.parameter)?.node, 'AllowedPattern');
  return pattern?.kind === 'scalar' && patternOf(pattern.text)?.test('*') === false;
}

/** CloudFormation's patterns are Java's, which are not all JavaScript's: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
function patternOf(text: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${text})$`);
  } catch {
    return undefined;
  }
}

/** The elements of Resource; itself where it is unknown, so that a rule may say what to look at. */
function resourcesOf(statement: Value): Value[] {
  const resource = statement.get('Resource');
  return isWhollyUnknown(resource) ? [resource] : resource.items();
}

/** No part of it stands in the template; what holds a resource of the template is known well enough. */
export const isWhollyUnknown = (value: Value): boolean => value.isWhollyUnknown && value.parts.length < 2;

function breadthOf(at: Value): Breadth | undefined {
  const text = at.parts.map((part) => (part.kind === 'literal' ? part.text : UNSEEN)).join('');
  if (/^\*+$/.test(text)) return { at, service: undefined, type: undefined };
  const [arn, , service = '', , , ...rest] = text.split(':');
  const resource = rest.join(':');
  const [, type] = EVERY_RESOURCE.exec(resource) ?? [undefined, ''];
  if (arn !== 'arn' || type === '' || resource.includes(UNSEEN)) return undefined;
  if (LEFT_OUT.has(service) || (type !== undefined && NAME_FIRST.has(service))) return undefined;
  return { at, service: /[*?~]/.test(service) ? undefined : service.toLowerCase(), type };
}

/** In place of what is not in the template, and is some name. */
const UNSEEN = '~';

/** `*`, `table/*`, `function:*`, `parameter*`, `/restapis/*`, `loadbalancer/app/*`, and what lies in any of them, such as their indexes. */
const EVERY_RESOURCE =
  /^(?:\/?((?:loadbalancer|listener|listener-rule)\/(?:app|net|gwy)|[\w-]+)[/:]?)?\*+(?:[/:](?:[^*?]+[/:])?\*+)*$/;

/** Services in whose ARNs a name stands where others have the type: `arn:aws:s3:::bucket/*`. */
const NAME_FIRST: ReadonlySet<string> = new Set([
  's3',
  'sns',
  'sqs',
  'codecommit',
  'codepipeline',
  'execute-api',
  'neptune-db',
  'servicequotas',
  'ssm-sap',
]);

/** `arn:aws:logs:*:*:*` is what AWS's own examples say for the logs of a function. */
const LEFT_OUT: ReadonlySet<string> = new Set(['logs']);

/** The first of the elements that actions are on which can be allowed on fewer resources, and those actions. */
export function firstNarrowable(
  broad: readonly Breadth[],
  actions: readonly Value[],
): { at: Value; actions: Value[] } | undefined {
  const seen = new Set<string>();
  for (const { at, service, type } of broad) {
    const kind = MADE_BY.has(`${service} ${type}`) ? `${service} ${type}` : `${service}`;
    if (seen.has(kind)) continue;
    seen.add(kind);
    const narrowable = actions.filter(
      ({ outline }) => isOn(service, outline) && !MADE_BY.get(kind)?.test(outline),
    );
    if (narrowable.length > 0) return { at, actions: narrowable };
  }
  return undefined;
}

/** Whether an action, as `ssm:SendCommand`, is one on resources of a service: of its own, or of another that it takes. */
const isOn = (service: string | undefined, action: string): boolean =>
  service === undefined ||
  action.toLowerCase().startsWith(`${service}:`) ||
  (TAKEN_BY.get(service)?.test(action) ?? false);

/**
 * By the service of an ARN, the actions of others that take it.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const TAKEN_BY: ReadonlyMap<string, RegExp> = new Map([
  ['cloudfront', /^cloudfront-keyvaluestore:/i],
  ['codeconnections', /^codestar-connections:/i],
  ['ec2', /^(ssm:(SendCommand|StartSession)$|ec2-instance-connect:|ebs:)/i],
  ['iam', /^sts:AssumeRole$/i],
  ['kafka', /^kafka-cluster:/i],
  ['rds', /^rds-data:/i],
  ['redshift', /^redshift-data:/i],
  ['redshift-serverless', /^redshift-data:/i],
]);

/**
 * What an action makes has its id only then, so that `instance/*` is all that a policy can say.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html#iam-example-runinstances
 */
const MADE_BY: ReadonlyMap<string, RegExp> = new Map([
  ['ec2 image', /:(Create|Copy|Register|Import)Image$/i],
  ['ec2 instance', /:(RunInstances|CreateFleet)$/i],
  ['ec2 network-interface', /:(RunInstances|CreateFleet|CreateNetworkInterface)$/i],
  ['ec2 security-group-rule', /:AuthorizeSecurityGroup\w+$/i],
  ['ec2 snapshot', /:((Create|Copy|Import)Snapshots?|(Create|Copy|Register|Import)Image)$/i],
  ['ec2 spot-instances-request', /:(RunInstances|RequestSpotInstances)$/i],
  ['ec2 volume', /:(RunInstances|CreateFleet|CreateVolume)$/i],
]);
