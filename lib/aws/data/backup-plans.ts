import { addToGroup } from '../../add-to-group';
import type { App } from '../../model/app';
import type { Resource } from '../../model/entity';
import { tokens } from '../../model/environment';
import { type Outcome, review } from '../../model/expectation';
import { remember } from '../../model/remember';
import type { Value } from '../../model/value';
import { childOf, type Node } from '../../template/node';
import { matchesWildcards } from '../iam/wildcards';

const SELECTION = 'AWS::Backup::BackupSelection';
const LIFECYCLE_POLICY = 'AWS::DLM::LifecyclePolicy';

/**
 * What the ARN of a type says after its account, up to the name or id; with the property that names it, if
 * one does. AWS Backup and Data Lifecycle Manager take no other types of those that rules ask about.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/whatisbackup.html#supported-resources
 */
const ARNS: { readonly [type: string]: { service: string; kind: string; name?: string } } = {
  'AWS::RDS::DBInstance': { service: 'rds', kind: 'db:', name: 'DBInstanceIdentifier' },
  'AWS::RDS::DBCluster': { service: 'rds', kind: 'cluster:', name: 'DBClusterIdentifier' },
  'AWS::DocDB::DBCluster': { service: 'rds', kind: 'cluster:', name: 'DBClusterIdentifier' },
  'AWS::Neptune::DBCluster': { service: 'rds', kind: 'cluster:', name: 'DBClusterIdentifier' },
  'AWS::Redshift::Cluster': { service: 'redshift', kind: 'cluster:', name: 'ClusterIdentifier' },
  'AWS::DynamoDB::Table': { service: 'dynamodb', kind: 'table/', name: 'TableName' },
  'AWS::DynamoDB::GlobalTable': { service: 'dynamodb', kind: 'table/', name: 'TableName' },
  'AWS::Serverless::SimpleTable': { service: 'dynamodb', kind: 'table/', name: 'TableName' },
  'AWS::S3::Bucket': { service: 's3', kind: '', name: 'BucketName' },
  'AWS::EFS::FileSystem': { service: 'elasticfilesystem', kind: 'file-system/' },
  'AWS::FSx::FileSystem': { service: 'fsx', kind: 'file-system/' },
  'AWS::EC2::Volume': { service: 'ec2', kind: 'volume/' },
  'AWS::EC2::Instance': { service: 'ec2', kind: 'instance/' },
};

/** Whether a backup plan of the app takes the resource, in the scenario being looked at. */
export const isInBackupPlan = (resource: Resource): boolean =>
  resource.type in ARNS &&
  [...selectionsFor(resource)].some((selection) => selection.exists && selects(selection, resource));

/** The plans of the app that take the resource, in the scenario being looked at. */
export const plansOf = (resource: Resource): Resource[] =>
  [...selectionsFor(resource)]
    .filter((selection) => selection.exists && selects(selection, resource))
    .flatMap((selection) => selection.get('BackupPlanId').reference?.resource ?? [])
    .filter((plan) => plan.exists);

/**
 * What is to be said of a resource that is not backed up by its own settings: nothing where a plan of the app
 * takes it, and not for sure where a tag such as `backup: daily` speaks of a plan that may stand elsewhere.
 */
export function unlessInBackupPlan(resource: Resource, failure: () => Outcome): Outcome | undefined {
  if (isInBackupPlan(resource)) return undefined;
  return saidToBeBackedUp(resource) ?? failure();
}

/** A tag that speaks of backups: a plan outside the app may go by it. */
export function saidToBeBackedUp(resource: Resource): Outcome | undefined {
  const tags = tagListOf(resource);
  const known = tags.isList || tags.isMap ? tagsIn(tags) : [];
  const tag = known.find(([key, value]) => speaksOfBackups(key, value));
  return tag && review(`whether a plan elsewhere backs up what has the tag ${tag[0]} cannot be seen here`);
}

const BACKUP_WORDS = ['backup', 'backups', 'dlm', 'snapshot', 'snapshots'];
const speaksOfBackups = (key: string, value: Value) =>
  tokens(key).some((word) => BACKUP_WORDS.includes(word)) && !NO.test(value.outline);
const NO = /^(false|no|none|off|disabled|never|0)?$/i;

/** Selections that name it by a reference, and those that may choose it by something else. */
const selectionsFor = (resource: Resource): Iterable<Resource> =>
  new Set([...resource.referring(SELECTION), ...choosersOf(resource, selectionIndex(resource.app))]);

/** What chooses by tags alone, by the tag as it is written; and what chooses by more, of what says the same one. */
interface ChooserIndex {
  byTag: ReadonlyMap<string, readonly Resource[]>;
  others: readonly Resource[];
}

