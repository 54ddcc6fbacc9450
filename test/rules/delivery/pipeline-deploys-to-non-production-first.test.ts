import rule from '../../../rules/delivery/pipeline-deploys-to-non-production-first';
import { testRule } from '../../rule-tester';
import {
  action,
  approve,
  at,
  beta,
  build,
  commands,
  pipeline,
  prod,
  ship,
  source,
  stack,
  stage,
  test,
} from './pipeline-fixtures';

const straight = (stages: string, deployment = 'production deployment "Ship" to web') =>
  `${stages}: nothing is deployed to another environment between Source and the ${deployment}; add a deployment to a test environment before stage ${stages.split(' → ').at(-1)}`;
const inAccount = (name: string, account: string) =>
  stage(
    name,
    action(
      'Ship',
      'Deploy',
      'ECS',
      { ClusterName: 'shop', ServiceName: 'web' },
      {
        RoleArn: `arn:aws:iam::${account}:role/deploy`,
      },
    ),
  );
const named = (Name: string, ...stages: unknown[]) => ({
  Type: 'AWS::CodePipeline::Pipeline',
  Properties: { ...pipeline(...stages), Name },
});
const deploy = stage('Deploy', ship);

testRule(rule, {
  pass: {
    'another environment first': pipeline(source, beta, prod),
    'another environment in the same stage, before it': pipeline(
      source,
      stage('Deploy', stack('shop-staging', 'CREATE_UPDATE', at(1)), {
        ...stack('shop-prod', 'CREATE_UPDATE', at(2)),
        Name: 'Next',
      }),
    ),
    'another environment by a build that says so': pipeline(
      source,
      stage('Deploy-Staging', build('shop-deploy', 'Deploy-Staging')),
      prod,
    ),
    'another environment by commands': pipeline(
      source,
      stage('Beta', commands('sam deploy --config-env beta')),
      prod,
    ),
    'another environment by what the commands say': pipeline(
      source,
      stage('First', commands('sam deploy --config-env staging')),
      stage('Second', commands('sam deploy --config-env production')),
    ),
    'another environment by the configuration of the template': pipeline(
      source,
      stage(
        'First',
        action('Ship', 'Deploy', 'CloudFormation', {
          ActionMode: 'CREATE_UPDATE',
          StackName: 'shop',
          TemplatePath: 'Code::template.yaml',
          TemplateConfiguration: 'Code::staging.json',
        }),
      ),
      stage('Second', stack('shop', 'CREATE_UPDATE')),
    ),
    'another account, whatever the names': pipeline(
      source,
      inAccount('First', '111122223333'),
      inAccount('Second', '444455556666'),
    ),
    'only another environment is deployed to': pipeline(source, beta),
    'a pipeline for each environment': {
      Resources: {
        Staging: named('shop-staging', source, deploy),
        Production: named('shop-production', source, deploy),
      },
    },
    'nothing is deployed': pipeline(source, test),
    'production is there with its test environment': pipeline(
      source,
      { 'Fn::If': ['IsProd', beta, stage('Sandbox', ship)] },
      { 'Fn::If': ['IsProd', prod, { Ref: 'AWS::NoValue' }] },
    ),
  },
  fail: {
    'straight to production': [
      pipeline(source, test, stage('Gate', approve), prod),
      `warning Pipeline Properties.Stages[3].Actions[0]: ${straight('Source → Test → Gate → Prod')}`,
    ],
    'one deployment, and no name that tells where to': [
      pipeline(source, deploy),
      `warning Pipeline Properties.Stages[1].Actions[0]: ${straight('Source → Deploy', 'last deployment "Ship" to web')}`,
    ],
    'the test environment comes after production': [
      pipeline(source, prod, beta),
      `warning Pipeline Properties.Stages[1].Actions[0]: ${straight('Source → Prod')}`,
    ],
    'all Regions of production': [
      pipeline(source, stage('ProdEu', ship), stage('ProdUs', ship)),
      `warning Pipeline Properties.Stages[1].Actions[0]: ${straight('Source → ProdEu')}`,
    ],
    'another template first': [
      pipeline(
        source,
        stage('Network', stack('network', 'CREATE_UPDATE')),
        stage(
          'App',
          action('Ship', 'Deploy', 'CodeDeploy', { ApplicationName: 'shop', DeploymentGroupName: 'web' }),
        ),
      ),
      `warning Pipeline Properties.Stages[2].Actions[0]: ${straight('Source → Network → App', 'last deployment "Ship" to web')}`,
    ],
    'only outside production': [
      pipeline(source, { 'Fn::If': ['IsProd', test, beta] }, prod),
      `warning Pipeline Properties.Stages[2].Actions[0] when IsProd is true (Stage is prod): ${straight('Source → Test → Prod')}`,
    ],
  },
  review: {
    'two deployments of the same, and no name that tells': [
      pipeline(source, stage('First', ship), stage('Second', ship)),
      'review Pipeline Properties.Stages[2].Actions[0]: Source → First → Second: "Ship" is all that may deploy to another environment before "Ship": no name tells which environment it deploys to',
    ],
    'some accounts of an organisation before the others': [
      pipeline(
        source,
        stage(
          'First',
          action('Pilot', 'Deploy', 'CloudFormationStackSet', {
            StackSetName: 'guardrails',
            TemplatePath: 'Code::template.yaml',
            DeploymentTargets: 'ou-abcd-11111111',
          }),
        ),
        stage(
          'Second',
          action('Rest', 'Deploy', 'CloudFormationStackInstances', {
            StackSetName: 'guardrails',
            DeploymentTargets: 'ou-abcd-22222222',
          }),
        ),
      ),
      'review Pipeline Properties.Stages[2].Actions[0]: Source → First → Second: "Pilot" is all that may deploy to another environment before "Rest": no name tells which environment it deploys to',
    ],
    'builds may deploy, to another environment first': [
      pipeline(
        source,
        stage('Beta', build('shop-beta', 'Beta')),
        stage('Prod', build('shop-release', 'Release')),
      ),
      'review Pipeline Properties.Stages[2].Actions[0]: Source → Beta → Prod: "Beta" is all that may deploy to another environment before "Release", which may deploy to production: its project shop-beta is not in the template',
    ],
    'a build may deploy': [
      pipeline(source, stage('Prod', build('shop-release', 'Release'))),
      'review Pipeline Properties.Stages[1].Actions[0]: Source → Prod: nothing is deployed to another environment before "Release", which may deploy to production: its project shop-release is not in the template',
    ],
  },
  options: {
    'an organisation has a word of its own for another environment': [
      pipeline(source, stage('Playground', ship), stage('Golden', ship)),
      { environmentWords: { production: ['golden'], nonProduction: ['playground'] } },
      [],
    ],
  },
});
