import {
  type EnvironmentVariable,
  environmentVariablesOf,
  TYPES_WITH_ENVIRONMENT,
} from '../../lib/aws/functions/environment-variables';
import type { App } from '../../lib/model/app';
import type { Outcome, OutcomeOptions, Secret } from '../../lib/model/expectation';
import { remember } from '../../lib/model/remember';
import type { Value } from '../../lib/model/value';
import { WrittenText } from '../../lib/model/written-text';
import { fail, rule } from '../../lib/rule';
import { secretAssignmentsIn } from '../../lib/secrets/assignments';
import {
  holdsKnownCredential,
  looksLikeSecretAccessKey,
  SECRET_KEY_NAME,
} from '../../lib/secrets/credential-formats';
import { objectsIn } from '../../lib/secrets/json-fields';
import { masksOf, masksOfAll } from '../../lib/secrets/masking';
import { namesSecret } from '../../lib/secrets/secret-names';
import { isPlaceholder, isSecretUnder, looksRandom } from '../../lib/secrets/secret-values';
import { writtenOut } from '../../lib/secrets/written-out';

export default rule({
  id: 'environment-variables-no-secrets',
  title: 'Environment variables hold no secret that is written in the template',
  severity: 'error',
  control: 'SECRETS',
  alsoControls: ['CREDENTIALS-ENCRYPTED'],
  resources: TYPES_WITH_ENVIRONMENT,
  why: 'A plain variable shows in the template, in the console and in every description of the resource, and it reaches logs and crash dumps.',
  fix: "Pass the secret's ARN and read it at run time, or use Secrets in a container definition and Type SECRETS_MANAGER in CodeBuild.",
  docs: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-security',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html',
    'https://docs.aws.amazon.com/codebuild/latest/APIReference/API_EnvironmentVariable.html',
  ],

  check: (resource) => [
    ...environmentVariablesOf(resource).map(noSecret),
    ...resource
      .all('Stages[].Actions[].Configuration.EnvironmentVariables')
      .map((property) => property.expect(noSecretInJson)),
  ],
});

const noSecret = ({ property, name, isPlain }: EnvironmentVariable) =>
  property.expect((value) => judged(name(), writtenOut(value), value, () => masksOfAll(value))).when(isPlain);

/** CodePipeline takes the variables of a build as JSON: https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html */
const noSecretInJson = (value: Value): Outcome[] =>
  objectsIn(WrittenText.of(value).text)
    .filter((fields) => !/^(PARAMETER_STORE|SECRETS_MANAGER)$/.test(fields.get('type') ?? ''))
    .flatMap((fields) => {
      const text = fields.get('value');
      return judged(fields.get('name') ?? '', text, value, () => masksOf([text ?? '']));
    });

/** `text` is what the variable holds, where that stands in the template; `secrets` hide it. */
function judged(
  name: string,
  text: string | undefined,
  value: Value,
  secrets: () => readonly Secret[],
): Outcome[] {
  const holds = (what: string, options: OutcomeOptions = {}) => [
    fail(`${name} holds ${what}`, { ...options, secrets: secrets() }),
  ];
  if (text === undefined || text.includes('${…}')) return partly(name, value);
  if (isToldByFormat(name, text)) return partly(name, value);
  if (namesSecret(name) && isSecretUnder(name, text) && !isNameOf(name, text, value)) {
    if (isPlaceholder(text) && !/^change/i.test(text))
      return holds('a placeholder, which invites a secret', MILDER);
    return holds('a literal');
  }
  if (looksRandom(text) && !DERIVED.test(name) && !ID.test(name))
    return holds('what looks like a generated key', MILDER);
  return partly(name, value);
}

const MILDER = { severity: 'warning' } as const;

/** Found wherever it stands, by template-no-credential-patterns. */
const isToldByFormat = (name: string, text: string) =>
  holdsKnownCredential(text) || (SECRET_KEY_NAME.test(name) && looksLikeSecretAccessKey(text));

/** A text such as a connection string, which may have a secret in it. */
function partly(name: string, value: Value): Outcome[] {
  const written = WrittenText.of(value);
  return secretAssignmentsIn(written.text)
    .filter(({ isPlaceholder }) => !isPlaceholder)
    .map(({ name: inside, secret, index }) =>
      fail(`${name} holds a literal ${inside}`, {
        secrets: masksOf([secret, ...written.piecesOf(index, index + secret.length)]),
      }),
    );
}

/** What CDK and build tools compute: https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.pipelines-readme.html */
const DERIVED = /(hash|sha\d*|digest|checksum|etag|commit|version|fingerprint|public_?key)$/i;

/** Of a client, a user pool, a distribution: no secret. */
const ID = /(?:^|[_-])(?:ids?|IDS?)$|[a-z]Ids?$/;

/** The name of a secret of the app, or part of the variable's own name: the program looks the secret up by it. */
const isNameOf = (name: string, text: string, { entity }: Value) =>
  namesOfSecrets(entity.app).has(text) ||
  (/[^a-z]/i.test(text) && name.toLowerCase().includes(text.toLowerCase()));

/** The names of the secrets and parameters that the app makes. */
const namesOfSecrets = remember((app: App): ReadonlySet<string> => {
  const kept = ['AWS::SecretsManager::Secret', 'AWS::SSM::Parameter'].flatMap((type) =>
    app.resourcesOf(type),
  );
  return new Set(kept.flatMap((resource) => resource.property('Name').literals));
});
