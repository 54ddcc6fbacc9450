import { type Group, sizeOf } from './groups';

/** One of the parts of a run that several machines share. */
export interface Shard {
  /** From 1. */
  index: number;
  count: number;
}

/** Reads `2/4`; undefined for what is none. */
export function parseShard(text: string): Shard | undefined {
  const [, index = 0, count = 0] = (/^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []).map(Number);
  return index >= 1 && index <= count ? { index, count } : undefined;
}

export const writtenShard = ({ index, count }: Shard): string => `${index}/${count}`;

export interface Share {
  own: readonly Group[];
  /** What the other shards check. */
  others: readonly Group[];
  /** How many shards can have something to check. */
  most: number;
}

/**
 * The groups of a shard. The largest group goes first, each to the shard with the least to do: every machine comes
 * to the same split, as long as it sees the same files.
 */
export function shareOf(groups: readonly Group[], { index, count }: Shard): Share {
  const loads = Array.from({ length: count }, () => 0);
  const shardOf = new Map<Group, number>();
  const weighed = groups.map((group) => ({ group, weight: weightOf(group) }));
  for (const { group, weight } of weighed.sort((a, b) => b.weight - a.weight)) {
    const least = loads.indexOf(Math.min(...loads));
    shardOf.set(group, least + 1);
    loads[least] = (loads[least] as number) + weight;
  }
  return {
    own: groups.filter((group) => shardOf.get(group) === index),
    others: groups.filter((group) => shardOf.get(group) !== index),
    most: Math.max(1, groups.filter(holdsTemplates).length),
  };
}

/** What is passed over takes no time, and must not be all that a shard has. */
const weightOf = (group: Group): number => (holdsTemplates(group) ? 1 + sizeOf(group) : 0);

/** Without these words nothing is a template, unless it is known to be one. */
const holdsTemplates = ({ sources }: Group): boolean =>
  sources.some(
    ({ text, isTemplate, mayBeSomethingElse }) =>
      isTemplate || !mayBeSomethingElse || /Resources|AWSTemplateFormatVersion|\\/.test(text),
  );
