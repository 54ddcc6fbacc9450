import { check } from '../../lib';
import type { Rule } from '../../lib/rule';
import subscribed from '../../rules/monitoring/alarm-topics-have-subscribers';
import alarmed from '../../rules/monitoring/components-have-alarms';
import captured from '../../rules/monitoring/lambda-failures-captured';

type Files = { readonly [file: string]: { readonly [logicalId: string]: object } };

/** Findings of a rule in an app of some templates, whose first exports what `Queue` or `Topic` in it is. */
function findings(rule: Rule, files: Files, exported?: unknown): string[] {
  const sources = Object.entries(files).map(([file, Resources], index) => {
    const Outputs = exported && index === 0 ? { It: { Value: exported, Export: { Name: 'it' } } } : {};
    const Parameters = file === 'nested.json' ? { It: { Type: 'String' } } : {};
    return { file, text: JSON.stringify({ Parameters, Resources, Outputs }) };
  });
  return check(sources, { ruleSet: [rule], linked: true }).findings.map(
    ({ file, logicalId }) => `${file} ${logicalId}`,
  );
}

const Queue = { Type: 'AWS::SQS::Queue' };
const Topic = { Type: 'AWS::SNS::Topic' };
const arn = { 'Fn::GetAtt': ['Queue', 'Arn'] };
const queueName = { 'Fn::GetAtt': ['Queue', 'QueueName'] };
const imported = { 'Fn::ImportValue': 'it' };
const alarm = (queue: unknown, ...AlarmActions: unknown[]) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateAgeOfOldestMessage',
    Dimensions: [{ Name: 'QueueName', Value: queue }],
    AlarmActions,
  },
});

describe('components of one template and alarms of another', () => {
  test('by an import', () => {
    const files = { 'queues.json': { Queue, Other: Queue }, 'alarms.json': { Alarm: alarm(imported) } };
    expect(findings(alarmed, files, queueName)).toEqual(['queues.json Other']);
  });

  test('by the parameter of a nested stack', () => {
    const Alarms = {
      Type: 'AWS::CloudFormation::Stack',
      Properties: { TemplateURL: 'nested.json', Parameters: { It: queueName } },
    };
    const files = {
      'app.json': { Queue, Other: Queue, Alarms },
      'nested.json': { Alarm: alarm({ Ref: 'It' }) },
    };
    expect(findings(alarmed, files)).toEqual(['app.json Other']);
  });

  test('names with a variable in them are those of one template', () => {
    const named = { ...Queue, Properties: { QueueName: { 'Fn::Sub': '${AWS::StackName}-orders' } } };
    const Alarm = alarm({ 'Fn::Sub': '${AWS::StackName}-orders' });
    expect(findings(alarmed, { 'app.json': { named, Alarm } })).toEqual([]);
    expect(findings(alarmed, { 'a.json': { named }, 'b.json': { Alarm } })).toEqual(['a.json named']);
  });

  test('another product watches them', () => {
    const assumeMonitoredElsewhere = { description: '', default: true };
    const asked = { ...alarmed, options: { assumeMonitoredElsewhere } };
    expect(findings(asked, { 'app.json': { Queue } })).toEqual([]);
  });
});

test('who subscribes to a topic in another template', () => {
  const Subscription = {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: imported, Protocol: 'email', Endpoint: 'on-call@example.com' },
  };
  const own = { Topic, Alarm: alarm('orders', { Ref: 'Topic' }) };
  expect(findings(subscribed, { 'topic.json': own }, { Ref: 'Topic' })).toEqual(['topic.json Topic']);
  expect(
    findings(subscribed, { 'topic.json': own, 'people.json': { Subscription } }, { Ref: 'Topic' }),
  ).toEqual([]);
});

test('which function reads a queue in another template', () => {
  const Mapping = {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName: 'orders', EventSourceArn: imported },
  };
  expect(findings(captured, { 'queue.json': { Queue }, 'orders.json': { Mapping } }, arn)).toEqual([
    'queue.json Queue',
  ]);
});
