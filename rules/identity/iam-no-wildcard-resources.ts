import { isOfCdk } from '../../lib/aws/cdk-made';
import { takesResources } from '../../lib/aws/iam/action-kinds';
import {
  actionsInWords,
  allows,
  eachStatement,
  isEveryService,
  isOfSam,
  TYPES_WITH_PERMISSIONS,
} from '../../lib/aws/iam/iam-policy';
import { coveredBy } from '../../lib/aws/iam/policy-actions';
import { narrowsResources } from '../../lib/aws/iam/policy-conditions';
import {
  broadResources,
  firstNarrowable,
  isWhollyUnknown,
  unknownResources,
} from '../../lib/aws/iam/resource-wildcards';
import type { Resource } from '../../lib/model/entity';
import type { Expectation, Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

export default rule({
  id: 'iam-no-wildcard-resources',
  title: 'IAM policies name the resources that an action is allowed on',
  severity: 'warning',
  control: 'LEAST-PRIVILEGE',
  alsoControls: ['LAMBDA-LEAST-PRIVILEGE'],
  resources: TYPES_WITH_PERMISSIONS,
  why: 'Whoever gets hold of the identity reaches the tables, queues and secrets of every other workload in the account too, and those that are made later.',
  fix: 'Give the ARNs of the resources in Resource, or a Condition on their tags (aws:ResourceTag). Actions that take no resource, such as xray:PutTraceSegments, go into a statement of their own.',
  docs: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
  ],

  check: (resource) => [
    ...eachStatement(resource, (statement) => (allows(statement) ? judged(resource, statement) : undefined)),
    ...(isOfSam(resource) ? policyTemplates(resource) : []),
  ],
});

function judged(resource: Resource, statement: Value): Outcome | undefined {
  const broad = broadResources(statement);
  const [unknown] = unknownResources(statement);
  if ((broad.length === 0 && !unknown) || narrowsResources(statement)) return undefined;
  const actions = statement.get('Action').items();
  if (actions.length === 0 || actions.some(isEveryService)) return undefined; // cases of other rules
  const narrowable = narrowableAmong(statement, actions);
  const found = firstNarrowable(broad, narrowable);
  if (found) return outcome(resource, found.actions, found.at);
  if (unknown && narrowable.length > 0)
    return review(`${unknown.why}: see that it names the resources that are needed`, { at: unknown });
  if (broad.length === 0) return undefined;
  const action = actions.find(isWhollyUnknown);
  return action && review(`${action.why}: see whether it needs every resource`, { at: action });
}

const PASSING = ['iam:PassRole'];

/** The actions that could be allowed on some resources; passing roles is for iam-passrole-scoped to judge. */
function narrowableAmong(statement: Value, actions: readonly Value[]): Value[] {
  const passing = new Set(coveredBy(statement, PASSING).map(({ by }) => by.path));
  return actions.filter(({ outline, path }) => takesResources(outline) && !passing.has(path));
}

function outcome(resource: Resource, actions: readonly Value[], at: Value): Outcome {
  const where = at.outline === '*' ? 'every resource' : at.outline;
  const are = actions.length > 1 ? 'are' : 'is';
  return fail(`${actionsInWords(actions)} ${are} allowed on ${where}: name those that are needed`, {
    at,
    ...(isOfCdk(resource) && { severity: 'info' }),
  });
}

/** `S3CrudPolicy: { BucketName: '*' }`. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-templates.html */
const policyTemplates = (resource: Resource): Expectation[] =>
  resource.all('Policies[].*.*').map((parameter) =>
    parameter
      .expect((value) => {
        const [, template] = /\.(\w+Policy)\.\w+$/.exec(value.path) ?? [];
        return template && value.literal === '*'
          ? fail(`${template} is given for every resource: name the one that is needed`)
          : undefined;
      })
      .unless(() => resource.get('Role').isPresent),
  );
