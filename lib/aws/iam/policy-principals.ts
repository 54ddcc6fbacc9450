import type { Value } from '../../model/value';

/** Whom a statement of a resource's policy is about. */
export interface Principal {
  kind: 'everyone' | 'account' | 'identity' | 'service' | 'federated' | 'canonical user' | 'unknown';
  value: Value;
}

/**
 * The principals of a statement. `*`, `{ AWS: '*' }` and NotPrincipal are everyone, in any account or none; an
 * account's number or root user stands for whomever that account lets.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function principalsOf(statement: Value): Principal[] {
  const principal = statement.get('Principal');
  const others = principal.isPresent ? undefined : statement.get('NotPrincipal');
  if (others?.isPresent) return [{ kind: 'everyone', value: others }];
  if (!principal.isMap)
    return principal.items().map((value) => ({ kind: everyoneOr('unknown', value), value }));
  return principal
    .entries()
    .flatMap(([type, values]) => values.items().map((value) => ({ kind: kindOf(type, value), value })));
}

/** The elements of Principal, of whatever type, without asking what they are. */
export function principalElements(statement: Value): Value[] {
  const principal = statement.get('Principal');
  return principal.isMap
    ? principal.entries().flatMap(([, values]) => (values.isWhollyUnknown ? [values] : values.items()))
    : principal.items();
}

function kindOf(type: string, value: Value): Principal['kind'] {
  if (type !== 'AWS') return KINDS.get(type) ?? 'unknown';
  if (isAccount(value)) return 'account';
  const kind = everyoneOr('identity', value);
  return kind === 'identity' && value.isWhollyUnknown && value.matches(ACCOUNT) ? 'account' : kind;
}

const KINDS: ReadonlyMap<string, Principal['kind']> = new Map([
  ['Service', 'service'],
  ['Federated', 'federated'],
  ['CanonicalUser', 'canonical user'],
]);

const everyoneOr = (kind: Principal['kind'], value: Value): Principal['kind'] =>
  mayBeEveryone(value) && value.is('*') ? 'everyone' : kind;

/** What holds a resource, or the number of an account, is never `*`. */
const mayBeEveryone = ({ parts }: Value): boolean =>
  parts.every(
    (part) => part.kind !== 'reference' && !(part.kind === 'unknown' && part.source === OWN_ACCOUNT),
  );

const OWN_ACCOUNT = '${AWS::AccountId}';

/** `111122223333`, `arn:aws:iam::111122223333:root` or either with the number in a parameter. */
const ACCOUNT = /^(\d{12}|~|arn:[^:]*:iam::[^:]*:root)$/;

const accountMasked = ({ parts }: Value): string =>
  parts
    .map((part) => {
      if (part.kind === 'literal') return part.text;
      return part.kind === 'unknown' && part.source === OWN_ACCOUNT ? '~' : '${}';
    })
    .join('');

/** Certainly an account, all of it: its number or its root user. */
export const isAccount = (value: Value): boolean => ACCOUNT.test(accountMasked(value));

/** Whether a principal of kind account is the account that the stack is in. A number in the template is another's. */
export function isOwnAccount({ parts, entity }: Value): boolean {
  const own = entity.template.context.pseudoParameters?.get('AWS::AccountId');
  return parts.some(
    (part) =>
      (part.kind === 'unknown' && part.source === OWN_ACCOUNT) ||
      (part.kind === 'literal' && own !== undefined && part.text.includes(own)),
  );
}

export const isForEveryone = (statement: Value): boolean =>
  principalsOf(statement).some(({ kind }) => kind === 'everyone');
