import { type CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { NagMessageLevel, NagPack } from 'cdk-nag';
import { CompetencyChecks } from '../../lib/cdk';
import { CompetencyNagPack, nagRule } from '../../lib/cdk-nag';
import { UsageError } from '../../lib/selection';
import { deploymentGroup, newApp, ROLLS_BACK, synth } from './synthesis';

const RULE = 'codedeploy-rollback-enabled';
const OFF = 'AutoRollbackConfiguration.Enabled: automatic rollback is off';
const ID = `competency-nag::${RULE}`;

function releases() {
  const app = newApp();
  const stack = new Stack(app, 'Releases');
  const group = deploymentGroup(stack, 'Group');
  deploymentGroup(stack, 'Mended', ROLLS_BACK);
  return { app, stack, group };
}

describe('nagRule', () => {
  class OwnPack extends NagPack {
    readonly name = 'Own';
    protected override packName = 'Own';

    protected checkResource(node: CfnResource): void {
      this.applyRule({ ...nagRule(RULE), node });
    }
  }

  test('says what the rule says', () => {
    expect(nagRule(RULE)).toMatchObject({
      ruleSuffixOverride: RULE,
      info: 'Not so here: CodeDeploy rolls a failed deployment back by itself.',
      explanation: expect.stringContaining('A rollback that waits for a person'),
      level: NagMessageLevel.ERROR,
    });
  });

  test('judges in a pack of one’s own, overrides included', () => {
    const { app, stack } = releases();
    deploymentGroup(stack, 'Overridden', ROLLS_BACK).addPropertyOverride(
      'AutoRollbackConfiguration.Enabled',
      false,
    );
    Validations.of(app).addPlugins(new OwnPack(app));
    const info = 'Not so here: CodeDeploy rolls a failed deployment back by itself.';
    expect(synth(app).reports.Own?.violations).toEqual([
      `error Own-${RULE} Releases/Group: ${info}`,
      `error Own-${RULE} Releases/Overridden: ${info}`,
    ]);
  });

  test('sees what has changed since', () => {
    const { app, stack, group } = releases();
    app.synth();
    expect(new OwnPack().validateScope(stack).violations).toHaveLength(1);
    Object.assign(group, ROLLS_BACK);
    app.synth({ force: true });
    expect(new OwnPack().validateScope(stack).violations).toEqual([]);
  });

  test('cannot tell before there is a template', () => {
    const { stack } = releases();
    const { success, violations } = new OwnPack().validateScope(stack);
    expect(success).toBe(false);
    expect(violations).toMatchObject([{ description: expect.stringContaining('Rule threw an error') }]);
  });

  test('refuses a rule that does not exist', () => {
    expect(() => nagRule('codedeploy-rolback-enabled')).toThrow(UsageError);
  });
});

describe('CompetencyNagPack', () => {
  const options = { rules: [RULE] };

  test('reports what CompetencyChecks reports', () => {
    const { app, group } = releases();
    const inGroup = Validations.of(group);
    Validations.of(app).addPlugins(new CompetencyNagPack(app, options));
    const { failed, reports } = synth(app);
    expect([failed, reports.CompetencyNag?.violations]).toEqual([
      true,
      [`error ${ID} Releases/Group: ${OFF}`],
    ]);
    inGroup.acknowledge({ id: ID, reason: 'It is replaced next month' });
    expect(synth(app, { force: true })).toMatchObject({
      failed: false,
      reports: { CompetencyNag: { violations: [], acknowledged: [`error ${ID} Releases/Group: ${OFF}`] } },
    });
  });

  test('does not report it beside CompetencyChecks again', () => {
    const { app } = releases();
    Validations.of(app).addPlugins(new CompetencyChecks(options), new CompetencyNagPack(app, options));
    const { violations, reports } = synth(app);
    expect(violations).toHaveLength(1);
    expect(reports.CompetencyNag).toBeUndefined();
  });

  test('takes rules that a subclass adds, and reports when they break', () => {
    class Extended extends CompetencyNagPack {
      protected override checkResource(node: CfnResource): void {
        if (node.node.id === 'Mended') throw new Error('no such luck');
        this.applyRule({ ...nagRule(RULE), ruleSuffixOverride: 'Added', node });
      }
    }
    const { app, stack } = releases();
    Validations.of(app).addPlugins(new Extended(app, options));
    expect(synth(app).reports.CompetencyNag?.violations).toEqual([
      `error ${ID} Releases/Group: ${OFF}`,
      'fatal check-incomplete -: the check failed: no such luck (a defect of competency-nag, please report it)',
    ]);
    stack.node.tryRemoveChild('Mended');
    expect(synth(app, { force: true }).reports.CompetencyNag?.violations).toEqual([
      `error ${ID} Releases/Group: ${OFF}`,
      'error CompetencyNag-Added Releases/Group: Not so here: CodeDeploy rolls a failed deployment back by itself.',
    ]);
  });

  test('checks a scope in tests of one’s own', () => {
    const { app, stack } = releases();
    deploymentGroup(new Stack(app, 'Other'), 'Group');
    const { success, violations } = new CompetencyNagPack(app, options).validateScope(stack);
    expect(success).toBe(false);
    expect(violations).toMatchObject([
      { ruleName: ID, violatingResources: [{ constructPath: 'Releases/Group', resourceLogicalId: 'Group' }] },
    ]);
  });

  test('refuses wrong options', () => {
    expect(() => new CompetencyNagPack(undefined, { rules: ['codedeploy-rolback-enabled'] })).toThrow(
      UsageError,
    );
  });
});
