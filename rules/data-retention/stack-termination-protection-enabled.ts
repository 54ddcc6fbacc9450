import { DATA_STORES } from '../../lib/aws/data/data-stores';
import type { Resource } from '../../lib/model/entity';
import { remember } from '../../lib/model/remember';
import type { Template } from '../../lib/model/template';
import { fail, review, rule } from '../../lib/rule';

export default rule({
  id: 'stack-termination-protection-enabled',
  title: 'Stacks with data are protected from termination',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'DATA-RETAINED',
  why: 'A stack is deleted by one command or one click; with termination protection that takes a second, deliberate step.',
  fix: 'Set terminationProtection to true on the stack in CDK, or enable it where the stack is deployed.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-protect-stacks.html',

  checkTemplate: (template) => {
    if (template.parent || protection(template) === true) return undefined;
    return template.whole.attribute('Resources').expect(() => {
      const store = storeIn(template);
      if (!store) return undefined;
      return protection(template) === false
        ? fail(`termination protection is off, and the stack holds data, such as ${store.logicalId}`)
        : review(
            `whether the stack, which holds data such as ${store.logicalId}, is protected from termination is said where it is deployed`,
          );
    });
  },
});

/** Something of the stack, or of those nested in it, that holds data; rather what is always there. */
function storeIn(template: Template): Resource | undefined {
  const stores = storesIn(template);
  return stores.find(({ condition }) => condition === undefined) ?? stores.find((store) => store.exists);
}

const storesIn: (template: Template) => Resource[] = remember((template) => {
  const resources = [...template.resources.values()];
  const nested = resources.flatMap((stack) => template.app.nested.get(stack) ?? []);
  return [...resources.filter(({ type }) => holdsData(type)), ...nested.flatMap(storesIn)];
});

const holdsData = (type: string): boolean => DATA_STORES[type]?.loss === 'data';

/** A cloud assembly says it of each stack, and older ones only where it is on; a template does not. */
const protection = ({ context }: Template): boolean | undefined =>
  context.terminationProtection ?? (context.stackName === undefined ? undefined : false);
