import rule from '../../../rules/encryption-at-rest/ebs-volumes-encrypted';
import { testRule } from '../../rule-tester';

const volume = (properties: object) => ({
  Type: 'AWS::EC2::Volume',
  Properties: { AvailabilityZone: { Ref: 'Zone' }, Size: 20, ...properties },
});
const instance = (...devices: object[]) => ({
  Type: 'AWS::EC2::Instance',
  Properties: { ImageId: { Ref: 'Image' }, InstanceType: 't4g.small', BlockDeviceMappings: devices },
});
const data = (ebs: object) => ({ DeviceName: '/dev/sdf', Ebs: { VolumeSize: 20, ...ebs } });
const service = (volume: object, cluster: unknown = 'shop') => ({
  Type: 'AWS::ECS::Service',
  Properties: {
    Cluster: cluster,
    TaskDefinition: 'shop',
    VolumeConfigurations: [
      {
        Name: 'data',
        ManagedEBSVolume: { RoleArn: 'arn:aws:iam::111122223333:role/ecs-volumes', SizeInGiB: 20, ...volume },
      },
    ],
  },
});
const lifecycle = (encrypted: boolean) => ({
  Type: 'AWS::DLM::LifecyclePolicy',
  Properties: {
    Description: 'Daily snapshots',
    State: 'ENABLED',
    ExecutionRoleArn: 'arn:aws:iam::111122223333:role/dlm',
    PolicyDetails: {
      ResourceTypes: ['VOLUME'],
      TargetTags: [{ Key: 'Backup', Value: 'daily' }],
      Schedules: [
        {
          Name: 'daily',
          CreateRule: { Interval: 24, IntervalUnit: 'HOURS' },
          RetainRule: { Count: 7 },
          CrossRegionCopyRules: [{ Target: 'eu-central-1', Encrypted: encrypted }],
        },
      ],
    },
  },
});
const copyOfSharedSnapshots = (encrypted: boolean) => ({
  Type: 'AWS::DLM::LifecyclePolicy',
  Properties: {
    Description: 'Copies of shared snapshots',
    State: 'ENABLED',
    ExecutionRoleArn: 'arn:aws:iam::111122223333:role/dlm',
    PolicyDetails: {
      PolicyType: 'EVENT_BASED_POLICY',
      EventSource: {
        Type: 'MANAGED_CWE',
        Parameters: { EventType: 'shareSnapshot', SnapshotOwner: ['444455556666'] },
      },
      Actions: [
        {
          Name: 'copy',
          CrossRegionCopy: [
            {
              Target: 'eu-central-1',
              EncryptionConfiguration: { Encrypted: encrypted },
              RetainRule: { Interval: 1, IntervalUnit: 'MONTHS' },
            },
          ],
        },
      ],
    },
  },
});
const disasterRecovery = (encryption: string) => ({
  Type: 'AWS::DRS::ReplicationConfigurationTemplate',
  Properties: {
    AssociateDefaultSecurityGroup: true,
    BandwidthThrottling: 0,
    CreatePublicIP: false,
    DataPlaneRouting: 'PRIVATE_IP',
    DefaultLargeStagingDiskType: 'GP3',
    EbsEncryption: encryption,
    PitPolicy: [{ Units: 'DAY', Interval: 1, RetentionDuration: 7 }],
    ReplicationServerInstanceType: 't3.small',
    ReplicationServersSecurityGroupsIDs: [],
    StagingAreaSubnetId: { Ref: 'Subnet' },
    StagingAreaTags: { Purpose: 'recovery' },
    UseDedicatedReplicationServer: false,
  },
});

const open = data({ Encrypted: false });
const component = { ComponentArn: 'arn:aws:imagebuilder:eu-west-1:111122223333:component/web/1.0.0' };

