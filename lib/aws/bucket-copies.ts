import type { Resource } from '../model/entity';
import type { Value } from '../model/value';
import { accountOf, inSameAccount } from './accounts';
import { inOnePiece, isInBackupPlan } from './backup-plans';
import { BUCKET } from './buckets';
import { resourceWithName } from './named-resources';
import { isOwnAccount } from './policy-principals';

/** Where a copy goes; `unknown` where the template names what nobody here can see the owner of. */
export type Copy = 'outside' | 'inside' | 'unknown';

/** Whether a bucket's objects are copied to another account: by replication, or by a backup plan. */
export const isCopiedOutside = (bucket: Resource): boolean =>
  copiesOf(bucket).includes('outside') || (isInBackupPlan(bucket) && plansCopyOutside(bucket));

/** Where the enabled replication rules of a bucket lead. */
export const copiesOf = (bucket: Resource): Copy[] =>
  bucket
    .get('ReplicationConfiguration.Rules')
    .items()
    .filter((rule) => rule.get('Status').is('Enabled'))
    .map((rule) => copyTo(bucket, rule.get('Destination')));

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

/** Backup plans of the app that copy to a vault of another account. */
const plansCopyOutside = (bucket: Resource): boolean =>
  bucket.app
    .resourcesOf('AWS::Backup::BackupPlan')
    .filter((plan) => plan.exists)
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
