import { addToGroup } from '../add-to-group';
import { lowered, mildest, type ScenarioAssignment, SEVERITIES, type Severity, worst } from '../finding';
import type { App } from '../model/app';
import { type Environment, environmentOfScenario } from '../model/environment';
import type {
  Expectation,
  FailOutcome,
  Outcome,
  OutcomeOptions,
  ReviewOutcome,
  Secret,
} from '../model/expectation';
import type { NamedCondition, Scenario, Variable } from '../model/scenario';
import type { Value } from '../model/value';
import type { Rule } from '../rule';
import type { Standards } from '../standards';
import type { Range } from '../template/node';
import { explore, type Look } from './explore';
import { inWords, nameIn, type Settled, shownValue } from './scenario-wording';

/** A finding before it has a file and line. */
export interface Judgement {
  verdict: 'fail' | 'review';
  severity: Severity;
  message: string;
  value: Value;
  at: Range;
  scenario: ScenarioAssignment | null;
  /** Texts that no output may show. */
  secrets?: readonly Secret[] | undefined;
}

/**
 * Looks at one expectation in every scenario and says what that comes to: nothing where it holds or does
 * not apply, else its failures, else what only deployment can tell (docs/verdicts.md).
 */
export function judge(app: App, rule: Rule, expectation: Expectation, standards: Standards): Judgement[] {
  const { looks, complete } = explore(app, expectation);
  if (complete && looks.every(saysNothing)) return [];
  const worlds = worldsOf(looks, complete);
  const applicable = worlds.filter((world) => world.applies);
  const failing = applicable.filter((world) => world.failures.length > 0);
  const actual = applicable.filter((world) => world.isActual);
  if (failing.length > 0) return failures(rule, standards, worlds, failing, actual);
  const gravity = ({ outcome }: Review) => SEVERITIES.indexOf(statedSeverity(rule, outcome));
  const [review] = actual
    .flatMap((world) => world.reviews)
    .sort((one, other) => gravity(one) - gravity(other));
  if (review) return [reviewed(rule, review)];
  if (complete) return [];
  const [value] = app.within((looks[0] as Look).scenario, () => expectation.property.values());
  if (!value) return [];
  const message = `more than ${looks.length} scenarios matter here, and those looked at comply`;
  return [{ verdict: 'review', severity: rule.severity, message, ...placeOf(value), scenario: null }];
}

const saysNothing = ({ results }: Look) =>
  results.every(({ outcomes }) => outcomes.every(({ verdict }) => verdict === 'not-applicable'));

const placeOf = (tested: Value, outcome?: OutcomeOptions) => {
  const value = outcome?.at ?? tested;
  return { value, at: outcome?.range ?? value.at };
};

const reviewed = (rule: Rule, { value, outcome }: Review): Judgement => ({
  verdict: 'review',
  severity: statedSeverity(rule, outcome),
  message: outcome.message,
  ...placeOf(value, outcome),
  scenario: null,
  secrets: outcome.secrets,
});

interface Failure {
  value: Value;
  outcome: FailOutcome;
}

interface Review {
  value: Value;
  outcome: ReviewOutcome;
}

/** All looks in which conditions and parameters are the same; they differ in guesses about unknown values. */
interface World {
  scenario: Scenario;
  assignment: Assignment;
  isActual: boolean;
  /** Whether the expectation says anything here. */
  applies: boolean;
  /** What fails whatever the unknown values are. */
  failures: readonly Failure[];
  /** What hangs on them. */
  reviews: readonly Review[];
}

type Assignment = ReadonlyMap<NamedCondition | Variable, boolean | string | undefined>;
type Settlement = readonly [NamedCondition | Variable, boolean | string | undefined];

const assignmentOf = ({ conditions, parameters }: Scenario): Assignment =>
  new Map<NamedCondition | Variable, boolean | string | undefined>([...conditions, ...parameters]);

/**
 * The worlds that looks show. Say a rule asks an unknown E, and where E is not so, a condition C:
 *
 *     look 1: E guessed so                  passes
 *     look 2: E guessed not so, C is true   fails
 *     look 3: E guessed not so, C is false  passes
 *
 * C settles two worlds, and look 1, which never asked for it, belongs to both. In the world where C is true
 * looks 1 and 2 disagree, so only deployment can tell; where C is false all looks pass.
 */
