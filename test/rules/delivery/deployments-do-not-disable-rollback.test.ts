import rule from '../../../rules/delivery/deployments-do-not-disable-rollback';
import { testRule } from '../../rule-tester';
import { build, commands, project, source, stage, template, yaml } from './pipeline-fixtures';

const SPEC = 'Properties.Source.BuildSpec';
const stays = (command: string, option: string) =>
  `${command} is run with ${option}, so a failed deployment stays as it is`;
const found = (command: string, option: string) => `error Project ${SPEC}: ${stays(command, option)}`;

/** A pipeline whose one project runs in the named stages. */
const inStages = (spec: string, ...stages: string[]) =>
  template([source, ...stages.map((name) => stage(name, build({ Ref: 'Build' }, 'Deploy')))], {
    Build: project(spec),
  });

testRule(rule, {
  pass: {
    'deploys and rolls back': project(yaml('npm ci', 'npx cdk deploy --all --require-approval never')),
    'says that it rolls back': project(
      yaml('sam deploy --no-disable-rollback', 'cdk deploy --rollback', 'cdk deploy --no-rollback=false'),
    ),
    'a stack whose creation is undone': project(
      yaml('aws cloudformation create-stack --stack-name shop --on-failure ROLLBACK'),
    ),
    'a comment about it': project(yaml('cdk deploy # not with --no-rollback')),
    'another command with such an option': project(yaml('helm upgrade shop ./chart --no-rollback', 'ls -R')),
    'the build specification comes with the source': project(),
    'the build specification is a file': project('deploy/buildspec.yml'),
    'commands of a pipeline': template([source, stage('Prod', commands('sam deploy --stack-name shop'))], {}),
  },
  fail: {
    'a project that is called after another environment': [
      {
        Resources: {
          Build: project(yaml('cdk deploy --no-rollback'), { Name: 'shop-staging' }),
          BuildStaging: project(yaml('cdk deploy --no-rollback')),
        },
      },
      [
        `warning Build ${SPEC}: ${stays('cdk deploy', '--no-rollback')}`,
        `warning BuildStaging ${SPEC}: ${stays('cdk deploy', '--no-rollback')}`,
      ],
    ],
    'in the commands of a pipeline, for another environment': [
      template(
        [
          source,
          stage('First', commands('cdk deploy --no-rollback')),
          stage('Beta', commands('cdk deploy --no-rollback')),
          stage('Second', commands('cdk deploy --no-rollback --context stage=staging')),
        ],
        {},
      ),
      [
        `error Pipeline Properties.Stages[1].Actions[0].Commands[0]: ${stays('cdk deploy', '--no-rollback')}`,
        `warning Pipeline Properties.Stages[2].Actions[0].Commands[0]: ${stays('cdk deploy', '--no-rollback')}`,
        `warning Pipeline Properties.Stages[3].Actions[0].Commands[0]: ${stays('cdk deploy', '--no-rollback')}`,
      ],
    ],
    'a script for another environment': [
      {
        Type: 'AWS::EC2::Instance',
        Properties: {
          ImageId: 'ami-0123456789abcdef0',
          UserData: 'cdk deploy shop-staging --no-rollback',
        },
      },
      `warning Instance Properties.UserData: ${stays('cdk deploy', '--no-rollback')}`,
    ],
    'user data of instances and launch configurations': [
      {
        Resources: {
          Web: {
            Type: 'AWS::EC2::Instance',
            Properties: { ImageId: 'ami-0123456789abcdef0', UserData: 'cdk deploy shop -R' },
          },
          Workers: {
            Type: 'AWS::AutoScaling::LaunchConfiguration',
            Properties: {
              ImageId: 'ami-0123456789abcdef0',
              InstanceType: 't4g.micro',
              UserData: 'cdk deploy shop --no-rollback',
            },
          },
        },
      },
      [
        `error Web Properties.UserData: ${stays('cdk deploy', '-R')}`,
        `error Workers Properties.UserData: ${stays('cdk deploy', '--no-rollback')}`,
      ],
    ],
    cdk: [project(yaml('npm ci', 'npx cdk deploy Shop --no-rollback')), found('cdk deploy', '--no-rollback')],
    'cdk, in short': [project(yaml('cdk deploy -R Shop')), found('cdk deploy', '-R')],
    'cdk, as a script of the package': [
      project(yaml('npm run cdk -- deploy --rollback=false')),
      found('cdk deploy', '--rollback=false'),
    ],
    'cdk, in a shell of its own': [
      project(yaml("bash -c 'npx aws-cdk@2 deploy --no-rollback'")),
      found('cdk deploy', '--no-rollback'),
    ],
    sam: [project(yaml('sam deploy --disable-rollback')), found('sam deploy', '--disable-rollback')],
    'sam, by what follows a failure': [
      project(yaml('sam deploy --on-failure DO_NOTHING')),
      found('sam deploy', '--on-failure DO_NOTHING'),
    ],
    'a stack, over two lines': [
      project(
        'version: 0.2\nphases:\n  build:\n    commands:\n      - |\n        aws cloudformation deploy \\\n          --stack-name shop --disable-rollback\n',
      ),
      found('aws cloudformation', '--disable-rollback'),
    ],
    'a change set': [
      project(yaml('aws cloudformation create-change-set --stack-name shop --on-stack-failure DO_NOTHING')),
      found('aws cloudformation', '--on-stack-failure DO_NOTHING'),
    ],
    CodeDeploy: [
      project(
        yaml(
          'aws deploy create-deployment --application-name shop --auto-rollback-configuration enabled=false',
        ),
      ),
      found('aws deploy', '--auto-rollback-configuration enabled=false'),
    ],
    'Amazon ECS': [
      project(
        yaml(
          'aws ecs update-service --service web --deployment-configuration "deploymentCircuitBreaker={enable=true,rollback=false}"',
        ),
      ),
      found('aws ecs', 'deploymentCircuitBreaker rollback=false'),
    ],
    'put together with Fn::Sub': [
      project({ 'Fn::Sub': yaml('cdk deploy ${App} --no-rollback') }),
      found('cdk deploy', '--no-rollback'),
    ],
    'in the commands of a pipeline': [
      template([source, stage('Prod', commands('npm ci', 'cdk deploy --no-rollback'))], {}),
      `error Pipeline Properties.Stages[1].Actions[0].Commands[1]: ${stays('cdk deploy', '--no-rollback')}`,
    ],
    'in place of the build specification of a project': [
      template(
        [
          source,
          stage('Prod', {
            ...build({ Ref: 'Build' }),
            Configuration: {
              ProjectName: { Ref: 'Build' },
              BuildspecOverride: yaml('cdk deploy --no-rollback'),
            },
          }),
        ],
        { Build: project(yaml('npm ci')) },
      ),
      `error Pipeline Properties.Stages[1].Actions[0].Configuration.BuildspecOverride: ${stays('cdk deploy', '--no-rollback')}`,
    ],
    'a project that runs in production': [
      inStages(yaml('cdk deploy --no-rollback'), 'Staging', 'Prod'),
      `error Build ${SPEC}: ${stays('cdk deploy', '--no-rollback')}`,
    ],
    'a project that runs before production': [
      inStages(yaml('cdk deploy --no-rollback'), 'Staging'),
      `warning Build ${SPEC}: ${stays('cdk deploy', '--no-rollback')}`,
    ],
    'a stage that only comes before production': [
      template(
        [source, stage('Try', build({ Ref: 'Build' }, 'Deploy')), stage('Prod', commands('cdk deploy'))],
        { Build: project(yaml('cdk deploy --no-rollback')) },
      ),
      `warning Build ${SPEC}: ${stays('cdk deploy', '--no-rollback')}`,
    ],
    'user data': [
      {
        Type: 'AWS::EC2::LaunchTemplate',
        Properties: {
          LaunchTemplateData: {
            UserData: {
              'Fn::Base64': {
                'Fn::Sub': '#!/bin/bash\naws cloudformation deploy --stack-name ${App} --disable-rollback\n',
              },
            },
          },
        },
      },
      `error LaunchTemplate Properties.LaunchTemplateData.UserData: ${stays('aws cloudformation', '--disable-rollback')}`,
    ],
    'a document of Systems Manager': [
      {
        Type: 'AWS::SSM::Document',
        Properties: {
          DocumentType: 'Command',
          Content: {
            schemaVersion: '2.2',
            mainSteps: [
              {
                name: 'deploy',
                action: 'aws:runShellScript',
                inputs: { runCommand: ['cd /srv/shop', 'sam deploy --on-failure DO_NOTHING'] },
              },
            ],
          },
        },
      },
      `error Document Properties.Content.mainSteps[0].inputs.runCommand[1]: ${stays('sam deploy', '--on-failure DO_NOTHING')}`,
    ],
    'a command that names another environment': [
      project(yaml('cdk deploy Shop-Dev --no-rollback')),
      `warning Project ${SPEC}: ${stays('cdk deploy', '--no-rollback')}`,
    ],
    'outside production only': [
      project({
        'Fn::If': ['IsProd', yaml('cdk deploy'), yaml('cdk deploy --no-rollback')],
      }),
      `warning Project ${SPEC} when IsProd is false (Stage is dev): ${stays('cdk deploy', '--no-rollback')}`,
    ],
  },
});
