import { check } from '../../lib';
import type { CheckOptions } from '../../lib/check';
import { type Rule, rule } from '../../lib/rule';

/** The smallest rules there can be: what is tested here is the engine. */
const encrypted: Rule = rule({
  id: 'encrypted',
  title: 'Volumes are encrypted',
  severity: 'error',
  severityIn: { 'non-production': 'info', pci: 'error' },
  control: 'ENCRYPTION-AT-REST',
  why: 'Because.',
  fix: 'Encrypt.',
  docs: [],
  resources: ['AWS::EC2::Volume'],
  check: (volume) => volume.property('Encrypted').mustBe(true, 'not encrypted'),
});

const noWords: Rule = rule({
  ...encrypted,
  id: 'no-words',
  resources: ['AWS::SSM::Parameter'],
  severityIn: {},
  check: (parameter) =>
    parameter
      .attribute('Properties')
      .texts()
      .map((text) =>
        text.expect((value) => {
          const found = value.parts.find(
            (part) => part.kind === 'literal' && part.origin === 'template' && part.text.includes('secret'),
          );
          return found ? { verdict: 'fail', message: `${value.outline} tells` } : undefined;
        }),
      ),
});

const eachTag: Rule = rule({
  ...encrypted,
  id: 'each-tag',
  severityIn: {},
  check: (volume) => volume.all('Tags[].Value').map((value) => value.mustNotBe('bad', 'a bad tag')),
});

/** The findings on a template, each as `severity path [scenario]: message`. */
function findings(template: object, ruleSet: Rule[] = [encrypted], options: CheckOptions = {}): string[] {
  const report = check([{ file: 'app.json', text: JSON.stringify(template) }], { ruleSet, ...options });
  expect(report.errors).toEqual([]);
  return report.findings.map(
    ({ verdict, severity, path, scenario, message }) =>
      `${verdict === 'review' ? 'review' : severity} ${path} ${JSON.stringify(scenario)}: ${message}`,
  );
}

const volume = (properties: object, attributes: object = {}) => ({
  Type: 'AWS::EC2::Volume',
  Properties: properties,
  ...attributes,
});
const If = (condition: string, yes: unknown, no: unknown) => ({ 'Fn::If': [condition, yes, no] });
const Ref = (name: string) => ({ Ref: name });
const equals = (parameter: string, value: string) => ({ 'Fn::Equals': [Ref(parameter), value] });
const NoValue = Ref('AWS::NoValue');

describe('a parameter', () => {
  const template = (parameter: object) => ({
    Parameters: { Encrypt: { Type: 'String', ...parameter } },
    Resources: { V: volume({ Encrypted: Ref('Encrypt') }) },
  });

  test('without default is unknown', () => {
    expect(findings(template({}))).toEqual([
      'review Properties.Encrypted null: Encrypt has no default, so it is only known at deployment',
    ]);
  });

  test('is its default, and nothing is said about what else it may be set to', () => {
    expect(findings(template({ Default: 'true' }))).toEqual([]);
  });

  test('with a default that fails names itself as the scenario', () => {
    expect(findings(template({ Default: 'false' }))).toEqual([
      'error Properties.Encrypted {"Encrypt":"false"}: when Encrypt is false: not encrypted',
    ]);
  });

  test('can be what it is allowed to be', () => {
    expect(findings(template({ Default: 'true', AllowedValues: ['true', 'false'] }))).toEqual([
      'warning Properties.Encrypted {"Encrypt":"false"}: when Encrypt is false: not encrypted',
    ]);
  });

  test('without default ranges over what is allowed', () => {
    expect(findings(template({ AllowedValues: ['true', 'false'] }))).toEqual([
      'warning Properties.Encrypted {"Encrypt":"false"}: when Encrypt is false: not encrypted',
    ]);
    expect(findings(template({ AllowedValues: ['no', 'false'] }))).toEqual([
      'error Properties.Encrypted null: not encrypted',
    ]);
  });

  test('is what is given, and nothing else', () => {
    expect(
      findings(template({ Default: 'false', AllowedValues: ['true', 'false'] }), [encrypted], {
        parameters: { Encrypt: 'true' },
      }),
    ).toEqual([]);
    expect(
      findings(template({ AllowedValues: ['true', 'false'] }), [encrypted], {
        parameters: { Encrypt: 'false' },
      }),
    ).toEqual(['error Properties.Encrypted null: not encrypted']);
  });

  test('from Parameter Store is unknown, whatever its default names', () => {
    expect(findings(template({ Type: 'AWS::SSM::Parameter::Value<String>', Default: 'false' }))).toEqual([
      'review Properties.Encrypted null: Encrypt is read from Parameter Store at deployment',
    ]);
  });
});

