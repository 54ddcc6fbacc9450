import type { Resource } from '../../lib/model/entity';
import type { Outcome, OutcomeOptions } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';
import { holdsKnownCredential } from '../../lib/secrets/credential-formats';
import { fieldsOf, type PlacedField } from '../../lib/secrets/json-fields';
import { masksOf, masksOfAll } from '../../lib/secrets/masking';
import { namesSecret } from '../../lib/secrets/secret-names';
import { secretsPassedBy } from '../../lib/secrets/secret-parameters';
import { guessed, type SecretProperty, TYPES_WITH_SECRETS } from '../../lib/secrets/secret-properties';
import {
  isExampleKey,
  isPlaceholder,
  isRedacted,
  isSecretUnder,
  looksRandom,
  mayBeSecret,
} from '../../lib/secrets/secret-values';
import { writtenOut } from '../../lib/secrets/written-out';

export default rule({
  id: 'secret-properties-not-literal',
  title: 'Passwords, tokens and private keys are not written into the template',
  severity: 'error',
  control: 'SECRETS',
  resources: TYPES_WITH_SECRETS,
  why: 'A secret in a template is known to everyone who can read the repository, the stack or its change sets, and it is never rotated.',
  fix: 'Let the service manage the password (ManageMasterUserPassword), generate it (GenerateSecretString), or refer to it by {{resolve:secretsmanager:…}} (in CDK: SecretValue.secretsManager).',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html',
  ],

  check: (resource) => secretsPassedBy(resource).map((secret) => notLiteral(secret, resource)),

  checkTemplate: ({ resources }) =>
    [...resources.values()]
      .filter(({ type }) => CUSTOM.test(type))
      .flatMap((resource) =>
        guessed(resource.attribute('Properties').leaves())
          .filter(({ name }) => name !== 'ServiceToken') // the ARN of that program
          .map((secret) => notLiteral(secret, resource)),
      ),
});

/** What the program behind one takes as a secret, only the names of its properties tell. */
const CUSTOM = /^(Custom::|AWS::CloudFormation::CustomResource$)/;

const notLiteral = ({ property, name, isGuess, applies }: SecretProperty, resource: Resource) =>
  property
    .expect((value) => {
      const fields = isSecret(resource) ? fieldsOf(value) : undefined;
      if (!fields) return isGuess && !holdsSecret(value, name) ? undefined : judged(value, name, resource);
      const generated = resource.get('GenerateSecretString.GenerateStringKey');
      return fields.filter(({ key }) => !generated.is(key)).flatMap((field) => judgedField(field, name));
    })
    .when(applies);

/** `${secretManager:…}` is filled in where a connector runs. */
const holdsSecret = (value: Value, name: string) =>
  !value.outline.startsWith('${') && isSecretUnder(name, value.outline);

const isSecret = (resource: Resource) => resource.type === 'AWS::SecretsManager::Secret';

function judged(value: Value, name: string, resource: Resource): Outcome | undefined {
  const text = writtenOut(value);
  // By its format it is told by template-no-credential-patterns.
  if (text === undefined || isAlexaSkill(text) || isExampleKey(text) || holdsKnownCredential(text))
    return undefined;
  if (isRedacted(text))
    return fail(`${name} is the ${text} that an export shows in its place, and would be set to just that`);
  const secrets = masksOfAll(value, userNamesOf(resource));
  // A secret may be created with a value that is replaced later; a password is in use from the start.
  if (isSecret(resource) && (isPlaceholder(text) || !mayBeSecret(text)))
    return placeholder(name, { secrets });
  if (isPlaceholder(text) && !/^change/i.test(text))
    return fail(`${name} is a placeholder, which invites a secret`, { severity: 'warning', secrets });
  return literal(name, { secrets });
}

/** A secret's JSON also holds what is none: the user's name, the host, the port. */
function judgedField({ key, text, at }: PlacedField, name: string): Outcome[] {
  if (text.includes('${…}') || !isSecretField(key, text) || holdsKnownCredential(text)) return [];
  const options = { range: at, secrets: masksOf([text]) };
  return [(isPlaceholder(text) ? placeholder : literal)(`"${key}" in ${name}`, options)];
}

const literal = (name: string, options: OutcomeOptions) =>
  fail(`${name} is written in the template`, options);

const placeholder = (name: string, options: OutcomeOptions) =>
  fail(`${name} is a placeholder: without a value, none has to be replaced`, {
    ...options,
    severity: 'warning',
  });

/** In JSON of one field, that field often has a name that says nothing. */
const isSecretField = (key: string, text: string) =>
  (namesSecret(key) && isSecretUnder(key, text)) ||
  (/^(value|key|data|pin)$/i.test(key) && isSecretUnder('password', text)) ||
  looksRandom(text);

/** The names of users, which may be the same word as the password. */
const userNamesOf = (resource: Resource) =>
  ['MasterUsername', 'AdminUsername', 'MasterUserName', 'Username', 'UserName'].map(
    (key) => resource.get(key).literal,
  );

/** What a skill's Lambda permission is limited to is the skill's id: https://developer.amazon.com/en-US/docs/alexa/custom-skills/host-a-custom-skill-as-an-aws-lambda-function.html */
const isAlexaSkill = (text: string) => text.startsWith('amzn1.ask.skill.');
