import { scriptOfBuildSpec } from '../../lib/aws/pipelines/build-spec';
import { commandsOf } from '../../lib/aws/pipelines/commands';
import { disabledRollback, mayDisableRollback } from '../../lib/aws/pipelines/rollback-options';
import { actionsByPath, actionsByProject, type WrittenAction } from '../../lib/aws/pipelines/written-actions';
import type { Resource } from '../../lib/model/entity';
import { environmentOf } from '../../lib/model/environment';
import type { Expectation, Outcome } from '../../lib/model/expectation';
import type { Property } from '../../lib/model/property';
import type { Value } from '../../lib/model/value';
import { WrittenText, writtenTextsAt } from '../../lib/model/written-text';
import { fail, rule } from '../../lib/rule';

const PROJECT = 'AWS::CodeBuild::Project';
const PIPELINE = 'AWS::CodePipeline::Pipeline';

/** Where other types hold scripts that may deploy. */
const SCRIPTS: { readonly [type: string]: string } = {
  'AWS::AutoScaling::LaunchConfiguration': 'Properties.UserData',
  'AWS::EC2::Instance': 'Properties.UserData',
  'AWS::EC2::LaunchTemplate': 'Properties.LaunchTemplateData.UserData',
  'AWS::SSM::Document': 'Properties.Content',
};

export default rule({
  id: 'deployments-do-not-disable-rollback',
  title: 'No deployment command disables rollback',
  severity: 'error',
  control: 'ROLLBACK',
  resources: [PROJECT, PIPELINE, ...Object.keys(SCRIPTS)],
  why: 'A stack whose rollback is disabled stays half updated after a failure, and the pipeline cannot deploy to it again.',
  fix: 'Leave out --no-rollback (cdk: -R), --disable-rollback and --on-failure DO_NOTHING; they are for development, where a person looks at the failed stack.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html',
    'https://docs.aws.amazon.com/cdk/v2/guide/ref-cli-cmd-deploy.html',
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-cli-command-reference-sam-deploy.html',
  ],

  check: (resource) => {
    if (resource.type === PROJECT) return ofProject(resource);
    return resource.type === PIPELINE ? ofPipeline(resource) : ofScripts(resource);
  },
});

const ofProject = (project: Resource) =>
  inBuildSpec(project.property('Source.BuildSpec'), (command) => {
    const uses = project
      .referring(PIPELINE)
      .flatMap((pipeline) => actionsByProject(pipeline).get(`\${${project.logicalId}}`) ?? []);
    if (uses.some(({ environment }) => environment)) return uses.every(isBeforeProduction);
    return saysNonProduction(project, [command, project.get('Name').outline]);
  });

const saysNonProduction = ({ app, logicalId }: Resource, names: readonly string[]): boolean =>
  [logicalId, ...names].some((name) => environmentOf(name, app.environmentWords) === 'non-production');

/** Commands that stand in the pipeline itself: of an action, or in place of a project's own. */
const ofPipeline = (pipeline: Resource) => {
  const isMild = (command: string, { path }: Value) => {
    const action = actionsByPath(pipeline).get(path.split('.').slice(0, 3).join('.'));
    return action?.environment ? isBeforeProduction(action) : saysNonProduction(pipeline, [command]);
  };
  return [
    ...pipeline
      .all('Stages[].Actions[].Commands[]')
      .map((line) => expectOfScript(line, (value) => commandsOf(value.outline), isMild)),
    ...pipeline
      .all('Stages[].Actions[].Configuration.BuildspecOverride')
      .map((spec) => inBuildSpec(spec, isMild)),
  ];
};

const ofScripts = (resource: Resource): Expectation[] =>
  writtenTextsAt(resource, [SCRIPTS[resource.type] as string])
    .filter(({ text }) => mayDisableRollback(text))
    .map((text) =>
      text.expectWhereTaken(() =>
        disabling(commandsOf(text.text), text, (command) => saysNonProduction(resource, [command])),
      ),
    );

const isBeforeProduction = ({ environment }: WrittenAction): boolean => environment === 'non-production';

/** Whether a command that stands in a value deploys to another environment than production. */
type IsMild = (command: string, written: Value) => boolean;

/** A build specification that comes with the source is not in the template: nothing can be said of it. */
const inBuildSpec = (spec: Property, isMild: IsMild): Expectation =>
  expectOfScript(
    spec,
    (value) => {
      const script = scriptOfBuildSpec(value);
      return 'unseen' in script ? [] : script.commands;
    },
    isMild,
  );

/** States it of every command, with every parameter at its default. */
const expectOfScript = (
  property: Property,
  commandsIn: (value: Value) => readonly string[],
  isMild: IsMild,
): Expectation =>
  property.expect((value) => {
    const { literal } = value;
    if (literal !== undefined && !mayDisableRollback(literal)) return undefined;
    return property.entity.app.scenario.byDefault(() =>
      disabling(commandsIn(value), WrittenText.of(value), (command) => isMild(command, value)),
    );
  });

const disabling = (
  commands: readonly string[],
  script: WrittenText,
  isMild: (command: string) => boolean,
): Outcome[] =>
  commands.flatMap((command) => {
    const found = disabledRollback(command);
    if (!found) return [];
    const start = Math.max(0, script.text.indexOf(command));
    return fail(`${found.name} is run with ${found.with}, so a failed deployment stays as it is`, {
      range: script.rangeAt(Math.max(0, script.text.indexOf(found.option, start))),
      ...(isMild(command) && { severity: 'warning' as const }),
    });
  });
