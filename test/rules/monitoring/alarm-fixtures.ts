type Properties = { readonly [name: string]: unknown };

export const topic = 'arn:aws:sns:eu-west-1:111122223333:on-call';

const settings = {
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  AlarmActions: [topic],
};

/** An alarm on a metric that one dimension, or none, tells from others. */
export const alarm = (
  metric: string,
  dimensions: { readonly [name: string]: unknown } = {},
  more: Properties = {},
) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    ...settings,
    ...named(metric),
    ...(Object.keys(dimensions).length > 0 ? { Dimensions: listed(dimensions) } : {}),
    ...more,
  },
});

/** An alarm on the quotient of two metrics, or on another expression. */
export const mathAlarm = (metric: string, dimensions: Properties, Expression: unknown = 'm1 / m2') => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    AlarmActions: [topic],
    Metrics: [
      { Id: 'e1', Expression },
      {
        Id: 'm1',
        ReturnData: false,
        MetricStat: { Metric: { ...named(metric), Dimensions: listed(dimensions) }, Period: 60, Stat: 'Sum' },
      },
    ],
  },
});

/** `AWS/SQS:Visible`, or a metric of the service that the test is about. */
function named(metric: string) {
  const [namespace, name] = metric.split(':');
  return { Namespace: namespace, MetricName: name };
}

const listed = (dimensions: Properties) =>
  Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
