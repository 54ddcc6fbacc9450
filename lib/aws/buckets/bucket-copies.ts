import type { Resource } from '../../model/entity';
import type { Value } from '../../model/value';
import { accountOf, inSameAccount } from '../accounts';
import { inOnePiece, plansOf } from '../data/backup-plans';
import { isOwnAccount } from '../iam/policy-principals';
import { resourceWithName } from '../named-resources';
import { BUCKET } from './buckets';

/** Where a copy goes; `unknown` where the template names what nobody here can see the owner of. */
export type Copy = 'outside' | 'inside' | 'unknown';

/** Whether the log files of a trail are copied from its bucket to another account: by replication, or by a backup plan. */
export const isCopiedOutside = (bucket: Resource, trail: Resource): boolean =>
  copiesOf(bucket, trail).includes('outside') || plansCopyOutside(bucket);

/** Where the enabled replication rules lead that take the log files of a trail. */
export const copiesOf = (bucket: Resource, trail: Resource): Copy[] =>
  bucket
    .get('ReplicationConfiguration.Rules')
    .items()
    .filter((rule) => rule.get('Status').is('Enabled') && takesLogs(rule, trail))
    .map((rule) => copyTo(bucket, rule.get('Destination')));

/**
 * Whether a rule is for the objects under `<S3KeyPrefix>/AWSLogs/`, which have no tags.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
function takesLogs(rule: Value, trail: Resource): boolean {
  if (['Filter.TagFilter', 'Filter.And.TagFilters'].some((path) => rule.get(path).isPresent)) return false;
  const folder = trail.get('S3KeyPrefix').outline;
  const logs = folder === '' ? 'AWSLogs/' : `${folder}/AWSLogs/`;
  return PREFIXES.map((path) => rule.get(path)).every(
    ({ outline, isKnown }) => !isKnown || outline.startsWith(logs) || logs.startsWith(outline),
  );
}

const PREFIXES = ['Prefix', 'Filter.Prefix', 'Filter.And.Prefix'];

/**
 * Account is given only to make the other account the owner of the copies; without it the bucket itself tells.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-replicationdestination.html
 */
function copyTo(bucket: Resource, destination: Value): Copy {
  const account = destination.get('Account');
  if (account.isPresent) return isOwnAccount(account) ? 'inside' : 'outside';
  const target = bucketWithArn(destination.get('Bucket'));
  const isInside = target && inSameAccount(bucket, target);
  if (isInside === undefined) return 'unknown';
  return isInside ? 'inside' : 'outside';
}

function bucketWithArn(arn: Value): Resource | undefined {
  const [reference] = arn.references();
  if (reference) return reference.resource.type === BUCKET ? reference.resource : undefined;
  const name = /^arn:[^:]*:s3:::([^/]+)$/.exec(arn.outline)?.[1];
  return name === undefined ? undefined : resourceWithName(arn.entity.app, BUCKET, name);
}

/** A backup plan that takes the bucket copies to a vault of another account. */
const plansCopyOutside = (bucket: Resource): boolean =>
  plansOf(bucket)
    .flatMap((plan) => plan.get('BackupPlan.BackupPlanRule').items())
    .flatMap((rule) => rule.get('CopyActions').items())
    .some((copy) => isVaultElsewhere(bucket, copy.get('DestinationBackupVaultArn')));

function isVaultElsewhere(bucket: Resource, arn: Value): boolean {
  const [reference] = arn.references();
  if (reference) return inSameAccount(bucket, reference.resource) === false;
  const [, , , , account] = inOnePiece(arn).split(':');
  if (account === undefined) return arn.matches(/^arn:[^:]*:backup:[^:]*:\d{12}:/);
  return account !== OWN_ACCOUNT && account !== accountOf(bucket.template);
}

const OWN_ACCOUNT = '${AWS..AccountId}';
