import { remember } from '../model/remember';
import { substitutions } from '../model/substitution';
import type { Template } from '../model/template';
import { childOf, intrinsicOf, type Node } from '../template/node';

/**
 * A name as it is written, with `${…}` for what only deployment knows: equal for two places that are given
 * one name, also where nested stacks get it by parameters. Undefined for what is no name at all.
 */
export function crossStackName(node: Node | undefined, template: Template, links = 0): string | undefined {
  if (node?.kind === 'scalar') return node.text || undefined;
  const call = intrinsicOf(node);
  if (!call) return undefined;
  const [first, second] = call.argument.kind === 'list' ? call.argument.items : [call.argument];
  if (call.name === 'Ref' && first?.kind === 'scalar') return named(first.text, template, links);
  if (call.name === 'Fn::Sub' && first?.kind === 'scalar')
    return substitutions(first.text)
      .map((piece) => {
        if ('text' in piece) return piece.text;
        const given = childOf(second, piece.name);
        return given
          ? (crossStackName(given, template, links) ?? NOT_READ)
          : named(piece.name, template, links);
      })
      .join('');
  if (call.name !== 'Fn::Join' || first?.kind !== 'scalar' || second?.kind !== 'list') return undefined;
  return second.items.map((item) => crossStackName(item, template, links) ?? NOT_READ).join(first.text);
}

/** What stands for a function that is not read; a name with it is the same as no other. */
export const NOT_READ = '${?}';

function named(name: string, template: Template, links: number): string {
  const given = template.parameters.has(name)
    ? childOf(template.parent?.written('Parameters'), name)
    : undefined;
  const parent = template.parent?.template;
  if (given && parent && links < MAX_LINKS)
    return crossStackName(given, parent, links + 1) ?? `\${${numberOf(template)} ${name}}`;
  return SAME_EVERYWHERE.has(name) ? `\${${name}}` : `\${${numberOf(template)} ${name}}`;
}

/** Stacks nested in each other, as far as a name is followed. */
const MAX_LINKS = 10;

const SAME_EVERYWHERE = new Set(['AWS::AccountId', 'AWS::Partition', 'AWS::Region']);

const numberOf = remember((template: Template) => template.app.templates.indexOf(template));
