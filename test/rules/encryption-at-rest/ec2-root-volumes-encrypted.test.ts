import rule from '../../../rules/encryption-at-rest/ec2-root-volumes-encrypted';
import { testRule } from '../../rule-tester';

const device = (name: unknown, ebs: object = { Encrypted: true }) => ({ DeviceName: name, Ebs: ebs });
const instance = (properties: object) => ({
  Type: 'AWS::EC2::Instance',
  Properties: { InstanceType: 't4g.small', ...properties },
});
const image = { ImageId: { Ref: 'Image' } };
const template = (data: object) => ({
  Type: 'AWS::EC2::LaunchTemplate',
  Properties: { LaunchTemplateData: data },
});
const from = (name: string) => ({
  LaunchTemplate: {
    LaunchTemplateId: { Ref: name },
    Version: { 'Fn::GetAtt': [name, 'LatestVersionNumber'] },
  },
});
const nodes = (properties: object) => ({
  Type: 'AWS::EKS::Nodegroup',
  Properties: {
    ClusterName: 'shop',
    NodeRole: 'arn:aws:iam::111122223333:role/nodes',
    Subnets: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    ...properties,
  },
});
const MESSAGE =
  'no mapping for the root device, so its encryption is up to the image and the account: map /dev/xvda or /dev/sda1 as the image has it, another name adds a second volume';

testRule(rule, {
  pass: {
    'an instance that maps its root device': instance({
      ...image,
      BlockDeviceMappings: [device('/dev/xvda')],
    }),
    'whether it is encrypted there is for ebs-volumes-encrypted to say': instance({
      ...image,
      BlockDeviceMappings: [device('/dev/sdf'), device('/dev/sda1', { VolumeSize: 20 })],
    }),
    'a launch template that maps it': template({ ...image, BlockDeviceMappings: [device('/dev/xvda')] }),
    'an instance whose launch template maps it': {
      Resources: {
        Template: template({ BlockDeviceMappings: [device('/dev/xvda')] }),
        Server: instance({ ...image, ...from('Template') }),
      },
    },
    'an instance that maps it beside a launch template of other settings': {
      Resources: {
        Template: template({ MetadataOptions: { HttpTokens: 'required' } }),
        Server: instance({ ...image, ...from('Template'), BlockDeviceMappings: [device('/dev/xvda')] }),
      },
    },
    'a node group whose launch template maps it': {
      Resources: {
        Template: template({ BlockDeviceMappings: [device('/dev/xvda')] }),
        Nodes: nodes({ LaunchTemplate: { Id: { Ref: 'Template' } } }),
      },
    },
    'one of two names in either branch': instance({
      ...image,
      BlockDeviceMappings: [device({ 'Fn::If': ['IsProd', '/dev/xvda', '/dev/sda1'] })],
    }),
  },
  fail: {
    'an instance that maps nothing': [
      instance(image),
      `warning Instance Properties.BlockDeviceMappings: ${MESSAGE}`,
    ],
    'another name adds another volume': [
      instance({ ...image, BlockDeviceMappings: [device('/dev/sdh')] }),
      `warning Instance Properties.BlockDeviceMappings: ${MESSAGE}`,
    ],
    'mapped in production only': [
      instance({
        ...image,
        BlockDeviceMappings: { 'Fn::If': ['IsProd', [device('/dev/xvda')], { Ref: 'AWS::NoValue' }] },
      }),
      `info Instance Properties.BlockDeviceMappings when IsProd is false (Stage is dev): ${MESSAGE}`,
    ],
    'a launch template; its instances are judged with it': [
      {
        Resources: {
          Template: template(image),
          Server: instance(from('Template')),
        },
      },
      `warning Template Properties.LaunchTemplateData.BlockDeviceMappings: ${MESSAGE}`,
    ],
    'neither an instance nor its launch template': [
      {
        Resources: {
          Template: template({ MetadataOptions: { HttpTokens: 'required' } }),
          Server: instance({ ...image, ...from('Template') }),
        },
      },
      `warning Server Properties.BlockDeviceMappings: ${MESSAGE}`,
    ],
    'a launch configuration': [
      { Type: 'AWS::AutoScaling::LaunchConfiguration', Properties: { ...image, InstanceType: 't4g.small' } },
      `warning LaunchConfiguration Properties.BlockDeviceMappings: ${MESSAGE}`,
    ],
    'a launch template of a node group, which brings no image': [
      {
        Resources: {
          Template: template({ InstanceType: 'm7g.large' }),
          Nodes: nodes({ LaunchTemplate: { Id: { Ref: 'Template' } } }),
          Server: instance({ ...image, ...from('Template'), BlockDeviceMappings: [device('/dev/xvda')] }),
        },
      },
      `warning Template Properties.LaunchTemplateData.BlockDeviceMappings: ${MESSAGE}`,
    ],
    'a node group without launch template': [
      nodes({}),
      'warning Nodegroup Properties.LaunchTemplate: encryption of the root volume is up to the account: the node group has no launch template that maps it',
    ],
    'an environment of Cloud9': [
      {
        Type: 'AWS::Cloud9::EnvironmentEC2',
        Properties: { ImageId: 'amazonlinux-2023-x86_64', InstanceType: 't3.small' },
      },
      'warning EnvironmentEC2 Properties.InstanceType: encryption of the root volume is up to the account: Cloud9 has no setting for it',
    ],
  },
  review: {
    'a device that a parameter names': [
      instance({ ...image, BlockDeviceMappings: [device({ Ref: 'RootDevice' })] }),
      'review Instance Properties.BlockDeviceMappings: RootDevice has no default, so it is only known at deployment',
    ],
    'a launch template from elsewhere': [
      instance({ LaunchTemplate: { LaunchTemplateName: 'company-standard', Version: '3' } }),
      'review Instance Properties.BlockDeviceMappings: the root volume may be mapped in a launch template that is not part of the app',
    ],
  },
  options: {
    'where the account encrypts by default': [
      instance(image),
      { ruleOptions: { assumeEbsEncryptionByDefault: true } },
      [],
    ],
  },
});