/** So that no resource is compared with every plan for others. */
const choosersOf = (resource: Resource, { byTag, others }: ChooserIndex): Resource[] => [
  ...others,
  ...(byTag.size === 0 ? [] : tagsOf(resource)).flatMap(
    ([key, value]) => byTag.get(tagKey(key, value.literal)) ?? [],
  ),
];

/** A tag whose value is not known may be any that goes with its key. */
const tagKey = (key: string, value: string | undefined) => (value === undefined ? key : `${key}\n${value}`);

function indexChoosers(
  choosers: readonly Resource[],
  /** All that it chooses by; nothing where that is not spelled out. */
  partsOf: (chooser: Resource) => readonly (Node | undefined)[],
  /** The list of tags that it chooses by, if by nothing else. */
  tagsOnly: (chooser: Resource) => Node | undefined,
): ChooserIndex {
  const byTag = new Map<string, Resource[]>();
  const others = new Map<string, Resource>();
  for (const chooser of choosers) {
    const tags = writtenTags(tagsOnly(chooser));
    for (const [key, value] of tags ?? []) {
      addToGroup(byTag, tagKey(key, value), chooser);
      addToGroup(byTag, tagKey(key, undefined), chooser);
    }
    if (tags) continue;
    const { file, text } = chooser.template.source;
    const parts = partsOf(chooser);
    const spelled = parts.some((part) => part !== undefined) ? parts : [chooser.node];
    const texts = spelled.map((node) => node && text.slice(node.start, node.end));
    others.set([file, chooser.condition, ...texts].join('\n'), chooser);
  }
  return { byTag, others: [...others.values()] };
}

/** Keys and values, if the template spells all of them out. */
function writtenTags(list: Node | undefined): [string, string][] | undefined {
  if (list?.kind !== 'list') return undefined;
  const tags = list.items.map((tag) => [
    childOf(tag, 'ConditionKey') ?? childOf(tag, 'Key'),
    childOf(tag, 'ConditionValue') ?? childOf(tag, 'Value'),
  ]);
  const spelled = tags.flatMap(([key, value]): [string, string][] =>
    key?.kind === 'scalar' && value?.kind === 'scalar' ? [[key.text, value.text]] : [],
  );
  return spelled.length === tags.length ? spelled : undefined;
}

const partsOfSelection = (selection: Resource) =>
  PARTS.map((part) => childOf(selection.written('BackupSelection'), part));

const selectionIndex = remember((app: App) =>
  indexChoosers(app.resourcesOf(SELECTION), partsOfSelection, (selection) => {
    const [resources, tags, ...others] = partsOfSelection(selection);
    if (others.some((part) => part !== undefined) || !onlyRefers(selection, resources)) return undefined;
    return resources && !tags ? NOTHING : tags;
  }),
);
const NOTHING: Node = { kind: 'list', items: [], start: 0, end: 0 };

/** Whether it names no resources, or only by references. */
const onlyRefers = (selection: Resource, resources: Node | undefined): boolean =>
  resources === undefined ||
  (resources.kind === 'list' &&
    resources.items.length ===
      selection.references.filter(({ path }) => path === 'Properties.BackupSelection.Resources').length);

/**
 * What Resources name or ListOfTags choose, or everything where neither is given, narrowed by all Conditions
 * and by NotResources.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html
 */
function selects(selection: Resource, resource: Resource): boolean {
  const { Resources, ListOfTags, NotResources, Conditions } = Object.fromEntries(
    PARTS.map((part) => [part, selection.get(`BackupSelection.${part}`)]),
  ) as { [part in (typeof PARTS)[number]]: Value };
  const isChosen =
    Resources.isPresent || ListOfTags.isPresent
      ? Resources.items().some((arn) => names(arn, resource)) ||
        ListOfTags.items().some((tag) =>
          hasTag(resource, tag.get('ConditionKey'), (value) => sameText(value, tag.get('ConditionValue'))),
        )
      : true;
  return (
    isChosen &&
    Object.entries(OPERATORS).every(([operator, holds]) =>
      Conditions.get(operator)
        .items()
        .every((condition) =>
          holds(resource, condition.get('ConditionKey'), condition.get('ConditionValue')),
        ),
    ) &&
    !NotResources.items().some((arn) => names(arn, resource))
  );
}

const PARTS = ['Resources', 'ListOfTags', 'NotResources', 'Conditions'] as const;

