import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CheckOptions, checkSources } from '../../lib/check';
import { loadConfiguration } from '../../lib/configuration/load';
import type { Finding } from '../../lib/finding';
import { glob } from '../../lib/waivers/glob';

const TODAY = '2026-06-15';
const ROLLBACK = 'codedeploy-rollback-enabled';
const ENCRYPTED = 'rds-storage-encrypted';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'competency-nag-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const group = (metadata?: object) => ({
  Type: 'AWS::CodeDeploy::DeploymentGroup',
  ...(metadata && { Metadata: metadata }),
  Properties: { ApplicationName: 'shop', ServiceRoleArn: 'arn:aws:iam::111122223333:role/deploy' },
});
const database = {
  Type: 'AWS::RDS::DBInstance',
  Properties: { Engine: 'postgres', StorageEncrypted: false },
};
const ours = (...waivers: object[]) => ({ 'competency-nag': { waivers } });

function checked(resources: object, { metadata = {}, config = '', ...options }: CheckOptions & Homes = {}) {
  const template = { Metadata: metadata, Resources: resources };
  const file = join(folder, 'template.json');
  writeFileSync(join(folder, 'competency-nag.yaml'), config || '{}');
  return checkSources([{ file, text: JSON.stringify(template, null, 2) }], {
    rules: [ROLLBACK, ENCRYPTED],
    today: TODAY,
    configuration: loadConfiguration(join(folder, 'competency-nag.yaml')),
    ...options,
  });
}

interface Homes {
  metadata?: object;
  config?: string;
}

const waiversFile = (text: string) => writeFileSync(join(folder, 'competency-nag.waivers.yaml'), text);

const inOneLine = ({ ruleId, severity, logicalId, message, waiver }: Finding) =>
  waiver
    ? `waived ${ruleId} ${logicalId}: ${waiver.reason}`
    : `${severity} ${ruleId}${logicalId ? ` ${logicalId}` : ''}: ${message}`;
const found = (...args: Parameters<typeof checked>) => checked(...args).report.findings.map(inOneLine);

const OFF = `error ${ROLLBACK} Group: automatic rollback is off`;

describe('in the Metadata of a resource', () => {
  test('a waiver accepts findings of its rule there, and nowhere else', () => {
    const waiver = { rule: ROLLBACK, reason: 'By hand', owner: 'releases', expires: '2027-01-31' };
    const { report } = checked({ Group: group(ours(waiver)), Other: group() });
    expect(report.findings.map(inOneLine)).toEqual([
      `waived ${ROLLBACK} Group: By hand`,
      `error ${ROLLBACK} Other: automatic rollback is off`,
    ]);
    expect(report.findings[0]?.waiver).toEqual({
      reason: 'By hand',
      owner: 'releases',
      expires: '2027-01-31',
      from: `${join(folder, 'template.json')}:9`,
    });
    expect(report.summary).toMatchObject({ fail: { error: 1, warning: 0, info: 0 }, waived: 1 });
  });

  test('a path narrows it', () => {
    const at = (path: string) => found({ Group: group(ours({ rule: ROLLBACK, reason: 'x', path })) });
    expect(at('Properties.AutoRollbackConfiguration')).toEqual([`waived ${ROLLBACK} Group: x`]);
    expect(at('Properties.*Rollback*.Enabled')).toEqual([`waived ${ROLLBACK} Group: x`]);
    expect(at('Properties.AlarmConfiguration')).toContain(OFF);
  });

  test('the place is the resource, so none can be named', () => {
    expect(found({ Group: group(ours({ rule: ROLLBACK, reason: 'x', place: 'Group' })) })).toEqual([
      'error waivers-well-formed Group: there is no key "place" here; there are rule, path, reason, owner, expires',
      OFF,
    ]);
  });

  test('it may name the plugin', () => {
    expect(found({ Group: group(ours({ rule: `competency-nag::${ROLLBACK}`, reason: 'x' })) })).toEqual([
      `waived ${ROLLBACK} Group: x`,
    ]);
  });
});

test('in the Metadata of a template a waiver names the place', () => {
  const metadata = ours({ rule: ROLLBACK, place: 'Gr*', reason: 'x' });
  expect(found({ Group: group(), Other: group() }, { metadata })).toEqual([
    `waived ${ROLLBACK} Group: x`,
    `error ${ROLLBACK} Other: automatic rollback is off`,
  ]);
  expect(found({ Group: group() }, { metadata: ours({ rule: ROLLBACK, reason: 'x' }) })).toEqual([
    'error waivers-well-formed: "place" is missing',
    OFF,
  ]);
});

