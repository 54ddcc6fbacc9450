import rule from '../../../rules/monitoring/cloudwatch-alarms-notify-sns';
import { testRule } from '../../rule-tester';

type Properties = { readonly [name: string]: unknown };

const errors = {
  Namespace: 'AWS/Lambda',
  MetricName: 'Errors',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
};
const alarm = (properties: Properties = {}) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: { ...errors, ...properties },
});
const composite = (AlarmRule: unknown, properties: Properties = { AlarmActions: [{ Ref: 'Topic' }] }) => ({
  Type: 'AWS::CloudWatch::CompositeAlarm',
  Properties: { AlarmRule, ...properties },
});
const Topic = { Type: 'AWS::SNS::Topic' };
const topicArn = 'arn:aws:sns:eu-west-1:111122223333:on-call';
const withTopic = (resources: Properties) => ({ Resources: { Topic, ...resources } });
const silent = 'the alarm has no AlarmActions and notifies nobody';

const stateChange = (detail: Properties = {}, more: Properties = {}) => ({
  Type: 'AWS::Events::Rule',
  Properties: {
    EventPattern: { source: ['aws.cloudwatch'], 'detail-type': ['CloudWatch Alarm State Change'], ...detail },
    Targets: [{ Id: 'topic', Arn: { Ref: 'Topic' } }],
    ...more,
  },
});
const scaling = {
  Type: 'AWS::AutoScaling::ScalingPolicy',
  Properties: { AutoScalingGroupName: 'web', AdjustmentType: 'ChangeInCapacity', ScalingAdjustment: 1 },
};
const deploymentGroup = (name: unknown) => ({
  Type: 'AWS::CodeDeploy::DeploymentGroup',
  Properties: {
    ApplicationName: 'shop',
    ServiceRoleArn: 'arn:aws:iam::111122223333:role/deploy',
    AlarmConfiguration: { Enabled: true, Alarms: [{ Name: name }] },
  },
});

