import type { Resource } from '../model/entity';
import { tokens } from '../model/environment';
import { remember } from '../model/remember';
import type { Value } from '../model/value';
import { childOf, textsIn } from '../template/node';

/** Whether one of the words is in a resource's logical id, or in the name that a property gives it. */
export const isCalled = (resource: Resource, property: string, words: readonly string[]): boolean =>
  tokens(`${resource.logicalId} ${resource.get(property).outline}`).some((word) => words.includes(word));

/** Whether one of the words is in a resource's logical id or in its tag Name, as they are written. */
export const isNamed = (resource: Resource, words: readonly string[]): boolean =>
  words.some((word) => wordsOf(resource).has(word));

const wordsOf = remember((resource: Resource): ReadonlySet<string> => {
  const tags = resource.written('Tags');
  const names = (tags?.kind === 'list' ? tags.items : [])
    .filter((tag) => textsIn(childOf(tag, 'Key')).includes('Name'))
    .flatMap((tag) => textsIn(childOf(tag, 'Value')));
  return new Set([resource.logicalId, ...names].flatMap(tokens));
});

/** The name at the end of an ARN; what is no ARN, as it is. */
export const lastName = ({ outline }: Value): string => outline.slice(outline.lastIndexOf('/') + 1);

/** What people call the hosts that they log in to others through. */
export const BASTION_WORDS: readonly string[] = ['bastion', 'bastions', 'jump', 'jumpbox', 'jumphost'];