describe('a branch', () => {
  const parameters = { Mode: { Type: 'String', Default: 'on', AllowedValues: ['on', 'off', 'odd'] } };
  const conditions = {
    IsOn: equals('Mode', 'on'),
    IsOff: equals('Mode', 'off'),
    IsNotOn: { 'Fn::Not': [{ Condition: 'IsOn' }] },
  };
  const template = (resource: object) => ({
    Parameters: parameters,
    Conditions: conditions,
    Resources: { V: resource },
  });

  test('that fails elsewhere than in the actual scenario is one severity lower', () => {
    expect(findings(template(volume({ Encrypted: If('IsOn', true, false) })))).toEqual([
      'warning Properties.Encrypted {"IsOn":false}: when IsOn is false (Mode is not on): not encrypted',
    ]);
  });

  test('that fails in the actual scenario counts in full', () => {
    expect(findings(template(volume({ Encrypted: If('IsOn', false, true) })))).toEqual([
      'error Properties.Encrypted {"IsOn":true}: when IsOn is true (Mode is on): not encrypted',
    ]);
  });

  test('that cannot happen is no scenario', () => {
    expect(findings(template(volume({ Encrypted: If('IsOn', If('IsOff', false, true), true) })))).toEqual([]);
    expect(
      findings(template(volume({ Encrypted: If('IsNotOn', true, true) }, { Condition: 'IsOn' }))),
    ).toEqual([]);
    expect(findings(template(volume({ Encrypted: If('IsOn', true, false) }, { Condition: 'IsOn' })))).toEqual(
      [],
    );
  });

  test('of AWS::NoValue is absence', () => {
    expect(findings(template(volume({ Encrypted: If('IsOn', true, NoValue) })))).toEqual([
      'warning Properties.Encrypted {"IsOn":false}: when IsOn is false (Mode is not on): not encrypted',
    ]);
  });

  test('may hold all properties', () => {
    const properties = If('IsOn', { Encrypted: true }, { Size: 8 });
    expect(findings(template({ Type: 'AWS::EC2::Volume', Properties: properties }))).toEqual([
      'warning Properties.Encrypted {"IsOn":false}: when IsOn is false (Mode is not on): not encrypted',
    ]);
  });

  test('equal to its sibling changes nothing', () => {
    expect(findings(template(volume({ Encrypted: If('IsOn', false, false) })))).toEqual([
      'error Properties.Encrypted null: not encrypted',
    ]);
  });

  test('beside an unknown one: the certain failure is told, the unknown is not', () => {
    expect(findings(template(volume({ Encrypted: If('IsOn', { 'Fn::ImportValue': 'x' }, false) })))).toEqual([
      'warning Properties.Encrypted {"IsOn":false}: when IsOn is false (Mode is not on): not encrypted',
    ]);
  });

  test('unknown outside the actual scenario is silent', () => {
    expect(findings(template(volume({ Encrypted: If('IsOn', true, { 'Fn::ImportValue': 'x' }) })))).toEqual(
      [],
    );
    expect(findings(template(volume({ Encrypted: If('IsOn', { 'Fn::ImportValue': 'x' }, true) })))).toEqual([
      'review Properties.Encrypted null: "x" is imported from another stack',
    ]);
  });

  test('on a condition that is not defined is an error, and may go either way', () => {
    const report = check(
      [
        {
          file: 'app.json',
          text: JSON.stringify(template(volume({ Encrypted: If('IsOnn', true, false) })), null, 1),
        },
      ],
      { ruleSet: [encrypted] },
    );
    expect(report.findings.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'warning: when IsOnn is false: not encrypted',
    ]);
    expect(report.errors).toEqual([
      {
        file: 'app.json',
        line: 44,
        column: 7,
        message: 'the condition IsOnn is not defined; did you mean IsOn?',
      },
    ]);
  });

  test('that asks for itself ends', () => {
    const circular = {
      ...template(volume({ Encrypted: If('A', false, false) })),
      Conditions: { A: { Condition: 'B' }, B: { 'Fn::Not': [{ Condition: 'A' }] } },
    };
    expect(findings(circular)).toEqual(['error Properties.Encrypted null: not encrypted']);
  });

  test('a resource under a condition fails where it exists', () => {
    expect(findings(template(volume({}, { Condition: 'IsOn' })))).toEqual([
      'error Properties.Encrypted null: not encrypted',
    ]);
    expect(findings(template(volume({}, { Condition: 'IsOff' })))).toEqual([
      'warning Properties.Encrypted {"IsOff":true}: when IsOff is true (Mode is off): not encrypted',
    ]);
  });
});

