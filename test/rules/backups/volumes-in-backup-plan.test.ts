import rule from '../../../rules/backups/volumes-in-backup-plan';
import { testRule } from '../../rule-tester';

const volume = (properties: object = {}) => ({
  Type: 'AWS::EC2::Volume',
  Properties: { AvailabilityZone: { Ref: 'Zone' }, Size: 100, ...properties },
});
const instance = (properties: object = {}) => ({
  Type: 'AWS::EC2::Instance',
  Properties: { ImageId: { Ref: 'Image' }, InstanceType: 't4g.small', ...properties },
});
const tags = (Key: string, Value: string) => ({ Tags: [{ Key, Value }] });
const dataDisk = { BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: { VolumeSize: 100 } }] };
const systemDisk = { BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 30 } }] };
const selection = (chosen: object) => ({
  Type: 'AWS::Backup::BackupSelection',
  Properties: {
    BackupPlanId: { Ref: 'Plan' },
    BackupSelection: {
      SelectionName: 'volumes',
      IamRoleArn: 'arn:aws:iam::111122223333:role/backup',
      ...chosen,
    },
  },
});
const lifecycle = (properties: object) => ({
  Type: 'AWS::DLM::LifecyclePolicy',
  Properties: {
    Description: 'daily snapshots',
    State: 'ENABLED',
    ExecutionRoleArn: 'arn:aws:iam::111122223333:role/dlm',
    ...properties,
  },
});
const byTag = (type: string, key: string, value: string) =>
  lifecycle({
    PolicyDetails: {
      PolicyType: 'EBS_SNAPSHOT_MANAGEMENT',
      ResourceTypes: [type],
      TargetTags: [{ Key: key, Value: value }],
      Schedules: [
        { Name: 'daily', CreateRule: { Interval: 24, IntervalUnit: 'HOURS' }, RetainRule: { Count: 7 } },
      ],
    },
  });
const attachment = {
  Type: 'AWS::EC2::VolumeAttachment',
  Properties: { InstanceId: { Ref: 'Server' }, VolumeId: { Ref: 'Data' }, Device: '/dev/sdf' },
};
const uncovered = 'is in no backup plan or lifecycle policy of the app';

testRule(rule, {
  pass: {
    'a backup plan names the volume': {
      Resources: {
        Data: volume(),
        Selection: selection({
          Resources: [{ 'Fn::Sub': 'arn:aws:ec2:${AWS::Region}:${AWS::AccountId}:volume/${Data}' }],
        }),
      },
    },
    'a backup plan by tag': {
      Resources: {
        Data: volume(tags('plan', 'daily')),
        Selection: selection({
          ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey: 'plan', ConditionValue: 'daily' }],
        }),
      },
    },
    'a policy of Data Lifecycle Manager by tag': {
      Resources: { Data: volume(tags('plan', 'daily')), Policy: byTag('VOLUME', 'plan', 'daily') },
    },
    'the default policy of Data Lifecycle Manager': {
      Resources: { Data: volume(), Policy: lifecycle({ DefaultPolicy: 'VOLUME' }) },
    },
    'the instance that it is attached to is backed up': {
      Resources: {
        Data: volume(),
        Server: instance(tags('plan', 'daily')),
        Attachment: attachment,
        Policy: byTag('INSTANCE', 'plan', 'daily'),
      },
    },
    'an instance without data': instance(systemDisk),
  },
  fail: {
    'a volume that nobody backs up': [volume(), `warning Volume Properties.Tags: this volume ${uncovered}`],
    'an instance with a data volume': [
      instance(dataDisk),
      'warning Instance Properties.Tags: the volumes of this instance are in no backup plan or lifecycle policy of the app',
    ],
    'a policy for another tag': [
      { Resources: { Data: volume(tags('plan', 'weekly')), Policy: byTag('VOLUME', 'plan', 'daily') } },
      `warning Data Properties.Tags: this volume ${uncovered}`,
    ],
    'a policy for instances does not take a volume by its tag': [
      { Resources: { Data: volume(tags('plan', 'daily')), Policy: byTag('INSTANCE', 'plan', 'daily') } },
      `warning Data Properties.Tags: this volume ${uncovered}`,
    ],
    'a policy that is disabled': [
      { Resources: { Data: volume(), Policy: lifecycle({ DefaultPolicy: 'VOLUME', State: 'DISABLED' }) } },
      `warning Data Properties.Tags: this volume ${uncovered}`,
    ],
    'backed up in production only': [
      {
        Resources: {
          Data: volume(),
          Selection: { ...selection({ Resources: ['*'] }), Condition: 'IsProd' },
        },
      },
      `info Data Properties.Tags when IsProd is false (Stage is dev): this volume ${uncovered}`,
    ],
  },
  review: {
    'a tag speaks of a plan that is not here': [
      volume(tags('backup', 'true')),
      'review Volume Properties.Tags: whether a plan elsewhere backs up what has the tag backup cannot be seen here',
    ],
    'the tag that the plan goes by is a parameter': [
      {
        Resources: {
          Data: volume({ Tags: [{ Key: 'plan', Value: { Ref: 'Plan' } }] }),
          Policy: byTag('VOLUME', 'plan', 'daily'),
        },
      },
      'review Data Properties.Tags: Plan has no default, so it is only known at deployment',
    ],
  },
  options: {
    'outside production': [
      volume(),
      { environment: 'non-production' },
      `info Volume Properties.Tags: this volume ${uncovered}`,
    ],
  },
});
