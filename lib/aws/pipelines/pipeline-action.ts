import type { Resource } from '../../model/entity';
import { type Environment, tokens } from '../../model/environment';
import { Recollections } from '../../model/recollection';
import { sourceOf, type Value } from '../../model/value';
import { intrinsicOf } from '../../template/node';
import { resourceNamed } from '../named-resources';
import { type Script, scriptOfBuildSpec, scriptOfLines, scriptOfProject } from './build-spec';
import {
  copiesToBucket,
  deploys,
  deploysByCloudFormation,
  deploysInfrastructure,
  deploysPipeline,
  mayTest,
  speaksOfTest,
  synthesises,
  type TestKind,
  testKindNamed,
  testRunBy,
} from './commands';
import type { Stage } from './pipeline';

/** `unseen`: the template does not hold what would tell. */
export type Answer = 'yes' | 'no' | 'unseen';

/** Something that a pipeline does: an action, or a rule of a stage's condition. */
export interface Step {
  readonly value: Value;
  readonly stage: Stage;
  readonly name: string;
  /** A person must agree before the pipeline goes on. */
  readonly approves: boolean;
  /** The pipeline stops where a test fails. */
  readonly tests: Answer;
  /** Whether it is a test of this kind. */
  testsFor(kind: TestKind): Answer;
  /** Changes what runs somewhere; the pipeline itself does not count. */
  readonly deploys: Answer;
  /** Production, or another environment, by what names say. */
  readonly environment: Environment | undefined;
  /** The account that it works in, where that is told. */
  readonly account: string | undefined;
  /** It only takes down what is there. */
  readonly onlyDeletes: boolean;
  /** Why the template does not tell what it runs, as `its build spec is the file buildspec.yml`. */
  readonly unseen: string | undefined;
}

/**
 * Rules that run something and look at how it went; the others look at an alarm, the clock or a variable.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference.html
 */
const TESTING_RULES = ['CodeBuild', 'Commands', 'LambdaInvoke'];

/** A rule of a condition that a stage has at its entry or end. */
export class ConditionRule implements Step {
  readonly approves = false;
  readonly deploys = 'no';
  readonly environment = undefined;
  readonly account = undefined;
  readonly onlyDeletes = false;

  constructor(
    readonly stage: Stage,
    readonly value: Value,
    /** What happens where the rule does not hold: `FAIL`, `ROLLBACK`, `SKIP`. */
    private readonly result: Value,
  ) {}

  get name(): string {
    return this.value.get('Name').outline;
  }

  /** Who is only skipped keeps nobody else from being deployed. */
  get tests(): Answer {
    if (!this.value.get('RuleTypeId.Provider').isOneOf(TESTING_RULES)) return 'no';
    return this.result.is('SKIP') && !this.stage.deploysToProduction ? 'no' : 'yes';
  }

  testsFor(kind: TestKind): Answer {
    if (this.tests === 'no') return 'no';
    const named = testKindNamed(this.name);
    if (named === kind) return 'yes';
    if ('unseen' in this.script) return named ? 'no' : 'unseen';
    return kindsIn(this.script.commands).includes(kind) ? 'yes' : 'no';
  }

  get unseen(): string | undefined {
    return 'unseen' in this.script ? this.script.unseen : undefined;
  }

  private get script(): Script {
    return scriptOf(this.value, this.value.get('RuleTypeId.Provider'));
  }
}

/** Settings of a deployment that name what is deployed to, the telling ones first. */
const TARGETS = [
  'StackName',
  'StackSetName',
  'EnvironmentName',
  'DeploymentGroupName',
  'ServiceName',
  'FunctionName',
  'BucketName',
  'Environment',
  'ApplicationName',
  'Application',
  'ClusterName',
  'Stack',
  'App',
];
/**
 * Settings that may speak of production where nothing else tells; what else they say may be about anything.
 * `assembly-Prod/…` is how CDK Pipelines names a stage's template.
 */
const HINTS = ['TemplatePath', 'RoleArn', 'EnvironmentVariables', 'ProjectName'];

/** Categories of actions that run what the user wrote. */
const RUNS_SOMETHING = ['Build', 'Compute', 'Invoke'];

/**
 * Providers that do one kind of test.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/integrations-action-type.html#integrations-test
 */
