import { rules as builtIn } from '../rules';
import { type Configuration, combined, type RuleSetting, type Settings } from './configuration/configuration';
import type { Environment } from './model/environment';
import type { Profile, Rule } from './rule';
import { type Selection, select, UsageError } from './selection';

/** What a template is held to. */
export interface Standards {
  rules: readonly Rule[];
  environment: Environment;
  profile: Profile | undefined;
}

export interface Wanted extends Selection {
  environment?: Environment | undefined;
  profile?: Profile | undefined;
  configuration?: Configuration | undefined;
}

/**
 * The standards for a file: what the caller asks for, else the last override that names the file, else the
 * configuration, else `fallback`.
 * @throws UsageError for rules that do not exist, or may not be left out
 */
export function standardsOf(wanted: Wanted, fallback: Environment): (file: string) => Standards {
  const { configuration } = wanted;
  const selected = select({ ...wanted, ruleSet: wanted.ruleSet ?? configuration?.ruleSet ?? builtIn });
  const excluded = wanted.exclude?.find((id) => configuration?.unwaivable.has(id));
  if (excluded) throw new UsageError(`${excluded} is unwaivable, so it cannot be excluded`);
  const held = new Map<string, Standards>();
  return (file) => {
    const overrides = configuration?.overrides ?? [];
    const applying = overrides.map(({ matches }) => matches(file));
    const key = applying.join();
    const known = held.get(key);
    if (known) return known;
    const layers: Settings[] = [
      ...(configuration ? [configuration] : []),
      ...overrides.filter((_, index) => applying[index]),
    ];
    const standards: Standards = {
      rules: selected.flatMap((rule) => {
        const setting = layers.reduce<RuleSetting>(
          (before, { rules }) => combined(before, rules.get(rule.id) ?? {}),
          {},
        );
        return setting.severity === 'off' && !wanted.rules?.length ? [] : [configured(rule, setting)];
      }),
      environment:
        wanted.environment ?? layers.findLast(({ environment }) => environment)?.environment ?? fallback,
      profile: wanted.profile ?? layers.findLast(({ profile }) => profile)?.profile,
    };
    held.set(key, standards);
    return standards;
  };
}

/** The rule as it is configured. */
function configured(rule: Rule, { severity, options = {} }: RuleSetting): Rule {
  const changed = Object.entries(rule.options ?? {}).filter(([name]) => name in options);
  if ((severity === undefined || severity === 'off') && changed.length === 0) return rule;
  const set = changed.map(([name, option]) => [name, { ...option, default: options[name] }]);
  return {
    ...rule,
    ...(severity !== undefined && severity !== 'off' && { severity, hasConfiguredSeverity: true }),
    options: { ...rule.options, ...Object.fromEntries(set) },
  };
}
