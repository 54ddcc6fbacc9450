import type { Outcome } from '../../lib/model/expectation';
import type { Part, Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';
import { fieldsIn } from '../../lib/secrets/json-fields';
import { namesSecret } from '../../lib/secrets/secret-names';
import { secretPropertiesOf, TYPES_WITH_SECRETS } from '../../lib/secrets/secret-properties';

export default rule({
  id: 'secret-references-not-plaintext-ssm',
  title: 'Secrets are not read from plain parameters of Parameter Store',
  severity: 'warning',
  control: 'CREDENTIALS-ENCRYPTED',
  resources: TYPES_WITH_SECRETS,
  why: 'A String parameter is kept without encryption, and everyone who may read parameters reads the secret.',
  fix: 'Keep the secret in Secrets Manager or a SecureString parameter, and refer to it by {{resolve:secretsmanager:…}} or {{resolve:ssm-secure:…}}.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html',
  ],

  check: (resource) =>
    secretPropertiesOf(resource).map(({ property, name, applies }) =>
      property.expect((value) => notFromPlainParameter(value, name)).when(applies),
    ),
});

function notFromPlainParameter(value: Value, name: string): Outcome[] {
  const secretTexts = /^\s*\{(?!\{)/.test(value.outline)
    ? fieldsIn(value.outline).flatMap(({ key, text }) => (namesSecret(key) ? [text] : []))
    : [value.outline];
  return value.parts.flatMap((part) => {
    const source = plainSourceOf(part, value);
    if (source === undefined || !secretTexts.some((text) => text.includes(textOf(part)))) return [];
    return [fail(`${name} is read from ${source}, which Parameter Store keeps in clear`)];
  });
}

/** A dynamic reference to a String parameter, or a parameter of the template that is read from one. */
function plainSourceOf(part: Part, { entity: { template } }: Value): string | undefined {
  if (part.kind !== 'unknown') return undefined;
  if (part.source.startsWith('{{resolve:ssm:')) return part.source;
  const parameter = template.parameters.get(part.parameter ?? '');
  return parameter?.type.startsWith('AWS::SSM::Parameter::Value<')
    ? `the parameter ${parameter.name}`
    : undefined;
}

const textOf = (part: Part) => (part.kind === 'unknown' ? part.source : '');
