import { addToGroup } from '../add-to-group';
import { remember } from '../model/remember';
import type { Template } from '../model/template';
import type { Rule } from '../rule';

/** The rules that have something to look at in a template, in their order. */
export function applicable(rules: readonly Rule[], template: Template): readonly Rule[] {
  const { always, byType } = indexOf(rules);
  const found = new Set(always);
  for (const type of template.types) for (const rule of byType.get(type) ?? []) found.add(rule);
  return rules.filter((rule) => found.has(rule));
}

const indexOf = remember((rules: readonly Rule[]) => {
  const byType = new Map<string, Rule[]>();
  for (const rule of rules) for (const type of rule.resources ?? []) addToGroup(byType, type, rule);
  return { byType, always: rules.filter(({ checkTemplate }) => checkTemplate !== undefined) };
});
