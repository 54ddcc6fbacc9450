import type { Expectation, Outcome, OutcomeOptions } from '../../lib/model/expectation';
import { Property } from '../../lib/model/property';
import type { Template } from '../../lib/model/template';
import { Value } from '../../lib/model/value';
import { type PlacedText, writtenTexts } from '../../lib/model/written-text';
import { fail, rule } from '../../lib/rule';
import {
  type Credential,
  credentialsIn,
  holdsKnownCredential,
  isAccessKeyId,
  looksLikeSecretAccessKey,
  mayHoldCredential,
  SECRET_ACCESS_KEY,
  SECRET_KEY_NAME,
} from '../../lib/secrets/credential-formats';
import { masksOf } from '../../lib/secrets/masking';
import { decoded } from '../../lib/secrets/secret-values';
import { type Comment, commentsIn } from '../../lib/template/comments';

export default rule({
  id: 'template-no-credential-patterns',
  title: 'No text of the template is a credential, nor is any in its comments',
  severity: 'error',
  control: 'SECRETS',
  why: 'Who can read the template, its repository or the stack can use the credential, and its history keeps it after it is removed.',
  fix: 'Revoke the credential, keep its successor in Secrets Manager (or use an IAM role), and refer to it by a dynamic reference or its ARN.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes',
  ],

  checkTemplate: (template) => [
    ...writtenTexts(template, mayHoldCredential).flatMap((text) =>
      outcomesOf(text).map((outcome) => text.expect(() => outcome)),
    ),
    ...commentsIn(template.source, template.root, holdsKnownCredential).flatMap((comment) =>
      inComment(comment, template),
    ),
  ],
});

/** CloudFormation keeps a template with its comments, and so does its repository. */
const inComment = ({ text, start }: Comment, { whole }: Template): Expectation[] =>
  credentialsIn(text)
    .filter(({ isPlaceholder }) => !isPlaceholder)
    .map((credential) => {
      const from = start + credential.index;
      const at = { start: from, end: from + credential.secret.length };
      const value = new Value(whole, '', undefined, { kind: 'absent' }, at);
      return Property.written(value).expect(() => found(credential, {}));
    });

function outcomesOf(text: PlacedText): Outcome[] {
  const plain = decoded(text.text);
  if (plain !== undefined)
    return credentialsIn(plain).map((credential) => found(credential, { secrets: [text.text] }));
  return [...credentialsIn(text.text), ...secretKeyAlone(text)].map((credential) =>
    found(credential, {
      range: text.rangeAt(credential.index),
      secrets: masksOf(text.piecesOf(credential.index, credential.index + credential.secret.length)),
    }),
  );
}

const found = ({ format, secret, isPlaceholder }: Credential, options: OutcomeOptions): Outcome =>
  fail(isPlaceholder ? `what stands here has the form of ${format.name}` : `${format.name} stands here`, {
    ...(isPlaceholder && { severity: 'warning' }),
    ...options,
    secrets: [...(options.secrets ?? []), ...masksOf([secret])],
  });

/** A secret access key has no prefix: what is around it says what it is. */
function secretKeyAlone(text: PlacedText): Credential[] {
  if (!looksLikeSecretAccessKey(text.text) || !(isNamedSecretKey(text) || hasAccessKeyIdBeside(text)))
    return [];
  return [{ format: SECRET_ACCESS_KEY, secret: text.text, index: 0, isPlaceholder: false }];
}

const isNamedSecretKey = (text: PlacedText) =>
  [
    text.spot.key,
    ...['Name', 'Key', 'ParameterKey', 'OptionName'].map((key) => siblingText(text, key)),
    text.spot.entity.name,
  ].some((name) => name !== undefined && SECRET_KEY_NAME.test(name));

const siblingText = ({ spot: { beside } }: PlacedText, key: string): string | undefined => {
  const value = beside?.entries.get(key)?.value;
  return value?.kind === 'scalar' ? value.text : undefined;
};

const hasAccessKeyIdBeside = ({ spot: { beside } }: PlacedText) =>
  [...(beside?.entries.values() ?? [])].some(
    ({ value }) => value.kind === 'scalar' && isAccessKeyId(value.text),
  );
