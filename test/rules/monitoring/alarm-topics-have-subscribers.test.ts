import rule from '../../../rules/monitoring/alarm-topics-have-subscribers';
import { testRule } from '../../rule-tester';
import { alarm } from './alarm-fixtures';

const topic = (Subscription?: unknown) => ({
  Type: 'AWS::SNS::Topic',
  ...(Subscription === undefined ? {} : { Properties: { Subscription } }),
});
const Topic = topic();
const email = { Protocol: 'email', Endpoint: 'on-call@example.com' };
const subscription = (TopicArn: unknown = { Ref: 'Topic' }) => ({
  Type: 'AWS::SNS::Subscription',
  Properties: { TopicArn, ...email },
});
const alarmTo = (...AlarmActions: unknown[]) =>
  alarm('AWS/SQS:Age', { QueueName: 'orders' }, { AlarmActions });
const Alarm = alarmTo({ Ref: 'Topic' });
const channel = {
  IamRoleArn: 'arn:aws:iam::111122223333:role/chat',
  ConfigurationName: 'on-call',
  SnsTopicArns: [{ Ref: 'Topic' }],
};
const guid = '01234567-89ab-cdef-0123-456789abcdef';
const place = 'Topic Properties.Subscription';
const message = 'nobody subscribes to the topic, which Alarm tells when it goes off';

testRule(rule, {
  pass: {
    'a subscription within the topic': { Resources: { Topic: topic([email]), Alarm } },
    'a subscription of its own': { Resources: { Topic, Alarm, Subscription: subscription() } },
    'a channel of Slack': {
      Resources: {
        Topic,
        Alarm,
        Channel: {
          Type: 'AWS::Chatbot::SlackChannelConfiguration',
          Properties: { ...channel, SlackWorkspaceId: 'T0123456789', SlackChannelId: 'C0123456789' },
        },
      },
    },
    'a channel of Microsoft Teams': {
      Resources: {
        Topic,
        Alarm,
        Channel: {
          Type: 'AWS::Chatbot::MicrosoftTeamsChannelConfiguration',
          Properties: {
            ...channel,
            TeamId: guid,
            TeamsChannelId: '19%3Aon-call%40thread.tacv2',
            TeamsTenantId: guid,
          },
        },
      },
    },
    'a function of SAM': {
      Transform: 'AWS::Serverless-2016-10-31',
      Resources: {
        Topic,
        Alarm,
        Pager: {
          Type: 'AWS::Serverless::Function',
          Properties: {
            Runtime: 'nodejs22.x',
            Handler: 'index.handler',
            CodeUri: 'src/',
            Events: { Alarms: { Type: 'SNS', Properties: { Topic: { Ref: 'Topic' } } } },
          },
        },
      },
    },
    'a topic that no alarm tells': { Resources: { Topic } },
    'a topic that hears when the alarm is over': {
      Resources: {
        Topic,
        Alarm: alarm('AWS/SQS:Age', { QueueName: 'orders' }, { OKActions: [{ Ref: 'Topic' }] }),
      },
    },
    'a topic that is not in the app': {
      Resources: { Alarm: alarmTo('arn:aws:sns:eu-west-1:111122223333:on-call') },
    },
    'alarm and subscription in production only': {
      Resources: {
        Topic,
        Alarm: { ...Alarm, Condition: 'IsProd' },
        Subscription: { ...subscription(), Condition: 'IsProd' },
      },
    },
    'addresses that a parameter lists': {
      Parameters: { Address: { Type: 'String' } },
      Resources: { Topic: topic([{ Protocol: 'email', Endpoint: { Ref: 'Address' } }]), Alarm },
    },
  },
  fail: {
    'nobody subscribes': [{ Resources: { Topic, Alarm } }, `warning ${place}: ${message}`],
    'an empty list': [{ Resources: { Topic: topic([]), Alarm } }, `warning ${place}: ${message}`],
    'a subscription to another topic': [
      { Resources: { Topic, Other: Topic, Alarm, Subscription: subscription({ Ref: 'Other' }) } },
      `warning ${place}: ${message}`,
    ],
    'one finding for two alarms': [
      { Resources: { Topic, Alarm, Second: Alarm } },
      `warning ${place}: ${message}`,
    ],
    'a composite alarm': [
      {
        Resources: {
          Topic,
          Shop: {
            Type: 'AWS::CloudWatch::CompositeAlarm',
            Properties: { AlarmRule: 'ALARM(orders)', AlarmActions: [{ Ref: 'Topic' }] },
          },
        },
      },
      `warning ${place}: nobody subscribes to the topic, which Shop tells when it goes off`,
    ],
    'a subscription in production only': [
      { Resources: { Topic, Alarm, Subscription: { ...subscription(), Condition: 'IsProd' } } },
      `info ${place} when IsProd is false (Stage is dev): ${message}`,
    ],
    'a list in production only': [
      { Resources: { Topic: topic({ 'Fn::If': ['IsProd', [email], { Ref: 'AWS::NoValue' }] }), Alarm } },
      `info ${place} when IsProd is false (Stage is dev): ${message}`,
    ],
    'an address that is not given by default': [
      {
        Parameters: { Address: { Type: 'String', Default: '' } },
        Conditions: { HasAddress: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Address' }, ''] }] } },
        Resources: { Topic, Alarm, Subscription: { ...subscription(), Condition: 'HasAddress' } },
      },
      `warning ${place} when HasAddress is false (Address is empty): ${message}`,
    ],
  },
  review: {
    'a list by a macro': [
      { Resources: { Topic: topic({ 'Fn::Transform': { Name: 'OnCall', Parameters: {} } }), Alarm } },
      `review ${place}: Fn::Transform is only known at deployment`,
    ],
  },
});
