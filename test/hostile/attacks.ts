import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Input that somebody made to hang, to crash or to deceive the check, and what has to come of it. */
export interface Attack {
  name: string;
  /** Writes its files into an empty folder. */
  prepare(folder: string): void;
  args: readonly string[];
  /** What Node is started with, besides. */
  node?: readonly string[];
  status: 0 | 1 | 2;
  /** What is said: where it is refused the reason, else what was found. */
  says: RegExp;
  /** What must not be said anywhere. */
  hides?: RegExp;
}

const file =
  (name: string, text: string | (() => string)) =>
  (folder: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof text === 'string' ? text : text());
  };

const files =
  (all: Readonly<Record<string, string>>) =>
  (folder: string): void => {
    for (const [name, text] of Object.entries(all)) file(name, text)(folder);
  };

const times = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));
const json = (value: unknown) => JSON.stringify(value);
const bucket = (properties: object = {}) => ({ Type: 'AWS::S3::Bucket', Properties: properties });
const template = (resources: object, rest: object = {}) => json({ ...rest, Resources: resources });
const CHECKED = /1 template|2 templates|\d+ templates/;
const CHECK = ['check', '.', '--fail-on', 'never'];

/** A chain of two-way conditions, each made of the one before twice. */
const doublingConditions = (depth: number) => ({
  C0: { 'Fn::Equals': [{ Ref: 'P' }, 'a'] },
  ...Object.fromEntries(
    times(depth, (n) => [`C${n + 1}`, { 'Fn::And': [{ Condition: `C${n}` }, { Condition: `C${n}` }] }]),
  ),
});

const nestedIf = (depth: number): unknown =>
  depth === 0 ? 'Enabled' : { 'Fn::If': [`C${depth}`, nestedIf(depth - 1), 'Suspended'] };

/** Texts that make a careless regular expression try over and over. */
const TEXTS: Readonly<Record<string, string>> = {
  letters: 'a'.repeat(500_000),
  base64: 'QUJD'.repeat(100_000),
  'private-keys': '-----BEGIN RSA PRIVATE KEY-----'.repeat(10_000),
  'open-private-key': `-----BEGIN PRIVATE KEY-----${'A\\n'.repeat(100_000)}`,
  'key-names': 'aws_secret_access_key'.repeat(20_000),
  'key-names-and-signs': `secret${'-_'.repeat(100_000)}access`,
  'access-key-ids': 'AKIA'.repeat(100_000),
  addresses: 'https://user:'.repeat(40_000),
  'open-references': '{{resolve:'.repeat(50_000),
  'open-substitutions': '${'.repeat(200_000),
  regions: 'us-east-'.repeat(60_000),
  arns: 'arn:aws:'.repeat(60_000),
  assignments: 'password='.repeat(50_000),
  quotes: '\\"'.repeat(200_000),
  blanks: `${' '.repeat(500_000)}x`,
  lines: 'export A=\\\n'.repeat(50_000),
  options: '--'.repeat(200_000),
  ips: '1.1.1.1/'.repeat(60_000),
};

const placesOf = (text: string) =>
  template({
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Role: 'arn:aws:iam::111122223333:role/r',
        Handler: text,
        Code: { ZipFile: text },
        Environment: { Variables: { DB_PASSWORD: text, OTHER: { 'Fn::Sub': text } } },
      },
    },
    Build: {
      Type: 'AWS::CodeBuild::Project',
      Properties: { ServiceRole: text, Source: { Type: 'NO_SOURCE', BuildSpec: text } },
    },
    Instance: { Type: 'AWS::EC2::Instance', Properties: { UserData: { 'Fn::Base64': { 'Fn::Sub': text } } } },
    Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Name: text, Type: 'String', Value: text } },
    Policy: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: {
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: [text, `s3:${text}*`], Resource: text }] },
      },
    },
  });

const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];
const withEveryKey = (value: unknown) => `{${KEYS.map((key) => `${json(key)}:${json(value)}`).join()}}`;

const ESCAPES = '\u001b[2J\u001b]0;owned\u0007\u202e<script>alert(1)</script>\r\n::error::owned';

const CONTROL = String.raw`[\u0000-\u0008\u000b-\u001f]`;

/** What would do harm where a format is shown. */
const HARM: Readonly<Record<string, RegExp>> = {
  pretty: new RegExp(String.raw`${CONTROL}|\u202e`),
  markdown: new RegExp(`${CONTROL}|<script>`),
  github: new RegExp(`${CONTROL}|^::error::owned`, 'm'),
  gitlab: new RegExp(CONTROL),
  junit: new RegExp(`${CONTROL}|<script>`),
  sarif: new RegExp(CONTROL),
  json: new RegExp(CONTROL),
};

