import type { Resource } from '../../model/entity';
import type { Expectation, Test } from '../../model/expectation';
import { remember } from '../../model/remember';
import type { Part, Value } from '../../model/value';
import { intrinsicOf, type Node } from '../../template/node';

/** Where the resources of each type hold permissions: documents that say what an identity may do. */
export const PERMISSION_POLICIES: { readonly [type: string]: string } = {
  'AWS::IAM::Policy': 'PolicyDocument',
  'AWS::IAM::ManagedPolicy': 'PolicyDocument',
  'AWS::IAM::RolePolicy': 'PolicyDocument',
  'AWS::IAM::UserPolicy': 'PolicyDocument',
  'AWS::IAM::GroupPolicy': 'PolicyDocument',
  'AWS::IAM::Role': 'Policies[].PolicyDocument',
  'AWS::IAM::User': 'Policies[].PolicyDocument',
  'AWS::IAM::Group': 'Policies[].PolicyDocument',
  'AWS::SSO::PermissionSet': 'InlinePolicy',
  'AWS::Serverless::Function': 'Policies[]',
  'AWS::Serverless::StateMachine': 'Policies[]',
};

export const TYPES_WITH_PERMISSIONS: readonly string[] = Object.keys(PERMISSION_POLICIES);

/**
 * States `test` of every statement of every permissions policy of the resource, written as structure or as
 * a JSON text. A document that only deployment knows is a review by itself.
 */
export function eachStatement(resource: Resource, test: Test): Expectation[] {
  if (isOnlyBoundary(resource)) return [];
  const expectations = eachStatementAt(resource, PERMISSION_POLICIES[resource.type] as string, test);
  return isOfSam(resource)
    ? expectations.map((expectation) => expectation.unless(() => resource.get('Role').isPresent))
    : expectations;
}

/** States `test` of every statement of the policies that stand at a path of the resource. */
export function eachStatementAt(resource: Resource, path: string, test: Test): Expectation[] {
  const documents = resource.all(path);
  const written = documents.flatMap((document) =>
    document.all('Statement[]').map((statement) => statement.expect(test).when(() => document.value.isMap)),
  );
  if (isOfSam(resource) || isPlainMap(resource.written(path))) return written;
  return [
    ...written,
    ...documents.map((document) =>
      document.expect((text) =>
        text.isMap ? undefined : statementsOf(text).flatMap((statement) => test(statement) ?? []),
      ),
    ),
  ];
}

/** In every scenario, so that it is never a text. */
const isPlainMap = (node: Node | undefined): boolean => node?.kind === 'map' && !intrinsicOf(node);

/** The statements of the permissions policies of the resource, in the scenario being looked at. */
export function permissionsOf(resource: Resource): Value[] {
  if (isOnlyBoundary(resource)) return [];
  const documents = resource
    .all(PERMISSION_POLICIES[resource.type] ?? 'None')
    .flatMap((document) => document.values());
  return (isOfSam(resource) ? documents.filter(({ isMap }) => isMap) : documents).flatMap(statementsBeside);
}

/**
 * SAM makes a role of Policies, unless Role names one; a text among them is a managed policy's name.
 * https://repost.aws/knowledge-center/lambda-sam-template-permissions
 */
export const isOfSam = ({ type }: Resource): boolean => type.startsWith('AWS::Serverless::');

/**
 * A permissions boundary says what may be allowed at most, and allows nothing: it is one where it is given as such,
 * and attached to nobody.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
const isOnlyBoundary = remember(
  (resource: Resource): boolean =>
    resource.referrers.some(({ path }) => BOUNDARY.test(path)) &&
    !resource.referrers.some(({ path }) => ATTACHED.test(path)) &&
    !['Roles', 'Users', 'Groups'].some((property) => resource.written(property)),
);

/** Of a role, user or function; of a permission set, in `ManagedPolicyArn` or `CustomerManagedPolicyReference.Name`. */
const BOUNDARY = /^Properties\.PermissionsBoundary(\.|$)/;
/** Not a statement that names the policy, in `Policies.PolicyDocument`. */
const ATTACHED =
  /^Properties\.(ManagedPolicyArns|ManagedPolicies|Policies|CustomerManagedPolicyReferences(\.Name)?)$/;

/** The statements of a policy, written as structure or as a JSON text. */
export const statementsOf = (document: Value): Value[] => document.structure().get('Statement').items();

/**
 * What a policy says beside the statement that is judged: so many statements as there is room for in a policy
 * of 20 KB, so that not every statement of a longer text, which no service takes, is compared with every other.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
 */
export const statementsBeside = (document: Value): Value[] =>
  document.structure().get('Statement').items(MAX_STATEMENTS);

const MAX_STATEMENTS = 100;

export const allows = (statement: Value): boolean => statement.get('Effect').is('Allow');
export const denies = (statement: Value): boolean => statement.get('Effect').is('Deny');

/**
 * The actions of a statement that are every action of one service, as `s3:*`. Where none certainly is, those
 * that may turn out to be: `${Service}:*` is one, `s3:${Action}` may be one, `s3:Get${Rest}` is none.
 */
