import type { NamedCondition, Variable } from '../model/scenario';
import type { Template } from '../model/template';
import { childOf, intrinsicOf, type Node } from '../template/node';
import { MASK } from './mask';

/** What is settled in a scenario: a condition that holds or not, a parameter that has a value. */
export type Settled = readonly [NamedCondition | Variable, boolean | string];

/** Names of other templates say whose they are. */
export const nameIn = (here: Template, { name, template }: NamedCondition | Variable): string =>
  template === undefined || template === here ? name : `${template.label}.${name}`;

/** A value as it may be told: none of a NoEcho parameter, but whether there is one. */
export const shownValue = ({ name, template }: NamedCondition | Variable, value: string): string =>
  value !== '' && template?.parameters.get(name)?.noEcho ? MASK : value;

/** `IsProd is false (Stage is dev) and Size is xl`: the template's own word, and what a person has to set. */
export const inWords = (settled: readonly Settled[], here: Template): string =>
  settled
    .map(([subject, value]) => {
      const told = typeof value === 'string' ? shownValue(subject, value) || 'empty' : value;
      const said = `${nameIn(here, subject)} is ${told}`;
      const meant =
        typeof value === 'boolean'
          ? meaning(subject.template?.conditions.get(subject.name)?.node, value, subject)
          : undefined;
      return meant ? `${said} (${meant})` : said;
    })
    .join(' and ');

/** What a condition that compares one parameter with a text comes to. */
function meaning(
  node: Node | undefined,
  holds: boolean,
  { template }: NamedCondition | Variable,
  depth = 0,
): string | undefined {
  const not = childOf(node, 'Fn::Not');
  const other = childOf(node, 'Condition');
  if (!template || depth > MAX_DEPTH) return undefined;
  if (not?.kind === 'list') return meaning(not.items[0], !holds, { name: '', template }, depth + 1);
  if (other?.kind === 'scalar')
    return meaning(template.conditions.get(other.text)?.node, holds, { name: '', template }, depth + 1);
  const equals = childOf(node, 'Fn::Equals');
  const [left, right] = equals?.kind === 'list' ? equals.items : [];
  const [reference, literal] = intrinsicOf(left) ? [left, right] : [right, left];
  const name = childOf(reference, 'Ref');
  if (name?.kind !== 'scalar' || literal?.kind !== 'scalar') return undefined;
  const shown = (value: string) => shownValue({ name: name.text, template }, value) || 'empty';
  if (holds) return `${name.text} is ${shown(literal.text)}`;
  const others = template.parameters
    .get(name.text)
    ?.variable.allowed?.filter((value) => value !== literal.text);
  if (others?.length === 1) return `${name.text} is ${shown(others[0] as string)}`;
  return literal.text === '' ? `${name.text} is given` : `${name.text} is not ${shown(literal.text)}`;
}

/** Conditions that are made of one another. */
const MAX_DEPTH = 20;
