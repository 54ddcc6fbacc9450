import { type Environment, environmentOf, tokens } from '../engine/environment';
import type { Resource } from '../model/entity';
import type { Expectation, Test } from '../model/expectation';
import { remember } from '../model/remember';
import type { Template } from '../model/template';
import type { Value } from '../model/value';
import { intrinsicOf, type Node } from '../template/node';
import { type Script, scriptOfBuildSpec, scriptOfLines, scriptOfProject } from './build-spec';
import { copiesToBucket, deploys, deploysPipeline, speaksOfTest, type TestKind, testRunBy } from './commands';

/** `unseen`: the template does not hold what would tell. */
export type Answer = 'yes' | 'no' | 'unseen';

/** States what must hold of a pipeline. Its names and scripts are read with every parameter at its default. */
export function expectOfPipeline(
  resource: Resource,
  test: (pipeline: Pipeline) => ReturnType<Test>,
): Expectation {
  return resource
    .property('Stages')
    .expect((stages) => resource.app.scenario.byDefault(() => test(new Pipeline(resource, stages))));
}

/** Something that a pipeline does: an action, or a rule of a stage's condition. */
export interface Step {
  readonly value: Value;
  readonly stage: Stage;
  readonly name: string;
  /** A person must agree before the pipeline goes on. */
  readonly approves: boolean;
  /** The pipeline stops where a test fails. */
  readonly tests: Answer;
  /** Changes what runs somewhere; the pipeline itself does not count. */
  readonly deploys: Answer;
  /** Why the template does not tell what it runs, as `its build spec is the file buildspec.yml`. */
  readonly unseen?: string | undefined;
}

export class Pipeline {
  /** Stages that are not read make no scenarios: who has seen enough stops. */
  readonly stages: Iterable<Stage>;

  constructor(
    readonly resource: Resource,
    stages: Value,
  ) {
    this.stages = new Elements(stages, (stage) => new Stage(this, stage));
  }

  *actions(): Iterable<Action> {
    for (const stage of this.stages) yield* stage.actions;
  }

  get deploysAnything(): boolean {
    for (const action of this.actions()) if (action.deploys !== 'no') return true;
    return false;
  }

  /** The steps in the order in which they run; those of one group run at the same time. */
  *steps(): Iterable<readonly Step[]> {
    for (const stage of this.stages) {
      yield stage.entryRules;
      yield* stage.actionGroups;
      yield stage.successRules;
    }
  }

  /** What has begun before the first step that `is` has ended: that step itself and what runs beside it too. */
  begunBefore(is: (step: Step) => boolean): Step[] {
    const begun: Step[] = [];
    for (const group of this.steps()) {
      begun.push(...group);
      if (group.some(is)) break;
    }
    return begun;
  }

  /** What is done before a step begins. */
  preceding(step: Step): Step[] {
    const preceding: Step[] = [];
    for (const group of this.steps()) {
      if (group.includes(step)) break;
      preceding.push(...group);
    }
    return preceding;
  }

  /**
   * What deploys to production: what names say so, else all of the last stage that deploys. Where only
   * unseen scripts can do it, they are what may.
   */
  get production(): Production {
    const deploying = [...this.actions()].filter((action) => action.deploys !== 'no');
    const named = deploying.filter((action) => action.environment === 'production');
    const certain = named.filter((action) => action.deploys === 'yes');
    if (named.length > 0) return { deployments: certain.length > 0 ? certain : named, named: true };
    const creating = deploying.filter((action) => !action.onlyDeletes);
    const candidates = creating.length > 0 ? creating : deploying;
    const last = candidates.at(-1)?.stage;
    return { deployments: candidates.filter((action) => action.stage === last), named: false };
  }
}

export interface Production {
  deployments: readonly Action[];
  /** Names say that it is production; else it is only the last. */
  named: boolean;
}

export class Stage {
  constructor(
    readonly pipeline: Pipeline,
    readonly value: Value,
  ) {}

  get name(): string {
    return this.value.get('Name').outline;
  }

  /** In the order in which they are written. */
  get actions(): Iterable<Action> {
    this.elements ??= new Elements(this.value.get('Actions'), (action) => new Action(this, action));
    return this.elements;
  }
  private elements: Iterable<Action> | undefined;

  /** By RunOrder; one number, one group. https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html */
  get actionGroups(): Action[][] {
    const groups = new Map<number, Action[]>();
    for (const action of this.actions)
      groups.set(action.runOrder, [...(groups.get(action.runOrder) ?? []), action]);
    return [...groups].sort(([a], [b]) => a - b).map(([, actions]) => actions);
  }