function worldsOf(looks: readonly Look[], complete: boolean): World[] {
  if (looks.length === 1) return [worldOf(looks, [], complete)];
  const numbers = new Map<object, number>();
  const number = (name: object) => numbers.get(name) ?? numbers.set(name, numbers.size).size - 1;
  const groups = new Map<string, Look[]>();
  for (const look of looks) {
    const entries = [...assignmentOf(look.scenario)].map(([name, value]) => `${number(name)}=${value}`);
    const key = entries.sort().join();
    addToGroup(groups, key, look);
  }
  // Without guesses the looks are the leaves of one decision tree, so no two worlds overlap. A guess may
  // spare a look from asking for a condition: then that look belongs to the worlds of both answers.
  if (looks.every(({ scenario }) => scenario.guesses.size === 0))
    return [...groups.values()].map((group) => worldOf(group, [], complete));
  const assignments = new Map(looks.map((look) => [look, assignmentOf(look.scenario)]));
  return [...groups.values()].flatMap((group) => {
    const own = assignments.get(group[0] as Look) as Assignment;
    const others = looks.filter(
      (look) => !group.includes(look) && compatible(own, assignments.get(look) as Assignment),
    );
    const settlesLess = others.some((look) => (assignments.get(look) as Assignment).size > own.size);
    return settlesLess ? [] : [worldOf(group, others, complete)];
  });
}

const compatible = (one: Assignment, other: Assignment): boolean =>
  [...one].every((settlement) => agrees(settlement, other));

const agrees = ([name, value]: Settlement, other: Assignment): boolean =>
  !other.has(name) || other.get(name) === value;

/** `settled` are the looks in which all its conditions were asked for, `others` those that agree with it. */
function worldOf(settled: readonly Look[], others: readonly Look[], complete: boolean): World {
  const looks = [...settled, ...others];
  const { scenario } = looks[0] as Look;
  const failuresByLook = looks.map(failuresOf);
  // What fails at one place, and as badly, whatever is guessed is certain, though the reasons may differ; nothing
  // is where not every guess was looked at.
  const isWhole = complete || looks.every((look) => look.scenario.guesses.size === 0);
  const failures = (failuresByLook[0] as Failure[]).filter(
    (failure) =>
      isWhole &&
      failuresByLook.every((inLook) => inLook.some((other) => gravityOf(other) === gravityOf(failure))),
  );
  const certain = new Set(failures.map(gravityOf));
  const reviews = looks.flatMap((look, index): Review[] => {
    const stated = look.results.flatMap(({ value, outcomes }) =>
      outcomes.flatMap((outcome) => (outcome.verdict === 'review' ? [{ value, outcome }] : [])),
    );
    const hanging = (failuresByLook[index] as Failure[])
      .filter((failure) => !certain.has(gravityOf(failure)))
      .map(({ value, outcome }): Review => {
        const guess = [...look.scenario.guesses.values()].at(-1);
        return {
          value,
          outcome: { ...outcome, verdict: 'review', message: guess?.value.why ?? outcome.message },
        };
      });
    return [...stated, ...hanging];
  });
  return {
    scenario,
    assignment: assignmentOf(scenario),
    isActual: settled.some((look) => look.scenario.isActual),
    applies: looks.some(({ results }) => results.some(({ outcomes }) => !outcomes.some(isNotApplicable))),
    failures,
    reviews,
  };
}

const isNotApplicable = (outcome: Outcome) => outcome.verdict === 'not-applicable';

const failuresOf = (look: Look): Failure[] =>
  look.results.flatMap(({ value, outcomes }) =>
    outcomes.flatMap((outcome) => (outcome.verdict === 'fail' ? [{ value, outcome }] : [])),
  );

/** Where it fails, and how badly. */
const gravityOf = ({ value, outcome }: Failure) => `${(outcome.at ?? value).path}\n${outcome.severity}`;

const keyOf = ({ value, outcome }: Failure) => `${(outcome.at ?? value).path}\n${outcome.message}`;

/** One judgement for each failure that is told apart by place or message. */
function failures(
  rule: Rule,
  standards: Standards,
  worlds: readonly World[],
  failing: readonly World[],
  actual: readonly World[],
): Judgement[] {
  const everywhere = actual.length > 0 && actual.every((world) => world.failures.length > 0);
  const groups = new Map<string, Group>();
  for (const world of [...failing].sort((a, b) => Number(b.isActual) - Number(a.isActual))) {
    for (const failure of world.failures) {
      const key = keyOf(failure);
      const group = groups.get(key);
      if (group) {
        group.worlds.push(world);
        group.failures.push(failure);
      } else groups.set(key, { failure, worlds: [world], failures: [failure] });
    }
  }
  // The file shows every branch, whichever of them a finding stands at.
  const secrets = failing.flatMap((world) => world.failures.flatMap(({ outcome }) => outcome.secrets ?? []));
  const told: Group[] = [];
  for (const group of groups.values())
    if (!told.some((other) => tellsTheSame(other, group))) told.push(group);
  const found = told.map(({ failure, worlds: holding, failures: held }): Judgement => {
    const full = everywhere && holding[0]?.isActual;
    const { template, app } = failure.value.entity;
    const failingAlike = alike(holding, failure, worlds);
    const environment = environmentIn(failingAlike, rule, app) ?? standards.environment;
    const severities = held.map(({ outcome }, index) => {
      const stated = severityOutsideOf(rule, outcome, { environment, profile: standards.profile });
      return everywhere && holding[index]?.isActual ? stated : lowered(stated);
    });
    const settled = smallestAssignment(full ? failingAlike : holding, worlds, !full);
    const scenario =
      settled &&
      Object.fromEntries(
        settled.map(([name, value]) => [
          nameIn(template, name),
          typeof value === 'string' ? shownValue(name, value) : value,
        ]),
      );
    return {
      verdict: 'fail',
      severity: severities.reduce(worst),
      message: settled
        ? `when ${inWords(settled, template)}: ${failure.outcome.message}`
        : failure.outcome.message,
      ...placeOf(failure.value, failure.outcome),
      scenario,
      secrets,
    };
  });
  return found.filter((one) => !found.some((other) => outshines(other, one)));
}

