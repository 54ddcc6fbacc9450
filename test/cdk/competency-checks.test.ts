import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type App,
  Aspects,
  CfnCondition,
  CfnElement,
  CfnParameter,
  Fn,
  type IPolicyValidationContext,
  NestedStack,
  Stack,
  Stage,
  Validations,
} from 'aws-cdk-lib';
import type { CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { CloudFormationProduct, CloudFormationTemplate, ProductStack } from 'aws-cdk-lib/aws-servicecatalog';
import { Construct } from 'constructs';
import { CompetencyChecks, type CompetencyChecksOptions } from '../../lib/cdk';
import { requireRecentCdk } from '../../lib/cdk/cdk-version';
import { check } from '../../lib/check';
import { UsageError } from '../../lib/selection';
import { deploymentGroup, newApp, ROLLS_BACK, synth } from './synthesis';

const RULE = 'codedeploy-rollback-enabled';
const OFF = 'AutoRollbackConfiguration.Enabled: automatic rollback is off';
const offAt = (...paths: string[]) => paths.map((path) => `error ${RULE} ${path}: ${OFF}`);
const ID = `competency-nag::${RULE}`;

const checks = (options: CompetencyChecksOptions = {}) => new CompetencyChecks({ rules: [RULE], ...options });
const asPlugin = (app: App, options?: CompetencyChecksOptions) =>
  Validations.of(app).addPlugins(checks(options));

/** Stacks at every depth, each with a deployment group that does not roll back. */
function estate() {
  const app = newApp();
  const top = new Stack(app, 'Top');
  const nested = new NestedStack(top, 'Nested');
  const deeper = new NestedStack(nested, 'Deeper');
  const part = new Construct(top, 'Part');
  const stage = new Stage(app, 'Prod');
  const staged = new Stack(stage, 'Releases');
  for (const stack of [top, nested, deeper, staged]) deploymentGroup(stack, 'Group');
  deploymentGroup(part as Stack, 'Group');
  return { app, top, nested, deeper, part, stage, staged };
}

const EVERYWHERE = offAt(
  'Top/Group',
  'Top/Part/Group',
  'Prod/Releases/Group',
  'Top/Nested/Group',
  'Top/Nested/Deeper/Group',
);
const IN_PROD = 'error findings-in-stages -: 1 violation fails in Prod';

describe('where it looks', () => {
  test('as a plugin: everywhere, nested stacks and Stages included', () => {
    const { app } = estate();
    asPlugin(app);
    const { violations, failed } = synth(app);
    expect(failed).toBe(true);
    expect(violations.sort()).toEqual([...EVERYWHERE, IN_PROD].sort());
  });

  test('as an aspect on the app: the same', () => {
    const { app } = estate();
    Aspects.of(app).add(checks());
    expect(synth(app).violations.sort()).toEqual([...EVERYWHERE, IN_PROD].sort());
  });

  test.each([
    ['top', offAt('Top/Group', 'Top/Part/Group', 'Top/Nested/Group', 'Top/Nested/Deeper/Group')],
    ['nested', offAt('Top/Nested/Group', 'Top/Nested/Deeper/Group')],
    ['deeper', offAt('Top/Nested/Deeper/Group')],
    ['part', offAt('Top/Part/Group')],
    ['stage', [...offAt('Prod/Releases/Group'), IN_PROD]],
    ['staged', [...offAt('Prod/Releases/Group'), IN_PROD]],
  ] as const)('as an aspect on %s: only there', (scope, expected) => {
    const all = estate();
    Aspects.of(all[scope]).add(checks());
    expect(synth(all.app).violations.sort()).toEqual([...expected].sort());
  });

  test('as a plugin of a Stage: only there', () => {
    const { app, stage } = estate();
    Validations.of(stage).addPlugins(checks());
    expect(synth(app).violations).toEqual([...offAt('Prod/Releases/Group'), IN_PROD]);
  });

  test('at the product stacks of Service Catalog', () => {
    const app = newApp();
    const stack = new Stack(app, 'Catalog');
    const product = new ProductStack(stack, 'Product');
    deploymentGroup(product, 'Group');
    new CloudFormationProduct(stack, 'Portfolio', {
      productName: 'Releases',
      owner: 'Folio & Fern',
      productVersions: [{ cloudFormationTemplate: CloudFormationTemplate.fromProductStack(product) }],
    });
    asPlugin(app);
    expect(synth(app).violations).toEqual(offAt('Catalog/Product/Group'));
  });

  test('at templates without a construct', () => {
    const app = newApp();
    const templatePath = join(app.outdir, 'foreign.yaml');
    writeFileSync(templatePath, 'Resources: { Group: { Type: AWS::CodeDeploy::DeploymentGroup } }');
    const stackTemplates = [
      { templatePath, stackConstructPath: 'Foreign', accountId: undefined, region: undefined },
    ];
    const { violations } = checks().validate({
      appConstruct: app,
      stackTemplates,
      templatePaths: [templatePath],
    });
    expect(violations).toMatchObject([
      { violatingResources: [{ constructPath: 'Foreign', resourceLogicalId: 'Group' }] },
    ]);
  });

  test('at what later aspects change', () => {
    const app = newApp();
    const group = deploymentGroup(new Stack(app, 'Releases'), 'Group', ROLLS_BACK);
    Aspects.of(app).add(checks(), { priority: 1 });
    Aspects.of(group).add({
      visit: (node) => (node as CfnDeploymentGroup).addPropertyDeletionOverride('AutoRollbackConfiguration'),
    });
    expect(synth(app).violations).toEqual(offAt('Releases/Group'));
  });

  test('as the library does', () => {
    const { app } = estate();
    asPlugin(app);
    const { outdir, reports } = synth(app);
    const ours = reports['competency-nag']?.raw.violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ cloudFormationResource }) => [ruleName, cloudFormationResource]),
    );
    const files = new Set(
      ours?.flatMap(([, place]) => (typeof place === 'object' ? [place.templatePath] : [])),
    );
    expect(files.size).toBe(4);
    for (const file of files) {
      const { findings } = check([{ file, text: readFileSync(join(outdir, file), 'utf8') }], {
        rules: [RULE],
      });
      expect(ours?.filter(([, place]) => typeof place === 'object' && place.templatePath === file)).toEqual(
        findings.map(({ ruleId, logicalId, path }) => [
          ruleId,
          { templatePath: file, logicalId, propertyPaths: [path] },
        ]),
      );
    }
  });
});

