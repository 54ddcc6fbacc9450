import { check, type Report } from '../../lib';
import type { CheckOptions, TemplateSource } from '../../lib/check';

/** Findings of the given rules on several files, as `severity file LogicalId: message`. */
function findings(files: { [file: string]: string }, rules: string[], options: CheckOptions = {}): string[] {
  const report = checked(files, rules, options);
  expect(report.errors).toEqual([]);
  return report.findings.map(
    ({ verdict, severity, file, logicalId, message }) =>
      `${verdict === 'review' ? 'review' : severity} ${file} ${logicalId}: ${message}`,
  );
}

function checked(files: { [file: string]: string }, rules: string[], options: CheckOptions = {}): Report {
  const sources: TemplateSource[] = Object.entries(files).map(([file, text]) => ({ file, text }));
  return check(sources, { rules, ...options });
}

const linked = { linked: true };

describe('exports and imports', () => {
  const topic = `Resources:
  Topic: {Type: AWS::SNS::Topic}
Outputs:
  Topic:
    Value: !Ref Topic
    Export: {Name: !Sub "\${AWS::StackName}-alarms"}
`;
  const alarm = (action: string) => `Parameters:
  Shared: {Type: String}
Resources:
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties: {ComparisonOperator: GreaterThanThreshold, EvaluationPeriods: 1, AlarmActions: [${action}]}
`;
  const ALARMS = ['cloudwatch-alarms-notify-sns'];

  test('lead to what was exported, told by the shape of the name where stacks are named by parameters', () => {
    const files = {
      'alarm.yaml': alarm('!ImportValue {"Fn::Sub": "${Shared}-alarms"}'),
      'topic.yaml': topic,
    };
    expect(findings(files, ALARMS)).toEqual(['review alarm.yaml Alarm: it is imported from another stack']);
    expect(findings(files, ALARMS, linked)).toEqual([]);
  });

  test('lead to the literal name first, and nowhere if that is not clear', () => {
    const other = topic.replace('-alarms', '-tasks').replace('AWS::SNS::Topic', 'AWS::SQS::Queue');
    const literal = {
      'alarm.yaml': alarm('!ImportValue tasks'),
      'queue.yaml': other.replace('!Sub "${AWS::StackName}-tasks"', 'tasks'),
    };
    expect(findings(literal, ALARMS, linked)).toEqual([
      'error alarm.yaml Alarm: no SNS topic is among the AlarmActions (${Topic})',
    ]);
    const twice = {
      'alarm.yaml': alarm('!ImportValue {"Fn::Sub": "${Shared}-alarms"}'),
      'a.yaml': topic,
      'b.yaml': topic,
    };
    expect(findings(twice, ALARMS, linked)).toEqual([
      'review alarm.yaml Alarm: it is imported from another stack',
    ]);
  });

  test('in a circle end in a review', () => {
    const one = (own: string, others: string) => `Resources:
  G:
    Type: AWS::CodeDeploy::DeploymentGroup
    Properties:
      AutoRollbackConfiguration: {Enabled: !ImportValue ${others}, Events: [DEPLOYMENT_FAILURE]}
Outputs:
  O: {Value: !ImportValue ${others}, Export: {Name: ${own}}}
`;
    expect(
      findings({ 'a.yaml': one('a', 'b'), 'b.yaml': one('b', 'a') }, ['codedeploy-rollback-enabled'], linked),
    ).toEqual([
      'review a.yaml G: "b" is imported from another stack',
      'review b.yaml G: "a" is imported from another stack',
    ]);
  });

  test('tell what a security group guards in another stack', () => {
    const group = `Resources:
  Web:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: web
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}]
Outputs:
  Web: {Value: !GetAtt Web.GroupId, Export: {Name: web-group}}
`;
    const balancer = (scheme: string) => `Resources:
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: {Scheme: ${scheme}, SecurityGroups: [!ImportValue web-group], Subnets: [subnet-1, subnet-2]}
`;
    const OPEN = ['security-group-open-ingress-front-end-only'];
    const severities = (scheme: string, options = linked) =>
      checked({ 'group.yaml': group, 'balancer.yaml': balancer(scheme) }, OPEN, options).findings.map(
        ({ severity }) => severity,
      );
    expect(severities('internet-facing')).toEqual([]);
    expect(severities('internal')).toEqual(['error']);
    expect(severities('internet-facing', { linked: false })).toEqual(['warning']);
  });
});

