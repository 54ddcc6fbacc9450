import { allows, eachStatement, eachStatementAt, TYPES_WITH_PERMISSIONS } from '../../lib/aws/iam/iam-policy';
import { onlyListsActions } from '../../lib/aws/iam/listed-actions';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

/** Where the policies of resources stand. */
const RESOURCE_POLICIES: { readonly [type: string]: string } = {
  'AWS::S3::BucketPolicy': 'PolicyDocument',
  'AWS::SQS::QueuePolicy': 'PolicyDocument',
  'AWS::SNS::TopicPolicy': 'PolicyDocument',
  'AWS::KMS::Key': 'KeyPolicy',
};

export default rule({
  id: 'iam-no-allow-with-not-elements',
  title: 'Policies say what is allowed, not what is left out',
  severity: 'error',
  control: 'LEAST-PRIVILEGE',
  resources: [...TYPES_WITH_PERMISSIONS, ...Object.keys(RESOURCE_POLICIES)],
  why: 'Allowing all but a list allows every service, resource or caller that nobody thought of, and those that come later.',
  fix: 'List what is allowed in Action, Resource and Principal. To keep something out, add a statement with Effect Deny.',
  docs: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html',
  ],

  check: (resource) => {
    const path = RESOURCE_POLICIES[resource.type];
    if (path) return eachStatementAt(resource, path, judged);
    return onlyListsActions(resource) ? undefined : eachStatement(resource, judged);
  },
});

/** One finding a statement: whoever mends it writes it anew. */
function judged(statement: Value): Outcome | undefined {
  if (!allows(statement)) return undefined;
  const [element] = Object.keys(ELEMENTS).filter((name) => statement.get(name).isPresent);
  if (!element) return undefined;
  const at = statement.get(element);
  return fail(`${element} allows ${ELEMENTS[element]} but ${listed(at)}: list what is needed instead`, {
    at,
  });
}

/** What is allowed by each, with those exceptions. */
const ELEMENTS: { readonly [element: string]: string } = {
  NotAction: 'every action',
  NotResource: 'every resource',
  NotPrincipal: 'everyone',
};

/** A single name as it is; a principal, or several, are told by what they are in. */
function listed(at: Value): string {
  const only = at.isList ? at.element(0) : at;
  const isOne = only !== undefined && (!at.isList || at.element(1) === undefined);
  return (isOne && only.outline) || 'those it lists';
}
