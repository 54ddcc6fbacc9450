import type { App } from '../../lib/model/app';
import type { Resource } from '../../lib/model/entity';
import { remember } from '../../lib/model/remember';
import type { Part } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

const ACCESS_KEY = 'AWS::IAM::AccessKey';

export default rule({
  id: 'iam-access-key-secret-kept-in-secret-store',
  title: 'The secret of an access key goes into Secrets Manager and nowhere else',
  severity: 'error',
  control: 'ACCESS-KEYS-LIMITED',
  alsoControls: ['SECRETS', 'CREDENTIALS-ENCRYPTED'],
  why: 'In a variable, a script or a plain parameter everyone reads it who may describe the resource, and it stays there when the key is replaced.',
  fix: 'Let SecretString of an AWS::SecretsManager::Secret be its only use, and read it from there at run time; better, remove the key and use a role.',
  docs: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html#securing_access-keys',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-iam-accesskey.html#aws-resource-iam-accesskey-return-values',
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html',
  ],

  // Outputs and Metadata are the case of another rule.
  checkTemplate: ({ app, resources }) =>
    (makesKeys(app) ? [...resources.values()] : []).filter(takesSecretOfKey).map((resource) =>
      resource
        .attribute('Properties')
        .leaves()
        .map((property) =>
          property.expect((value) => {
            const secret = value.parts.find(isSecretOfKey);
            if (!secret || isKept(resource, value.path)) return undefined;
            return fail(`\${${secret.resource.logicalId}.SecretAccessKey} stands here in clear`);
          }),
        ),
    ),
});

/** Most apps need no look at their references. */
const makesKeys = remember((app: App): boolean => app.resourcesOf(ACCESS_KEY).length > 0);

const takesSecretOfKey = ({ references }: Resource): boolean =>
  references.some(({ to, attribute }) => isSecret(to, attribute));

const isSecretOfKey = (part: Part): part is Part & { kind: 'reference' } =>
  part.kind === 'reference' && isSecret(part.resource, part.attribute);

const isSecret = (resource: Resource, attribute: string | undefined): boolean =>
  resource.type === ACCESS_KEY && attribute === 'SecretAccessKey';

/** In a nested stack that is looked at, what counts is where it is used. */
const isKept = (resource: Resource, path: string): boolean =>
  resource.type === 'AWS::SecretsManager::Secret'
    ? path.startsWith('Properties.SecretString')
    : resource.app.nested.has(resource) && path.startsWith('Properties.Parameters.');
