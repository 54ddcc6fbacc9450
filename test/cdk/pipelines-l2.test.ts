import { Stack, Validations } from 'aws-cdk-lib';
import { BuildSpec, PipelineProject } from 'aws-cdk-lib/aws-codebuild';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Artifact, Pipeline, PipelineType, Result, type StageProps } from 'aws-cdk-lib/aws-codepipeline';
import {
  CloudFormationCreateReplaceChangeSetAction,
  CloudFormationExecuteChangeSetAction,
  CodeBuildAction,
  CodeBuildActionType,
  CodeCommitSourceAction,
  ManualApprovalAction,
} from 'aws-cdk-lib/aws-codepipeline-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { CompetencyChecks } from '../../lib/cdk';
import { newApp, type Synthesis, sourceLines, synth } from './synthesis';

const RULES = [
  'pipeline-test-or-approval-before-production',
  'pipeline-automated-test-before-production',
  'pipeline-deploys-to-non-production-first',
  'pipeline-approval-before-production',
  'pipeline-stage-rollback-on-failure',
  'pipeline-failures-notify',
];

/** Synthesises an app with a pipeline of the stages that `after` makes of the source. */
function synthesised(
  after: (code: Artifact, stack: Stack) => readonly StageProps[],
  more: (pipeline: Pipeline, stack: Stack) => void = () => {},
): Synthesis {
  const app = newApp();
  const stack = new Stack(app, 'Release', { env: { account: '111122223333', region: 'eu-west-1' } });
  const code = new Artifact('Code');
  const repository = Repository.fromRepositoryName(stack, 'Repository', 'shop');
  const source = new CodeCommitSourceAction({ actionName: 'Checkout', repository, output: code });
  const pipeline = new Pipeline(stack, 'Shop', { pipelineType: PipelineType.V2 });
  pipeline.addStage({ stageName: 'Source', actions: [source] });
  for (const stage of after(code, stack)) pipeline.addStage(stage);
  more(pipeline, stack);
  Validations.of(app).addPlugins(new CompetencyChecks({ rules: RULES }));
  return synth(app);
}

/** A change set of the stack, and its execution; with an approval between the two, if asked for. */
function deployment(name: string, code: Artifact, approved = false): StageProps {
  const changeSet = { stackName: `shop-${name}`, changeSetName: 'release' };
  return {
    stageName: name,
    actions: [
      new CloudFormationCreateReplaceChangeSetAction({
        ...changeSet,
        actionName: 'Prepare',
        templatePath: code.atPath('template.yaml'),
        adminPermissions: true,
        runOrder: 1,
      }),
      ...(approved ? [new ManualApprovalAction({ actionName: 'Approve', runOrder: 2 })] : []),
      new CloudFormationExecuteChangeSetAction({ ...changeSet, actionName: 'Execute', runOrder: 3 }),
    ],
  };
}

const build = (stack: Stack, input: Artifact, commands: readonly string[], type?: CodeBuildActionType) =>
  new CodeBuildAction({
    actionName: 'Compile',
    input,
    type,
    project: new PipelineProject(stack, 'Builder', {
      buildSpec: BuildSpec.fromObject({ version: '0.2', phases: { build: { commands } } }),
    }),
  });

const rulesIn = ({ violations }: Synthesis) =>
  violations.map((line) => line.split(' ').slice(0, 2).join(' ').replace('pipeline-', ''));

test('a change set that is executed without a gate', () => {
  const run = synthesised((code, stack) => [
    { stageName: 'Build', actions: [build(stack, code, ['npm ci', 'npm run build'])] },
    deployment('prod', code),
  ]);
  expect(rulesIn(run)).toEqual([
    'warning failures-notify',
    'info stage-rollback-on-failure',
    'info approval-before-production',
    'warning automated-test-before-production',
    'warning deploys-to-non-production-first',
    'error test-or-approval-before-production',
  ]);
  expect(run.violations.at(-1)).toBe(
    'error pipeline-test-or-approval-before-production Release/Shop/Resource: Stages[2].Actions[1]: Source → Build → prod: nothing tests or approves between Source and the production deployment "Execute" to shop-prod; add a test or an approval before stage prod',
  );
  expect(new Set(sourceLines(run, 'Release/Shop/Resource'))).toEqual(
    new Set(["const pipeline = new Pipeline(stack, 'Shop', { pipelineType: PipelineType.V2 });"]),
  );
});

test('a pipeline that has it all', () => {
  const run = synthesised(
    (code, stack) => [
      { stageName: 'Build', actions: [build(stack, code, ['npm run build'], CodeBuildActionType.TEST)] },
      deployment('staging', code),
      { ...deployment('prod', code, true), onFailure: { result: Result.ROLLBACK } },
    ],
    (pipeline, stack) => pipeline.notifyOnExecutionStateChange('Failures', new Topic(stack, 'Deliveries')),
  );
  expect(run.violations).toEqual([]);
});

test('the build spec of the project tells that it tests', () => {
  const run = synthesised((code, stack) => [
    { stageName: 'Build', actions: [build(stack, code, ['CI=1 npx jest'])] },
    deployment('prod', code),
  ]);
  expect(rulesIn(run).filter((line) => line.includes('test'))).toEqual([]);
});
