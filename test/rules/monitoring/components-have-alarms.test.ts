import rule from '../../../rules/monitoring/components-have-alarms';
import { testRule } from '../../rule-tester';
import { alarm, mathAlarm } from './alarm-fixtures';

type Properties = { readonly [name: string]: unknown };

const queue = (properties: Properties = {}) => ({ Type: 'AWS::SQS::Queue', Properties: properties });
const Transform = 'AWS::Serverless-2016-10-31';
const Queue = queue();
const queueName = { 'Fn::GetAtt': ['Queue', 'QueueName'] };
const AGE = 'AWS/SQS:ApproximateAgeOfOldestMessage';
const VISIBLE = 'AWS/SQS:ApproximateNumberOfMessagesVisible';
const onQueue = alarm(AGE, { QueueName: queueName });
const message = 'no alarm watches the queue: have one on ApproximateAgeOfOldestMessage';
const deadMessage = 'no alarm watches the dead-letter queue: have one on ApproximateNumberOfMessagesVisible';

const Orders = queue({
  RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, maxReceiveCount: 5 },
});
const onOrders = alarm(AGE, { QueueName: { 'Fn::GetAtt': ['Orders', 'QueueName'] } });

const Policy = {
  Type: 'AWS::AutoScaling::ScalingPolicy',
  Properties: { AutoScalingGroupName: 'web', AdjustmentType: 'ChangeInCapacity', ScalingAdjustment: 1 },
};

const Balancer = {
  Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  Properties: { Subnets: ['subnet-11111111', 'subnet-22222222'] },
};
const Targets = {
  Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  Properties: { Port: 80, Protocol: 'HTTP', VpcId: 'vpc-11111111' },
};
const Listener = {
  Type: 'AWS::ElasticLoadBalancingV2::Listener',
  Properties: {
    LoadBalancerArn: { Ref: 'Balancer' },
    Port: 80,
    Protocol: 'HTTP',
    DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Targets' } }],
  },
};
/** What the CDK makes of the load balancer of a listener. */
const ofListener = {
  'Fn::Join': [
    '/',
    [
      { 'Fn::Select': [1, { 'Fn::Split': ['/', { Ref: 'Listener' }] }] },
      { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'Listener' }] }] },
    ],
  ],
};
const DefinitionString = '{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}';
const database = { Engine: 'postgres', DBInstanceClass: 'db.t4g.micro', AllocatedStorage: '20' };

