import { childOf, type Entry, intrinsicOf, type MapNode, map, type Node } from '../template/node';

/**
 * A serverless resource with the template's Globals in its properties: maps are merged, lists are joined
 * with the global elements first, anything else is the resource's own.
 * docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
 */
export function withGlobals(entry: Entry, type: string, root: MapNode): Entry {
  const kind = /^AWS::Serverless::(\w+)$/.exec(type)?.[1];
  const globals = kind && childOf(childOf(root, 'Globals'), kind);
  if (!globals || entry.value.kind !== 'map') return entry;
  const own = entry.value.entries.get('Properties');
  const properties = own ? merged(globals, own.value) : globals;
  const entries = new Map(entry.value.entries).set('Properties', {
    key: own?.key ?? entry.key,
    value: properties,
  });
  return { key: entry.key, value: map(entries, entry.value) };
}

function merged(global: Node, own: Node): Node {
  if (intrinsicOf(global) || intrinsicOf(own)) return own;
  if (global.kind === 'list' && own.kind === 'list')
    return { ...own, items: [...global.items, ...own.items] };
  if (global.kind !== 'map' || own.kind !== 'map') return own;
  const entries = new Map(global.entries);
  for (const [key, entry] of own.entries) {
    const inherited = entries.get(key);
    entries.set(key, inherited ? { key: entry.key, value: merged(inherited.value, entry.value) } : entry);
  }
  return map(entries, own);
}
