import { addToGroup } from '../add-to-group';
import type { Entity, Resource } from '../model/entity';
import { conditionHolds } from '../model/evaluate';
import { remember } from '../model/remember';
import type { Template } from '../model/template';
import { childOf, intrinsicOf, type Node } from '../template/node';
import { writtenName } from './named-resources';

/**
 * What lets stacks that are not in the app add to a resource, such as instances to a cluster: the export of
 * its id, or a nested stack that is given it. Undefined where nothing does, or a stack of the app imports it.
 */
export function opening(resource: Resource): string | undefined {
  const output = isUsedInApp(resource) ? undefined : exportsOf(resource).find(isMade);
  if (output) return `the export ${output.name}`;
  const stack = strangers(resource).find((one) => one.exists);
  return stack && `the nested stack ${stack.logicalId}`;
}

/** The attributes that are an id or a name, besides what Ref gives: `FileSystemId` of a file system. */
const idsOf = ({ type }: Resource): readonly (string | undefined)[] => [
  undefined,
  'Id',
  'Name',
  `${type.split('::')[2]}Id`,
];

const exportsOf = remember((resource: Resource): Entity[] => {
  const exported = exportsByValue(resource.template);
  return idsOf(resource).flatMap(
    (id) => exported.get(`\${${resource.logicalId}${id === undefined ? '' : `.${id}`}}`) ?? [],
  );
});

/** Exported outputs by their value, where that is written as `${Resource}` or `${Resource.Attribute}`. */
const exportsByValue = remember((template: Template): ReadonlyMap<string, Entity[]> => {
  const index = new Map<string, Entity[]>();
  for (const output of template.outputs.values()) {
    const value = childOf(output.node, 'Export') && written(childOf(output.node, 'Value'));
    if (value !== undefined) addToGroup(index, value, output);
  }
  return index;
});

function written(value: Node | undefined): string | undefined {
  const call = intrinsicOf(value);
  if (call?.name !== 'Fn::GetAtt') return writtenName(value);
  const parts = call.argument.kind === 'list' ? call.argument.items : [call.argument];
  return `\${${parts.map((part) => (part.kind === 'scalar' ? part.text : '')).join('.')}}`;
}

function isMade({ template, node, at }: Entity): boolean {
  const condition = childOf(node, 'Condition');
  return condition?.kind !== 'scalar' || conditionHolds(template, condition.text, at);
}

const isUsedInApp = remember((resource: Resource) =>
  resource.referrers.some(({ from }) => from.template !== resource.template),
);

/** Nested stacks that are given the id, and whose templates are not in the app. */
const strangers = remember((resource: Resource): Resource[] => {
  const ids = idsOf(resource);
  const edges = resource.referrers.filter(({ attribute }) => ids.includes(attribute));
  return edges
    .map(({ from }) => from)
    .filter((from) => from.type === 'AWS::CloudFormation::Stack' && !resource.app.nested.has(from));
});
