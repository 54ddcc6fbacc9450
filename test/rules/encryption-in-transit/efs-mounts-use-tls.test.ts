import rule from '../../../rules/encryption-in-transit/efs-mounts-use-tls';
import { testRule } from '../../rule-tester';

const task = (settings: object, fileSystem: unknown = 'fs-0123456789abcdef0') => ({
  Type: 'AWS::ECS::TaskDefinition',
  Properties: {
    ContainerDefinitions: [{ Name: 'web', Image: 'web' }],
    Volumes: [
      { Name: 'scratch' },
      { Name: 'data', EFSVolumeConfiguration: { FilesystemId: fileSystem, ...settings } },
    ],
  },
});
const job = (settings: object) => ({
  Type: 'AWS::Batch::JobDefinition',
  Properties: {
    Type: 'container',
    ContainerProperties: {
      Image: 'job',
      Volumes: [
        { Name: 'data', EfsVolumeConfiguration: { FileSystemId: 'fs-0123456789abcdef0', ...settings } },
      ],
    },
  },
});
const location = (settings: object) => ({
  Type: 'AWS::DataSync::LocationEFS',
  Properties: {
    Ec2Config: {
      SecurityGroupArns: ['arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0123456789abcdef0'],
      SubnetArn: 'arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-0123456789abcdef0',
    },
    EfsFilesystemArn: 'arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-0123456789abcdef0',
    ...settings,
  },
});
const instance = (script: string) => ({
  Type: 'AWS::EC2::Instance',
  Properties: { UserData: { 'Fn::Base64': { 'Fn::Sub': `#!/bin/bash\n${script}\n` } } },
});
const fileSystem = (effect: string) => ({
  Type: 'AWS::EFS::FileSystem',
  Properties: {
    FileSystemPolicy: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: effect,
          Principal: '*',
          Action: '*',
          Condition: { Bool: { 'aws:SecureTransport': effect === 'Deny' ? 'false' : 'true' } },
        },
      ],
    },
  },
});
const withFileSystem = (effect: string) => ({
  Resources: { Task: task({}, { Ref: 'Files' }), Files: fileSystem(effect) },
});
const OF_TASK = 'Properties.Volumes[1].EFSVolumeConfiguration.TransitEncryption';
const plain = 'the file system is mounted without TLS:';
const byDefault = `${plain} TransitEncryption is not set, and the default is DISABLED, not ENABLED`;
const script = 'the script mounts EFS without TLS, which mount -t efs -o tls would use';

const inTask = {
  Containers: [{ Image: 'job' }],
  Volumes: [{ Name: 'data', EfsVolumeConfiguration: { FileSystemId: 'fs-0123456789abcdef0' } }],
};

