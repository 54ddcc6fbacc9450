import type { Value } from '../../model/value';
import { isAnywhere, mayBeAnywhere } from '../network/ip-ranges';

/** One test of a condition: all of these must hold, and of its values one. */
export interface ConditionTest {
  /** Without `ForAnyValue:`, in lower case: `stringequals`. */
  operator: string;
  /** In lower case: `aws:sourcearn`. */
  key: string;
  values: readonly Value[];
}

/** What the condition of a statement tests; nothing where it has none. */
export const conditionsOf = (statement: Value): ConditionTest[] =>
  statement
    .get('Condition')
    .entries()
    .flatMap(([operator, keys]) =>
      keysIn(keys)
        .entries()
        .map(([key, values]) => ({
          operator: operator.toLowerCase().replace(/^foranyvalue:/, ''),
          key: key.toLowerCase(),
          // A list that only deployment knows is like a value that is.
          values: values.isWhollyUnknown ? [values] : values.items(),
        })),
    );

/**
 * CDK has a custom resource make the map where its keys are only known at deployment, as the provider of a cluster.
 * https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.CfnJson.html
 */
function keysIn(keys: Value): Value {
  const made = keys.reference?.resource;
  return (made?.type === 'Custom::AWSCDKCfnJson' ? made.get('Value') : keys).structure();
}

/**
 * Whether the statement's condition leaves it to callers that are known: an account, an organization, a network.
 * A key that a caller sets as it likes (`aws:Referer`, `aws:UserAgent`), or that says nothing of the caller
 * (`aws:SecureTransport`), does not; neither do operators that hold where the key is missing, nor `*` for a value.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export const isNarrowed = (statement: Value): boolean => conditionsOf(statement).some(namesCallers);

/**
 * As a Deny: whether it leaves only callers that are known, as `StringNotEquals` of `aws:SourceVpce`. It applies
 * where all of its tests hold, so that each of them must let nobody else off.
 */
export function refusesOthers(statement: Value): boolean {
  const tests = conditionsOf(statement);
  return tests.length > 0 && tests.every(letsOffOnlyKnown);
}

/**
 * Whether a further test leaves a Deny as good as it was: it lets certain callers off, or what a service does for the
 * caller, which could not be from a network or with a device of the caller.
 */
export const letsOffFew = ({ operator, key }: ConditionTest): boolean =>
  operator.includes('not') || /^aws:(viaawsservice|principalisawsservice|calledvia\w*)$/.test(key);

const letsOffOnlyKnown = ({ operator, key, values }: ConditionTest): boolean =>
  operator.includes('not') &&
  namesCallers({ operator: operator.replace(/ifexists$/, '').replace('not', ''), key, values });

function namesCallers({ operator, key, values }: ConditionTest): boolean {
  const kind = REQUIRES.get(operator);
  return kind !== undefined && values.every((value) => namesFew(key, value, kind === 'pattern'));
}

