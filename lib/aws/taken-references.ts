import type { Resource } from '../model/entity';
import { isTaken } from '../model/references';

/** The resources of a type that refer to this one by a property, in the scenario being looked at. */
export const referringNow = (resource: Resource, type: string, property: string): Resource[] =>
  resource.referrers
    .filter(({ from, path }) => from.type === type && path === `Properties.${property}`)
    .filter(isTaken)
    .map(({ from }) => from);
