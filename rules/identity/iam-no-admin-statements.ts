import { isOfCdk } from '../../lib/aws/cdk-made';
import {
  allows,
  coversEveryResource,
  eachStatement,
  everyService,
  limitOf,
  TYPES_WITH_PERMISSIONS,
} from '../../lib/aws/iam/iam-policy';
import { onlyListsActions } from '../../lib/aws/iam/listed-actions';
import type { Severity } from '../../lib/finding';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'iam-no-admin-statements',
  title: 'IAM policies allow named actions, not everything',
  severity: 'error',
  control: 'LEAST-PRIVILEGE',
  alsoControls: ['LAMBDA-LEAST-PRIVILEGE'],
  resources: TYPES_WITH_PERMISSIONS,
  why: 'Whoever gets hold of the identity is an administrator: it can read all data, delete the backups, turn off the logs and make itself new users.',
  fix: 'List the actions and resources that the identity needs. For a role that only administrators may assume, waive the finding and say who they are.',
  docs: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html',
  ],

  check: (resource) =>
    onlyListsActions(resource)
      ? undefined
      : eachStatement(resource, (statement) => (allows(statement) ? judged(resource, statement) : undefined)),
});

function judged(resource: Resource, statement: Value): Outcome | undefined {
  const action = everyService(statement);
  if (!action) return undefined;
  const { reach, severity } = reachOf(statement);
  return fail(`${action.outline} allows every action${reach}`, {
    at: action,
    ...(severity && { severity }),
    ...(isOfCdk(resource) && { severity: 'info' }),
  });
}

function reachOf(statement: Value): { reach: string; severity?: Severity } {
  if (coversEveryResource(statement)) return { reach: ' on every resource' };
  const limit = limitOf(statement);
  if (limit) return { reach: `, if only on ${limit}`, severity: 'warning' };
  const isAllBut = statement.get('NotResource').isPresent;
  return { reach: isAllBut ? ' on all but some resources' : ' on more than one resource' };
}