const TESTED_BY: { readonly [provider: string]: TestKind } = {
  BlazeMeter: 'performance',
  Nouvola: 'performance',
  StormRunner: 'performance',
  DeviceFarm: 'function',
  GhostInspector: 'function',
  Runscope: 'function',
  InspectorScan: 'security',
};

/** What a template describes is deployed by these; the others bring new code to what is there. */
const DEPLOYS_TEMPLATES = [
  'CloudFormation',
  'CloudFormationStackSet',
  'CloudFormationStackInstances',
  'ServiceCatalog',
];

export class Action implements Step {
  private readonly known = new Recollections();

  constructor(
    readonly stage: Stage,
    readonly value: Value,
  ) {}

  get name(): string {
    return this.value.child('Name').outline;
  }

  get category(): Value {
    return this.type.child('Category');
  }

  get owner(): Value {
    return this.type.child('Owner');
  }

  get provider(): Value {
    return this.type.child('Provider');
  }

  private get type(): Value {
    return this.value.child('ActionTypeId');
  }

  get configuration(): Value {
    return this.value.child('Configuration');
  }

  /** @throws NotKnown */
  get runOrder(): number {
    return this.value.child('RunOrder').number ?? 1;
  }

  /** An action is asked again by each that follows it, and by each rule. */
  private recall<T>(name: string, find: () => T): T {
    return this.value.entity.app.recall(this.known.of<T>(name), find);
  }

  get approves(): boolean {
    return this.category.is('Approval') && this.owner.is('AWS') && this.provider.is('Manual');
  }

  get tests(): Answer {
    return this.recall('tests', () => this.findTests());
  }

  private findTests(): Answer {
    if (this.category.is('Test') || this.isScan) return 'yes';
    if (!this.runsSomething || this.updatesPipeline || this.publishesImage) return 'no';
    if (this.testsByName) return 'yes';
    if ('unseen' in this.script) return saysDeploy(this.name) ? 'no' : 'unseen';
    return this.script.reportsTests ? 'yes' : testsIn(this.script.commands);
  }

  testsFor(kind: TestKind): Answer {
    const provided = TESTED_BY[this.provider.literal ?? ''];
    if (provided) return provided === kind ? 'yes' : 'no';
    if (!(this.runsSomething || this.category.is('Test')) || this.updatesPipeline || this.publishesImage)
      return 'no';
    const named = this.ownNames.map(testKindNamed);
    if (named.includes(kind)) return 'yes';
    if (!('unseen' in this.script)) return checksIn(this.script.commands, kind);
    if (this.tests === 'no') return 'no';
    const other = named.find((one) => one !== undefined);
    return other && !(kind === 'policy' && other === 'security') ? 'no' : 'unseen';
  }

  /** What it changes, it has tested itself before: `npm test && cdk deploy`. */
  get testsBeforeItDeploys(): Answer {
    return testsIn(this.commandsBeforeItDeploys);
  }

  /** Whether it does this kind of test before it deploys; `cdk deploy` synthesises, which may check policies. */
  testsItselfFor(kind: TestKind): Answer {
    const [first] = this.deployingCommands;
    return checksIn([...this.commandsBeforeItDeploys, ...(first ? [first] : [])], kind);
  }

  private get commandsBeforeItDeploys(): readonly string[] {
    const [first] = this.deployingCommands;
    if (first === undefined || 'unseen' in this.script) return [];
    return this.script.commands.slice(0, this.script.commands.indexOf(first));
  }

  /** Those of its commands that change what runs somewhere; copying to a bucket is one where names say that it deploys. */
  private get deployingCommands(): string[] {
    return this.recall('deployingCommands', () => this.findDeployingCommands());
  }

  private findDeployingCommands(): string[] {
    if ('unseen' in this.script) return [];
    const { commands } = this.script;
    const copies = commands.some(copiesToBucket) && this.saysThatItDeploys;
    return commands.filter((command) => deploys(command) || (copies && copiesToBucket(command)));
  }

  get deploys(): Answer {
    return this.recall('deploys', () => this.findDeploys());
  }

