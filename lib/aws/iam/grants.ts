import { addToGroup } from '../../add-to-group';
import type { App } from '../../model/app';
import type { Resource } from '../../model/entity';
import type { Expectation, Outcome, Test } from '../../model/expectation';
import { isTaken, type ReferenceEdge } from '../../model/references';
import { remember } from '../../model/remember';
import type { Part, Value } from '../../model/value';
import type { Node } from '../../template/node';
import { allows, denies, eachStatement, isEveryService, isOfSam, permissionsOf } from './iam-policy';
import { mayBeAbout } from './listed-actions';
import { type Coverage, coveredBy } from './policy-actions';

/** Something that allows actions: a statement of a policy, or a managed policy of AWS that is attached by name. */
export interface Grant {
  at: Value;
  /** The actions that its elements name: those of a statement, or those of the managed policy. */
  covers(actions: readonly string[]): Coverage[];
  statement?: Value;
}

/** A role, user, group or permission set, or what is only known by a name, with the policies attached to it from outside. */
interface Identity {
  resource: Resource | undefined;
  attached: Attachment[];
}

interface Attachment {
  policy: Resource;
  /** The reference that attaches it; nothing where it is attached by name. */
  edge?: ReferenceEdge;
}

/** Where each type names managed policies. */
const MANAGED_POLICIES: { readonly [type: string]: string } = {
  'AWS::IAM::Role': 'ManagedPolicyArns',
  'AWS::IAM::User': 'ManagedPolicyArns',
  'AWS::IAM::Group': 'ManagedPolicyArns',
  'AWS::SSO::PermissionSet': 'ManagedPolicies',
  'AWS::Serverless::Function': 'Policies',
  'AWS::Serverless::StateMachine': 'Policies',
};

/** Where each type of policy names whom it is attached to, and what that is. */
const ATTACHED_TO: { readonly [type: string]: { readonly [property: string]: string } } = {
  'AWS::IAM::Policy': { Roles: 'Role', Users: 'User', Groups: 'Group' },
  'AWS::IAM::ManagedPolicy': { Roles: 'Role', Users: 'User', Groups: 'Group' },
  'AWS::IAM::RolePolicy': { RoleName: 'Role' },
  'AWS::IAM::UserPolicy': { UserName: 'User' },
  'AWS::IAM::GroupPolicy': { GroupName: 'Group' },
};

/**
 * What managed policies allow of CodeCommit and CodePipeline; of the others, nothing is known here.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const MANAGED_ACTIONS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    AWSCodeCommitFullAccess: ['codecommit:*'],
    AWSCodeCommitPowerUser: [
      'codecommit:AssociateApprovalRuleTemplateWithRepository',
      'codecommit:BatchAssociateApprovalRuleTemplateWithRepositories',
      'codecommit:BatchDisassociateApprovalRuleTemplateFromRepositories',
      'codecommit:Create*',
      'codecommit:DeleteBranch',
      'codecommit:DeleteFile',
      'codecommit:DisassociateApprovalRuleTemplateFromRepository',
      'codecommit:GitPull',
      'codecommit:GitPush',
      'codecommit:Merge*',
      'codecommit:OverridePullRequestApprovalRules',
      'codecommit:Post*',
      'codecommit:Put*',
      'codecommit:Update*',
    ],
    AWSCodeCommitReadOnly: ['codecommit:GitPull'],
    AWSCodePipeline_FullAccess: ['codepipeline:*'],
    AWSCodePipelineFullAccess: ['codepipeline:*'],
    AWSCodePipelineApproverAccess: ['codepipeline:PutApprovalResult'],
  }),
);

/** States `test` of everything in the resource that may allow actions of a service. */
export function eachGrant(
  resource: Resource,
  service: string,
  test: (grant: Grant) => Outcome | undefined,
): Expectation[] {
  const ofEach: Test = (statement) => (allows(statement) ? test(ofStatement(statement)) : undefined);
  return [
    ...(mayBeAbout(resource, service) ? eachStatement(resource, ofEach) : []),
    ...eachManagedPolicy(resource, (name) => {
      const grant = ofManagedPolicy(name);
      return grant && test(grant);
    }),
  ];
}

/** States `test` of everything that attaches a managed policy to the resource, by its ARN or as SAM takes it by its name. */
export function eachManagedPolicy(
  resource: Resource,
  test: (policy: Value) => Outcome | undefined,
): Expectation[] {
  const property = MANAGED_POLICIES[resource.type];
  const policies = property ? resource.all(`${property}[]`) : [];
  return policies.map((policy) =>
    policy.expect(test).unless(() => isOfSam(resource) && resource.get('Role').isPresent),
  );
}

