import { isInBackupPlan, isInLifecyclePolicy, saidToBeBackedUp } from '../../lib/aws/data/backup-plans';
import { dataDevices } from '../../lib/aws/data/block-devices';
import type { Resource } from '../../lib/model/entity';
import { fail, rule } from '../../lib/rule';

const INSTANCE = 'AWS::EC2::Instance';

export default rule({
  id: 'volumes-in-backup-plan',
  title: 'Volumes with data are taken by a backup plan',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'BACKUPS',
  resources: ['AWS::EC2::Volume', INSTANCE],
  why: 'A volume lives in one zone and takes no snapshots by itself: a lost disk, a broken file system or a wrong command takes the data with it.',
  fix: 'Take the volume, or its instance, into a backup plan (AWS::Backup::BackupSelection) or a policy of Data Lifecycle Manager, by ARN or by a tag.',
  docs: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html',
    'https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-lifecycle.html',
  ],

  check: (resource) =>
    resource
      .property('Tags')
      .expect(() => {
        const targets = [resource, ...instancesWith(resource)];
        if (targets.some((one) => isInBackupPlan(one) || isInLifecyclePolicy(one))) return undefined;
        const what = resource.type === INSTANCE ? 'the volumes of this instance are' : 'this volume is';
        return (
          targets.map(saidToBeBackedUp).find((outcome) => outcome !== undefined) ??
          fail(`${what} in no backup plan or lifecycle policy of the app`)
        );
      })
      .when(() => resource.type !== INSTANCE || dataDevices(resource).length > 0),
});

/** A backup of an instance has all its volumes in it. */
const instancesWith = (volume: Resource): Resource[] => {
  const attachments = volume.referring('AWS::EC2::VolumeAttachment', 'VolumeId');
  return [
    ...volume.referring(INSTANCE, 'Volumes.VolumeId'),
    ...attachments.flatMap((attachment) => attachment.referred(INSTANCE, 'InstanceId')),
  ].filter((instance) => instance.exists);
};