test('what fails whatever an unknown value is fails, though the reason differs', () => {
  const either: Rule = {
    ...encrypted,
    check: (one) =>
      one
        .property('Encrypted')
        .expect((value) => ({ verdict: 'fail', message: value.is(true) ? 'so' : 'or so' })),
  };
  const template = {
    Parameters: { E: { Type: 'String' } },
    Resources: { V: volume({ Encrypted: Ref('E') }) },
  };
  expect(findings(template, [either])).toEqual(['error Properties.Encrypted null: or so']);
});

test('one place says the worst that happens there', () => {
  const graded: Rule = {
    ...encrypted,
    check: (one) =>
      one.property('Encrypted').expect((value) =>
        value.is(true)
          ? undefined
          : {
              verdict: 'fail',
              message: `size ${one.get('Size').text}`,
              ...(one.get('Size').is(8) && { severity: 'info' }),
            },
      ),
  };
  const template = {
    Parameters: { Size: { Type: 'Number', AllowedValues: [8, 16], Default: 16 } },
    Resources: { V: volume({ Size: Ref('Size') }) },
  };
  expect(findings(template, [graded])).toEqual([
    'error Properties.Encrypted {"Size":"16"}: when Size is 16: size 16',
  ]);
});

test('what fails in the same words everywhere is as bad as at its worst, in whatever order that is met', () => {
  const graded: Rule = {
    ...encrypted,
    check: (one) =>
      one.property('Encrypted').expect(() => ({
        verdict: 'fail',
        message: 'not encrypted',
        ...(one.get('Size').is(8) && { severity: 'info' }),
      })),
  };
  for (const AllowedValues of [
    [8, 16],
    [16, 8],
  ]) {
    const template = {
      Parameters: { Size: { Type: 'Number', AllowedValues } },
      Resources: { V: volume({ Size: Ref('Size') }) },
    };
    expect(findings(template, [graded])).toEqual(['error Properties.Encrypted null: not encrypted']);
  }
});

