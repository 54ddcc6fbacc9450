import type { App } from '../model/app';
import type { Expectation, Result } from '../model/expectation';
import { remember } from '../model/remember';
import { Scenario } from '../model/scenario';

/** What one expectation came to in one scenario. */
export interface Look {
  scenario: Scenario;
  results: readonly Result[];
}

export interface Exploration {
  looks: readonly Look[];
  /** False when there were more scenarios than were looked at. */
  complete: boolean;
}

/** Scenarios looked at for one expectation. Its conditions multiply, those of its siblings do not. */
const MAX_SCENARIOS = 256;

/** Choices made in all of them together; only a value that hangs on thousands of parameters takes more. */
const MAX_CHOICES = 20_000;

/** Looks at an expectation in every scenario that makes a difference to it. */
export function explore(app: App, expectation: Expectation): Exploration {
  const looks: Look[] = [];
  let choices = 0;
  for (let script: number[] | undefined = []; script; ) {
    if (looks.length === MAX_SCENARIOS || choices > MAX_CHOICES) return { looks, complete: false };
    const scenario: Scenario = script.length === 0 ? unsettled(app) : new Scenario(script);
    looks.push({ scenario, results: app.within(scenario, () => expectation.evaluate()) });
    choices += scenario.choices;
    script = scenario.next();
  }
  return { looks, complete: true };
}

/** A scenario with no script. Most looks settle nothing, and leave it as good as new for the next. */
function unsettled(app: App): Scenario {
  const last = lastUnsettled(app);
  if (last.scenario.isSettled) last.scenario = new Scenario([]);
  return last.scenario;
}

const lastUnsettled = remember((_: App) => ({ scenario: new Scenario([]) }));
