import { type App, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  CodeBuildStep,
  CodePipeline,
  type CodePipelineProps,
  CodePipelineSource,
  ManualApprovalStep,
  ShellStep,
} from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { CompetencyChecks } from '../../lib/cdk';
import { newApp, type Synthesis, sourceLines, synth } from './synthesis';

const env = { account: '111122223333', region: 'eu-west-1' };

/** An application of two stacks. */
class Shop extends Stage {
  constructor(scope: Construct, id: string, account = env.account) {
    super(scope, id, { env: { ...env, account } });
    const data = new Stack(this, 'Data');
    new Bucket(data, 'Orders');
    const web = new Stack(this, 'Web');
    new Bucket(web, 'Pages');
    web.addStackDependency(data);
  }
}

const SYNTH = ['npm ci', 'npx cdk synth'];

/** The rules that look at what comes before production. */
const GATES = [
  'pipeline-test-or-approval-before-production',
  'pipeline-automated-test-before-production',
  'pipeline-deploys-to-non-production-first',
  'pipeline-approval-before-production',
  'pipeline-performance-test-before-production',
  'pipeline-runs-policy-check',
];
const CONSTRUCT = 'Release/Pipeline/Pipeline/Resource';

type Fill = (pipeline: CodePipeline, stack: Stack) => void;

/** Synthesises an app with a pipeline of CDK Pipelines. */
function synthesised(
  fill: Fill,
  commands: readonly string[] = SYNTH,
  more: Partial<CodePipelineProps> = {},
): Synthesis {
  const app: App = newApp();
  const stack = new Stack(app, 'Release', { env });
  const repository = Repository.fromRepositoryName(stack, 'Repository', 'shop');
  const pipeline = new CodePipeline(stack, 'Pipeline', {
    synth: new ShellStep('Synth', {
      input: CodePipelineSource.codeCommit(repository, 'main'),
      commands: [...commands],
    }),
    ...more,
  });
  fill(pipeline, stack);
  Validations.of(app).addPlugins(new CompetencyChecks({ rules: GATES }));
  return synth(app);
}

/** What its rules say, without the messages: `error test-or-approval`. */
const verdicts = ({ violations }: Synthesis): string[] =>
  violations.map((line) => {
    const [, severity, rule, construct, , path] =
      /^(\w+) pipeline-(\S+?)(?:-before-production)? (\S+): (review )?(\S+):/.exec(line) ?? [];
    expect(construct).toBe(CONSTRUCT);
    expect(path).toMatch(/^Stages\[\d+\]\.Actions\[\d+\]$/);
    return `${line.includes(': review ') ? 'review' : severity} ${rule}`;
  });

const prod = (pipeline: CodePipeline, stack: Stack, more: Parameters<CodePipeline['addStage']>[1] = {}) =>
  pipeline.addStage(new Shop(stack, 'Prod'), more);

const NOTHING = [
  'info approval',
  'warning automated-test',
  'warning deploys-to-non-production-first',
  'info performance-test',
  'review runs-policy-check',
  'error test-or-approval',
];
const without = (...met: string[]) =>
  NOTHING.filter((line) => !met.some((rule) => line.endsWith(` ${rule}`)));

test.each<[string, Fill, readonly string[], (readonly string[])?]>([
  ['no gate at all', prod, NOTHING],
  [
    'an approval before production',
    (pipeline, stack) => prod(pipeline, stack, { pre: [new ManualApprovalStep('Promote')] }),
    without('approval', 'test-or-approval'),
  ],
  [
    'tests before production',
    (pipeline, stack) =>
      prod(pipeline, stack, { pre: [new ShellStep('Checks', { commands: ['npm ci', 'npm test'] })] }),
    without('automated-test', 'test-or-approval'),
  ],
  [
    'tests after production',
    (pipeline, stack) =>
      prod(pipeline, stack, { post: [new ShellStep('SmokeTest', { commands: ['npm run smoke'] })] }),
    NOTHING,
  ],
  [
    'tests where the app is synthesised',
    prod,
    without('automated-test', 'test-or-approval'),
    ['npm ci', 'npm test', 'npx cdk synth'],
  ],
  [
    'a staging environment, and tests there',
    (pipeline, stack) => {
      pipeline.addStage(new Shop(stack, 'Staging'), {
        post: [new CodeBuildStep('Verify', { commands: ['./verify.sh'] })],
      });
      prod(pipeline, stack);
    },
    without('automated-test', 'test-or-approval', 'deploys-to-non-production-first'),
  ],
  [
    'a wave for production',
    (pipeline, stack) => {
      const wave = pipeline.addWave('Production');
      wave.addStage(new Shop(stack, 'Eu'));
      wave.addStage(new Shop(stack, 'Us'));
    },
    NOTHING,
  ],
  [
    'a wave for production, with an approval',
    (pipeline, stack) => {
      const wave = pipeline.addWave('Production', { pre: [new ManualApprovalStep('Ok')] });
      wave.addStage(new Shop(stack, 'Eu'));
      wave.addStage(new Shop(stack, 'Us'));
    },
    without('approval', 'test-or-approval'),
  ],
  [
    'an approval of the second stack only',
    (pipeline, stack) => {
      const shop = new Shop(stack, 'Prod');
      const web = shop.node.findChild('Web') as Stack;
      pipeline.addStage(shop, { stackSteps: [{ stack: web, changeSet: [new ManualApprovalStep('Look')] }] });
    },
    NOTHING,
  ],
  [
    'environments that are told by their accounts only',
    (pipeline, stack) => {
      pipeline.addStage(new Shop(stack, 'One'));
      pipeline.addStage(new Shop(stack, 'Two', '444455556666'), { pre: [new ManualApprovalStep('Ok')] });
    },
    without('approval', 'test-or-approval', 'deploys-to-non-production-first'),
  ],
  [
    'a pipeline that has it all',
    (pipeline, stack) => {
      pipeline.addStage(new Shop(stack, 'Beta'), {
        post: [
          new ShellStep('Integration', { commands: ['npm run integ'] }),
          new ShellStep('Load', { commands: ['npx artillery run load.yml'] }),
        ],
      });
      prod(pipeline, stack, { pre: [new ManualApprovalStep('Ok')] });
    },
    [],
    ['npm ci', 'npm test', 'npx cdk synth', 'npx competency-nag check cdk.out'],
  ],
])('%s', (_, fill, expected, ...[commands]) => {
  expect(verdicts(synthesised(fill, commands, { crossAccountKeys: true })).sort()).toEqual(
    [...expected].sort(),
  );
});

test('names what deploys too early, and points to where the pipeline was built', () => {
  const run = synthesised((pipeline, stack) => {
    prod(pipeline, stack);
    pipeline.buildPipeline();
  });
  expect(run.violations.at(-1)).toBe(
    `error ${GATES[0]} ${CONSTRUCT}: Stages[3].Actions[1]: Source → Build → UpdatePipeline → Prod: nothing tests or approves between Source and the production deployment "Data.Deploy" to Prod-Data; add a test or an approval before stage Prod`,
  );
  expect(new Set(sourceLines(run, CONSTRUCT))).toEqual(new Set(['pipeline.buildPipeline();']));
});

test('a pipeline without self mutation is the same', () => {
  expect(verdicts(synthesised(prod, SYNTH, { selfMutation: false })).sort()).toEqual([...NOTHING].sort());
});
