import type { Property } from '../../lib/model/property';
import { fail, rule } from '../../lib/rule';

/** What a build writes to S3. */
const OUTPUTS: readonly { type: string; path: string; name: string }[] = [
  { type: 'AWS::CodeBuild::Project', path: 'Artifacts', name: 'the artifact' },
  { type: 'AWS::CodeBuild::Project', path: 'SecondaryArtifacts[]', name: 'the artifact' },
  { type: 'AWS::CodeBuild::Project', path: 'LogsConfig.S3Logs', name: 'the log' },
  { type: 'AWS::CodeBuild::ReportGroup', path: 'ExportConfig.S3Destination', name: 'the report' },
];

export default rule({
  id: 'codebuild-outputs-encrypted',
  title: 'CodeBuild encrypts what it writes to S3',
  // Not an error: S3 encrypts every object with its own key when the writer asks for none.
  severity: 'warning',
  control: 'ENCRYPTION-AT-REST',
  resources: ['AWS::CodeBuild::Project', 'AWS::CodeBuild::ReportGroup'],
  why: 'Whoever may read the bucket may read artifacts and logs; a KMS key asks for a second permission and leaves a trace of its use.',
  fix: 'Remove EncryptionDisabled; CodeBuild then encrypts with the key of the project, or with aws/s3.',
  docs: [
    'https://docs.aws.amazon.com/codebuild/latest/userguide/security-encryption.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-codebuild-project-artifacts.html#cfn-codebuild-project-artifacts-encryptiondisabled',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html',
  ],

  check: (resource) =>
    OUTPUTS.filter(({ type }) => type === resource.type).flatMap(({ path, name }) =>
      resource.all(path).map((output) =>
        output
          .property('EncryptionDisabled')
          .expect((disabled) => (disabled.is(true) ? plain(name, output) : undefined))
          .unless(() => output.value.get('Status').is('DISABLED'))
          .unless(() => output.value.get('Type').is('NO_ARTIFACTS')),
      ),
    ),
});

function plain(name: string, output: Property) {
  const message = `${name} is left to the key of S3: EncryptionDisabled is true`;
  if (output.value.get('Type').is('CODEPIPELINE'))
    return fail('EncryptionDisabled is true, which only counts for artifacts of type S3', {
      severity: 'info',
    });
  // A website that anybody reads cannot be encrypted with a KMS key.
  const bucket = output.value.get('Location').reference?.resource;
  return bucket?.type === 'AWS::S3::Bucket' && bucket.get('WebsiteConfiguration').isPresent
    ? fail(`${message}, as the website in ${bucket.logicalId} may need`, { severity: 'info' })
    : fail(message);
}
