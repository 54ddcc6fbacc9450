import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rule, rules } from '../../lib';
import { type CheckOptions, checkSources } from '../../lib/check';
import { findConfiguration } from '../../lib/configuration/find';
import { loadConfiguration } from '../../lib/configuration/load';
import { configurationSchema } from '../../lib/configuration/schema';
import { ROOT } from '../../scripts/registry';

const ROLLBACK = 'codedeploy-rollback-enabled';
const OFF = 'Group: automatic rollback is off';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'competency-nag-'));
  mkdirSync(join(folder, '.git'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, text: string): string {
  const path = join(folder, file);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const load = (text: string) => loadConfiguration(write('competency-nag.yaml', text));

const TEMPLATE = {
  Parameters: { Enabled: { Type: 'String' }, Stage: { Type: 'String' } },
  Resources: {
    Group: {
      Type: 'AWS::CodeDeploy::DeploymentGroup',
      Properties: {
        ApplicationName: 'shop',
        ServiceRoleArn: 'arn:aws:iam::111122223333:role/deploy',
        AutoRollbackConfiguration: { Enabled: { Ref: 'Enabled' }, Events: ['DEPLOYMENT_FAILURE'] },
      },
    },
  },
};

function found(
  config: string,
  { file = 'template.json', ...options }: CheckOptions & { file?: string } = {},
) {
  const template = JSON.parse(JSON.stringify(TEMPLATE));
  if (!config.includes('parameters'))
    template.Resources.Group.Properties.AutoRollbackConfiguration.Enabled = false;
  const source = { file: join(folder, file), text: JSON.stringify(template) };
  const { report } = checkSources([source], { ...options, configuration: load(config) });
  return report.findings
    .filter(({ logicalId }) => logicalId === 'Group')
    .filter(({ ruleId }) => ruleId === ROLLBACK || ruleId.startsWith('acme'))
    .map(({ severity, verdict, ruleId, message }) =>
      [verdict === 'review' ? verdict : severity, ruleId === ROLLBACK ? '' : ruleId, `Group: ${message}`]
        .filter(Boolean)
        .join(' '),
    );
}

describe('what it says holds', () => {
  test('a severity in place of the rule’s own', () => {
    expect(found('{}')).toEqual([`error ${OFF}`]);
    expect(found(`rules: { ${ROLLBACK}: info }`)).toEqual([`info ${OFF}`]);
    expect(found(`rules: { ${ROLLBACK}: { severity: warning } }`)).toEqual([`warning ${OFF}`]);
  });

  test.each(['off', '"off"', '{ severity: off }'])('a rule that is switched off: %s', (off) => {
    expect(found(`rules: { ${ROLLBACK}: ${off} }`)).toEqual([]);
  });

  test('parameters, with the zeros that they are written with', () => {
    expect(load('parameters: { Account: 012345678901, Enabled: false }').parameters).toEqual({
      Account: '012345678901',
      Enabled: 'false',
    });
    expect(found('parameters: { Enabled: false }')).toEqual([`error ${OFF}`]);
    expect(found('parameters: { Enabled: false }', { parameters: { Enabled: 'true' } })).toEqual([]);
  });

  test('an environment, and its words', () => {
    const config = (words: string) =>
      `parameters: { Stage: canary, Enabled: false }\nenvironmentWords: { ${words} }`;
    const standards = loadConfiguration(write('c.yaml', config('nonProduction: [Canary]'))).environmentWords;
    expect(standards?.nonProduction).toEqual(['canary']);
    expect(standards?.production).toContain('prod');
  });
});

describe('overrides', () => {
  const config = `rules: { ${ROLLBACK}: warning }
overrides:
  - files: legacy/**
    rules: { ${ROLLBACK}: info }
  - files: [legacy/old/*.json]
    rules: { ${ROLLBACK}: off }
`;
  test.each([
    ['template.json', [`warning ${OFF}`]],
    ['legacy/a/b.json', [`info ${OFF}`]],
    ['legacy/old/b.json', []],
  ])('the last that names the file wins: %s', (file, expected) => {
    expect(found(config, { file })).toEqual(expected);
  });
});

describe('extends', () => {
  test('a file, whose values it changes', () => {
    write('base/org.yaml', `rules: { ${ROLLBACK}: info }\nprofile: pci\n`);
    const merged = load(`extends: ./base/org.yaml\nrules: { ${ROLLBACK}: warning }\n`);
    expect(merged.profile).toBe('pci');
    expect(merged.rules.get(ROLLBACK)).toEqual({ severity: 'warning' });
  });

  test('a package', () => {
    write(
      'node_modules/@acme/nag-config/package.json',
      '{ "name": "@acme/nag-config", "main": "competency-nag.json" }',
    );
    write('node_modules/@acme/nag-config/competency-nag.json', '{ "profile": "strict", "failOn": "review" }');
    expect(load("extends: ['@acme/nag-config']")).toMatchObject({ profile: 'strict', failOn: 'review' });
  });

  test.each([
    ['a package that is missing', '"@acme/none"', ':1:10: the package "@acme/none" is not installed here'],
    ['a file that is missing', './none.yaml', ':1:10: there is no file {folder}/none.yaml'],
    ['itself', './competency-nag.yaml', '{folder}/competency-nag.yaml extends itself'],
  ])('%s is an error', (_, base, message) => {
    expect(() => load(`extends: ${base}`)).toThrow(message.replaceAll('{folder}', folder));
  });

  test('what it declares unwaivable can be neither switched off, lowered nor excluded', () => {
    write('org.yaml', `unwaivable: [${ROLLBACK}]`);
    const softened = (setting: string) => load(`extends: ./org.yaml\nrules: { ${ROLLBACK}: ${setting} }`);
    expect(() => softened('off')).toThrow(
      `competency-nag.yaml:2:10: ${ROLLBACK} is declared unwaivable, so it cannot be switched off`,
    );
    expect(() => softened('info')).toThrow('so it cannot be lowered to info');
    expect(softened('error').rules.get(ROLLBACK)).toEqual({ severity: 'error' });
    expect(() => load(`extends: ./org.yaml\noverrides: [{ files: x, rules: { ${ROLLBACK}: off } }]`)).toThrow(
      'so it cannot be switched off',
    );
    expect(() => found('extends: ./org.yaml', { exclude: [ROLLBACK] })).toThrow(
      `${ROLLBACK} is unwaivable, so it cannot be excluded`,
    );
  });

  test.each([
    ['switches it off for some', `overrides: [{ files: '**', rules: { ${ROLLBACK}: off } }]`, 'switched off'],
    ['switches it off', `rules: { ${ROLLBACK}: off }`, 'switched off'],
    ['lowers it', `rules: { ${ROLLBACK}: info }`, 'lowered to info'],
  ])('nor can it by what stands beside it and %s', (_, soft, message) => {
    write('org.yaml', `unwaivable: [${ROLLBACK}]`);
    write('soft.yaml', soft);
    for (const order of ['./soft.yaml, ./org.yaml', './org.yaml, ./soft.yaml'])
      expect(() => load(`extends: [${order}]`)).toThrow(
        `${ROLLBACK} is declared unwaivable, so it cannot be ${message}`,
      );
  });

  test('nor by its options; but what declares it may set it, and what it extends', () => {
    const AMI = 'ec2-root-volumes-encrypted';
    const options = `${AMI}: { options: { assumeEbsEncryptionByDefault: true } }`;
    write('base.yaml', `rules: { ${AMI}: info }`);
    write('org.yaml', `extends: ./base.yaml\nunwaivable: [${AMI}]\nrules: { ${options} }`);
    expect(load('extends: ./org.yaml').unwaivable).toEqual(new Set([AMI]));
    expect(() => load(`extends: ./org.yaml\nrules: { ${options} }`)).toThrow('its options cannot be changed');
  });

  test('what two of them extend counts once', () => {
    const acme = `module.exports = { id: 'acme', title: 't', severity: 'error', control: 'C', why: 'w', fix: 'f', docs: [], checkTemplate() {} };`;
    write('rules/acme.js', acme);
    write('org.yaml', 'ownRules: ./rules\nfailOn: info');
    write('a.yaml', 'extends: ./org.yaml\nfailOn: warning');
    write('b.yaml', 'extends: ./org.yaml');
    const { ruleSet, failOn } = load('extends: [./a.yaml, ./b.yaml]');
    expect([ruleSet.length, failOn]).toEqual([rules.length + 1, 'warning']);
  });

  test('a file that looks like a package is pointed out', () => {
    write('org.yaml', '{}');
    expect(() => load('extends: org.yaml')).toThrow('the file beside this one is "./org.yaml"');
  });
});

describe('files of an override', () => {
  const off = (files: string) => found(`overrides: [{ files: ${files}, rules: { ${ROLLBACK}: off } }]`, FILE);
  const FILE = { file: 'sandbox/prod/t.json' };
  const COUNTS = [`error ${OFF}`];

  test('what one with an exclamation mark names is left out', () => {
    expect(off("['sandbox/**']")).toEqual([]);
    expect(off("['sandbox/**', '!sandbox/prod/**']")).toEqual(COUNTS);
    expect(off("['!sandbox/prod/**', '**']")).toEqual(COUNTS);
    expect(off("['**', '!other/**']")).toEqual([]);
    expect(() => off("'!other/**'")).toThrow('files only says what is left out');
  });

  test('a folder stands for what lies below it', () => {
    for (const folder of ['sandbox', 'sandbox/', './sandbox/prod']) expect(off(folder)).toEqual([]);
    for (const other of ['sand', 'prod', 'sandbox/*']) expect(off(`'${other}'`)).toEqual(COUNTS);
  });
});

describe('own rules', () => {
  const own = `const { rule, fail } = require(${JSON.stringify(join(ROOT, 'lib'))});
module.exports = rule({
  id: 'acme-groups-have-a-name', title: 'Groups have a name', severity: 'warning', control: 'ACME',
  resources: ['AWS::CodeDeploy::DeploymentGroup'], why: 'w', fix: 'f', docs: [],
  options: { name: { default: 'x', description: 'The name.' } },
  check: (group, { name }) => group.property('DeploymentGroupName').mustBe(name, \`the name is not \${name}\`),
});`;

  test('of a folder, in the same shape as the built-in ones, with options', () => {
    write('rules/naming/acme-groups-have-a-name.js', own);
    expect(found('ownRules: ./rules')).toEqual([
      'warning acme-groups-have-a-name Group: the name is not x',
      `error ${OFF}`,
    ]);
    expect(
      found(
        'ownRules: ./rules\nrules: { acme-groups-have-a-name: { severity: error, options: { name: z } } }',
      ),
    ).toEqual(['error acme-groups-have-a-name Group: the name is not z', `error ${OFF}`]);
  });

  test('of a package that lists them', () => {
    write('node_modules/acme-rules/index.js', `exports.rules = [require('./one')];`);
    write('node_modules/acme-rules/one.js', own);
    expect(load('ownRules: acme-rules').ruleSet).toHaveLength(rules.length + 1);
  });

  test.each([
    ['a package that is missing', 'none', '', 'none cannot be loaded: Cannot find module'],
    ['a folder without rules', './empty', 'empty/readme.txt', './empty holds no rule'],
    [
      'what is no rule',
      './bad',
      'bad/a.js',
      'bad/a.js: exports something without an id in kebab-case (it is undefined)',
    ],
  ])('%s is an error, at its line', (_, from, file, message) => {
    if (file) write(file, '');
    expect(() => load(`ownRules: ${from}`)).toThrow(/competency-nag\.yaml:1:11: /);
    expect(() => load(`ownRules: ${from}`)).toThrow(message);
  });

  test('a rule that exists already, or checks nothing, is an error', () => {
    write(
      'rules/a.js',
      `module.exports = { id: '${ROLLBACK}', title: 't', severity: 'error', control: 'C', why: 'w', fix: 'f', docs: [], checkTemplate() {} };`,
    );
    expect(() => load('ownRules: ./rules')).toThrow(`there is a rule ${ROLLBACK} already`);
    write(
      'more/a.js',
      `module.exports = { id: 'acme', title: 't', severity: 'error', control: 'C', why: 'w', fix: 'f', docs: [] };`,
    );
    expect(() => load('ownRules: ./more')).toThrow('the rule acme checks nothing');
  });

  test.each([
    ['docs: undefined', 'no docs: an address, or a list of them'],
    ["resources: 'AWS::SNS::Topic'", 'resources that are no list of texts'],
    ["aliases: 'a'", 'aliases that are no list of texts'],
    ["severityIn: { 'non-production': 'off' }", 'a severityIn that holds something else than error'],
    ['options: { a: 1 }', 'options without description and default'],
    ['resources: [], check() {}, checkTemplate: undefined', 'checks nothing'],
  ])('a rule with %s is an error', (part, message) => {
    const definition = `id: 'acme', title: 't', severity: 'error', control: 'C', why: 'w', fix: 'f', docs: []`;
    write('rules/a.js', `module.exports = { ${definition}, checkTemplate() {}, ${part} };`);
    expect(() => load('ownRules: ./rules')).toThrow(message);
  });

  test('an ES module is an error, not passed over', () => {
    write('rules/a.js', own);
    write('rules/b.mjs', 'export default {};');
    expect(() => load('ownRules: ./rules')).toThrow('b.mjs: rules are CommonJS modules, .js or .cjs');
  });

  test('a folder that looks like a package is pointed out', () => {
    expect(() => load('ownRules: rules')).toThrow('a folder or file begins with "./"');
  });
});

describe('mistakes', () => {
  test('what is told of them steers no terminal, and starts no command of a CI system', () => {
    expect(() => load('"\\u001b[31mk\\n::error::z": 1')).toThrow(
      'there is no key "\uFFFD[31mk\uFFFD::error::z" here',
    );
  });

  test.each([
    ['a key', 'fialOn: error', ':1:1: there is no key "fialOn" here; did you mean "failOn"?'],
    ['a value', 'failOn: errors', ':1:9: failOn is "errors"; it can be error, warning, info, review, never'],
    ['a type', 'linked: maybe', ':1:9: linked must be true or false'],
    [
      'a rule',
      `rules: { codedeploy-rolback-enabled: off }`,
      `:1:10: there is no rule "codedeploy-rolback-enabled"; did you mean "${ROLLBACK}"?`,
    ],
    [
      'a severity',
      `rules: { ${ROLLBACK}: fatal }`,
      `${ROLLBACK} is "fatal"; it can be error, warning, info, off`,
    ],
    ['an option', `rules: { ${ROLLBACK}: { options: { x: 1 } } }`, 'there is no key "x" here'],
    ['a rule of overrides', `overrides: [{ files: x, rules: { nope: off } }]`, 'there is no rule "nope"'],
    ['a missing key', 'overrides: [{ profile: pci }]', '"files" is missing'],
    ['the syntax', 'a: [', 'competency-nag.yaml'],
    ['no map', '[]', 'is no map of keys and values'],
    ['a key twice', 'failOn: error\nfailOn: info', ':2:1: the key "failOn" is there twice'],
    [
      'unwaivable and off',
      `unwaivable: [${ROLLBACK}]\nrules: { ${ROLLBACK}: off }`,
      `${ROLLBACK} is unwaivable, but it is switched off`,
    ],
  ])('%s: said with its place', (_, text, message) => {
    expect(() => load(text)).toThrow(message);
  });

  test('all at once', () => {
    expect(() => load('failOn: x\nlinked: perhaps')).toThrow(/:1:9: failOn[^\n]*\n[^\n]*:2:9: linked/);
  });
});

describe('where it is found', () => {
  test('in the folder, or above, up to the root of the repository', () => {
    write('competency-nag.json', '{}');
    mkdirSync(join(folder, 'a/b'), { recursive: true });
    expect(findConfiguration(join(folder, 'a/b'))).toMatch(/competency-nag\.json$/);
    mkdirSync(join(folder, 'a/.git'));
    expect(findConfiguration(join(folder, 'a/b'))).toBeUndefined();
  });

  test('two in one folder are an error', () => {
    write('competency-nag.json', '{}');
    write('competency-nag.yml', '{}');
    expect(() => findConfiguration(folder)).toThrow(
      'competency-nag.yml and competency-nag.json: keep one of them',
    );
  });
});

test('the schema has every rule, with its options', () => {
  const named = rule({
    id: 'acme',
    title: 'Acme',
    severity: 'info',
    control: 'C',
    why: 'w',
    fix: 'f',
    docs: [],
    options: { words: { default: ['a'], description: 'Words.' }, most: { default: 3, description: 'Most.' } },
    checkTemplate: () => [],
  });
  const { definitions } = configurationSchema([...rules, named]) as {
    definitions: {
      rules: {
        properties: Record<string, { description: string; then: { properties: { options: object } } }>;
      };
    };
  };
  const { properties } = definitions.rules;
  expect(Object.keys(properties)).toEqual([...rules.map(({ id }) => id), 'acme']);
  expect(properties.acme?.description).toBe('Acme.');
  expect(properties.acme?.then.properties.options).toEqual({
    type: 'object',
    properties: {
      words: { type: 'array', items: { type: 'string' }, description: 'Words.', default: ['a'] },
      most: { type: 'number', description: 'Most.', default: 3 },
    },
    additionalProperties: false,
  });
});
