import { allows, eachStatementAt } from '../../lib/aws/iam/iam-policy';
import { coveredBy, wholeService } from '../../lib/aws/iam/policy-actions';
import { conditionsOf, isNarrowed } from '../../lib/aws/iam/policy-conditions';
import { isOwnAccount, type Principal, principalsOf } from '../../lib/aws/iam/policy-principals';
import { isOfLoadBalancers } from '../../lib/aws/logs/log-delivery';
import { isOfTrailBucket } from '../../lib/aws/trails/trails';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

/** What changes or destroys data, or who has it. */
const WRITES = [
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:DeleteBucket',
  's3:PutObject',
  's3:PutObjectAcl',
  's3:PutBucketPolicy',
  's3:PutLifecycleConfiguration',
  's3:PutReplicationConfiguration',
];

export default rule({
  id: 's3-policy-least-privilege',
  title: 'Bucket policies give each principal the actions it needs, and no more',
  severity: 'warning',
  control: 'S3-ACCESS',
  resources: ['AWS::S3::BucketPolicy'],
  why: 'A principal that only had to read can then delete the data and rewrite the policy; a whole account that may write hands that on to whomever it likes.',
  fix: 'List the object and list actions that are needed, and name the role of the other account in place of its root.',
  docs: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html',
  ],

  check: (policy) =>
    eachStatementAt(policy, 'PolicyDocument', (statement) => {
      if (!allows(statement)) return undefined;
      if (isOfTrailBucket(policy)) return undefined; // another rule's case: cloudtrail-bucket-access-restricted
      const principals = principalsOf(statement);
      const isForEveryone = principals.some(({ kind }) => kind === 'everyone');
      if (isForEveryone && !isNarrowed(statement)) return undefined; // another rule's case
      if (delegatesToAccessPoints(statement)) return undefined;
      if (statement.get('NotAction').isPresent) return undefined; // iam-no-allow-with-not-elements says so
      const all = wholeService(statement, 's3');
      return all ? everything(all) : writesOfOthers(statement, principals);
    }),
});

/**
 * What access points of an account let in is for their own policies to say: AWS has it with every action.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html#access-points-delegating-control
 */
const delegatesToAccessPoints = (statement: Value): boolean =>
  conditionsOf(statement).some(({ key }) => /^s3:dataaccesspoint(account|arn)$/.test(key));

const everything = (at: Value): Outcome =>
  fail(`${at.outline} allows every action on the bucket: list those that are needed`, { at });

function writesOfOthers(statement: Value, principals: readonly Principal[]): Outcome | undefined {
  const account = principals.find(({ kind, value }) => kind === 'account' && !isOwnAccount(value));
  if (!account || isNarrowed(statement)) return undefined;
  const writes = coveredBy(statement, WRITES).map(({ action }) => action);
  const [first] = writes;
  if (!first || deliversLogs(statement, writes, account.value)) return undefined;
  return fail(
    `${account.value.outline} is a whole other account, and is allowed ${first}: name the role that needs it`,
    { at: account.value },
  );
}

/** Services of AWS write logs from accounts of their own. */
const deliversLogs = (statement: Value, writes: readonly string[], account: Value): boolean =>
  writes.every((action) => action === 's3:PutObject') &&
  (isOfLoadBalancers(account) ||
    statement
      .get('Resource')
      .items()
      .every(({ outline }) => /\/AWSLogs\//.test(outline)));
