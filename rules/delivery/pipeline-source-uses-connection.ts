import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'pipeline-source-uses-connection',
  title: 'Pipelines and builds reach their repository by a connection, not by a token',
  severity: 'warning',
  control: 'SECRETS',
  resources: ['AWS::CodePipeline::Pipeline', 'AWS::CodeBuild::Project', 'AWS::CodeBuild::SourceCredential'],
  why: 'A personal token opens all that its owner may open, does not expire by itself, and stops the pipeline when that person leaves; a connection is an app that is granted single repositories.',
  fix: 'Create an AWS::CodeConnections::Connection and use it: in a pipeline by a source action of provider CodeStarSourceConnection, in CodeBuild by the authorization type CODECONNECTIONS.',
  docs: [
    'https://docs.aws.amazon.com/codepipeline/latest/userguide/update-github-action-connections.html',
    'https://docs.aws.amazon.com/codebuild/latest/userguide/access-tokens-github-overview.html',
    'https://docs.aws.amazon.com/codebuild/latest/APIReference/API_SourceAuth.html',
  ],

  check: (resource) => {
    switch (resource.type) {
      case 'AWS::CodePipeline::Pipeline':
        return resource.all('Stages[].Actions[]').map((action) => action.expect(bySourceAction));
      case 'AWS::CodeBuild::Project':
        return [resource.property('Source'), ...resource.all('SecondarySources[]')].map((source) =>
          source.property('Auth.Type').expect(byAuthorization),
        );
      default:
        return resource.property('AuthType').expect(byAuthorization);
    }
  },
});

/** A token that stands in the template is worse than a missing connection: other rules speak of it. */
function bySourceAction(action: Value) {
  const type = action.get('ActionTypeId');
  if (!type.get('Provider').is('GitHub') || !type.get('Owner').is('ThirdParty')) return undefined;
  if (isWritten(action.get('Configuration.OAuthToken'))) return undefined;
  return fail(
    'the GitHub action of version 1 authenticates by a token of a person; use the provider CodeStarSourceConnection',
    { at: type.get('Provider') },
  );
}

const isWritten = ({ parts }: Value) =>
  parts.some((part) => part.kind === 'literal' && part.origin === 'template');

const TOKENS: { readonly [authorization: string]: string } = {
  PERSONAL_ACCESS_TOKEN: 'a personal access token',
  BASIC_AUTH: 'a user name and an app password',
  OAUTH: 'an OAuth token of a person',
};

function byAuthorization(type: Value) {
  const token = Object.keys(TOKENS).find((one) => type.is(one));
  if (token) return fail(`${token} authenticates by ${TOKENS[token]}; use CODECONNECTIONS`);
  return type.is('SECRETS_MANAGER')
    ? fail('SECRETS_MANAGER authenticates by a token that somebody has to renew; use CODECONNECTIONS', {
        severity: 'info',
      })
    : undefined;
}
