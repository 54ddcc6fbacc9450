import { addToGroup } from '../../add-to-group';
import type { App } from '../../model/app';
import type { Resource } from '../../model/entity';
import { remember } from '../../model/remember';
import type { Value } from '../../model/value';
import { managedPolicyName, statementsFor } from './grants';

/** What is known of the policies of an IAM user, in the scenario being looked at. */
export interface PoliciesOfUser {
  /** The statements of its own policies, and of those of its groups. */
  statements: Value[];
  /** Policies of AWS, which have no conditions on who calls from where. */
  ofAws: Value[];
  /** Policies and groups that are not in the app. */
  elsewhere: Value[];
}

export function policiesOfUser(user: Resource): PoliciesOfUser {
  const groups = groupsOf(user);
  const members = [user, ...groups.flatMap(({ group }) => (group?.exists ? [group] : []))];
  const named = members
    .flatMap((member) => member.get('ManagedPolicyArns').items())
    .filter((arn) => arn.reference === undefined);
  return {
    statements: members.flatMap(statementsFor),
    ofAws: named.filter(isOfAws),
    elsewhere: [
      ...named.filter((arn) => !isOfAws(arn)),
      ...groups.flatMap(({ group, name }) => (group ? [] : [name])),
    ],
  };
}

export const isOfAws = (arn: Value): boolean =>
  managedPolicyName(arn) !== undefined && /:iam::aws:policy\//.test(arn.outline);

/** The groups that a user is in, by its own property or by an addition; those of the app with their resource. */
const groupsOf = (user: Resource): { name: Value; group: Resource | undefined }[] =>
  [
    ...user.get('Groups').items(),
    ...user
      .referring('AWS::IAM::UserToGroupAddition', 'Users')
      .filter((addition) => addition.exists)
      .map((addition) => addition.get('GroupName')),
  ].map((name) => ({ name, group: name.reference?.resource ?? groupsByName(user.app).get(name.outline) }));

/** The access keys of a user. */
export const keysOf = (user: Resource): readonly Resource[] => {
  const [name] = textIn(user, 'UserName');
  return [
    ...user.referring('AWS::IAM::AccessKey', 'UserName'),
    ...((name !== undefined && keysByUser(user.app).get(name)) || []),
  ];
};

const groupsByName = remember(
  (app: App): ReadonlyMap<string, Resource> =>
    new Map(
      app
        .resourcesOf('AWS::IAM::Group')
        .flatMap((group) => textIn(group, 'GroupName').map((name) => [name, group] as const)),
    ),
);

const keysByUser = remember((app: App): ReadonlyMap<string, readonly Resource[]> => {
  const found = new Map<string, Resource[]>();
  for (const key of app.resourcesOf('AWS::IAM::AccessKey'))
    for (const name of textIn(key, 'UserName')) addToGroup(found, name, key);
  return found;
});

const textIn = (resource: Resource, property: string): string[] => {
  const node = resource.written(property);
  return node?.kind === 'scalar' ? [node.text] : [];
};
