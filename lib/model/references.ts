import { childOf, intrinsicOf, type Node } from '../template/node';
import type { Entity, Resource } from './entity';
import { exportedAs, outputOf } from './links';
import { substitutions } from './substitution';
import type { Template } from './template';

/** One Ref, Fn::GetAtt or `${…}`: an edge in the app's graph. */
export interface ReferenceEdge {
  from: Resource;
  to: Resource;
  attribute: string | undefined;
  /** Where it stands in `from`, without list positions: `Properties.SecurityGroups`. */
  path: string;
}

/** Whether the reference is there in the scenario being looked at: its resource exists, and its branch is taken. */
export function isTaken({ from, to, path }: ReferenceEdge): boolean {
  if (!from.exists) return false;
  const [attribute = '', ...keys] = path.split('.');
  let values = [from.attribute(attribute).value];
  for (const key of keys)
    values = values
      .flatMap((value) => (value.isList ? value.items() : [value]))
      .map((value) => value.child(key));
  return values.some((value) => value.references().some(({ resource }) => resource === to));
}

/** Links from template to template that are followed for one reference; more are a circle. */
const MAX_LINKS = 10;

/**
 * Every reference in a resource to another, in any branch. References through a nested stack's parameters
 * and outputs, and through imports, lead to the resource at their other end.
 */
export function referencesIn(from: Resource): ReferenceEdge[] {
  const edges: ReferenceEdge[] = [];
  visit(from.node, '', { from, edges, template: from.template, links: 0 });
  return edges;
}

interface Walk {
  from: Resource;
  edges: ReferenceEdge[];
  /** The template whose names the nodes use. */
  template: Template;
  links: number;
}

function visit(node: Node, path: string, walk: Walk): void {
  if (node.kind === 'scalar') return;
  if (node.kind === 'list') {
    for (const item of node.items) visit(item, path, walk);
    return;
  }
  const call = intrinsicOf(node);
  if (!call) {
    for (const [key, { value }] of node.entries)
      if (value.kind !== 'scalar') visit(value, path ? `${path}.${key}` : key, walk);
    return;
  }
  const { name, argument } = call;
  if (name === 'Ref' && argument.kind === 'scalar') refer(argument.text, undefined, path, walk);
  else if (name === 'Fn::GetAtt') {
    const parts = argument.kind === 'list' ? argument.items : [argument];
    const [target, ...rest] = parts.flatMap((part) => (part.kind === 'scalar' ? part.text.split('.') : []));
    if (target) refer(target, rest.join('.'), path, walk);
  } else if (name === 'Fn::Sub') {
    const text = argument.kind === 'list' ? argument.items[0] : argument;
    for (const piece of text?.kind === 'scalar' ? substitutions(text.text) : []) {
      if (!('name' in piece)) continue;
      const [target, ...rest] = piece.name.split('.');
      refer(target as string, rest.length ? rest.join('.') : undefined, path, walk);
    }
    visit(argument, path, walk);
  } else if (name === 'Fn::ImportValue') {
    const literal = argument.kind === 'scalar' ? argument.text : undefined;
    follow(exportedAs(walk.template, argument, literal), path, walk);
    visit(argument, path, walk);
  } else if (name === 'Fn::GetStackOutput') {
    const [stack, output] = ['StackName', 'OutputName'].map((key) => literalOf(childOf(argument, key)));
    follow(outputOf(walk.template.app, stack, output), path, walk);
  } else visit(argument, path, walk);
}

function refer(name: string, attribute: string | undefined, path: string, walk: Walk): void {
  const { template, from, edges } = walk;
  const to = template.resources.get(name);
  if (!to) {
    const passed = template.parameters.has(name) && template.parent;
    const given = passed && childOf(passed.written('Parameters'), name);
    if (passed && given) enter(given, path, passed.template, walk);
    return;
  }
  const nested = attribute?.startsWith('Outputs.') ? template.app.nested.get(to) : undefined;
  const output = nested?.outputs.get(attribute?.slice('Outputs.'.length) ?? '');
  if (output) follow(output, path, walk);
  else edges.push({ from, to, attribute, path });
}

function follow(output: Entity | undefined, path: string, walk: Walk): void {
  const value = childOf(output?.node, 'Value');
  if (output && value) enter(value, path, output.template, walk);
}

function enter(node: Node, path: string, template: Template, walk: Walk): void {
  if (walk.links < MAX_LINKS) visit(node, path, { ...walk, template, links: walk.links + 1 });
}

const literalOf = (node: Node | undefined) => (node?.kind === 'scalar' ? node.text : undefined);
