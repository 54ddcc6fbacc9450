import type { Value } from '../model/value';

/** An element of Resource that names no resource. */
export interface Breadth {
  at: Value;
  /** The service whose resources an ARN stands for, in lower case; undefined for those of all services. */
  service: string | undefined;
  /** The kind of resource that an ARN stands for all of: `role`. */
  type: string | undefined;
}

/** The elements of Resource that stand for whatever there is: `*`, or an ARN that says no more than the service or type. */
export const broadResources = (statement: Value): Breadth[] =>
  resourcesOf(statement).flatMap((at) => breadthOf(at) ?? []);

/** The elements of Resource that only deployment knows, and that may be `*`. */
export const unknownResources = (statement: Value): Value[] => resourcesOf(statement).filter(isWhollyUnknown);

/** The elements of Resource; itself where it is unknown, so that a rule may say what to look at. */
function resourcesOf(statement: Value): Value[] {
  const resource = statement.get('Resource');
  return isWhollyUnknown(resource) ? [resource] : resource.items();
}

/** No part of it stands in the template; what holds a resource of the template is known well enough. */
export const isWhollyUnknown = ({ parts, isKnown }: Value): boolean =>
  !isKnown && parts.length < 2 && parts.every(({ kind }) => kind === 'unknown');

function breadthOf(at: Value): Breadth | undefined {
  const text = at.parts.map((part) => (part.kind === 'literal' ? part.text : UNSEEN)).join('');
  if (/^\*+$/.test(text)) return { at, service: undefined, type: undefined };
  const [arn, , service = '', , , ...rest] = text.split(':');
  const resource = rest.join(':');
  const [, type] = EVERY_RESOURCE.exec(resource) ?? [undefined, ''];
  if (arn !== 'arn' || type === '' || resource.includes(UNSEEN)) return undefined;
  if (LEFT_OUT.has(service) || (type !== undefined && NAME_FIRST.has(service))) return undefined;
  return { at, service: /[*?~]/.test(service) ? undefined : service.toLowerCase(), type };
}

/** In place of what is not in the template, and is some name. */
const UNSEEN = '~';

/** `*`, `table/*`, `function:*`, `/restapis/*`, and what lies in any of them, such as their indexes. */
const EVERY_RESOURCE = /^(?:\/?([\w-]+)[/:])?\*+(?:[/:](?:[^*?]+[/:])?\*+)*$/;

/** Services in whose ARNs a name stands where others have the type: `arn:aws:s3:::bucket/*`. */
const NAME_FIRST: ReadonlySet<string> = new Set([
  's3',
  'sns',
  'sqs',
  'codecommit',
  'codepipeline',
  'execute-api',
]);

/** `arn:aws:logs:*:*:*` is what AWS's own examples say for the logs of a function. */
const LEFT_OUT: ReadonlySet<string> = new Set(['logs']);