export const ATTACKS: readonly Attack[] = [
  {
    name: 'a bomb of aliases',
    prepare: file(
      'a.yaml',
      ['a: &a0 [x, x, x, x, x, x, x, x, x]']
        .concat(times(12, (n) => `b${n}: &a${n + 1} [${`*a${n}, `.repeat(9)}]`))
        .concat('Resources: { B: { Type: AWS::S3::Bucket, Properties: *a12 } }')
        .join('\n'),
    ),
    args: CHECK,
    status: 2,
    says: /aliases expand to more than 2,000,000 values/,
  },
  {
    name: 'a bomb of merge keys',
    prepare: file(
      'a.yaml',
      ['a: &a0 { x: 1 }']
        .concat(times(300, (n) => `b${n}: &a${n + 1} { <<: [*a${n}, *a${n}, *a${n}], y${n}: 1 }`))
        .concat('Resources: { B: { Type: AWS::S3::Bucket, Properties: *a300 } }')
        .join('\n'),
    ),
    args: CHECK,
    status: 0,
    says: CHECKED,
  },
  ...Object.entries({
    'a.json': `{"Resources":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
    'b.yaml': `Resources: ${'['.repeat(10_000)}${']'.repeat(10_000)}`,
    'c.yaml': `Resources:\n  ${'- '.repeat(10_000)}AWS::S3::Bucket`,
    'd.json': `{"Resources":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`,
  }).map(
    ([name, text]): Attack => ({
      name: `values nested 10,000 deep (${name})`,
      prepare: file(name, text),
      args: ['check', name],
      status: 2,
      says: /nested too deeply to be read/,
    }),
  ),
  {
    name: 'a build spec nested 10,000 deep in a text',
    prepare: file(
      'a.json',
      template({
        Build: {
          Type: 'AWS::CodeBuild::Project',
          Properties: { Source: { BuildSpec: `{"phases":${'['.repeat(10_000)}${']'.repeat(10_000)}}` } },
        },
      }),
    ),
    args: CHECK,
    status: 0,
    says: CHECKED,
  },
  {
    name: 'a file of 50 MB',
    prepare: (folder) => {
      writeFileSync(join(folder, 'a.yaml'), 'Resources: { B: { Type: AWS::S3::Bucket } }\n');
      truncateSync(join(folder, 'a.yaml'), 50 * 1024 * 1024);
    },
    args: ['check', 'a.yaml'],
    status: 2,
    says: /a\.yaml: is larger than 16 MiB/,
  },
  {
    name: 'a loop of a million',
    prepare: file('a.json', () =>
      template(
        { 'Fn::ForEach::B': ['N', times(1_000_000, String), { 'B${N}': { Type: 'AWS::S3::Bucket' } }] },
        { Transform: 'AWS::LanguageExtensions' },
      ),
    ),
    args: CHECK,
    status: 0,
    says: /looked at once, with \w unknown: only deployment tells what it loops over/,
  },
  {
    name: 'loops in loops, a million in all',
    prepare: file('a.json', () => {
      const within = (depth: number): object =>
        depth === 0
          ? { 'B${A}${B}${C}': { Type: 'AWS::S3::Bucket' } }
          : {
              [`Fn::ForEach::L${depth}`]: [
                'ABC'[3 - depth],
                times(100, (n) => `${'xyz'[depth - 1]}${n}`),
                within(depth - 1),
              ],
            };
      return template(within(3), { Transform: 'AWS::LanguageExtensions' });
    }),
    args: CHECK,
    status: 0,
    says: /looked at once, with \w unknown: only deployment tells what it loops over/,
  },
  {
    name: '60 conditions in one value',
    prepare: file(
      'a.json',
      template(
        { B: bucket({ VersioningConfiguration: { Status: nestedIf(60) } }) },
        {
          Parameters: Object.fromEntries(times(60, (n) => [`P${n + 1}`, { Type: 'String' }])),
          Conditions: Object.fromEntries(
            times(60, (n) => [`C${n + 1}`, { 'Fn::Equals': [{ Ref: `P${n + 1}` }, 'x'] }]),
          ),
        },
      ),
    ),
    args: CHECK,
    status: 0,
    says: CHECKED,
  },
  {
    name: 'conditions that double 60 times',
    prepare: file(
      'a.json',
      template(
        { B: { ...bucket(), Condition: 'C60' } },
        { Parameters: { P: { Type: 'String' } }, Conditions: doublingConditions(60) },
      ),
    ),
    args: CHECK,
    status: 0,
    says: CHECKED,
  },
  {
    name: 'conditions that ask for each other',
    prepare: file(
      'a.json',
      template(
        { B: { ...bucket(), Condition: 'A' } },
        { Conditions: { A: { 'Fn::Not': [{ Condition: 'B' }] }, B: { 'Fn::Not': [{ Condition: 'A' }] } } },
      ),
    ),
    args: CHECK,
    status: 0,
    says: CHECKED,
  },
  {
    name: 'nested stacks in a circle',
    prepare: files(
      Object.fromEntries(
        ['a', 'b', 'c'].map((name, n) => [
          `${name}.json`,
          template({
            Next: {
              Type: 'AWS::CloudFormation::Stack',
              Properties: {
                TemplateURL: `${'bca'[n]}.json`,
                Parameters: { P: { 'Fn::GetAtt': ['Next', 'Outputs.Q'] } },
              },
            },
            Again: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: `${'bca'[n]}.json` } },
          }),
        ]),
      ),
    ),
    args: CHECK,
    status: 0,
    says: /3 templates/,
  },
  {
    name: 'imports in a circle',
    prepare: files(
      Object.fromEntries(
        ['a', 'b'].map((name, n) => [
          `${name}.json`,
          template(
            {
              Database: {
                Type: 'AWS::RDS::DBInstance',
                Properties: { StorageEncrypted: { 'Fn::ImportValue': `${'ba'[n]}-encrypted` } },
              },
            },
            {
              Outputs: {
                O: {
                  Value: { 'Fn::ImportValue': `${'ba'[n]}-encrypted` },
                  Export: { Name: `${name}-encrypted` },
                },
              },
            },
          ),
        ]),
      ),
    ),
    args: [...CHECK, '--linked'],
    status: 0,
    says: /2 templates/,
  },
  {
    name: 'a substitution of 10,000 variables',
    prepare: file(
      'a.json',
      template(
        {
          Function: {
            Type: 'AWS::Lambda::Function',
            Properties: {
              Role: 'arn:aws:iam::111122223333:role/r',
              Code: { ZipFile: 'x' },
              Environment: {
                Variables: { DB_PASSWORD: { 'Fn::Sub': times(10_000, (n) => `\${P${n}}`).join('') } },
              },
            },
          },
        },
        {
          Parameters: Object.fromEntries(
            times(10_000, (n) => [`P${n}`, { Type: 'String', AllowedValues: ['a', 'b'], Default: 'a' }]),
          ),
        },
      ),
    ),
    args: CHECK,
    status: 0,
    says: CHECKED,
  },
  {
    name: 'a mapping of 100 Regions by 200 keys, read with both unknown',
    prepare: file(
      'a.json',
      template(
        Object.fromEntries(
          times(50, (n) => [
            `I${n}`,
            {
              Type: 'AWS::EC2::Instance',
              Properties: { ImageId: { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, { Ref: 'P' }] } },
            },
          ]),
        ),
        {
          Parameters: { P: { Type: 'String' } },
          Mappings: {
            M: Object.fromEntries(
              times(100, (n) => [
                `xx-east-${n}`,
                Object.fromEntries(times(200, (k) => [`k${k}`, `ami-${n}${k}`])),
              ]),
            ),
          },
        },
      ),
    ),
    args: CHECK,
    status: 0,
    says: CHECKED,
  },
  ...Object.entries(TEXTS).map(
    ([name, text]): Attack => ({
      name: `texts that regular expressions dread: ${name}`,
      prepare: file('a.json', placesOf(text)),
      args: CHECK,
      status: 0,
      says: CHECKED,
    }),
  ),
  {
    name: 'keys of Object.prototype for names of everything',
    prepare: file(
      'a.json',
      `{"Parameters":${withEveryKey({ Type: 'String' })},"Conditions":${withEveryKey({ 'Fn::Equals': ['a', 'a'] })},"Mappings":{${KEYS.map((key) => `"${key}":{"constructor":{"__proto__":"false"}}`).join()}},"Outputs":${withEveryKey({ Value: { Ref: '__proto__' } })},"Resources":{${KEYS.map(
        (key) =>
          `"${key}":{"Type":"AWS::RDS::DBInstance","Condition":"${key}","Properties":{"StorageEncrypted":{"Fn::FindInMap":["${key}","constructor","__proto__"]},"Tags":{"Ref":"${key}"},"__proto__":{"polluted":true}}}`,
      ).join()}}}`,
    ),
    args: [...CHECK, '--format', 'json'],
    status: 0,
    says: /"logicalId": ?"__proto__"/,
  },
  ...['pretty', 'markdown', 'github', 'gitlab', 'junit', 'sarif', 'json'].map(
    (format): Attack => ({
      name: `escapes, HTML and commands in names (${format})`,
      prepare: files({
        'a.json': template(
          {
            [`B${ESCAPES}`]: {
              Type: 'AWS::RDS::DBInstance',
              Properties: { StorageEncrypted: { 'Fn::If': [`C${ESCAPES}`, true, false] } },
            },
          },
          {
            Parameters: { [`P${ESCAPES}`]: { Type: 'String', AllowedValues: [ESCAPES, 'b'] } },
            Conditions: { [`C${ESCAPES}`]: { 'Fn::Equals': [{ Ref: `P${ESCAPES}` }, ESCAPES] } },
          },
        ),
      }),
      args: [...CHECK, '--format', format],
      status: 0,
      says: /rds-storage-encrypted/,
      hides: HARM[format] as RegExp,
    }),
  ),
  {
    name: 'a template beyond the folder that is checked',
    prepare: files({
      'inside/a.json': template({
        Child: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: '../outside/secret.json' } },
        Other: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: {
            TemplateURL: 'file:///etc/passwd',
            Parameters: { P: '../../../../../../etc/passwd' },
          },
        },
      }),
      'outside/secret.json': template({ Outside: { Type: 'AWS::RDS::DBInstance', Properties: {} } }),
    }),
    args: ['check', 'inside', '--fail-on', 'never', '--verbose'],
    status: 0,
    says: /1 template/,
    hides: /Outside|root:/,
  },
  {
    name: 'an asset beyond its assembly',
    prepare: files({
      'cdk.out/manifest.json': json({
        version: '48.0.0',
        artifacts: {
          Assets: { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } },
          Shop: {
            type: 'aws:cloudformation:stack',
            environment: 'aws://111122223333/eu-west-1',
            properties: { templateFile: 'Shop.template.json' },
            dependencies: ['Assets'],
          },
          Other: {
            type: 'aws:cloudformation:stack',
            environment: 'aws://111122223333/eu-west-1',
            properties: { templateFile: '../secret.json' },
          },
          Within: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } },
        },
      }),
      'cdk.out/assets.json': json({
        version: '48.0.0',
        files: { x: { source: { path: '../secret.txt', packaging: 'file' }, destinations: {} } },
        dockerImages: { y: { source: { directory: '../..' }, destinations: {} } },
      }),
      'cdk.out/Shop.template.json': template({ B: bucket() }),
      'secret.txt': 'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz',
      'secret.json': template({ Outside: { Type: 'AWS::RDS::DBInstance', Properties: {} } }),
    }),
    args: ['check', 'cdk.out', '--verbose'],
    status: 2,
    says: /outside|beyond|leads out/i,
    hides: /wJalr|Outside/,
  },
  {
    name: 'links that lead round in a circle',
    prepare: (folder) => {
      file('a/t.json', template({ B: bucket() }))(folder);
      symlinkSync('.', join(folder, 'a', 'here'));
      symlinkSync('..', join(folder, 'a', 'up'));
      symlinkSync('loop.json', join(folder, 'a', 'loop.json'));
    },
    args: ['check', 'a', '--fail-on', 'never'],
    status: 2,
    says: /loop\.json: is a link that leads to nothing[\s\S]*here: is a link to a folder, which is not followed/,
  },
  {
    name: 'a file that vanishes before it is read',
    prepare: files({
      'a/gone.json': template({ B: bucket() }),
      'a/there.json': template({ B: bucket() }),
      'vanish.js': `const fs = require('node:fs');
        const { openSync, readFileSync } = fs;
        const vanish = (file) => { if (String(file).endsWith('gone.json')) fs.rmSync(file, { force: true }); };
        fs.openSync = (...args) => { vanish(args[0]); return openSync(...args); };
        fs.readFileSync = (...args) => { vanish(args[0]); return readFileSync(...args); };`,
    }),
    node: ['--require', './vanish.js'],
    args: ['check', 'a', '--fail-on', 'never'],
    status: 2,
    says: /gone\.json: is missing/,
  },
  {
    name: 'a glob that multiplies in a waiver',
    prepare: files({
      'a.json': template({ B: bucket() }),
      'competency-nag.yaml': `overrides:\n  - { files: '${'{a,b}'.repeat(24)}', rules: { s3-buckets-versioned: off } }\n`,
    }),
    args: ['check', 'a.json', '--fail-on', 'never'],
    status: 0,
    says: CHECKED,
  },
];
