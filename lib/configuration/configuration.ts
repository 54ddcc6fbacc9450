import type { FailOn } from '../fail-on';
import type { Severity } from '../finding';
import type { Environment, EnvironmentWords } from '../model/environment';
import type { OptionValue, Profile, Rule } from '../rule';

/** What is configured of one rule. */
export interface RuleSetting {
  severity?: Severity | 'off';
  options?: Readonly<Record<string, OptionValue>>;
}

/** One setting on top of another. */
export const combined = (under: RuleSetting | undefined, over: RuleSetting): RuleSetting => ({
  ...under,
  ...over,
  ...((under?.options || over.options) && { options: { ...under?.options, ...over.options } }),
});

/** What is configured for every template, or for those of an override. */
export interface Settings {
  rules: ReadonlyMap<string, RuleSetting>;
  environment?: Environment | undefined;
  profile?: Profile | undefined;
}

/** Settings for the templates whose path matches. */
export interface Override extends Settings {
  matches: (file: string) => boolean;
}

/** What a waiver must name besides rule, place and reason. */
export type WaiverField = 'owner' | 'expires';

/** The configuration files of an organisation and a project, read and put together. */
export interface Configuration extends Settings {
  /** The files it was read from; the project's own is the last. */
  files: readonly string[];
  /** The built-in rules and the organisation's own. */
  ruleSet: readonly Rule[];
  overrides: readonly Override[];
  /** Whether a file is not to be checked. */
  ignores: (file: string) => boolean;
  /** Rules whose findings nobody may accept. */
  unwaivable: ReadonlySet<string>;
  environmentWords?: EnvironmentWords | undefined;
  parameters: Readonly<Record<string, string>>;
  failOn?: FailOn | undefined;
  linked?: boolean | undefined;
  waivers: {
    files: readonly string[];
    require: readonly WaiverField[];
    /** Rules of ours that a suppression written for another tool accepts as well, by that tool's id. */
    equivalents: ReadonlyMap<string, readonly string[]>;
  };
  baseline?: string | undefined;
}