describe('suppressions written for other tools', () => {
  const suppressed = (tool: string, id: string, more = {}) =>
    group({ [tool]: { rules_to_suppress: [{ id, reason: 'Known', ...more }] } });

  test.each(['cdk_nag', 'cfn_nag'])('%s: one that names a rule of ours counts', (tool) => {
    expect(found({ Group: suppressed(tool, ROLLBACK) })).toEqual([`waived ${ROLLBACK} Group: Known`]);
  });

  test('one of a foreign rule counts if the configuration says what it stands for', () => {
    const config = `waivers: { equivalents: { W99: [${ROLLBACK}] } }`;
    expect(found({ Group: suppressed('cfn_nag', 'W99') })).toEqual([OFF]);
    expect(found({ Group: suppressed('cfn_nag', 'W99') }, { config })).toEqual([
      `waived ${ROLLBACK} Group: Known`,
    ]);
  });

  test('a reason in base64, as cdk-nag 2 writes it, is read', () => {
    const reason = Buffer.from('Überprüft').toString('base64');
    const resource = suppressed('cdk_nag', ROLLBACK, { reason, is_reason_encoded: true });
    expect(found({ Group: resource })).toEqual([`waived ${ROLLBACK} Group: Überprüft`]);
  });

  test('one that names a rule of ours must have what the configuration requires', () => {
    const config = `waivers: { require: [owner], equivalents: { W99: [${ROLLBACK}] } }`;
    expect(found({ Group: suppressed('cfn_nag', ROLLBACK) }, { config })).toEqual([
      'error waivers-well-formed Group: "owner" is missing, which the configuration requires',
      OFF,
    ]);
    expect(found({ Group: suppressed('cfn_nag', 'W99') }, { config })).toEqual([
      `waived ${ROLLBACK} Group: Known`,
    ]);
    expect(found({ Group: suppressed('cfn_nag', 'W1') }, { config })).toEqual([OFF]);
  });

  test('without a reason it accepts nothing', () => {
    expect(found({ Group: suppressed('cfn_nag', ROLLBACK, { reason: ' ' }) })).toEqual([
      `error waivers-well-formed Group: the waiver of ${ROLLBACK} has no reason`,
      OFF,
    ]);
  });
});

test('a misspelt key beside waivers is a finding, and so is a list in their place', () => {
  const metadata = (written: object) => ({ 'competency-nag': written });
  const waiver = { rule: ROLLBACK, reason: 'x' };
  expect(found({ Group: group(metadata({ waiver: [waiver] })) })).toEqual([
    'error waivers-well-formed Group: there is no key "waiver" here; did you mean "waivers"?',
    OFF,
  ]);
  expect(found({ Group: group(metadata([waiver])) })).toEqual([
    'error waivers-well-formed Group: it must be a map',
    OFF,
  ]);
});

test('what cannot be seen is no reason', () => {
  expect(found({ Group: group(ours({ rule: ROLLBACK, reason: '\u200b' })) })).toEqual([
    expect.stringContaining('it must be a text that says something'),
    OFF,
  ]);
});

test('globs of a template cost no time, however many stars they have', () => {
  const place = `${'*a'.repeat(100)}b`;
  const id = 'a'.repeat(255);
  const metadata = ours({ rule: ROLLBACK, place, reason: 'x' });
  const started = performance.now();
  expect(found({ [id]: group() }, { metadata })).toContain(
    `error ${ROLLBACK} ${id}: automatic rollback is off`,
  );
  expect(performance.now() - started).toBeLessThan(2000);
  const long = ours({ rule: ROLLBACK, place: '*'.repeat(513), reason: 'x' });
  expect(found({ Group: group() }, { metadata: long })).toEqual([
    'error waivers-well-formed: place is longer than 512 characters',
    OFF,
  ]);
});

test.each([
  ['Shop/**', ['Shop', 'Shop/Db', 'Shop/Db/Resource'], ['Shopping', 'A/Shop']],
  ['**/Db', ['Db', 'Shop/Db', 'A/B/Db'], ['Shop/MyDb', 'Db/A']],
  ['Shop/**/Db', ['Shop/Db', 'Shop/A/B/Db'], ['Shop', 'ShopDb']],
  ['*', ['Shop'], ['Shop/Db']],
  ['Legacy*', ['Legacy', 'LegacyDb'], ['OldLegacy', 'Legacy/Db']],
  ['?b', ['Db', '中b'], ['b', '/b', 'DDb']],
  ['{Old,New{A,B}}*', ['OldDb', 'NewA', 'NewBDb'], ['New', 'Db']],
  ['A.B[0].*', ['A.B[0].C'], ['A.B0.C', 'A.B[1].C']],
  ['!Db', ['!Db'], ['Shop']],
  ['D(b)+', ['D(b)+'], ['Db']],
])('the glob %s', (pattern, named, others) => {
  const matches = glob(pattern);
  expect(named.filter((text) => !matches(text))).toEqual([]);
  expect(others.filter(matches)).toEqual([]);
});

test('a glob that stands for too much to write out is cut short', () => {
  expect(['x', 'y'].map(glob(`${'**/'.repeat(50)}x`))).toEqual([true, false]);
  expect(['a', 'a'.repeat(50)].map(glob('{a,b}'.repeat(50)))).toEqual([false, true]);
});