describe('nested stacks', () => {
  const ROLLBACK = ['codedeploy-rollback-enabled'];
  const child = `Parameters:
  Rollback: {Type: String, Default: 'false'}
  Groups: {Type: CommaDelimitedList, Default: ''}
Resources:
  Group:
    Type: AWS::CodeDeploy::DeploymentGroup
    Properties:
      AutoRollbackConfiguration: {Enabled: !Ref Rollback, Events: [DEPLOYMENT_FAILURE]}
Outputs:
  Rollback: {Value: !Ref Rollback}
`;
  const parent = (parameters: string, more = '') => `Parameters:
  Stage: {Type: String, AllowedValues: [dev, prod], Default: prod}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Deployment:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./nested/child.yaml
      Parameters: ${parameters}
${more}`;
  const app = (parameters: string, more?: string) => ({
    'app/parent.yaml': parent(parameters, more),
    'app/nested/child.yaml': child,
  });

  test('are judged with the values that they are given, and not alone', () => {
    expect(findings(app('{Rollback: true}'), ROLLBACK)).toEqual([]);
    expect(findings(app('{Rollback: false}'), ROLLBACK)).toEqual([
      'error app/nested/child.yaml Group: automatic rollback is off',
    ]);
    expect(findings({ 'child.yaml': child }, ROLLBACK)).toEqual([
      'error child.yaml Group: when Rollback is false: automatic rollback is off',
    ]);
  });

  test('keep their own default where they are given nothing', () => {
    expect(findings(app('{Groups: a}'), ROLLBACK)).toEqual([
      'error app/nested/child.yaml Group: when Rollback is false: automatic rollback is off',
    ]);
  });

  test("hang on their parent's conditions, which are named as the parent's", () => {
    expect(findings(app('{Rollback: !If [IsProd, true, false]}'), ROLLBACK)).toEqual([
      'warning app/nested/child.yaml Group: when parent.yaml.IsProd is false (Stage is dev): automatic rollback is off',
    ]);
  });

  test('are judged once for each use; equal findings are one', () => {
    const second =
      '  Again: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: nested/child.yaml, Parameters: {Rollback: false}}}\n';
    expect(findings(app('{Rollback: true}', second), ROLLBACK)).toEqual([
      'error app/nested/child.yaml Group: automatic rollback is off',
    ]);
    expect(findings(app('{Rollback: false}', second), ROLLBACK)).toEqual([
      'error app/nested/child.yaml Group: automatic rollback is off',
    ]);
  });

  test('hand their outputs up', () => {
    const user = `  Own:
    Type: AWS::CodeDeploy::DeploymentGroup
    Properties:
      AutoRollbackConfiguration: {Enabled: !GetAtt Deployment.Outputs.Rollback, Events: [DEPLOYMENT_FAILURE]}
`;
    expect(findings(app('{Rollback: true}', user), ROLLBACK)).toEqual([]);
    expect(findings(app('{Rollback: false}', user), ROLLBACK)).toEqual([
      'error app/nested/child.yaml Group: automatic rollback is off',
      'error app/parent.yaml Own: automatic rollback is off',
    ]);
  });

  test('that nest each other end', () => {
    const files = {
      'a.yaml': parent('{}').replace('./nested/child.yaml', 'b.yaml'),
      'b.yaml': parent('{}').replace('./nested/child.yaml', 'a.yaml'),
    };
    expect(checked(files, ROLLBACK).summary).toMatchObject({ templates: 2, resources: 2 });
  });

  test('outside what is given are not followed', () => {
    const report = checked(
      { 'app/parent.yaml': parent('{Rollback: false}').replace('./nested', '../../etc') },
      ROLLBACK,
    );
    expect(report).toMatchObject({ findings: [], errors: [], summary: { templates: 1 } });
  });

  test('that are broken are reported once', () => {
    const files = {
      ...app('{Rollback: true}'),
      'app/nested/child.yaml': 'AWSTemplateFormatVersion: x\nResources: {A: {Properties: {}}}\n',
    };
    expect(checked(files, ROLLBACK).errors).toEqual([
      { file: 'app/nested/child.yaml', line: 2, column: 13, message: 'the resource A has no Type' },
    ]);
  });

  test('take lists from their parent', () => {
    const group = `Parameters:
  Groups: {Type: 'List<AWS::EC2::SecurityGroup::Id>'}
Resources:
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: {Scheme: internet-facing, SecurityGroups: !Ref Groups, Subnets: [subnet-1, subnet-2]}
`;
    const top = (groups: string) => `Resources:
  Web:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: web
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}]
  Front:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: front.yaml, Parameters: {Groups: ${groups}}}
`;
    const OPEN = ['security-group-open-ingress-front-end-only'];
    for (const groups of ['!Ref Web', '!GetAtt Web.GroupId', '!Join [",", [!Ref Web, sg-1]]', '[!Ref Web]'])
      expect(findings({ 'top.yaml': top(groups), 'front.yaml': group }, OPEN)).toEqual([]);
    expect(findings({ 'top.yaml': top('sg-1'), 'front.yaml': group }, OPEN)).toEqual([
      expect.stringContaining('warning top.yaml Web: port 443 is open to 0.0.0.0/0'),
    ]);
  });
});
