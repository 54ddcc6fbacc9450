import { check } from '../../lib';
import { type Rule, rule } from '../../lib/rule';

const noBad: Rule = rule({
  id: 'no-bad',
  title: 'Nothing is bad',
  severity: 'error',
  control: 'SECRETS',
  why: 'Because.',
  fix: 'Mend it.',
  docs: [],
  resources: ['AWS::SSM::Parameter', 'AWS::Serverless::Function'],
  check: (resource) => [
    resource.property('Value').mustNotBe('bad', 'bad value'),
    resource.all('Environment.Variables.*').map((value) => value.mustNotBe('bad', 'bad variable')),
  ],
});

const findings = (text: string, parameters = {}) => {
  const report = check([{ file: 'a.yaml', text }], { ruleSet: [noBad], parameters });
  expect(report.errors).toEqual([]);
  return report.findings.map(
    ({ verdict, logicalId, path, line, message }) =>
      `${verdict} ${logicalId} ${path} line ${line}: ${message}`,
  );
};

describe('Fn::ForEach', () => {
  const loop = (collection: string) => `Transform: AWS::LanguageExtensions
Parameters:
  Names: {Type: CommaDelimitedList, Default: 'good, bad'}
  Free: {Type: CommaDelimitedList}
Resources:
  Fn::ForEach::Parameters:
    - Name
    - ${collection}
    - Parameter\${Name}:
        Type: AWS::SSM::Parameter
        Properties:
          Type: String
          Value: !Ref Name
`;

  test('is written out: each resource has its own verdict, at the line in the loop', () => {
    expect(findings(loop('[good, bad]'))).toEqual(['fail Parameterbad Properties.Value line 13: bad value']);
  });

  test('goes through a list parameter that is given or has a default', () => {
    expect(findings(loop('!Ref Names'))).toEqual(['fail Parameterbad Properties.Value line 13: bad value']);
    expect(findings(loop('!Ref Free'), { Free: 'x,bad' })).toEqual([
      'fail Parameterbad Properties.Value line 13: bad value',
    ]);
  });

  test('goes through an entry of a mapping', () => {
    const mapped = `Mappings: {Names: {prod: {All: [good, bad]}, dev: {All: [good]}}}
${loop('!FindInMap [Names, !Ref Stage, All]').replace('Parameters:', 'Parameters:\n  Stage: {Type: String, Default: prod}')}`;
    expect(findings(mapped)).toEqual(['fail Parameterbad Properties.Value line 15: bad value']);
    expect(findings(mapped, { Stage: 'dev' })).toEqual([]);
  });

  test('is written out in conditions and outputs, too', () => {
    const text = `Transform: AWS::LanguageExtensions
Parameters: {Stage: {Type: String, Default: a}}
Conditions:
  Fn::ForEach::Stages:
    - Name
    - [a, b]
    - Is\${Name}: !Equals [!Ref Stage, !Ref Name]
Resources:
  P: {Type: AWS::SSM::Parameter, Condition: Isa, Properties: {Type: String, Value: bad}}
  Q: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !If [Isb, bad, good]}}
Outputs:
  Fn::ForEach::Outputs:
    - Name
    - [a, b]
    - Out\${Name}: {Value: !Ref Name}
`;
    expect(findings(text)).toEqual([
      'fail P Properties.Value line 9: bad value',
      'fail Q Properties.Value line 10: when Isb is true (Stage is b): bad value',
    ]);
  });

  test('is looked at once, with its variable unknown, where the collection is not known', () => {
    expect(findings(loop('!Ref Free'))).toEqual([
      "review Parameter${Name} Properties.Value line 13: Name is made by the template's transform",
    ]);
  });

  test('may be nested, and stand in properties', () => {
    const nested = `Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Outer:
    - A
    - [x, y]
    - Fn::ForEach::Inner:
        - B
        - ['1', b.ad]
        - P\${A}&{B}:
            Type: AWS::Serverless::Function
            Properties:
              Environment:
                Variables:
                  Fn::ForEach::Variables:
                    - V
                    - [good, bad]
                    - Key\${V}: !Sub "\${V}"
`;
    expect(findings(nested)).toEqual(
      ['Px1', 'Pxbad', 'Py1', 'Pybad'].map(
        (id) => `fail ${id} Properties.Environment.Variables.Keybad line 17: bad variable`,
      ),
    );
  });

  test('that would write a million entries is not written out', () => {
    const thousand = JSON.stringify(Array.from({ length: 1000 }, (_, index) => `n${index}`));
    const million = `Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Outer:
    - A
    - ${thousand}
    - Fn::ForEach::Inner:
        - B
        - ${thousand}
        - P\${A}\${B}: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !Ref B}}
`;
    expect(check([{ file: 'a.yaml', text: million }], { ruleSet: [noBad] }).summary.resources).toBeLessThan(
      20_000,
    );
  });
});

test("SAM's Globals are part of each resource, which may override them", () => {
  const text = `Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Environment:
      Variables: {A: bad, B: bad}
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Environment:
        Variables: {B: good}
  G:
    Type: AWS::Serverless::Function
`;
  expect(findings(text)).toEqual([
    'fail F Properties.Environment.Variables.A line 5: bad variable',
    'fail G Properties.Environment.Variables.A line 5: bad variable',
    'fail G Properties.Environment.Variables.B line 5: bad variable',
  ]);
});

test.each(['constructor', '__proto__'])('a resource of the type %s is like any that is not known', (type) => {
  const text = `Resources: {A: {Type: ${type}, Properties: {B: !Ref C}}, C: {Type: AWS::S3::Bucket}}`;
  expect(check([{ file: 'a.yaml', text }]).errors).toEqual([]);
});
