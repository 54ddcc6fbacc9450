import { EBS_ENCRYPTION_BY_DEFAULT } from '../../lib/aws/data/ebs';
import type { Resource } from '../../lib/model/entity';
import type { Test } from '../../lib/model/expectation';
import type { Property } from '../../lib/model/property';
import { type Expectations, fail, review, rule } from '../../lib/rule';

/** Where volumes are declared. A device without Ebs is instance store, or takes a device of the image away. */
const VOLUMES: { readonly [type: string]: string } = {
  'AWS::EC2::Instance': 'BlockDeviceMappings[].Ebs',
  'AWS::EC2::LaunchTemplate': 'LaunchTemplateData.BlockDeviceMappings[].Ebs',
  'AWS::AutoScaling::LaunchConfiguration': 'BlockDeviceMappings[].Ebs',
  'AWS::EC2::SpotFleet': 'SpotFleetRequestConfigData.LaunchSpecifications[].BlockDeviceMappings[].Ebs',
  'AWS::EC2::EC2Fleet': 'LaunchTemplateConfigs[].Overrides[].BlockDeviceMappings[].Ebs',
  'AWS::ImageBuilder::ImageRecipe': 'BlockDeviceMappings[].Ebs',
  'AWS::ImageBuilder::ContainerRecipe': 'InstanceConfiguration.BlockDeviceMappings[].Ebs',
  'AWS::OpsWorks::Layer': 'VolumeConfigurations[]',
  'AWS::WorkspacesInstances::WorkspaceInstance': 'ManagedInstance.BlockDeviceMappings[].Ebs',
};

type VolumeTest = (volume: Property) => Test;

const CHECKS: { readonly [type: string]: (resource: Resource, test: VolumeTest) => Expectations } = {
  'AWS::EC2::Volume': (volume, test) =>
    volume.property('Encrypted').expect(test(volume.attribute('Properties'))),

  'AWS::WorkspacesInstances::Volume': (volume, test) =>
    volume.property('Encrypted').expect(test(volume.attribute('Properties'))),

  'AWS::ECS::Service': (service, test) =>
    eachVolume(service, 'VolumeConfigurations[].ManagedEBSVolume', (volume) =>
      test === encrypted ? encryptedByEcs(service, volume) : test(volume),
    ),

  'AWS::DRS::ReplicationConfigurationTemplate': (template) =>
    template
      .property('EbsEncryption')
      .mustNotBe('NONE', 'the volumes of replicated servers are not encrypted: set DEFAULT or CUSTOM'),

  'AWS::DLM::LifecyclePolicy': (policy) =>
    [
      ...policy.all('PolicyDetails.Schedules[].CrossRegionCopyRules[].Encrypted'),
      ...policy.all('PolicyDetails.Actions[].CrossRegionCopy[].EncryptionConfiguration.Encrypted'),
    ].map((copies) => copies.expect(copiesEncrypted)),

  'AWS::OpsWorks::Instance': (instance) =>
    instance.all('BlockDeviceMappings[].Ebs').map((volume) => volume.expect(cannotBeEncrypted)),
};

export default rule({
  id: 'ebs-volumes-encrypted',
  title: 'EBS volumes are encrypted',
  severity: 'error',
  control: 'ENCRYPTION-AT-REST',
  resources: [...Object.keys(VOLUMES), ...Object.keys(CHECKS)],
  why: 'An unencrypted volume, and every snapshot of it, can be read by whoever gets hold of it, and it stays so until it is replaced.',
  fix: 'Set Encrypted to true on the volume, with KmsKeyId for a key of your own. Where all accounts encrypt EBS by default, say so with the option assumeEbsEncryptionByDefault.',
  docs: [
    'https://docs.aws.amazon.com/ebs/latest/userguide/work-with-ebs-encr.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-volume.html#cfn-ec2-volume-encrypted',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ec2-launchtemplate-ebs.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ecs-service-servicemanagedebsvolumeconfiguration.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-dlm-lifecyclepolicy-crossregioncopyrule.html',
  ],

  options: EBS_ENCRYPTION_BY_DEFAULT,

  check: (resource, { assumeEbsEncryptionByDefault }) => {
    const path = VOLUMES[resource.type];
    const test = assumeEbsEncryptionByDefault ? encryptedByAccount : encrypted;
    return path ? eachVolume(resource, path, test) : CHECKS[resource.type]?.(resource, test);
  },
});

const eachVolume = (resource: Resource, path: string, test: VolumeTest): Expectations =>
  resource.all(path).map((volume) =>
    volume
      .property('Encrypted')
      .expect(test(volume))
      .when(() => volume.value.isPresent),
  );

/** The test of a volume's Encrypted. */
const encrypted: VolumeTest = (volume) => (value) => {
  if (value.is(true)) return undefined;
  if (value.isPresent) return fail(`the volume is not encrypted: Encrypted is ${value.outline}`);
  if (volume.value.get('SnapshotId').isGiven)
    return review('the volume is encrypted if its snapshot is, which the template does not tell');
  // A copy of a volume is always encrypted: an unencrypted one cannot be copied.
  if (volume.value.get('SourceVolumeId').isGiven) return undefined;
  return fail('the volume is not encrypted unless the account does so by default: Encrypted is not set');
};

/** The default of an account wins, also over an explicit false. */
const encryptedByAccount: VolumeTest = () => (value) =>
  value.is(false)
    ? fail('Encrypted is false, which only the default of the account overrules: set true', {
        severity: 'info',
      })
    : undefined;

/** AWS documents no default for the volumes of tasks; a key encrypts them. */
const encryptedByEcs =
  (service: Resource, volume: Property): Test =>
  (value) => {
    if (value.isPresent) return encrypted(volume)(value);
    const cluster = service.get('Cluster').reference?.resource;
    const keys = [
      volume.value.get('KmsKeyId'),
      cluster?.get('Configuration.ManagedStorageConfiguration.KmsKeyId'),
    ];
    return keys.some((key) => key?.isPresent)
      ? undefined
      : review('whether the volume is encrypted is up to the account and to ECS: Encrypted is not set');
  };

/** A warning only: copies of encrypted snapshots are encrypted in any case. */
const copiesEncrypted: Test = (value) =>
  value.is(true)
    ? undefined
    : fail('copies of unencrypted snapshots stay unencrypted: set Encrypted to true', {
        severity: 'warning',
      });

const cannotBeEncrypted: Test = (volume) =>
  volume.isPresent
    ? fail('OpsWorks cannot encrypt this volume, and the service has ended: move to EC2', {
        severity: 'info',
      })
    : undefined;
