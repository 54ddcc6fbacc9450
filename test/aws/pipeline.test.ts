import { check } from '../../lib';
import {
  action,
  build,
  pipeline,
  prod,
  project,
  source,
  stack,
  stage,
  yaml,
} from '../rules/delivery/pipeline-fixtures';

/** What a rule says of templates that are one app, each finding as `file verdict message`. */
function findings(rule: string, templates: { [file: string]: object }): string[] {
  const sources = Object.entries(templates).map(([file, template]) => ({
    file,
    text: JSON.stringify(template),
  }));
  const report = check(sources, { rules: [rule], linked: true });
  expect(report.errors).toEqual([]);
  return report.findings.map(({ file, verdict, message }) => `${file} ${verdict} ${message}`);
}

const TESTS = 'pipeline-automated-test-before-production';
const release = (...stages: unknown[]) => ({
  Resources: {
    Pipeline: { Type: 'AWS::CodePipeline::Pipeline', Properties: pipeline(source, ...stages, prod) },
  },
});

describe('a build project in another template of the app', () => {
  const tests = project(yaml('npm test'), { Name: 'shop-build' });

  test('is found by its name', () => {
    const templates = {
      'pipeline.json': release(stage('Build', build('shop-build'))),
      'builds.json': { Resources: { Builder: tests } },
    };
    expect(findings(TESTS, templates)).toEqual([]);
  });

  test('is found by an import', () => {
    const templates = {
      'pipeline.json': release(stage('Build', build({ 'Fn::ImportValue': 'builder' }))),
      'builds.json': {
        Resources: { Builder: tests },
        Outputs: { Name: { Value: { Ref: 'Builder' }, Export: { Name: 'builder' } } },
      },
    };
    expect(findings(TESTS, templates)).toEqual([]);
  });

  test('is found in a nested stack', () => {
    const templates = {
      'pipeline.json': {
        Resources: {
          ...release(stage('Build', build({ 'Fn::GetAtt': ['Builds', 'Outputs.Name'] }))).Resources,
          Builds: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'builds.json' } },
        },
      },
      'builds.json': { Resources: { Builder: tests }, Outputs: { Name: { Value: { Ref: 'Builder' } } } },
    };
    expect(findings(TESTS, templates)).toEqual([]);
  });

  test('is not told apart from another of the same name', () => {
    const templates = {
      'pipeline.json': release(stage('Build', build('shop-build'))),
      'builds.json': { Resources: { Builder: tests } },
      'more.json': { Resources: { Builder: tests } },
    };
    expect(findings(TESTS, templates)).toEqual([
      'pipeline.json review Source → Build → Prod: "Compile" is all that may test before "Ship": its project shop-build is not in the template',
    ]);
  });
});

test('a notification rule may stand in another template of the app', () => {
  const { Pipeline } = release().Resources;
  const templates = {
    'pipeline.json': {
      Resources: { Pipeline: { ...Pipeline, Properties: { ...Pipeline.Properties, Name: 'shop' } } },
    },
    'notifications.json': {
      Resources: {
        Failures: {
          Type: 'AWS::CodeStarNotifications::NotificationRule',
          Properties: {
            Name: 'deliveries',
            DetailType: 'BASIC',
            Resource: { 'Fn::Sub': 'arn:aws:codepipeline:${AWS::Region}:${AWS::AccountId}:shop' },
            EventTypeIds: ['codepipeline-pipeline-pipeline-execution-failed'],
            Targets: [{ TargetType: 'SNS', TargetAddress: 'arn:aws:sns:eu-west-1:111122223333:deliveries' }],
          },
        },
      },
    },
  };
  expect(findings('pipeline-failures-notify', templates)).toEqual([]);
});

test('a hook may stand in another template of the app', () => {
  const templates = {
    'pipeline.json': {
      Resources: {
        Pipeline: {
          Type: 'AWS::CodePipeline::Pipeline',
          Properties: pipeline(source, stage('Prod', stack('shop', 'CREATE_UPDATE'))),
        },
      },
    },
    'hooks.json': {
      Resources: {
        Hook: {
          Type: 'AWS::CloudFormation::LambdaHook',
          Properties: {
            Alias: 'Shop::Lambda::Hook',
            ExecutionRole: 'arn:aws:iam::111122223333:role/hook',
            FailureMode: 'FAIL',
            HookStatus: 'ENABLED',
            LambdaFunction: 'arn:aws:lambda:eu-west-1:111122223333:function:check',
            TargetOperations: ['STACK'],
          },
        },
      },
    },
  };
  expect(findings('pipeline-runs-policy-check', templates)).toEqual([]);
});

test('the pipeline for production follows those for other environments', () => {
  const named = (name: string) => ({
    Type: 'AWS::CodePipeline::Pipeline',
    Properties: {
      ...pipeline(
        source,
        stage('Deploy', action('Ship', 'Deploy', 'ECS', { ClusterName: 'shop', ServiceName: 'web' })),
      ),
      Name: name,
    },
  });
  const templates = {
    'dev.json': { Resources: { Pipeline: named('shop-dev') } },
    'prod.json': { Resources: { Pipeline: named('shop-prod') } },
  };
  expect(findings('pipeline-deploys-to-non-production-first', templates)).toEqual([]);
  expect(findings('pipeline-approval-before-production', templates)).toEqual([
    expect.stringMatching(/^prod\.json fail /),
  ]);
});