/** Those that managed policies are attached to by name. */
export const TYPES_WITH_MANAGED_POLICIES: readonly string[] = Object.keys(MANAGED_POLICIES);

/**
 * Whether a policy of AWS is attached whose name matches. An ARN or name that only deployment knows may be one.
 */
export function isManagedPolicy(arn: Value, names: RegExp): boolean | 'unknown' {
  const name = managedPolicyName(arn);
  if (name !== undefined) return names.test(name);
  return !arn.isKnown && MAY_BE_OF_AWS.test(arn.parts.map(unseen).join('')) && 'unknown';
}

/** What is not in the template; of resources, only what makes policies is known. */
function unseen(part: Part): string {
  if (part.kind === 'literal') return part.text;
  return part.kind === 'unknown' || part.resource.type !== 'AWS::IAM::ManagedPolicy' ? '?' : '-';
}

/** Nothing that is known, or a policy of AWS whose name is not. */
const MAY_BE_OF_AWS = /^(\?|arn:[^:]*:iam::aws:policy\/.*|)$/;

const ofStatement = (statement: Value): Grant => ({
  at: statement,
  statement,
  covers: (actions) => coveredBy(statement, actions),
});

function ofManagedPolicy(arn: Value): Grant | undefined {
  const name = managedPolicyName(arn) ?? '';
  const patterns = MANAGED_ACTIONS.get(name) ?? (ADMINISTRATION.test(name) ? [] : undefined);
  if (!patterns) return undefined;
  const covered = (action: string) => patterns.some((pattern) => fits(pattern, action));
  return { at: arn, covers: (actions) => actions.filter(covered).map((action) => ({ action, by: arn })) };
}

const fits = (pattern: string, action: string): boolean =>
  pattern.endsWith('*') ? action.startsWith(pattern.slice(0, -1)) : action === pattern;

/** The name of a managed policy of AWS, from its ARN or as SAM takes it. */
export const managedPolicyName = (arn: Value): string | undefined =>
  /^(?:arn:.*:iam::aws:policy\/(?:.+\/)?)?([\w+=,.@-]+)$/.exec(arn.outline)?.[1];

/** Those whom a policy is attached to, in the scenario being looked at; itself if nobody is known. */
function identitiesOf(resource: Resource): Identity[] {
  const known = identitiesIn(resource.app).get(resource) ?? [];
  const here = known.filter(
    (identity) =>
      identity.resource === resource ||
      identity.attached.some((attachment) => attachment.policy === resource && isAttached(attachment)),
  );
  return here.length > 0 ? here : [{ resource, attached: [] }];
}

/** What the policies of a user, group or role say, its own and those attached to it, in the scenario being looked at. */
export function statementsFor(resource: Resource): Value[] {
  const identity = identitiesIn(resource.app)
    .get(resource)
    ?.find((one) => one.resource === resource);
  return statementsOf(identity ?? { resource, attached: [] });
}

/** What the policies of an identity say, its own and those attached to it. */
function statementsOf({ resource, attached }: Identity): Value[] {
  const policies = attached.slice(0, MAX_ATTACHED).filter(isAttached);
  return [...(resource ? [resource] : []), ...policies.map(({ policy }) => policy)].flatMap(permissionsOf);
}

const isAttached = ({ policy, edge }: Attachment): boolean =>
  policy.exists && (edge === undefined || isTaken(edge));

/** The first outcome for those whom a policy is attached to, administrators left out: other rules report them. */
export function outcomeFor(
  resource: Resource,
  judge: (rights: Rights) => Outcome | undefined,
): Outcome | undefined {
  for (const identity of identitiesOf(resource)) {
    const rights = rightsOf(identity);
    const outcome = rights && judge(rights);
    if (outcome) return outcome;
  }
  return undefined;
}

/** What an identity may do, in the scenario being looked at. */
export interface Rights {
  identity: Resource | undefined;
  /** Which of the actions it may do by what, those left out that it is denied everywhere. */
  allowed(actions: readonly string[]): Allowed[];
  /** Which of the actions it is denied everywhere, whatever allows them. */
  refused(actions: readonly string[]): ReadonlySet<string>;
}

export type Allowed = Coverage & { grant: Grant };

