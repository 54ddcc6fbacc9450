import { addToGroup } from '../add-to-group';
import { childOf, intrinsicOf, type Node } from '../template/node';
import type { App } from './app';
import type { Entity } from './entity';
import { remember } from './remember';
import { substitutions } from './substitution';
import type { Template } from './template';

/** The output that is exported under a name, looked up by its literal text, else by its shape if that is unique. */
export function exportedAs(template: Template, name: Node, literal: string | undefined): Entity | undefined {
  const exports = exportsOf(template.app);
  const shape = shapeOf(name, template);
  for (const key of [literal, shape]) {
    const found = key === undefined ? undefined : exports.get(key);
    if (found?.length === 1) return found[0];
  }
  return undefined;
}

/** An output of the stack that is deployed under a name. */
export function outputOf(
  app: App,
  stackName: string | undefined,
  output: string | undefined,
): Entity | undefined {
  if (stackName === undefined || output === undefined) return undefined;
  return app.templates.find(({ context }) => context.stackName === stackName)?.outputs.get(output);
}

const exportsOf = remember((app: App) => {
  const exports = new Map<string, Entity[]>();
  for (const template of app.templates) {
    for (const output of template.outputs.values()) {
      const name = childOf(childOf(output.node, 'Export'), 'Name');
      const shape = name && shapeOf(name, template);
      if (shape !== undefined) addToGroup(exports, shape, output);
    }
  }
  return exports;
});

/** What only deployment puts into a name: stacks tell each other's names by parameters. */
const VARIABLE = '${…}';

/** The text of a name, with `${…}` for what is not literal in it. */
function shapeOf(node: Node, template: Template): string | undefined {
  if (node.kind === 'scalar') return node.text;
  const call = intrinsicOf(node);
  if (!call) return undefined;
  const { name, argument } = call;
  const [first, second] = argument.kind === 'list' ? argument.items : [argument];
  if (name === 'Ref' && first?.kind === 'scalar') return variableShape(first.text, template);
  if (name === 'Fn::Sub' && first?.kind === 'scalar') {
    return substitutions(first.text)
      .map((piece) => ('text' in piece ? piece.text : variableShape(piece.name, template)))
      .join('');
  }
  if (name !== 'Fn::Join' || first?.kind !== 'scalar' || second?.kind !== 'list') return undefined;
  const shapes = second.items.map((item) => shapeOf(item, template));
  return shapes.includes(undefined) ? undefined : shapes.join(first.text);
}

const variableShape = (name: string, { context }: Template) =>
  (name === 'AWS::StackName' ? context.stackName : context.pseudoParameters?.get(name)) ?? VARIABLE;
