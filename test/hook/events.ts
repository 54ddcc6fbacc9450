/**
 * Requests as the guide shows them.
 * https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks-create-lambda-function.html
 */

export const TOKEN = 'f8da6d11-b23f-48f4-814c-0fb6a667f50e';
export const STACK_ID =
  'arn:aws:cloudformation:us-west-2:123456789012:stack/MyStack/1a2345b6-0000-00a0-a123-00abc0abc000';
const CHANGE_SET_ID =
  'arn:aws:cloudformation:us-west-2:123456789012:changeSet/SampleChangeSet/1a2345b6-0000-00a0-a123-00abc0abc000';

export type Event = { [field: string]: unknown; requestData: { [field: string]: unknown } };

const about = {
  clientRequestToken: TOKEN,
  awsAccountId: '123456789012',
  stackId: STACK_ID,
  changeSetId: null,
  hookTypeName: 'Private::CompetencyNag::Hook',
  hookTypeVersion: '00000008',
  hookModel: { LambdaFunction: 'arn:aws:lambda:us-west-2:123456789012:function:MyFunction' },
  requestContext: { invocation: 1, callbackContext: null },
};

export const stackEvent = (payload: unknown, point = 'UPDATE_PRE_PROVISION'): Event => ({
  ...about,
  actionInvocationPoint: point,
  requestData: { targetName: 'STACK', targetType: 'STACK', targetLogicalId: 'MyStack', payload },
});

export const changeSetEvent = (payload: unknown): Event => ({
  ...about,
  changeSetId: CHANGE_SET_ID,
  actionInvocationPoint: 'CREATE_PRE_PROVISION',
  requestData: {
    targetName: 'CHANGE_SET',
    targetType: 'CHANGE_SET',
    targetLogicalId: CHANGE_SET_ID,
    payload,
  },
});

export const resourceEvent = (
  type: string,
  resourceProperties: unknown,
  point = 'UPDATE_PRE_PROVISION',
): Event => ({
  ...about,
  actionInvocationPoint: point,
  requestData: {
    targetName: type,
    targetType: type,
    targetLogicalId: 'Thing',
    targetModel: { resourceProperties, previousResourceProperties: {} },
  },
});

/** As Cloud Control API asks: no stack, and a type of target that is none of a resource. */
export function cloudControlEvent(type: string, properties: unknown): Event {
  const { stackId: _, ...event } = resourceEvent(type, properties, 'CREATE_PRE_PROVISION');
  return { ...event, stackId: '', requestData: { ...event.requestData, targetType: 'RESOURCE' } };
}
