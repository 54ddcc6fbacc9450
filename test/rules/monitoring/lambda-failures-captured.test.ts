import rule from '../../../rules/monitoring/lambda-failures-captured';
import { testRule } from '../../rule-tester';

type Properties = { readonly [name: string]: unknown };

const lambda = (properties: Properties = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::111122223333:role/orders',
    Code: { ZipFile: 'exports.handler = async () => {};' },
    ...properties,
  },
});
const sam = (events: Properties, properties: Properties = {}) => ({
  Type: 'AWS::Serverless::Function',
  Properties: {
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    CodeUri: 'src/',
    Events: events,
    ...properties,
  },
});
const Transform = 'AWS::Serverless-2016-10-31';
const Orders = lambda();
const arn = { 'Fn::GetAtt': ['Orders', 'Arn'] };
const letters = 'arn:aws:sqs:eu-west-1:111122223333:letters';
const onFailure = { OnFailure: { Destination: letters } };

const Rule = {
  Type: 'AWS::Events::Rule',
  Properties: { EventPattern: { source: ['shop'] }, Targets: [{ Id: 'orders', Arn: arn }] },
};
const invokeConfig = (FunctionName: unknown = { Ref: 'Orders' }) => ({
  Type: 'AWS::Lambda::EventInvokeConfig',
  Properties: { FunctionName, Qualifier: '$LATEST', DestinationConfig: onFailure },
});
const mapping = (properties: Properties) => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: { FunctionName: { Ref: 'Orders' }, ...properties },
});
const stream = {
  EventSourceArn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/orders',
  StartingPosition: 'LATEST',
};
const ofQueue = { EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } };
const queue = (RedrivePolicy?: unknown) => ({
  Type: 'AWS::SQS::Queue',
  Properties: RedrivePolicy === undefined ? {} : { RedrivePolicy },
});
const redrive = { deadLetterTargetArn: letters, maxReceiveCount: 5 };

const place = 'Orders Properties';
const lost = (caller: string) =>
  `events of ${caller} that the function fails to handle are lost: it has no dead-letter queue or on-failure destination`;
const records =
  'records of the stream that the function fails to handle are lost: the mapping has no on-failure destination';
const messages =
  'messages that the function fails to handle come back until they expire: the queue has no RedrivePolicy';