  private findDeploys(): Answer {
    if (this.updatesPipeline) return 'no';
    if (this.category.is('Deploy')) return this.onlyPrepares ? 'no' : 'yes';
    if (!this.runsSomething || this.isScan || this.publishesImage) return 'no';
    if (this.deployingCommands.length > 0) return 'yes';
    return !this.testsByName && (this.startsPipeline || this.saysThatItDeploys) ? 'unseen' : 'no';
  }

  /** Whether it deploys what a template describes, and not only code to what is there. */
  get deploysTemplates(): Answer {
    if (this.onlyDeletes) return 'no';
    if (this.deploys !== 'yes') return this.deploys;
    if (this.category.is('Deploy')) return this.provider.isOneOf(DEPLOYS_TEMPLATES) ? 'yes' : 'no';
    return this.deployingCommands.some(deploysInfrastructure) ? 'yes' : 'no';
  }

  /** Whether its commands hand a template to CloudFormation. */
  get deploysByCloudFormation(): boolean {
    return this.deployingCommands.length > 0 && this.deployingCommands.every(deploysByCloudFormation);
  }

  /** Production, or another environment, by what names say; settings that only hint can say production. */
  get environment(): Environment | undefined {
    return this.recall('environment', () => this.findEnvironment());
  }

  private findEnvironment(): Environment | undefined {
    const says = (name: string) => this.stage.pipeline.environmentOf(name);
    const names = [this.stage.value, this.value].map((named) => withoutStage(told(named.get('Name'))));
    const said = [...names, ...this.told(TARGETS).map(withoutSubject)].map(says);
    if (said.includes('production')) return 'production';
    if (said.includes('non-production')) return 'non-production';
    const how = [...this.deployingCommands, ...this.told(['TemplateConfiguration'])].map(withoutStage);
    const hints = [...how, ...this.told(HINTS), told(this.value.get('RoleArn'))];
    if (hints.some((hint) => says(hint) === 'production')) return 'production';
    return how.map(says).find(Boolean);
  }

  /** Whether the other deploys the same by the same means: then they may differ in where to. */
  deploysSameAs(other: Step): boolean {
    const same = (path: string) => this.value.get(path).outline === other.value.get(path).outline;
    const set = this.configuration.get('StackSetName');
    return set.isPresent
      ? same('Configuration.StackSetName')
      : same('ActionTypeId.Provider') && same('Configuration.TemplatePath');
  }

  /** What it deploys to, as its configuration calls it; a reference alone says little to a reader. */
  get target(): string | undefined {
    if (!this.category.is('Deploy')) return undefined;
    const targets = this.settings(TARGETS);
    return targets.find(({ parts }) => parts.some((part) => part.kind === 'literal'))?.outline;
  }

  /** The account that it works in, where a role of a literal account is named. */
  get account(): string | undefined {
    const roles = [this.value.get('RoleArn').outline, ...this.told(['RoleArn'])];
    return roles.flatMap((role) => /^arn:.*?:iam::(\d{12}):/.exec(role)?.[1] ?? [])[0];
  }

  private told(keys: readonly string[]): string[] {
    return this.settings(keys).map(told);
  }

  /** Those of the settings that are written. */
  private settings(keys: readonly string[]): Value[] {
    const { configuration } = this;
    const { content } = configuration;
    if (content.kind !== 'map') return [];
    return keys.filter((key) => content.node.entries.has(key)).map((key) => configuration.child(key));
  }

  get unseen(): string | undefined {
    if ('unseen' in this.script) return this.script.unseen;
    if (this.deploys === 'unseen') return 'names say that it deploys, and none of its commands is known to';
    const [perhaps] = this.script.commands.flatMap((command) => mayTest(command) ?? []);
    return perhaps === undefined ? undefined : `what \`${perhaps}\` runs is not in the template`;
  }

  /** What it runs. */
  private get script(): Script {
    return this.recall('script', () => this.findScript());
  }

  private findScript(): Script {
    if (!this.runsSomething && !this.category.is('Test')) return { commands: [], reportsTests: false };
    return scriptOf(this.value, this.provider);
  }

  /** The CodeBuild project of the app that it runs. */
  get project(): Resource | undefined {
    return this.recall('project', () => projectOf(this.configuration));
  }

  /**
   * CDK Pipelines' self mutation, or any deployment of the pipeline's own stack: it changes the pipeline,
   * before any gate, and no production. https://docs.aws.amazon.com/cdk/v2/guide/cdk-pipeline.html
   */
  get updatesPipeline(): boolean {
    return this.recall('updatesPipeline', () => this.findUpdatesPipeline());
  }

