import rule from '../../../rules/delivery/pipeline-automated-test-before-production';
import { testRule } from '../../rule-tester';
import {
  action,
  approve,
  at,
  beta,
  build,
  commands,
  conditionRule,
  type Fields,
  pipeline,
  prod,
  project,
  ship,
  source,
  stage,
  template,
  test,
  yaml,
} from './pipeline-fixtures';

const none = { Ref: 'AWS::NoValue' };
const untested = (stages: string, deployment = 'production deployment "Ship" to web') =>
  `${stages}: no automated test runs between Source and the ${deployment}; add one before stage ${stages.split(' → ').at(-1)}`;
const runs = (...lines: string[]) =>
  template([source, stage('Build', build({ Ref: 'Builder' })), stage('Gate', approve), prod], {
    Builder: project(yaml(...lines)),
  });

testRule(rule, {
  pass: {
    'a test before production': pipeline(source, test, prod),
    'a test in the production stage, before the deployment': pipeline(
      source,
      stage('Prod', { ...ship, ...at(2) }, action('Check', 'Test', 'DeviceFarm', {}, at(1))),
    ),
    'a build that runs the tests': runs('npm ci', 'npm test'),
    'tests in another environment': pipeline(
      source,
      stage('Beta', ship, build('shop-smoke-tests', 'Smoke', at(2))),
      prod,
    ),
    'a rule of the entry condition runs a check': pipeline(source, {
      ...prod,
      ...conditionRule('BeforeEntry', 'Commands'),
    }),
    'the deployment tests before it deploys': pipeline(
      source,
      stage('Prod', commands('pytest', 'sam deploy')),
    ),
    'nothing is deployed': pipeline(source, stage('Build', build('shop-build'))),
    'the test and production are there together': pipeline(
      source,
      stage('Build', commands('npm ci')),
      { 'Fn::If': ['IsProd', test, none] },
      { 'Fn::If': ['IsProd', prod, none] },
    ),
  },
  fail: {
    'only an approval': [
      pipeline(source, stage('Gate', approve), prod),
      `warning Pipeline Properties.Stages[2].Actions[0]: ${untested('Source → Gate → Prod')}`,
    ],
    'neither test nor approval': [
      pipeline(source, prod),
      `warning Pipeline Properties.Stages[1].Actions[0]: ${untested('Source → Prod')}`,
    ],
    'a build that tests nothing': [
      runs('npm ci', 'npm run build'),
      `warning Pipeline Properties.Stages[3].Actions[0]: ${untested('Source → Build → Gate → Prod')}`,
    ],
    'the production stage ends with a check': [
      pipeline(source, { ...prod, ...conditionRule('OnSuccess', 'CodeBuild') }),
      `warning Pipeline Properties.Stages[1].Actions[0]: ${untested('Source → Prod')}`,
    ],
    'the last environment is no production': [
      pipeline(source, beta),
      `info Pipeline Properties.Stages[1].Actions[0]: ${untested('Source → Beta', 'last deployment "Ship" to web')}`,
    ],
    'the test is there in one environment only': [
      pipeline(source, { 'Fn::If': ['IsProd', none, test] }, stage('Gate', approve), prod),
      `warning Pipeline Properties.Stages[3].Actions[0] when IsProd is true (Stage is prod): ${untested('Source → Gate → Prod')}`,
    ],
  },
  review: {
    'a build whose spec is a file': [
      template([source, stage('Build', build({ Ref: 'Builder' })), stage('Gate', approve), prod], {
        Builder: project('ci/build.yml'),
      }),
      'review Pipeline Properties.Stages[3].Actions[0]: Source → Build → Gate → Prod: "Compile" is all that may test before "Ship": its build spec is the file ci/build.yml',
    ],
    'a batch of builds': [
      template([source, stage('Build', build({ Ref: 'Builder' })), stage('Gate', approve), prod], {
        Builder: project(
          'version: 0.2\nbatch:\n  build-list:\n    - identifier: all\n      buildspec: ci/all.yml\n',
        ),
      }),
      'review Pipeline Properties.Stages[3].Actions[0]: Source → Build → Gate → Prod: "Compile" is all that may test before "Ship": it is a batch of builds with build specs of their own',
    ],
    'another pipeline is started, and may deploy': [
      pipeline(
        source,
        stage('Next', action('Go', 'Invoke', 'CodePipeline', { PipelineName: 'shop-release' })),
      ),
      'review Pipeline Properties.Stages[1].Actions[0]: Source → Next: no automated test runs before "Go", which may deploy to production: it starts the pipeline shop-release',
    ],
    'the category is a parameter': [
      pipeline(
        source,
        stage('Look', {
          ...action('Look', 'Test', 'CodeBuild', { ProjectName: 'x' }),
          ActionTypeId: {
            Category: { Ref: 'Category' },
            Owner: 'AWS',
            Provider: 'CodeBuild',
            Version: '1',
          },
        } as Fields),
        prod,
      ),
      'review Pipeline Properties.Stages[2].Actions[0]: Category has no default, so it is only known at deployment',
    ],
  },
});
