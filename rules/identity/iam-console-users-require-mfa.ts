import { lastName } from '../../lib/aws/called';
import { managedPolicyName } from '../../lib/aws/iam/grants';
import { allows, denies, isEveryService, statementsBeside } from '../../lib/aws/iam/iam-policy';
import { type ConditionTest, conditionsOf, letsOffFew } from '../../lib/aws/iam/policy-conditions';
import { isOfAws, type PoliciesOfUser, policiesOfUser } from '../../lib/aws/iam/users';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

export default rule({
  id: 'iam-console-users-require-mfa',
  title: 'Users of the console can do nothing without a second factor',
  severity: 'warning',
  control: 'USER-MFA',
  resources: ['AWS::IAM::User'],
  why: 'A password that was guessed, phished or used elsewhere is then all that is needed to sign in.',
  fix: 'Let people sign in through IAM Identity Center. Else attach a policy to their group that denies everything but setting up a device where aws:MultiFactorAuthPresent is false.',
  docs: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage-mfa-only.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#enable-mfa-for-privileged-users',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-iam-virtualmfadevice.html',
  ],

  check: (user) =>
    user
      .property('LoginProfile')
      .expect(() => judged(user))
      .when(() => user.get('LoginProfile').isPresent)
      .unless(() => user.referring('AWS::IAM::VirtualMFADevice', 'Users').some((device) => device.exists)),
});

function judged(user: Resource): Outcome | undefined {
  const policies = policiesOfUser(user);
  const boundary = user.get('PermissionsBoundary');
  const limit = boundary.reference?.resource;
  const statements = limit ? statementsBeside(limit.get('PolicyDocument')) : [];
  const { elsewhere } = policies;
  if (refusesPassword([...policies.statements, ...statements]) || allowsOnlyWithFactor(policies))
    return undefined;
  if (allowsOnlyWithFactor({ statements, ofAws: [], elsewhere: [] })) return undefined;
  const [unseen] = [...elsewhere, ...(boundary.isPresent && !limit && !isOfAws(boundary) ? [boundary] : [])];
  return unseen
    ? review(
        `${nameOf(unseen)} is not in the template: see that it denies all where aws:MultiFactorAuthPresent is false`,
      )
    : fail('a password is enough to sign in: no policy of the user or its groups requires a second factor');
}

const nameOf = (policy: Value): string => lastName(policy) || policy.why;

/** A Deny of everything, save for setting a device up, for all who came without one. */
const refusesPassword = (statements: readonly Value[]): boolean =>
  statements.some(
    (statement) =>
      denies(statement) &&
      isBroad(statement) &&
      has(statement, isWithoutFactor) &&
      conditionsOf(statement).every((test) => isWithoutFactor(test) || letsOffFew(test)),
  );

const isBroad = (statement: Value): boolean =>
  (statement.get('Resource').includes('*') || statement.get('NotResource').isPresent) &&
  (statement.get('NotAction').isPresent
    ? !statement
        .get('NotAction')
        .items()
        .some(({ outline }) => OTHER_SERVICE.test(outline))
    : statement.get('Action').items().some(isEveryService));

/** All that another service than that of users and their credentials can do. */
const OTHER_SERVICE = /^(\*|(?!(iam|sts):)[\w-]+:\*)$/i;

/** No Allow for those without it, beyond setting it up. */
function allowsOnlyWithFactor({ statements, ofAws, elsewhere }: PoliciesOfUser): boolean {
  const allowing = statements.filter((statement) => allows(statement) && !isSelfService(statement));
  const others = ofAws.filter((policy) => managedPolicyName(policy) !== 'IAMUserChangePassword');
  return (
    allowing.length > 0 &&
    others.length + elsewhere.length === 0 &&
    allowing.every((statement) => has(statement, isWithFactor))
  );
}

const has = (statement: Value, holds: (test: ConditionTest) => boolean): boolean =>
  conditionsOf(statement).some(holds);

const isWithoutFactor = ({ operator, key, values }: ConditionTest): boolean =>
  key === PRESENT
    ? /^bool(ifexists)?$/.test(operator) && values.every((value) => value.is(false))
    : key === AGE && operator === 'null' && values.every((value) => value.is(true));

const isWithFactor = ({ operator, key, values }: ConditionTest): boolean =>
  key === PRESENT
    ? operator === 'bool' && values.every((value) => value.is(true))
    : key === AGE && operator.startsWith('numericlessthan') && !operator.endsWith('ifexists');

const PRESENT = 'aws:multifactorauthpresent';
const AGE = 'aws:multifactorauthage';

/** What whoever has no device yet needs to get one. */
const isSelfService = (statement: Value): boolean =>
  statement.get('Action').isPresent &&
  statement
    .get('Action')
    .items()
    .every(({ outline }) => SELF_SERVICE.test(outline));

const SELF_SERVICE =
  /^(iam:([\w*]*(MFADevices?|AccountPasswordPolicy|LoginProfile)|ChangePassword|GetUser|ListUsers|GetAccountSummary|ListAccountAliases)|sts:GetSessionToken|sts:GetCallerIdentity)$/i;