describe('what fails everywhere, and how badly hangs', () => {
  const graded: Rule = {
    ...encrypted,
    check: (one) =>
      one.property('Encrypted').expect(() => ({
        verdict: 'fail',
        message: one.get('Size').is(8) ? 'not encrypted, and small' : 'not encrypted',
        ...(one.get('Size').is(8) && { severity: 'info' }),
      })),
  };
  const sized = (parameter: object) => ({
    Parameters: { Size: { Type: 'Number', ...parameter } },
    Resources: { V: volume({ Size: Ref('Size') }) },
  });

  test('on what only deployment can tell, is to be reviewed: the words of neither case may be true', () => {
    expect(findings(sized({}), [graded])).toEqual([
      'review Properties.Encrypted null: Size has no default, so it is only known at deployment',
    ]);
  });

  test('on other values than the actual ones, is one lower there', () => {
    const sameWords: Rule = {
      ...graded,
      check: (one) =>
        one.property('Encrypted').expect(() => ({
          verdict: 'fail',
          message: 'not encrypted',
          severity: one.get('Size').is(8) ? 'info' : 'warning',
        })),
    };
    expect(findings(sized({ Default: 8, AllowedValues: [8, 16] }), [sameWords])).toEqual([
      'info Properties.Encrypted null: not encrypted',
    ]);
    expect(findings(sized({ Default: 16, AllowedValues: [8, 16] }), [sameWords])).toEqual([
      'warning Properties.Encrypted null: not encrypted',
    ]);
  });
});

describe('the environment', () => {
  const template = (name: string, value: string, initial: string) => ({
    Parameters: { Stage: { Type: 'String', Default: initial } },
    Conditions: { [name]: equals('Stage', value) },
    Resources: { V: volume({ Encrypted: If(name, true, false) }) },
  });

  test('is told by the name of a condition', () => {
    expect(findings(template('IsProd', 'prod', 'dev'))).toEqual([
      'info Properties.Encrypted {"IsProd":false}: when IsProd is false (Stage is not prod): not encrypted',
    ]);
    expect(findings(template('IsBig', 'big', 'small'))).toEqual([
      'error Properties.Encrypted {"IsBig":false}: when IsBig is false (Stage is not big): not encrypted',
    ]);
  });

  test('is told by the value of the parameter that a condition asks about, whatever that is called', () => {
    const large = {
      ...template('IsLarge', 'prod', 'dev'),
      Parameters: { Stage: { Type: 'String', AllowedValues: ['dev', 'test', 'prod'], Default: 'prod' } },
    };
    expect(findings(large)).toEqual([
      'info Properties.Encrypted {"IsLarge":false}: when IsLarge is false (Stage is not prod): not encrypted',
    ]);
  });

  test('does not matter to what fails in the others too, though a value speaks of it', () => {
    const named: Rule = {
      ...encrypted,
      check: (one) =>
        one.property('Encrypted').expect((value) => {
          const name = one.get('AvailabilityZone').outline;
          return value.is(true) ? undefined : { verdict: 'fail', message: name && 'not encrypted' };
        }),
    };
    const byDefault = {
      Parameters: { Stage: { Type: 'String', Default: 'dev' } },
      Resources: { V: volume({ AvailabilityZone: { 'Fn::Sub': '${Stage}-a' } }) },
    };
    expect(findings(byDefault, [named])).toEqual(['error Properties.Encrypted null: not encrypted']);
  });

  test('is told by the value of a parameter', () => {
    const byValue = {
      Parameters: { Stage: { Type: 'String', AllowedValues: ['dev', 'prod'], Default: 'prod' } },
      Mappings: { Encrypt: { dev: { on: 'false' }, prod: { on: 'true' } } },
      Resources: { V: volume({ Encrypted: { 'Fn::FindInMap': ['Encrypt', Ref('Stage'), 'on'] } }) },
    };
    expect(findings(byValue)).toEqual([
      'info Properties.Encrypted {"Stage":"dev"}: when Stage is dev: not encrypted',
    ]);
  });

  test('is told by a given value, and by the option', () => {
    const plain = { Parameters: { Stage: { Type: 'String' } }, Resources: { V: volume({}) } };
    expect(findings(plain)).toEqual(['error Properties.Encrypted null: not encrypted']);
    expect(findings(plain, [encrypted], { parameters: { Stage: 'dev' } })).toEqual([
      'info Properties.Encrypted null: not encrypted',
    ]);
    expect(findings(plain, [encrypted], { environment: 'non-production' })).toEqual([
      'info Properties.Encrypted null: not encrypted',
    ]);
    expect(findings(plain, [encrypted], { environment: 'non-production', profile: 'pci' })).toEqual([
      'error Properties.Encrypted null: not encrypted',
    ]);
  });

  test('is told by the words of the organisation', () => {
    const environmentWords = { production: ['golden'], nonProduction: ['playground'] };
    const stages = {
      Parameters: { Stage: { Type: 'String', Default: 'golden' } },
      Conditions: { IsGolden: { 'Fn::Equals': [Ref('Stage'), 'golden'] } },
      Resources: { V: volume({ Encrypted: If('IsGolden', true, false) }) },
    };
    const open = { Parameters: { Stage: { Type: 'String' } }, Resources: { V: volume({}) } };
    expect(findings(stages)).toEqual([
      'warning Properties.Encrypted {"IsGolden":false}: when IsGolden is false (Stage is not golden): not encrypted',
    ]);
    expect(findings(stages, [encrypted], { environmentWords })).toEqual([
      'info Properties.Encrypted {"IsGolden":false}: when IsGolden is false (Stage is not golden): not encrypted',
    ]);
    expect(findings(open, [encrypted], { environmentWords, parameters: { Stage: 'playground' } })).toEqual([
      'info Properties.Encrypted null: not encrypted',
    ]);
  });
});

