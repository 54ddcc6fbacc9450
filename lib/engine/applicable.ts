import { addToGroup } from '../add-to-group';
import type { Resource } from '../model/entity';
import { remember } from '../model/remember';
import type { Template } from '../model/template';
import type { Rule } from '../rule';

/** The rules that have something to look at in a template, in their order, each with the resources it looks at. */
export const applicable = (
  rules: readonly Rule[],
  template: Template,
): readonly (readonly [Rule, readonly Resource[]])[] => applicableOf(rules)(template);

const applicableOf = remember((rules: readonly Rule[]) => {
  const position = new Map(rules.map((rule, index) => [rule, index]));
  const byType = new Map<string, Rule[]>();
  for (const rule of rules) for (const type of rule.resources ?? []) addToGroup(byType, type, rule);
  const always = rules.filter(({ checkTemplate }) => checkTemplate !== undefined);
  return remember((template: Template) => {
    const found = new Map<Rule, Resource[]>(always.map((rule) => [rule, []]));
    for (const type of template.types)
      for (const rule of byType.get(type) ?? [])
        for (const resource of template.resourcesOf(type)) addToGroup(found, rule, resource);
    return [...found].sort(([a], [b]) => (position.get(a) as number) - (position.get(b) as number));
  });
});
