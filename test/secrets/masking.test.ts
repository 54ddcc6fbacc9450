import { checkSources } from '../../lib/check';
import { json } from '../../lib/reports/json';
import { pretty } from '../../lib/reports/pretty';
import { sarif } from '../../lib/reports/sarif';
import { rules } from '../../rules';

const outputsOf = (...texts: string[]) => {
  const sources = texts.map((text, index) => ({ file: `${index}.yaml`, text }));
  const result = checkSources(sources);
  return [pretty(result, { verbose: true, colour: false }), json(result), sarif(result)].join('\n');
};

const database = (password: string, sections = '') => `${sections}
Resources:
  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      DBInstanceClass: db.t4g.micro
      MasterUserPassword: ${password}
`;

test.each([
  ['plain', 'tr0ub4dor', ['tr0ub4dor']],
  ['with characters that mean something in patterns', "'a.*[b](c)$1$&+?'", ['a.*[b](c)$1$&+?']],
  ['with a single quote', "'it''s-tr0ub4dor'", ['tr0ub4dor']],
  ['with escapes', '"tr0\\u0075b\\"4dor"', ['4dor', 'tr0']],
  ['joined of pieces', '!Join ["-", [tr0ub, 4dor]]', ['tr0ub', '4dor']],
  ['joined of short pieces', '!Join ["", [tr0, ub4, dor]]', ['tr0', 'ub4', 'dor']],
  ['with a dollar sign of Fn::Sub', '!Sub "tr0ub${!x}4dor"', ['tr0ub', '4dor']],
  ['in both branches', '!If [Either, tr0ub4dor, c0rrecth0rse]', ['tr0ub4dor', 'c0rrecth0rse']],
])('a secret shows in no output: %s', (_, password, hidden) => {
  const either = 'Conditions: {Either: !Equals [!Ref AWS::Region, eu-west-1]}';
  const shown = outputsOf(database(password, password.includes('Either') ? either : ''));
  expect(shown).toContain('MasterUserPassword is written in the template');
  for (const text of hidden) expect(shown).not.toContain(text);
});

test.each([300, 1300, 2600, 4000, 30_000])('a secret of %i characters shows no part of itself', (length) => {
  const words = Array.from({ length: length / 4 }, (_, index) => (index + 46_656).toString(36).slice(-4));
  const shown = outputsOf(
    JSON.stringify({
      Resources: {
        Database: {
          Type: 'AWS::RDS::DBInstance',
          Properties: {
            DBInstanceClass: 'db.t4g.micro',
            MasterUserPassword: words.join(''),
            StorageEncrypted: false,
          },
        },
      },
    }),
  );
  expect(shown).toContain('MasterUserPassword is written in the template');
  for (const piece of words.join('').match(/.{12}/g) ?? []) expect(shown).not.toContain(piece);
});

test.each([
  ['as Go writes JSON', '"Default":"tr0ub\\u00264dor"'],
  ['with an escaped slash', '"Default":"tr0ub\\/4dor"'],
])('a secret shows in no output: %s', (_, written) => {
  const shown = outputsOf(`{"Parameters":{"Password":{"Type":"String",${written}}},
    "Resources":{"Topic":{"Type":"AWS::SNS::Topic"}}}`);
  expect(shown).toContain('Password is named as a secret, and has a default');
  expect(shown).not.toContain('4dor');
});

test('a secret that begins another hides all of the other', () => {
  expect(outputsOf(database('tr0ub4dor'), database('tr0ub4dor-and-m0re'))).not.toContain('m0re');
});

test('a scenario does not tell the value of a secret', () => {
  const shown = outputsOf(`
Parameters:
  Password: {Type: String, AllowedValues: [tr0ub4dor, Retain]}
Resources:
  Table: {Type: AWS::Cassandra::Keyspace, DeletionPolicy: !Ref Password}
`);
  expect(shown).toContain('when Password is ****');
  expect(shown).not.toContain('tr0ub4dor');
});

test('an ordinary word is hidden where it is a secret, and stays readable elsewhere', () => {
  const shown = outputsOf(
    `${database('admin', 'Description: The admin of the database')}      DeletionProtection: admin\n`,
  );
  expect(shown).toContain('MasterUserPassword: ****');
  expect(shown).not.toContain('MasterUserPassword: admin');
});