testRule(rule, {
  pass: {
    'a dead-letter queue': {
      Resources: { Orders: lambda({ DeadLetterConfig: { TargetArn: letters } }), Rule },
    },
    'a dead-letter queue that a parameter names': {
      Resources: { Orders: lambda({ DeadLetterConfig: { TargetArn: { Ref: 'Letters' } } }), Rule },
    },
    'an on-failure destination': { Resources: { Orders, Rule, Config: invokeConfig() } },
    'an on-failure destination by the name of the function': {
      Resources: { Orders: lambda({ FunctionName: 'orders' }), Rule, Config: invokeConfig('orders') },
    },
    'called by an API': {
      Transform,
      Resources: { Orders: sam({ Api: { Type: 'Api', Properties: { Path: '/', Method: 'get' } } }) },
    },
    'called by a state machine': {
      Resources: {
        Orders,
        Machine: {
          Type: 'AWS::StepFunctions::StateMachine',
          Properties: {
            RoleArn: 'arn:aws:iam::111122223333:role/shop',
            DefinitionString: '{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}',
            DefinitionSubstitutions: { orders: arn },
          },
        },
      },
    },
    'a dead-letter queue of SAM': {
      Transform,
      Resources: {
        Orders: sam(
          { Nightly: { Type: 'Schedule', Properties: { Schedule: 'rate(1 day)' } } },
          { DeadLetterQueue: { Type: 'SQS', TargetArn: letters } },
        ),
      },
    },
    'an on-failure destination that SAM makes': {
      Transform,
      Resources: {
        Orders: sam(
          { Nightly: { Type: 'ScheduleV2', Properties: { ScheduleExpression: 'rate(1 day)' } } },
          { EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: 'SQS' } } } },
        ),
      },
    },
    'a queue of SAM between the topic and the function': {
      Transform,
      Resources: {
        Orders: sam({
          Placed: {
            Type: 'SNS',
            Properties: { Topic: 'arn:aws:sns:eu-west-1:111122223333:placed', SqsSubscription: true },
          },
        }),
      },
    },
    'a stream with an on-failure destination': {
      Resources: { Orders, Mapping: mapping({ ...stream, DestinationConfig: onFailure }) },
    },
    'a change stream of DocumentDB': {
      Resources: {
        Orders,
        Mapping: mapping({
          EventSourceArn: 'arn:aws:rds:eu-west-1:111122223333:cluster:orders',
          StartingPosition: 'LATEST',
          DocumentDBEventSourceConfig: { DatabaseName: 'orders' },
        }),
      },
    },
    'a queue with a redrive policy': {
      Resources: { Orders, Queue: queue(redrive), Mapping: mapping(ofQueue) },
    },
    'a queue that no function reads': { Resources: { Queue: queue() } },
    'a queue that is not in the app': {
      Resources: {
        Orders,
        Mapping: mapping({ EventSourceArn: 'arn:aws:sqs:eu-west-1:111122223333:orders' }),
      },
    },
    'a dead-letter queue that a function reads': {
      Resources: {
        Orders,
        Source: queue({ deadLetterTargetArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, maxReceiveCount: 5 }),
        Queue: queue(),
        Mapping: mapping(ofQueue),
      },
    },
    'the function of the CDK for the notifications of buckets': {
      Resources: {
        BucketNotificationsHandler050a0587b7544547bf325f094a3db8347ECC3691: Orders,
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            Action: 'lambda:InvokeFunction',
            FunctionName: { Ref: 'BucketNotificationsHandler050a0587b7544547bf325f094a3db8347ECC3691' },
            Principal: 's3.amazonaws.com',
          },
        },
      },
    },
    'events in production only, and kept there': {
      Resources: {
        Orders: lambda({
          DeadLetterConfig: { 'Fn::If': ['IsProd', { TargetArn: letters }, { Ref: 'AWS::NoValue' }] },
        }),
        Rule: { ...Rule, Condition: 'IsProd' },
      },
    },
  },
  fail: {
    'an event rule': [{ Resources: { Orders, Rule } }, `warning ${place}: ${lost('EventBridge')}`],
    'the dead-letter queue of the rule, which takes what is not delivered': [
      {
        Resources: {
          Orders,
          Rule: {
            ...Rule,
            Properties: {
              ...Rule.Properties,
              Targets: [{ Id: 'orders', Arn: arn, DeadLetterConfig: { Arn: letters } }],
            },
          },
        },
      },
      `warning ${place}: ${lost('EventBridge')}`,
    ],
    'a topic': [
      {
        Resources: {
          Orders,
          Topic: {
            Type: 'AWS::SNS::Topic',
            Properties: { Subscription: [{ Protocol: 'lambda', Endpoint: arn }] },
          },
        },
      },
      `warning ${place}: ${lost('SNS')}`,
    ],
    'a subscription, by an alias': [
      {
        Resources: {
          Orders,
          Live: {
            Type: 'AWS::Lambda::Alias',
            Properties: { Name: 'live', FunctionName: { Ref: 'Orders' }, FunctionVersion: '$LATEST' },
          },
          Subscription: {
            Type: 'AWS::SNS::Subscription',
            Properties: {
              TopicArn: 'arn:aws:sns:eu-west-1:111122223333:placed',
              Protocol: 'lambda',
              Endpoint: { Ref: 'Live' },
            },
          },
        },
      },
      `warning ${place}: ${lost('SNS')}`,
    ],
    'a schedule': [
      {
        Resources: {
          Orders,
          Nightly: {
            Type: 'AWS::Scheduler::Schedule',
            Properties: {
              ScheduleExpression: 'rate(1 day)',
              FlexibleTimeWindow: { Mode: 'OFF' },
              Target: { Arn: arn, RoleArn: 'arn:aws:iam::111122223333:role/nightly' },
            },
          },
        },
      },
      `warning ${place}: ${lost('EventBridge Scheduler')}`,
    ],
    'a bucket': [
      {
        Resources: {
          Orders,
          Bucket: {
            Type: 'AWS::S3::Bucket',
            Properties: {
              NotificationConfiguration: {
                LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: arn }],
              },
            },
          },
        },
      },
      `warning ${place}: ${lost('S3')}`,
    ],
    'a bucket that only the permission shows': [
      {
        Resources: {
          Orders,
          Permission: {
            Type: 'AWS::Lambda::Permission',
            Properties: {
              Action: 'lambda:InvokeFunction',
              FunctionName: { Ref: 'Orders' },
              Principal: 's3.amazonaws.com',
              SourceArn: 'arn:aws:s3:::uploads',
            },
          },
        },
      },
      `warning ${place}: ${lost('S3')}`,
    ],
    'a log, an alarm and a topic of AWS IoT': [
      {
        Resources: {
          Orders,
          Alarmed: lambda(),
          Sensed: lambda(),
          Filter: {
            Type: 'AWS::Logs::SubscriptionFilter',
            Properties: { LogGroupName: 'shop', FilterPattern: 'ERROR', DestinationArn: arn },
          },
          Alarm: {
            Type: 'AWS::CloudWatch::Alarm',
            Properties: {
              Namespace: 'Shop',
              MetricName: 'Orders',
              Statistic: 'Sum',
              Period: 60,
              EvaluationPeriods: 1,
              Threshold: 1,
              ComparisonOperator: 'LessThanThreshold',
              AlarmActions: [{ 'Fn::GetAtt': ['Alarmed', 'Arn'] }],
            },
          },
          Sensor: {
            Type: 'AWS::IoT::TopicRule',
            Properties: {
              TopicRulePayload: {
                Sql: "SELECT * FROM 'shop'",
                Actions: [{ Lambda: { FunctionArn: { 'Fn::GetAtt': ['Sensed', 'Arn'] } } }],
              },
            },
          },
        },
      },
      [
        `warning ${place}: ${lost('CloudWatch Logs')}`,
        `warning Alarmed Properties: ${lost('CloudWatch alarms')}`,
        `warning Sensed Properties: ${lost('AWS IoT')}`,
      ],
    ],
    'a permission for the service in any partition': [
      {
        Resources: {
          Orders,
          Permission: {
            Type: 'AWS::Lambda::Permission',
            Properties: {
              Action: 'lambda:InvokeFunction',
              FunctionName: { Ref: 'Orders' },
              Principal: { 'Fn::Sub': 'events.${AWS::URLSuffix}' },
            },
          },
        },
      },
      `warning ${place}: ${lost('EventBridge')}`,
    ],
    'an event of SAM': [
      {
        Transform,
        Resources: {
          Orders: sam({
            Placed: { Type: 'EventBridgeRule', Properties: { Pattern: { source: ['shop'] } } },
          }),
        },
      },
      `warning ${place}: ${lost('EventBridge')}`,
    ],
    'a stream': [
      { Resources: { Orders, Mapping: mapping({ ...stream, BisectBatchOnFunctionError: true }) } },
      `warning Mapping Properties.DestinationConfig.OnFailure.Destination: ${records}`,
    ],
    'a stream of SAM': [
      {
        Transform,
        Resources: {
          Orders: sam({
            Stream: {
              Type: 'Kinesis',
              Properties: { Stream: stream.EventSourceArn, StartingPosition: 'LATEST' },
            },
          }),
        },
      },
      `warning Orders Properties.Events.Stream.Properties.DestinationConfig.OnFailure.Destination: ${records}`,
    ],
    'a queue': [
      { Resources: { Orders, Queue: queue(), Mapping: mapping(ofQueue) } },
      `warning Queue Properties.RedrivePolicy: ${messages}`,
    ],
    'a queue of a function of SAM': [
      {
        Transform,
        Resources: {
          Orders: sam({
            Placed: { Type: 'SQS', Properties: { Queue: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
          }),
          Queue: queue(),
        },
      },
      `warning Queue Properties.RedrivePolicy: ${messages}`,
    ],
    'kept in production only': [
      { Resources: { Orders, Rule, Config: { ...invokeConfig(), Condition: 'IsProd' } } },
      `info ${place} when IsProd is false (Stage is dev): ${lost('EventBridge')}`,
    ],
    'a redrive policy in production only': [
      {
        Resources: {
          Orders,
          Queue: queue({ 'Fn::If': ['IsProd', redrive, { Ref: 'AWS::NoValue' }] }),
          Mapping: mapping(ofQueue),
        },
      },
      `info Queue Properties.RedrivePolicy when IsProd is false (Stage is dev): ${messages}`,
    ],
    'an event rule that is there in production only': [
      { Resources: { Orders, Rule: { ...Rule, Condition: 'IsProd' } } },
      `warning ${place} when IsProd is true (Stage is prod): ${lost('EventBridge')}`,
    ],
  },
  review: {
    'a destination by a macro': [
      {
        Resources: {
          Orders: lambda({ DeadLetterConfig: { 'Fn::Transform': { Name: 'Letters', Parameters: {} } } }),
          Rule,
        },
      },
      `review ${place}: Fn::Transform is only known at deployment`,
    ],
  },
  options: {
    'outside production': [
      { Resources: { Orders, Rule } },
      { environment: 'non-production' },
      `info ${place}: ${lost('EventBridge')}`,
    ],
  },
});