describe('a mapping', () => {
  const template = (entries: object) => ({
    Mappings: { ByRegion: entries },
    Resources: { V: volume({ Encrypted: { 'Fn::FindInMap': ['ByRegion', Ref('AWS::Region'), 'on'] } }) },
  });

  test('ranges over its keys where the key is a pseudo parameter', () => {
    expect(findings(template({ 'eu-west-1': { on: true }, 'eu-west-2': { on: 'true' } }))).toEqual([]);
    expect(findings(template({ 'eu-west-1': { on: true }, 'eu-west-2': { on: false } }))).toEqual([
      'warning Properties.Encrypted {"AWS::Region":"eu-west-2"}: when AWS::Region is eu-west-2: not encrypted',
    ]);
    expect(
      findings(template({ 'eu-west-1': { on: true }, 'eu-west-2': { on: false } }), [encrypted], {
        parameters: { 'AWS::Region': 'eu-west-1' },
      }),
    ).toEqual([]);
  });

  test('keeps its key in step with a condition', () => {
    const inStep = {
      Conditions: { Here: { 'Fn::Equals': [Ref('AWS::Region'), 'eu-west-1'] } },
      Mappings: { ByRegion: { 'eu-west-1': { on: false }, 'eu-west-2': { on: true } } },
      Resources: {
        V: volume({
          Encrypted: If('Here', true, { 'Fn::FindInMap': ['ByRegion', Ref('AWS::Region'), 'on'] }),
        }),
      },
    };
    expect(findings(inStep)).toEqual([]);
  });

  test('without the key is unknown', () => {
    const template = {
      Parameters: { Size: { Type: 'String', Default: 'xl' } },
      Mappings: { Sizes: { s: { on: true } } },
      Resources: { V: volume({ Encrypted: { 'Fn::FindInMap': ['Sizes', Ref('Size'), 'on'] } }) },
    };
    expect(findings(template)).toEqual([
      'review Properties.Encrypted null: which entry of the mapping Sizes applies is only known at deployment',
    ]);
  });
});

