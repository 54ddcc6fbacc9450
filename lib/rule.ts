import type { Severity } from './finding';
import type { Asset, AssetFailure } from './model/asset';
import type { Resource } from './model/entity';
import type { Expectation } from './model/expectation';
import type { Template } from './model/template';

/** What a rule states: expectations, nested as is convenient; nothing where it does not apply. */
export type Expectations = Expectation | readonly Expectations[] | undefined;

/** Something about a rule that an organisation may set in its configuration. */
export interface RuleOption<T extends boolean | number | string | readonly string[] = OptionValue> {
  /** One sentence: what it says when it is set. */
  readonly description: string;
  readonly default: T;
}
export type OptionValue = boolean | number | string | readonly string[];
export type RuleOptions = Readonly<Record<string, RuleOption>>;

/** The values of a rule's options, by name. */
export type OptionsOf<Options extends RuleOptions> = {
  readonly [Name in keyof Options]: Widened<Options[Name]['default']>;
};

/** The type that a default is of: `boolean` for `false`. */
type Widened<T extends OptionValue> = T extends boolean
  ? boolean
  : T extends number
    ? number
    : T extends string
      ? string
      : readonly string[];

/** What documentation, reports and `explain` say of a rule. */
export interface RuleMetadata {
  /** Kebab-case, names the wanted state, equals the file name. */
  readonly id: string;
  /** One sentence, in the present tense, that is true when the rule passes. */
  readonly title: string;
  readonly severity: Severity;
  /** The control of the catalogue; the checklist items that ask for it follow. */
  readonly control?: string;
  readonly alsoControls?: readonly string[];
  /** What goes wrong without it. */
  readonly why: string;
  /** What to change. */
  readonly fix: string;
  /** AWS pages for the facts the rule rests on. */
  readonly docs: string | readonly string[];
  /** Ids it had before; waivers and options that name them stay valid. */
  readonly aliases?: readonly string[];
}

/** One sentence of guidance, checked. Its page, SARIF entry and `explain` text are made from what stands here. */
export interface Rule<Options extends RuleOptions = RuleOptions> extends RuleMetadata {
  readonly control: string;
  /** Severities in other circumstances: for what fails outside production, and in stricter profiles. */
  readonly severityIn?: Partial<Record<'non-production' | Profile, Severity>>;
  /** The types whose resources it looks at one by one, with `check`. */
  readonly resources?: readonly string[];
  check?(resource: Resource, options: OptionsOf<Options>): Expectations;
  /** In place of `check`, or beside it: looks at a template as a whole. */
  checkTemplate?(template: Template, options: OptionsOf<Options>): Expectations;
  /** Looks at what is deployed with the templates of a CDK app: files, and what images are built from. */
  checkAsset?(asset: Asset, options: OptionsOf<Options>): readonly AssetFailure[];
  /** What an organisation may set about it. */
  readonly options?: Options;
  /** Its severity was configured, so it holds whatever the rule says of single cases. */
  readonly hasConfiguredSeverity?: boolean;
}

export type Profile = 'strict' | 'pci';
export const PROFILES: readonly Profile[] = ['strict', 'pci'];

/** The values of its options where nothing is configured. */
export const optionsOf = ({ options = {} }: Rule): OptionsOf<RuleOptions> =>
  Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default]));

/** Declares a rule. */
export const rule = <const Options extends RuleOptions>(definition: Rule<Options>): Rule<Options> =>
  definition;

export { fail, notApplicable, review } from './model/expectation';
