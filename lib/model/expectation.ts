import type { Severity } from '../finding';
import type { Range } from '../template/node';
import type { Property } from './property';
import { NotKnown, type Value } from './value';

/** What a test found in one scenario. No outcome at all is a pass. */
export type Outcome = FailOutcome | ReviewOutcome | NotApplicableOutcome;

export interface FailOutcome extends OutcomeOptions {
  verdict: 'fail';
  message: string;
}

export interface ReviewOutcome extends OutcomeOptions {
  verdict: 'review';
  message: string;
}

export interface NotApplicableOutcome {
  verdict: 'not-applicable';
}

export interface OutcomeOptions {
  /** The severity in place of the rule's, for a case that is milder or graver than the rest. */
  severity?: Severity;
  /** Severities that a profile raises this outcome to. */
  profiles?: Partial<Record<'strict' | 'pci', Severity>>;
  /** The value that the finding stands at; the tested one if not given. */
  at?: Value;
  /** Where in the value, when that can be told: a line of a script. */
  range?: Range;
  /** Secrets that were found: no output shows them, wherever they stand, or where they are found. */
  secrets?: readonly Secret[];
}

/** What must not be shown: anywhere, or only where the finding stands, as it is an ordinary word elsewhere. */
export type Secret = string | { readonly here: string };

/** Looks at a value in one scenario, reading whatever else it needs. */
export type Test = (value: Value) => Outcome | readonly Outcome[] | undefined;

/** One thing that a rule expects of one property. The engine looks at it in every scenario that matters to it. */
export class Expectation {
  private readonly preconditions: (() => boolean)[] = [];

  constructor(
    readonly property: Property,
    private readonly test: Test,
  ) {}

  /** Only where this holds in the scenario is there anything to expect. */
  when(precondition: () => boolean): this {
    this.preconditions.push(precondition);
    return this;
  }

  unless(exemption: () => boolean): this {
    return this.when(() => !exemption());
  }

  /** The outcomes in the scenario being looked at. */
  evaluate(): Result[] {
    if (!this.property.exists) return [];
    return this.property.values().map((value) => ({ value, outcomes: this.outcomes(value) }));
  }

  private outcomes(value: Value): readonly Outcome[] {
    try {
      if (!this.preconditions.every((holds) => holds())) return [NOT_APPLICABLE];
      const outcome = this.test(value);
      return outcome === undefined ? [] : 'verdict' in outcome ? [outcome] : outcome;
    } catch (error) {
      if (!(error instanceof NotKnown)) throw error;
      const at = error.value.entity === value.entity ? error.value : value;
      return [{ verdict: 'review', message: error.message, at }];
    }
  }
}

/** What an expectation says of one value. No outcome is a pass. */
export interface Result {
  value: Value;
  outcomes: readonly Outcome[];
}

const NOT_APPLICABLE: NotApplicableOutcome = { verdict: 'not-applicable' };

/** The value breaks the guidance. The message says what is wrong here, and names the offending value. */
export const fail = (message: string, options: OutcomeOptions = {}): FailOutcome => ({
  verdict: 'fail',
  message,
  ...options,
});

/** Only deployment, or a person, can tell. Rules seldom need it: reading an unknown value says it by itself. */
export const review = (message: string, options: OutcomeOptions = {}): ReviewOutcome => ({
  verdict: 'review',
  message,
  ...options,
});

/** The expectation says nothing about this value. */
export const notApplicable = (): NotApplicableOutcome => ({ verdict: 'not-applicable' });
