import rule from '../../../rules/encryption-in-transit/emr-encrypted-in-transit';
import { testRule } from '../../rule-tester';

const cluster = {
  Name: 'nightly',
  ReleaseLabel: 'emr-7.9.0',
  JobFlowRole: 'EMR_EC2_DefaultRole',
  ServiceRole: 'EMR_DefaultRole',
  Instances: {
    MasterInstanceGroup: { InstanceCount: 1, InstanceType: 'm7g.xlarge' },
    CoreInstanceGroup: { InstanceCount: 2, InstanceType: 'm7g.xlarge' },
  },
};
const encryption = (enabled: unknown) => ({
  EncryptionConfiguration: {
    EnableAtRestEncryption: false,
    EnableInTransitEncryption: enabled,
    InTransitEncryptionConfiguration: {
      TLSCertificateConfiguration: {
        CertificateProviderType: 'PEM',
        S3Object: 's3://certificates/emr.zip',
      },
    },
  },
});
const configuration = (document: unknown) => ({
  Type: 'AWS::EMR::SecurityConfiguration',
  Properties: { SecurityConfiguration: document },
});
const ENABLED =
  'SecurityConfiguration Properties.SecurityConfiguration.EncryptionConfiguration.EnableInTransitEncryption';

testRule(rule, {
  pass: {
    'a cluster with a configuration that encrypts': {
      Resources: {
        Cluster: {
          Type: 'AWS::EMR::Cluster',
          Properties: { ...cluster, SecurityConfiguration: { Ref: 'Encrypted' } },
        },
        Encrypted: configuration(encryption(true)),
      },
    },
    'a configuration written as JSON': configuration(JSON.stringify(encryption(true))),
  },
  fail: {
    'a cluster without a configuration': [
      cluster,
      'warning Cluster Properties.SecurityConfiguration: no SecurityConfiguration is given, so nothing between the nodes is encrypted',
    ],
    'a configuration that does not encrypt': [
      configuration(encryption(false)),
      `warning ${ENABLED}: EnableInTransitEncryption is false: nodes talk to each other in plain text`,
    ],
    'a configuration for authentication only': [
      configuration({ AuthenticationConfiguration: {} }),
      `warning ${ENABLED}: EnableInTransitEncryption is not set: nodes talk to each other in plain text`,
    ],
    'no certificates': [
      configuration({ EncryptionConfiguration: { EnableInTransitEncryption: true } }),
      `warning ${ENABLED}: EnableInTransitEncryption is true, but TLSCertificateConfiguration names no certificates`,
    ],
    'only in production': [
      configuration(encryption({ 'Fn::If': ['IsProd', true, false] })),
      `info ${ENABLED} when IsProd is false (Stage is dev): EnableInTransitEncryption is false: nodes talk to each other in plain text`,
    ],
  },
  review: {
    'a configuration that is made elsewhere': [
      { ...cluster, SecurityConfiguration: 'company-standard' },
      'review Cluster Properties.SecurityConfiguration: whether company-standard encrypts in transit is not in the template',
    ],
    'set by a parameter': [
      configuration(encryption({ Ref: 'Encrypt' })),
      `review ${ENABLED}: Encrypt has no default, so it is only known at deployment`,
    ],
  },
  options: {
    'an error for card data': [
      configuration(encryption(false)),
      { profile: 'pci' },
      `error ${ENABLED}: EnableInTransitEncryption is false: nodes talk to each other in plain text`,
    ],
  },
});
