import { accountOf } from '../../lib/aws/accounts';
import { allows, eachStatementAt } from '../../lib/aws/iam/iam-policy';
import { coveredBy } from '../../lib/aws/iam/policy-actions';
import { type ConditionTest, conditionsOf, isNarrowed } from '../../lib/aws/iam/policy-conditions';
import { isAccount, isOwnAccount } from '../../lib/aws/iam/policy-principals';
import type { App } from '../../lib/model/app';
import type { Outcome } from '../../lib/model/expectation';
import { remember } from '../../lib/model/remember';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

const ASSUMING = ['sts:AssumeRole'];

export default rule({
  id: 'iam-cross-account-trust-has-condition',
  title: 'Roles that trust another account say by a condition for whom it may act',
  severity: 'warning',
  control: 'CROSS-ACCOUNT-ROLES',
  resources: ['AWS::IAM::Role', 'AWS::Serverless::Function'],
  why: 'A third party that has roles in many accounts can be talked into using yours for another customer, and in a whole account anyone may assume the role whom its administrators let.',
  fix: 'Add a condition on sts:ExternalId with an id that the third party gives to you alone; within an organization use aws:PrincipalOrgID, or name the role in place of the account.',
  docs: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts',
  ],

  options: {
    ownAccounts: {
      default: [] as string[],
      description: 'The numbers of the accounts of the own organization, which need no condition.',
    },
  },

  check: (role, { ownAccounts }) =>
    eachStatementAt(role, 'AssumeRolePolicyDocument', (statement) => {
      // Tagging a session is of no use to those who may not assume the role.
      if (!allows(statement) || coveredBy(statement, ASSUMING).length === 0) return undefined;
      const principals = statement.get('Principal.AWS');
      const trusted = (principals.isWhollyUnknown ? [principals] : principals.items()).filter((principal) =>
        isAccount(principal) ? !isOwn(principal, ownAccounts) : principal.isWhollyUnknown,
      );
      return trusted.length === 0 || isConditioned(statement) ? undefined : trusted.map(unconditioned);
    }),
});

function unconditioned(principal: Value): Outcome {
  const options = { at: principal };
  if (!isAccount(principal)) {
    const doubt = 'if it is an account and not a role, a condition on sts:ExternalId is missing';
    return review(`${principal.why}: ${doubt}`, options);
  }
  const reason = 'no condition (sts:ExternalId, aws:PrincipalOrgID) says for whom it acts';
  return fail(`${principal.outline} is a whole other account, and ${reason}`, options);
}

/** The account of the stack, one that is configured as own or made here, or one that the app is deployed to as well. */
function isOwn(account: Value, ownAccounts: readonly string[]): boolean {
  const [number = ''] = /\d{12}/.exec(account.outline) ?? [];
  return (
    isOwnAccount(account) ||
    ownAccounts.includes(number) ||
    accountsOf(account.entity.app).has(number) ||
    account.parts.some(
      (part) => part.kind === 'reference' && part.resource.type === 'AWS::Organizations::Account',
    )
  );
}

const accountsOf = remember(
  (app: App): ReadonlySet<string> => new Set(app.templates.flatMap((template) => accountOf(template) ?? [])),
);

const isConditioned = (statement: Value): boolean =>
  isNarrowed(statement) || conditionsOf(statement).some((test) => asksForId(test) || asksForPerson(test));

const asksForId = ({ operator, key, values }: ConditionTest): boolean =>
  key === 'sts:externalid' &&
  /^string(equals|equalsignorecase|like)$/.test(operator) &&
  values.every(({ outline }) => outline !== '*');

/**
 * A person has shown a device, which no third party's service has: nobody acts for another.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
const asksForPerson = ({ operator, key, values }: ConditionTest): boolean =>
  key === 'aws:multifactorauthpresent' && operator === 'bool' && values.every((value) => value.is(true));