  private findUpdatesPipeline(): boolean {
    if (this.stage.name === 'UpdatePipeline' || this.name === 'SelfMutate') return true;
    if (this.category.is('Deploy')) return isOwnStack(this.configuration.get('StackName'));
    const commands = this.deployingCommands;
    return commands.length > 0 && commands.every(deploysPipeline);
  }

  /** A stack is taken down: tidying up, unless a name says that it is production. */
  get onlyDeletes(): boolean {
    return this.provider.literal === 'CloudFormation' && this.actionMode.literal === 'DELETE_ONLY';
  }

  /** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html#action-reference-CloudFormation-config */
  get actionMode(): Value {
    return this.configuration.get('ActionMode');
  }

  /** A change set that another action executes. */
  private get onlyPrepares(): boolean {
    return this.provider.is('CloudFormation') && this.actionMode.is('CHANGE_SET_REPLACE');
  }

  /** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-InspectorScan.html */
  private get isScan(): boolean {
    return this.category.is('Invoke') && this.provider.is('InspectorScan');
  }

  /** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECRBuildAndPublish.html */
  private get publishesImage(): boolean {
    return this.provider.literal === 'ECRBuildAndPublish';
  }

  /** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-PipelineInvoke.html */
  private get startsPipeline(): boolean {
    return this.provider.literal === 'CodePipeline';
  }

  private get runsSomething(): boolean {
    return this.category.isOneOf(RUNS_SOMETHING);
  }

  /** Names that speak of a test; a stage's name only where the action's own says nothing else. */
  private get testsByName(): boolean {
    if (saysDeploy(this.name) || this.publishesAssets) return false;
    const names = this.stage.deploysByName ? this.ownNames : [...this.ownNames, this.stage.name];
    return names.some((name) => speaksOfTest(name) && !saysDeploy(name));
  }

  /** Its own name and those of what it runs. */
  private get ownNames(): readonly string[] {
    return this.recall('ownNames', () => this.findOwnNames());
  }

  private findOwnNames(): string[] {
    const project = this.project?.get('Name');
    const own = [
      this.value.get('Name'),
      this.configuration.get('ProjectName'),
      this.configuration.get('FunctionName'),
    ];
    return [...own, ...(project ? [project] : [])].map((name) => this.writtenWords(name));
  }

  /**
   * What a name says by itself: not the value of a parameter (`qa-build` where the stage is qa), and not
   * what it has from the pipeline's own logical id (`TestPipelineBuildProject`).
   */
  private writtenWords(name: Value): string {
    const pipeline = tokens(this.stage.pipeline.resource.logicalId);
    return name.parts
      .map((part) => {
        if (part.kind === 'literal') return part.origin === 'template' ? part.text : ' ';
        return part.kind === 'reference'
          ? tokens(part.resource.logicalId)
              .filter((word) => !pipeline.includes(word))
              .join(' ')
          : ' ';
      })
      .join('');
  }

  /** CDK Pipelines names these after what they upload. */
  private get publishesAssets(): boolean {
    return (
      !('unseen' in this.script) && this.script.commands.some((command) => /^cdk-assets\b/.test(command))
    );
  }

  /** Its category or its own name says that it deploys. */
  get deploysByName(): boolean {
    return this.category.is('Deploy') || (this.runsSomething && speaksOfDeploying(this.name));
  }

  /** By its own name, or by its stage's where no other action there is the one that is meant. */
  private get saysThatItDeploys(): boolean {
    if (speaksOfDeploying(this.name)) return true;
    const { name, pipeline, actions } = this.stage;
    if (pipeline.environmentOf(name) !== 'production' && !speaksOfDeploying(name)) return false;
    return ![...actions].some((action) => action.deploysByName);
  }
}

const kindsIn = (commands: readonly string[]): TestKind[] =>
  commands.flatMap((command) => testRunBy(command) ?? []);

function testsIn(commands: readonly string[]): Answer {
  if (kindsIn(commands).length > 0) return 'yes';
  return commands.some(mayTest) ? 'unseen' : 'no';
}

