import type { Severity } from './finding';
import type { Resource } from './model/entity';
import type { Expectation } from './model/expectation';
import type { Template } from './model/template';

/** What a rule states: expectations, nested as is convenient; nothing where it does not apply. */
export type Expectations = Expectation | readonly Expectations[] | undefined;

/** One sentence of guidance, checked. Its page, SARIF entry and `explain` text are made from what stands here. */
export interface Rule {
  /** Kebab-case, names the wanted state, equals the file name. */
  readonly id: string;
  /** One sentence, in the present tense, that is true when the rule passes. */
  readonly title: string;
  readonly severity: Severity;
  /** Severities in other circumstances: for what fails outside production, and in stricter profiles. */
  readonly severityIn?: Partial<Record<'non-production' | Profile, Severity>>;
  /** The control of the catalogue; the checklist items that ask for it follow. */
  readonly control: string;
  readonly alsoControls?: readonly string[];
  /** What goes wrong without it. */
  readonly why: string;
  /** What to change. */
  readonly fix: string;
  /** AWS pages for the facts the rule rests on. */
  readonly docs: string | readonly string[];
  /** Ids it had before; waivers and options that name them stay valid. */
  readonly aliases?: readonly string[];
  /** The types whose resources it looks at one by one, with `check`. */
  readonly resources?: readonly string[];
  readonly check?: (resource: Resource) => Expectations;
  /** In place of `check`, or beside it: looks at a template as a whole. */
  readonly checkTemplate?: (template: Template) => Expectations;
}

export type Profile = 'strict' | 'pci';
export const PROFILES: readonly Profile[] = ['strict', 'pci'];

/** Declares a rule. */
export const rule = (definition: Rule): Rule => definition;

export { fail, notApplicable, review } from './model/expectation';
