import { eachGrant, type Grant, isForEverything, managedPolicyName } from '../../lib/aws/iam/grants';
import { TYPES_WITH_PERMISSIONS } from '../../lib/aws/iam/iam-policy';
import { wholeService } from '../../lib/aws/iam/policy-actions';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

const APPROVE = 'codepipeline:PutApprovalResult';

export default rule({
  id: 'pipeline-approval-permission-scoped',
  title: 'The permission to approve is limited to one approval action',
  severity: 'warning',
  control: 'APPROVER-DEDICATED',
  resources: TYPES_WITH_PERMISSIONS,
  why: 'Who may approve everywhere can let through a release that others were meant to look at.',
  fix: 'Give the ARN of the approval action as Resource, arn:aws:codepipeline:region:account:pipeline/stage/action (CDK: manualApprovalAction.grantManualApproval).',
  docs: [
    'https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-iam-permissions.html',
    'https://docs.aws.amazon.com/codepipeline/latest/userguide/permissions-reference.html',
    'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodePipelineApproverAccess.html',
  ],

  check: (resource) =>
    eachGrant(resource, 'codepipeline', (grant) => {
      if (isForEverything(grant)) return undefined;
      const [covered] = grant.covers([APPROVE]);
      if (!covered) return undefined;
      return grant.statement ? judged(grant.statement, covered.by) : attached(grant);
    }),
});

/** Made for approving, on all pipelines. What allows more than that is another rule's case. */
const attached = (grant: Grant): Outcome | undefined =>
  managedPolicyName(grant.at) === 'AWSCodePipelineApproverAccess'
    ? fail('AWSCodePipelineApproverAccess lets approve every action of every pipeline', { severity: 'info' })
    : undefined;

function judged(statement: Value, action: Value): Outcome | undefined {
  // Where all of CodePipeline is allowed, approving is the least of it: pipeline-approver-permissions-dedicated says so.
  if (wholeService(statement, 'codepipeline')) return undefined;
  const excluded = statement.get('NotResource');
  if (excluded.isPresent)
    return fail(`${action.outline} is allowed on all but some resources`, { at: excluded });
  const resources = statement.get('Resource').items();
  const broad = resources.find((resource) => breadthOf(resource) !== undefined);
  if (broad) return fail(`${action.outline} is allowed on ${breadthOf(broad)}`, { at: broad });
  const unknown = resources.find((one) => one.isWhollyUnknown);
  return unknown && review(unknown.why, { at: unknown });
}

/** What a resource is, if it is more or other than one approval action, or all of one stage. */
function breadthOf(resource: Value): string | undefined {
  if (resource.isWhollyUnknown) return undefined;
  const { outline } = resource;
  if (outline === '*') return 'every approval of every pipeline';
  const names = outline.slice(outline.lastIndexOf(':') + 1).split('/');
  if (names.length !== 3 || names.includes(''))
    return `${outline}, which is no approval action (…:pipeline/stage/action)`;
  const [pipeline, stage, action = ''] = names;
  return /[*?]/.test(`${pipeline}${stage}${action.replace(/\*$/, '')}`)
    ? `what ${outline} matches: name one approval action`
    : undefined;
}
