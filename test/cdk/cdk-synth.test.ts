import { cdkSynth, type Run, sourceLines } from './synthesis';

jest.setTimeout(60_000);

const RULE = 'codedeploy-rollback-enabled';
const OFF = 'AutoRollbackConfiguration.Enabled: automatic rollback is off';

describe('an app with violations', () => {
  let run: Run;
  let debugged: Run;
  beforeAll(async () => {
    [run, debugged] = await Promise.all([
      cdkSynth('releases.ts'),
      cdkSynth('releases.ts', { env: { CDK_DEBUG: '1' } }),
    ]);
  });

  test('fails, and reports each with the construct', () => {
    expect(run.exitCode).toBe(1);
    expect(run.violations).toEqual([
      `error ${RULE} Releases/Overridden: AutoRollbackConfiguration.Events: a failed deployment does not trigger a rollback`,
      `error ${RULE} Releases/Assigned: ${OFF}`,
      `error ${RULE} Releases/Untyped: ${OFF}`,
      `error ${RULE} Releases/Misspelt: ${OFF}`,
      `error ${RULE} Releases/Nested/Group: ${OFF}`,
      `info ${RULE} Releases/Undecided: review AutoRollbackConfiguration.Enabled: Enabled has no default, so it is only known at deployment`,
      `warning waivers-name-existing-rules Releases/Misspelt: competency-nag::codedeploy-rollbak-enabled is acknowledged, but there is no such rule; did you mean ${RULE}?`,
    ]);
  });

  test('keeps what was acknowledged apart, with the reason', () => {
    const { acknowledged, raw } = run.reports['competency-nag'] ?? {};
    expect(acknowledged).toEqual([`error ${RULE} Releases/Accepted: ${OFF}`]);
    expect(raw?.acknowledged[0]?.reason).toBe('It is replaced next month');
  });

  test('names template, resource and property', () => {
    const [overridden, ...others] = run.reports['competency-nag']?.raw.violations ?? [];
    expect(overridden?.violatingConstructs[0]?.cloudFormationResource).toEqual({
      templatePath: 'Releases.template.json',
      logicalId: 'Overridden',
      propertyPaths: ['Properties.AutoRollbackConfiguration.Events'],
    });
    expect(others[0]?.violatingConstructs[3]?.cloudFormationResource?.templatePath).toMatch(
      /^ReleasesNested.*\.nested\.template\.json$/,
    );
  });

  test('points to the line that created the construct', () => {
    expect(sourceLines(run, 'Releases/Nested/Group')).toEqual([
      "new CfnDeploymentGroup(nested, 'Group', group);",
    ]);
    expect(sourceLines(run, 'Releases/Assigned')).toEqual([
      "const assigned = new CfnDeploymentGroup(releases, 'Assigned', group);",
    ]);
  });

  test('points to the line that set the property, with CDK_DEBUG=1', () => {
    expect(sourceLines(debugged, 'Releases/Assigned')).toContain(
      'assigned.autoRollbackConfiguration = { enabled: false };',
    );
    expect(debugged.exitCode).toBe(1);
  });
});

test('an app that is a gate fails, whatever the command line is told', async () => {
  const args = ['--ignore-errors'];
  expect(await cdkSynth('releases.ts', { args })).toMatchObject({ exitCode: 0 });
  expect(await cdkSynth('releases.ts', { args, env: { GATE: 'true' } })).toMatchObject({ exitCode: 1 });
});

