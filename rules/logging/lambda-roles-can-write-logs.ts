import { isManagedPolicy, outcomeFor } from '../../lib/aws/iam/grants';
import { writtenName } from '../../lib/aws/named-resources';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import { isTaken } from '../../lib/model/references';
import { remember } from '../../lib/model/remember';
import type { Template } from '../../lib/model/template';
import type { Value } from '../../lib/model/value';
import { fail, notApplicable, review, rule } from '../../lib/rule';

const FUNCTIONS: ReadonlySet<string> = new Set(['AWS::Lambda::Function', 'AWS::Serverless::Function']);

export default rule({
  id: 'lambda-roles-can-write-logs',
  title: 'Lambda functions have a role that may write their logs',
  severity: 'warning',
  control: 'LAMBDA-LOGS',
  alsoControls: ['LOGS-CENTRAL'],
  resources: ['AWS::IAM::Role', ...FUNCTIONS],
  why: 'Lambda writes logs with the permissions of the function, and says nothing where it may not: when the function fails, there is nothing to look at.',
  fix: 'Attach AWSLambdaBasicExecutionRole to the role, or allow logs:CreateLogStream and logs:PutLogEvents on the log group of the function.',
  docs: [
    'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/permissions-executionrole-features.html',
    'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaBasicExecutionRole.html',
  ],

  check: (resource) => {
    if (!FUNCTIONS.has(resource.type))
      return runsFunctions(resource)
        ? resource.property('ManagedPolicyArns').expect((managed) => judged(resource, managed))
        : undefined;
    return standsForOthers(resource) ? resource.property('Role').expect(madeElsewhere) : undefined;
  },
});

const runsFunctions = ({ referrers }: Resource): boolean => referrers.some(isRoleOfFunction);

const isRoleOfFunction = ({ from, path }: Resource['referrers'][number]): boolean =>
  path === 'Properties.Role' && FUNCTIONS.has(from.type);

/** A role of the app is judged itself; SAM makes one that may write logs where none is given. */
function madeElsewhere(role: Value): Outcome | undefined {
  if (role.isAbsent || role.references().some(({ resource }) => resource.type === 'AWS::IAM::Role'))
    return undefined;
  const what =
    role.isKnown || role.parts.length > 1 ? `${role.outline || 'the role'} is not made here` : role.why;
  return review(`${what}: see that the role may write logs`);
}

/** One of the functions that have the same role: one answer is enough for all, best for one that is always there. */
const standsForOthers = (lambda: Resource): boolean =>
  functionsByRole(lambda.template).get(writtenRole(lambda)) === lambda;

const functionsByRole = remember((template: Template): ReadonlyMap<string, Resource> => {
  const functions = [...FUNCTIONS].flatMap((type) => template.resourcesOf(type)).reverse();
  const conditional = functions.filter(({ condition }) => condition !== undefined);
  const always = functions.filter(({ condition }) => condition === undefined);
  return new Map([...conditional, ...always].map((lambda) => [writtenRole(lambda), lambda]));
});

/** Two that are not written as one name are two roles. */
const writtenRole = (lambda: Resource): string => writtenName(lambda.written('Role')) ?? lambda.logicalId;

/** What writing logs takes; the log group may be there already. */
const WRITING = ['logs:CreateLogStream', 'logs:PutLogEvents'];

function judged(role: Resource, managed: Value): Outcome | undefined {
  const functions = role.referrers.filter(
    (edge) => isRoleOfFunction(edge) && edge.from.exists && isTaken(edge),
  );
  const [first] = functions;
  if (!first) return notApplicable();
  const policies = managed.items();
  const mayWrite = policies.some((policy) => isManagedPolicy(policy, WRITES_LOGS) === true);
  return outcomeFor(role, (rights) => {
    const refused = rights.refused(WRITING);
    const allowed = new Set(rights.allowed(WRITING).map(({ action }) => action));
    const missing = WRITING.filter((action) => refused.has(action) || !(mayWrite || allowed.has(action)));
    if (missing.length === 0) return undefined;
    const unclear = missing.every((action) => refused.has(action)) ? undefined : policies.find(isUnclear);
    if (unclear)
      return review(`${unclear.outline || 'the policy'} is not known here: see that it allows writing logs`, {
        at: unclear,
      });
    const more = functions.length > 1 ? ` and ${functions.length - 1} more` : '';
    return fail(
      `${first.from.logicalId}${more} cannot write logs: the role does not allow ${missing.join(' or ')}`,
    );
  });
}

/** Policies of AWS that allow both, on the log groups of functions. https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html */
const WRITES_LOGS =
  /^(AWSLambda(Basic|VPCAccess|DynamoDB|Kinesis|SQSQueue|MSK)ExecutionRole|AWSLambdaBasicDurableExecutionRolePolicy|AWSLambda(Execute|FullAccess)|AmazonS3ObjectLambdaExecutionRolePolicy|CloudWatch(Logs)?FullAccess(V2)?|CloudWatchAgent(Server|Admin)Policy|AmazonAPIGatewayPushToCloudWatchLogs|AmazonSSMFullAccess|AmazonSageMakerFullAccess|AdministratorAccess|PowerUserAccess)$/;

/** Those for another service, for reading, or for logs that are not the function's, do not; of the rest, and of policies made elsewhere, nothing is known here. */
const isUnclear = (policy: Value): boolean =>
  policy.reference?.resource.type !== 'AWS::IAM::ManagedPolicy' &&
  isManagedPolicy(policy, WRITES_NO_LOGS) !== true;

const WRITES_NO_LOGS =
  /ReadOnly|FullAccess|^AWSX[Rr]ay|^AWSLambda(Role|ENIManagementAccess|Invocation-DynamoDB)$|^CloudWatchLambda(Insights|ApplicationSignals)ExecutionRolePolicy$|^SecretsManagerReadWrite$/;
