// What fixtures about pipelines are put together from.

export type Fields = { [key: string]: unknown };

/** An action as CodePipeline accepts it. */
export const action = (
  name: unknown,
  category: string,
  provider: string,
  configuration: Fields = {},
  more: Fields = {},
) => ({
  Name: name,
  ActionTypeId: { Category: category, Owner: 'AWS', Provider: provider, Version: '1' },
  Configuration: configuration,
  ...(category === 'Source' && { OutputArtifacts: [{ Name: 'Code' }] }),
  ...(TAKES_CODE.has(category) && { InputArtifacts: [{ Name: 'Code' }] }),
  ...more,
});
const TAKES_CODE = new Set(['Build', 'Test', 'Deploy', 'Compute', 'Invoke']);
/** For a place in the order of the stage. */
export const at = (runOrder: number) => ({ RunOrder: runOrder });
export const stage = (name: unknown, ...actions: unknown[]) => ({ Name: name, Actions: actions });

export const source = stage(
  'Source',
  action('Checkout', 'Source', 'CodeCommit', { RepositoryName: 'shop', BranchName: 'main' }),
);
export const approve = action('Approve', 'Approval', 'Manual');
export const ship = action('Ship', 'Deploy', 'ECS', { ClusterName: 'shop', ServiceName: 'web' });
export const deploy = stage('Deploy', ship);
export const prod = stage('Prod', ship);
export const beta = stage('Beta', ship);
export const test = stage('Test', action('Check', 'Test', 'CodeBuild', { ProjectName: 'shop-tests' }));
export const build = (project: unknown, name = 'Compile', more: Fields = {}) =>
  action(name, 'Build', 'CodeBuild', { ProjectName: project }, more);
export const stack = (name: unknown, mode: string, more: Fields = {}) =>
  action(
    'Stack',
    'Deploy',
    'CloudFormation',
    { StackName: name, ActionMode: mode, TemplatePath: 'Code::template.yaml' },
    more,
  );
export const commands = (...lines: string[]) => action('Run', 'Compute', 'Commands', {}, { Commands: lines });

export const pipeline = (...stages: unknown[]) => ({
  RoleArn: 'arn:aws:iam::111122223333:role/pipeline',
  ArtifactStore: { Type: 'S3', Location: 'shop-artifacts' },
  Stages: stages,
});
export const pipelineV2 = (...stages: unknown[]) => ({ ...pipeline(...stages), PipelineType: 'V2' });
/** A CodeBuild project; without build spec, it comes with the source. */
export const project = (buildSpec?: unknown, more: Fields = {}) => ({
  Type: 'AWS::CodeBuild::Project',
  Properties: {
    Artifacts: { Type: 'CODEPIPELINE' },
    Environment: {
      Type: 'LINUX_CONTAINER',
      ComputeType: 'BUILD_GENERAL1_SMALL',
      Image: 'aws/codebuild/standard:7.0',
    },
    ServiceRole: 'arn:aws:iam::111122223333:role/build',
    Source: { Type: 'CODEPIPELINE', ...(buildSpec === undefined ? {} : { BuildSpec: buildSpec }) },
    ...more,
  },
});
/** A template of the pipeline `Pipeline` and what it uses. */
export const template = (stages: unknown[], resources: Fields) => ({
  Resources: {
    Pipeline: { Type: 'AWS::CodePipeline::Pipeline', Properties: pipeline(...stages) },
    ...resources,
  },
});
/** A build spec of these commands. */
export const yaml = (...lines: string[]) =>
  [
    'version: 0.2',
    'phases:',
    '  build:',
    '    commands:',
    ...lines.map((line) => `      - ${line}`),
    '',
  ].join('\n');
/** A stage condition with one rule. */
export const conditionRule = (
  condition: string,
  provider: string,
  result = condition === 'BeforeEntry' ? 'FAIL' : 'ROLLBACK',
) => ({
  [condition]: {
    Conditions: [
      {
        Result: result,
        Rules: [
          { Name: 'Check', RuleTypeId: { Category: 'Rule', Owner: 'AWS', Provider: provider, Version: '1' } },
        ],
      },
    ],
  },
});
