import type { Severity } from '../../finding';
import type { Resource } from '../../model/entity';
import { type Expectation, fail, notApplicable, type Outcome, review } from '../../model/expectation';
import { expectOfPipeline, type Pipeline } from './pipeline';
import type { Action, Answer, Step } from './pipeline-action';

/** What has to stand between the source and every deployment to production. */
export interface Gate {
  /** Whether a step is one; `unseen` where the template does not tell. */
  passes(step: Step, pipeline: Pipeline): Answer;
  /** Whether a deployment does it itself, before it deploys. */
  within?(deployment: Action): Answer;
  /** What is said where there is none, as `nothing tests or approves`. */
  missing: string;
  /** What a step of which the template does not tell may do, as `test`. */
  may: string;
  /** Why the template does not tell, where it is not what the step runs. */
  doubt?(step: Step): string;
  /** What to add before production, as `a test or an approval`. */
  add: string;
  /** The deployments that need it; all, if not given. */
  needs?(deployment: Action): Answer;
  /** Pipelines that need none. */
  spares?(pipeline: Pipeline): boolean;
  /** The severity where names say that the last environment is no production; else nothing is expected there. */
  elsewhere?: Severity;
}

/** States that the pipeline has a gate before production: one finding, at its first ungated deployment there. */
export const expectBeforeProduction = (resource: Resource, gate: Gate): Expectation =>
  expectOfPipeline(resource, (pipeline) => {
    // Who has seen the gate before anything is deployed need not know what comes after it.
    const early = new Set(pipeline.begunBefore((step) => gate.passes(step, pipeline) === 'yes'));
    if (![...early].some((step) => step.deploys !== 'no'))
      return pipeline.deploysAnything ? undefined : notApplicable();
    const { deployments, elsewhere } = pipeline.production;
    if ((elsewhere && !gate.elsewhere) || gate.spares?.(pipeline)) return notApplicable();
    const needing = deployments.filter((action) => gate.needs?.(action) !== 'no');
    if (needing.length === 0) return notApplicable();
    const ungated = needing.filter((action) => early.has(action) && gate.within?.(action) !== 'yes');
    return ungated.length === 0 ? undefined : outcomeOf(gate, pipeline, ungated, early);
  });

function outcomeOf(
  gate: Gate,
  pipeline: Pipeline,
  ungated: readonly Action[],
  early: ReadonlySet<Step>,
): Outcome {
  const { named, elsewhere, deployments } = pipeline.production;
  const certain = ungated.filter((action) => action.deploys === 'yes');
  const first = certain[0] ?? (ungated[0] as Action);
  const { route, source } = routeTo(pipeline, first);
  const options = { at: first.value };
  const doubt = gate.doubt ?? ((step: Step) => step.unseen as string);
  const neutral = pipeline.preceding(first).find((step) => gate.passes(step, pipeline) === 'unseen');
  const production =
    first.deploys === 'unseen' ? `${quoted(first)}, which may deploy to production` : quoted(first);
  if (neutral)
    return review(
      `${route}: ${quoted(neutral)} is all that may ${gate.may} before ${production}: ${doubt(neutral)}`,
      options,
    );
  if (first.deploys === 'unseen')
    return review(`${route}: ${gate.missing} before ${production}: ${first.unseen}`, options);
  if (gate.within?.(first) === 'unseen')
    return review(`${route}: ${quoted(first)} may ${gate.may} before it deploys: ${doubt(first)}`, options);
  const swap = named
    ? undefined
    : deployments.find((action) => action.deploys === 'unseen' && !early.has(action));
  if (swap)
    return review(
      `${route}: ${quoted(first)} is not gated and ${quoted(swap)} is; no name tells which of them is production`,
      options,
    );
  const last = `${named ? 'production' : 'last'} deployment ${quoted(first)}`;
  const deployment = first.target ? `${last} to ${shortened(first.target)}` : last;
  const beside = pipeline.beside(first).find((step) => gate.passes(step, pipeline) === 'yes');
  const advice = beside
    ? `${quoted(beside)} runs at the same time: give it a lower RunOrder`
    : `add ${gate.add} before stage ${shortened(first.stage.name)}`;
  return fail(`${route}: ${gate.missing} between ${source} and the ${deployment}; ${advice}`, {
    ...options,
    ...(elsewhere && gate.elsewhere && { severity: gate.elsewhere }),
  });
}

/** `Source → Build → Deploy`: the stages on the way, the middle left out where there are many. */
export function routeTo(pipeline: Pipeline, action: Action): { route: string; source: string } {
  const names: string[] = [];
  for (const stage of pipeline.stages) {
    names.push(shortened(stage.name));
    if (stage === action.stage) break;
  }
  const shown =
    names.length > MAX_STAGES ? [...names.slice(0, 2), '…', ...names.slice(2 - MAX_STAGES)] : names;
  return { route: shown.join(' → '), source: names[0] as string };
}

const MAX_STAGES = 5;
const MAX_NAME = 40;

export const shortened = (name: string) =>
  name.length > MAX_NAME ? `${name.slice(0, MAX_NAME - 1)}…` : name || '(unnamed)';
export const quoted = ({ name }: Step) => `"${shortened(name)}"`;
