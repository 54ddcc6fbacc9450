import { allows, eachStatement, isEveryService, TYPES_WITH_PERMISSIONS } from '../../lib/aws/iam/iam-policy';
import { mayBeAbout } from '../../lib/aws/iam/listed-actions';
import { coveredBy } from '../../lib/aws/iam/policy-actions';
import { conditionsOf, narrowsResources } from '../../lib/aws/iam/policy-conditions';
import { type Breadth, broadResources, unknownResources } from '../../lib/aws/iam/resource-wildcards';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

const PASS_ROLE = 'iam:PassRole';
const PASSING = [PASS_ROLE];

export default rule({
  id: 'iam-passrole-scoped',
  title: 'IAM policies say which roles may be passed to a service',
  severity: 'error',
  control: 'LEAST-PRIVILEGE',
  resources: TYPES_WITH_PERMISSIONS,
  why: 'Whoever may pass any role starts a function or an instance with the role of an administrator, and is one.',
  fix: 'Give the ARNs of the roles in Resource, or a path of them (role/app/*), and the service in a Condition on iam:PassedToService.',
  docs: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_PassedToService',
  ],

  check: (resource) =>
    mayBeAbout(resource, 'iam')
      ? eachStatement(resource, (statement) => (allows(statement) ? judged(statement) : undefined))
      : undefined,
});

function judged(statement: Value): Outcome | undefined {
  const broad = broadResources(statement).find(includesRoles)?.at;
  const unknown = broad ? undefined : unknownResources(statement)[0];
  const at = broad ?? unknown;
  if (!at || statement.get('NotAction').isPresent) return undefined; // iam-no-allow-with-not-elements says so
  if (statement.get('Action').items().some(isEveryService)) return undefined; // and iam-no-admin-statements
  const [passing] = coveredBy(statement, PASSING);
  if (!passing || isLimitedToRoles(statement)) return undefined;
  const toServices = isLimitedToServices(statement) && ({ severity: 'warning' } as const);
  if (unknown) return review(`${unknown.why}: see which roles may be passed`, { at, ...toServices });
  const what = `${nameOf(passing.by)} lets any role of the account be passed`;
  return toServices
    ? fail(`${what}, if only to some services: name the roles`, { at, ...toServices })
    : fail(`${what} to any service: name the roles`, { at });
}

/** Roles under a path or with a prefix are named well enough. */
const includesRoles = ({ service, type }: Breadth): boolean =>
  service === undefined || (service === 'iam' && (type === undefined || type === 'role'));

const nameOf = ({ outline }: Value): string => outline || PASS_ROLE;

const isLimitedToServices = (statement: Value): boolean =>
  conditionsOf(statement).some(
    ({ operator, key, values }) =>
      LIMITS_SERVICE.has(key) && LIMITS.test(operator) && values.every(({ outline }) => outline !== '*'),
  );

/** Likewise what the role is passed for: an instance, a function. */
const LIMITS_SERVICE: ReadonlySet<string> = new Set(['iam:passedtoservice', 'iam:associatedresourcearn']);

/** Every call that passes a role has the key, so that `…IfExists` is as good. */
const LIMITS = /^(string|arn)(equals|like)(ignorecase)?(ifexists)?$/;

/** By a tag of the role. */
const isLimitedToRoles = (statement: Value): boolean => narrowsResources(statement, /:resourcetag\//);
