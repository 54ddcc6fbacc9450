import { addToGroup } from '../../add-to-group';
import { listed } from '../../listed';
import type { Resource } from '../../model/entity';
import { capacityOf, isDriven, targetsOf } from '../scaling/scaling';

/** What of a table's provisioned capacity no scalable target changes, in words: its own, that of indexes, or both. */
export function fixedCapacityOf(table: Resource): string[] {
  const owners = new Map<string, (string | undefined)[]>();
  for (const index of [undefined, ...indexesOf(table)]) {
    const fixed = notScaled(table, index);
    if (fixed) addToGroup(owners, fixed, index);
  }
  return [...owners].map(([fixed, of]) => `${fixed}${ofWhat(of)}`);
}

const indexesOf = (table: Resource): string[] =>
  table
    .get('GlobalSecondaryIndexes')
    .items()
    .map((index) => index.get('IndexName').outline);

/** Nothing for the table alone. */
function ofWhat(owners: readonly (string | undefined)[]): string {
  const indexes = owners.filter((index) => index !== undefined);
  if (indexes.length === 0) return '';
  const named = `${indexes.length > 1 ? 'indexes' : 'index'} ${listed(indexes)}`;
  return owners.length > indexes.length ? ` of the table and the ${named}` : ` of the ${named}`;
}

const KINDS = ['Read', 'Write'] as const;

/** Reads and writes, of the table or of an index, that no scalable target changes the capacity of. */
function notScaled(table: Resource, index: string | undefined): string {
  const targets = targetsOf(table).filter((target) => indexIn(target) === index && isDriven(target, table));
  const fixed = KINDS.flatMap((kind) => {
    const sizes = targets.filter((target) => isFor(target, kind)).map(sizeOf);
    return sizes.some((size) => size === undefined) ? [] : [`${kind.toLowerCase()}s${sizes[0] ?? ''}`];
  });
  return fixed.join(' and ');
}

/** `table/name/index/name`, in a text that refers to the table or names it. */
const indexIn = (target: Resource): string | undefined =>
  /\/index\/(.+)$/.exec(target.get('ResourceId').outline)?.[1];

const isFor = (target: Resource, kind: string): boolean =>
  target
    .get('ScalableDimension')
    .isOneOf([`dynamodb:table:${kind}CapacityUnits`, `dynamodb:index:${kind}CapacityUnits`]);

/** What is said of a target without room to scale. */
function sizeOf(target: Resource): string | undefined {
  const { fixed } = capacityOf(target);
  return fixed && ` (MinCapacity and MaxCapacity of ${target.logicalId} are both ${fixed})`;
}
