import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Aspects, Stack, Validations } from 'aws-cdk-lib';
import { CompetencyChecks, type CompetencyChecksOptions } from '../../lib/cdk';
import { deploymentGroup, newApp, synth } from './synthesis';

const RULE = 'codedeploy-rollback-enabled';
const OFF = 'AutoRollbackConfiguration.Enabled: automatic rollback is off';
const ID = `competency-nag::${RULE}`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'competency-nag-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, text: string): string {
  writeFileSync(join(folder, file), text);
  return join(folder, file);
}

const configured = (text: string) => write('competency-nag.yaml', text);

function releases(options: CompetencyChecksOptions) {
  const app = newApp();
  const stack = new Stack(app, 'Releases');
  const group = deploymentGroup(stack, 'Group');
  Validations.of(app).addPlugins(new CompetencyChecks({ rules: [RULE], ...options }));
  return { app, stack, group };
}

const found = (app: App) => {
  const { failed, violations, reports } = synth(app);
  return { failed, violations, acknowledged: reports['competency-nag']?.acknowledged };
};

test('the configuration counts at synthesis', () => {
  const { app } = releases({ config: configured(`rules: { ${RULE}: warning }`) });
  expect(found(app)).toEqual({
    failed: false,
    violations: [`warning ${RULE} Releases/Group: ${OFF}`],
    acknowledged: [],
  });
  const config = configured('failOn: never');
  expect(found(releases({ config }).app).failed).toBe(false);
  expect(found(releases({ config, failOn: 'error' }).app).failed).toBe(true);
});

test('one that is wrong stops the app where the checks are made', () => {
  expect(() => releases({ config: configured('failOm: never') })).toThrow(
    /competency-nag\.yaml:1:1: there is no key "failOm" here; did you mean "failOn"\?/,
  );
  expect(() => releases({ config: join(folder, 'none.yaml') })).toThrow('none.yaml: is missing');
});

test('one that becomes wrong until synthesis fails it', () => {
  const config = configured('{}');
  const { app } = releases({ config });
  configured('failOm: never');
  const { failed, violations } = found(app);
  expect([failed, violations]).toEqual([
    true,
    [expect.stringMatching(/^fatal check-incomplete -: .*there is no key "failOm" here/)],
  ]);
});

describe('a waiver in a file', () => {
  const waivers = (text: string) => {
    write('competency-nag.waivers.yaml', `waivers:\n  - { rule: ${RULE}, ${text} }\n`);
    return { config: configured('{}') };
  };

  test('accepts findings by construct path, and is told', () => {
    const { app } = releases(waivers(`place: 'Releases/*', reason: Soon, owner: me, expires: 2999-01-01`));
    expect(found(app)).toEqual({
      failed: false,
      violations: [
        `info waived -: 1 × ${RULE}: Soon (me, until 2999-01-01, ${join(folder, 'competency-nag.waivers.yaml')}:2)`,
      ],
      acknowledged: [],
    });
  });

  test('that is expired, or accepts nothing, is a violation', () => {
    const expired = releases(waivers("place: 'Releases/Group', reason: x, expires: 2020-01-01"));
    expect(found(expired.app)).toMatchObject({
      failed: true,
      violations: expect.arrayContaining([
        `warning waivers-not-expired -: the waiver of ${RULE} expired on 2020-01-01`,
        `error ${RULE} Releases/Group: ${OFF}`,
      ]),
    });
    const elsewhere = releases(waivers("place: 'Other/*', reason: x"));
    expect(found(elsewhere.app).violations).toContainEqual(
      `warning waivers-match-findings -: nothing that ${RULE} finds is accepted by this waiver`,
    );
  });
});

test('Metadata of the resource counts', () => {
  const { app, group } = releases({});
  group.addMetadata('competency-nag', { waivers: [{ rule: RULE, reason: 'Soon' }] });
  expect(found(app)).toMatchObject({
    failed: false,
    violations: [
      expect.stringMatching(`^info waived -: 1 × ${RULE}: Soon \\(.*Releases\\.template\\.json:\\d+\\)$`),
    ],
  });
});

describe('an acknowledgement', () => {
  test('of a rule that is declared unwaivable accepts nothing, also in CDK’s own account', () => {
    const { app, stack } = releases({ config: configured(`unwaivable: [${RULE}]`) });
    Validations.of(stack).acknowledge({ id: ID, reason: 'Soon' });
    expect(found(app)).toEqual({
      failed: true,
      violations: [
        `error ${RULE} (not acknowledgeable) Releases/Group: ${OFF}`,
        `warning waivers-only-of-waivable-rules Releases: ${RULE} is declared unwaivable`,
      ],
      acknowledged: [],
    });
  });

  test('without a reason accepts nothing', () => {
    const { app, stack } = releases({});
    Validations.of(stack).acknowledge({ id: ID, reason: ' ' });
    expect(found(app)).toMatchObject({
      failed: true,
      violations: [
        `error ${RULE} (not acknowledgeable) Releases/Group: ${OFF}`,
        `error waivers-well-formed Releases: the waiver of ${RULE} has no reason`,
      ],
    });
  });

  test('that accepts nothing is told', () => {
    const app = newApp();
    const stack = new Stack(app, 'Releases');
    deploymentGroup(stack, 'Group', {
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] },
    });
    Validations.of(stack).acknowledge({ id: ID, reason: 'x' });
    Aspects.of(stack).add(new CompetencyChecks({ rules: [RULE] }));
    expect(found(app)).toMatchObject({
      failed: false,
      violations: [
        `warning waivers-match-findings Releases: nothing that ${RULE} finds is accepted by this waiver`,
      ],
    });
  });
});

test('a baseline accepts what the app started with, and misses what is gone', () => {
  const entry = (logicalId: string) =>
    JSON.stringify({
      ruleId: RULE,
      file: 'cdk.out/Releases.template.json',
      logicalId,
      path: 'Properties.AutoRollbackConfiguration.Enabled',
      verdict: 'fail',
      severity: 'error',
      message: 'automatic rollback is off',
    });
  const baseline = write('b.json', `{"schemaVersion":1,"findings":[${entry('Group')},${entry('Gone')}]}`);
  const app = newApp({ outdir: join(folder, 'cdk.out') });
  deploymentGroup(new Stack(app, 'Releases'), 'Group');
  Validations.of(app).addPlugins(new CompetencyChecks({ rules: [RULE], baseline }));
  expect(found(app)).toEqual({
    failed: true,
    violations: [
      `error baseline-matches-findings -: there is no such finding any more: ${RULE} at cdk.out/Releases.template.json Gone Properties.AutoRollbackConfiguration.Enabled`,
      `info waived -: 1 × ${RULE}: in the baseline (${baseline})`,
    ],
    acknowledged: [],
  });
});
