import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';
import { holdsKnownCredential } from '../../lib/secrets/credential-formats';
import { fieldsOf } from '../../lib/secrets/json-fields';
import { masksOf, masksOfAll } from '../../lib/secrets/masking';
import { namesSecret } from '../../lib/secrets/secret-names';
import { isPlaceholder, isSecretUnder } from '../../lib/secrets/secret-values';
import { writtenOut } from '../../lib/secrets/written-out';

export default rule({
  id: 'ssm-parameters-no-plaintext-secrets',
  title: 'Parameters of Parameter Store hold no secret that is written in the template',
  severity: 'error',
  control: 'CREDENTIALS-ENCRYPTED',
  alsoControls: ['SECRETS'],
  resources: ['AWS::SSM::Parameter'],
  why: 'CloudFormation cannot make a SecureString, so the secret stands in the template and, without encryption, in Parameter Store.',
  fix: 'Keep the secret in AWS::SecretsManager::Secret, or make the SecureString outside of CloudFormation and refer to it by {{resolve:ssm-secure:…}}.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html',
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html',
  ],

  check: (resource) =>
    resource
      .property('Value')
      .expect((value) => noSecret(value, nameOf(resource)))
      .unless(() => resource.get('Name').outline.startsWith('/cdk/exports/')),
});

function noSecret(value: Value, name: string): Outcome[] {
  const fields = fieldsOf(value) ?? [];
  const inside = fields.filter(
    ({ key, text }) =>
      !text.includes('${') && namesSecret(key) && isSecretUnder(key, text) && !holdsKnownCredential(text),
  );
  if (inside.length > 0)
    return inside.map(({ key, text, at }) =>
      found(`"${key}" in Value`, text, { range: at, secrets: masksOf([text]) }),
    );
  const text = writtenOut(value);
  if (text === undefined || fields.length > 0 || !namesSecret(name) || !isSecretUnder(name, text)) return [];
  // By its format it is told by template-no-credential-patterns.
  if (holdsKnownCredential(text)) return [];
  return [found(name, text, { secrets: masksOfAll(value) })];
}

const found = (name: string, text: string, options: Parameters<typeof fail>[1]): Outcome =>
  isPlaceholder(text)
    ? fail(`${name} is a placeholder: whatever takes its place is kept in clear, too`, {
        ...options,
        severity: 'warning',
      })
    : fail(`${name} is written in the template and kept in clear`, options);

/** The last part of its name if that is a secret's, else its logical id. */
function nameOf(resource: Resource): string {
  const last = resource.get('Name').outline.split('/').at(-1) ?? '';
  return namesSecret(last) ? last : resource.logicalId.replace(GENERATED, '');
}

/** What a logical id has behind the name of the thing: what it is, and the hash of CDK. */
const GENERATED = /(ssm)?(param|parameter)?(value|string)?[0-9A-F]{0,8}$/i;
