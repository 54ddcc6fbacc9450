import rule from '../../../rules/monitoring/alarm-topic-encryption-allows-cloudwatch';
import { testRule } from '../../rule-tester';
import { alarm } from './alarm-fixtures';

const topic = (KmsMasterKeyId?: unknown) => ({
  Type: 'AWS::SNS::Topic',
  Properties: KmsMasterKeyId === undefined ? {} : { KmsMasterKeyId },
});
const Alarm = alarm('AWS/SQS:Age', { QueueName: 'orders' }, { AlarmActions: [{ Ref: 'Topic' }] });
const root = {
  Effect: 'Allow',
  Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } },
  Action: 'kms:*',
  Resource: '*',
};
const uses = ['kms:Decrypt', 'kms:GenerateDataKey*'];
const statement = (Service: unknown, Action: unknown = uses) => ({
  Effect: 'Allow',
  Principal: { Service },
  Action,
  Resource: '*',
});
const key = (...statements: object[]) => ({
  Type: 'AWS::KMS::Key',
  Properties: { KeyPolicy: { Version: '2012-10-17', Statement: [root, ...statements] } },
});
const cloudwatch = 'cloudwatch.amazonaws.com';
const Key = key(statement(cloudwatch));
const byKey = topic({ 'Fn::GetAtt': ['Key', 'Arn'] });
const Rule = {
  Type: 'AWS::Events::Rule',
  Properties: {
    EventPattern: { source: ['aws.health'] },
    Targets: [{ Id: 'topic', Arn: { Ref: 'Topic' } }],
  },
};
const place = 'Topic Properties.KmsMasterKeyId';
const managed = (service: string) =>
  `${service} cannot publish to the topic: the policy of alias/aws/sns does not let them use the key`;
const refused = (service: string) =>
  `${service} cannot publish to the topic: the policy of Key does not allow kms:Decrypt and kms:GenerateDataKey`;
const see = (name: string, service = cloudwatch) =>
  `see whether the policy of the key ${name} lets ${service} call kms:Decrypt and kms:GenerateDataKey`;

