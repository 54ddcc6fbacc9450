import { EBS_ENCRYPTION_BY_DEFAULT } from '../../lib/aws/data/ebs';
import type { Resource } from '../../lib/model/entity';
import type { Expectation } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, notApplicable, review, rule } from '../../lib/rule';

const LAUNCH_TEMPLATE = 'AWS::EC2::LaunchTemplate';

/** Names of the root device; which of them it is, the image decides. */
const ROOT_DEVICES = ['/dev/xvda', '/dev/sda1'];

const MAPPINGS: { readonly [type: string]: string } = {
  'AWS::EC2::Instance': 'BlockDeviceMappings',
  [LAUNCH_TEMPLATE]: 'LaunchTemplateData.BlockDeviceMappings',
  'AWS::AutoScaling::LaunchConfiguration': 'BlockDeviceMappings',
};

/** What has no mappings of its own. */
const OTHERS: { readonly [type: string]: (resource: Resource) => Expectation } = {
  'AWS::EKS::Nodegroup': (nodes) =>
    nodes
      .property('LaunchTemplate')
      .expect(() => byTemplate(nodes) ?? upToAccount('the node group has no launch template that maps it')),

  'AWS::Cloud9::EnvironmentEC2': (environment) =>
    environment.property('InstanceType').expect(() => upToAccount('Cloud9 has no setting for it')),
};

export default rule({
  id: 'ec2-root-volumes-encrypted',
  title: 'Root volumes are declared, not left to the image and the account',
  severity: 'warning',
  control: 'ENCRYPTION-AT-REST',
  resources: [...Object.keys(MAPPINGS), ...Object.keys(OTHERS)],
  why: 'A root volume that a template does not mention is as encrypted as the image or the account happens to make it, and it holds logs, caches and credentials.',
  fix: "Add a block device mapping for the image's own root device with Ebs.Encrypted: true. Another device name adds a second volume instead: see RootDeviceName of the image. Where all accounts encrypt EBS by default, say so with the option assumeEbsEncryptionByDefault.",
  docs: [
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html',
    'https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-instance.html#cfn-ec2-instance-blockdevicemappings',
    'https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html',
    'https://docs.aws.amazon.com/cloud9/latest/user-guide/data-protection.html',
  ],
  options: EBS_ENCRYPTION_BY_DEFAULT,

  check: (resource, { assumeEbsEncryptionByDefault }) => {
    if (assumeEbsEncryptionByDefault) return undefined;
    const path = MAPPINGS[resource.type];
    return path ? rootIsMapped(resource, path) : OTHERS[resource.type]?.(resource);
  },
});

const rootIsMapped = (resource: Resource, path: string): Expectation =>
  resource
    .property(path)
    .expect((mappings) => (mapsRoot(mappings) ? undefined : (byTemplate(resource) ?? unmapped())))
    .unless(() => resource.type === LAUNCH_TEMPLATE && leavesImageToInstances(resource));

/** Instances that bring their own image are judged themselves, with what their launch template maps. */
const leavesImageToInstances = (template: Resource): boolean =>
  template.get('LaunchTemplateData.ImageId').isAbsent &&
  template.referrers.length > 0 &&
  template.referrers.every(({ from }) => from.type === 'AWS::EC2::Instance');

/** Whether it is encrypted there, ebs-volumes-encrypted says. */
const mapsRoot = (mappings: Value): boolean =>
  mappings
    .items()
    .some((mapping) => mapping.get('DeviceName').isOneOf(ROOT_DEVICES) && mapping.get('Ebs').isPresent);

/** What the launch template of an instance or node group says about the root volume; undefined if there is none. */
function byTemplate(launched: Resource) {
  const used = launched.get('LaunchTemplate');
  if (used.isAbsent) return undefined;
  const template = used.references().find(({ resource }) => resource.type === LAUNCH_TEMPLATE)?.resource;
  if (!template)
    return review('the root volume may be mapped in a launch template that is not part of the app');
  if (launched.get('ImageId').isAbsent) return notApplicable();
  return mapsRoot(template.get('LaunchTemplateData.BlockDeviceMappings')) ? notApplicable() : undefined;
}

const unmapped = () =>
  fail(
    `no mapping for the root device, so its encryption is up to the image and the account: map ${ROOT_DEVICES.join(' or ')} as the image has it, another name adds a second volume`,
  );

const upToAccount = (reason: string) => fail(`encryption of the root volume is up to the account: ${reason}`);