/** Worlds in which the same is wrong at one place. */
interface Group {
  failure: Failure;
  worlds: World[];
  /** As it fails in each of them: one may be worse than another. */
  failures: Failure[];
}

const isAsBadThere = (one: Failure, other: Failure) =>
  gravityOf(one) === gravityOf(other) &&
  placeOf(one.value, one.outcome).at.start === placeOf(other.value, other.outcome).at.start;

/** The worlds that hold a failure, and those where its place fails as badly in other words. */
function alike(holding: readonly World[], failure: Failure, worlds: readonly World[]): World[] {
  const known = new Set(holding);
  return worlds.filter(
    (world) => known.has(world) || world.failures.some((other) => isAsBadThere(other, failure)),
  );
}

/** Whether the place fails as badly in other words, where other conditions hold: then the first, actual words do. */
const tellsTheSame = (first: Group, second: Group) =>
  first.worlds[0]?.isActual === true &&
  isAsBadThere(first.failure, second.failure) &&
  !first.worlds.some((world) => second.worlds.includes(world));

/** One place says one thing: the worst. Branches stand in places of their own. */
const outshines = (one: Judgement, other: Judgement): boolean =>
  one !== other &&
  one.value.path === other.value.path &&
  one.at.start === other.at.start &&
  SEVERITIES.indexOf(one.severity) < SEVERITIES.indexOf(other.severity);

/** The configured severity, else what the rule says of this case, else the rule's own. */
const statedSeverity = (rule: Rule, { severity }: OutcomeOptions): Severity =>
  (rule.hasConfiguredSeverity ? undefined : severity) ?? rule.severity;

/**
 * The environment of what fails in these worlds, where they say it: none but production where it fails there too, and
 * no other environment where it fails in some world that says nothing.
 */
function environmentIn(worlds: readonly World[], rule: Rule, app: App): Environment | undefined {
  if (rule.severityIn?.['non-production'] === undefined) return undefined; // then it makes no difference
  const said = new Set(worlds.map(({ scenario }) => environmentOfScenario(scenario, app.environmentWords)));
  if (said.has('production')) return 'production';
  return said.size === 1 ? [...said][0] : undefined;
}

/** The severity as it is stated; then environment, then profile. */
export function severityOutsideOf(
  rule: Rule,
  outcome: FailOutcome,
  { environment, profile }: Pick<Standards, 'environment' | 'profile'>,
): Severity {
  let severity = statedSeverity(rule, outcome);
  const outside = rule.severityIn?.['non-production'];
  if (outside && environment === 'non-production') severity = mildest(severity, outside);
  const raised =
    profile && (outcome.profiles?.[profile] ?? (outcome.severity ? undefined : rule.severityIn?.[profile]));
  return raised ? worst(severity, raised) : severity;
}

/**
 * The fewest conditions and parameters that all the same lead to failure. Where the entity does not
 * exist counts against an assignment only if `strictly`: then its existence is part of the scenario.
 */
function smallestAssignment(
  holding: readonly World[],
  worlds: readonly World[],
  strictly: boolean,
): Settled[] | null {
  const failing = new Set(holding);
  const refuting = worlds.filter((world) => !failing.has(world) && (strictly || world.applies));
  if (refuting.length === 0) return null;
  let smallest: readonly Settlement[] | undefined;
  for (const { assignment } of holding) {
    const needed = withoutIdle([...assignment], refuting);
    if (!smallest || needed.length < smallest.length) smallest = needed;
    if (smallest.length === 1) break; // none is smaller
  }
  const known = (smallest ?? []).flatMap(([name, value]): Settled[] =>
    value === undefined ? [] : [[name, value]],
  );
  return known.length === 0 ? null : known;
}

/** Leaves out what is settled for nothing: no world that refutes it agrees with all the rest. */
function withoutIdle(settled: readonly Settlement[], refuting: readonly World[]): readonly Settlement[] {
  const opposed = refuting.map(
    ({ assignment }) => new Set(settled.filter((one) => !agrees(one, assignment))),
  );
  return settled.filter((one) => {
    if (opposed.some((those) => those.size === 0 || (those.size === 1 && those.has(one)))) return true;
    for (const those of opposed) those.delete(one);
    return false;
  });
}
