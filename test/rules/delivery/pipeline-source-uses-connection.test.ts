import rule from '../../../rules/delivery/pipeline-source-uses-connection';
import { testRule } from '../../rule-tester';
import { action, deploy, type Fields, pipeline, project, source, stage } from './pipeline-fixtures';

const github = (token: unknown) =>
  stage(
    'Source',
    action(
      'App',
      'Source',
      'GitHub',
      { Owner: 'shop', Repo: 'app', Branch: 'main', OAuthToken: token },
      { ActionTypeId: { Category: 'Source', Owner: 'ThirdParty', Provider: 'GitHub', Version: '1' } },
    ),
  );
const connection = stage(
  'Source',
  action('App', 'Source', 'CodeStarSourceConnection', {
    ConnectionArn: 'arn:aws:codeconnections:eu-west-1:111122223333:connection/1',
    FullRepositoryId: 'shop/app',
    BranchName: 'main',
  }),
);
const found =
  'the GitHub action of version 1 authenticates by a token of a person; use the provider CodeStarSourceConnection';
const credential = (AuthType: unknown) => ({
  Type: 'AWS::CodeBuild::SourceCredential',
  Properties: {
    AuthType,
    ServerType: 'GITHUB',
    Token: '{{resolve:secretsmanager:github:SecretString:token}}',
  },
});
const built = (Auth?: Fields) =>
  project(undefined, {
    Source: { Type: 'GITHUB', Location: 'https://github.com/shop/app.git', ...(Auth && { Auth }) },
    Artifacts: { Type: 'NO_ARTIFACTS' },
  });

testRule(rule, {
  pass: {
    'a connection': pipeline(connection, deploy),
    'a repository of CodeCommit': pipeline(source, deploy),
    'a token that is written down is a worse matter': pipeline(github('0123456789'), deploy),
    'a build by a connection': built({
      Type: 'CODECONNECTIONS',
      Resource: 'arn:aws:codeconnections:eu-west-1:111122223333:connection/1',
    }),
    'a build that says nothing of it': built(),
    'the connection of an account': {
      Type: 'AWS::CodeBuild::SourceCredential',
      Properties: {
        AuthType: 'CODECONNECTIONS',
        ServerType: 'GITHUB',
        Token: 'arn:aws:codeconnections:eu-west-1:111122223333:connection/1',
      },
    },
    'a condition that the source itself hangs on': pipeline(
      { 'Fn::If': ['IsProd', connection, source] },
      deploy,
    ),
  },
  fail: {
    'a token in Secrets Manager': [
      pipeline(github('{{resolve:secretsmanager:github:SecretString:token}}'), deploy),
      `warning Pipeline Properties.Stages[0].Actions[0].ActionTypeId.Provider: ${found}`,
    ],
    'a token that is given': [
      pipeline(github({ Ref: 'GitHubToken' }), deploy),
      `warning Pipeline Properties.Stages[0].Actions[0].ActionTypeId.Provider: ${found}`,
    ],
    'a token outside production': [
      pipeline({ 'Fn::If': ['IsProd', connection, github({ Ref: 'GitHubToken' })] }, deploy),
      `info Pipeline Properties.Stages[0].Actions[0].ActionTypeId.Provider when IsProd is false (Stage is dev): ${found}`,
    ],
    'an access token for all builds': [
      credential('PERSONAL_ACCESS_TOKEN'),
      'warning SourceCredential Properties.AuthType: PERSONAL_ACCESS_TOKEN authenticates by a personal access token; use CODECONNECTIONS',
    ],
    'an app password for all builds': [
      {
        ...credential('BASIC_AUTH'),
        Properties: { ...credential('BASIC_AUTH').Properties, Username: 'shop', ServerType: 'BITBUCKET' },
      },
      'warning SourceCredential Properties.AuthType: BASIC_AUTH authenticates by a user name and an app password; use CODECONNECTIONS',
    ],
    'a build by an OAuth token': [
      built({ Type: 'OAUTH' }),
      'warning Project Properties.Source.Auth.Type: OAUTH authenticates by an OAuth token of a person; use CODECONNECTIONS',
    ],
    'a build by a token in Secrets Manager': [
      built({
        Type: 'SECRETS_MANAGER',
        Resource: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:github',
      }),
      'info Project Properties.Source.Auth.Type: SECRETS_MANAGER authenticates by a token that somebody has to renew; use CODECONNECTIONS',
    ],
  },
  review: {
    'the type is a parameter': [
      credential({ Ref: 'AuthType' }),
      'review SourceCredential Properties.AuthType: AuthType has no default, so it is only known at deployment',
    ],
  },
});
