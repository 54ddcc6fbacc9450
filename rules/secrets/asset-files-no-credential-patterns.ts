import type { AssetFailure, AssetFile } from '../../lib/model/asset';
import { fail, rule } from '../../lib/rule';
import { secretAssignmentsIn } from '../../lib/secrets/assignments';
import {
  formattedIn,
  isCredentialFile,
  secretsWrittenIn,
  type WrittenSecret,
  withoutLongLines,
} from '../../lib/secrets/credential-files';
import { isDockerfile } from '../../lib/secrets/dockerfile';
import { masksOf } from '../../lib/secrets/masking';
import { looksRandom } from '../../lib/secrets/secret-values';

export default rule({
  id: 'asset-files-no-credential-patterns',
  title: 'No file of an asset holds a credential',
  severity: 'error',
  control: 'SECRETS',
  why: 'An asset is uploaded as it is: everyone who may read its bucket, its image or the code of the function has the credential.',
  fix: 'Take the credential out of the file, revoke it, and read its successor at run time from Secrets Manager, or use an IAM role; keep files such as .env out of the asset with exclude.',
  docs: [
    'https://docs.aws.amazon.com/cdk/v2/guide/assets.html',
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html',
  ],

  checkAsset: ({ files }) => files.filter(({ path }) => !isDockerfile(path)).flatMap(credentialsOf),
});

function credentialsOf(file: AssetFile): AssetFailure[] {
  const { text } = file;
  if (text === undefined) return [];
  if (isCredentialFile(file.path))
    return secretsWrittenIn(text).filter(isReal(text)).map(asFailure(file, text));
  const generated = secretAssignmentsIn(withoutLongLines(text), { quotedOnly: true })
    .filter(({ secret }) => looksRandom(secret))
    .map((assignment) => ({ ...assignment, isFormat: false }));
  return [...formattedIn(text), ...generated].filter(isReal(text)).map(asFailure(file, text, MILDER));
}

/** Programs and their documentation have many that belong to nobody. */
const isReal =
  (text: string) =>
  ({ isPlaceholder, secret, index }: WrittenSecret) =>
    !isPlaceholder && !EXAMPLE_HOST.test(text.slice(index + secret.length, index + secret.length + 100));

/** https://www.rfc-editor.org/rfc/rfc2606 */
const EXAMPLE_HOST = /^@(localhost|127\.0\.0\.1|([\w-]+\.)*example(\.[a-z]+)?|[\w.-]+\.test)(?![\w.-])/i;

const asFailure =
  (file: AssetFile, text: string, milder: ReadonlySet<string> = new Set()) =>
  ({ name, isFormat, secret, index }: WrittenSecret): AssetFailure => {
    const isMild = isFormat ? milder.has(name) : milder.size > 0;
    const message = isFormat ? `${name} stands in this file` : `${name} is given a literal`;
    const outcome = fail(message, {
      ...(isMild && { severity: 'warning' }),
      secrets: masksOf([secret]),
    });
    return file.wrong({ index, length: secret.length }, text, outcome);
  };

/** In a program these may be an example, or be meant for everyone, as the key of a web page is. */
const MILDER = new Set(['a password in an address', 'a token in an address', 'a Google API key']);
