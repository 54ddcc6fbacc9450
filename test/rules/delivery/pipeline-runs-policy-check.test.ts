import rule from '../../../rules/delivery/pipeline-runs-policy-check';
import { testRule } from '../../rule-tester';
import {
  action,
  beta,
  build,
  commands,
  conditionRule,
  type Fields,
  pipeline,
  prod,
  project,
  source,
  stack,
  stage,
  template,
  yaml,
} from './pipeline-fixtures';

const release = stage('Prod', stack('shop', 'CREATE_UPDATE'));
const unchecked = (stages: string, deployment = 'production deployment "Stack" to shop') =>
  `${stages}: nothing checks templates against policies between Source and the ${deployment}; add a policy check before stage ${stages.split(' → ').at(-1)}`;
const guarded = (more: Fields) =>
  template([source, release], {
    Guard: {
      Type: 'AWS::CloudFormation::GuardHook',
      Properties: {
        Alias: 'Shop::Guard::Hook',
        ExecutionRole: 'arn:aws:iam::111122223333:role/hook',
        FailureMode: 'FAIL',
        HookStatus: 'ENABLED',
        RuleLocation: { Uri: 's3://shop-rules/rules.guard' },
        TargetOperations: ['STACK'],
        ...more,
      },
    },
  });
const configured = (hook: Fields) =>
  template([source, release], {
    Config: {
      Type: 'AWS::CloudFormation::HookTypeConfig',
      Properties: {
        TypeName: 'Shop::Policy::Hook',
        Configuration: JSON.stringify({ CloudFormationConfiguration: { HookConfiguration: hook } }),
      },
    },
  });

testRule(rule, {
  pass: {
    'a stack that is only deleted has no template': pipeline(
      source,
      stage('Prod', stack('shop', 'DELETE_ONLY')),
    ),
    'this pack is run on the templates': pipeline(
      source,
      stage('Check', commands('npx cdk synth', 'npx competency-nag check cdk.out')),
      release,
    ),
    'a build spec that runs cfn-guard': template(
      [source, stage('Build', build({ Ref: 'Builder' })), release],
      {
        Builder: project(yaml('cfn-guard validate -r rules -d template.yaml')),
      },
    ),
    'a policy check by name': pipeline(source, stage('Check', build('shop-cfn-nag', 'cfn_nag')), release),
    'a build that checks before it deploys': pipeline(
      source,
      stage('Prod', commands('checkov -d .', 'terraform apply -auto-approve')),
    ),
    'an entry condition that checks': pipeline(source, {
      ...release,
      BeforeEntry: {
        Conditions: [
          {
            Result: 'FAIL',
            Rules: [
              {
                Name: 'Policies',
                RuleTypeId: { Category: 'Rule', Owner: 'AWS', Provider: 'Commands', Version: '1' },
                Commands: ['checkov -d .'],
              },
            ],
          },
        ],
      },
    }),
    'a hook of CloudFormation': guarded({}),
    'a hook that is configured for every stack': configured({ TargetStacks: 'ALL', FailureMode: 'FAIL' }),
    'only code is deployed': pipeline(source, prod),
    'the last environment is no production': pipeline(source, stage('Beta', stack('shop', 'CREATE_UPDATE'))),
    'the check is there where production is': pipeline(
      source,
      beta,
      { 'Fn::If': ['IsProd', stage('Check', commands('checkov -d .')), { Ref: 'AWS::NoValue' }] },
      { 'Fn::If': ['IsProd', release, { Ref: 'AWS::NoValue' }] },
    ),
  },
  fail: {
    'templates go straight to production': [
      pipeline(source, release),
      `info Pipeline Properties.Stages[1].Actions[0]: ${unchecked('Source → Prod')}`,
    ],
    'tests of the code only': [
      pipeline(source, stage('Build', commands('npm test', 'cfn-lint template.yaml')), release),
      `info Pipeline Properties.Stages[2].Actions[0]: ${unchecked('Source → Build → Prod')}`,
    ],
    'Terraform without a check': [
      pipeline(source, stage('Prod', commands('terraform apply -auto-approve'))),
      `info Pipeline Properties.Stages[1].Actions[0]: ${unchecked('Source → Prod', 'production deployment "Run"')}`,
    ],
    'the hook is switched off': [
      guarded({ HookStatus: 'DISABLED' }),
      `info Pipeline Properties.Stages[1].Actions[0]: ${unchecked('Source → Prod')}`,
    ],
    'the hook is configured for no stack': [
      configured({ TargetStacks: 'NONE' }),
      `info Pipeline Properties.Stages[1].Actions[0]: ${unchecked('Source → Prod')}`,
    ],
    'an entry condition that looks at an alarm': [
      pipeline(source, { ...release, ...conditionRule('BeforeEntry', 'CloudWatchAlarm') }),
      `info Pipeline Properties.Stages[1].Actions[0]: ${unchecked('Source → Prod')}`,
    ],
  },
  review: {
    'an app is synthesised, and may check itself': [
      pipeline(source, stage('Build', commands('npm ci', 'npx cdk synth')), release),
      'review Pipeline Properties.Stages[2].Actions[0]: Source → Build → Prod: "Run" is all that may check policies before "Stack": what the app checks when it is synthesised is not in the template',
    ],
    'an app is synthesised and deployed': [
      pipeline(source, stage('Prod', commands('npx cdk deploy --all'))),
      'review Pipeline Properties.Stages[1].Actions[0]: Source → Prod: "Run" may check policies before it deploys: what the app checks when it is synthesised is not in the template',
    ],
    'a build that is not told': [
      pipeline(source, stage('Build', build('shop-build')), release),
      'review Pipeline Properties.Stages[2].Actions[0]: Source → Build → Prod: "Compile" is all that may check policies before "Stack": its project shop-build is not in the template',
    ],
    'a security scan, which may look at templates too': [
      pipeline(
        source,
        stage('Check', action('SecurityScan', 'Test', 'CodeBuild', { ProjectName: 'shop' })),
        release,
      ),
      'review Pipeline Properties.Stages[2].Actions[0]: Source → Check → Prod: "SecurityScan" is all that may check policies before "Stack": its project shop is not in the template',
    ],
    'the status of the hook is a parameter': [
      guarded({ HookStatus: { Ref: 'Status' } }),
      'review Pipeline Properties.Stages[1].Actions[0]: Status has no default, so it is only known at deployment',
    ],
  },
});