testRule(rule, {
  pass: {
    'no key': { Resources: { Topic: topic(), Alarm } },
    'a key that is empty by default': {
      Parameters: { KeyId: { Type: 'String', Default: '' } },
      Resources: { Topic: topic({ Ref: 'KeyId' }), Alarm },
    },
    'a key that CloudWatch may use': { Resources: { Topic: byKey, Key, Alarm } },
    'the same, with one of several principals and any action': {
      Resources: {
        Topic: topic({ Ref: 'Key' }),
        Key: key(statement(['events.amazonaws.com', cloudwatch], 'kms:*')),
        Alarm,
      },
    },
    'the same, in two statements': {
      Resources: {
        Topic: byKey,
        Key: key(statement(cloudwatch, 'kms:Decrypt'), statement(cloudwatch, 'kms:GenerateDataKey')),
        Alarm,
      },
    },
    'the same, for its own account': {
      Resources: {
        Topic: byKey,
        Key: key({
          ...statement(cloudwatch),
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }),
        Alarm,
      },
    },
    'by an alias': {
      Resources: {
        Topic: topic({ Ref: 'Alias' }),
        Alias: {
          Type: 'AWS::KMS::Alias',
          Properties: { AliasName: 'alias/alarms', TargetKeyId: { Ref: 'Key' } },
        },
        Key,
        Alarm,
      },
    },
    'a topic that only the app publishes to': { Resources: { Topic: topic('alias/aws/sns') } },
    'a key and an alarm in production only': {
      Resources: {
        Topic: topic({ 'Fn::If': ['IsProd', { 'Fn::GetAtt': ['Key', 'Arn'] }, 'alias/aws/sns'] }),
        Key: { ...Key, Condition: 'IsProd' },
        Alarm: { ...Alarm, Condition: 'IsProd' },
      },
    },
  },
  fail: {
    'budgets and notifications of developer tools': [
      {
        Resources: {
          Topic: topic('alias/aws/sns'),
          Budget: {
            Type: 'AWS::Budgets::Budget',
            Properties: {
              Budget: {
                BudgetType: 'COST',
                TimeUnit: 'MONTHLY',
                BudgetLimit: { Amount: 100, Unit: 'USD' },
              },
              NotificationsWithSubscribers: [
                {
                  Notification: {
                    NotificationType: 'ACTUAL',
                    ComparisonOperator: 'GREATER_THAN',
                    Threshold: 80,
                  },
                  Subscribers: [{ SubscriptionType: 'SNS', Address: { Ref: 'Topic' } }],
                },
              ],
            },
          },
          Notification: {
            Type: 'AWS::CodeStarNotifications::NotificationRule',
            Properties: {
              Name: 'builds',
              DetailType: 'BASIC',
              EventTypeIds: ['codebuild-project-build-state-failed'],
              Resource: 'arn:aws:codebuild:eu-west-1:111122223333:project/shop',
              Targets: [{ TargetType: 'SNS', TargetAddress: { Ref: 'Topic' } }],
            },
          },
        },
      },
      `warning ${place}: ${managed('budgets.amazonaws.com and codestar-notifications.amazonaws.com')}`,
    ],
    'an alarm that only tells when all is well, or nothing is known': [
      {
        Resources: {
          Topic: topic('alias/aws/sns'),
          Other: topic('alias/aws/sns'),
          Fine: alarm('AWS/SQS:Age', {}, { AlarmActions: [], OKActions: [{ Ref: 'Topic' }] }),
          Unknown: alarm(
            'AWS/SQS:Age',
            {},
            { AlarmActions: [], InsufficientDataActions: [{ Ref: 'Other' }] },
          ),
        },
      },
      [
        `error ${place}: ${managed(cloudwatch)}`,
        `error Other Properties.KmsMasterKeyId: ${managed(cloudwatch)}`,
      ],
    ],
    'the key that AWS manages': [
      { Resources: { Topic: topic('alias/aws/sns'), Alarm } },
      `error ${place}: ${managed(cloudwatch)}`,
    ],
    'the same, by its ARN': [
      {
        Resources: {
          Topic: topic({ 'Fn::Sub': 'arn:aws:kms:${AWS::Region}:${AWS::AccountId}:alias/aws/sns' }),
          Alarm,
        },
      },
      `error ${place}: ${managed(cloudwatch)}`,
    ],
    'a key that only the account may use': [
      { Resources: { Topic: byKey, Key: key(), Alarm } },
      `error ${place}: ${refused(cloudwatch)}`,
    ],
    'a key that CloudWatch may decrypt with': [
      { Resources: { Topic: byKey, Key: key(statement(cloudwatch, 'kms:Decrypt')), Alarm } },
      `error ${place}: ${refused(cloudwatch)}`,
    ],
    'a key that callers of the account may use': [
      {
        Resources: {
          Topic: byKey,
          Key: key({
            ...statement(cloudwatch),
            Principal: '*',
            Condition: { StringEquals: { 'kms:CallerAccount': { Ref: 'AWS::AccountId' } } },
          }),
          Alarm,
        },
      },
      `error ${place}: ${refused(cloudwatch)}`,
    ],
    'by the name of an alias': [
      {
        Resources: {
          Topic: topic('alias/alarms'),
          Alias: {
            Type: 'AWS::KMS::Alias',
            Properties: { AliasName: 'alias/alarms', TargetKeyId: { Ref: 'Key' } },
          },
          Key: key(),
          Alarm,
        },
      },
      `error ${place}: ${refused(cloudwatch)}`,
    ],
    'an event rule': [
      { Resources: { Topic: topic('alias/aws/sns'), Rule } },
      `warning ${place}: ${managed('events.amazonaws.com')}`,
    ],
    'notifications of a bucket, with a key for alarms': [
      {
        Resources: {
          Topic: byKey,
          Key,
          Alarm,
          Bucket: {
            Type: 'AWS::S3::Bucket',
            Properties: {
              NotificationConfiguration: {
                TopicConfigurations: [{ Event: 's3:ObjectCreated:*', Topic: { Ref: 'Topic' } }],
              },
            },
          },
        },
      },
      `warning ${place}: ${refused('s3.amazonaws.com')}`,
    ],
    'alarms and an event rule': [
      { Resources: { Topic: byKey, Key: key(), Alarm, Rule } },
      `error ${place}: ${refused(`${cloudwatch} and events.amazonaws.com`)}`,
    ],
    'the key that AWS manages, outside production': [
      {
        Resources: {
          Topic: topic({ 'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, 'alias/aws/sns'] }),
          Alarm,
        },
      },
      `warning ${place} when IsProd is false (Stage is dev): ${managed(cloudwatch)}`,
    ],
    'a statement in production only': [
      {
        Resources: {
          Topic: byKey,
          Key: key({ 'Fn::If': ['IsProd', statement(cloudwatch), { Ref: 'AWS::NoValue' }] }),
          Alarm,
        },
      },
      `warning ${place} when IsProd is false (Stage is dev): ${refused(cloudwatch)}`,
    ],
  },
  review: {
    'a key that is not in the app': [
      { Resources: { Topic: topic('alias/central'), Alarm } },
      `review ${place}: ${see('alias/central')}`,
    ],
    'a key by its import': [
      { Resources: { Topic: topic({ 'Fn::ImportValue': 'alarm-key' }), Rule } },
      `review ${place}: ${see('of the topic', 'events.amazonaws.com')}`,
    ],
    'a key by a parameter': [
      { Resources: { Topic: topic({ Ref: 'KeyId' }), Alarm } },
      `review ${place}: ${see('${KeyId}')}`,
    ],
  },
});
