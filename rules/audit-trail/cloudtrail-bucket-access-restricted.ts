import { BUCKET } from '../../lib/aws/buckets/buckets';
import { allows, eachStatementAt, statementsBeside } from '../../lib/aws/iam/iam-policy';
import { coveredBy } from '../../lib/aws/iam/policy-actions';
import { type ConditionTest, conditionsOf, isNarrowed } from '../../lib/aws/iam/policy-conditions';
import { isOwnAccount, type Principal, principalsOf } from '../../lib/aws/iam/policy-principals';
import { opensTo } from '../../lib/aws/iam/public-access';
import { isOfLoadBalancers } from '../../lib/aws/logs/log-delivery';
import {
  isOfTrailBucket,
  isTrailBucket,
  mayBeOfTrailBucket,
  possibleTrailsTo,
} from '../../lib/aws/trails/trails';
import type { Resource } from '../../lib/model/entity';
import type { Expectation, Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

const READS = ['s3:GetObject', 's3:GetObjectVersion'];

/** What destroys log files, or says who can. */
const DESTROYS = [
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:DeleteBucket',
  's3:DeleteBucketPolicy',
  's3:PutBucketPolicy',
  's3:PutBucketVersioning',
  's3:PutLifecycleConfiguration',
];
const WRITE = 's3:PutObject';

/** The worst first. */
const ACTIONS = [...DESTROYS, WRITE, ...READS];

const BLOCK = 'PublicAccessBlockConfiguration';
const SETTINGS = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];

export default rule({
  id: 'cloudtrail-bucket-access-restricted',
  title: 'Only CloudTrail writes to the bucket of a trail, and only named auditors read it',
  severity: 'error',
  control: 'CLOUDTRAIL-BUCKET-PROTECTED',
  alsoControls: ['S3-ACCESS'],
  resources: ['AWS::S3::BucketPolicy', BUCKET],
  why: 'Log files that others can write or delete prove nothing, and whoever can read them learns how the account is built and who works in it.',
  fix: 'Allow s3:GetBucketAcl and s3:PutObject to cloudtrail.amazonaws.com with a condition on aws:SourceArn, s3:GetObject to a named audit role, and nothing else.',
  docs: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html',
  ],

  check: (resource) => (resource.type === BUCKET ? staysPrivate(resource) : letsFewIn(resource)),
});

const staysPrivate = (bucket: Resource): Expectation | undefined =>
  possibleTrailsTo(bucket).length === 0
    ? undefined
    : bucket
        .property(BLOCK)
        .expect((block) => {
          const acl = bucket.get('AccessControl');
          if (block.isAbsent)
            return acl.matches(/^(Public|Authenticated)Read/)
              ? fail(`${acl.outline} lets strangers at the log files`, { at: acl })
              : undefined;
          const off = SETTINGS.find((setting) => !block.get(setting).is(true));
          return off === undefined
            ? undefined
            : fail(`${off} is not true: the log files can be made public`, { at: block.get(off) });
        })
        .when(() => isTrailBucket(bucket));

const letsFewIn = (policy: Resource): Expectation[] | undefined =>
  mayBeOfTrailBucket(policy)
    ? eachStatementAt(policy, 'PolicyDocument', (statement) =>
        allows(statement) && isOfTrailBucket(policy) ? ofStatement(statement, policy) : undefined,
      )
    : undefined;

function ofStatement(statement: Value, policy: Resource): Outcome[] {
  const allowed = new Set(coveredBy(statement, ACTIONS).map((one) => one.action));
  const action = ACTIONS.find((one) => allowed.has(one));
  if (!action) return [];
  const grant = { statement, policy, action, writesOnly: allowed.size === 1 && allowed.has(WRITE) };
  return principalsOf(statement).flatMap((principal) => JUDGES[principal.kind](principal.value, grant) ?? []);
}

interface Grant {
  statement: Value;
  policy: Resource;
  /** The worst that is allowed. */
  action: string;
  writesOnly: boolean;
}

const JUDGES: { readonly [kind in Principal['kind']]: (at: Value, grant: Grant) => Outcome | undefined } = {
  everyone: (at, { statement, policy, action }) => {
    if (isNarrowed(statement)) return ofMany(at, statement, action);
    const isOpen = opensTo(statement, () => statementsBeside(policy.get('PolicyDocument')));
    return isOpen && fail(`anyone is allowed ${action}`, { at });
  },
  account: (at, { statement, action, writesOnly }) =>
    writesOnly && isOfLoadBalancers(at) ? undefined : ofMany(at, statement, action),
  identity: (at, { action }) => (isOfAutoDelete(at) ? undefined : ofAuditor(at, action)),
  service: (at, { statement, action, writesOnly }) => {
    if (IS_CLOUDTRAIL.test(at.outline)) return ofCloudTrail(at, statement, action);
    return writesOnly ? undefined : fail(`the service ${at.outline} is allowed ${action}`, { at });
  },
  federated: (at, { action }) => fail(`whoever signs in by ${at.outline} is allowed ${action}`, { at }),
  'canonical user': (at, { action }) =>
    fail(`the canonical user ${at.outline} is allowed ${action}: name a role that audits`, { at }),
  unknown: () => undefined,
};

/** What other services only write into the bucket is the case of cloudtrail-bucket-dedicated. */
const IS_CLOUDTRAIL = /^cloudtrail\./;

function ofCloudTrail(at: Value, statement: Value, action: string): Outcome | undefined {
  if (action !== WRITE) return fail(`CloudTrail needs no ${action}`, { at, severity: 'warning' });
  if (isNarrowed(statement)) return undefined;
  return fail('without a condition on aws:SourceArn, trails of any account may write here', {
    at,
    severity: 'warning',
  });
}

/** A whole account, an organization, a network: whoever it is, a condition may name the auditor among them. */
function ofMany(at: Value, statement: Value, action: string): Outcome | undefined {
  if (conditionsOf(statement).some(namesIdentity)) return ofAuditor(at, action);
  const who = at.outline === '*' ? 'everyone that the condition lets in' : `the whole account ${at.outline}`;
  const message = `${who} is allowed ${action}: name the role that audits`;
  // In its own account IAM decides, with or without this statement.
  return fail(message, { at, ...(isOwnAccount(at) && { severity: 'info' }) });
}

/** One role or user, or those of a name; not all of an account. */
const namesIdentity = ({ operator, key, values }: ConditionTest): boolean =>
  NAMES.has(operator) &&
  (key === 'aws:userid' ||
    (key === 'aws:principalarn' && !values.some(({ outline }) => ANY_IDENTITY.test(outline))));

const NAMES = new Set(['stringequals', 'stringequalsignorecase', 'stringlike', 'arnequals', 'arnlike']);
const ANY_IDENTITY = /^\*+$|:((role|user)\/)?\*+$/;

/** Those who are named may read. */
const ofAuditor = (at: Value, action: string): Outcome | undefined =>
  READS.includes(action)
    ? undefined
    : fail(`${at.outline} is allowed ${action}: nobody but CloudTrail writes or deletes log files`, { at });

/** The role by which CDK empties the bucket: no-automatic-data-deletion reports what it is there for. */
const isOfAutoDelete = ({ parts }: Value): boolean =>
  parts.some(
    (part) => part.kind === 'reference' && part.resource.logicalId.startsWith('CustomS3AutoDeleteObjects'),
  );