describe('reports each finding once', () => {
  const expected = [...EVERYWHERE, IN_PROD].sort();

  test.each<[string, (all: ReturnType<typeof estate>) => void]>([
    [
      'one as plugin and as aspect',
      ({ app }) => {
        const both = checks();
        Validations.of(app).addPlugins(both);
        Aspects.of(app).add(both);
      },
    ],
    [
      'one registered twice',
      ({ app }) => {
        const twice = checks();
        Validations.of(app).addPlugins(twice, twice);
      },
    ],
    [
      'one as aspect on a scope and on what lies in it',
      ({ app, top, stage, part }) => {
        const many = checks();
        for (const scope of [part, stage, app, top, app]) Aspects.of(scope).add(many);
      },
    ],
    [
      'several in all places',
      ({ app, top, stage }) => {
        asPlugin(app);
        asPlugin(app);
        Validations.of(stage).addPlugins(checks());
        for (const scope of [app, stage, top]) Aspects.of(scope).add(checks());
      },
    ],
  ])('%s', (_, register) => {
    const all = estate();
    register(all);
    expect(synth(all.app).violations.sort()).toEqual(expected);
  });

  test('and again in the next synthesis', () => {
    const { app } = estate();
    asPlugin(app);
    Aspects.of(app).add(checks());
    synth(app);
    expect(synth(app, { force: true }).violations.sort()).toEqual(expected);
  });

  test('unless it weighs differently', () => {
    const app = newApp();
    deploymentGroup(new Stack(app, 'Releases'), 'Group');
    asPlugin(app, { failOn: 'never' });
    asPlugin(app);
    expect(synth(app).violations).toEqual([
      `warning ${RULE} Releases/Group: ${OFF}`,
      `error ${RULE} Releases/Group: ${OFF}`,
    ]);
  });
});

