import { denies, statementsOf } from '../../lib/aws/iam/iam-policy';
import { conditionsOf } from '../../lib/aws/iam/policy-conditions';
import { isForEveryone } from '../../lib/aws/iam/policy-principals';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Property } from '../../lib/model/property';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

const TASK = 'AWS::ECS::TaskDefinition';
const JOB = 'AWS::Batch::JobDefinition';
const LOCATION = 'AWS::DataSync::LocationEFS';

/** Where file systems are mounted. */
const VOLUMES: { readonly [type: string]: readonly string[] } = {
  [TASK]: ['Volumes[].EFSVolumeConfiguration'],
  [JOB]: [
    'ContainerProperties.Volumes[].EfsVolumeConfiguration',
    'EcsProperties.TaskProperties[].Volumes[].EfsVolumeConfiguration',
    'NodeProperties.NodeRangeProperties[].Container.Volumes[].EfsVolumeConfiguration',
    'NodeProperties.NodeRangeProperties[].EcsProperties.TaskProperties[].Volumes[].EfsVolumeConfiguration',
  ],
};

/** Machines that mount by a script, this one or one of cfn-init. */
const USER_DATA: { readonly [type: string]: string } = {
  'AWS::EC2::Instance': 'UserData',
  'AWS::EC2::LaunchTemplate': 'LaunchTemplateData.UserData',
  'AWS::AutoScaling::LaunchConfiguration': 'UserData',
};

export default rule({
  id: 'efs-mounts-use-tls',
  title: 'EFS file systems are mounted over TLS',
  severity: 'warning',
  severityIn: { pci: 'error' },
  control: 'ENCRYPTION-IN-TRANSIT',
  alsoControls: ['PCI-E2E-ENCRYPTION'],
  resources: [TASK, JOB, LOCATION, ...Object.keys(USER_DATA)],
  why: 'NFS sends files as they are. A mount without TLS undoes the encryption of the file system for everything that is read and written.',
  fix: 'Set TransitEncryption to ENABLED (InTransitEncryption to TLS1_2 in DataSync, mount -t efs -o tls in scripts), and let the file system policy deny what comes without TLS.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-taskdefinition-efsvolumeconfiguration.html#cfn-ecs-taskdefinition-efsvolumeconfiguration-transitencryption',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-batch-jobdefinition-efsvolumeconfiguration.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-datasync-locationefs.html#cfn-datasync-locationefs-intransitencryption',
    'https://docs.aws.amazon.com/efs/latest/ug/encryption-in-transit.html',
  ],

  check: (resource) => {
    const script = USER_DATA[resource.type];
    if (script)
      return [resource.property(script), ...initOf(resource)]
        .filter((text) => text.mentions(MOUNTS))
        .map((text) => text.expect(mountsOf));
    if (resource.type === LOCATION)
      return resource
        .property('InTransitEncryption')
        .expect((encryption) =>
          encryption.is('TLS1_2')
            ? undefined
            : plain(encryption, 'TLS1_2', 'NONE', resource.get('EfsFilesystemArn')),
        );
    return VOLUMES[resource.type]?.flatMap((path) => resource.all(path)).map(mounted);
  },
});

const MOUNTS = /-t\s*(efs|nfs)|\sefs\s/;

/** What cfn-init does on the instance, as far as it is worth a look. */
function initOf(resource: Resource): Property[] {
  const init = resource.attribute('Metadata.AWS::CloudFormation::Init');
  return init.mentions(MOUNTS) ? init.texts() : [];
}

const mounted = (volume: Property) =>
  volume
    .property('TransitEncryption')
    .expect((encryption) => {
      if (encryption.is('ENABLED')) return undefined;
      const key = volume.value.get('FilesystemId').isPresent ? 'FilesystemId' : 'FileSystemId';
      return plain(encryption, 'ENABLED', 'DISABLED', volume.value.get(key));
    })
    .when(() => volume.value.isPresent);

function plain(setting: Value, right: string, byDefault: string, fileSystem: Value): Outcome | undefined {
  const of = fileSystem.reference?.resource;
  if (of && refusesPlainMounts(of)) return undefined;
  const name = setting.path.split('.').at(-1);
  const is = setting.isPresent ? `is ${setting.outline}` : `is not set, and the default is ${byDefault}`;
  return fail(`the file system is mounted without TLS: ${name} ${is}, not ${right}`);
}

/** Then the mount fails rather than sends anything unencrypted. */
const refusesPlainMounts = (fileSystem: Resource): boolean =>
  statementsOf(fileSystem.get('FileSystemPolicy')).some(
    (statement) =>
      denies(statement) &&
      isForEveryone(statement) &&
      conditionsOf(statement).some(
        ({ key, values }) => key === 'aws:securetransport' && values.some((value) => value.is(false)),
      ),
  );

function mountsOf(script: Value): Outcome | undefined {
  return script.outline.split('\n').some(mountsPlainly)
    ? fail('the script mounts EFS without TLS, which mount -t efs -o tls would use', { severity: 'info' })
    : undefined;
}

/** `mount -t efs fs-1:/ /mnt`, NFS to what is called EFS, and `fs-1:/ /mnt efs _netdev 0 0` for /etc/fstab. */
function mountsPlainly(line: string): boolean {
  const [command = ''] = line.split('#', 1);
  if (/\btls\b/.test(command)) return false;
  const isNfsToEfs = /-t\s*nfs4?\b/i.test(command) && /efs/i.test(command);
  return (
    (/\bmount\b/i.test(command) && (isNfsToEfs || /\s-t\s*efs\b/i.test(command))) || IN_FSTAB.test(command)
  );
}

const IN_FSTAB = /:\/\S{0,200}[ \t]{1,20}\/\S{0,200}[ \t]{1,20}efs[ \t]{1,20}\w/i;