testRule(rule, {
  pass: {
    'an alarm on it': { Resources: { Queue, Alarm: onQueue } },
    'an alarm on a metric that is calculated': {
      Resources: { Queue, Alarm: mathAlarm(VISIBLE, { QueueName: queueName }) },
    },
    'an alarm that searches': {
      Resources: {
        Queue,
        Alarm: mathAlarm('Shop:Orders', { Shop: 'main' }, `SEARCH('{AWS/SQS,QueueName}', 'Maximum')`),
      },
    },
    'an alarm on the name that it is given': {
      Resources: {
        Queue: queue({ QueueName: { 'Fn::Sub': '${AWS::StackName}-orders' } }),
        Alarm: alarm(AGE, { QueueName: { 'Fn::Join': ['-', [{ Ref: 'AWS::StackName' }, 'orders']] } }),
      },
    },
    'an alarm on the name in a parameter': {
      Parameters: { Name: { Type: 'String' } },
      Resources: {
        Queue: queue({ QueueName: { Ref: 'Name' } }),
        Alarm: alarm(AGE, { QueueName: { Ref: 'Name' } }),
      },
    },
    'an alarm on the name in a mapping': {
      Mappings: { Names: { prod: { Queue: 'orders' } } },
      Resources: {
        Queue: queue({ QueueName: { 'Fn::FindInMap': ['Names', { Ref: 'Stage' }, 'Queue'] } }),
        Alarm: alarm(AGE, { QueueName: { 'Fn::FindInMap': ['Names', { Ref: 'Stage' }, 'Queue'] } }),
      },
    },
    'an alarm on the name that a mapping holds': {
      Mappings: { Names: { shop: { Queue: 'orders' } } },
      Resources: {
        Queue: queue({ QueueName: { 'Fn::FindInMap': ['Names', 'shop', 'Queue'] } }),
        Alarm: alarm(AGE, { QueueName: 'orders' }),
      },
    },
    'an alarm that tells nobody is left to another rule': {
      Resources: { Queue, Alarm: alarm(AGE, { QueueName: queueName }, { AlarmActions: [] }) },
    },
    'topics by a parameter': {
      Parameters: { Topics: { Type: 'CommaDelimitedList' } },
      Resources: {
        Queue,
        Alarm: alarm(AGE, { QueueName: queueName }, { AlarmActions: { Ref: 'Topics' } }),
      },
    },
    'an alarm for scaling and as a part of one that tells somebody': {
      Resources: {
        Queue,
        Policy,
        Alarm: alarm(AGE, { QueueName: queueName }, { AlarmActions: [{ Ref: 'Policy' }] }),
        Shop: {
          Type: 'AWS::CloudWatch::CompositeAlarm',
          Properties: {
            AlarmRule: { 'Fn::Sub': 'ALARM(${Alarm})' },
            AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:shop'],
          },
        },
      },
    },
    'what waits in a dead-letter queue': {
      Resources: { Queue, Orders, Alarm: alarm(VISIBLE, { QueueName: queueName }), Age: onOrders },
    },
    'a load balancer and its targets, as the CDK names them': {
      Resources: {
        Balancer,
        Listener,
        Targets,
        Alarm: alarm('AWS/ApplicationELB:UnHealthyHostCount', {
          LoadBalancer: ofListener,
          TargetGroup: { 'Fn::GetAtt': ['Targets', 'TargetGroupFullName'] },
        }),
      },
    },
    'an API, by the name of the API of its stage': {
      Resources: {
        Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'shop' } },
        Stage: {
          Type: 'AWS::ApiGateway::Stage',
          Properties: { RestApiId: { Ref: 'Api' }, StageName: 'live', DeploymentId: 'abc123' },
        },
        Alarm: alarm('AWS/ApiGateway:5XXError', { ApiName: 'shop' }),
      },
    },
    'an API, by the title of its definition': {
      Transform,
      Resources: {
        Api: {
          Type: 'AWS::Serverless::Api',
          Properties: { StageName: 'live', DefinitionBody: { openapi: '3.0.1', info: { title: 'shop' } } },
        },
        Alarm: alarm('AWS/ApiGateway:5XXError', { ApiName: 'shop' }),
      },
    },
    'a cluster by its instances': {
      Resources: {
        Cluster: { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-postgresql' } },
        Instance: {
          Type: 'AWS::RDS::DBInstance',
          Properties: {
            Engine: 'aurora-postgresql',
            DBInstanceClass: 'db.r6g.large',
            DBClusterIdentifier: { Ref: 'Cluster' },
          },
        },
        Alarm: alarm('AWS/RDS:CPUUtilization', { DBInstanceIdentifier: { Ref: 'Instance' } }),
      },
    },
    'databases, all together': {
      Resources: {
        Database: { Type: 'AWS::RDS::DBInstance', Properties: database },
        Alarm: alarm('AWS/RDS:CPUUtilization'),
      },
    },
    'what a metric filter counts in its log': {
      Resources: {
        Log: { Type: 'AWS::Logs::LogGroup' },
        Machine: {
          Type: 'AWS::StepFunctions::StateMachine',
          Properties: {
            RoleArn: 'arn:aws:iam::111122223333:role/orders',
            DefinitionString,
            LoggingConfiguration: {
              Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: { 'Fn::GetAtt': ['Log', 'Arn'] } } }],
            },
          },
        },
        Filter: {
          Type: 'AWS::Logs::MetricFilter',
          Properties: {
            LogGroupName: { Ref: 'Log' },
            FilterPattern: 'ExecutionFailed',
            MetricTransformations: [{ MetricNamespace: 'Shop', MetricName: 'Failed', MetricValue: '1' }],
          },
        },
        Alarm: alarm('Shop:Failed'),
      },
    },
    'the state machine by which the CDK waits for a custom resource': {
      Resources: {
        Waiter: {
          Type: 'AWS::StepFunctions::StateMachine',
          Properties: { RoleArn: 'arn:aws:iam::111122223333:role/waiter', DefinitionString },
        },
        ProviderframeworkonEvent83C1D0A7: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            Runtime: 'nodejs22.x',
            Handler: 'framework.onEvent',
            Role: 'arn:aws:iam::111122223333:role/provider',
            Code: { S3Bucket: 'assets', S3Key: 'provider.zip' },
            Environment: { Variables: { WAITER_STATE_MACHINE_ARN: { Ref: 'Waiter' } } },
          },
        },
      },
    },
    'a target group between a listener elsewhere and a service': {
      Resources: {
        Targets,
        Service: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: 'shop:1',
            LoadBalancers: [{ ContainerName: 'shop', ContainerPort: 80, TargetGroupArn: { Ref: 'Targets' } }],
          },
        },
        Alarm: alarm('AWS/ApplicationELB:UnHealthyHostCount', {
          TargetGroup: { 'Fn::GetAtt': ['Targets', 'TargetGroupFullName'] },
        }),
      },
    },
    'a target group that only a deployment switches to': {
      Resources: {
        Targets,
        Deployments: {
          Type: 'AWS::CodeDeploy::DeploymentGroup',
          Properties: {
            ApplicationName: 'shop',
            ServiceRoleArn: 'arn:aws:iam::111122223333:role/deploy',
            LoadBalancerInfo: {
              TargetGroupPairInfoList: [
                {
                  TargetGroups: [
                    { Name: 'blue' },
                    { Name: { 'Fn::GetAtt': ['Targets', 'TargetGroupName'] } },
                  ],
                },
              ],
            },
          },
        },
      },
    },
    "a target group that CloudFormation's own blue/green deployments switch to": {
      Hooks: {
        BlueGreen: {
          Type: 'AWS::CodeDeploy::BlueGreen',
          Properties: {
            Applications: [
              {
                Target: { Type: 'AWS::ECS::Service', LogicalID: 'Service' },
                ECSAttributes: { TrafficRouting: { TargetGroups: ['Blue', 'Targets'] } },
              },
            ],
          },
        },
      },
      Resources: { Targets },
    },
    'both only in production': {
      Resources: { Queue: { ...Queue, Condition: 'IsProd' }, Alarm: { ...onQueue, Condition: 'IsProd' } },
    },
    'a function is left to another rule': {
      Transform,
      Resources: {
        Function: {
          Type: 'AWS::Serverless::Function',
          Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', InlineCode: 'exports.handler = 1' },
        },
      },
    },
  },
  fail: {
    'no alarm': [{ Resources: { Queue } }, `warning Queue Properties: ${message}`],
    'an alarm on another queue': [
      { Resources: { Queue, Other: Queue, Alarm: alarm(AGE, { QueueName: { Ref: 'Other' } }) } },
      `warning Queue Properties: ${message}`,
    ],
    'an alarm on a name that is not its own': [
      {
        Resources: {
          Queue: queue({ QueueName: 'orders' }),
          Alarm: alarm(AGE, { QueueName: 'orders-of-others' }),
        },
      },
      `warning Queue Properties: ${message}`,
    ],
    'one finding for each component': [
      {
        Resources: {
          Queue,
          Table: {
            Type: 'AWS::DynamoDB::Table',
            Properties: {
              BillingMode: 'PAY_PER_REQUEST',
              KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
              AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
            },
          },
        },
      },
      [
        `warning Queue Properties: ${message}`,
        'warning Table Properties: no alarm watches the table: have one on ReadThrottleEvents or WriteThrottleEvents',
      ],
    ],
    'an alarm for scaling alone': [
      {
        Resources: {
          Queue,
          Policy,
          Alarm: alarm(AGE, { QueueName: queueName }, { AlarmActions: [{ Ref: 'Policy' }] }),
        },
      },
      'warning Queue Properties: Alarm, which watches the queue, tells nobody but automation: have an alarm on ApproximateAgeOfOldestMessage that does',
    ],
    'an alarm on the queue whose name a parameter gives': [
      {
        Parameters: { Name: { Type: 'String' } },
        Resources: {
          Queue,
          Other: queue({ QueueName: { Ref: 'Name' } }),
          Alarm: alarm(AGE, { QueueName: { Ref: 'Name' } }),
        },
      },
      `warning Queue Properties: ${message}`,
    ],
    'an alarm on what a parameter names by default': [
      {
        Parameters: { Watched: { Type: 'String', Default: 'orders-of-others' } },
        Resources: { Queue, Alarm: alarm(AGE, { QueueName: { Ref: 'Watched' } }) },
      },
      `warning Queue Properties: ${message}`,
    ],
    'what failed is the work of a queue, and it no dead-letter queue': [
      { Resources: { FailedPayments: Queue } },
      `warning FailedPayments Properties: ${message}`,
    ],
    'a dead-letter queue': [
      { Resources: { Queue, Orders, Age: onOrders } },
      `warning Queue Properties: ${deadMessage}`,
    ],
    'what is sent to a dead-letter queue': [
      {
        Resources: {
          Queue,
          Orders,
          Age: onOrders,
          Alarm: alarm('AWS/SQS:NumberOfMessagesSent', { QueueName: queueName }),
        },
      },
      'warning Queue Properties: Alarm does not see what waits in the dead-letter queue: have an alarm on ApproximateNumberOfMessagesVisible',
    ],
    'a load balancer, together with its targets': [
      { Resources: { Balancer, Listener, Targets } },
      'warning Balancer Properties: no alarm watches the load balancer: have one on HTTPCode_Target_5XX_Count or UnHealthyHostCount',
    ],
    'a Network Load Balancer': [
      { Resources: { Balancer: { ...Balancer, Properties: { ...Balancer.Properties, Type: 'network' } } } },
      'warning Balancer Properties: no alarm watches the load balancer: have one on UnHealthyHostCount',
    ],
    'an alarm in production only': [
      { Resources: { Queue, Alarm: { ...onQueue, Condition: 'IsProd' } } },
      `info Queue Properties when IsProd is false (Stage is dev): ${message}`,
    ],
    'an alarm on one of two queues': [
      {
        Resources: {
          Queue,
          Other: Queue,
          Alarm: alarm(AGE, { QueueName: { 'Fn::If': ['IsProd', queueName, { Ref: 'Other' }] } }),
        },
      },
      [
        `info Queue Properties when IsProd is false (Stage is dev): ${message}`,
        `warning Other Properties when IsProd is true (Stage is prod): ${message}`,
      ],
    ],
  },
  review: {
    'an alarm on what a parameter names': [
      { Resources: { Queue, Alarm: alarm(AGE, { QueueName: { Ref: 'WatchedQueue' } }) } },
      'review Queue Properties: see whether Alarm watches this queue: only deployment tells what it is on',
    ],
  },
  options: {
    'outside production': [
      { Resources: { Queue } },
      { environment: 'non-production' },
      `info Queue Properties: ${message}`,
    ],
  },
});
