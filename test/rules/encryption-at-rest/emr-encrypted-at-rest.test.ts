import rule from '../../../rules/encryption-at-rest/emr-encrypted-at-rest';
import { testRule } from '../../rule-tester';

const cluster = (properties: object) => ({
  Type: 'AWS::EMR::Cluster',
  Properties: {
    Name: 'reports',
    ReleaseLabel: 'emr-7.10.0',
    JobFlowRole: 'EMR_EC2_DefaultRole',
    ServiceRole: 'EMR_DefaultRole',
    Instances: {
      MasterInstanceGroup: { InstanceCount: 1, InstanceType: 'm6g.xlarge' },
      CoreInstanceGroup: { InstanceCount: 2, InstanceType: 'm6g.xlarge' },
    },
    ...properties,
  },
});
const configuration = (settings: unknown) => ({
  Type: 'AWS::EMR::SecurityConfiguration',
  Properties: { SecurityConfiguration: settings },
});
const encryption = (atRest: unknown, details: object) => ({
  EncryptionConfiguration: {
    EnableInTransitEncryption: false,
    EnableAtRestEncryption: atRest,
    AtRestEncryptionConfiguration: details,
  },
});
const S3 = { S3EncryptionConfiguration: { EncryptionMode: 'SSE-S3' } };
const disks = {
  LocalDiskEncryptionConfiguration: { EncryptionKeyProviderType: 'AwsKms', AwsKmsKey: 'alias/reports' },
};

testRule(rule, {
  pass: {
    'a cluster with a configuration that encrypts': {
      Resources: {
        Cluster: cluster({ SecurityConfiguration: { Ref: 'Security' } }),
        Security: configuration(encryption(true, { ...S3, ...disks })),
      },
    },
    'a cluster that names its configuration in text': {
      Resources: {
        Cluster: cluster({ SecurityConfiguration: 'reports' }),
        Security: {
          Type: 'AWS::EMR::SecurityConfiguration',
          Properties: { Name: 'reports', SecurityConfiguration: encryption(true, { ...S3, ...disks }) },
        },
      },
    },
    'a configuration written as text': configuration(
      '{"EncryptionConfiguration":{"EnableInTransitEncryption":false,"EnableAtRestEncryption":true,"AtRestEncryptionConfiguration":{"LocalDiskEncryptionConfiguration":{"EncryptionKeyProviderType":"AwsKms","AwsKmsKey":"alias/reports"}}}}',
    ),
  },
  fail: {
    'a cluster without a configuration': [
      cluster({}),
      'error Cluster Properties.SecurityConfiguration: the disks of the nodes are not encrypted: the cluster has no SecurityConfiguration',
    ],
    'a configuration in production only': [
      {
        Resources: {
          Cluster: cluster({
            SecurityConfiguration: { 'Fn::If': ['IsProd', { Ref: 'Security' }, { Ref: 'AWS::NoValue' }] },
          }),
          Security: configuration(encryption(true, disks)),
        },
      },
      'warning Cluster Properties.SecurityConfiguration when IsProd is false (Stage is dev): the disks of the nodes are not encrypted: the cluster has no SecurityConfiguration',
    ],
    'a configuration that switches encryption off': [
      configuration(encryption(false, disks)),
      'error SecurityConfiguration Properties.SecurityConfiguration: data at rest is not encrypted: EnableAtRestEncryption is false',
    ],
    'a configuration of something else': [
      configuration({
        InstanceMetadataServiceConfiguration: {
          MinimumInstanceMetadataServiceVersion: 2,
          HttpPutResponseHopLimit: 1,
        },
      }),
      'error SecurityConfiguration Properties.SecurityConfiguration: data at rest is not encrypted: EnableAtRestEncryption is not set',
    ],
    'only for data in S3': [
      configuration(encryption(true, S3)),
      'error SecurityConfiguration Properties.SecurityConfiguration: only data in S3 is encrypted, not that on local disks: LocalDiskEncryptionConfiguration is not set',
    ],
  },
  review: {
    'a configuration from elsewhere': [
      cluster({ SecurityConfiguration: 'company-standard' }),
      'review Cluster Properties.SecurityConfiguration: the template does not tell whether the security configuration company-standard encrypts data at rest',
    ],
    'set by a parameter': [
      configuration(encryption({ Ref: 'Encrypt' }, disks)),
      'review SecurityConfiguration Properties.SecurityConfiguration: Encrypt has no default, so it is only known at deployment',
    ],
  },
});