export function serviceWildcards(statement: Value): Value[] {
  const actions = statement.get('Action').items();
  const certain = actions.filter((action) => EVERY_ACTION.test(masked(action)));
  if (certain.length > 0) return certain;
  return actions.filter(
    (action) => !action.isKnown && MAY_BE_EVERY_ACTION.test(masked(action)) && action.matches(EVERY_ACTION),
  );
}

const EVERY_ACTION = /^[^:*]+:\*+$/;
/** Nothing but asterisks and unknown parts (`?`) after the service, which may be within an unknown part too. */
const MAY_BE_EVERY_ACTION = /^[\w?-]*(:[*?]*)?$/;

/**
 * The action of a statement that is every action of every service. Where none certainly is, one that may
 * turn out to be: a parameter's whole value. `${Service}:*` names a service.
 */
export function everyService(statement: Value): Value | undefined {
  const actions = statement.get('Action').items();
  return (
    actions.find(isEveryService) ??
    actions.find((action) => !action.isKnown && masked(action) === '?' && action.matches(EVERY_SERVICE))
  );
}

/** Certainly `*` or `*:*`. */
export const isEveryService = (action: Value): boolean => EVERY_SERVICE.test(masked(action));

const EVERY_SERVICE = /^\*+(:\*+)?$/;

/** `s3:PutObject, s3:GetObject, sqs:SendMessage and 2 more` */
export function actionsInWords(actions: readonly Value[]): string {
  const shown = actions.slice(0, 3).map(({ outline }) => outline);
  return actions.length > shown.length
    ? `${shown.join(', ')} and ${actions.length - shown.length} more`
    : shown.join(', ');
}

/** What a statement is limited to, in words, if it is. */
export function limitOf(statement: Value): string | undefined {
  if (onlyResource(statement)) return 'one resource';
  return isLimitedByTag(statement) ? 'resources with a certain tag' : undefined;
}

/** `*` is among its resources, or an unknown value that may be it; what holds a resource of the template cannot. */
export const coversEveryResource = (statement: Value): boolean =>
  statement
    .get('Resource')
    .items()
    .some((resource) => resource.parts.every(({ kind }) => kind !== 'reference') && resource.is('*'));

/** A condition lets the statement apply only to resources that carry a tag. */
function isLimitedByTag(statement: Value): boolean {
  const operators = statement
    .get('Condition')
    .entries()
    .filter(([operator]) => REQUIRES_VALUE.test(operator));
  return operators.some(([, keys]) => keys.entries().some(([key]) => RESOURCE_TAG.test(key)));
}

/** Operators that fail where the key is absent or different: not `…IfExists`, `StringNotEquals`, `ForAllValues:…`. */
const REQUIRES_VALUE = /^(ForAnyValue:)?(String|Arn)(Equals|Like)(IgnoreCase)?$/i;
/**
 * `aws:ResourceTag/x` and what services had before it: `ec2:ResourceTag/x`, `rds:db-tag/x`,
 * `s3:ExistingObjectTag/x`. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
 */
const RESOURCE_TAG = /^[\w-]+:(resource-?tag|existingobjecttag|[\w-]+-tag)\//i;

/** The one resource that the statement is about, with what lies in it (`bucket` and `bucket/*`); else undefined. */
function onlyResource(statement: Value): string | undefined {
  const resource = statement.get('Resource');
  if (resource.isAbsent) return undefined;
  const names = new Set((resource.isList ? resource.items() : [resource]).map(resourceName));
  const [only] = names;
  return names.size === 1 ? only : undefined;
}

/**
 * What an ARN, or the reference that stands for one, names: `my-bucket` for `arn:aws:s3:::my-bucket/*`, and
 * `<Orders>` for `${Orders.Arn}/index/*`. Undefined where a wildcard fits several names.
 */
function resourceName(pattern: Value): string | undefined {
  const text = pattern.parts.map(nameOfPart).join('') || `<${pattern.path}>`;
  const [, , service, , , ...rest] = text.split(':');
  const resource = rest.join(':') || text;
  const [, name = resource] = (service === 's3' ? IN_BUCKET : IN_RESOURCE).exec(resource) ?? [];
  const [, made] = /^(?:[\w-]+[/:])?(<[^>]+>)$/.exec(name) ?? [];
  return made ?? (/[*?]/.test(name) ? undefined : name || undefined);
}

/** `arn:aws:s3:::<Bucket>/*` is within the bucket. */
const IN_BUCKET = /^([^/]+)\/.*$/;
/** Likewise a table's `/index/*`, a stack's `/*` (its id), a search domain's `/*`, a log group's `:*`, and the end that secrets get. */
const IN_RESOURCE =
  /^(<[^>]+>|(?:table|stack|domain)\/[^/]+|(?:log-group|function|secret):[^:]+?)(?:[/:].*|-\?{6})$/;

const nameOfPart = (part: Part): string => {
  if (part.kind === 'literal') return part.text;
  return `<${part.kind === 'reference' ? part.resource.logicalId : part.source.replace(/:/g, '.')}>`;
};

/** The text with `?` for each part that is not known. */
const masked = (value: Value): string =>
  value.parts.map((part) => (part.kind === 'literal' ? part.text : '?')).join('') || '?';
