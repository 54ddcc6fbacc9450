import { intrinsicOf, type Node } from '../template/node';
import type { Resource } from './entity';
import { substitutions } from './substitution';

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

/** Every reference in a resource to a resource of its template, in any branch. */
export function referencesIn(from: Resource): ReferenceEdge[] {
  const edges: ReferenceEdge[] = [];
  const refer = (name: string, attribute: string | undefined, path: string) => {
    const to = from.template.resources.get(name);
    if (to) edges.push({ from, to, attribute, path });
  };
  const visit = (node: Node, path: string): void => {
    if (node.kind === 'scalar') return;
    if (node.kind === 'list') {
      for (const item of node.items) visit(item, path);
      return;
    }
    const call = intrinsicOf(node);
    if (!call) {
      for (const [key, entry] of node.entries) visit(entry.value, path ? `${path}.${key}` : key);
      return;
    }
    const { name, argument } = call;
    if (name === 'Ref' && argument.kind === 'scalar') refer(argument.text, undefined, path);
    else if (name === 'Fn::GetAtt') {
      const parts = argument.kind === 'list' ? argument.items : [argument];
      const [target, ...rest] = parts.flatMap((part) => (part.kind === 'scalar' ? part.text.split('.') : []));
      if (target) refer(target, rest.join('.'), path);
    } else if (name === 'Fn::Sub') {
      const text = argument.kind === 'list' ? argument.items[0] : argument;
      if (text?.kind === 'scalar') {
        for (const piece of substitutions(text.text)) {
          if (!('name' in piece)) continue;
          const [target, ...rest] = piece.name.split('.');
          refer(target as string, rest.length ? rest.join('.') : undefined, path);
        }
      }
      visit(argument, path);
    } else visit(argument, path);
  };
  visit(from.node, '');
  return edges;
}
