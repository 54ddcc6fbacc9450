import type { Entity, Parameter } from '../../model/entity';
import { evaluate } from '../../model/evaluate';
import type { Template } from '../../model/template';
import { PART } from '../../model/text-node';
import type { Value } from '../../model/value';
import { intrinsicOf, type Node, toData } from '../../template/node';
import { writtenName } from '../named-resources';

/** A name that means the same only within one use of its template. */
export const withinUse = ({ source, label }: Template, name: string): string =>
  `${source.file} ${label} ${name}`;

/** What tells apart what is written, in every scenario: a name, or what gives one. */
export const writtenIdentity = (template: Template, node: Node): string =>
  node.kind === 'scalar' ? node.text : withinUse(template, writtenName(node) ?? JSON.stringify(toData(node)));

/** What tells values apart that only deployment knows: what stands in the template. */
export function identityOf(value: Value): string {
  const { literal, reference } = value;
  if (literal !== undefined && (value.node?.kind === 'scalar' || literal.startsWith('subnet-')))
    return literal;
  if (reference)
    return withinUse(
      reference.resource.template,
      `${reference.resource.logicalId}.${reference.attribute ?? ''}`,
    );
  const source = origin(value);
  const call = selection(source);
  return call ? `${call.index} of ${written(call.list)}` : written(source);
}

/** A name is told by a Ref, or by a text around it; what another stack gives may be called the same there. */
function written(value: Value): string {
  const { entity, outline, literal } = value;
  const node = nodeOf(value);
  const isTold = outline !== '' && literal === undefined && !outline.includes('${…}');
  const isHere = NAMING.has(intrinsicOf(node)?.name ?? '');
  return withinUse(entity.template, isTold && isHere ? outline : JSON.stringify(node && toData(node)));
}

const NAMING = new Set(['Ref', 'Fn::Join', 'Fn::Sub', PART]);

/** How a message speaks of it. */
export function shown(value: Value): string {
  const { outline, entity, path, at } = value;
  if (outline && !outline.includes('${…}')) return outline.replace(/^\$\{([^{}]+)\}$/, '$1');
  const select = selection(value);
  if (select) return `element ${select.index} of ${shown(select.list)}`;
  const call = intrinsicOf(nodeOf(value));
  if (call?.name === 'Fn::ImportValue')
    return `the import ${evaluate(entity, call.argument, path, at).outline}`;
  if (call?.name === 'Ref' && call.argument.kind === 'scalar') return call.argument.text;
  const [, joined] = call?.name === 'Fn::Join' && call.argument.kind === 'list' ? call.argument.items : [];
  if (intrinsicOf(joined)) return shown(evaluate(entity, joined as Node, path, at));
  return call?.name ?? 'what only deployment knows';
}

/** What stands in the template, also for a piece of a text that was split. */
function nodeOf({ node, parts: [only, more] }: Value): Node | undefined {
  return intrinsicOf(node)?.name === PART && only?.kind === 'unknown' && !more ? only.node : node;
}

/** What Fn::Select picks from which list, where only deployment knows the list. */
export function selection(value: Value): { index: string; list: Value } | undefined {
  const { entity, path, at } = value;
  const call = intrinsicOf(nodeOf(value));
  if (call?.name !== 'Fn::Select' || call.argument.kind !== 'list') return undefined;
  const [index, list] = call.argument.items;
  const literal = index && evaluate(entity, index, path, at).literal;
  return list && literal !== undefined
    ? { index: literal, list: origin(evaluate(entity, list, path, at)) }
    : undefined;
}

/** What a value is at the other end of the parameters of nested stacks. */
export function origin(value: Value): Value {
  const passed = value.entity.app.follow(() => parameterOf(value)?.passed);
  return passed ? (value.entity.app.follow(() => origin(passed)) ?? value) : value;
}

/** The parameter that a value is a plain reference to. */
export function parameterOf({
  entity,
  node,
}: {
  entity: Entity;
  node: Node | undefined;
}): Parameter | undefined {
  const call = intrinsicOf(node);
  const name = call?.name === 'Ref' && call.argument.kind === 'scalar' ? call.argument.text : undefined;
  return name === undefined ? undefined : entity.template.parameters.get(name);
}