  /** What must hold before the stage begins. https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html */
  get entryRules(): Step[] {
    return this.rulesOf('BeforeEntry');
  }

  /** What must hold at its end, or it fails or is rolled back. */
  get successRules(): Step[] {
    return this.rulesOf('OnSuccess');
  }

  private rulesOf(condition: string): Step[] {
    return this.value
      .get(`${condition}.Conditions`)
      .items()
      .flatMap((one) => one.get('Rules').items())
      .map((rule) => new ConditionRule(this, rule));
  }
}

/** The elements of a list, made when they are come to, and once. */
class Elements<T> implements Iterable<T> {
  private readonly made = new Map<number, T | undefined>();

  constructor(
    private readonly list: Value,
    private readonly make: (element: Value) => T,
  ) {}

  /** @throws NotKnown where the template does not tell the list */
  *[Symbol.iterator](): Iterator<T> {
    const { content } = this.list;
    const length = content.kind === 'list' ? content.items.length : this.list.items().length;
    for (let index = 0; index < length; index++) {
      const made = this.made.has(index) ? this.made.get(index) : this.makeAt(index);
      if (made !== undefined) yield made;
    }
  }

  private makeAt(index: number): T | undefined {
    const element = this.list.isList ? this.list.element(index) : this.list.items()[index];
    const made = element && element.content.kind !== 'absent' ? this.make(element) : undefined;
    this.made.set(index, made);
    return made;
  }
}

/** Rules that run something and look at how it went; the others look at an alarm, the clock or a variable. */
const TESTING_RULES = ['CodeBuild', 'Commands', 'LambdaInvoke'];

class ConditionRule implements Step {
  readonly approves = false;
  readonly deploys = 'no';

  constructor(
    readonly stage: Stage,
    readonly value: Value,
  ) {}

  get name(): string {
    return this.value.get('Name').outline;
  }

  get tests(): Answer {
    return this.value.get('RuleTypeId.Provider').isOneOf(TESTING_RULES) ? 'yes' : 'no';
  }
}

/** Settings of a deployment that name what is deployed to. */
const TARGETS = [
  'StackName',
  'StackSetName',
  'EnvironmentName',
  'Environment',
  'ApplicationName',
  'Application',
  'DeploymentGroupName',
  'ClusterName',
  'ServiceName',
  'FunctionName',
  'BucketName',
  'ProductId',
  'Stack',
  'App',
];
/** Settings that tell it where nothing else does. `assembly-Prod/…` is how CDK Pipelines names a stage's template. */
const HINTS = ['TemplatePath', 'RoleArn', 'EnvironmentVariables', 'ProjectName'];

const RUNS_SOMETHING = ['Build', 'Compute', 'Invoke'];

export class Action implements Step {
  /** What was found out in this scenario; an action is asked again by each that follows it. */
  private readonly known: { deploys?: Answer; deployingCommands?: string[]; updatesPipeline?: boolean } = {};

  constructor(
    readonly stage: Stage,
    readonly value: Value,
  ) {}

  get name(): string {
    return this.value.get('Name').outline;
  }

  get category(): Value {
    return this.value.get('ActionTypeId.Category');
  }

  get owner(): Value {
    return this.value.get('ActionTypeId.Owner');
  }

  get provider(): Value {
    return this.value.get('ActionTypeId.Provider');
  }

  get configuration(): Value {
    return this.value.get('Configuration');
  }

  /** @throws NotKnown */
  get runOrder(): number {
    return this.value.get('RunOrder').number ?? 1;
  }

  get approves(): boolean {
    return this.category.is('Approval') && this.owner.is('AWS') && this.provider.is('Manual');
  }

  get tests(): Answer {
    if (this.category.is('Test') || this.isScan) return 'yes';
    if (!this.runsSomething || this.updatesPipeline || this.publishesImage) return 'no';
    if (this.testsByName) return 'yes';
    if ('unseen' in this.script) return saysDeploy(this.name) ? 'no' : 'unseen';
    return this.script.reportsTests || this.testKinds.length > 0 ? 'yes' : 'no';
  }

  /** What kinds of tests its commands run. */
  get testKinds(): TestKind[] {
    return 'unseen' in this.script ? [] : this.script.commands.flatMap((command) => testRunBy(command) ?? []);
  }