const OPERATORS: {
  readonly [operator: string]: (resource: Resource, key: Value, wanted: Value) => boolean;
} = {
  StringEquals: (resource, key, wanted) => hasTag(resource, key, (value) => sameText(value, wanted)),
  StringLike: (resource, key, wanted) => hasTag(resource, key, (value) => isLike(value, wanted)),
  StringNotEquals: (resource, key, wanted) => !hasTag(resource, key, (value) => sameText(value, wanted)),
  StringNotLike: (resource, key, wanted) => !hasTag(resource, key, (value) => isLike(value, wanted)),
};

/** Whether an ARN, or a pattern of ARNs, is that of a resource. */
function names(arn: Value, resource: Resource): boolean {
  if (arn.references().some((reference) => reference.resource === resource)) return true;
  if (arn.parts.length === 0 || arn.parts.every(({ kind }) => kind === 'unknown'))
    return arn.matches(EVERYTHING);
  const { service, kind, name } = ARNS[resource.type] as (typeof ARNS)[string];
  const [, , ofService, , , ...rest] = inOnePiece(arn).split(':');
  if (ofService === undefined) return arn.outline === '*';
  return (
    matchesWildcards(ofService, service) &&
    (rest.length === 0 || matchesWildcards(rest.join(':'), kind + nameOf(resource, name)))
  );
}

/** A text that is not known may be any, so also this one. */
const EVERYTHING = /^\*$/;
/** A name that CloudFormation or the service gives: only a pattern for all names has it. */
const GIVEN_LATER = '\u0000';

const nameOf = (resource: Resource, property: string | undefined): string =>
  (property && inOnePiece(resource.get(property))) || GIVEN_LATER;

/** A text in which `${AWS::Region}` is no place to take it apart. */
export const inOnePiece = (value: Value): string =>
  value.outline.replace(/\$\{[^}]*\}/g, (placeholder) => placeholder.replaceAll(':', '.'));

/** Tags whose key is wanted and whose value fits. Keys in Conditions stand behind a prefix. */
function hasTag(resource: Resource, key: Value, fits: (value: Value) => boolean): boolean {
  const wanted = key.outline.replace(/^aws:ResourceTag\//, '');
  return tagsOf(resource).some(([name, value]) => name === wanted && fits(value));
}

/** The same text, or the same words around what only deployment can tell. */
const sameText = (one: Value, other: Value): boolean =>
  other.literal === undefined ? one.outline === other.outline : one.is(other.literal);

const isLike = (value: Value, pattern: Value): boolean => matchesWildcards(pattern.outline, value.outline);

/** A resource's tags, wherever its type keeps them; those of a global table are its replicas'. */
function tagListOf(resource: Resource): Value {
  const [replica] = resource.type === 'AWS::DynamoDB::GlobalTable' ? resource.get('Replicas').items() : [];
  return (
    replica?.get('Tags') ?? resource.get(resource.type === 'AWS::EFS::FileSystem' ? 'FileSystemTags' : 'Tags')
  );
}

const tagsOf = (resource: Resource): [string, Value][] => tagsIn(tagListOf(resource));

const tagsIn = (tags: Value): [string, Value][] =>
  tags.isMap ? tags.entries() : tags.items().map((tag) => [tag.get('Key').outline, tag.get('Value')]);

/**
 * Whether a policy of Data Lifecycle Manager makes snapshots of it: by tag, or as the default policy for all
 * that nothing else backs up.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-dlm-lifecyclepolicy-policydetails.html
 */
export const isInLifecyclePolicy = (resource: Resource): boolean =>
  choosersOf(resource, policyIndex(resource.app)).some(
    (policy) => policy.exists && !policy.get('State').is('DISABLED') && targets(policy, resource),
  );

const partsOfPolicy = (policy: Resource) =>
  ['PolicyDetails', 'DefaultPolicy', 'State'].map((part) => policy.written(part));

const policyIndex = remember((app: App) =>
  indexChoosers(app.resourcesOf(LIFECYCLE_POLICY), partsOfPolicy, (policy) => {
    const details = policy.written('PolicyDetails');
    const isDefault = policy.written('DefaultPolicy') ?? childOf(details, 'PolicyLanguage');
    return isDefault ? undefined : childOf(details, 'TargetTags');
  }),
);

function targets(policy: Resource, resource: Resource): boolean {
  const type = resource.type === 'AWS::EC2::Volume' ? 'VOLUME' : 'INSTANCE';
  if (policy.get('DefaultPolicy').is(type)) return true;
  const details = policy.get('PolicyDetails');
  if (details.get('ResourceType').is(type) && details.get('PolicyLanguage').is('SIMPLIFIED')) return true;
  return (
    details.get('ResourceTypes').includes(type) &&
    details
      .get('TargetTags')
      .items()
      .some((tag) => hasTag(resource, tag.get('Key'), (value) => sameText(value, tag.get('Value'))))
  );
}
