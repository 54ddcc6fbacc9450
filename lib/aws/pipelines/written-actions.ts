import { addToGroup } from '../../add-to-group';
import type { Resource } from '../../model/entity';
import { type Environment, environmentOf } from '../../model/environment';
import { remember } from '../../model/remember';
import { childOf, type Node } from '../../template/node';
import { writtenName } from '../named-resources';

/** An action of a pipeline as it is written, whatever the scenario. */
export interface WrittenAction {
  /** `Properties.Stages[1].Actions[0]` */
  path: string;
  /** Where it works: what its stage's or its own name says; not in production if that is a later stage. */
  environment: Environment | undefined;
}

/** The actions of a pipeline by their paths. */
export const actionsByPath = remember(
  (pipeline: Resource): ReadonlyMap<string, WrittenAction> =>
    new Map(read(pipeline).map(({ action }) => [action.path, action])),
);

/** The actions of a pipeline by the CodeBuild project that they run, `${Build}` for a reference to it. */
export const actionsByProject = remember((pipeline: Resource): ReadonlyMap<string, WrittenAction[]> => {
  const found = new Map<string, WrittenAction[]>();
  for (const { action, project } of read(pipeline)) if (project) addToGroup(found, project, action);
  return found;
});

const read = remember((pipeline: Resource) => {
  const { environmentWords } = pipeline.app;
  const saidBy = (node: Node) => environmentOf(nameOf(node), environmentWords);
  const stages = items(pipeline.written('Stages'));
  const lastProduction = stages.map(saidBy).lastIndexOf('production');
  return stages.flatMap((stage, index) =>
    items(childOf(stage, 'Actions')).map((action, position) => ({
      action: {
        path: `Properties.Stages[${index}].Actions[${position}]`,
        environment:
          saidBy(stage) ?? saidBy(action) ?? (index < lastProduction ? 'non-production' : undefined),
      } satisfies WrittenAction,
      project: writtenName(childOf(childOf(action, 'Configuration'), 'ProjectName')),
    })),
  );
});

const items = (node: Node | undefined): readonly Node[] => (node?.kind === 'list' ? node.items : []);

/** What is put together of parameters says nothing by itself. */
function nameOf(node: Node): string {
  const name = childOf(node, 'Name');
  return name?.kind === 'scalar' ? name.text : '';
}
