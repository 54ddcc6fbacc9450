import { lastName } from '../../lib/aws/called';
import { type Allowed, eachGrant, type Grant, outcomeFor, type Rights } from '../../lib/aws/iam/grants';
import { changingActions } from '../../lib/aws/iam/iam-actions';
import { TYPES_WITH_PERMISSIONS } from '../../lib/aws/iam/iam-policy';
import { listed } from '../../lib/listed';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import { remember } from '../../lib/model/remember';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

const APPROVE = 'codepipeline:PutApprovalResult';

/** Not comments, nor pull requests before they are merged. */
const CHANGES_CODE =
  /:(GitPush|Merge\w+|(Create|Delete)(Branch|Repository)|(Put|Delete)File|CreateCommit|UpdateDefaultBranch)$/;

/** What whoever approves has no part in: running and changing pipelines, and the code that they deploy. */
const OTHERS = [
  ...changingActions('codepipeline').filter((action) => action !== APPROVE && !/Job/.test(action)),
  ...changingActions('codecommit').filter((action) => CHANGES_CODE.test(action)),
];

export default rule({
  id: 'pipeline-approver-permissions-dedicated',
  title: 'Whoever approves in a pipeline can neither run nor change it, nor push what it deploys',
  severity: 'error',
  control: 'APPROVER-DEDICATED',
  resources: TYPES_WITH_PERMISSIONS,
  why: 'An approval is a second pair of eyes. Who can start or change the pipeline, or push the code, and approve as well, needs nobody else to reach production.',
  fix: 'Make a role or group for approving that has codepipeline:PutApprovalResult and the read actions, and nothing else of the pipeline. In every other role list the actions that it needs in place of codepipeline:* or AWSCodePipeline_FullAccess.',
  docs: [
    'https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-iam-permissions.html',
    'https://docs.aws.amazon.com/codepipeline/latest/userguide/managed-policies.html',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodepipeline.html',
  ],

  check: (resource) =>
    eachGrant(resource, 'codepipeline', (grant) => {
      const [approval] = grant.covers([APPROVE]);
      return approval && outcomeFor(resource, (rights) => judged(rights, grant, approval.by));
    }),
});

function judged({ identity, allowed }: Rights, grant: Grant, at: Value): Outcome | undefined {
  if (allowed([APPROVE]).length === 0) return undefined;
  const others = allowed(OTHERS).filter((other) => isOfSamePipeline(grant, other));
  const users = identity ? usersOf(identity) : [];
  if (others.length === 0 && !users.some(({ exists }) => exists)) return undefined;
  const [user] = users;
  if (user)
    return fail(
      `the role of ${user.logicalId} may approve by ${lastName(at)}, so that the pipeline can let itself through`,
      { at },
    );
  return namesApproval(at)
    ? fail(`who may approve by ${lastName(at)} is also allowed ${inWords(others)}`, { at })
    : fail(`${lastName(at)} allows approvals (PutApprovalResult) as well as ${inWords(others)}`, { at });
}

/** Somebody meant to give the permission: no wildcard, nor a managed policy for all of CodePipeline. */
const namesApproval = ({ outline }: Value): boolean => /PutApprovalResult$/i.test(outline);

const inWords = (others: readonly { action: string }[]): string =>
  listed(others.map(({ action }) => action).sort((a, b) => rank(a) - rank(b)));

/** What matters most first. */
const TELLING = [/Start/, /UpdatePipeline/, /GitPush/, /DeletePipeline/, /CreatePipeline/];
const rank = (action: string): number => {
  const index = TELLING.findIndex((pattern) => pattern.test(action));
  return index < 0 ? TELLING.length : index;
};

/** The pipelines, and build projects in them, that work with the identity's permissions. */
const usersOf = (role: Resource): Resource[] =>
  [
    ['AWS::CodePipeline::Pipeline', 'RoleArn'],
    ['AWS::CodePipeline::Pipeline', 'Stages.Actions.RoleArn'],
    ['AWS::CodeBuild::Project', 'ServiceRole'],
  ].flatMap(([type = '', path]) => role.referring(type, path));

/** An approver of one pipeline may run another; what names no pipeline belongs to all of them. */
function isOfSamePipeline(approval: Grant, { grant }: Allowed): boolean {
  const [mine, theirs] = [pipelinesOf(approval), pipelinesOf(grant)];
  return !mine || !theirs || mine.some((pipeline) => theirs.includes(pipeline));
}

/**
 * The names of the pipelines that a grant is limited to; undefined where it is not, or where a name is not known.
 * Remembered, as one grant allows many actions; in another scenario it is another grant.
 */
const pipelinesOf = remember(({ statement }: Grant): string[] | undefined => {
  const resource = statement?.get('Resource');
  if (!resource?.isPresent) return undefined;
  const names = resource
    .items()
    .map(({ outline }) => /^arn:.*?:codepipeline:.*:([\w.@-]+|\$\{[\w.]+\})(\/.*)?$/.exec(outline)?.[1]);
  const known = names.flatMap((name) => name ?? []);
  const kinds = new Set(known.map((name) => name.startsWith('$')));
  return known.length === names.length && kinds.size === 1 ? known : undefined;
});
