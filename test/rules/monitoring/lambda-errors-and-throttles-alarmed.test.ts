import rule from '../../../rules/monitoring/lambda-errors-and-throttles-alarmed';
import { testRule } from '../../rule-tester';
import { alarm, mathAlarm } from './alarm-fixtures';

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
const Orders = lambda();
const ofOrders = { FunctionName: { Ref: 'Orders' } };
const Errors = alarm('AWS/Lambda:Errors', ofOrders);
const Throttles = alarm('AWS/Lambda:Throttles', ofOrders);
const custom = (type: string, properties: Properties) => ({
  Type: type,
  Properties: { ServiceToken: { 'Fn::GetAtt': ['Handler', 'Arn'] }, ...properties },
});

const place = 'Orders Properties';
const neither = 'no alarm watches the Errors or the Throttles of the function';
const none =
  'no alarm watches the Errors or the Throttles of this or any other function: alarms on AWS/Lambda without dimensions would watch them all';

testRule(rule, {
  pass: {
    'an alarm on each': { Resources: { Orders, Errors, Throttles } },
    'a function of SAM': {
      Transform: 'AWS::Serverless-2016-10-31',
      Resources: {
        Orders: {
          Type: 'AWS::Serverless::Function',
          Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', CodeUri: 'src/' },
        },
        Errors,
        Throttles,
      },
    },
    'by the name of the function': {
      Resources: {
        Orders: lambda({ FunctionName: { 'Fn::Sub': '${AWS::StackName}-orders' } }),
        Errors: alarm('AWS/Lambda:Errors', { FunctionName: { 'Fn::Sub': '${AWS::StackName}-orders' } }),
        Throttles: alarm('AWS/Lambda:Throttles', {
          FunctionName: { 'Fn::Sub': '${AWS::StackName}-orders' },
        }),
      },
    },
    'for all functions of the account': {
      Resources: {
        Orders,
        Errors: alarm('AWS/Lambda:Errors'),
        Concurrency: alarm('AWS/Lambda:ClaimedAccountConcurrency'),
      },
    },
    'for all functions, with an empty list of dimensions': {
      Resources: {
        Orders,
        Errors: alarm('AWS/Lambda:Errors', {}, { Dimensions: [] }),
        Throttles: alarm('AWS/Lambda:Throttles', {}, { Dimensions: { Ref: 'AWS::NoValue' } }),
      },
    },
    'by a rate and by an alias': {
      Resources: {
        Orders,
        Errors: mathAlarm('AWS/Lambda:Errors', ofOrders, 'm1 / 10'),
        Throttles: alarm('AWS/Lambda:Throttles', {
          ...ofOrders,
          Resource: { 'Fn::Join': ['', [{ Ref: 'Orders' }, ':live']] },
        }),
      },
    },
    'by a query over all functions': {
      Resources: {
        Orders,
        Errors: mathAlarm('Shop:Orders', {}, 'SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName)'),
        Throttles,
      },
    },
    'by a query for the function alone': {
      Resources: {
        Orders: lambda({ FunctionName: 'orders' }),
        Errors: mathAlarm(
          'Shop:Orders',
          {},
          `SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) WHERE FunctionName = 'orders'`,
        ),
        Throttles,
      },
    },
    'errors by what a metric filter counts': {
      Resources: {
        Orders,
        Filter: {
          Type: 'AWS::Logs::MetricFilter',
          Properties: {
            LogGroupName: { 'Fn::Sub': '/aws/lambda/${Orders}' },
            FilterPattern: 'ERROR',
            MetricTransformations: [{ MetricNamespace: 'Shop', MetricName: 'Failed', MetricValue: '1' }],
          },
        },
        Errors: alarm('Shop:Failed'),
        Throttles,
      },
    },
    'the handler of a custom resource': {
      Resources: { Handler: Orders, Schema: custom('Custom::Schema', {}) },
    },
    'the singleton of the CDK for calls of the SDK': {
      Resources: { AWS679f53fac002430cb0da5b7982bd22872D164C4C: Orders },
    },
    'the function of the CDK for the notifications of buckets': {
      Resources: { BucketNotificationsHandler050a0587b7544547bf325f094a3db8347ECC3691: Orders },
    },
    'the function of the CDK for the retention of logs': {
      Resources: { LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8aFD4BFC8A: Orders },
    },
    'the function of the CDK that empties buckets': {
      Resources: { CustomS3AutoDeleteObjectsCustomResourceProviderHandler9D90184F: Orders },
    },
    'the provider framework of the CDK and what it calls': {
      Resources: {
        Created: Orders,
        ProviderframeworkonEvent83C1D0A7: lambda({
          Environment: {
            Variables: { USER_ON_EVENT_FUNCTION_ARN: { 'Fn::GetAtt': ['Created', 'Arn'] } },
          },
        }),
      },
    },
    'a function that a trigger of the CDK runs': {
      Resources: {
        Handler: Orders,
        Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Handler' } } },
        Trigger: {
          Type: 'Custom::Trigger',
          Properties: {
            ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:trigger',
            HandlerArn: { Ref: 'Version' },
          },
        },
      },
    },
    'the function of a hook, whose failure stops the deployment': {
      Resources: {
        Orders,
        Hook: {
          Type: 'AWS::CloudFormation::LambdaHook',
          Properties: {
            Alias: 'Private::Shop::Hook',
            FailureMode: 'FAIL',
            HookStatus: 'ENABLED',
            TargetOperations: ['STACK'],
            LambdaFunction: { 'Fn::GetAtt': ['Orders', 'Arn'] },
            ExecutionRole: 'arn:aws:iam::111122223333:role/hook',
          },
        },
      },
    },
    'a function of production': {
      Resources: {
        Orders: { ...Orders, Condition: 'IsProd' },
        Errors: { ...Errors, Condition: 'IsProd' },
        Throttles: { ...Throttles, Condition: 'IsProd' },
      },
    },
  },
  fail: {
    'no alarm on any function': [{ Resources: { Orders } }, `warning ${place}: ${none}`],
    'a custom resource and events call it': [
      {
        Resources: {
          Handler: Orders,
          Schema: custom('Custom::Schema', {}),
          Nightly: {
            Type: 'AWS::Events::Rule',
            Properties: {
              ScheduleExpression: 'rate(1 day)',
              Targets: [{ Id: 'handler', Arn: { 'Fn::GetAtt': ['Handler', 'Arn'] } }],
            },
          },
        },
      },
      `warning Handler Properties: ${none}`,
    ],
    'an alarm on errors only': [
      { Resources: { Orders, Errors } },
      `warning ${place}: no alarm watches the Throttles of the function`,
    ],
    'an alarm on throttles only': [
      { Resources: { Orders, Throttles } },
      `warning ${place}: no alarm watches the Errors of the function`,
    ],
    'other metrics': [
      { Resources: { Orders, Slow: alarm('AWS/Lambda:Duration', ofOrders) } },
      `warning ${place}: ${neither}`,
    ],
    'a query for another function': [
      {
        Resources: {
          Orders: lambda({ FunctionName: 'orders' }),
          Errors: mathAlarm(
            'Shop:Orders',
            {},
            `SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) WHERE FunctionName = 'payments'`,
          ),
          Throttles,
        },
      },
      `warning ${place}: no alarm watches the Errors of the function`,
    ],
    'a query for another function alone': [
      {
        Resources: {
          Orders,
          Errors: mathAlarm(
            'Shop:Orders',
            {},
            `SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) WHERE FunctionName = 'payments'`,
          ),
        },
      },
      `warning ${place}: ${neither}`,
    ],
    'alarms on another function': [
      { Resources: { Handler: Orders, Schema: custom('Custom::Schema', {}), Orders, ...onHandler() } },
      `warning ${place}: ${neither}`,
    ],
    'an alarm that only rolls back': [
      {
        Resources: {
          Orders,
          Errors: alarm('AWS/Lambda:Errors', ofOrders, { AlarmActions: [] }),
          Throttles,
          Group: {
            Type: 'AWS::CodeDeploy::DeploymentGroup',
            Properties: {
              ApplicationName: 'shop',
              ServiceRoleArn: 'arn:aws:iam::111122223333:role/deploy',
              AlarmConfiguration: { Enabled: true, Alarms: [{ Name: { Ref: 'Errors' } }] },
            },
          },
        },
      },
      `warning ${place}: no alarm watches the Errors of the function`,
    ],
    'alarms in production only': [
      {
        Resources: {
          Orders,
          Errors: { ...Errors, Condition: 'IsProd' },
          Throttles: { ...Throttles, Condition: 'IsProd' },
        },
      },
      `info ${place} when IsProd is false (Stage is dev): ${neither}`,
    ],
    'on one metric or the other': [
      {
        Resources: {
          Orders,
          Errors,
          Other: alarm('AWS/Lambda:Throttles', ofOrders, {
            MetricName: { 'Fn::If': ['IsProd', 'Throttles', 'Duration'] },
          }),
        },
      },
      `info ${place} when IsProd is false (Stage is dev): no alarm watches the Throttles of the function`,
    ],
  },
  review: {
    'an alarm on what a parameter names': [
      { Resources: { Orders, Errors: alarm('AWS/Lambda:Errors', { FunctionName: { Ref: 'Watched' } }) } },
      `review ${place}: see whether Errors watches this function: only deployment tells what it is on`,
    ],
  },
  options: {
    'outside production': [
      { Resources: { Orders } },
      { environment: 'non-production' },
      `info ${place}: ${none}`,
    ],
  },
});

function onHandler() {
  const ofHandler = { FunctionName: { Ref: 'Handler' } };
  return {
    Errors: alarm('AWS/Lambda:Errors', ofHandler),
    Throttles: alarm('AWS/Lambda:Throttles', ofHandler),
  };
}
