import { check } from '../../lib/check';
import { rules } from '../../rules';

const rulesOn = (pattern: RegExp) => rules.filter(({ id }) => pattern.test(id));

describe('secrets for a nested stack whose template is at hand', () => {
  const parent = (parameters: object) =>
    JSON.stringify({
      Resources: {
        Db: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: { TemplateURL: 'db.json', Parameters: parameters },
        },
      },
    });
  const child = JSON.stringify({
    Parameters: {
      Word: { Type: 'String' },
      Hidden: { Type: 'String', NoEcho: true },
      DbSecret: { Type: 'String', Description: 'The ARN of the secret' },
    },
    Resources: {
      Database: {
        Type: 'AWS::RDS::DBInstance',
        Properties: { DBInstanceClass: 'db.t4g.small', MasterUserPassword: { Ref: 'Word' } },
      },
    },
  });
  const found = (parameters: object) => {
    const sources = [
      { file: 'app.json', text: parent(parameters) },
      { file: 'db.json', text: child },
    ];
    const { findings, errors } = check(sources, {
      ruleSet: rulesOn(/^(secret-p|template-no)/),
    });
    expect(errors).toEqual([]);
    return findings.map(({ ruleId, file, path }) => `${ruleId} ${file} ${path}`);
  };
  const noecho = 'secret-parameters-noecho db.json Parameters.Word.NoEcho';

  test('a secret is reported once, where it is written', () => {
    expect(found({ Word: 'tr0ub4dor', Hidden: 'Xk29-fjq' })).toEqual([
      'secret-properties-not-literal app.json Properties.Parameters.Word',
      'secret-properties-not-literal app.json Properties.Parameters.Hidden',
      noecho,
    ]);
  });

  test('the ARN of a secret is none', () => {
    expect(found({ DbSecret: 'orders' })).toEqual([noecho]);
  });
});

test('metadata tells each source once, by the name that it has where it is hidden', () => {
  const parent = {
    Parameters: { Password: { Type: 'String', NoEcho: true } },
    Resources: {
      Orders: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: {
          TemplateURL: 'orders.json',
          Parameters: { Word: { Ref: 'Password' }, Hidden: { Ref: 'Password' } },
        },
      },
    },
  };
  const child = {
    Parameters: { Word: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } },
    Resources: {
      Topic: {
        Type: 'AWS::SNS::Topic',
        Metadata: { a: { Ref: 'Word' }, b: { 'Fn::Sub': '${Hidden} ${Word}' } },
      },
    },
  };
  const sources = [
    { file: 'app.json', text: JSON.stringify(parent) },
    { file: 'orders.json', text: JSON.stringify(child) },
  ];
  expect(
    check(sources, { ruleSet: rulesOn(/^outputs-no-secrets/) }).findings.map(
      ({ path, message }) => `${path} ${message}`,
    ),
  ).toEqual([
    'Metadata.a the NoEcho parameter Password shows here in clear (2 texts of its Metadata mention it)',
    'Metadata.b the NoEcho parameter Hidden shows here in clear',
  ]);
});

test('what is hidden in the stack around a nested one stays hidden in that', () => {
  const parent = {
    Parameters: { Password: { Type: 'String', NoEcho: true } },
    Resources: {
      Orders: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: { TemplateURL: 'orders.json', Parameters: { Word: { Ref: 'Password' } } },
      },
    },
  };
  const child = {
    Parameters: { Word: { Type: 'String' } },
    Resources: {
      Function: {
        Type: 'AWS::Lambda::Function',
        Properties: { Environment: { Variables: { DB_PASSWORD: { Ref: 'Word' } } } },
      },
    },
  };
  const sources = [
    { file: 'app.json', text: JSON.stringify(parent) },
    { file: 'orders.json', text: JSON.stringify(child) },
  ];
  expect(
    check(sources, { ruleSet: rulesOn(/^environment-variables-no-resolved/) }).findings.map(
      ({ file, message }) => `${file} ${message}`,
    ),
  ).toEqual(['orders.json DB_PASSWORD holds the NoEcho parameter Password, in clear']);
});
