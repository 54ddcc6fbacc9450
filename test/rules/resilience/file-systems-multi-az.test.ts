import rule from '../../../rules/resilience/file-systems-multi-az';
import { testRule } from '../../rule-tester';

const of = (type: string, properties: object = {}, more: object = {}) => ({
  Type: `AWS::${type}`,
  Properties: properties,
  ...more,
});
const shared = (properties: object = {}) => of('EFS::FileSystem', { Encrypted: true, ...properties });
const target = (subnet: string, more: object = {}) =>
  of(
    'EFS::MountTarget',
    { FileSystemId: { Ref: 'Shared' }, SubnetId: { Ref: subnet }, SecurityGroups: ['sg-0123456789abcdef0'] },
    more,
  );
const fsx = (FileSystemType: string, properties: object) =>
  of('FSx::FileSystem', {
    FileSystemType,
    StorageCapacity: 1200,
    SubnetIds: ['subnet-0123456789abcdef0'],
    ...properties,
  });
const windows = (WindowsConfiguration: object) =>
  fsx('WINDOWS', { WindowsConfiguration: { ThroughputCapacity: 32, ...WindowsConfiguration } });
const lustre = (LustreConfiguration: object = {}) => fsx('LUSTRE', { LustreConfiguration });
const single = 'the file system has a single mount target, TargetA: add one in each other Availability Zone';
const alone = 'FSx for Lustre is in one Availability Zone, and no bucket is linked that keeps its data';
const exported = { SharedId: { Value: { Ref: 'Shared' }, Export: { Name: 'shared-files' } } };

testRule(rule, {
  pass: {
    'mount targets in two zones': {
      Resources: { Shared: shared(), TargetA: target('SubnetA'), TargetB: target('SubnetB') },
    },
    'mount targets are made elsewhere': shared(),
    'Windows in two zones': windows({ DeploymentType: 'MULTI_AZ_1', PreferredSubnetId: { Ref: 'SubnetA' } }),
    'ONTAP in two zones': fsx('ONTAP', {
      OntapConfiguration: { DeploymentType: 'MULTI_AZ_2', PreferredSubnetId: { Ref: 'SubnetA' } },
    }),
    'Lustre with a bucket that it writes back to': lustre({ ExportPath: 's3://results/out' }),
    'Lustre with an association of a bucket': {
      Resources: {
        Scratch: lustre({ DeploymentType: 'PERSISTENT_2', PerUnitStorageThroughput: 125 }),
        Bucket: of('FSx::DataRepositoryAssociation', {
          FileSystemId: { Ref: 'Scratch' },
          FileSystemPath: '/',
          DataRepositoryPath: 's3://results',
        }),
      },
    },
    'a second mount target where there is a first': {
      Resources: {
        Shared: shared(),
        TargetA: target('SubnetA', { Condition: 'IsProd' }),
        TargetB: target('SubnetB', { Condition: 'IsProd' }),
      },
    },
  },
  fail: {
    'One Zone': [
      shared({ AvailabilityZoneName: 'eu-west-1a' }),
      'error FileSystem Properties.AvailabilityZoneName: a One Zone file system: all its data is in one Availability Zone, leave AvailabilityZoneName out',
    ],
    'One Zone outside production': [
      shared({ AvailabilityZoneName: { 'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, 'eu-west-1a'] } }),
      'info FileSystem Properties.AvailabilityZoneName when IsProd is false (Stage is dev): a One Zone file system: all its data is in one Availability Zone, leave AvailabilityZoneName out',
    ],
    'One Zone, with the one mount target that it can have': [
      {
        Resources: {
          Shared: shared({ AvailabilityZoneName: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] } }),
          TargetA: target('SubnetA'),
        },
      },
      'error Shared Properties.AvailabilityZoneName: a One Zone file system: all its data is in one Availability Zone, leave AvailabilityZoneName out',
    ],
    'a single mount target': [
      { Resources: { Shared: shared(), TargetA: target('SubnetA') } },
      `error Shared Properties: ${single}`,
    ],
    'a second mount target in production only': [
      {
        Resources: {
          Shared: shared(),
          TargetA: target('SubnetA'),
          TargetB: target('SubnetB', { Condition: 'IsProd' }),
        },
      },
      `info Shared Properties when IsProd is false (Stage is dev): ${single}`,
    ],
    'Windows, with its default': [
      windows({}),
      'warning FileSystem Properties.WindowsConfiguration.DeploymentType: the file system is in one Availability Zone: DeploymentType is not set, and the default is SINGLE_AZ_1',
    ],
    'ONTAP in one zone': [
      fsx('ONTAP', { OntapConfiguration: { DeploymentType: 'SINGLE_AZ_2' } }),
      'warning FileSystem Properties.OntapConfiguration.DeploymentType: the file system is in one Availability Zone: DeploymentType is SINGLE_AZ_2',
    ],
    'OpenZFS with a standby in the same zone': [
      fsx('OPENZFS', { OpenZFSConfiguration: { DeploymentType: 'SINGLE_AZ_HA_2' } }),
      'warning FileSystem Properties.OpenZFSConfiguration.DeploymentType: the file system is in one Availability Zone: DeploymentType is SINGLE_AZ_HA_2',
    ],
    'Lustre without a bucket': [
      lustre({ DeploymentType: 'SCRATCH_2' }),
      `info FileSystem Properties.FileSystemType: ${alone}`,
    ],
    'Lustre linked in production only': [
      lustre({ ExportPath: { 'Fn::If': ['IsProd', 's3://results/out', { Ref: 'AWS::NoValue' }] } }),
      `info FileSystem Properties.FileSystemType when IsProd is false (Stage is dev): ${alone}`,
    ],
  },
  review: {
    'a single mount target here, and an export for others': [
      { Resources: { Shared: shared(), TargetA: target('SubnetA') }, Outputs: exported },
      'review Shared Properties: only TargetA is in the templates, but the export SharedId may lead to more: confirm that each Availability Zone in use has a mount target',
    ],
    'the deployment type by a parameter': [
      windows({ DeploymentType: { Ref: 'Deployment' } }),
      'review FileSystem Properties.WindowsConfiguration.DeploymentType: Deployment has no default, so it is only known at deployment',
    ],
  },
  options: {
    'outside production': [
      shared({ AvailabilityZoneName: 'eu-west-1a' }),
      { environment: 'non-production' },
      'info FileSystem Properties.AvailabilityZoneName: a One Zone file system: all its data is in one Availability Zone, leave AvailabilityZoneName out',
    ],
  },
});