describe('acknowledgements', () => {
  const reason = 'It is replaced next month';

  test.each(['app', 'top', 'stage', 'nested', 'part'] as const)('on %s', (scope) => {
    const all = estate();
    asPlugin(all.app);
    Validations.of(all[scope]).acknowledge({ id: ID, reason });
    const { path } = all[scope].node;
    const remaining = EVERYWHERE.filter((line) => !line.startsWith(`error ${RULE} ${path}`) && path !== '');
    const inStages = remaining.some((line) => line.includes(' Prod/')) ? [IN_PROD] : [];
    expect(synth(all.app).violations.sort()).toEqual([...remaining, ...inStages].sort());
  });

  test('without the name of the plugin', () => {
    const app = newApp();
    const stack = new Stack(app, 'Releases');
    deploymentGroup(stack, 'Group');
    Validations.of(stack).acknowledge({ id: RULE, reason });
    asPlugin(app);
    const { failed, reports } = synth(app);
    expect([failed, reports['competency-nag']?.violations]).toEqual([false, []]);
    expect(reports['competency-nag']?.acknowledged).toEqual([
      `error Annotation::${RULE} Releases/Group: ${OFF}`,
    ]);
    expect(reports['competency-nag']?.raw.acknowledged[0]?.reason).toBe(reason);
  });

  test('of the Stages as a whole', () => {
    const { app, top, stage } = estate();
    asPlugin(app);
    Validations.of(top).acknowledge({ id: ID, reason });
    Validations.of(app).acknowledge({ id: 'competency-nag::findings-in-stages', reason: 'They have a gate' });
    expect(synth(app).violations).toEqual(offAt(`${stage.node.path}/Releases/Group`));
  });

  test('of rules that do not exist are told, with the one that was probably meant', () => {
    const { app, top, stage } = estate();
    Validations.of(top).acknowledge({ id: 'competency-nag::codedeploy-rolback-enabled', reason });
    Validations.of(app).acknowledge(
      { id: 'competency-nag::AwsSolutions-S1', reason },
      { id: 'AwsSolutions-S1', reason },
    );
    Validations.of(stage).acknowledge({ id: 'other-plugin::codedeploy-rollback', reason });
    asPlugin(app);
    expect(synth(app).violations.filter((line) => line.includes('existing-rules'))).toEqual([
      `warning waivers-name-existing-rules Top: competency-nag::codedeploy-rolback-enabled is acknowledged, but there is no such rule; did you mean ${RULE}?`,
      'warning waivers-name-existing-rules -: competency-nag::AwsSolutions-S1 is acknowledged, but there is no such rule',
    ]);
  });

  test('are looked at only where the checks are', () => {
    const { app, top, stage } = estate();
    Validations.of(top).acknowledge({ id: 'competency-nag::codedeploy-rolback-enabled', reason });
    Aspects.of(stage).add(checks());
    expect(synth(app).violations).toEqual([...offAt('Prod/Releases/Group'), IN_PROD]);
  });
});

describe('options', () => {
  function undecided(options: CompetencyChecksOptions) {
    const app = newApp();
    const stack = new Stack(app, 'Releases');
    const enabled = new CfnParameter(stack, 'Enabled').valueAsString as unknown as boolean;
    deploymentGroup(stack, 'Group', {
      autoRollbackConfiguration: { enabled, events: ['DEPLOYMENT_FAILURE'] },
    });
    asPlugin(app, options);
    return synth(app);
  }
  const review = `${RULE} Releases/Group: review AutoRollbackConfiguration.Enabled: Enabled has no default, so it is only known at deployment`;

  test.each<[string, CompetencyChecksOptions, boolean, string[]]>([
    ['a review fails nothing', {}, false, [`info ${review}`]],
    ['unless it should', { failOn: 'review' }, true, [`error ${review}`]],
    ['info looks at failures only', { failOn: 'info' }, false, [`info ${review}`]],
    ['a parameter that is given', { parameters: { Enabled: 'true' } }, false, []],
    [
      'a parameter that is given otherwise',
      { parameters: { Enabled: 'false' } },
      true,
      offAt('Releases/Group'),
    ],
    [
      'a parameter that no template has',
      { parameters: { Enabld: 'true' } },
      true,
      [
        'fatal check-incomplete -: no template has a parameter Enabld; did you mean Enabled?',
        `info ${review}`,
      ],
    ],
  ])('%s', (_, options, failed, violations) => {
    const result = undecided(options);
    expect([result.failed, result.violations]).toEqual([failed, violations]);
  });

  test('failOn never, with something acknowledged too', () => {
    const { app, part } = estate();
    Validations.of(part).acknowledge({ id: ID, reason: 'It is replaced next month' });
    asPlugin(app, { failOn: 'never' });
    const { failed, violations } = synth(app);
    expect([failed, violations.length]).toEqual([false, 4]);
    expect(violations).toContain(`warning ${RULE} Top/Group: ${OFF}`);
  });

  test.each<[string, object, string]>([
    [
      'rules',
      { rules: ['codedeploy-rollback'] },
      `there is no rule "codedeploy-rollback"; did you mean "${RULE}"?`,
    ],
    ['exclude', { exclude: ['no-such-thing-at-all'] }, 'there is no rule "no-such-thing-at-all"'],
    ['failOn', { failOn: 'high' }, 'failOn is "high"; it can be error, warning, info, review, never'],
    ['environment', { environment: 'prod' }, 'environment is "prod"; it can be production, non-production'],
    ['profile', { profile: 'hipaa' }, 'profile is "hipaa"; it can be strict, pci'],
    ['unknown', { failon: 'info' }, 'there is no option "failon"'],
  ])('wrong: %s', (_, options, message) => {
    const construct = () => new CompetencyChecks(options);
    expect(construct).toThrow(UsageError);
    expect(construct).toThrow(message);
  });
});

