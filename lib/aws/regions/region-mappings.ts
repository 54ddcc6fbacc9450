import { Entity } from '../../model/entity';
import { remember } from '../../model/remember';
import type { Template } from '../../model/template';
import { childOf, intrinsicOf, type MapNode, type Node } from '../../template/node';
import { REGION } from './regions';

/** A mapping that something of the template looks up by AWS::Region. */
export interface RegionMapping {
  readonly mapping: Entity;
  /** What is looked up in it, without a default to fall back on. */
  readonly wanted: ReadonlySet<string>;
  /** The keys that each Region has. */
  readonly regions: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Its mappings whose first keys are Regions, as far as they are looked up by AWS::Region. */
export const mappingsByRegion = remember((template: Template): RegionMapping[] => {
  const section = template.root.entries.get('Mappings')?.value;
  if (section?.kind !== 'map' || !REGION.test(template.source.text)) return [];
  const wanted = new Map<string, Set<string | undefined>>();
  for (const name of ['Conditions', 'Resources', 'Outputs'])
    collect(template, template.root.entries.get(name)?.value, wanted);
  return [...wanted].flatMap(([name, secondKeys]) => {
    const entry = section.entries.get(name);
    if (entry?.value.kind !== 'map') return [];
    const regions = regionsIn(entry.value);
    if (regions.size === 0) return [];
    const mapping = new Entity(template, name, entry.value, entry.key, `Mappings.${name}`);
    // A key that only deployment knows may be any of those that are there.
    const all = secondKeys.has(undefined) ? [...regions.values()].flatMap((keys) => [...keys]) : [];
    const known = [...secondKeys].filter((key) => key !== undefined);
    return [{ mapping, wanted: new Set([...known, ...all]), regions }];
  });
});

function regionsIn({ entries }: MapNode): Map<string, Set<string>> {
  const regions = new Map<string, Set<string>>();
  for (const [key, { value }] of entries)
    if (REGION.exec(key)?.[0] === key && value.kind === 'map')
      regions.set(key, new Set(value.entries.keys()));
  return regions;
}

/** Adds the second keys of every Fn::FindInMap that has AWS::Region as its first, by the name of the mapping. */
function collect(
  template: Template,
  node: Node | undefined,
  found: Map<string, Set<string | undefined>>,
): void {
  if (!node || node.kind === 'scalar') return;
  const call = intrinsicOf(node);
  if (call?.name === 'Fn::FindInMap' && call.argument.kind === 'list') {
    const [mapping, first, second, fallback] = call.argument.items;
    if (mapping?.kind === 'scalar' && isRegion(first) && !childOf(fallback, 'DefaultValue'))
      for (const key of keysOf(template, second))
        found.set(mapping.text, (found.get(mapping.text) ?? new Set()).add(key));
  }
  if (node.kind === 'list') for (const item of node.items) collect(template, item, found);
  else for (const { value } of node.entries.values()) collect(template, value, found);
}

/** What a second key can be; undefined for what only deployment knows. */
function keysOf(template: Template, key: Node | undefined): readonly (string | undefined)[] {
  if (key?.kind === 'scalar') return [key.text];
  const call = intrinsicOf(key);
  const name = call?.name === 'Ref' && call.argument.kind === 'scalar' ? call.argument.text : '';
  return template.parameters.get(name)?.variable.allowed ?? [undefined];
}

function isRegion(node: Node | undefined): boolean {
  const call = intrinsicOf(node);
  const text = call?.argument.kind === 'scalar' ? call.argument.text : undefined;
  return call?.name === 'Ref' ? text === 'AWS::Region' : text === '${AWS::Region}';
}
