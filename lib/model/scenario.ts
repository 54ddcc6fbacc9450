import { type Recollection, Record } from './recollection';
import type { Template } from './template';
import type { Value } from './value';

/** What a scenario can settle by value: a parameter of a template, or a pseudo parameter such as `AWS::Region`. */
export interface Variable {
  name: string;
  /** Where it is declared; pseudo parameters are not. */
  template?: Template;
  /** Set by the person who runs the check: the only value there is. */
  given?: string | undefined;
  default?: string | undefined;
  /** The values it can take, where they are listed. */
  allowed?: readonly string[] | undefined;
}

/** A condition of a template; two templates' conditions of one name are two conditions. */
export interface NamedCondition {
  name: string;
  template: Template;
}

/** An answer about a value that cannot be known before deployment: both answers are looked at. */
export interface Guess {
  answer: boolean;
  value: Value;
}

/** What a variable can still be. */
interface Domain {
  only?: readonly string[];
  except: ReadonlySet<string>;
}

/**
 * One consistent world: which conditions hold and what the parameters are. It is settled on demand, by
 * the questions a rule asks, so that what does not matter to a rule is never enumerated.
 */
export class Scenario {
  /** False where a parameter differs from its given value or default. */
  isActual = true;
  /** Conditions that a value or a resource hangs on, in the order they were asked for. */
  readonly conditions = new Map<NamedCondition, boolean>();
  /** Parameters that were read as values. A parameter that differs from its default and is otherwise free has no value. */
  readonly parameters = new Map<Variable, string | undefined>();
  readonly guesses = new Map<string, Guess>();
  /** Every condition that was evaluated, those that others are made of too. */
  readonly settledConditions = new Map<NamedCondition, boolean>();
  private readonly domains = new Map<Variable, Domain>();
  private readonly facts = new Map<string, boolean>();
  /** Counts what was settled; between two equal ones every question has the same answer. */
  revision = 0;
  private conditionDepth = 0;
  private readsDefaults = false;
  private readonly record = new Record();
  private readonly taken: { option: number; of: number }[] = [];

  constructor(private readonly script: readonly number[]) {}

  /** The number of the option that this scenario takes at this fork; 0 is looked at first. */
  choose(of: number): number {
    const option = this.script[this.taken.length] ?? 0;
    this.taken.push({ option, of });
    return option;
  }

  /** How many choices were made. */
  get choices(): number {
    return this.taken.length;
  }

  /** Whether anything was found out that holds from then on. */
  get isSettled(): boolean {
    return (
      this.choices > 0 || this.settledConditions.size > 0 || this.parameters.size > 0 || this.revision > 0
    );
  }

  /** The script of the next scenario to look at, or undefined after the last. */
  next(): number[] | undefined {
    const taken = [...this.taken];
    for (let last = taken.pop(); last; last = taken.pop()) {
      if (last.option + 1 < last.of) return [...taken.map(({ option }) => option), last.option + 1];
    }
    return undefined;
  }

  /**
   * Finds something out, or recalls what was found out in another scenario that answers the same questions
   * alike. They are asked again, in their order, so that this scenario is settled as if it had been found here.
   */
  recall<T>(recollection: Recollection<T>, find: () => T): T {
    if (this.conditionDepth > 0) return find();
    const way = this.readsDefaults ? recollection.byDefault : recollection.settled;
    return this.record.recall(way, this, find);
  }

  /**
   * Answers a question about a subject by a method of this class, and keeps it where something is found out that is
   * to be recalled. The texts that the method is given tell questions of one name apart.
   */
  private asked<Given extends unknown[], T>(
    subject: object,
    name: string,
    answer: (this: Scenario, ...given: Given) => T,
    ...given: Given
  ): T {
    if (!this.record.isOn) return answer.apply(this, given);
    const { readsDefaults } = this;
    const texts = given.flat().filter((one) => typeof one === 'string');
    return this.record.keep(this, {
      subject,
      key: [name, ...texts, readsDefaults].join(),
      ask: (other) => {
        const ask = () => answer.apply(other, given);
        return readsDefaults ? other.byDefault(ask) : ask();
      },
    });
  }

