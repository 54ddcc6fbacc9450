import { check } from '../../lib/check';
import rule from '../../rules/data-retention/stack-termination-protection-enabled';

const table = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  },
};

describe('a stack of a cloud assembly', () => {
  const found = (deployed: { stackName?: string; terminationProtection?: boolean }) => {
    const text = JSON.stringify({ Resources: { Orders: table } });
    const { findings } = check([{ file: 'Shop.template.json', text, ...deployed }], { ruleSet: [rule] });
    return findings.map(({ verdict, severity, message }) => `${verdict} ${severity} ${message}`);
  };
  const off = ['fail warning termination protection is off, and the stack holds data, such as Orders'];

  test('passes with termination protection', () => {
    expect(found({ stackName: 'shop', terminationProtection: true })).toEqual([]);
  });

  test('fails without', () => {
    expect(found({ stackName: 'shop', terminationProtection: false })).toEqual(off);
  });

  test('fails where the assembly does not speak of it', () => {
    expect(found({ stackName: 'shop' })).toEqual(off);
  });
});
