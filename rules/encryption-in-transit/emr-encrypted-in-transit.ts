import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

const SECURITY_CONFIGURATION = 'AWS::EMR::SecurityConfiguration';

export default rule({
  id: 'emr-encrypted-in-transit',
  title: 'EMR clusters encrypt what their nodes send each other',
  severity: 'warning',
  severityIn: { pci: 'error' },
  control: 'ENCRYPTION-IN-TRANSIT',
  alsoControls: ['PCI-E2E-ENCRYPTION'],
  resources: ['AWS::EMR::Cluster', SECURITY_CONFIGURATION],
  why: 'Nodes shuffle whole data sets between each other; without TLS all of it crosses the network in the clear.',
  fix: 'Give the cluster a SecurityConfiguration with EncryptionConfiguration.EnableInTransitEncryption true and certificates under InTransitEncryptionConfiguration.',
  docs: [
    'https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html',
    'https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html',
  ],

  check: (resource) =>
    resource
      .property('SecurityConfiguration')
      .expect(resource.type === SECURITY_CONFIGURATION ? configuration : ofCluster),
});

/** A configuration of the app is judged itself. */
function ofCluster(name: Value): Outcome | undefined {
  if (name.reference?.resource.type === SECURITY_CONFIGURATION) return undefined;
  if (!name.isGiven)
    return fail('no SecurityConfiguration is given, so nothing between the nodes is encrypted');
  return review(
    `whether ${name.outline || 'its SecurityConfiguration'} encrypts in transit is not in the template`,
  );
}

function configuration(document: Value): Outcome | undefined {
  const encryption = document.structure().get('EncryptionConfiguration');
  const enabled = encryption.get('EnableInTransitEncryption');
  if (!enabled.is(true)) {
    const setting = enabled.isPresent ? enabled.outline : 'not set';
    return fail(`EnableInTransitEncryption is ${setting}: nodes talk to each other in plain text`, {
      at: enabled,
    });
  }
  return encryption.get('InTransitEncryptionConfiguration.TLSCertificateConfiguration').isPresent
    ? undefined
    : fail('EnableInTransitEncryption is true, but TLSCertificateConfiguration names no certificates', {
        at: enabled,
      });
}