  /** Whether a condition holds here; `evaluate` says it once for each scenario. */
  condition(condition: NamedCondition, evaluate: () => boolean): boolean {
    return this.asked(condition, 'holds', this.settleCondition, condition, evaluate);
  }

  private settleCondition(condition: NamedCondition, evaluate: () => boolean): boolean {
    const known = this.settledConditions.get(condition);
    if (known !== undefined) return known;
    // A condition that asks for itself is invalid; settling it first ends the circle.
    this.settledConditions.set(condition, false);
    const holds = this.insideCondition(evaluate);
    this.settledConditions.set(condition, holds);
    this.revision++;
    return holds;
  }

  /** Remembers that a value or a resource hangs on a condition. */
  hangsOn(condition: NamedCondition, holds: boolean): void {
    this.asked(condition, 'hangs', this.settleHanging, condition, holds);
  }

  private settleHanging(condition: NamedCondition, holds: boolean): void {
    if (!this.conditions.has(condition)) this.revision++;
    this.conditions.set(condition, holds);
  }

  /** Whether anything hangs on a condition. */
  get isConditional(): boolean {
    return this.asked(CONDITIONS, 'any', this.hasConditions);
  }

  private hasConditions(): boolean {
    return this.conditions.size > 0;
  }

  /** Whether the variable has this value here. */
  equals(variable: Variable, literal: string): boolean {
    return this.asked(variable, 'is', this.settleEquality, variable, literal);
  }

  private settleEquality(variable: Variable, literal: string): boolean {
    const domain = this.domain(variable);
    if (!includes(domain, literal)) return false;
    if (domain.only?.length === 1) return true;
    const likely = variable.default === undefined || variable.default === literal;
    const answer = this.choose(2) === 0 ? likely : !likely;
    if (answer) this.narrow(variable, { only: [literal], except: NOTHING });
    else if (domain.only)
      this.narrow(variable, { only: domain.only.filter((v) => v !== literal), except: NOTHING });
    else this.narrow(variable, { except: new Set([...domain.except, literal]) });
    return answer;
  }

  /** The variable's value here, or undefined where it is not known. */
  valueOf(variable: Variable): string | undefined {
    return this.asked(variable, 'value', this.readValue, variable);
  }

  private readValue(variable: Variable): string | undefined {
    const domain = this.domain(variable);
    if (this.readsDefaults && this.conditionDepth === 0) return likely(variable, domain);
    const value = this.pick(variable, domain);
    if (this.conditionDepth === 0 && variable.given === undefined) this.parameters.set(variable, value);
    return value;
  }

  /**
   * Reads with every parameter that is still open at its default, or unknown. For names and scripts, which
   * are read for hints: looking at each value they may have would multiply the scenarios and tell no more.
   */
  byDefault<T>(read: () => T): T {
    const before = this.readsDefaults;
    this.readsDefaults = true;
    try {
      return read();
    } finally {
      this.readsDefaults = before;
    }
  }

  /** The variable's value where nothing is left to choose. */
  settledValue(variable: Variable): string | undefined {
    return this.asked(variable, 'settled', this.readSettled, variable);
  }

  private readSettled(variable: Variable): string | undefined {
    const { only } = this.domain(variable);
    return only?.length === 1 ? only[0] : undefined;
  }

  /** What is read while a condition is evaluated is told by the condition's name. */
  insideCondition<T>(evaluate: () => T): T {
    this.conditionDepth++;
    try {
      return evaluate();
    } finally {
      this.conditionDepth--;
    }
  }

  private canBe(variable: Variable, literal: string): boolean {
    return includes(this.domain(variable), literal);
  }

