import type { Finding } from '../finding';
import { childOf, type Entry, type MapNode, type Node, type Range } from '../template/node';
import type { Source } from '../template/source';
import { placeIn } from '../waivers/meta-finding';
import type { Violation } from './engine';

type About = Pick<
  Finding,
  'file' | 'line' | 'column' | 'endLine' | 'endColumn' | 'logicalId' | 'resourceType' | 'path'
>;

/** The entity and the place in the template that the engine means; as much of it as the template has. */
export function placesOf({ violatingResources }: Violation, root: MapNode, source: Source): About[] {
  return violatingResources.flatMap(({ resourceLogicalId, locations }) =>
    (locations.length > 0 ? locations : ['']).map((location) =>
      resourceLogicalId === undefined
        ? placeInTemplate(location, root, source)
        : placeInResource(resourceLogicalId, location, root, source),
    ),
  );
}

function placeInResource(logicalId: string, location: string, root: MapNode, source: Source): About {
  const resources = root.entries.get('Resources');
  const resource = resources?.value.kind === 'map' ? resources.value.entries.get(logicalId) : undefined;
  const type = childOf(resource?.value, 'Type');
  const found = follow(resource, location);
  return {
    ...placeIn(source, found.at ?? resources?.key ?? root),
    logicalId,
    resourceType: type?.kind === 'scalar' ? type.text : null,
    path: found.path || null,
  };
}

function placeInTemplate(location: string, root: MapNode, source: Source): About {
  const whole: Entry = { key: { start: 0, end: 0 }, value: root };
  const found = follow(whole, location.replaceAll('/', '.'));
  const [, name] = location.split('/');
  return {
    ...placeIn(source, found.at ?? root),
    logicalId: name?.split('.')[0] ?? null,
    resourceType: null,
    path: found.path || null,
  };
}

/** Goes down a path of the engine, `Properties.Tags.1.Value`; a key may hold dots itself. */
function follow(start: Entry | undefined, location: string): { at: Range | undefined; path: string } {
  let at: Range | undefined = start?.key;
  let node: Node | undefined = start?.value;
  let path = '';
  let left = location.split('.').filter(Boolean);
  while (left.length > 0) {
    const step: Step | undefined = node && stepInto(node, left);
    const isIndex: boolean = step ? node?.kind === 'list' : /^\d+$/.test(left[0] as string);
    const name: string = left.slice(0, step?.taken ?? 1).join('.');
    path += isIndex ? `[${name}]` : `${path && '.'}${name}`;
    left = left.slice(step?.taken ?? 1);
    node = step?.value;
    at = step?.value ?? at;
  }
  return { at, path };
}

interface Step {
  value: Node;
  taken: number;
}

function stepInto(node: Node, names: readonly string[]): Step | undefined {
  if (node.kind === 'list') {
    const value = node.items[Number(names[0])];
    return value && { value, taken: 1 };
  }
  for (let taken = 1; taken <= names.length; taken++) {
    const value = childOf(node, names.slice(0, taken).join('.'));
    if (value) return { value, taken };
  }
  return undefined;
}