testRule(rule, {
  pass: {
    'an encrypted volume': volume({ Encrypted: true }),
    'a copy of a volume, which is always encrypted': volume({ SourceVolumeId: 'vol-0123456789abcdef0' }),
    'devices of an instance: an encrypted one, instance store, and one taken away': instance(
      data({ Encrypted: 'true' }),
      { DeviceName: '/dev/sdg', VirtualName: 'ephemeral0' },
      { DeviceName: '/dev/sdh', NoDevice: {} },
    ),
    'a device that is only there where it is encrypted': instance({
      'Fn::If': ['IsProd', data({ Encrypted: true }), { Ref: 'AWS::NoValue' }],
    }),
    'an instance without devices of its own': {
      Type: 'AWS::EC2::Instance',
      Properties: { ImageId: { Ref: 'Image' }, InstanceType: 't4g.small' },
    },
    'a launch template': {
      Type: 'AWS::EC2::LaunchTemplate',
      Properties: { LaunchTemplateData: { BlockDeviceMappings: [data({ Encrypted: true })] } },
    },
    'a volume of ECS tasks with a key': service({ KmsKeyId: { Ref: 'Key' } }),
    'a volume of ECS tasks in a cluster with a key for storage': {
      Resources: {
        Cluster: {
          Type: 'AWS::ECS::Cluster',
          Properties: { Configuration: { ManagedStorageConfiguration: { KmsKeyId: { Ref: 'Key' } } } },
        },
        Service: service({}, { Ref: 'Cluster' }),
      },
    },
    'encrypted copies of snapshots': lifecycle(true),
    'encrypted copies of shared snapshots': copyOfSharedSnapshots(true),
    'disaster recovery with the default key': disasterRecovery('DEFAULT'),
  },
  fail: {
    'every other type that declares volumes': [
      {
        Resources: {
          Fleet: {
            Type: 'AWS::EC2::EC2Fleet',
            Properties: {
              TargetCapacitySpecification: { TotalTargetCapacity: 1 },
              LaunchTemplateConfigs: [{ Overrides: [{ BlockDeviceMappings: [open] }] }],
            },
          },
          Recipe: {
            Type: 'AWS::ImageBuilder::ImageRecipe',
            Properties: {
              Name: 'web',
              Version: '1.0.0',
              ParentImage: { Ref: 'Image' },
              Components: [component],
              BlockDeviceMappings: [open],
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
              Components: [component],
              InstanceConfiguration: { BlockDeviceMappings: [open] },
            },
          },
          Desk: {
            Type: 'AWS::WorkspacesInstances::WorkspaceInstance',
            Properties: {
              ManagedInstance: {
                ImageId: { Ref: 'Image' },
                InstanceType: 't3.large',
                BlockDeviceMappings: [open],
              },
            },
          },
          DeskVolume: {
            Type: 'AWS::WorkspacesInstances::Volume',
            Properties: { AvailabilityZone: { Ref: 'Zone' }, SizeInGB: 20, Encrypted: false },
          },
        },
      },
      [
        'Fleet Properties.LaunchTemplateConfigs[0].Overrides[0].BlockDeviceMappings[0].Ebs.Encrypted',
        'Recipe Properties.BlockDeviceMappings[0].Ebs.Encrypted',
        'Containers Properties.InstanceConfiguration.BlockDeviceMappings[0].Ebs.Encrypted',
        'Desk Properties.ManagedInstance.BlockDeviceMappings[0].Ebs.Encrypted',
        'DeskVolume Properties.Encrypted',
      ].map((at) => `error ${at}: the volume is not encrypted: Encrypted is false`),
    ],
    'nothing is said about encryption': [
      volume({}),
      'error Volume Properties.Encrypted: the volume is not encrypted unless the account does so by default: Encrypted is not set',
    ],
    'encryption is off': [
      volume({ Encrypted: false }),
      'error Volume Properties.Encrypted: the volume is not encrypted: Encrypted is false',
    ],
    'off outside production': [
      volume({ Encrypted: { 'Fn::If': ['IsProd', true, { Ref: 'AWS::NoValue' }] } }),
      'warning Volume Properties.Encrypted when IsProd is false (Stage is dev): the volume is not encrypted unless the account does so by default: Encrypted is not set',
    ],
    'off although a snapshot is given': [
      volume({ SnapshotId: 'snap-0123456789abcdef0', Encrypted: false }),
      'error Volume Properties.Encrypted: the volume is not encrypted: Encrypted is false',
    ],
    'each device of an instance': [
      instance(data({}), data({ Encrypted: false })),
      [
        'error Instance Properties.BlockDeviceMappings[0].Ebs.Encrypted: the volume is not encrypted unless the account does so by default: Encrypted is not set',
        'error Instance Properties.BlockDeviceMappings[1].Ebs.Encrypted: the volume is not encrypted: Encrypted is false',
      ],
    ],
    'a device that is only there outside production': [
      instance({ 'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, data({})] }),
      'warning Instance Properties.BlockDeviceMappings[0].Ebs.Encrypted when IsProd is false (Stage is dev): the volume is not encrypted unless the account does so by default: Encrypted is not set',
    ],
    'a launch configuration': [
      {
        Type: 'AWS::AutoScaling::LaunchConfiguration',
        Properties: { ImageId: { Ref: 'Image' }, InstanceType: 't4g.small', BlockDeviceMappings: [data({})] },
      },
      'error LaunchConfiguration Properties.BlockDeviceMappings[0].Ebs.Encrypted: the volume is not encrypted unless the account does so by default: Encrypted is not set',
    ],
    'a spot fleet': [
      {
        Type: 'AWS::EC2::SpotFleet',
        Properties: {
          SpotFleetRequestConfigData: {
            IamFleetRole: 'arn:aws:iam::111122223333:role/fleet',
            TargetCapacity: 2,
            LaunchSpecifications: [
              { ImageId: { Ref: 'Image' }, BlockDeviceMappings: [data({ Encrypted: false })] },
            ],
          },
        },
      },
      'error SpotFleet Properties.SpotFleetRequestConfigData.LaunchSpecifications[0].BlockDeviceMappings[0].Ebs.Encrypted: the volume is not encrypted: Encrypted is false',
    ],
    'a volume of ECS tasks': [
      service({ Encrypted: false }),
      'error Service Properties.VolumeConfigurations[0].ManagedEBSVolume.Encrypted: the volume is not encrypted: Encrypted is false',
    ],
    'the volumes of an OpsWorks layer': [
      {
        Type: 'AWS::OpsWorks::Layer',
        Properties: {
          StackId: { Ref: 'Stack' },
          Name: 'web',
          Shortname: 'web',
          Type: 'custom',
          AutoAssignElasticIps: false,
          AutoAssignPublicIps: false,
          EnableAutoHealing: true,
          VolumeConfigurations: [{ MountPoint: '/data', Size: 20 }],
        },
      },
      'error Layer Properties.VolumeConfigurations[0].Encrypted: the volume is not encrypted unless the account does so by default: Encrypted is not set',
    ],
    'OpsWorks has no encryption for the devices of an instance': [
      {
        Type: 'AWS::OpsWorks::Instance',
        Properties: {
          StackId: { Ref: 'Stack' },
          LayerIds: [{ Ref: 'Layer' }],
          InstanceType: 't3.small',
          BlockDeviceMappings: [data({})],
        },
      },
      'info Instance Properties.BlockDeviceMappings[0].Ebs: OpsWorks cannot encrypt this volume, and the service has ended: move to EC2',
    ],
    'disaster recovery without encryption': [
      disasterRecovery('NONE'),
      'error ReplicationConfigurationTemplate Properties.EbsEncryption: the volumes of replicated servers are not encrypted: set DEFAULT or CUSTOM',
    ],
    'copies of snapshots in another Region': [
      lifecycle(false),
      'warning LifecyclePolicy Properties.PolicyDetails.Schedules[0].CrossRegionCopyRules[0].Encrypted: copies of unencrypted snapshots stay unencrypted: set Encrypted to true',
    ],
    'copies of shared snapshots': [
      copyOfSharedSnapshots(false),
      'warning LifecyclePolicy Properties.PolicyDetails.Actions[0].CrossRegionCopy[0].EncryptionConfiguration.Encrypted: copies of unencrypted snapshots stay unencrypted: set Encrypted to true',
    ],
  },
  review: {
    'a volume of a snapshot, elsewhere': [
      {
        Type: 'AWS::WorkspacesInstances::Volume',
        Properties: { AvailabilityZone: { Ref: 'Zone' }, SnapshotId: 'snap-0123456789abcdef0' },
      },
      'review Volume Properties.Encrypted: the volume is encrypted if its snapshot is, which the template does not tell',
    ],
    'from a snapshot': [
      volume({ SnapshotId: 'snap-0123456789abcdef0' }),
      'review Volume Properties.Encrypted: the volume is encrypted if its snapshot is, which the template does not tell',
    ],
    'a launch template with a snapshot': [
      {
        Type: 'AWS::EC2::LaunchTemplate',
        Properties: {
          LaunchTemplateData: { BlockDeviceMappings: [data({ SnapshotId: 'snap-0123456789abcdef0' })] },
        },
      },
      'review LaunchTemplate Properties.LaunchTemplateData.BlockDeviceMappings[0].Ebs.Encrypted: the volume is encrypted if its snapshot is, which the template does not tell',
    ],
    'set by a parameter': [
      volume({ Encrypted: { Ref: 'Encrypt' } }),
      'review Volume Properties.Encrypted: Encrypt has no default, so it is only known at deployment',
    ],
    'a volume of ECS tasks about which nothing is said': [
      service({}),
      'review Service Properties.VolumeConfigurations[0].ManagedEBSVolume.Encrypted: whether the volume is encrypted is up to the account and to ECS: Encrypted is not set',
    ],
  },
  options: {
    'where the account encrypts by default': [
      {
        Resources: { Unsaid: volume({}), Off: volume({ Encrypted: false }), On: volume({ Encrypted: true }) },
      },
      { ruleOptions: { assumeEbsEncryptionByDefault: true } },
      'info Off Properties.Encrypted: Encrypted is false, which only the default of the account overrules: set true',
    ],
  },
});
