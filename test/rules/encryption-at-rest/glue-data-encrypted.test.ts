import rule from '../../../rules/encryption-at-rest/glue-data-encrypted';
import { testRule } from '../../rule-tester';

const ROLE = 'arn:aws:iam::111122223333:role/glue';
const job = (properties: object) => ({
  Type: 'AWS::Glue::Job',
  Properties: {
    Role: ROLE,
    Command: { Name: 'glueetl', ScriptLocation: 's3://scripts/orders.py' },
    ...properties,
  },
});
const crawler = (properties: object) => ({
  Type: 'AWS::Glue::Crawler',
  Properties: { Role: ROLE, Targets: { S3Targets: [{ Path: 's3://orders' }] }, ...properties },
});
const security = (configuration: object) => ({
  Type: 'AWS::Glue::SecurityConfiguration',
  Properties: { Name: 'etl', EncryptionConfiguration: configuration },
});
const catalogue = (settings: object) => ({
  Type: 'AWS::Glue::DataCatalogEncryptionSettings',
  Properties: { CatalogId: '111122223333', DataCatalogEncryptionSettings: settings },
});
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const modes = {
  S3Encryptions: [{ S3EncryptionMode: 'SSE-KMS', KmsKeyArn: KEY }],
  CloudWatchEncryption: { CloudWatchEncryptionMode: 'SSE-KMS', KmsKeyArn: KEY },
  JobBookmarksEncryption: { JobBookmarksEncryptionMode: 'CSE-KMS', KmsKeyArn: KEY },
};
const passwords = { ReturnConnectionPasswordEncrypted: true, KmsKeyId: KEY };
const transform = (properties: object) => ({
  Type: 'AWS::Glue::MLTransform',
  Properties: {
    Role: ROLE,
    InputRecordTables: { GlueTables: [{ DatabaseName: 'shop', TableName: 'customers' }] },
    TransformParameters: {
      TransformType: 'FIND_MATCHES',
      FindMatchesParameters: { PrimaryKeyColumnName: 'id' },
    },
    ...properties,
  },
});

testRule(rule, {
  pass: {
    'a job and a crawler with a configuration': {
      Resources: {
        Job: job({ SecurityConfiguration: { Ref: 'Security' } }),
        Crawler: crawler({ CrawlerSecurityConfiguration: { Ref: 'Security' } }),
        Security: security(modes),
      },
    },
    'a job that names its configuration in text': {
      Resources: { Job: job({ SecurityConfiguration: 'etl' }), Security: security(modes) },
    },
    'a configuration for a crawler says nothing of bookmarks': security({
      CloudWatchEncryption: modes.CloudWatchEncryption,
    }),
    'an encrypted catalogue': catalogue({
      EncryptionAtRest: { CatalogEncryptionMode: 'SSE-KMS', SseAwsKmsKeyId: KEY },
      ConnectionPasswordEncryption: passwords,
    }),
    'an encrypted transform': transform({
      TransformEncryption: {
        MLUserDataEncryption: { MLUserDataEncryptionMode: 'SSE-KMS', KmsKeyId: KEY },
        TaskRunSecurityConfigurationName: 'etl',
      },
    }),
  },
  fail: {
    'a job without a configuration': [
      job({}),
      'warning Job Properties.SecurityConfiguration: the job encrypts nothing with a key of KMS: it has no SecurityConfiguration',
    ],
    'a crawler with a configuration in production only': [
      {
        Resources: {
          Crawler: crawler({
            CrawlerSecurityConfiguration: {
              'Fn::If': ['IsProd', { Ref: 'Security' }, { Ref: 'AWS::NoValue' }],
            },
          }),
          Security: security(modes),
        },
      },
      'info Crawler Properties.CrawlerSecurityConfiguration when IsProd is false (Stage is dev): the crawler encrypts nothing with a key of KMS: it has no CrawlerSecurityConfiguration',
    ],
    'a development endpoint without a configuration': [
      { Type: 'AWS::Glue::DevEndpoint', Properties: { RoleArn: ROLE } },
      'warning DevEndpoint Properties.SecurityConfiguration: the development endpoint encrypts nothing with a key of KMS: it has no SecurityConfiguration',
    ],
    'a configuration that encrypts nothing': [
      security({
        S3Encryptions: [{ S3EncryptionMode: 'DISABLED' }],
        CloudWatchEncryption: { CloudWatchEncryptionMode: 'DISABLED' },
        JobBookmarksEncryption: { JobBookmarksEncryptionMode: 'DISABLED' },
      }),
      [
        'warning SecurityConfiguration Properties.EncryptionConfiguration.S3Encryptions[0].S3EncryptionMode: objects are left to the key of S3: S3EncryptionMode is DISABLED',
        'warning SecurityConfiguration Properties.EncryptionConfiguration.CloudWatchEncryption.CloudWatchEncryptionMode: logs are left to the key of CloudWatch: CloudWatchEncryptionMode is DISABLED',
        'warning SecurityConfiguration Properties.EncryptionConfiguration.JobBookmarksEncryption.JobBookmarksEncryptionMode: bookmarks are not encrypted: JobBookmarksEncryptionMode is DISABLED',
      ],
    ],
    'a catalogue without encryption': [
      catalogue({
        EncryptionAtRest: { CatalogEncryptionMode: 'DISABLED' },
        ConnectionPasswordEncryption: passwords,
      }),
      'warning DataCatalogEncryptionSettings Properties.DataCatalogEncryptionSettings.EncryptionAtRest.CatalogEncryptionMode: metadata of the catalogue is not encrypted: CatalogEncryptionMode is DISABLED',
    ],
    'passwords of connections in the clear': [
      catalogue({ EncryptionAtRest: { CatalogEncryptionMode: 'SSE-KMS' } }),
      'warning DataCatalogEncryptionSettings Properties.DataCatalogEncryptionSettings.ConnectionPasswordEncryption.ReturnConnectionPasswordEncrypted: passwords of connections are returned in the clear: ReturnConnectionPasswordEncrypted is not true',
    ],
    'a transform without encryption': [
      transform({}),
      'warning MLTransform Properties.TransformEncryption.MLUserDataEncryption.MLUserDataEncryptionMode: labels and models are not encrypted: MLUserDataEncryptionMode is not set',
    ],
  },
  review: {
    'a configuration from elsewhere': [
      job({ SecurityConfiguration: 'company-standard' }),
      'review Job Properties.SecurityConfiguration: the template does not tell what the security configuration company-standard encrypts',
    ],
    'the mode is a parameter': [
      security({ JobBookmarksEncryption: { JobBookmarksEncryptionMode: { Ref: 'Mode' }, KmsKeyArn: KEY } }),
      'review SecurityConfiguration Properties.EncryptionConfiguration.JobBookmarksEncryption.JobBookmarksEncryptionMode: Mode has no default, so it is only known at deployment',
    ],
  },
});
