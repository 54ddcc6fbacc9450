import rule from '../../../rules/data-retention/ebs-data-volumes-survive-termination';
import { testRule } from '../../rule-tester';

const image = { ImageId: { Ref: 'Image' }, InstanceType: 't4g.small' };
const instance = (...mappings: object[]) => ({
  Type: 'AWS::EC2::Instance',
  Properties: { ...image, BlockDeviceMappings: mappings },
});
const data = (ebs: object = {}) => ({ DeviceName: '/dev/sdf', Ebs: { VolumeSize: 100, ...ebs } });
const template = (...mappings: object[]) => ({
  Type: 'AWS::EC2::LaunchTemplate',
  Properties: { LaunchTemplateData: { ...image, BlockDeviceMappings: mappings } },
});
const launched = {
  Type: 'AWS::EC2::Instance',
  Properties: {
    LaunchTemplate: {
      LaunchTemplateId: { Ref: 'Launch' },
      Version: { 'Fn::GetAtt': ['Launch', 'LatestVersionNumber'] },
    },
  },
};
const group = {
  Type: 'AWS::AutoScaling::AutoScalingGroup',
  Properties: {
    MinSize: '2',
    MaxSize: '4',
    AvailabilityZones: { 'Fn::GetAZs': '' },
    LaunchTemplate: launched.Properties.LaunchTemplate,
  },
};

testRule(rule, {
  pass: {
    'a data volume that stays': instance(data({ DeleteOnTermination: false })),
    'the volume of the system': instance({
      DeviceName: '/dev/xvda',
      Ebs: { VolumeSize: 30, DeleteOnTermination: true },
    }),
    'a disk of the host': instance({ DeviceName: '/dev/sdb', VirtualName: 'ephemeral0' }),
    'no volumes of its own': { Type: 'AWS::EC2::Instance', Properties: image },
    'instances of an Auto Scaling group come and go': {
      Resources: { Launch: template(data()), Group: group },
    },
  },
  fail: {
    'a data volume goes by default': [
      instance(data()),
      'warning Instance Properties.BlockDeviceMappings[0].Ebs.DeleteOnTermination: the volume /dev/sdf is deleted with its instance: DeleteOnTermination is not set',
    ],
    'a data volume is told to go': [
      instance({ DeviceName: '/dev/sda1', Ebs: { VolumeSize: 30 } }, data({ DeleteOnTermination: true })),
      'warning Instance Properties.BlockDeviceMappings[1].Ebs.DeleteOnTermination: the volume /dev/sdf is deleted with its instance: DeleteOnTermination is true',
    ],
    'kept in production only': [
      instance(data({ DeleteOnTermination: { 'Fn::If': ['IsProd', false, true] } })),
      'info Instance Properties.BlockDeviceMappings[0].Ebs.DeleteOnTermination when IsProd is false (Stage is dev): the volume /dev/sdf is deleted with its instance: DeleteOnTermination is true',
    ],
    'an instance that cannot be terminated by mistake': [
      {
        Type: 'AWS::EC2::Instance',
        Properties: { ...image, DisableApiTermination: true, BlockDeviceMappings: [data()] },
      },
      'info Instance Properties.BlockDeviceMappings[0].Ebs.DeleteOnTermination: the volume /dev/sdf is deleted with its instance: DeleteOnTermination is not set',
    ],
    'the launch template of an instance': [
      { Resources: { Launch: template(data()), Server: launched } },
      'warning Launch Properties.LaunchTemplateData.BlockDeviceMappings[0].Ebs.DeleteOnTermination: the volume /dev/sdf is deleted with its instance: DeleteOnTermination is not set',
    ],
  },
  review: {
    'decided by a parameter': [
      instance(data({ DeleteOnTermination: { Ref: 'Delete' } })),
      'review Instance Properties.BlockDeviceMappings[0].Ebs.DeleteOnTermination: Delete has no default, so it is only known at deployment',
    ],
  },
  options: {
    'outside production': [
      instance(data()),
      { environment: 'non-production' },
      'info Instance Properties.BlockDeviceMappings[0].Ebs.DeleteOnTermination: the volume /dev/sdf is deleted with its instance: DeleteOnTermination is not set',
    ],
  },
});