/**
 * Operators that hold only where the key is there and has a certain value; `pattern`: whose values have wildcards.
 * Not `…IfExists`, nor `ForAllValues:…`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const REQUIRES: ReadonlyMap<string, 'text' | 'pattern'> = new Map([
  ['stringequals', 'text'],
  ['stringequalsignorecase', 'text'],
  ['stringlike', 'pattern'],
  ['arnequals', 'pattern'],
  ['arnlike', 'pattern'],
  ['ipaddress', 'text'],
]);

/**
 * What the values of a key that tells callers apart are. Not `aws:VpcSourceIp`: every VPC has the same addresses.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const CALLER_KEYS: ReadonlyMap<string, 'id' | 'arn' | 'range'> = new Map([
  ['aws:sourceaccount', 'id'],
  ['aws:sourceowner', 'id'],
  ['aws:sourceorgid', 'id'],
  ['aws:sourceorgpaths', 'id'],
  ['aws:sourcevpc', 'id'],
  ['aws:sourcevpcarn', 'arn'],
  ['aws:sourcevpce', 'id'],
  ['aws:vpceaccount', 'id'],
  ['aws:vpceorgid', 'id'],
  ['aws:vpceorgpaths', 'id'],
  ['aws:principalaccount', 'id'],
  ['aws:principalorgid', 'id'],
  ['aws:principalorgpaths', 'id'],
  ['aws:principalarn', 'arn'],
  ['aws:sourcearn', 'arn'],
  ['aws:userid', 'id'],
  ['aws:sourceip', 'range'],
  ['kms:calleraccount', 'id'],
  ['s3:dataaccesspointaccount', 'id'],
  ['s3:dataaccesspointarn', 'arn'],
  ['s3:x-amz-server-side-encryption-aws-kms-key-id', 'arn'],
]);

function namesFew(key: string, value: Value, isPattern: boolean): boolean {
  const kind = CALLER_KEYS.get(key);
  if (kind === undefined) return false;
  if (kind === 'range')
    return !(mayBeAnywhere(value) && (value.isKnown ? isAnywhere(value.outline) : value.is('0.0.0.0/0')));
  if (!isPattern) return true;
  if (kind === 'arn') return isOfOneAccount(value);
  return !LEADING_WILDCARD.test(value.outline);
}

/** Whether a pattern of ARNs fits those of one account only. */
export const isOfOneAccount = ({ outline }: Value): boolean => !HAS_WILDCARD.test(accountOf(outline));

/** The account in an ARN; the whole of one without; of a bucket its name, which no two accounts have. */
function accountOf(arn: string): string {
  const [, , service, , account, name] = arn.replace(/\$\{[^}]*\}/g, 'known').split(':');
  return (service === 's3' ? name : account) || arn;
}

const HAS_WILDCARD = /[*?]/;
/** `o-*` is every organization, `vpce-*` every endpoint; `o-a1b2c3d4e5/*` is one. */
const LEADING_WILDCARD = /^[a-z]{0,4}-?[*?]/i;

/**
 * Whether the condition of a statement leaves it to some resources: those with a tag, in a namespace, used through
 * one service. Not a key that only tells callers apart, or how they call: `aws:SecureTransport`,
 * `aws:MultiFactorAuthPresent`, `sts:ExternalId`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const narrowsResources = (statement: Value, byKeys = /./): boolean =>
  conditionsOf(statement).some((test) => byKeys.test(test.key) && isAboutResources(test.key) && limits(test));

function limits({ operator, values }: ConditionTest): boolean {
  if (operator === 'null') return values.every((value) => value.is('false'));
  if (operator === 'bool') return values.every((value) => value.is('true'));
  return REQUIRES.has(operator) && values.every(({ outline }) => !/^\*+$/.test(outline));
}

const isAboutResources = (key: string): boolean =>
  key.startsWith('aws:') ? OF_ALL_SERVICES.test(key) : OF_ONE_SERVICE.test(key) && !OF_CALLS.test(key);

const OF_ALL_SERVICES = /^aws:(resource|request)tag\//;

/**
 * Keys of services that tell resources apart, or what they are used for: `rds:db-tag/stage`, `s3:BucketTag/stage`,
 * `ecs:cluster`, `kms:ViaService`. Not those that only say of what make a resource is (`rds:DatabaseEngine`,
 * `ec2:InstanceType`).
 */
const OF_ONE_SERVICE =
  /:([\w-]*tag\/|encryptioncontext:)|:(resource\/\w+|\w*(arns?|id|names?|alias(es)?|service|vpc|subnet)|(service-)?namespace|scalable-dimension|cluster|createaction|leadingkeys|collection|source|managedby|fromaddress|recipients|httpendpoint|instanceprofile|launchtemplate|parent(snapshot|volume)|permissionsboundary|grantisforawsresource)$/;

/** What a caller says of its call, or where it runs. */
const OF_CALLS = /:(externalid|rolesessionname|versionid|sourceinstancearn)$/;
