import {
  eachManagedPolicy,
  isManagedPolicy,
  managedPolicyName,
  TYPES_WITH_MANAGED_POLICIES,
} from '../../lib/aws/iam/grants';
import { allows, statementsOf } from '../../lib/aws/iam/iam-policy';
import { type Principal, principalsOf } from '../../lib/aws/iam/policy-principals';
import type { Severity } from '../../lib/finding';
import type { Resource } from '../../lib/model/entity';
import { fail, review, rule } from '../../lib/rule';

/** What those allow who have them. */
const ADMINISTRATION: ReadonlyMap<string, string> = new Map([
  ['AdministratorAccess', 'allows everything'],
  ['PowerUserAccess', 'allows everything but the management of identities'],
  ['IAMFullAccess', 'lets whoever has it become an administrator'],
]);
const NAMES = new RegExp(`^(${[...ADMINISTRATION.keys()].join('|')})$`);

export default rule({
  id: 'iam-no-admin-managed-policies',
  title: 'No administrator policy of AWS is attached to a user or to a role of a service',
  severity: 'error',
  control: 'LEAST-PRIVILEGE',
  alsoControls: ['LAMBDA-LEAST-PRIVILEGE'],
  resources: TYPES_WITH_MANAGED_POLICIES,
  why: 'A flaw in one function, or one leaked access key, is then a flaw of the whole account: all data can be read, and the logs and backups deleted.',
  fix: 'Attach a policy with the actions and resources that are needed. For CloudFormation, write an execution policy for what the stacks hold (cdk bootstrap --cloudformation-execution-policies).',
  docs: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html',
    'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/IAMFullAccess.html',
    'https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html',
  ],

  check: (resource) =>
    eachManagedPolicy(resource, (policy) => {
      const isAdministration = isManagedPolicy(policy, NAMES);
      if (isAdministration === 'unknown')
        return review(`${policy.why}: see that it is no administrator's policy`);
      if (!isAdministration) return undefined;
      const name = managedPolicyName(policy) as string;
      const message = `${name} ${ADMINISTRATION.get(name)}`;
      const { severity, advice = 'attach a policy with the actions that are needed' } = holderOf(resource);
      return fail(`${message}: ${advice}`, severity && { severity });
    }),
});

interface Holder {
  severity?: Severity;
  advice?: string;
}

/** Who has the policy: people are told apart from what runs by itself. */
function holderOf(resource: Resource): Holder {
  if (OF_PEOPLE.has(resource.type)) return PEOPLE;
  return resource.type === 'AWS::IAM::Role' ? holderByTrust(resource) : {};
}

const OF_PEOPLE: ReadonlySet<string> = new Set(['AWS::IAM::Group', 'AWS::SSO::PermissionSet']);

const PEOPLE: Holder = { severity: 'info', advice: 'see that only administrators have it' };

/** A role as those who may assume it: a service, CloudFormation for its stacks, people through SAML, or another pipeline or account. */
function holderByTrust(role: Resource): Holder {
  const principals = statementsOf(role.get('AssumeRolePolicyDocument')).filter(allows).flatMap(principalsOf);
  if (principals.length === 0) return {};
  if (principals.every(isSaml)) return PEOPLE;
  const isForDeployments = principals.every((one) => isCloudFormation(one) || KNOWN_CALLERS.has(one.kind));
  if (!isForDeployments) return {};
  return principals.some(isCloudFormation)
    ? { severity: 'warning', advice: FOR_STACKS }
    : { severity: 'warning' };
}

const FOR_STACKS = 'give CloudFormation an execution policy for what its stacks hold';

/** People, pipelines and accounts; not a service, nor everyone. */
const KNOWN_CALLERS: ReadonlySet<Principal['kind']> = new Set(['account', 'identity', 'federated']);

const isCloudFormation = ({ kind, value }: Principal): boolean =>
  kind === 'service' && /^cloudformation\./.test(value.outline);

const isSaml = ({ kind, value }: Principal): boolean =>
  kind === 'federated' && value.outline.includes(':saml-provider/');
