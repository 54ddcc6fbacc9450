import rule from '../../../rules/delivery/pipeline-failures-notify';
import { testRule } from '../../rule-tester';
import { action, deploy, type Fields, pipeline, source, stage, template } from './pipeline-fixtures';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:deliveries';
const FAILED = 'codepipeline-pipeline-pipeline-execution-failed';
const arn = { 'Fn::Sub': 'arn:aws:codepipeline:${AWS::Region}:${AWS::AccountId}:${Pipeline}' };
const found =
  'Pipeline Properties: nothing reports that this pipeline has failed: no notification rule, and no rule of EventBridge';

const notified = (rule: Fields = {}) =>
  template([source, deploy], {
    Failures: {
      Type: 'AWS::CodeStarNotifications::NotificationRule',
      Properties: {
        Name: 'deliveries',
        DetailType: 'BASIC',
        Resource: arn,
        EventTypeIds: [FAILED],
        Targets: [{ TargetType: 'SNS', TargetAddress: TOPIC }],
        ...rule,
      },
    },
  });
const detail = { state: ['FAILED'], pipeline: [{ Ref: 'Pipeline' }] };
const event = (pattern: Fields = {}, more: Fields = {}) =>
  template([source, deploy], {
    Failures: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: {
          source: ['aws.codepipeline'],
          'detail-type': ['CodePipeline Pipeline Execution State Change'],
          detail,
          ...pattern,
        },
        Targets: [{ Id: 'topic', Arn: TOPIC }],
        ...more,
      },
    },
  });
/** The pipeline has a name, and what reports names it. */
const byName = (name: unknown, reporter: Fields) => {
  const { Resources } = reporter as { Resources: { Pipeline: { Properties: Fields } } };
  const { Pipeline, ...others } = Resources;
  return {
    Resources: { Pipeline: { ...Pipeline, Properties: { ...Pipeline.Properties, Name: name } }, ...others },
  };
};
const codeDeploy = (events: readonly string[]) =>
  template(
    [
      source,
      stage(
        'Deploy',
        action('Ship', 'Deploy', 'CodeDeploy', {
          ApplicationName: 'shop',
          DeploymentGroupName: { Ref: 'Group' },
        }),
      ),
    ],
    {
      Group: {
        Type: 'AWS::CodeDeploy::DeploymentGroup',
        Properties: {
          ApplicationName: 'shop',
          ServiceRoleArn: 'arn:aws:iam::111122223333:role/deploy',
          TriggerConfigurations: [{ TriggerName: 'tell', TriggerTargetArn: TOPIC, TriggerEvents: events }],
        },
      },
    },
  );

testRule(rule, {
  pass: {
    'a notification rule': notified(),
    'a notification rule for failed stages': notified({
      EventTypeIds: ['codepipeline-pipeline-stage-execution-failed'],
    }),
    'a notification rule that names the pipeline': byName(
      'shop',
      notified({ Resource: 'arn:aws:codepipeline:eu-west-1:111122223333:shop' }),
    ),
    'a notification rule that is built of the same name': byName(
      { 'Fn::Sub': '${AWS::StackName}-release' },
      notified({
        Resource: {
          'Fn::Sub': 'arn:aws:codepipeline:${AWS::Region}:${AWS::AccountId}:${AWS::StackName}-release',
        },
      }),
    ),
    'an event rule': event(),
    'an event rule for every state': event({ detail: { pipeline: [{ Ref: 'Pipeline' }] } }),
    'an event rule for every pipeline': event({ detail: { state: ['FAILED'] } }),
    'an event rule that goes by the type of event only': event({ source: undefined }),
    'an event rule for failed actions of pipelines by their ARN': event({
      'detail-type': ['CodePipeline Action Execution State Change'],
      resources: [arn],
      detail: { state: ['FAILED'] },
    }),
    'CodeDeploy tells of failed deployments': codeDeploy(['DeploymentFailure']),
    'where the pipeline is, the rule is': {
      Resources: {
        ...(Object.fromEntries(
          Object.entries(notified().Resources).map(([name, resource]) => [
            name,
            { ...(resource as Fields), Condition: 'IsProd' },
          ]),
        ) as Fields),
      },
    },
  },
  fail: {
    'nothing reports': [pipeline(source, deploy), `warning ${found}`],
    'a rule for another event': [
      notified({ EventTypeIds: ['codepipeline-pipeline-pipeline-execution-succeeded'] }),
      `warning ${found}`,
    ],
    'a rule that is switched off': [notified({ Status: 'DISABLED' }), `warning ${found}`],
    'a rule that tells nobody': [notified({ Targets: [] }), `warning ${found}`],
    'a rule for another pipeline': [
      notified({ Resource: 'arn:aws:codepipeline:eu-west-1:111122223333:books' }),
      `warning ${found}`,
    ],
    'an event rule for another pipeline': [
      event({ detail: { state: ['FAILED'], pipeline: ['books'] } }),
      `warning ${found}`,
    ],
    'an event rule for what succeeds': [
      event({ detail: { ...detail, state: ['SUCCEEDED'] } }),
      `warning ${found}`,
    ],
    'an event rule for approvals': [
      event({
        'detail-type': ['CodePipeline Action Execution State Change'],
        detail: { pipeline: [{ Ref: 'Pipeline' }], type: { category: ['Approval'] } },
      }),
      `warning ${found}`,
    ],
    'an event rule that is switched off': [event({}, { State: 'DISABLED' }), `warning ${found}`],
    'an event rule that starts the pipeline': [
      event({
        source: ['aws.codecommit'],
        'detail-type': ['CodeCommit Repository State Change'],
        detail: { event: ['referenceUpdated'] },
      }),
      `warning ${found}`,
    ],
    'CodeDeploy tells of what succeeds': [codeDeploy(['DeploymentSuccess']), `warning ${found}`],
    'only outside production': [
      notified({ Status: { 'Fn::If': ['IsProd', 'DISABLED', 'ENABLED'] } }),
      `warning ${found.replace(':', ' when IsProd is true (Stage is prod):')}`,
    ],
  },
  review: {
    'events by a parameter': [
      notified({ EventTypeIds: { 'Fn::Split': [',', { Ref: 'Events' }] } }),
      'review Pipeline Properties: Events has no default, so it is only known at deployment',
    ],
  },
});
