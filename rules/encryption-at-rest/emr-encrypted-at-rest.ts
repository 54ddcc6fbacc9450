import { resourceNamed } from '../../lib/aws/named-resources';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

export default rule({
  id: 'emr-encrypted-at-rest',
  title: 'EMR clusters encrypt data at rest',
  severity: 'error',
  control: 'ENCRYPTION-AT-REST',
  resources: ['AWS::EMR::Cluster', 'AWS::EMR::SecurityConfiguration'],
  why: 'HDFS blocks, shuffle files and spills fill the disks of every node, and only a security configuration encrypts them: the default encryption of EBS does not reach instance stores.',
  fix: 'Set EnableAtRestEncryption to true and describe LocalDiskEncryptionConfiguration in a security configuration, and name it in the SecurityConfiguration of the cluster.',
  docs: [
    'https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html',
    'https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-emr-securityconfiguration.html',
  ],

  check: (resource) =>
    resource
      .property('SecurityConfiguration')
      .expect(
        resource.type === 'AWS::EMR::Cluster' ? configured : (settings) => encrypts(settings.structure()),
      ),
});

/** A configuration of the app is judged itself. */
function configured(name: Value) {
  if (!name.isGiven)
    return fail('the disks of the nodes are not encrypted: the cluster has no SecurityConfiguration');
  return resourceNamed(name, 'AWS::EMR::SecurityConfiguration')
    ? undefined
    : review(
        `the template does not tell whether the security configuration ${name.outline} encrypts data at rest`,
      );
}

function encrypts(settings: Value) {
  const encryption = settings.get('EncryptionConfiguration');
  const enabled = encryption.get('EnableAtRestEncryption');
  if (!enabled.is(true)) {
    const found = enabled.isPresent ? enabled.outline : 'not set';
    return fail(`data at rest is not encrypted: EnableAtRestEncryption is ${found}`);
  }
  return encryption.get('AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration').isPresent
    ? undefined
    : fail(
        'only data in S3 is encrypted, not that on local disks: LocalDiskEncryptionConfiguration is not set',
      );
}
