import { allows, eachStatementAt, statementsBeside } from '../../lib/aws/iam/iam-policy';
import { coveredBy, wholeService } from '../../lib/aws/iam/policy-actions';
import { conditionsOf, isNarrowed } from '../../lib/aws/iam/policy-conditions';
import { isOwnAccount, type Principal, principalsOf } from '../../lib/aws/iam/policy-principals';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'kms-key-use-restricted',
  title: 'Key policies name who uses a key, apart from who administers it',
  severity: 'warning',
  control: 'KEY-MANAGEMENT',
  resources: ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'],
  why: 'kms:* for one that only had to decrypt lets it rewrite the key policy or schedule the deletion of the key, and with it of all data under it.',
  fix: 'Give administrators the management actions without kms:Decrypt, and the users of the key kms:Encrypt, kms:Decrypt and kms:GenerateDataKey* by name; leave kms:* to the own account, which delegates to IAM.',
  docs: [
    'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html',
    'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html',
    'https://docs.aws.amazon.com/kms/latest/developerguide/least-privilege.html',
  ],

  check: (key) =>
    eachStatementAt(key, 'KeyPolicy', (statement) => {
      if (!allows(statement)) return undefined;
      // Everyone, with no condition that tells callers apart, is another rule's case.
      const principals = principalsOf(statement).filter(
        ({ kind }) => kind !== 'everyone' || isNarrowed(statement),
      );
      return wholeService(statement, 'kms')
        ? everything(key, statement, principals)
        : [...otherAccounts(key, statement, principals), ...services(statement, principals)];
    }),
});

/** The own account delegates to IAM, and administrators administer. */
function everything(key: Resource, statement: Value, principals: readonly Principal[]): Outcome[] {
  if (isForAdministrators(statement.get('Sid'))) return [];
  return principals
    .filter((principal) => !isOwn(key, principal) && !isForAdministrators(principal.value))
    .map(({ value }) =>
      fail(`${value.outline} may do everything with the key, delete it too: list the actions that it needs`, {
        at: value,
      }),
    );
}

const isForAdministrators = (name: Value): boolean => /admin/i.test(name.outline);

/** Anyone whom the administrators of the other account let. */
function otherAccounts(key: Resource, statement: Value, principals: readonly Principal[]): Outcome[] {
  if (statement.get('Condition').isPresent || coveredBy(statement, ['kms:Decrypt']).length === 0) return [];
  return principals
    .filter((principal) => principal.kind === 'account' && !isOwn(key, principal))
    .map(({ value }) =>
      fail(
        `all of the account ${value.outline} may decrypt, and no condition says by which role or service`,
        { at: value },
      ),
    );
}

/**
 * Whether a principal is the account of the key. KMS keeps no key that its account cannot manage: where a policy
 * does not say `${AWS::AccountId}`, the first account that it gives everything by number is the own.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
function isOwn(key: Resource, { kind, value }: Principal): boolean {
  if (kind !== 'account') return false;
  if (isOwnAccount(value)) return true;
  const accounts = statementsBeside(key.get('KeyPolicy')).flatMap((statement) =>
    principalsOf(statement)
      .filter((principal) => principal.kind === 'account')
      .map((principal) => ({ ...principal, inCharge: wholeService(statement, 'kms') !== undefined })),
  );
  const first = accounts.find(({ inCharge }) => inCharge);
  return (
    first !== undefined &&
    numberOf(first.value) === numberOf(value) &&
    !accounts.some((account) => isOwnAccount(account.value))
  );
}

/** The same for `111122223333` and its root user's ARN. */
const numberOf = ({ outline }: Value): string => /\d{12}/.exec(outline)?.[0] ?? outline;

/** A service acts for every customer of AWS: a condition tells for which. */
function services(statement: Value, principals: readonly Principal[]): Outcome[] {
  const users = principals.filter(({ kind }) => kind === 'service');
  if (users.length === 0 || coveredBy(statement, USES).length === 0) return [];
  if (isNarrowed(statement) || conditionsOf(statement).some(({ key }) => NAMES_USE.test(key))) return [];
  return users.map(({ value }) =>
    fail(
      `${value.outline} may use the key for anyone: no condition on aws:SourceAccount, aws:SourceArn or kms:ViaService`,
      { at: value, severity: 'info' },
    ),
  );
}

/**
 * What works with the key. To look at it, as AWS's own policy for CloudTrail lets that service, does no harm.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/default-kms-key-policy.html
 */
const USES = [
  'kms:CreateGrant',
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:GenerateMac',
  'kms:ReEncryptFrom',
  'kms:Sign',
];

/** Through which service, or for which of its resources: `kms:EncryptionContext:aws:logs:arn`. */
const NAMES_USE = /^kms:(viaservice$|encryptioncontext:)/;
