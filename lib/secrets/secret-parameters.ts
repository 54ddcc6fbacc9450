import type { Parameter, Resource } from '../model/entity';
import { remember } from '../model/remember';
import { substitutions } from '../model/substitution';
import type { Template } from '../model/template';
import { writtenTextsAt } from '../model/written-text';
import { childOf, intrinsicOf, type Node } from '../template/node';
import { fieldsIn } from './json-fields';
import { namesPassword, namesSecret, namesUser } from './secret-names';
import { type SecretProperty, secretPropertiesOf, TYPES_WITH_SECRETS } from './secret-properties';

/** Types that nest a stack and give its parameters their values. */
export const NESTED_STACKS = ['AWS::CloudFormation::Stack', 'AWS::Serverless::Application'];

/** What makes a parameter a secret, as what is said of it: `is NoEcho`; undefined for one that is none. */
export const whySecret = remember((parameter: Parameter): string | undefined => {
  if (isOfAws(parameter)) return undefined;
  return parameter.noEcho ? 'is NoEcho' : (whyFed(parameter) ?? whyNamed(parameter));
});

/** The secret property that takes the parameter as its value. */
export const whyFed = (parameter: Parameter): string | undefined => {
  const place = secretsFedBy(parameter.template).get(parameter.name);
  return place && `is the value of ${place}`;
};

/** Its value is the path of a parameter, or the id of a resource. */
export const isOfAws = ({ type }: Parameter) => type.startsWith('AWS::') || type.startsWith('List<AWS::');

function whyNamed(parameter: Parameter): string | undefined {
  const { name, type, template } = parameter;
  if (!namesSecret(name) || (type === 'Number' && !namesPassword(name))) return undefined;
  return takesNameOfSecret(parameter) || namesOfSecrets(template).has(name)
    ? undefined
    : 'is named as a secret';
}

/** A `DbSecret` may be the ARN of one, as its description says. */
const takesNameOfSecret = ({ name, node }: Parameter) => {
  const description = childOf(node, 'Description');
  return (
    /(secrets?|credentials?)$/i.test(name) &&
    description?.kind === 'scalar' &&
    /\b(arn|name|id)\b/i.test(description.text)
  );
};

/** Keys and variables that take the name or ARN of a secret. */
const TAKES_NAME = /^(Resource|ValueFrom|CredentialsParameter)$|secrets?_?(id|arn|name)s?$/i;

/** The parameters by which a secret is looked up: in a dynamic reference, or where a name or ARN is taken. */
const namesOfSecrets = remember((template: Template): ReadonlySet<string> => {
  const found = new Set<string>();
  const visit = (node: Node, takesName: boolean): void => {
    const call = intrinsicOf(node);
    if (node.kind === 'list') for (const item of node.items) visit(item, takesName);
    if (node.kind !== 'map') return;
    const text = call && textOf(call.argument);
    if (call?.name === 'Ref' && takesName && text !== undefined) found.add(text);
    if (call?.name === 'Fn::Sub' && text !== undefined && (takesName || text.includes('{{resolve:')))
      for (const piece of substitutions(text)) if ('name' in piece) found.add(piece.name);
    const isReference =
      call?.name === 'Fn::Join' && literalsIn(node).some((literal) => literal.includes('{{resolve:'));
    const variable = textOf(childOf(node, 'Name')) ?? '';
    for (const [key, { value }] of node.entries) {
      if (value.kind === 'scalar') continue; // names nothing that it is looked up by
      const isTaken = call ? takesName || isReference : TAKES_NAME.test(key === 'Value' ? variable : key);
      visit(value, isTaken);
    }
  };
  for (const resource of template.resources.values()) visit(resource.node, false);
  return found;
});

const textOf = (node: Node | undefined): string | undefined => {
  const text = node?.kind === 'list' ? node.items[0] : node;
  return text?.kind === 'scalar' ? text.text : undefined;
};

const literalsIn = (node: Node): string[] => {
  if (node.kind === 'scalar') return [node.text];
  const below = node.kind === 'list' ? node.items : [...node.entries.values()].map(({ value }) => value);
  return below.flatMap(literalsIn);
};

/** The parameters that are the value of a secret property, each with one place where it is. */
const secretsFedBy = remember((template: Template): ReadonlyMap<string, string> => {
  const properties = TYPES_WITH_SECRETS.flatMap((type) => template.resourcesOf(type)).flatMap((resource) =>
    secretPropertiesOf(resource).flatMap(({ property, name, isGuess }) =>
      (isGuess ? [] : property.parameters).map(
        (parameter) => [parameter, `${resource.logicalId}'s ${name}`] as const,
      ),
    ),
  );
  const fields = template.resourcesOf('AWS::SecretsManager::Secret').flatMap((secret) =>
    writtenTextsAt(secret, ['Properties.SecretString'])
      .flatMap(({ text }) => fieldsIn(text))
      .filter(({ key, text }) => namesSecret(key) && /^\$\{\w+\}$/.test(text))
      .map(({ key, text }) => [text.slice(2, -1), `"${key}" in ${secret.logicalId}`] as const),
  );
  return new Map([...passedDown(template), ...fields, ...properties]);
});

/** The parameters that are handed on to a parameter of a nested stack which takes a secret. */
const passedDown = (template: Template) =>
  NESTED_STACKS.flatMap((type) => template.resourcesOf(type)).flatMap((stack) =>
    [...(template.app.nested.get(stack)?.parameters.values() ?? [])]
      .filter((parameter) => whySecret(parameter) !== undefined)
      .flatMap(({ name }) =>
        stack
          .property('Parameters')
          .child(name)
          .parameters.map((parameter) => [parameter, `${stack.logicalId}'s parameter ${name}`] as const),
      ),
  );

/** The parameters of its nested stack that a resource gives a secret; those that only seem to take one are left out. */
export function secretsPassedBy(stack: Resource): SecretProperty[] {
  const child = NESTED_STACKS.includes(stack.type) ? stack.app.nested.get(stack) : undefined;
  if (!child) return secretPropertiesOf(stack);
  return [...child.parameters.values()]
    .filter((parameter) => whySecret(parameter) !== undefined && !namesUser(parameter.name))
    .map(({ name }) => ({
      property: stack.property('Parameters').child(name),
      name,
      isGuess: true,
      applies: () => true,
    }));
}
