import type { Resource } from '../model/entity';
import { remember } from '../model/remember';
import type { Template } from '../model/template';
import { childOf } from '../template/node';
import { writtenName } from './named-resources';

/**
 * What lets stacks that are not in the app add to a resource, such as instances to a cluster: the export of
 * its id, or a nested stack that is given it. Undefined where nothing does, or a stack of the app imports it.
 */
export function opening(resource: Resource): string | undefined {
  const output = exportedIds(resource.template).get(`\${${resource.logicalId}}`);
  if (output && !isUsedInApp(resource)) return `the export ${output}`;
  const stack = strangers(resource).find((one) => one.exists);
  return stack && `the nested stack ${stack.logicalId}`;
}

/** The exported outputs whose value is an id, by the Ref as it is written. */
const exportedIds = remember((template: Template): ReadonlyMap<string, string> => {
  const exported = [...template.outputs.values()].filter(({ node }) => childOf(node, 'Export'));
  return new Map(
    exported.flatMap(({ name, node }) => {
      const id = writtenName(childOf(node, 'Value'));
      return id === undefined ? [] : [[id, name] as const];
    }),
  );
});

const isUsedInApp = remember((resource: Resource) =>
  resource.referrers.some(({ from }) => from.template !== resource.template),
);

/** Nested stacks that are given the id, and whose templates are not in the app. */
const strangers = remember((resource: Resource) =>
  resource.referring('AWS::CloudFormation::Stack').filter((stack) => !resource.app.nested.has(stack)),
);
