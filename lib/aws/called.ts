import type { Resource } from '../model/entity';
import { tokens } from '../model/environment';

/** Whether one of the words is in a resource's logical id, or in the name that a property gives it. */
export const isCalled = (resource: Resource, property: string, words: readonly string[]): boolean =>
  tokens(`${resource.logicalId} ${resource.get(property).outline}`).some((word) => words.includes(word));