  /** What it changes, it has tested itself before: `npm test && cdk deploy`. */
  get testsBeforeItDeploys(): boolean {
    if ('unseen' in this.script) return false;
    const { commands } = this.script;
    const [first] = this.deployingCommands;
    return (
      first !== undefined &&
      commands.slice(0, commands.indexOf(first)).some((command) => testRunBy(command) !== undefined)
    );
  }

  /** Those of its commands that change what runs somewhere; copying to a bucket is one where names say that it deploys. */
  private get deployingCommands(): string[] {
    this.known.deployingCommands ??= this.findDeployingCommands();
    return this.known.deployingCommands;
  }

  private findDeployingCommands(): string[] {
    if ('unseen' in this.script) return [];
    const deploying = this.script.commands.filter((command) => deploys(command) || copiesToBucket(command));
    return this.saysThatItDeploys ? deploying : deploying.filter(deploys);
  }

  get deploys(): Answer {
    this.known.deploys ??= this.findDeploys();
    return this.known.deploys;
  }

  private findDeploys(): Answer {
    if (this.updatesPipeline) return 'no';
    if (this.category.is('Deploy')) return this.onlyPrepares ? 'no' : 'yes';
    if (!this.runsSomething || this.isScan || this.publishesImage) return 'no';
    if (!('unseen' in this.script)) return this.deployingCommands.length > 0 ? 'yes' : 'no';
    return !this.testsByName && this.saysThatItDeploys ? 'unseen' : 'no';
  }

  /** Production, or another environment, by what names say; settings that only hint can say production. */
  get environment(): Environment | undefined {
    const targets = TARGETS.map((key) => this.configuration.get(key).outline);
    const said = [this.stage.name, this.name, ...targets].map((name) => environmentOf(name));
    if (said.includes('production')) return 'production';
    const hints = [...this.deployingCommands, ...HINTS.map((key) => this.configuration.get(key).outline)];
    const hinted = hints.some((hint) => environmentOf(hint) === 'production');
    return said.find(Boolean) ?? (hinted ? 'production' : undefined);
  }

  get unseen(): string | undefined {
    return 'unseen' in this.script ? this.script.unseen : undefined;
  }

  /** What it runs. */
  get script(): Script {
    this.readScript ??= this.findScript();
    return this.readScript;
  }
  private readScript: Script | undefined;

  private findScript(): Script {
    if (!this.runsSomething) return { commands: [], reportsTests: false };
    if (this.provider.literal === 'Commands')
      return { commands: scriptOfLines(this.value.get('Commands')), reportsTests: false };
    if (this.provider.literal !== 'CodeBuild')
      return { unseen: `what ${this.provider.outline} runs is not in the template` };
    const override = this.configuration.get('BuildspecOverride');
    if (override.content.kind !== 'absent') return scriptOfBuildSpec(override);
    const { project } = this;
    if (project) return scriptOfProject(project);
    return { unseen: `its project ${this.configuration.get('ProjectName').outline} is not in the template` };
  }

  /** The CodeBuild project of the template that it runs. */
  get project(): Resource | undefined {
    const name = this.configuration.get('ProjectName');
    const referred = name.reference?.resource;
    if (referred) return referred.type === PROJECT ? referred : undefined;
    const written = writtenName(name.node);
    return written === undefined ? undefined : projectsByName(this.value.entity.template).get(written);
  }

  /**
   * CDK Pipelines' self mutation, or any deployment of the pipeline's own stack: it changes the pipeline,
   * before any gate, and no production. https://docs.aws.amazon.com/cdk/v2/guide/cdk-pipeline.html
   */
  get updatesPipeline(): boolean {
    this.known.updatesPipeline ??= this.findUpdatesPipeline();
    return this.known.updatesPipeline;
  }

  private findUpdatesPipeline(): boolean {
    if (this.stage.name === 'UpdatePipeline' || this.name === 'SelfMutate') return true;
    if (this.category.is('Deploy')) return isOwnStack(this.configuration.get('StackName'));
    const commands = this.deployingCommands;
    return commands.length > 0 && commands.every(deploysPipeline);
  }

  /** A stack is taken down: tidying up, unless a name says that it is production. */
  get onlyDeletes(): boolean {
    return (
      this.provider.literal === 'CloudFormation' &&
      this.configuration.get('ActionMode').literal === 'DELETE_ONLY'
    );
  }

  /** A change set that another action executes. */
  private get onlyPrepares(): boolean {
    return (
      this.provider.is('CloudFormation') && this.configuration.get('ActionMode').is('CHANGE_SET_REPLACE')
    );
  }