describe("the stack's environment", () => {
  const regional = (env?: { region: string }) => {
    const app = newApp();
    const stack = new Stack(app, 'Releases', { env });
    const isHome = new CfnCondition(stack, 'IsHome', {
      expression: Fn.conditionEquals({ Ref: 'AWS::Region' }, 'eu-west-1'),
    });
    for (const inner of [stack, new NestedStack(stack, 'Nested')]) {
      if (inner !== stack)
        new CfnCondition(inner, 'IsHome', { expression: isHome.expression }).overrideLogicalId('IsHome');
      deploymentGroup(inner, 'Group', {
        autoRollbackConfiguration: Fn.conditionIf(
          'IsHome',
          { Enabled: false },
          { Enabled: true, Events: ['DEPLOYMENT_FAILURE'] },
        ),
      });
    }
    asPlugin(app);
    return synth(app).violations;
  };

  test('settles the Region', () => {
    expect(regional({ region: 'eu-west-1' })).toEqual(offAt('Releases/Group', 'Releases/Nested/Group'));
    expect(regional({ region: 'us-east-1' })).toEqual([]);
  });

  test('leaves it open where CDK does not know it', () => {
    const when =
      'AutoRollbackConfiguration.Enabled when IsHome is true (AWS::Region is eu-west-1): automatic rollback is off';
    expect(regional().map((line) => line.replace(/^\w+ /, ''))).toEqual([
      `${RULE} Releases/Group: ${when}`,
      `${RULE} Releases/Nested/Group: ${when}`,
    ]);
  });
});

describe('nothing to check', () => {
  test('a stack without resources passes', () => {
    const app = newApp({ analyticsReporting: false });
    new Stack(app, 'Empty');
    asPlugin(app);
    expect(synth(app)).toMatchObject({ failed: false, violations: [] });
  });

  test('a scope without stacks does not', () => {
    const { app } = estate();
    Aspects.of(new Construct(app, 'Elsewhere')).add(checks());
    expect(synth(app)).toMatchObject({
      failed: true,
      violations: ['fatal check-incomplete -: nothing was checked: there is no stack in Elsewhere'],
    });
  });

  test('nor does a context that CDK never gives', () => {
    const { success, violations } = checks().validate({} as IPolicyValidationContext);
    expect(success).toBe(false);
    expect(violations).toMatchObject([{ severity: 'fatal', violatingResources: [{ locations: [] }] }]);
  });

  test('an aspect outside an App is refused', () => {
    const stage = new Stage(undefined as unknown as Construct, 'Alone');
    new Stack(stage, 'Releases');
    Aspects.of(stage).add(checks());
    expect(() => stage.synth()).toThrow('competency-nag only checks what is part of an App');
  });
});

test('an aws-cdk-lib that is too old is refused', () => {
  for (const version of ['2.270.9', '2.99.0', '1.300.0', '3.0.0'])
    expect(() => requireRecentCdk(version)).toThrow(
      `competency-nag needs aws-cdk-lib ^2.271.0, and ${version} is installed`,
    );
  for (const version of ['2.271.0', '2.1000.1']) requireRecentCdk(version);
});

test('the construct tree is left as it is', () => {
  const { app } = estate();
  const before = app.node.findAll().filter(CfnElement.isCfnElement).length;
  Aspects.of(app).add(checks());
  synth(app);
  const after = app.node.findAll().filter(CfnElement.isCfnElement);
  // Synthesis itself adds the bootstrap version's parameter and rule to both stacks.
  expect(after.filter(({ node }) => !/BootstrapVersion/.test(node.path))).toHaveLength(before);
});
