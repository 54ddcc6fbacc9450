import { allows, coversEveryResource, eachStatementAt, statementsBeside } from '../../lib/aws/iam/iam-policy';
import { wholeService } from '../../lib/aws/iam/policy-actions';
import { conditionsOf, isOfOneAccount } from '../../lib/aws/iam/policy-conditions';
import { openedBy, opensTo, whyNotNarrowed } from '../../lib/aws/iam/public-access';
import { RESOURCE_POLICIES } from '../../lib/aws/iam/resource-policies';
import type { Severity } from '../../lib/finding';
import type { Resource } from '../../lib/model/entity';
import type { Expectation, Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

/** What opens a resource without a policy, by its own properties. */
const OTHERS: { readonly [type: string]: (resource: Resource) => Expectation | Expectation[] } = {
  'AWS::CodeBuild::Project': (project) =>
    project
      .property('Visibility')
      .mustNotBe('PUBLIC_READ', 'PUBLIC_READ shows the logs and artifacts of all builds to everyone'),
  'AWS::Events::EventBusPolicy': (policy) => [
    policy
      .property('Principal')
      .mustNotBe('*', 'anyone is allowed to put events on the bus: no condition narrows it')
      .unless(() => policy.get('Condition').isPresent || policy.get('Statement').isPresent),
    policy.property('Statement').expect((text) => judged(policy, text.structure(), () => [])),
  ],
  'AWS::IoT::Policy': (policy) => eachStatementAt(policy, 'PolicyDocument', everythingOfIot),
  'AWS::Lambda::LayerVersionPermission': (permission) =>
    permission
      .property('Principal')
      .mustNotBe('*', 'every account may use the layer: no OrganizationId narrows it')
      .unless(() => permission.get('OrganizationId').isPresent),
  'AWS::Lambda::Permission': (permission) =>
    permission
      .property('Principal')
      .mustNotBe('*', 'anyone with an AWS account may call the function: nothing narrows it')
      .unless(() => isNarrowedOrOfUrl(permission)),
};

export default rule({
  id: 'resource-policies-not-public',
  title: 'Policies of resources open them to nobody unknown',
  severity: 'error',
  control: 'LEAST-PRIVILEGE',
  alsoControls: ['KEY-MANAGEMENT', 'ECR-ROLES'],
  resources: [...Object.keys(RESOURCE_POLICIES), ...Object.keys(OTHERS)],
  why: 'What a policy allows to everyone, any AWS account can do, often anyone on the internet: read the messages, decrypt with the key, pull the images, send events.',
  fix: 'Name the principals, or add a condition that does: aws:SourceArn and aws:SourceAccount for a service, aws:PrincipalOrgID for the organization, aws:SourceVpce for a network.',
  docs: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
    'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/fgac.html',
    'https://docs.aws.amazon.com/iot/latest/developerguide/iot-policies.html',
    'https://docs.aws.amazon.com/codebuild/latest/userguide/public-builds.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
  ],

  check: (resource) =>
    OTHERS[resource.type]?.(resource) ??
    (RESOURCE_POLICIES[resource.type] ?? []).map((path) =>
      eachStatementAt(resource, path, (statement) =>
        judged(resource, statement, () =>
          resource.all(path).flatMap((document) => document.values().flatMap(statementsBeside)),
        ),
      ),
    ),
});

function judged(resource: Resource, statement: Value, policy: () => Value[]): Outcome | undefined {
  const at = opensTo(statement, policy);
  if (!at || isThroughMountTarget(statement) || isSaidBefore(resource, at)) return undefined;
  if (!at.isKnown) return review(`${at.why}: see that it is not *, which would let everyone in`, { at });
  const { note, severity } = circumstancesOf(resource, statement);
  return fail(`${openedBy(at, statement)}: ${note}`, { at, ...(severity && { severity }) });
}

/** Of these, an Allow with NotPrincipal is the case of iam-no-allow-with-not-elements. */
const isSaidBefore = ({ type }: Resource, at: Value): boolean =>
  at.path.endsWith('NotPrincipal') &&
  ['AWS::KMS::Key', 'AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy'].includes(type);

function circumstancesOf(resource: Resource, statement: Value): { note: string; severity?: Severity } {
  if (!/^AWS::(OpenSearchService|Elasticsearch)::/.test(resource.type))
    return { note: whyNotNarrowed(statement) };
  const isInVpc = !resource.get('VPCOptions').isAbsent;
  if (!resource.get('AdvancedSecurityOptions.Enabled').is(true))
    return {
      note: isInVpc
        ? 'whoever reaches the domain in its VPC is in, signed or not'
        : whyNotNarrowed(statement),
    };
  return isInVpc
    ? { note: 'only its VPC and its own users keep others out', severity: 'warning' }
    : { note: 'only its own users keep the internet out' };
}

/**
 * Whoever mounts a file system through a mount target is in its VPC, which AWS takes for not public. https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html
 */
const isThroughMountTarget = (statement: Value): boolean =>
  conditionsOf(statement).some(
    ({ operator, key, values }) =>
      operator === 'bool' &&
      key === 'elasticfilesystem:accessedviamounttarget' &&
      values.every((value) => value.is(true)),
  );

/** Any thing with a certificate could act for every other. */
function everythingOfIot(statement: Value): Outcome | undefined {
  const action = allows(statement) && wholeService(statement, 'iot');
  if (!action || !(coversEveryResource(statement) || coversAllOfIot(statement))) return undefined;
  return fail(
    `whoever has a certificate with this policy may do everything (${action.outline || 'all but what NotAction lists'}) as any thing`,
    { at: action },
  );
}

/** `arn:aws:iot:eu-west-1:111122223333:*` */
const coversAllOfIot = (statement: Value): boolean =>
  statement
    .get('Resource')
    .items()
    .some(({ outline }) => /^arn:.*:iot:.*:\*$/.test(outline));

/** A function URL for everyone, with its two permissions, is the case of a rule about function URLs. */
const isNarrowedOrOfUrl = (permission: Resource): boolean =>
  permission.get('FunctionUrlAuthType').is('NONE') ||
  permission.get('InvokedViaFunctionUrl').is(true) ||
  ['SourceAccount', 'PrincipalOrgID', 'EventSourceToken'].some((key) => permission.get(key).isPresent) ||
  (permission.get('SourceArn').isPresent && isOfOneAccount(permission.get('SourceArn')));
