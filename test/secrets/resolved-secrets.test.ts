import { check } from '../../lib/check';
import { rules } from '../../rules';

/** Where the outputs of templates that are one app show a secret. */
const shownBy = (...templates: object[]): string[] => {
  const sources = templates.map((template, index) => ({
    file: `${index}.json`,
    text: JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } }, ...template }),
  }));
  const { findings, errors } = check(sources, {
    linked: true,
    ruleSet: rules.filter(({ id }) => id === 'outputs-no-secrets'),
  });
  expect(errors).toEqual([]);
  return findings.map(({ file, path }) => `${file} ${path}`);
};

const SECRET = '{{resolve:secretsmanager:orders:SecretString:password}}';
const outputs = (value: object) => ({ Outputs: { Shown: { Value: value } } });
const hidden = { Password: { Type: 'String', NoEcho: true } };

test('the default of a parameter may be a dynamic reference', () => {
  const template = { Parameters: { Word: { Type: 'String', Default: SECRET } }, ...outputs({ Ref: 'Word' }) };
  expect(shownBy(template)).toEqual(['0.json Outputs.Shown.Value']);
});

test('so may the entry of a mapping', () => {
  const Mappings = { Words: { orders: { word: SECRET } } };
  const template = { Mappings, ...outputs({ 'Fn::FindInMap': ['Words', 'orders', 'word'] }) };
  expect(shownBy(template)).toEqual(['0.json Outputs.Shown.Value']);
});

test('an attribute may be named by a parameter, or by the entry of a mapping', () => {
  const Resources = {
    Deployer: { Type: 'AWS::IAM::User' },
    Key: { Type: 'AWS::IAM::AccessKey', Properties: { UserName: { Ref: 'Deployer' } } },
  };
  const named = (attribute: object) => ({ Resources, ...outputs({ 'Fn::GetAtt': ['Key', attribute] }) });
  const Parameters = { Attribute: { Type: 'String', Default: 'SecretAccessKey' } };
  const Mappings = { Attributes: { key: { secret: 'SecretAccessKey' } } };
  expect(shownBy({ Parameters, ...named({ Ref: 'Attribute' }) })).toEqual(['0.json Outputs.Shown.Value']);
  expect(shownBy({ Mappings, ...named({ 'Fn::FindInMap': ['Attributes', 'key', 'secret'] }) })).toEqual([
    '0.json Outputs.Shown.Value',
  ]);
});

test('what another stack exports may be hidden there', () => {
  const other = {
    Parameters: hidden,
    Outputs: { Out: { Value: { Ref: 'Password' }, Export: { Name: 'orders-word' } } },
  };
  expect(shownBy(other, outputs({ 'Fn::ImportValue': 'orders-word' }))).toEqual([
    '0.json Outputs.Out.Value',
    '1.json Outputs.Shown.Value',
  ]);
});

test('what a nested stack puts out may be hidden in it', () => {
  const Db = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: '1.json' } };
  const parent = { Resources: { Db }, ...outputs({ 'Fn::GetAtt': ['Db', 'Outputs.Out'] }) };
  const child = { Parameters: hidden, Outputs: { Out: { Value: { Ref: 'Password' } } } };
  expect(shownBy(parent, child)).toEqual(['0.json Outputs.Shown.Value', '1.json Outputs.Out.Value']);
});
