import { lastName } from '../../lib/aws/called';
import { allows, denies } from '../../lib/aws/iam/iam-policy';
import { coveredBy } from '../../lib/aws/iam/policy-actions';
import { conditionsOf, letsOffFew } from '../../lib/aws/iam/policy-conditions';
import { actionsOf } from '../../lib/aws/iam/public-access';
import { keysOf, type PoliciesOfUser, policiesOfUser } from '../../lib/aws/iam/users';
import { isAnywhere } from '../../lib/aws/network/ip-ranges';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

export default rule({
  id: 'iam-access-key-users-network-restricted',
  title: 'Access keys work from known networks only',
  severity: 'warning',
  control: 'ACCESS-KEYS-LIMITED',
  resources: ['AWS::IAM::User'],
  why: 'A key that was copied or leaked works from any computer in the world, until somebody notices.',
  fix: 'Deny everything where aws:SourceIp, aws:SourceVpc or aws:SourceVpce is another than yours, or remove the key and use a role. For a key that a person keeps on an own device, say so in a waiver.',
  docs: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-ip.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-network-properties',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html#securing_access-keys',
  ],

  check: (user) =>
    user
      .property('Policies')
      .expect(() => judged(policiesOfUser(user)))
      .when(() => keysOf(user).some(isInUse)),
});

const isInUse = (key: Resource): boolean => key.exists && !key.get('Status').is('Inactive');

function judged({ statements, ofAws, elsewhere }: PoliciesOfUser): Outcome | undefined {
  const refusals = statements.filter(
    (statement) =>
      denies(statement) && isOfNetwork(statement, REFUSES) && conditionsOf(statement).every(letsOffFew),
  );
  if (refusals.some((deny) => refuses(deny, ['*']))) return undefined;
  const open = statements.find(
    (statement) =>
      allows(statement) &&
      !isOfNetwork(statement, ADMITS) &&
      !refusals.some((deny) => refuses(deny, namesOf(statement))),
  );
  const [policy] = ofAws;
  const [unseen] = elsewhere;
  if (open || policy)
    return fail(
      `its access key works from anywhere: ${open ? actionsOf(open) : nameOf(policy as Value)} is allowed with no condition on the network`,
    );
  return (
    unseen &&
    review(
      `${nameOf(unseen)} is not in the template: see that it limits the networks that the access key works from`,
    )
  );
}

const nameOf = (policy: Value): string => lastName(policy) || policy.why;

const namesOf = (statement: Value): string[] =>
  statement.get('Action').isPresent
    ? statement
        .get('Action')
        .items()
        .map(({ outline }) => outline)
    : ['*'];

const refuses = (deny: Value, actions: readonly string[]): boolean =>
  deny.get('Resource').includes('*') && coveredBy(deny, actions).length === actions.length;

/** One of its tests is of the network that the caller is in, beside others such as aws:ViaAWSService. */
const isOfNetwork = (statement: Value, operators: RegExp): boolean =>
  conditionsOf(statement).some(
    ({ operator, key, values }) =>
      operators.test(operator) &&
      NETWORK.test(key) &&
      !values.some((value) => value.isKnown && isAnywhere(value.outline)),
  );

const ADMITS = /^(ipaddress|string(equals|like)(ignorecase)?|arn(equals|like))$/;
const REFUSES = /^(notipaddress|stringnot(equals|like)(ignorecase)?|arnnot(equals|like))(ifexists)?$/;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-network-properties */
const NETWORK =
  /^aws:(sourceip|vpcsourceip|sourcevpc|sourcevpcarn|sourcevpce|vpceaccount|vpceorgid|vpceorgpaths)$/;
