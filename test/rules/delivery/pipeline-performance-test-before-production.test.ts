import rule from '../../../rules/delivery/pipeline-performance-test-before-production';
import { testRule } from '../../rule-tester';
import {
  action,
  at,
  beta,
  build,
  commands,
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

const unloaded = (stages: string, deployment = 'production deployment "Ship" to web') =>
  `${stages}: no load or performance test stands between Source and the ${deployment}; add one before stage ${stages.split(' → ').at(-1)}`;
const inBeta = (step: object) => pipeline(source, stage('Beta', ship, { ...step, ...at(2) }), prod);

testRule(rule, {
  pass: {
    'a service for load tests': inBeta(action('Load', 'Test', 'BlazeMeter')),
    'a load test by name': inBeta(build('shop-build', 'LoadTest')),
    'a project for performance tests': template(
      [source, stage('Beta', ship, build({ Ref: 'Perf' }, 'Run', at(2))), prod],
      { Perf: project(undefined, { Name: 'shop-performance' }) },
    ),
    'commands that run a load test': inBeta(commands('npx artillery run load.yml')),
    'a test whose build spec runs a load test': template(
      [
        source,
        stage('Beta', ship, action('Check', 'Test', 'CodeBuild', { ProjectName: { Ref: 'Perf' } }, at(2))),
        prod,
      ],
      { Perf: project(yaml('k6 run load.js')) },
    ),
    'the last environment is no production': pipeline(source, beta),
    'nothing is deployed': pipeline(source, test),
    'the load test is there where production is': pipeline(
      source,
      { 'Fn::If': ['IsProd', stage('Beta', ship, build('shop-load', 'LoadTest', at(2))), beta] },
      { 'Fn::If': ['IsProd', prod, { Ref: 'AWS::NoValue' }] },
    ),
  },
  fail: {
    'no test at all': [
      pipeline(source, prod),
      `info Pipeline Properties.Stages[1].Actions[0]: ${unloaded('Source → Prod')}`,
    ],
    'other tests': [
      inBeta(build('shop-build', 'SmokeTests')),
      `info Pipeline Properties.Stages[2].Actions[0]: ${unloaded('Source → Beta → Prod')}`,
    ],
    'tests of devices': [
      inBeta(action('Phones', 'Test', 'DeviceFarm')),
      `info Pipeline Properties.Stages[2].Actions[0]: ${unloaded('Source → Beta → Prod')}`,
    ],
    'commands that run other tests': [
      inBeta(commands('npm run e2e')),
      `info Pipeline Properties.Stages[2].Actions[0]: ${unloaded('Source → Beta → Prod')}`,
    ],
    'a build for the load balancer': [
      template([source, beta, stage('LoadBalancer', build({ Ref: 'Builder' })), prod], {
        Builder: project(yaml('make')),
      }),
      `info Pipeline Properties.Stages[3].Actions[0]: ${unloaded('Source → Beta → LoadBalancer → Prod')}`,
    ],
    'a build that is not told, with nothing deployed that it could load': [
      pipeline(source, stage('Build', build('shop-build')), prod),
      `info Pipeline Properties.Stages[2].Actions[0]: ${unloaded('Source → Build → Prod')}`,
    ],
  },
  review: {
    'a test that is not told': [
      inBeta(action('Check', 'Test', 'CodeBuild', { ProjectName: 'shop-check' })),
      'review Pipeline Properties.Stages[2].Actions[0]: Source → Beta → Prod: "Check" is all that may test the performance before "Ship": its project shop-check is not in the template',
    ],
  },
});
