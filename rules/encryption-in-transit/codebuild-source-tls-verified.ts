import type { Property } from '../../lib/model/property';
import { rule } from '../../lib/rule';

export default rule({
  id: 'codebuild-source-tls-verified',
  title: 'CodeBuild checks the certificate of the server that it clones from',
  severity: 'error',
  severityIn: { 'non-production': 'warning' },
  control: 'ENCRYPTION-IN-TRANSIT',
  resources: ['AWS::CodeBuild::Project'],
  why: 'A build that accepts any certificate accepts source code, and gives its token, to whoever answers in place of the Git server.',
  fix: 'Remove InsecureSsl and give the build the certificate authority of the GitHub Enterprise server.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-codebuild-project-source.html#cfn-codebuild-project-source-insecuressl',
    'https://docs.aws.amazon.com/codebuild/latest/userguide/sample-github-enterprise.html',
  ],

  check: (project) => [project.property('Source'), ...project.all('SecondarySources[]')].map(verified),
});

/** The setting is heeded for GitHub Enterprise only. */
const verified = (source: Property) =>
  source
    .property('InsecureSsl')
    .mustNotBe(true, 'InsecureSsl is true: the certificate of the GitHub Enterprise server is not checked')
    .when(() => source.value.get('Type').is('GITHUB_ENTERPRISE'));
