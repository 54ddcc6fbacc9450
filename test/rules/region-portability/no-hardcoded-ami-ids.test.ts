import rule from '../../../rules/region-portability/no-hardcoded-ami-ids';
import { testRule } from '../../rule-tester';

const AMI = 'ami-0123456789abcdef0';
const instance = (image: unknown) => ({
  Type: 'AWS::EC2::Instance',
  Properties: { ImageId: image, InstanceType: 't4g.small' },
});
const withParameter = (parameter: object) => ({
  Parameters: { Image: parameter },
  Resources: { Server: instance({ Ref: 'Image' }) },
});
const byRegion = (map: string) => ({ 'Fn::FindInMap': [map, { Ref: 'AWS::Region' }, 'AMI'] });
const beanstalk = (image: unknown) => ({
  Type: 'AWS::ElasticBeanstalk::Environment',
  Properties: {
    ApplicationName: 'shop',
    OptionSettings: [
      { Namespace: 'aws:autoscaling:launchconfiguration', OptionName: 'InstanceType', Value: 't4g.small' },
      { Namespace: 'aws:autoscaling:launchconfiguration', OptionName: 'ImageId', Value: image },
    ],
  },
});

testRule(rule, {
  pass: {
    'a mapping by Region': {
      Mappings: { Images: { 'eu-west-1': { AMI }, 'eu-central-1': { AMI: 'ami-0fedcba9876543210' } } },
      Resources: { Server: instance(byRegion('Images')) },
    },
    'an SSM public parameter as parameter type': withParameter({
      Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>',
      Default: '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64',
    }),
    'an SSM public parameter by dynamic reference': instance(
      '{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64}}',
    ),
    'a parameter without default': withParameter({ Type: 'AWS::EC2::Image::Id' }),
    'a default that is no image': withParameter({ Type: 'String', Default: 'ami-00000000' }),
    'an image of another stack': instance({ 'Fn::ImportValue': 'golden-image' }),
    'an image that only the branch that cannot happen names': {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { Server: instance({ 'Fn::If': ['Never', AMI, { Ref: 'Image' }] }) },
    },
    'a recipe on the latest image of AWS': {
      Type: 'AWS::ImageBuilder::ImageRecipe',
      Properties: {
        Name: 'base',
        Version: '1.0.0',
        ParentImage: {
          'Fn::Sub':
            'arn:${AWS::Partition}:imagebuilder:${AWS::Region}:aws:image/amazon-linux-2023-arm64/x.x.x',
        },
      },
    },
    'an image for the one Region that the condition names': {
      Conditions: { IsIreland: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } },
      Resources: { Server: instance({ 'Fn::If': ['IsIreland', AMI, { Ref: 'Image' }] }) },
    },
    'Beanstalk looks the image up': beanstalk('{{resolve:ssm:/shop/image}}'),
  },
  fail: {
    'every other type that takes an image': [
      {
        Resources: {
          Spots: {
            Type: 'AWS::EC2::SpotFleet',
            Properties: {
              SpotFleetRequestConfigData: {
                IamFleetRole: 'arn:aws:iam::111122223333:role/fleet',
                TargetCapacity: 1,
                LaunchSpecifications: [{ ImageId: AMI }],
              },
            },
          },
          Recipe: {
            Type: 'AWS::ImageBuilder::ImageRecipe',
            Properties: {
              Name: 'web',
              Version: '1.0.0',
              ParentImage: AMI,
              Components: [
                { ComponentArn: 'arn:aws:imagebuilder:eu-west-1:111122223333:component/web/1.0.0' },
              ],
            },
          },
          Containers: {
            Type: 'AWS::ImageBuilder::ContainerRecipe',
            Properties: {
              Name: 'web',
              Version: '1.0.0',
              ContainerType: 'DOCKER',
              ParentImage: 'amazonlinux:2023',
              TargetRepository: { Service: 'ECR', RepositoryName: 'web' },
              Components: [
                { ComponentArn: 'arn:aws:imagebuilder:eu-west-1:111122223333:component/web/1.0.0' },
              ],
              InstanceConfiguration: { Image: AMI },
            },
          },
          Hadoop: {
            Type: 'AWS::EMR::Cluster',
            Properties: {
              Name: 'orders',
              Instances: {},
              JobFlowRole: 'worker',
              ServiceRole: 'emr',
              CustomAmiId: AMI,
            },
          },
          Compute: {
            Type: 'AWS::Batch::ComputeEnvironment',
            Properties: {
              Type: 'MANAGED',
              ComputeResources: {
                Type: 'EC2',
                MaxvCpus: 4,
                MinvCpus: 0,
                InstanceRole: 'batch',
                InstanceTypes: ['optimal'],
                Subnets: [{ Ref: 'Subnet' }],
                SecurityGroupIds: [{ Ref: 'Group' }],
                ImageId: AMI,
              },
            },
          },
          Desk: {
            Type: 'AWS::Cloud9::EnvironmentEC2',
            Properties: { InstanceType: 't3.small', ImageId: AMI },
          },
          Layered: {
            Type: 'AWS::OpsWorks::Instance',
            Properties: { InstanceType: 't3.small', LayerIds: ['a1b2c3'], StackId: 'd4e5f6', AmiId: AMI },
          },
        },
      },
      [
        'Spots Properties.SpotFleetRequestConfigData.LaunchSpecifications[0].ImageId',
        'Recipe Properties.ParentImage',
        'Containers Properties.InstanceConfiguration.Image',
        'Hadoop Properties.CustomAmiId',
        'Compute Properties.ComputeResources.ImageId',
        'Desk Properties.ImageId',
        'Layered Properties.AmiId',
      ].map(
        (at) =>
          `error ${at}: ${AMI} is an image of one Region: use an SSM public parameter or a mapping by Region`,
      ),
    ],
    'an instance': [
      instance(AMI),
      `error Instance Properties.ImageId: ${AMI} is an image of one Region: use an SSM public parameter or a mapping by Region`,
    ],
    'an id of the short form': [
      instance('ami-79fd7eee'),
      'error Instance Properties.ImageId: ami-79fd7eee is an image of one Region: use an SSM public parameter or a mapping by Region',
    ],
    'outside production only': [
      instance({ 'Fn::If': ['IsProd', { Ref: 'Image' }, AMI] }),
      `warning Instance Properties.ImageId when IsProd is false (Stage is dev): ${AMI} is an image of one Region: use an SSM public parameter or a mapping by Region`,
    ],
    'the default of a parameter': [
      withParameter({ Type: 'AWS::EC2::Image::Id', Default: AMI }),
      `warning Image Parameters.Image.Default: by default this is ${AMI}, an image of one Region: use an SSM public parameter or a mapping by Region`,
    ],
    'a launch template': [
      { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { ImageId: AMI } } },
      `error LaunchTemplate Properties.LaunchTemplateData.ImageId: ${AMI} is an image of one Region: use an SSM public parameter or a mapping by Region`,
    ],
    'a launch configuration': [
      {
        Type: 'AWS::AutoScaling::LaunchConfiguration',
        Properties: { ImageId: AMI, InstanceType: 't4g.small' },
      },
      `error LaunchConfiguration Properties.ImageId: ${AMI} is an image of one Region: use an SSM public parameter or a mapping by Region`,
    ],
    'a compute environment': [
      {
        Type: 'AWS::Batch::ComputeEnvironment',
        Properties: {
          Type: 'MANAGED',
          ComputeResources: {
            Type: 'EC2',
            MaxvCpus: 16,
            Subnets: [{ Ref: 'Subnet' }],
            InstanceRole: { Ref: 'Role' },
            InstanceTypes: ['optimal'],
            SecurityGroupIds: [{ Ref: 'Group' }],
            Ec2Configuration: [{ ImageType: 'ECS_AL2023', ImageIdOverride: AMI }],
          },
        },
      },
      `error ComputeEnvironment Properties.ComputeResources.Ec2Configuration[0].ImageIdOverride: ${AMI} is an image of one Region: use an SSM public parameter or a mapping by Region`,
    ],
    'an option of Beanstalk': [
      beanstalk(AMI),
      `error Environment Properties.OptionSettings[1].Value: ${AMI} is an image of one Region: use an SSM public parameter or a mapping by Region`,
    ],
    'an option of a configuration template of Beanstalk': [
      { ...beanstalk(AMI), Type: 'AWS::ElasticBeanstalk::ConfigurationTemplate' },
      `error ConfigurationTemplate Properties.OptionSettings[1].Value: ${AMI} is an image of one Region: use an SSM public parameter or a mapping by Region`,
    ],
    'another image for the other Regions': [
      {
        Conditions: { IsIreland: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } },
        Resources: { Server: instance({ 'Fn::If': ['IsIreland', AMI, 'ami-0fedcba9876543210'] }) },
      },
      'warning Server Properties.ImageId when IsIreland is false (AWS::Region is not eu-west-1): ami-0fedcba9876543210 is an image of one Region: use an SSM public parameter or a mapping by Region',
    ],
  },
  options: {
    'the stack has one Region, for which CDK looked the image up': [
      instance(AMI),
      { parameters: { 'AWS::Region': 'eu-west-1' } },
      `warning Instance Properties.ImageId: ${AMI} is an image of one Region: use an SSM public parameter or a mapping by Region`,
    ],
    'another image is given for the default': [
      withParameter({ Type: 'AWS::EC2::Image::Id', Default: AMI }),
      { parameters: { Image: 'ami-0fedcba9876543210' } },
      [],
    ],
  },
});
