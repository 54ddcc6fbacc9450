import { MESSAGE_LIMITS } from './protocol';

/** What the hook is asked about. */
export type Target =
  | { kind: 'nothing' }
  | { kind: 'template'; payloadUrl: string }
  | { kind: 'resource'; logicalId: string; type: string; properties: object };

/** An invocation of the hook, read and understood. */
export interface Invocation {
  target: Target;
  /** Null for Cloud Control API, which knows no stacks. */
  stackName: string | null;
  /** Of the account and the Region that it is deployed to, as far as they are told. */
  pseudoParameters: Readonly<Record<string, string>>;
  /** Characters that a message may have. */
  messageLimit: number;
}

/** The hook was asked in a way that nothing is documented about. */
export class UnknownInvocation extends Error {}

/** The token that an answer is known by. The guide spells it in two ways. */
export function tokenOf(event: unknown): string | undefined {
  const { clientRequestToken, clientRequesttoken } = fieldsOf(event);
  return textOr(clientRequestToken, undefined) ?? textOr(clientRequesttoken, undefined);
}

/** @throws UnknownInvocation for what is no invocation of a Lambda Hook, or of one for something else */
export function readInvocation(event: unknown): Invocation {
  const { requestData, awsAccountId, stackId, stackID, actionInvocationPoint } = fieldsOf(event);
  const data = fieldsOf(requestData);
  const stackArn = textOr(stackId, textOr(stackID, ''));
  const [, partition, , region, account = textOr(awsAccountId, ''), stack] = stackArn.split(':');
  return {
    target: targetOf(data, actionInvocationPoint),
    stackName: stack?.split('/')[1] ?? null,
    pseudoParameters: known({
      'AWS::AccountId': account,
      'AWS::Partition': partition,
      'AWS::Region': region,
      'AWS::StackId': stackArn,
      'AWS::StackName': stack?.split('/')[1],
    }),
    // "This field is empty if the caller is Cloud Control API."
    messageLimit: stackArn ? MESSAGE_LIMITS.cloudFormation : MESSAGE_LIMITS.cloudControl,
  };
}

const RESOURCE_TYPE = /^[A-Za-z0-9]+(::[A-Za-z0-9]+){2,3}$/;
const POINTS = ['CREATE_PRE_PROVISION', 'UPDATE_PRE_PROVISION', 'DELETE_PRE_PROVISION'];

function targetOf(data: Fields, point: unknown): Target {
  const { targetType, targetName, targetLogicalId, payload, targetModel } = data;
  const isChangeSet = targetType === 'CHANGE_SET';
  // The input syntax of change sets leaves it out, the example has it.
  if (!POINTS.includes(point as string) && !(isChangeSet && point === undefined))
    throw new UnknownInvocation(`the invocation point ${JSON.stringify(point)} is not known`);
  if (isChangeSet || targetType === 'STACK') {
    if (point === 'DELETE_PRE_PROVISION') return { kind: 'nothing' };
    if (typeof payload !== 'string') throw new UnknownInvocation('the request has no payload');
    return { kind: 'template', payloadUrl: payload };
  }
  // "For resources provisioned with Cloud Control API, this value will be RESOURCE", else it is the type.
  const type = textOr(targetName, '');
  if (!RESOURCE_TYPE.test(type) || (targetType !== 'RESOURCE' && targetType !== targetName))
    throw new UnknownInvocation(`the target ${JSON.stringify(targetType)} is not known`);
  if (point === 'DELETE_PRE_PROVISION') return { kind: 'nothing' };
  if (!isObject(targetModel)) throw new UnknownInvocation('the request has no target model');
  const { resourceProperties } = fieldsOf(targetModel);
  if (resourceProperties !== undefined && resourceProperties !== null && !isObject(resourceProperties))
    throw new UnknownInvocation('the properties of the resource are no object');
  return {
    kind: 'resource',
    logicalId: textOr(targetLogicalId, type),
    type,
    properties: fieldsOf(resourceProperties),
  };
}

type Fields = { readonly [name: string]: unknown };

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldsOf = (value: unknown): Fields => (isObject(value) ? (value as Fields) : {});

const textOr = <T>(value: unknown, otherwise: T): string | T =>
  typeof value === 'string' && value !== '' ? value : otherwise;

const known = (values: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])));
