import rule from '../../../rules/data-retention/stack-termination-protection-enabled';
import { testRule } from '../../rule-tester';

const table = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  },
};
const topic = { Type: 'AWS::SNS::Topic', Properties: {} };
const elsewhere = 'is protected from termination is said where it is deployed';

testRule(rule, {
  pass: {
    'a stack without data': { Resources: { Topic: topic } },
    'data that can be spared': { Resources: { Logs: { Type: 'AWS::Logs::LogGroup', Properties: {} } } },
  },
  fail: {},
  review: {
    'a template does not say': [
      { Resources: { Topic: topic, Orders: table } },
      `review Resources: whether the stack, which holds data such as Orders, ${elsewhere}`,
    ],
  },
});
