import { addToGroup } from '../add-to-group';
import { Resource } from '../model/entity';
import { type PlacedText, writtenTextsAt } from '../model/written-text';

/**
 * The texts of a resource's properties, as they are written, that are wanted: those of one map, or of lists
 * in it, together, as a person mends them at one time.
 */
export function writtenTogether(
  resource: Resource,
  /** What the resource has to mention to be worth looking at. */
  mentioned: RegExp,
  /** `path` is within the properties, without positions in lists. */
  isWanted: (text: PlacedText, path: string) => boolean,
): (readonly PlacedText[])[] {
  if (!resource.attribute('Properties').mentions(mentioned)) return [];
  const groups = new Map<object | undefined, Map<string, PlacedText[]>>();
  for (const text of writtenTextsAt(resource, ['Properties'])) {
    const { path, beside, guards } = text.spot;
    if (!isWanted(text, withoutPositions(path))) continue;
    const group = groups.get(beside) ?? new Map<string, PlacedText[]>();
    groups.set(beside, group);
    addToGroup(group, JSON.stringify(guards), text);
  }
  return [...groups.values()].flatMap((group) => [...group.values()]);
}

/** Texts of several places as one, save for those that are only there under a condition: they speak for themselves. */
export function joined(groups: readonly (readonly PlacedText[])[]): (readonly PlacedText[])[] {
  const always = groups.filter(isAlwaysThere).flat();
  const others = groups.filter((texts) => !isAlwaysThere(texts));
  return always.length > 0 ? [always, ...others] : others;
}

const isAlwaysThere = (texts: readonly PlacedText[]): boolean =>
  texts.every(({ spot: { entity, guards } }) => {
    const condition = entity instanceof Resource ? entity.condition : undefined;
    return condition === undefined && guards.length === 0;
  });

const withoutPositions = (path: string) => path.replace(/^Properties\./, '').replace(/\[\d+\]/g, '');
