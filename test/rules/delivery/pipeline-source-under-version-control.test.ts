import rule from '../../../rules/delivery/pipeline-source-under-version-control';
import { testRule } from '../../rule-tester';
import {
  action,
  build,
  deploy,
  type Fields,
  pipeline,
  project,
  source,
  stage,
  template,
} from './pipeline-fixtures';

const from = (provider: string, configuration: Fields, more: Fields = {}) =>
  action(provider, 'Source', provider, configuration, more);
/** Beside another source. */
const beside = (one: Fields) => ({ ...one, OutputArtifacts: [{ Name: 'More' }] });
const archive = from('S3', { S3Bucket: 'shop-drop', S3ObjectKey: 'app.zip' });
const image = from('ECR', { RepositoryName: 'shop' });
const repository = from('CodeStarSourceConnection', {
  ConnectionArn: 'arn:aws:codeconnections:eu-west-1:111122223333:connection/1',
  FullRepositoryId: 'shop/app',
  BranchName: 'main',
});
const archiveFound = (bucket: string) =>
  `the only source is an archive in ${bucket}; no repository tells who changed what`;
const built = (Source: Fields, more: Fields = {}) =>
  project(undefined, { Source, Artifacts: { Type: 'NO_ARTIFACTS' }, ...more });

testRule(rule, {
  pass: {
    'a repository by a connection': pipeline(stage('Source', repository), deploy),
    'a repository of CodeCommit': pipeline(source, deploy),
    'an image and a repository': pipeline(stage('Source', beside(image), repository), deploy),
    'an archive beside a repository': pipeline(stage('Source', beside(archive), repository), deploy),
    'a source of the own making': pipeline(
      stage(
        'Source',
        from(
          'Git',
          {},
          {
            ActionTypeId: { Category: 'Source', Owner: 'Custom', Provider: 'Git', Version: '1' },
          },
        ),
      ),
      deploy,
    ),
    'a build of a repository': built({ Type: 'GITHUB', Location: 'https://github.com/shop/app.git' }),
    'a build with a repository beside the archive': built(
      { Type: 'S3', Location: 'shop-drop/app.zip' },
      {
        SecondarySources: [
          { Type: 'GITHUB', Location: 'https://github.com/shop/app.git', SourceIdentifier: 'app' },
        ],
      },
    ),
    'a pipeline brings the source, whatever the project says': template(
      [source, stage('Build', build({ Ref: 'Builder' }))],
      { Builder: built({ Type: 'S3', Location: 'shop-drop/app.zip' }) },
    ),
    'a pipeline brings the source to a project that it names': template(
      [source, stage('Build', build('shop-build'))],
      { Builder: built({ Type: 'S3', Location: 'shop-drop/app.zip' }, { Name: 'shop-build' }) },
    ),
    'a build without a source': built({ Type: 'NO_SOURCE', BuildSpec: 'version: 0.2\nphases: {}\n' }),
  },
  fail: {
    'an archive in a bucket': [
      pipeline(stage('Source', archive), deploy),
      `info Pipeline Properties.Stages[0].Actions[0]: ${archiveFound('the bucket shop-drop')}`,
    ],
    'an archive in the bucket of another stack': [
      pipeline(
        stage('Source', from('S3', { S3Bucket: { 'Fn::ImportValue': 'drop' }, S3ObjectKey: 'app.zip' })),
        deploy,
      ),
      `info Pipeline Properties.Stages[0].Actions[0]: ${archiveFound('a bucket')}`,
    ],
    'an archive and an image': [
      pipeline(stage('Source', beside(image), archive), deploy),
      `info Pipeline Properties.Stages[0].Actions[1]: ${archiveFound('the bucket shop-drop')}`,
    ],
    'an archive in production': [
      pipeline(stage('Source', { 'Fn::If': ['IsProd', archive, repository] }), deploy),
      `info Pipeline Properties.Stages[0].Actions[0] when IsProd is true (Stage is prod): ${archiveFound('the bucket shop-drop')}`,
    ],
    'a build of an archive': [
      built({ Type: 'S3', Location: 'shop-drop/app.zip' }),
      'info Project Properties.Source.Type: the build takes an archive from S3 (shop-drop/app.zip); no repository tells who changed what',
    ],
  },
  review: {
    'an image alone': [
      pipeline(stage('Source', image), deploy),
      'review Pipeline Properties.Stages[0].Actions[0]: the only source is the image shop: where its code comes from is not in the template',
    ],
    'the provider is a parameter': [
      pipeline(
        stage(
          'Source',
          from(
            'App',
            {},
            {
              ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: { Ref: 'Provider' }, Version: '1' },
            },
          ),
        ),
        deploy,
      ),
      'review Pipeline Properties.Stages[0].Actions[0]: Provider has no default, so it is only known at deployment',
    ],
  },
});