describe('an app whose violations all lie in Stages', () => {
  const variant = (name: string, args: string[] = []) =>
    cdkSynth('stages.ts', { args, env: { VARIANT: name } });

  test.each([
    ['by itself', []],
    ["with CDK's validation off", ['--no-validation']],
    ['with a stack selected', ['Shared']],
  ])('fails %s', async (_, args) => {
    const { exitCode, violations, output } = await variant('plugin', args);
    expect(exitCode).toBe(1);
    expect(violations).toEqual([
      `error ${RULE} Beta/Releases/Group: ${OFF}`,
      `error ${RULE} Prod/Releases/Group: ${OFF}`,
      'error findings-in-stages -: 2 violations fail in Beta, Prod',
    ]);
    expect(output).toContain("See them with cdk synth '**'");
  });

  test('passes when all are acknowledged', async () => {
    const { exitCode, violations } = await variant('accepted everywhere');
    expect([exitCode, violations]).toEqual([0, []]);
  });

  test('counts only those that are not acknowledged', async () => {
    const { exitCode, violations } = await variant('accepted in Beta');
    expect(exitCode).toBe(1);
    expect(violations).toEqual([
      `error ${RULE} Prod/Releases/Group: ${OFF}`,
      'error findings-in-stages -: 1 violation fails in Prod',
    ]);
  });

  test('is only checked under the aspect', async () => {
    const { exitCode, violations } = await variant('aspect on Beta');
    expect(exitCode).toBe(1);
    expect(violations).toEqual([
      `error ${RULE} Beta/Releases/Group: ${OFF}`,
      'error findings-in-stages -: 1 violation fails in Beta',
    ]);
  });
});

describe('a check that cannot be done', () => {
  test.each([
    [
      'a rule that throws',
      /Releases\.template\.json:.*the rule codedeploy-rollback-enabled failed on Group: no such luck/,
    ],
    ['a template that is gone', /Releases\.template\.json:ENOENT/],
    ['a template that is cut off', /Releases\.template\.json:/],
    ['an empty file', /Releases\.template\.json:/],
  ])('fails: %s', async (name, message) => {
    const { exitCode, violations } = await cdkSynth('broken.ts', { env: { VARIANT: name } });
    expect(exitCode).toBe(1);
    expect(violations).toEqual([expect.stringMatching(/^fatal check-incomplete -: /)]);
    expect(violations[0]).toMatch(message);
  });

  test('fails: a rule that does not exist', async () => {
    const { exitCode, output } = await cdkSynth('broken.ts', {
      env: { VARIANT: 'a rule that does not exist' },
    });
    expect(exitCode).toBe(1);
    expect(output).toContain(`there is no rule "codedeploy-rollbak-enabled"; did you mean "${RULE}"?`);
  });

  test('passes once nothing is broken', async () => {
    const { exitCode, violations } = await cdkSynth('broken.ts');
    expect([exitCode, violations]).toEqual([0, []]);
  });
});

test('stands beside AwsSolutionsChecks and packs of one’s own', async () => {
  const { exitCode, reports } = await cdkSynth('beside-cdk-nag.ts');
  expect(exitCode).toBe(1);
  expect(reports).toMatchObject({
    'competency-nag': {
      violations: [`error ${RULE} Releases/Group: ${OFF}`],
      acknowledged: [`error ${RULE} Releases/Accepted: ${OFF}`],
    },
    Own: {
      violations: [
        `error Own-${RULE} Releases/Group: Not so here: CodeDeploy rolls a failed deployment back by itself.`,
      ],
    },
  });
  expect(reports.AwsSolutions?.violations).toEqual([
    'error AwsSolutions-S10 Releases/Assets/Resource: The S3 Bucket or bucket policy does not require requests to use SSL.',
  ]);
});

describe('failOn', () => {
  const warning = `${RULE} Releases/Group: AutoRollbackConfiguration.Enabled when IsProd is false (Stage is dev): automatic rollback is off`;

  test.each([
    ['error', 0, `warning ${warning}`],
    // After an acknowledgement CDK takes a report without errors for a success.
    ['warning', 1, `error ${warning}`],
  ])('%s', async (failOn, exitCode, violation) => {
    const run = await cdkSynth('conditional.ts', { env: { FAIL_ON: failOn } });
    expect([run.exitCode, run.violations]).toEqual([exitCode, [violation]]);
    expect(run.reports['competency-nag']?.acknowledged).toHaveLength(1);
  });
});