/** Undefined for an administrator. */
function rightsOf(identity: Identity): Rights | undefined {
  const { resource } = identity;
  const property = MANAGED_POLICIES[resource?.type ?? ''];
  const named = resource && property ? resource.get(property).items() : [];
  const statements = statementsOf(identity);
  const grants = [
    ...statements.filter(allows).map(ofStatement),
    ...named.flatMap((arn) => ofManagedPolicy(arn) ?? []),
  ];
  if (grants.some(isForEverything)) return undefined;
  const refusals = statements.filter((statement) => denies(statement) && isUnconditional(statement));
  const refused = (actions: readonly string[]) =>
    new Set(refusals.flatMap((statement) => coveredBy(statement, actions)).map(({ action }) => action));
  return {
    identity: resource,
    refused,
    allowed: (actions) => {
      const without = refused(actions);
      return grants
        .flatMap((grant) => grant.covers(actions).map((one) => ({ ...one, grant })))
        .filter(({ action }) => !without.has(action));
    },
  };
}

/**
 * Policies looked at for one identity. A role takes 20 managed policies, and inline policies of 10,240 characters
 * together. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const MAX_ATTACHED = 60;

const isUnconditional = (statement: Value): boolean =>
  statement.get('Condition').isAbsent && statement.get('Resource').includes('*');

/** It certainly is for every action there is, or for all but some, which rules about that report. */
export function isForEverything({ statement, at }: Grant): boolean {
  if (!statement) return ADMINISTRATION.test(managedPolicyName(at) ?? '');
  return statement.get('NotAction').isPresent || statement.get('Action').items().some(isEveryService);
}

const ADMINISTRATION = /^(AdministratorAccess|PowerUserAccess)$/;

/** The identities of the app, by themselves and by the policies that are attached to them. */
const identitiesIn = remember((app: App): ReadonlyMap<Resource, readonly Identity[]> => {
  const identities = new Map<Resource | string, Identity>();
  for (const { to, ...attachment } of attachmentsIn(app)) {
    const identity = identities.get(to) ?? {
      resource: typeof to === 'string' ? undefined : to,
      attached: [],
    };
    identity.attached.push(attachment);
    identities.set(to, identity);
  }
  const found = new Map<Resource, Identity[]>();
  for (const identity of identities.values()) {
    const policies = identity.attached.map(({ policy }) => policy);
    for (const resource of new Set([identity.resource, ...policies]))
      if (resource) addToGroup(found, resource, identity);
  }
  return found;
});

/** Every attachment of a policy: to an identity of the app, or to one that is only known by its name. */
const attachmentsIn = (app: App): (Attachment & { to: Resource | string })[] => [
  ...Object.entries(ATTACHED_TO).flatMap(([type, properties]) =>
    app.resourcesOf(type).flatMap((policy) =>
      Object.entries(properties).flatMap(([property, kind]) => [
        ...edgesAt(policy, property, `AWS::IAM::${kind}`).map((edge) => ({ to: edge.to, policy, edge })),
        ...namesIn(policy.written(property)).map((name) => ({
          to: identityNamed(app, kind, name),
          policy,
        })),
      ]),
    ),
  ),
  ...Object.entries(MANAGED_POLICIES).flatMap(([type, property]) =>
    app
      .resourcesOf(type)
      .flatMap((to) =>
        edgesAt(to, property, 'AWS::IAM::ManagedPolicy').map((edge) => ({ to, policy: edge.to, edge })),
      ),
  ),
];

const edgesAt = ({ references }: Resource, property: string, type: string): ReferenceEdge[] =>
  references.filter((edge) => edge.path === `Properties.${property}` && edge.to.type === type);

const namesIn = (node: Node | undefined): string[] => {
  if (node?.kind === 'list') return node.items.flatMap(namesIn);
  return node?.kind === 'scalar' ? [node.text] : [];
};

const identityNamed = (app: App, kind: string, name: string): Resource | string =>
  namedIdentities(app).get(`${kind} ${name}`) ?? `${kind} ${name}`;

const namedIdentities = remember(
  (app: App): ReadonlyMap<string, Resource> =>
    new Map(
      ['Role', 'User', 'Group'].flatMap((kind) =>
        app
          .resourcesOf(`AWS::IAM::${kind}`)
          .flatMap((resource) =>
            namesIn(resource.written(`${kind}Name`)).map((name): [string, Resource] => [
              `${kind} ${name}`,
              resource,
            ]),
          ),
      ),
    ),
);