  /** The variables about which something was settled, with the values that they can still have: the default, where they may be anything. */
  *settledVariables(): Iterable<readonly [Variable, readonly string[]]> {
    for (const [variable, domain] of this.domains) {
      const value = likely(variable, domain);
      yield [variable, value === undefined ? (domain.only ?? []) : [value]];
    }
  }

  /** Takes one of the values for a variable that has no list of its own, such as the Regions of a mapping. */
  settle(variable: Variable, among: readonly string[]): string | undefined {
    return this.asked(variable, 'among', this.settleAmong, variable, among);
  }

  private settleAmong(variable: Variable, among: readonly string[]): string | undefined {
    const possible = among.filter((value) => this.canBe(variable, value));
    if (possible.length === 0) return undefined;
    const value = possible[this.choose(possible.length)] as string;
    this.narrow(variable, { only: [value], except: NOTHING });
    if (this.conditionDepth === 0) this.parameters.set(variable, value);
    return value;
  }

  /** A statement that can be neither evaluated nor tied to one variable: free, but the same throughout the scenario. */
  holds(statement: string, actually?: boolean): boolean {
    return this.asked(STATEMENTS, 'holds', this.settleStatement, statement, actually);
  }

  private settleStatement(statement: string, actually?: boolean): boolean {
    const known = this.facts.get(statement);
    if (known !== undefined) return known;
    const likely = actually ?? true;
    const answer = this.choose(2) === 0 ? likely : !likely;
    if (actually !== undefined && answer !== actually) this.isActual = false;
    this.facts.set(statement, answer);
    this.revision++;
    return answer;
  }

  /** Answers a question about an unknown value, both ways in turn. */
  guess(question: string, value: Value): boolean {
    return this.asked(GUESSES, 'is', this.settleGuess, question, value);
  }

  private settleGuess(question: string, value: Value): boolean {
    const known = this.guesses.get(question);
    if (known) return known.answer;
    const answer = this.choose(2) === 1;
    this.guesses.set(question, { answer, value });
    this.revision++;
    return answer;
  }

  private domain(variable: Variable): Domain {
    const known = this.domains.get(variable);
    if (known) return known;
    if (variable.given !== undefined) return { only: [variable.given], except: NOTHING };
    if (!variable.allowed) return { except: NOTHING };
    const { default: initial, allowed } = variable;
    return {
      only: initial === undefined || allowed.includes(initial) ? allowed : [initial, ...allowed],
      except: NOTHING,
    };
  }

  private pick(variable: Variable, domain: Domain): string | undefined {
    const { default: initial } = variable;
    if (domain.only && domain.only.length <= MAX_VALUES) {
      const values = [...domain.only].sort((a, b) => Number(b === initial) - Number(a === initial));
      const value = values.length === 1 ? values[0] : values[this.choose(values.length)];
      this.narrow(variable, { only: [value as string], except: NOTHING });
      return value;
    }
    if (initial === undefined || !includes(domain, initial)) return undefined;
    return this.equals(variable, initial) ? initial : undefined;
  }

  private narrow(variable: Variable, domain: Domain): void {
    this.domains.set(variable, domain);
    this.revision++;
    const actual = variable.given ?? variable.default;
    if (actual !== undefined && !includes(domain, actual)) this.isActual = false;
  }
}

/** What a question is about that is about no single condition or variable. */
const CONDITIONS = {};
const STATEMENTS = {};
const GUESSES = {};

const NOTHING: ReadonlySet<string> = new Set();

function likely(variable: Variable, domain: Domain): string | undefined {
  if (domain.only?.length === 1) return domain.only[0];
  const initial = variable.default;
  return initial !== undefined && includes(domain, initial) ? initial : undefined;
}

/** A list of allowed values longer than this is read as "any". */
const MAX_VALUES = 50;

const includes = (domain: Domain, value: string) =>
  domain.only ? domain.only.includes(value) : !domain.except.has(value);