testRule(rule, {
  pass: {
    'a job and DataSync, with a file system that refuses mounts without TLS': {
      Resources: {
        Job: job({ FileSystemId: { Ref: 'Files' } }),
        Location: location({ EfsFilesystemArn: { 'Fn::GetAtt': ['Files', 'Arn'] } }),
        Files: fileSystem('Deny'),
      },
    },
    'a script that mounts NFS of another kind': instance('mount -t nfs4 storage.example.com:/ /mnt'),
    'a script that only speaks of it': instance('echo "-t efs mounts, -t nfs4 of efs too"'),
    'a task that mounts with TLS': task({ TransitEncryption: 'ENABLED' }),
    'a file system that refuses mounts without TLS': withFileSystem('Deny'),
    'a job that mounts with TLS': job({ TransitEncryption: 'ENABLED' }),
    'DataSync with TLS': location({ InTransitEncryption: 'TLS1_2' }),
    'a script that mounts with TLS': instance('mount -t efs -o tls ${Files}:/ /mnt'),
    'a line of /etc/fstab with TLS': instance('echo "${Files}:/ /mnt efs _netdev,tls 0 0" >> /etc/fstab'),
    'a comment': instance('# mount -t efs ${Files}:/ /mnt'),
  },
  fail: {
    'jobs of every other shape': [
      {
        Type: 'AWS::Batch::JobDefinition',
        Properties: {
          Type: 'multinode',
          EcsProperties: { TaskProperties: [inTask] },
          NodeProperties: {
            MainNode: 0,
            NumNodes: 2,
            NodeRangeProperties: [
              { TargetNodes: '0', Container: { Image: 'job', Volumes: inTask.Volumes } },
              { TargetNodes: '1', EcsProperties: { TaskProperties: [inTask] } },
            ],
          },
        },
      },
      [
        'EcsProperties.TaskProperties[0]',
        'NodeProperties.NodeRangeProperties[0].Container',
        'NodeProperties.NodeRangeProperties[1].EcsProperties.TaskProperties[0]',
      ].map(
        (at) =>
          `warning JobDefinition Properties.${at}.Volumes[0].EfsVolumeConfiguration.TransitEncryption: ${byDefault}`,
      ),
    ],
    'scripts of launch templates and configurations, in capitals': [
      {
        Resources: {
          Template: {
            Type: 'AWS::EC2::LaunchTemplate',
            Properties: { LaunchTemplateData: { UserData: 'sudo mount -t efs fs-1:/ /mnt' } },
          },
          Configuration: {
            Type: 'AWS::AutoScaling::LaunchConfiguration',
            Properties: {
              ImageId: 'ami-0123456789abcdef0',
              InstanceType: 't4g.micro',
              UserData: 'mount -t nfs EFS.example.com:/ /mnt',
            },
          },
        },
      },
      [
        `info Template Properties.LaunchTemplateData.UserData: ${script}`,
        `info Configuration Properties.UserData: ${script}`,
      ],
    ],
    'a file system that denies mounts to one role, or for another reason': [
      {
        Resources: {
          Task: task({}, { Ref: 'Files' }),
          Files: {
            Type: 'AWS::EFS::FileSystem',
            Properties: {
              FileSystemPolicy: {
                Version: '2012-10-17',
                Statement: [
                  {
                    Effect: 'Deny',
                    Principal: { AWS: 'arn:aws:iam::111122223333:role/app' },
                    Action: '*',
                    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
                  },
                  {
                    Effect: 'Deny',
                    Principal: '*',
                    Action: '*',
                    Condition: { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'false' } },
                  },
                ],
              },
            },
          },
        },
      },
      `warning Task ${OF_TASK}: ${byDefault}`,
    ],
    'a task, nothing is said': [task({}), `warning TaskDefinition ${OF_TASK}: ${byDefault}`],
    'a file system whose policy allows TLS, and denies nothing': [
      withFileSystem('Allow'),
      `warning Task ${OF_TASK}: ${byDefault}`,
    ],
    'TLS in production only': [
      task({ TransitEncryption: { 'Fn::If': ['IsProd', 'ENABLED', 'DISABLED'] } }),
      `info TaskDefinition ${OF_TASK} when IsProd is false (Stage is dev): ${plain} TransitEncryption is DISABLED, not ENABLED`,
    ],
    'a job without TLS': [
      job({ TransitEncryption: 'DISABLED' }),
      `warning JobDefinition Properties.ContainerProperties.Volumes[0].EfsVolumeConfiguration.TransitEncryption: ${plain} TransitEncryption is DISABLED, not ENABLED`,
    ],
    'DataSync, nothing is said': [
      location({}),
      `warning LocationEFS Properties.InTransitEncryption: ${plain} InTransitEncryption is not set, and the default is NONE, not TLS1_2`,
    ],
    'a script that mounts without TLS': [
      instance('mount -t efs ${Files}:/ /mnt'),
      `info Instance Properties.UserData: ${script}`,
    ],
    'a line of /etc/fstab': [
      instance('echo "${Files}:/ /mnt efs defaults,_netdev 0 0" >> /etc/fstab'),
      `info Instance Properties.UserData: ${script}`,
    ],
    'a script of cfn-init': [
      {
        ...instance('cfn-init'),
        Metadata: {
          'AWS::CloudFormation::Init': {
            config: { commands: { mount: { command: { 'Fn::Sub': 'mount -t efs ${Files}:/ /mnt' } } } },
          },
        },
      },
      `info Instance Metadata.AWS::CloudFormation::Init.config.commands.mount.command: ${script}`,
    ],
    'a script that mounts by NFS': [
      instance('mount -t nfs4 -o nfsvers=4.1 ${Files}.efs.${AWS::Region}.amazonaws.com:/ /mnt'),
      `info Instance Properties.UserData: ${script}`,
    ],
  },
  review: {
    'set by a parameter': [
      task({ TransitEncryption: { Ref: 'Encryption' } }),
      `review TaskDefinition ${OF_TASK}: Encryption has no default, so it is only known at deployment`,
    ],
  },
  options: {
    'an error for card data': [task({}), { profile: 'pci' }, `error TaskDefinition ${OF_TASK}: ${byDefault}`],
  },
});
