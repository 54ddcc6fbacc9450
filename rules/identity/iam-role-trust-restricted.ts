import { allows, eachStatementAt, statementsBeside } from '../../lib/aws/iam/iam-policy';
import { admittedBy } from '../../lib/aws/iam/oidc';
import { conditionsOf } from '../../lib/aws/iam/policy-conditions';
import { principalElements } from '../../lib/aws/iam/policy-principals';
import { opensTo } from '../../lib/aws/iam/public-access';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

const TRUST = 'AssumeRolePolicyDocument';

export default rule({
  id: 'iam-role-trust-restricted',
  title: 'Roles can be assumed only by principals that are known',
  severity: 'error',
  control: 'LEAST-PRIVILEGE',
  resources: ['AWS::IAM::Role', 'AWS::Serverless::Function'],
  why: 'A role that trusts everyone gives its permissions to every AWS account, and one that trusts all of GitHub to every repository there: whoever knows its ARN is in.',
  fix: 'Name the principals. For OpenID Connect add a condition on the claim that tells whose token it is, as sub: repo:<owner>/<repository>:environment:<name>. Where everyone of an organization may come in, add aws:PrincipalOrgID.',
  docs: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous',
    'https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html',
  ],

  check: (role) =>
    eachStatementAt(role, TRUST, (statement) =>
      allows(statement) ? [...everyone(role, statement), ...holdersOfTokens(statement)] : [],
    ),
});

function everyone(role: Resource, statement: Value): Outcome[] {
  // What a parameter names is another rule's case: it may be an account as well.
  if (principalElements(statement).some((one) => one.isWhollyUnknown)) return [];
  const at = opensTo(statement, () => statementsBeside(role.get(TRUST)));
  if (!at) return [];
  const who = at.path.endsWith('NotPrincipal') ? 'all but some' : 'anyone with an AWS account';
  return [fail(`${who} may assume the role: ${whyUnrestricted(statement)}`, { at })];
}

function whyUnrestricted(statement: Value): string {
  const keys = conditionsOf(statement).map(({ key }) => key);
  if (keys.length === 0) return 'no condition says who';
  return keys.includes('sts:externalid')
    ? 'an external id is no secret, and takes the place of no principal'
    : 'its condition names no caller';
}

const holdersOfTokens = (statement: Value): Outcome[] =>
  statement
    .get('Principal.Federated')
    .items()
    .flatMap((provider): Outcome[] => {
      const admitted = admittedBy(provider, statement);
      if (admitted?.kind === 'audience only')
        return [
          review(`${provider.outline || 'the provider'} is only known at deployment: ${IF_SHARED}`, {
            at: provider,
          }),
        ];
      if (admitted?.kind === 'loose') {
        const { who, by, at } = admitted;
        const reason = `${by} holds as well where a token has no such claim`;
        return [fail(`${who} may assume the role: ${reason}`, { at, severity: 'warning' })];
      }
      if (admitted?.kind !== 'everyone') return [];
      const { who, needs, at } = admitted;
      const reason = at ? `${at.outline} fits all of them` : `no condition on ${needs} says who`;
      return [fail(`${who} may assume the role: ${reason}`, { at: at ?? provider })];
    });

const IF_SHARED = "if it is one that many share, as GitHub's, a condition on sub is missing";
