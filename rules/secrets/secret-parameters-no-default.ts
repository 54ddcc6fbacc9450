import type { Parameter } from '../../lib/model/entity';
import type { Template } from '../../lib/model/template';
import { writtenTextsOf } from '../../lib/model/written-text';
import { fail, rule } from '../../lib/rule';
import { fieldsIn } from '../../lib/secrets/json-fields';
import { masksOfAll } from '../../lib/secrets/masking';
import { namesPassword, namesSecret } from '../../lib/secrets/secret-names';
import { secretPropertiesOf, TYPES_WITH_SECRETS } from '../../lib/secrets/secret-properties';
import { isNameOfSecret, isPlaceholder, mayBeSecret } from '../../lib/secrets/secret-values';

export default rule({
  id: 'secret-parameters-no-default',
  title: 'Parameters that take a secret have no default and list no values',
  severity: 'error',
  control: 'SECRETS',
  why: 'A default is part of the template: everyone who can read it knows the secret of every stack that was deployed without another.',
  fix: 'Remove the default, and give the value at deployment, or read it from Secrets Manager by a dynamic reference.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds',
  ],

  checkTemplate: (template) => {
    const fed = secretsFedBy(template);
    const parameters = [...template.parameters.values()];
    const secret = new Map(parameters.map((parameter) => [parameter, whySecret(parameter, fed)]));
    const ordinary = parameters
      .filter((parameter) => !secret.get(parameter) || namesUser(parameter))
      .map(({ variable }) => variable.default);
    return parameters.map((parameter) => {
      const reason = secret.get(parameter);
      return reason ? noLiterals(parameter, reason, ordinary) : [];
    });
  },
});

const noLiterals = (parameter: Parameter, reason: string, ordinary: readonly (string | undefined)[]) => {
  const places = {
    'has a default': [parameter.attribute('Default')],
    'lists a value': parameter.attribute('AllowedValues').elements(),
  };
  return Object.entries(places).map(([what, properties]) =>
    properties.map((property) =>
      property.expect((value) => {
        const text = value.literal;
        if (text === undefined || !mayBeSecret(text) || isNameOfSecret(parameter.name, text))
          return undefined;
        return fail(`${parameter.name} ${reason}, and ${what}`, {
          ...(isHarmless(parameter, text) && { severity: 'warning' }),
          secrets: masksOfAll(value, ordinary),
        });
      }),
    ),
  );
};

/** What makes a parameter a secret; undefined for one that is none. */
function whySecret({ name, type, noEcho }: Parameter, fed: ReadonlyMap<string, string>): string | undefined {
  if (type.startsWith('AWS::')) return undefined; // the path of a parameter, or the id of a resource
  if (noEcho) return 'is NoEcho';
  if (fed.has(name)) return `is the value of ${fed.get(name)}`;
  const isNamed = namesSecret(name) && (type !== 'Number' || namesPassword(name));
  return isNamed ? 'is named as a secret' : undefined;
}

/** A user's name gives little away; what asks to be replaced is no secret in use, unless it is `changeme`. */
const isHarmless = (parameter: Parameter, text: string) =>
  namesUser(parameter) || (isPlaceholder(text) && !/^change/i.test(text));

const namesUser = ({ name }: Parameter) => /(user|user_?name|login|email|id)$/i.test(name);

/** The parameters that are the value of a secret property, each with one place where it is. */
function secretsFedBy(template: Template): Map<string, string> {
  const resources = TYPES_WITH_SECRETS.flatMap((type) => template.resourcesOf(type));
  const properties = resources.flatMap((resource) =>
    secretPropertiesOf(resource).flatMap(({ property, name }) =>
      property.parameters.map((parameter) => [parameter, `${resource.logicalId}'s ${name}`] as const),
    ),
  );
  const fields = template.resourcesOf('AWS::SecretsManager::Secret').flatMap((secret) =>
    writtenTextsOf(secret)
      .filter((text) => text.isAt('Properties.SecretString'))
      .flatMap(({ text }) => fieldsIn(text))
      .filter(({ key, text }) => namesSecret(key) && /^\$\{\w+\}$/.test(text))
      .map(({ key, text }) => [text.slice(2, -1), `"${key}" in ${secret.logicalId}`] as const),
  );
  return new Map([...fields, ...properties]);
}
