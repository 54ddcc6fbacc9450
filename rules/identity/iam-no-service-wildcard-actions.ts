import {
  actionsInWords,
  allows,
  eachStatement,
  isEveryService,
  limitOf,
  serviceWildcards,
  TYPES_WITH_PERMISSIONS,
} from '../../lib/aws/iam/iam-policy';
import { mayHaveWildcards } from '../../lib/aws/iam/listed-actions';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'iam-no-service-wildcard-actions',
  title: 'IAM policies allow named actions, not a whole service',
  severity: 'error',
  control: 'LEAST-PRIVILEGE',
  alsoControls: ['LAMBDA-LEAST-PRIVILEGE'],
  resources: TYPES_WITH_PERMISSIONS,
  why: 'Whoever gets hold of the identity can also delete, share and reconfigure what it only had to read, and every action the service adds later is allowed unseen.',
  fix: 'List the actions that are used. IAM Access Analyzer can generate them from CloudTrail activity.',
  docs: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-policy-generation.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html',
  ],

  check: (resource) => (mayHaveWildcards(resource) ? eachStatement(resource, judged) : undefined),
});

function judged(statement: Value): Outcome | undefined {
  if (!allows(statement)) return undefined;
  const wildcards = serviceWildcards(statement);
  const [first] = wildcards;
  if (!first || allowsEveryService(statement)) return undefined;
  const message = `${actionsInWords(wildcards)} ${wildcards.length > 1 ? 'allow every action of their services' : 'allows every action of the service'}`;
  if (wildcards.every(isOfAgent)) return fail(message, { at: first, severity: 'info' });
  const limit = limitOf(statement);
  return limit
    ? fail(`${message}, if only on ${limit}`, { at: first, severity: 'warning' })
    : fail(message, { at: first });
}

/** Another rule's case: iam-no-admin-statements. */
const allowsEveryService = (statement: Value): boolean =>
  statement.get('Action').items().some(isEveryService);

/**
 * The channels of Session Manager: what the agent needs is all there is, as CDK writes it for a bastion host.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSSMManagedInstanceCore.html
 */
const isOfAgent = ({ outline }: Value): boolean => /^(ssm|ec2)messages:/i.test(outline);
