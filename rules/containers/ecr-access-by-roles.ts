import { managedPolicyName } from '../../lib/aws/iam/grants';
import { allows, eachStatement, eachStatementAt, permissionsOf } from '../../lib/aws/iam/iam-policy';
import { type Principal, principalsOf } from '../../lib/aws/iam/policy-principals';
import type { Resource } from '../../lib/model/entity';
import type { Expectation, Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

/** Where the registry takes policies. */
const POLICIES: { readonly [type: string]: string } = {
  'AWS::ECR::Repository': 'RepositoryPolicyText',
  'AWS::ECR::PublicRepository': 'RepositoryPolicyText',
  'AWS::ECR::RegistryPolicy': 'PolicyText',
};

const USER = 'AWS::IAM::User';
/** Policies that are attached to users by a list of them, or to one. */
const ATTACHED: { readonly [type: string]: string } = {
  'AWS::IAM::Policy': 'Users',
  'AWS::IAM::ManagedPolicy': 'Users',
  'AWS::IAM::UserPolicy': 'UserName',
};

export default rule({
  id: 'ecr-access-by-roles',
  title: 'Images are pushed and pulled by roles, not by IAM users',
  severity: 'warning',
  control: 'ECR-ROLES',
  resources: [...Object.keys(POLICIES), USER, ...Object.keys(ATTACHED)],
  why: 'The access key of a user does not expire: whoever finds it in a build log can replace the images that production runs.',
  fix: 'Allow Amazon ECR to roles only, and let builds elsewhere assume one by OpenID Connect.',
  docs: [
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles',
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/security-iam-awsmanpol.html',
  ],

  check: (resource) => {
    const path = POLICIES[resource.type];
    if (path) return eachStatementAt(resource, path, namesNoUser);
    if (resource.type === USER) return [eachStatement(resource, givesNoAccess), managedPoliciesOf(resource)];
    return resource.written(ATTACHED[resource.type] as string) && ofAttached(resource);
  },
});

const namesNoUser = (statement: Value): Outcome[] =>
  allows(statement)
    ? principalsOf(statement)
        .filter(isUser)
        .map(({ value }) => fail(`${value.outline} is an IAM user: let a role in`, { at: value }))
    : [];

/** `arn:aws:iam::111122223333:user/ci`, the id of one, or a user of the app. */
const isUser = ({ kind, value }: Principal): boolean =>
  kind === 'identity' && (/:user\/|^AIDA/.test(value.outline) || value.reference?.resource.type === USER);

const givesNoAccess = (statement: Value): Outcome | undefined => {
  const action = registryAction(statement);
  return action && fail(`an IAM user is allowed ${action.outline}: give it to a role`, { at: action });
};

/**
 * An action of Amazon ECR by name; not the login, which alone gets at no image. What allows every action of every
 * service, other rules report.
 */
const registryAction = (statement: Value): Value | undefined =>
  allows(statement)
    ? statement
        .get('Action')
        .items()
        .find(({ outline }) => /^ecr(-public)?:(?!GetAuthorizationToken$)/i.test(outline))
    : undefined;

const ofAttached = (policy: Resource): Expectation[] =>
  eachStatement(policy, givesNoAccess).map((expectation) =>
    expectation.when(() => policy.get(ATTACHED[policy.type] as string).items().length > 0),
  );

/** Managed policies of the app or of AWS, by which a user gets at images. */
const managedPoliciesOf = (user: Resource): Expectation[] =>
  user.all('ManagedPolicyArns[]').map((arn) =>
    arn.expect((value) => {
      const policy = value.reference?.resource;
      const gives = policy
        ? permissionsOf(policy).some((statement) => registryAction(statement) !== undefined)
        : OF_REGISTRY.test(managedPolicyName(value) ?? '');
      const name = policy?.logicalId ?? managedPolicyName(value);
      return gives ? fail(`${name} gives an IAM user access to images: give it to a role`) : undefined;
    }),
  );

const OF_REGISTRY = /^Amazon(EC2ContainerRegistry|ElasticContainerRegistryPublic)/;
