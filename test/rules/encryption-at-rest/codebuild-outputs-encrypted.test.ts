import rule from '../../../rules/encryption-at-rest/codebuild-outputs-encrypted';
import { testRule } from '../../rule-tester';

const project = (properties: object) => ({
  Type: 'AWS::CodeBuild::Project',
  Properties: {
    ServiceRole: 'arn:aws:iam::111122223333:role/build',
    Source: { Type: 'CODECOMMIT', Location: 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/shop' },
    Environment: {
      Type: 'LINUX_CONTAINER',
      ComputeType: 'BUILD_GENERAL1_SMALL',
      Image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
    },
    Artifacts: { Type: 'NO_ARTIFACTS' },
    ...properties,
  },
});
const toBucket = (disabled: unknown, location: unknown = 'shop-builds') => ({
  Type: 'S3',
  Location: location,
  EncryptionDisabled: disabled,
});
const report = (destination: object) => ({
  Type: 'AWS::CodeBuild::ReportGroup',
  Properties: {
    Type: 'TEST',
    ExportConfig: { ExportConfigType: 'S3', S3Destination: { Bucket: 'shop-reports', ...destination } },
  },
});

testRule(rule, {
  pass: {
    'nothing is said: CodeBuild encrypts': project({ Artifacts: { Type: 'S3', Location: 'shop-builds' } }),
    'encryption is not disabled': project({ Artifacts: toBucket(false) }),
    'logs that are switched off': project({
      LogsConfig: { S3Logs: { Status: 'DISABLED', EncryptionDisabled: true } },
    }),
    'no artifacts at all': project({ Artifacts: { Type: 'NO_ARTIFACTS', EncryptionDisabled: true } }),
    'a report that is encrypted': report({}),
  },
  fail: {
    'an artifact': [
      project({ Artifacts: toBucket(true) }),
      'warning Project Properties.Artifacts.EncryptionDisabled: the artifact is left to the key of S3: EncryptionDisabled is true',
    ],
    'one of the secondary artifacts': [
      project({
        SecondaryArtifacts: [
          { ArtifactIdentifier: 'app', ...toBucket(false) },
          { ArtifactIdentifier: 'docs', ...toBucket('true') },
        ],
      }),
      'warning Project Properties.SecondaryArtifacts[1].EncryptionDisabled: the artifact is left to the key of S3: EncryptionDisabled is true',
    ],
    'the log': [
      project({
        LogsConfig: { S3Logs: { Status: 'ENABLED', Location: 'shop-logs/build', EncryptionDisabled: true } },
      }),
      'warning Project Properties.LogsConfig.S3Logs.EncryptionDisabled: the log is left to the key of S3: EncryptionDisabled is true',
    ],
    'the report': [
      report({ EncryptionDisabled: true }),
      'warning ReportGroup Properties.ExportConfig.S3Destination.EncryptionDisabled: the report is left to the key of S3: EncryptionDisabled is true',
    ],
    'outside production': [
      project({ Artifacts: toBucket({ 'Fn::If': ['IsProd', false, true] }) }),
      'info Project Properties.Artifacts.EncryptionDisabled when IsProd is false (Stage is dev): the artifact is left to the key of S3: EncryptionDisabled is true',
    ],
    'a website is for everybody to read': [
      {
        Resources: {
          Site: {
            Type: 'AWS::S3::Bucket',
            Properties: { WebsiteConfiguration: { IndexDocument: 'index.html' } },
          },
          Project: project({ Artifacts: toBucket(true, { Ref: 'Site' }) }),
        },
      },
      'info Project Properties.Artifacts.EncryptionDisabled: the artifact is left to the key of S3: EncryptionDisabled is true, as the website in Site may need',
    ],
    'artifacts of a pipeline, which the pipeline stores': [
      project({
        Source: { Type: 'CODEPIPELINE' },
        Artifacts: { Type: 'CODEPIPELINE', EncryptionDisabled: true },
      }),
      'info Project Properties.Artifacts.EncryptionDisabled: EncryptionDisabled is true, which only counts for artifacts of type S3',
    ],
  },
  review: {
    'set by a parameter': [
      project({ Artifacts: toBucket({ Ref: 'Plain' }) }),
      'review Project Properties.Artifacts.EncryptionDisabled: Plain has no default, so it is only known at deployment',
    ],
  },
});
