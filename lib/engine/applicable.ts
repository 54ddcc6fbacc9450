import { addToGroup } from '../add-to-group';
import type { Resource } from '../model/entity';
import { remember } from '../model/remember';
import type { Template } from '../model/template';
import type { Rule } from '../rule';

/** The rules that have something to look at in a template, in their order, with the resources that each looks at. */
export function applicable(
  rules: readonly Rule[],
  template: Template,
): ReadonlyMap<Rule, readonly Resource[]> {
  const { always, byType } = indexOf(rules);
  const found = new Map<Rule, Resource[]>(always.map((rule) => [rule, []]));
  for (const type of template.types)
    for (const rule of byType.get(type) ?? [])
      for (const resource of template.resourcesOf(type)) addToGroup(found, rule, resource);
  return new Map(rules.flatMap((rule) => (found.has(rule) ? [[rule, found.get(rule) ?? []]] : [])));
}

const indexOf = remember((rules: readonly Rule[]) => {
  const byType = new Map<string, Rule[]>();
  for (const rule of rules) for (const type of rule.resources ?? []) addToGroup(byType, type, rule);
  return { byType, always: rules.filter(({ checkTemplate }) => checkTemplate !== undefined) };
});
