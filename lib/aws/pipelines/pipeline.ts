import { addToGroup } from '../../add-to-group';
import type { App } from '../../model/app';
import type { Resource } from '../../model/entity';
import { type Environment, environmentOf } from '../../model/environment';
import type { Expectation, Test } from '../../model/expectation';
import { Recollection, Recollections } from '../../model/recollection';
import { remember } from '../../model/remember';
import type { Value } from '../../model/value';
import { writtenName } from '../named-resources';
import { Action, ConditionRule, type Step } from './pipeline-action';

/** States what must hold of a pipeline. Its names and scripts are read with every parameter at its default. */
export function expectOfPipeline(
  resource: Resource,
  test: (pipeline: Pipeline) => ReturnType<Test>,
): Expectation {
  return resource
    .property('Stages')
    .expect(() => resource.app.scenario.byDefault(() => test(pipelineOf(resource))));
}

/** A pipeline as it is in the scenario being looked at. */
export const pipelineOf = (resource: Resource): Pipeline =>
  resource.app.recall(recollectionOf(resource), () => new Pipeline(resource, resource.get('Stages')));

const recollectionOf = remember((_: Resource) => new Recollection<Pipeline>());

export class Pipeline {
  /** Stages that are not read make no scenarios: who has seen enough stops. */
  readonly stages: Iterable<Stage>;

  constructor(
    readonly resource: Resource,
    stages: Value,
  ) {
    this.stages = new Elements(stages, (stage) => new Stage(this, stage));
  }

  /** What a name says by the words of the app. */
  environmentOf(name: string): Environment | undefined {
    return environmentOf(name, this.resource.app.environmentWords);
  }

  /** Whether the app has a pipeline for each environment, and this is not the one for production. */
  private get isForOtherEnvironment(): boolean {
    const { of, all } = pipelineEnvironments(this.resource.app);
    return of.get(this.resource) === 'non-production' && all.has('production');
  }

  /** Whether the app has a pipeline for each environment, and this is the one for production. */
  get followsOtherPipeline(): boolean {
    const { of, all } = pipelineEnvironments(this.resource.app);
    return of.get(this.resource) === 'production' && all.has('non-production');
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

  /** What runs at the same time as an action. */
  beside(action: Action): Action[] {
    const group = action.stage.actionGroups.find((actions) => actions.includes(action)) ?? [];
    return group.filter((other) => other !== action);
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
    return this.resource.app.recall(this.found, () => this.findProduction());
  }
  private readonly found = new Recollection<Production>();

  private findProduction(): Production {
    const deploying = [...this.actions()].filter((action) => action.deploys !== 'no');
    const named = deploying.filter((action) => action.environment === 'production');
    const certain = named.filter((action) => action.deploys === 'yes');
    if (named.length > 0)
      return { deployments: certain.length > 0 ? certain : named, named: true, elsewhere: false };
    const creating = deploying.filter((action) => !action.onlyDeletes);
    const candidates = creating.length > 0 ? creating : deploying;
    const last = candidates.at(-1)?.stage;
    const deployments = candidates.filter((action) => action.stage === last);
    const elsewhere =
      this.isForOtherEnvironment || deployments.some((action) => action.environment === 'non-production');
    return { deployments, named: false, elsewhere };
  }
}

/** What the names of an app's pipelines say. One pipeline by itself may be called `test` or `demo` for any reason. */
const pipelineEnvironments = remember((app: App) => {
  const says = (name: string) => environmentOf(name, app.environmentWords);
  const of = new Map<Resource, Environment | undefined>();
  for (const pipeline of app.resourcesOf('AWS::CodePipeline::Pipeline'))
    of.set(pipeline, says(writtenName(pipeline.written('Name')) ?? '') ?? says(pipeline.logicalId));
  return { of, all: new Set(of.values()) };
});

export interface Production {
  deployments: readonly Action[];
  /** Names say that it is production; else it is only the last. */
  named: boolean;
  /** Names say that even the last is no production: another pipeline goes on from there, or is the one for production. */
  elsewhere: boolean;
}

export class Stage {
  constructor(
    readonly pipeline: Pipeline,
    readonly value: Value,
  ) {}

  get name(): string {
    return this.value.child('Name').outline;
  }

  /** In the order in which they are written. */
  get actions(): Iterable<Action> {
    return this.recall(
      'actions',
      () => new Elements(this.value.get('Actions'), (action) => new Action(this, action)),
    );
  }
  private readonly known = new Recollections();

  private recall<T>(name: string, find: () => T): T {
    return this.pipeline.resource.app.recall(this.known.of<T>(name), find);
  }

  /** It is named after what is deployed to, rather than after what is done in it. */
  get deploysByName(): boolean {
    return [...this.actions].some((action) => action.deploysByName);
  }

  get deploysToProduction(): boolean {
    return this.pipeline.production.deployments.some(({ stage }) => stage === this);
  }

  /** By RunOrder; one number, one group. https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html */
  get actionGroups(): readonly Action[][] {
    return this.recall('groups', () => this.findActionGroups());
  }

  private findActionGroups(): Action[][] {
    const groups = new Map<number, Action[]>();
    for (const action of this.actions) addToGroup(groups, action.runOrder, action);
    return [...groups].sort(([a], [b]) => a - b).map(([, actions]) => actions);
  }

  /** What must hold before the stage begins. https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html */
  get entryRules(): readonly Step[] {
    return this.rulesOf('BeforeEntry');
  }

  /** What must hold at its end, or it fails or is rolled back. */
  get successRules(): readonly Step[] {
    return this.rulesOf('OnSuccess');
  }

  private rulesOf(when: string): readonly Step[] {
    const conditions = () => this.value.child(when).child('Conditions').items();
    if (conditions().length === 0) return NO_RULES;
    return this.recall(when, () =>
      conditions().flatMap((condition) =>
        condition
          .get('Rules')
          .items()
          .map((rule) => new ConditionRule(this, rule, condition.get('Result'))),
      ),
    );
  }
}

/** What most stages have. */
const NO_RULES: readonly Step[] = [];

/** The elements of a list, made when they are come to. */
class Elements<T> implements Iterable<T> {
  private readonly made = new Recollections();

  constructor(
    private readonly list: Value,
    private readonly make: (element: Value) => T,
  ) {}

  /** @throws NotKnown where the template does not tell the list */
  *[Symbol.iterator](): Iterator<T> {
    const { content } = this.list;
    const length = content.kind === 'list' ? content.items.length : this.list.items().length;
    for (let index = 0; index < length; index++) {
      const recollection = this.made.of<T | undefined>(index);
      const made = this.list.entity.app.recall(recollection, () => this.makeAt(index));
      if (made !== undefined) yield made;
    }
  }

  private makeAt(index: number): T | undefined {
    const element = this.list.isList ? this.list.element(index) : this.list.items()[index];
    return element && element.content.kind !== 'absent' ? this.make(element) : undefined;
  }
}