describe('a list', () => {
  const tag = (value: unknown) => ({ Key: 'k', Value: value });

  test('is judged element by element, each with its own scenario', () => {
    const template = {
      Parameters: { A: { Type: 'String', Default: 'no' }, B: { Type: 'String', Default: 'no' } },
      Conditions: { WithA: equals('A', 'yes'), WithB: equals('B', 'yes') },
      Resources: {
        V: volume({
          Tags: [If('WithA', tag('bad'), NoValue), tag('good'), If('WithB', tag('good'), tag('bad'))],
        }),
      },
    };
    expect(findings(template, [eachTag])).toEqual([
      'warning Properties.Tags[0].Value {"WithA":true}: when WithA is true (A is yes): a bad tag',
      'error Properties.Tags[2].Value {"WithB":false}: when WithB is false (B is not yes): a bad tag',
    ]);
  });

  test('as a whole in a branch', () => {
    const template = {
      Parameters: { A: { Type: 'String', Default: 'no' } },
      Conditions: { WithA: equals('A', 'yes') },
      Resources: { V: volume({ Tags: If('WithA', [tag('bad')], [tag('good'), tag('bad')]) }) },
    };
    expect(findings(template, [eachTag])).toEqual([
      'warning Properties.Tags[0].Value {"WithA":true}: when WithA is true (A is yes): a bad tag',
      'error Properties.Tags[1].Value null: a bad tag', // wherever that element exists
    ]);
  });

  test('of unknown length is unknown', () => {
    const template = {
      Parameters: { T: { Type: 'CommaDelimitedList' } },
      Resources: { V: volume({ Tags: Ref('T') }) },
    };
    expect(findings(template, [eachTag])).toEqual([
      'review Properties.Tags.Value null: T has no default, so it is only known at deployment',
    ]);
  });

  test('of forty conditional elements takes forty looks, not 2^40', () => {
    const names = Array.from({ length: 40 }, (_, index) => `P${index}`);
    const template = {
      Parameters: Object.fromEntries(names.map((name) => [name, { Type: 'String', Default: 'no' }])),
      Conditions: Object.fromEntries(names.map((name) => [`With${name}`, equals(name, 'yes')])),
      Resources: { V: volume({ Tags: names.map((name) => If(`With${name}`, tag('bad'), NoValue)) }) },
    };
    expect(findings(template, [eachTag])).toHaveLength(40);
  });
});

test('more scenarios than are looked at end in a review, not in a pass', () => {
  const names = Array.from({ length: 12 }, (_, index) => `P${index}`);
  const nested = names.reduce(
    (inner: unknown, name) => If(`With${name}`, inner, If(`With${name}`, true, inner)),
    true,
  );
  const template = {
    Parameters: Object.fromEntries(names.map((name) => [name, { Type: 'String' }])),
    Conditions: Object.fromEntries(names.map((name) => [`With${name}`, equals(name, 'yes')])),
    Resources: { V: volume({ Encrypted: nested }) },
  };
  expect(findings(template)).toEqual([
    'review Properties.Encrypted null: more than 256 scenarios matter here, and those looked at comply',
  ]);
});

describe('text', () => {
  const parameter = (value: unknown) => ({
    Type: 'AWS::SSM::Parameter',
    Properties: { Type: 'String', Value: value },
  });

  test('is found in the literal fragments of Fn::Sub and Fn::Join', () => {
    const template = {
      Parameters: { Name: { Type: 'String' } },
      Conditions: { A: { 'Fn::Equals': [Ref('Name'), 'x'] } },
      Resources: {
        Sub: parameter({ 'Fn::Sub': 'my-secret-${Name}' }),
        Join: parameter({ 'Fn::Join': ['-', [Ref('Name'), 'a secret']] }),
        Branch: parameter({ 'Fn::Join': ['', ['x', If('A', 'secret', 'y')]] }),
        Base64: parameter({ 'Fn::Base64': { 'Fn::Sub': '${!Literal} secret' } }),
      },
    };
    expect(findings(template, [noWords])).toEqual([
      'error Properties.Value null: my-secret-${Name} tells',
      'error Properties.Value null: ${Name}-a secret tells',
      'warning Properties.Value {"A":true}: when A is true (Name is x): xsecret tells',
      'error Properties.Value null: ${Literal} secret tells',
    ]);
  });

  test('of a parameter is not text of the template', () => {
    const template = {
      Parameters: { Name: { Type: 'String', Default: 'secret' } },
      Resources: { P: parameter({ 'Fn::Sub': 'a-${Name}' }), Q: parameter(Ref('Name')) },
    };
    expect(findings(template, [noWords])).toEqual([]);
  });
});

