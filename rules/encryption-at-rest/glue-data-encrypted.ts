import { resourceNamed } from '../../lib/aws/named-resources';
import type { Resource } from '../../lib/model/entity';
import type { Test } from '../../lib/model/expectation';
import { type Expectations, fail, review, rule } from '../../lib/rule';

export default rule({
  id: 'glue-data-encrypted',
  title: 'Glue encrypts its catalogue, bookmarks and what its jobs write',
  // S3 and CloudWatch Logs encrypt what they store in any case.
  severity: 'warning',
  control: 'ENCRYPTION-AT-REST',
  resources: [
    'AWS::Glue::DataCatalogEncryptionSettings',
    'AWS::Glue::SecurityConfiguration',
    'AWS::Glue::Job',
    'AWS::Glue::Crawler',
    'AWS::Glue::DevEndpoint',
    'AWS::Glue::MLTransform',
  ],
  why: 'The catalogue describes all data and may hold passwords of databases; bookmarks and logs repeat parts of it. Glue encrypts them with a key of KMS only where it is told to.',
  fix: 'Create a security configuration with SSE-KMS for S3 and CloudWatch and CSE-KMS for bookmarks, attach it, and encrypt the catalogue and its connection passwords.',
  docs: [
    'https://docs.aws.amazon.com/glue/latest/dg/encryption-at-rest.html',
    'https://docs.aws.amazon.com/glue/latest/dg/encryption-security-configuration.html',
    'https://docs.aws.amazon.com/glue/latest/dg/encrypt-glue-data-catalog.html',
    'https://docs.aws.amazon.com/glue/latest/dg/encrypt-connection-passwords.html',
  ],

  check: (resource) => CHECKS[resource.type]?.(resource),
});

const CHECKS: { readonly [type: string]: (resource: Resource) => Expectations } = {
  'AWS::Glue::DataCatalogEncryptionSettings': (settings) => [
    settings
      .property('DataCatalogEncryptionSettings.EncryptionAtRest.CatalogEncryptionMode')
      .expect(enabled('metadata of the catalogue is not encrypted')),
    settings
      .property(
        'DataCatalogEncryptionSettings.ConnectionPasswordEncryption.ReturnConnectionPasswordEncrypted',
      )
      .mustBe(
        true,
        'passwords of connections are returned in the clear: ReturnConnectionPasswordEncrypted is not true',
      ),
  ],

  'AWS::Glue::SecurityConfiguration': (configuration) => [
    ...configuration
      .all('EncryptionConfiguration.S3Encryptions[].S3EncryptionMode')
      .map((mode) =>
        mode.mustNotBe('DISABLED', 'objects are left to the key of S3: S3EncryptionMode is DISABLED'),
      ),
    configuration
      .property('EncryptionConfiguration.CloudWatchEncryption.CloudWatchEncryptionMode')
      .mustNotBe('DISABLED', 'logs are left to the key of CloudWatch: CloudWatchEncryptionMode is DISABLED'),
    configuration
      .property('EncryptionConfiguration.JobBookmarksEncryption.JobBookmarksEncryptionMode')
      .mustNotBe('DISABLED', 'bookmarks are not encrypted: JobBookmarksEncryptionMode is DISABLED'),
  ],

  'AWS::Glue::Job': (job) => job.property('SecurityConfiguration').expect(configured('the job')),
  'AWS::Glue::Crawler': (crawler) =>
    crawler.property('CrawlerSecurityConfiguration').expect(configured('the crawler')),
  'AWS::Glue::DevEndpoint': (endpoint) =>
    endpoint.property('SecurityConfiguration').expect(configured('the development endpoint')),

  'AWS::Glue::MLTransform': (transform) =>
    transform
      .property('TransformEncryption.MLUserDataEncryption.MLUserDataEncryptionMode')
      .expect(enabled('labels and models are not encrypted')),
};

/** Of a mode that is DISABLED where none is set. */
const enabled =
  (otherwise: string): Test =>
  (mode) =>
    mode.isAbsent || mode.is('DISABLED')
      ? fail(`${otherwise}: ${nameOf(mode.path)} is ${mode.isPresent ? 'DISABLED' : 'not set'}`)
      : undefined;

/** A configuration of the app is judged itself. */
const configured =
  (what: string): Test =>
  (name) => {
    if (!name.isGiven)
      return fail(`${what} encrypts nothing with a key of KMS: it has no ${nameOf(name.path)}`);
    return resourceNamed(name, 'AWS::Glue::SecurityConfiguration')
      ? undefined
      : review(`the template does not tell what the security configuration ${name.outline} encrypts`);
  };

const nameOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