/** Whether commands do this kind of test. What an app checks while it is synthesised stands in its own code. */
function checksIn(commands: readonly string[], kind: TestKind): Answer {
  if (kindsIn(commands).includes(kind)) return 'yes';
  return kind === 'policy' && commands.some(synthesises) ? 'unseen' : 'no';
}

/** What an action or a rule runs. */
function scriptOf(step: Value, provider: Value): Script {
  const configuration = step.get('Configuration');
  if (provider.literal === 'Commands')
    return { commands: scriptOfLines(step.get('Commands')), reportsTests: false };
  if (provider.literal === 'CodePipeline')
    return { unseen: `it starts the pipeline ${configuration.get('PipelineName').outline}` };
  if (provider.literal !== 'CodeBuild')
    return { unseen: `what ${provider.outline} runs is not in the template` };
  const override = configuration.get('BuildspecOverride');
  if (override.content.kind !== 'absent') return scriptOfBuildSpec(override);
  const project = projectOf(configuration);
  if (project) return scriptOfProject(project);
  const name = configuration.get('ProjectName').outline;
  return { unseen: `its project${name && ` ${name}`} is not in the template` };
}

const projectOf = (configuration: Value) =>
  resourceNamed(configuration.get('ProjectName'), 'AWS::CodeBuild::Project');

/** A name with the names of what only deployment tells; of these, `Stage` is the name of any environment. */
const told = ({ parts }: Value): string =>
  parts
    .map((part) => (part.kind === 'literal' ? part.text : ` ${sourceOf(part).replace(/stage/gi, ' ')} `))
    .join('');

/** Every stage may be called one: only `Stage` alone, or what goes `ToStage`, is about the environment. */
function withoutStage(name: string): string {
  const words = tokens(name);
  if (words.length < 2 || !words.includes('stage')) return name;
  return words.filter((word, index) => word !== 'stage' || words[index - 1] === 'to').join(' ');
}

/** Words that name what a service is about as often as they name an environment. */
const SUBJECTS = new Set(['acceptance', 'feature', 'integration', 'review']);
const PLACES = new Set(['account', 'cluster', 'env', 'environment', 'stack']);

/** `shop-integration` and `review-stack` are environments; `integration-hub` and `review-service` are services. */
function withoutSubject(name: string): string {
  const words = tokens(name);
  const isSubject = (word: string, next?: string) =>
    SUBJECTS.has(word) && next !== undefined && !PLACES.has(next);
  return words.filter((word, index) => !isSubject(word, words[index + 1])).join(' ');
}

const DEPLOYS = new Set(['deploy', 'deploys', 'deploying', 'release', 'promote', 'rollout']);
const SPEAKS_OF_DEPLOYING = new Set([...DEPLOYS, 'deployment', 'swap', 'switch', 'toggle', 'cutover']);
const AND = new Set(['and', 'then']);
/** Before a word for deploying, they speak of something else: `CodeDeploy`, `PreDeployTest`. */
const AROUND = new Set(['code', 'pre', 'post', 'before', 'after']);
const CHECKS = /^(verif|validat)/;

/** `DeployTest` deploys to a test environment; `DeployAndTest`, `DeployTests` and `ValidateRelease` test. */
function saysDeploy(name: string): boolean {
  const words = tokens(name);
  return (
    saysOneOf(DEPLOYS, words) && !words.some((word) => AND.has(word) || word === 'tests' || CHECKS.test(word))
  );
}

function speaksOfDeploying(name: string): boolean {
  const words = tokens(name);
  return (
    saysOneOf(SPEAKS_OF_DEPLOYING, words) &&
    !/^(pre|post)/.test(words[0] ?? '') &&
    !words.some((word) => CHECKS.test(word))
  );
}

const saysOneOf = (said: ReadonlySet<string>, words: readonly string[]) =>
  words.some((word, index) => said.has(word) && !AROUND.has(words[index - 1] ?? ''));

function isOwnStack(name: Value): boolean {
  const { stackName } = name.entity.template.context;
  if (stackName !== undefined && name.literal === stackName) return true;
  const call = intrinsicOf(name.node);
  const named = call?.argument.kind === 'scalar' ? call.argument.text : undefined;
  return (
    (call?.name === 'Ref' && named === 'AWS::StackName') ||
    (call?.name === 'Fn::Sub' && named === '${AWS::StackName}')
  );
}