test.each(['abc', '1', 'password'])('a short or ordinary password is hidden in its own frame: %s', (word) => {
  expect(outputsOf(database(word))).toContain('MasterUserPassword: ****');
});

test('an ordinary word on the line of another finding is hidden, too', () => {
  const shown = outputsOf(
    JSON.stringify({
      Resources: {
        Database: {
          Type: 'AWS::RDS::DBInstance',
          Properties: { StorageEncrypted: false, MasterUsername: 'admin', MasterUserPassword: 'admin' },
        },
      },
    }),
  );
  const frames = shown.split('\n').filter((line) => line.startsWith('1 | '));
  expect(frames.length).toBeGreaterThan(1);
  for (const frame of frames) expect(frame).not.toContain('"MasterUserPassword":"admin"');
});

test.each(['', ', AllowedValues: [tr0ub4dor, c0rrecth0rse]'])(
  'a scenario tells no value of a NoEcho parameter, though no rule found it%s',
  (more) => {
    const shown = outputsOf(`
Parameters:
  License: {Type: String, NoEcho: true${more}}
Conditions: {IsKnown: !Equals [!Ref License, tr0ub4dor]}
Resources:
  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      DBInstanceClass: db.t4g.micro
      StorageEncrypted: !If [IsKnown, true, false]
`);
    expect(shown).toMatch(/IsKnown is false/);
    const frames = /\bAllowedValues: |\bIsKnown: /;
    const told = shown.split('\n').filter((line) => !frames.test(line));
    expect(told.join('\n')).not.toMatch(/tr0ub4dor|c0rrecth0rse/);
  },
);

test('a waiver does not tell the secret that it accepts', () => {
  const shown = outputsOf(`
Resources:
  Database:
    Type: AWS::RDS::DBInstance
    Metadata:
      competency-nag:
        waivers:
          - {rule: secret-properties-not-literal, reason: all know tr0ub4dor, owner: tr0ub4dor-team}
    Properties:
      DBInstanceClass: db.t4g.micro
      MasterUserPassword: tr0ub4dor
`);
  expect(shown).toContain('all know ****');
  expect(shown).not.toContain('tr0ub4dor');
});

test('the default of a NoEcho parameter is not told by another rule that runs alone', () => {
  const text = `Parameters: {Zone: {Type: String, NoEcho: true, Default: c0rrecth0rse}}
Resources:
  Files: {Type: AWS::S3::Bucket, Properties: {VersioningConfiguration: {Status: !Ref Zone}}}
  Bus: {Type: AWS::Events::EventBusPolicy, Properties: {StatementId: !Ref Zone, Principal: '*', Action: events:PutEvents}}
`;
  for (const { id } of rules) {
    const result = checkSources([{ file: 'a.yaml', text }], { rules: [id] });
    expect(pretty(result, { verbose: true, colour: false })).not.toContain('c0rrecth0rse');
    expect(json(result)).not.toContain('c0rrecth0rse');
  }
});

test('what is given for a NoEcho parameter is not told where it is refused', () => {
  const text = `
Parameters: {License: {Type: String, NoEcho: true, AllowedValues: [c0rrecth0rse]}}
Resources: {Topic: {Type: AWS::SNS::Topic}}
`;
  const { report } = checkSources([{ file: 'a.yaml', text }], { parameters: { License: 'tr0ub4dor' } });
  expect(report.errors.map(({ message }) => message)).toEqual([
    'License is given a value that it does not allow',
  ]);
});

test('a scenario does not tell a short secret', () => {
  const shown = outputsOf(`
Parameters:
  Password: {Type: String, NoEcho: true, AllowedValues: [abc, Retain]}
Conditions: {IsShort: !Equals [!Ref Password, abc]}
Resources:
  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      DBInstanceClass: db.t4g.micro
      MasterUserPassword: !If [IsShort, abc, !Ref Password]
`);
  expect(shown).toContain('MasterUserPassword is written in the template');
  expect(shown).not.toContain('Password is abc');
});
