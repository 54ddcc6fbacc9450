import { addToGroup } from '../../add-to-group';
import type { App } from '../../model/app';
import type { Resource } from '../../model/entity';
import { remember } from '../../model/remember';

/** Calls that change how an Auto Scaling group behaves, as command lines, SDKs and policies name them. */
const CALLS = {
  SuspendProcesses: /suspend[-_]?processes/i,
  StartInstanceRefresh: /start[-_]?instance[-_]?refresh/i,
} as const;

type Call = keyof typeof CALLS;

/** Most resources mention none. */
const ANY_CALL = new RegExp(
  Object.values(CALLS)
    .map(({ source }) => source)
    .join('|'),
  'i',
);

/** Functions, build specifications and documents whose text speaks of a call: one of them makes it. */
export const scriptsWith = (app: App, call: Call): readonly Resource[] => mentions(app).get(call) ?? [];

/** Roles and policies that speak of a call: whoever has them may make it. */
export const permissionsFor = (app: App, call: Call): readonly Resource[] =>
  mentions(app).get(`iam ${call}`) ?? [];

/** Read off the templates once, so that resources are not compared with each other. */
const mentions = remember((app: App): ReadonlyMap<string, Resource[]> => {
  const found = new Map<string, Resource[]>();
  for (const template of app.templates)
    for (const resource of template.resources.values()) {
      const properties = resource.attribute('Properties');
      for (const [call, pattern] of properties.mentions(ANY_CALL) ? Object.entries(CALLS) : [])
        if (properties.mentions(pattern))
          addToGroup(found, resource.type.startsWith('AWS::IAM::') ? `iam ${call}` : call, resource);
    }
  return found;
});
