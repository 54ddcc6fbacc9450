import type { Value } from '../../model/value';

/** Whether a value is the ARN of an SNS topic. Only what nothing in the template tells is asked. */
export function isTopicArn(value: Value): boolean {
  const { reference } = value;
  if (reference && !MADE_AT_DEPLOYMENT.test(reference.resource.type))
    return reference.resource.type === 'AWS::SNS::Topic';
  const text = value.parts.map((part) => (part.kind === 'literal' ? part.text : '?')).join('');
  if (ARN.test(text) || value.isKnown) return TOPIC_ARN.test(text);
  return value.matches(TOPIC_ARN);
}

const ARN = /^arn:[^:]*:[\w-]+:/;
const TOPIC_ARN = /^arn:[^:]*:sns:/;

/** What these give out can be anything. */
const MADE_AT_DEPLOYMENT =
  /^(Custom::|AWS::CloudFormation::|AWS::ServiceCatalog::|AWS::Serverless::Application$|AWS::SSM::Parameter$)/;