test('a macro or transform that may add what is absent leaves it unknown', () => {
  const transform = { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://b/k' } } };
  expect(findings({ Resources: { V: volume(transform) } })).toEqual([
    'review Properties.Encrypted null: Fn::Transform is only known at deployment',
  ]);
  expect(findings({ Resources: { V: volume({ Size: 8, ...transform }) } })).toEqual([
    'review Properties.Encrypted null: Fn::Transform beside it may add it',
  ]);
  expect(findings({ Resources: { V: volume({ Size: 8, ...transform }) } }, [eachTag])).toEqual([
    'review Properties.Tags.Value null: Fn::Transform beside it may add it',
  ]);
  expect(findings({ Resources: { V: volume(transform) } }, [eachTag])).toEqual([
    'review Properties.Tags.Value null: Fn::Transform is only known at deployment',
  ]);
  expect(findings({ Transform: 'Company', Resources: { V: volume({ Size: 8 }) } })).toEqual([
    'review Properties.Encrypted null: the macro Company may add it',
  ]);
});

test('a rule that throws is an error of the check, not a finding, and others go on', () => {
  const broken: Rule = {
    ...encrypted,
    id: 'broken',
    check: () => {
      throw new Error('oops');
    },
  };
  const text = JSON.stringify({ Resources: { V: volume({}) } });
  const report = check([{ file: 'app.json', text }], { ruleSet: [broken, encrypted] });
  expect(report.findings.map(({ ruleId }) => ruleId)).toEqual(['encrypted']);
  expect(report.errors).toEqual([
    {
      file: 'app.json',
      line: null,
      column: null,
      message: 'the rule broken failed on V: oops (a defect of the rule, please report it)',
    },
  ]);
});

test('a value that its parameter does not allow is an error', () => {
  const template = {
    Parameters: { Stage: { Type: 'String', AllowedValues: ['dev', 'prod'] } },
    Resources: { V: volume({ Encrypted: true }) },
  };
  const report = check([{ file: 'a', text: JSON.stringify(template) }], {
    ruleSet: [encrypted],
    parameters: { Stage: 'devv' },
  });
  expect(report.errors).toEqual([
    { file: 'a', line: 1, column: 16, message: 'Stage is given as devv, but allows dev, prod' },
  ]);
});

test('unknown names get a question back', () => {
  const text = JSON.stringify({ Resources: { V: volume({}) } });
  expect(() => check([{ file: 'a', text }], { rules: ['codedeploy-rolback-enabled'] })).toThrow(
    'there is no rule "codedeploy-rolback-enabled"; did you mean "codedeploy-rollback-enabled"?',
  );
  expect(
    check([{ file: 'a', text }], { ruleSet: [encrypted], parameters: { 'AWS::Regoin': 'x' } }).errors,
  ).toEqual([
    {
      file: '',
      line: null,
      column: null,
      message: 'no template has a parameter AWS::Regoin; did you mean AWS::Region?',
    },
  ]);
});

test('what fails in other words elsewhere is told once, in the words of what is deployed', () => {
  const named: Rule = rule({
    ...encrypted,
    severityIn: {},
    check: (of) =>
      of
        .property('Encrypted')
        .expect((value) =>
          value.is(true)
            ? undefined
            : { verdict: 'fail', message: of.get('Size').is(1) ? 'a small one' : 'a large one' },
        ),
  });
  const template = {
    Parameters: { Mode: { Type: 'String', Default: 'on' } },
    Conditions: { IsOn: equals('Mode', 'on') },
    Resources: { V: volume({ Encrypted: false, Size: If('IsOn', 1, 2) }) },
  };
  expect(findings(template, [named])).toEqual(['error Properties.Encrypted null: a small one']);
});