testRule(rule, {
  pass: {
    'a topic of the template': withTopic({ Alarm: alarm({ AlarmActions: [{ Ref: 'Topic' }] }) }),
    'a topic by its ARN': errorsWith({ AlarmActions: [topicArn] }),
    'a topic by an ARN with unknown parts': errorsWith({
      AlarmActions: [{ 'Fn::Sub': 'arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:on-call' }],
    }),
    'a topic beside other actions': errorsWith({
      AlarmActions: ['arn:aws:automate:eu-west-1:ec2:recover', topicArn],
      ActionsEnabled: true,
    }),
    'a topic in each branch': errorsWith({
      AlarmActions: { 'Fn::If': ['IsProd', [topicArn], [`${topicArn}-dev`]] },
    }),
    'the topic that a parameter names by default': {
      Parameters: { TopicArn: { Type: 'String', Default: topicArn } },
      Resources: { Alarm: alarm({ AlarmActions: [{ Ref: 'TopicArn' }] }) },
    },
    'parts of a composite alarm that notifies': withTopic({
      Errors: alarm(),
      Latency: alarm({ ActionsEnabled: false }),
      Named: alarm({ AlarmName: 'queue too long' }),
      Service: composite({
        'Fn::Sub': 'ALARM(${Errors}) AND (ALARM("${Latency.Arn}") OR ALARM("queue too long"))',
      }),
    }),
    'parts that are counted': withTopic({
      Orders: alarm({ AlarmName: 'orders' }),
      Payments: alarm({ AlarmName: { 'Fn::Sub': '${AWS::StackName}-payments' } }),
      Service: composite({
        'Fn::Sub':
          'AT_LEAST(1, ALARM, (orders, arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${AWS::StackName}-payments))',
      }),
    }),
    'a part of a part': withTopic({
      Errors: alarm(),
      Service: composite({ 'Fn::Sub': 'ALARM("${Errors}")' }, {}),
      Shop: composite({ 'Fn::Sub': 'ALARM("${Service}")' }),
    }),
  },
  fail: {
    'no actions at all': [errors, `error Alarm Properties.AlarmActions: ${silent}`],
    'actions when it is over': [
      { ...errors, OKActions: [topicArn] },
      'error Alarm Properties.AlarmActions: only OKActions are set, which do not run when the alarm goes off',
    ],
    'actions when there is no data': [
      { ...errors, AlarmActions: [], InsufficientDataActions: [topicArn] },
      'error Alarm Properties.AlarmActions: only InsufficientDataActions are set, which do not run when the alarm goes off',
    ],
    'other actions': [
      {
        ...errors,
        AlarmActions: [{ 'Fn::Sub': 'arn:${AWS::Partition}:automate:${AWS::Region}:ec2:recover' }],
      },
      'error Alarm Properties.AlarmActions: no SNS topic is among the AlarmActions (arn:${AWS::Partition}:automate:${AWS::Region}:ec2:recover)',
    ],
    'actions switched off': [
      { ...errors, AlarmActions: [topicArn], ActionsEnabled: false },
      'error Alarm Properties.ActionsEnabled: ActionsEnabled is false, so the alarm notifies nobody',
    ],
    'actions switched off outside production': [
      { ...errors, AlarmActions: [topicArn], ActionsEnabled: { 'Fn::If': ['IsProd', true, false] } },
      'warning Alarm Properties.ActionsEnabled when IsProd is false (Stage is dev): ActionsEnabled is false, so the alarm notifies nobody',
    ],
    'a topic that is empty by default': [
      {
        Parameters: { TopicArn: { Type: 'String', Default: '' } },
        Resources: { Alarm: alarm({ AlarmActions: [{ Ref: 'TopicArn' }] }) },
      },
      `error Alarm Properties.AlarmActions when TopicArn is empty: ${silent}`,
    ],
    'no topic outside production': [
      { ...errors, AlarmActions: [{ 'Fn::If': ['IsProd', topicArn, { Ref: 'AWS::NoValue' }] }] },
      `warning Alarm Properties.AlarmActions when IsProd is false (Stage is dev): ${silent}`,
    ],
    'a part of a composite alarm that notifies nobody': [
      {
        Resources: {
          Errors: alarm(),
          Service: composite({ 'Fn::Sub': 'ALARM(${Errors})' }, {}),
        },
      },
      [`error Errors Properties.AlarmActions: ${silent}`, `error Service Properties.AlarmActions: ${silent}`],
    ],
    'a part of a composite alarm that exists in production only': [
      withTopic({
        Errors: alarm(),
        Service: { Condition: 'IsProd', ...composite({ 'Fn::Sub': 'ALARM(${Errors})' }) },
      }),
      `warning Errors Properties.AlarmActions when IsProd is false (Stage is dev): ${silent}`,
    ],
    'not among the parts of the composite alarm': [
      withTopic({
        Errors: alarm({ AlarmName: 'errors' }),
        Service: composite('ALARM(errors-of-orders)'),
      }),
      `error Errors Properties.AlarmActions: ${silent}`,
    ],
    'an alarm over logs': [
      {
        Type: 'AWS::CloudWatch::LogAlarm',
        Properties: {
          ComparisonOperator: 'GreaterThanThreshold',
          Threshold: 1,
          QueryResultsToAlarm: 1,
          QueryResultsToEvaluate: 1,
          ScheduledQueryConfiguration: {
            QueryString: 'filter level = "ERROR"',
            LogGroupIdentifiers: ['app'],
            ScheduledQueryRoleARN: 'arn:aws:iam::111122223333:role/queries',
            ScheduleConfiguration: { ScheduleExpression: 'rate(5 minutes)', StartTimeOffset: 300 },
            AggregationExpression: 'count(*)',
          },
        },
      },
      `error LogAlarm Properties.AlarmActions: ${silent}`,
    ],
    'only scaling': [
      { Resources: { ScaleOut: scaling, Alarm: alarm({ AlarmActions: [{ Ref: 'ScaleOut' }] }) } },
      'warning Alarm Properties.AlarmActions: only ScaleOut reacts to the alarm, no SNS topic tells a person',
    ],
    'only rolling back deployments': [
      { Resources: { Alarm: alarm(), Group: deploymentGroup({ Ref: 'Alarm' }) } },
      'warning Alarm Properties.AlarmActions: only Group reacts to the alarm, no SNS topic tells a person',
    ],
    'only rolling back deployments, with actions switched off': [
      {
        Resources: { Alarm: alarm({ ActionsEnabled: false }), Group: deploymentGroup({ Ref: 'Alarm' }) },
      },
      'warning Alarm Properties.AlarmActions: only Group reacts to the alarm, no SNS topic tells a person',
    ],
    'only rolling back deployments, by its name': [
      {
        Resources: { Alarm: alarm({ AlarmName: 'orders-errors' }), Group: deploymentGroup('orders-errors') },
      },
      'warning Alarm Properties.AlarmActions: only Group reacts to the alarm, no SNS topic tells a person',
    ],
    'only failing over': [
      {
        Resources: {
          Alarm: alarm(),
          Check: {
            Type: 'AWS::Route53::HealthCheck',
            Properties: {
              HealthCheckConfig: {
                Type: 'CLOUDWATCH_METRIC',
                AlarmIdentifier: { Name: { Ref: 'Alarm' }, Region: 'eu-west-1' },
              },
            },
          },
        },
      },
      'warning Alarm Properties.AlarmActions: only Check reacts to the alarm, no SNS topic tells a person',
    ],
    'through an EventBridge rule for all alarms': [
      withTopic({ Alarm: alarm(), StateChanges: stateChange() }),
      'warning Alarm Properties.AlarmActions: only the EventBridge rule StateChanges passes the alarm on to SNS',
    ],
    'through an EventBridge rule for this alarm': [
      withTopic({
        Alarm: alarm(),
        StateChanges: stateChange({ resources: [{ 'Fn::GetAtt': ['Alarm', 'Arn'] }] }),
      }),
      'warning Alarm Properties.AlarmActions: only the EventBridge rule StateChanges passes the alarm on to SNS',
    ],
    'EventBridge rules that do not pass it on': [
      withTopic({
        Alarm: alarm(),
        Disabled: stateChange({}, { State: 'DISABLED' }),
        Recovered: stateChange({ detail: { state: { value: ['OK'] } } }),
        Other: stateChange({ detail: { alarmName: ['other'] } }),
        Function: stateChange(
          {},
          { Targets: [{ Id: 'f', Arn: 'arn:aws:lambda:eu-west-1:111122223333:function:f' }] },
        ),
      }),
      `error Alarm Properties.AlarmActions: ${silent}`,
    ],
  },
  review: {
    'a topic from a parameter': [
      { ...errors, AlarmActions: [{ Ref: 'TopicArn' }] },
      'review Alarm Properties.AlarmActions: TopicArn has no default, so it is only known at deployment',
    ],
    'a topic from another stack': [
      { ...errors, AlarmActions: [{ 'Fn::ImportValue': 'on-call-topic' }] },
      'review Alarm Properties.AlarmActions: "on-call-topic" is imported from another stack',
    ],
    'a topic from Parameter Store': [
      { ...errors, AlarmActions: ['{{resolve:ssm:/on-call/topic}}'] },
      'review Alarm Properties.AlarmActions: {{resolve:ssm:/on-call/topic}} is resolved at deployment',
    ],
    'a topic from a nested stack': [
      {
        Resources: {
          OnCall: {
            Type: 'AWS::CloudFormation::Stack',
            Properties: { TemplateURL: 'https://example.com/on-call.yaml' },
          },
          Alarm: alarm({ AlarmActions: [{ 'Fn::GetAtt': ['OnCall', 'Outputs.TopicArn'] }] }),
        },
      },
      'review Alarm Properties.AlarmActions: OnCall.Outputs.TopicArn is only known at deployment',
    ],
    'actions that a parameter switches': [
      { ...errors, AlarmActions: [topicArn], ActionsEnabled: { Ref: 'Enabled' } },
      'review Alarm Properties.ActionsEnabled: Enabled has no default, so it is only known at deployment',
    ],
  },
});

function errorsWith(properties: Properties): Properties {
  return { ...errors, ...properties };
}
