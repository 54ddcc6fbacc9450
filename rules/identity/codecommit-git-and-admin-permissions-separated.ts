import { lastName } from '../../lib/aws/called';
import { eachGrant, managedPolicyName, outcomeFor } from '../../lib/aws/iam/grants';
import { changingActions } from '../../lib/aws/iam/iam-actions';
import { TYPES_WITH_PERMISSIONS } from '../../lib/aws/iam/iam-policy';
import type { Coverage } from '../../lib/aws/iam/policy-actions';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

const GIT = ['codecommit:GitPush', 'codecommit:GitPull'];

/** What makes, deletes and sets up repositories: their triggers, their key, the rules by which pull requests are approved. */
const ADMINISTRATION = changingActions('codecommit')
  .filter((action) => /:(?!Test)\w*(Repository|Repositories|ApprovalRuleTemplate)/.test(action))
  .sort((a, b) => Number(b.endsWith('eRepository')) - Number(a.endsWith('eRepository'))); // CreateRepository and DeleteRepository tell most

export default rule({
  id: 'codecommit-git-and-admin-permissions-separated',
  title: 'Nobody has both git access to CodeCommit and the permission to administer repositories',
  severity: 'error',
  control: 'CODECOMMIT-SEPARATION',
  resources: TYPES_WITH_PERMISSIONS,
  why: 'Whoever writes code and also administers its repository can take away the rules that others review it by, or delete it with its history.',
  fix: 'Split it into a role for git (codecommit:GitPull and GitPush on named repositories) and a role for administrators.',
  docs: [
    'https://docs.aws.amazon.com/codecommit/latest/userguide/auth-and-access-control-permissions-reference.html',
    'https://docs.aws.amazon.com/codecommit/latest/userguide/security-iam-awsmanpol.html',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodecommit.html',
  ],

  check: (resource) =>
    eachGrant(resource, 'codecommit', (grant) => {
      const administration = grant.covers(ADMINISTRATION);
      if (administration.length === 0) return undefined;
      return outcomeFor(resource, (rights) => {
        const left = new Set(rights.allowed(ADMINISTRATION).map(({ action }) => action));
        const admin = administration.find(({ action }) => left.has(action));
        const git = rights.allowed(GIT);
        return admin && judged(admin, git.find(({ by }) => isSame(by, admin.by)) ?? git[0]);
      });
    }),
});

function judged(admin: Coverage, git: Coverage | undefined): Outcome | undefined {
  if (!git) return undefined;
  const message = isSame(admin.by, git.by)
    ? `${lastName(admin.by)} allows git access (${git.action}) as well as administration (${admin.action})`
    : `${lastName(admin.by)} administers repositories, where ${lastName(git.by)} gives the same identity git access`;
  return fail(message, { at: admin.by, ...severityFor(admin.by) });
}

const isSame = (one: Value, other: Value): boolean => one.path === other.path && one.entity === other.entity;

/** It makes repositories, but cannot delete them. */
const severityFor = (admin: Value) =>
  managedPolicyName(admin) === 'AWSCodeCommitPowerUser' ? ({ severity: 'warning' } as const) : {};