describe('in a file', () => {
  test('a waiver names rule, place and reason, and may name the template', () => {
    waiversFile(`waivers:
  - { rule: ${ROLLBACK}, place: Group, file: '*.json', reason: Soon }
  - { rule: ${ENCRYPTED}, place: '*', file: 'other/**', reason: Elsewhere }
`);
    // The second one is about templates that are not checked here, so it is not missed.
    expect(found({ Group: group(), Db: database })).toEqual([
      `waived ${ROLLBACK} Group: Soon`,
      `error ${ENCRYPTED} Db: storage is not encrypted: StorageEncrypted is false`,
    ]);
  });

  test('the configuration may name other files', () => {
    writeFileSync(
      join(folder, 'w.json'),
      JSON.stringify({ waivers: [{ rule: ROLLBACK, place: '*', reason: 'x' }] }),
    );
    expect(found({ Group: group() }, { config: 'waivers: { files: w.json }' })).toEqual([
      `waived ${ROLLBACK} Group: x`,
    ]);
  });

  test.each([
    [
      'a reason of spaces',
      `rule: ${ROLLBACK}, place: '*', reason: ' '`,
      'reason is " "; it must be a text that says something',
    ],
    ['no reason', `rule: ${ROLLBACK}, place: '*'`, '"reason" is missing'],
    ['no place', `rule: ${ROLLBACK}, reason: x`, '"place" is missing'],
    [
      'an unknown key',
      `rule: ${ROLLBACK}, place: '*', reason: x, expire: 2027-01-01`,
      'there is no key "expire" here; did you mean "expires"?',
    ],
    [
      'no date',
      `rule: ${ROLLBACK}, place: '*', reason: x, expires: soon`,
      'expires is "soon"; it must be the last day that it holds, such as 2027-03-01',
    ],
    [
      'a day that is none',
      `rule: ${ROLLBACK}, place: '*', reason: x, expires: 2027-02-30`,
      'expires is "2027-02-30", a day that no calendar has',
    ],
  ])('a malformed one accepts nothing and is a finding: %s', (_, text, message) => {
    waiversFile(`waivers:\n  - { ${text} }\n`);
    const { report } = checked({ Group: group() });
    expect(report.findings.map(inOneLine)).toEqual([`error waivers-well-formed: ${message}`, OFF]);
    expect(report.findings[0]).toMatchObject({ file: join(folder, 'competency-nag.waivers.yaml'), line: 2 });
  });

  test('a misspelt rule is a finding, with the one that was meant', () => {
    waiversFile("waivers:\n  - { rule: codedeploy-rolback-enabled, place: '*', reason: x }\n");
    expect(found({ Group: group() })).toEqual([
      `warning waivers-name-existing-rules: there is no rule "codedeploy-rolback-enabled"; did you mean "${ROLLBACK}"?`,
      OFF,
    ]);
  });

  test('one that accepts nothing is a finding, unless its rule was not run', () => {
    waiversFile(`waivers:\n  - { rule: ${ENCRYPTED}, place: Db, reason: x }\n`);
    expect(found({ Group: group() })).toEqual([
      `warning waivers-match-findings: nothing that ${ENCRYPTED} finds is accepted by this waiver`,
      OFF,
    ]);
    expect(found({ Group: group() }, { rules: [ROLLBACK] })).toEqual([OFF]);
  });

  test.each(['[]', 'waivers: 7', 'waivers: []\nmore: 1'])(
    'a file that is no list of waivers stops the run: %s',
    (text) => {
      waiversFile(text);
      expect(() => checked({ Group: group() })).toThrow(
        /waivers\.yaml:1:1: must hold one key, "waivers", with a list/,
      );
    },
  );
});

describe('expiry', () => {
  const until = (expires: string) => ({
    Group: group(ours({ rule: ROLLBACK, reason: 'x', owner: 'me', expires })),
  });

  test('a waiver holds through its last day', () => {
    expect(found(until('2026-06-15'))).toEqual([`waived ${ROLLBACK} Group: x`]);
    expect(found(until('2026-06-14'))).toEqual([
      `warning waivers-not-expired Group: the waiver of ${ROLLBACK} expired on 2026-06-14 (me)`,
      OFF,
    ]);
  });

  test('its end is announced 30 days before', () => {
    const notes = (expires: string) => checked(until(expires)).notes.map(({ message }) => message);
    expect(notes('2026-07-15')).toEqual([`the waiver of ${ROLLBACK} ends on 2026-07-15 (me)`]);
    expect(notes('2026-07-16')).toEqual([]);
  });
});

describe('an organisation', () => {
  test('may declare rules unwaivable', () => {
    const config = `unwaivable: [${ROLLBACK}]`;
    expect(found({ Group: group(ours({ rule: ROLLBACK, reason: 'x' })) }, { config })).toEqual([
      `warning waivers-only-of-waivable-rules Group: ${ROLLBACK} is declared unwaivable`,
      OFF,
    ]);
  });

  test('may require owner and expiry', () => {
    const config = 'waivers: { require: [owner, expires] }';
    expect(found({ Group: group(ours({ rule: ROLLBACK, reason: 'x', owner: 'me' })) }, { config })).toEqual([
      'error waivers-well-formed Group: "expires" is missing, which the configuration requires',
      OFF,
    ]);
  });
});
