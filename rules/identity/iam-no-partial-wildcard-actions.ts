import { changesAmong } from '../../lib/aws/iam/action-kinds';
import {
  actionsInWords,
  allows,
  eachStatement,
  isEveryService,
  serviceWildcards,
  TYPES_WITH_PERMISSIONS,
} from '../../lib/aws/iam/iam-policy';
import { mayHaveWildcards } from '../../lib/aws/iam/listed-actions';
import { isWhollyUnknown } from '../../lib/aws/iam/resource-wildcards';
import { counted } from '../../lib/counted';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'iam-no-partial-wildcard-actions',
  title: 'IAM policies list actions one by one, without wildcards',
  severity: 'warning',
  control: 'LEAST-PRIVILEGE',
  alsoControls: ['LAMBDA-LEAST-PRIVILEGE'],
  resources: TYPES_WITH_PERMISSIONS,
  why: 'A wildcard allows more than the action that it was written for, often one that changes policies or deletes data, and whatever the service adds under such a name later.',
  fix: 'List the actions that are used in place of the wildcard. IAM Access Analyzer can generate them from CloudTrail activity.',
  docs: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-policy-generation.html',
  ],

  check: (resource) => (mayHaveWildcards(resource) ? eachStatement(resource, judged) : undefined),
});

function judged(statement: Value): Outcome | undefined {
  if (!allows(statement)) return undefined;
  const wildcards = partialWildcards(statement);
  const changing = wildcards.filter(({ outline }) => !isMild(outline));
  const [first] = changing.length > 0 ? changing : wildcards;
  if (!first) return undefined;
  return first === changing[0]
    ? fail(`${actionsInWords(changing)} ${verb('allow', changing)} ${scopeOf(changing)}: ${ADVICE}`, {
        at: first,
      })
    : fail(`${actionsInWords(wildcards)} ${verb('stand', wildcards)} for more than one action: ${ADVICE}`, {
        at: first,
        severity: 'info',
      });
}

const ADVICE = 'list those that are used';

const verb = (word: string, { length }: readonly Value[]): string => (length > 1 ? word : `${word}s`);

/** Another rule judges `s3:*`, and with it whatever else there is of S3. */
function partialWildcards(statement: Value): Value[] {
  const actions = statement.get('Action').items();
  const partial = actions.filter(isPartial);
  if (partial.length === 0 || actions.some(isEveryService)) return [];
  const services = new Set(serviceWildcards(statement).map(serviceOf));
  return partial.filter((action) => !services.has(serviceOf(action)));
}

const isPartial = (action: Value): boolean =>
  isWhollyUnknown(action)
    ? action.matches(PARTIAL)
    : action.parts.some((part) => part.kind === 'literal' && /[*?]/.test(part.text)) &&
      PARTIAL.test(action.outline);

/** A wildcard, and something else, in the name of an action. */
const PARTIAL = /:(?=.*[*?]).*[^*]/;

const serviceOf = ({ outline }: Value): string => outline.split(':')[0]?.toLowerCase() ?? '';

const isMild = (action: string): boolean =>
  READS.test(action) || OF_CDK_GRANTS.has(action.toLowerCase()) || changesAmong(action)?.length === 0;

const READS = /:(Get|List|Describe|BatchGet|Head|View|Search)/i;

/** What `bucket.grantReadWrite()`, `key.grantEncrypt()`, `cluster.addCapacity()` and others of CDK write, as far as it is not read. */
const OF_CDK_GRANTS: ReadonlySet<string> = new Set([
  's3:deleteobject*',
  's3:abort*',
  'kms:reencrypt*',
  'kms:generatedatakey*',
  'ecs:submit*',
]);

/** How much the wildcards allow that changes something, and what of it one would not expect. */
function scopeOf(wildcards: readonly Value[]): string {
  const changes = [...new Set(wildcards.flatMap(({ outline }) => changesAmong(outline) ?? []))];
  const grave = changes.filter((action) => GRAVE.test(action)).sort((a, b) => a.length - b.length);
  const [example] = [...grave, ...changes];
  if (example === undefined) return 'actions that are not named';
  return `${counted(changes.length, 'changing action')},${changes.length > 1 ? ' such as' : ''} ${example}`;
}

const GRAVE = /Policy$|Acl$|Permission$|:Delete|:Terminate/;
