import { check } from '../../lib/check';
import type { Rule } from '../../lib/rule';
import volumes from '../../rules/encryption-at-rest/ebs-volumes-encrypted';
import rootVolumes from '../../rules/encryption-at-rest/ec2-root-volumes-encrypted';

/** The rule as it is where every account encrypts by default. */
const assuming = (rule: Rule): Rule => ({
  ...rule,
  options: {
    assumeEbsEncryptionByDefault: {
      default: true,
      description: 'Every account encrypts volumes by default.',
    },
  },
});

const findings = (rule: Rule, resource: object) =>
  check([{ file: 'template.json', text: JSON.stringify({ Resources: { Resource: resource } }) }], {
    ruleSet: [assuming(rule)],
  }).findings.map(({ verdict, severity, message }) => `${verdict} ${severity}: ${message}`);

const instance = (ebs: object) => ({
  Type: 'AWS::EC2::Instance',
  Properties: {
    ImageId: 'ami-0123456789abcdef0',
    BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: ebs }],
  },
});

describe('where every account encrypts EBS volumes by default', () => {
  test('a volume need not say so', () => {
    expect(findings(volumes, instance({ VolumeSize: 20 }))).toEqual([]);
  });

  test('nor do volumes of snapshots and of tasks', () => {
    expect(findings(volumes, instance({ SnapshotId: 'snap-0123456789abcdef0' }))).toEqual([]);
    const service = {
      Type: 'AWS::ECS::Service',
      Properties: { VolumeConfigurations: [{ Name: 'data', ManagedEBSVolume: { SizeInGiB: 20 } }] },
    };
    expect(findings(volumes, service)).toEqual([]);
  });

  test('false is only overruled', () => {
    expect(findings(volumes, instance({ Encrypted: false }))).toEqual([
      'fail info: Encrypted is false, which only the default of the account overrules: set true',
    ]);
  });

  test('root volumes need no mapping', () => {
    expect(findings(rootVolumes, instance({ Encrypted: true }))).toEqual([]);
  });
});
