import type { Parameter } from '../../lib/model/entity';
import { fail, rule } from '../../lib/rule';
import { holdsKnownCredential } from '../../lib/secrets/credential-formats';
import { masksOfAll } from '../../lib/secrets/masking';
import { namesUser } from '../../lib/secrets/secret-names';
import { whySecret } from '../../lib/secrets/secret-parameters';
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
    const parameters = [...template.parameters.values()];
    const ordinary = parameters
      .filter((parameter) => !whySecret(parameter) || namesUser(parameter.name))
      .map(({ variable }) => variable.default);
    return parameters.map((parameter) => {
      const reason = whySecret(parameter);
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
        // By its format it is told by template-no-credential-patterns.
        if (holdsKnownCredential(text)) return undefined;
        return fail(`${parameter.name} ${reason}, and ${what}`, {
          ...(isHarmless(parameter, text) && { severity: 'warning' }),
          secrets: masksOfAll(value, ordinary),
        });
      }),
    ),
  );
};

/** A user's name gives little away; what asks to be replaced is no secret in use, unless it is `changeme`. */
const isHarmless = (parameter: Parameter, text: string) =>
  namesUser(parameter.name) || (isPlaceholder(text) && !/^change/i.test(text));