  /** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-InspectorScan.html */
  private get isScan(): boolean {
    return this.category.is('Invoke') && this.provider.is('InspectorScan');
  }

  /** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECRBuildAndPublish.html */
  private get publishesImage(): boolean {
    return this.provider.literal === 'ECRBuildAndPublish';
  }

  private get runsSomething(): boolean {
    return this.category.isOneOf(RUNS_SOMETHING);
  }

  /** Names that speak of a test; a stage's name only where the action's own says nothing else. */
  private get testsByName(): boolean {
    if (saysDeploy(this.name) || this.publishesAssets) return false;
    const own = [
      this.value.get('Name'),
      this.configuration.get('ProjectName'),
      this.configuration.get('FunctionName'),
    ];
    const project = this.project?.get('Name');
    const names = [...own, ...(project ? [project] : [])].map((name) => this.writtenWords(name));
    return [...names, this.stage.name].some((name) => speaksOfTest(name) && !saysDeploy(name));
  }

  /**
   * What a name says by itself: not the value of a parameter (`qa-build` where the stage is qa), and not
   * what it has from the pipeline's own logical id (`TestPipelineBuildProject`).
   */
  private writtenWords(name: Value): string {
    const pipeline = new Set(tokens(this.stage.pipeline.resource.logicalId));
    return name.parts
      .map((part) => {
        if (part.kind === 'literal') return part.origin === 'template' ? part.text : ' ';
        return part.kind === 'reference'
          ? tokens(part.resource.logicalId)
              .filter((word) => !pipeline.has(word))
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

  private get saysThatItDeploys(): boolean {
    if (speaksOfDeploying(this.name) || environmentOf(this.stage.name) === 'production') return true;
    return (
      speaksOfDeploying(this.stage.name) &&
      ![...this.stage.actions].some((action) => action.category.is('Deploy'))
    );
  }
}

const PROJECT = 'AWS::CodeBuild::Project';

const DEPLOYS = new Set(['deploy', 'deploys', 'deploying', 'release', 'promote', 'rollout']);
const AND = new Set(['and', 'then']);

/** `DeployTest` deploys to a test environment; `DeployAndTest` and `DeploymentTest` test. */
function saysDeploy(name: string): boolean {
  const words = tokens(name);
  return words.some((word) => DEPLOYS.has(word)) && !words.some((word) => AND.has(word) || word === 'code');
}

const SPEAKS_OF_DEPLOYING = new Set([...DEPLOYS, 'deployment', 'swap', 'switch', 'toggle', 'cutover']);

const speaksOfDeploying = (name: string) => {
  const words = tokens(name);
  return (
    words.some((word, index) => SPEAKS_OF_DEPLOYING.has(word) && words[index - 1] !== 'code') &&
    !/^(pre|post)/.test(words[0] ?? '')
  );
};

function isOwnStack(name: Value): boolean {
  const call = intrinsicOf(name.node);
  const named = call?.argument.kind === 'scalar' ? call.argument.text : undefined;
  return (
    (call?.name === 'Ref' && named === 'AWS::StackName') ||
    (call?.name === 'Fn::Sub' && named === '${AWS::StackName}')
  );
}

/** The template's CodeBuild projects by name, as it is written; made once, so that no pipeline looks through them all. */
const projectsByName = remember((template: Template): ReadonlyMap<string, Resource> => {
  const index = new Map<string, Resource>();
  for (const project of template.resourcesOf(PROJECT)) {
    const name = writtenName(project.written('Name'));
    if (name !== undefined && !index.has(name)) index.set(name, project);
  }
  return index;
});

/** A name as it is written, `${X}` for a Ref: the same for `!Sub '${X}-build'` and a join of the two. */
function writtenName(node: Node | undefined): string | undefined {
  if (node?.kind === 'scalar') return node.text || undefined;
  const call = intrinsicOf(node);
  if (!call) return undefined;
  const { name, argument } = call;
  if (name === 'Ref' && argument.kind === 'scalar') return `\${${argument.text}}`;
  if (name === 'Fn::Sub' && argument.kind === 'scalar') return argument.text;
  const [glue, pieces] = name === 'Fn::Join' && argument.kind === 'list' ? argument.items : [];
  if (glue?.kind !== 'scalar' || pieces?.kind !== 'list') return undefined;
  const written = pieces.items.map(writtenName);
  return written.every((piece) => piece !== undefined) ? written.join(glue.text) : undefined;
}
