import { check } from '../../lib';

/** Findings of the rules about scaling on several files that belong together, as `LogicalId: message`. */
function findings(files: { [file: string]: string }, linked = false): string[] {
  const sources = Object.entries(files).map(([file, text]) => ({ file, text }));
  const rules = ['auto-scaling-groups-can-scale', 'dynamodb-capacity-scales', 'ecs-services-auto-scale'];
  const report = check(sources, { rules, linked });
  expect(report.errors).toEqual([]);
  return report.findings.map(({ logicalId, message }) => `${logicalId}: ${message}`);
}

const nested = (name: string, parameters: string) => `  ${name}:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: ./${name}.yaml, Parameters: ${parameters}}
`;
const SERVICE = 'Cluster: shop, TaskDefinition: shop, DesiredCount: 2';
const target = (resourceId: string, type = 'ecs:service:DesiredCount', more = '') => `Resources:
  Target:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Properties: {ServiceNamespace: ecs, ScalableDimension: '${type}', ResourceId: ${resourceId}, MinCapacity: 2, MaxCapacity: 8}
  Policy:
    Type: AWS::ApplicationAutoScaling::ScalingPolicy
    Properties: {PolicyName: load, PolicyType: TargetTrackingScaling, ScalingTargetId: !Ref Target}
${more}`;
const parameters = (...names: string[]) =>
  `Parameters:\n${names.map((name) => `  ${name}: {Type: String}\n`).join('')}`;
const NONE = 'Service: the number of tasks is fixed: no scalable target refers to the service';

describe('a service is scaled', () => {
  const byName = {
    'Web.yaml': `${parameters('Name')}Resources:
  Service: {Type: AWS::ECS::Service, Properties: {${SERVICE}, ServiceName: !Ref Name}}
`,
    'Scaling.yaml': `${parameters('Team', 'Shop')}${target('!Sub "service/${Team}/${Shop}-web"')}`,
  };
  const app = (web: string, scaling: string) =>
    `${parameters('Team')}Resources:\n${nested('Web', web)}${nested('Scaling', scaling)}`;

  test('by a nested stack that is given its name by a reference', () => {
    const files = {
      'app.yaml': `Resources:
  Service: {Type: AWS::ECS::Service, Properties: {${SERVICE}}}
${nested('Scaling', '{Service: !GetAtt Service.Name}')}`,
      'Scaling.yaml': `${parameters('Service')}${target('!Sub "service/shop/${Service}"')}`,
    };
    expect(findings(files)).toEqual([]);
  });

  test('by a nested stack that gets an output of another', () => {
    const files = {
      'app.yaml': `Resources:\n${nested('Web', '{}')}${nested('Scaling', '{Service: !GetAtt Web.Outputs.Name}')}`,
      'Web.yaml': `Resources:
  Service: {Type: AWS::ECS::Service, Properties: {${SERVICE}}}
Outputs:
  Name: {Value: !GetAtt Service.Name}
`,
      'Scaling.yaml': `${parameters('Service')}${target('!Join ["/", [service, shop, !Ref Service]]')}`,
    };
    expect(findings(files)).toEqual([]);
  });

  test('by the name that both stacks are given', () => {
    const files = {
      'app.yaml': app('{Name: !Sub "${Team}-web"}', '{Team: shop, Shop: !Ref Team}'),
      ...byName,
    };
    expect(findings(files)).toEqual([]);
  });

  test('but not by another name', () => {
    const files = {
      'app.yaml': app('{Name: !Sub "${Team}-jobs"}', '{Team: shop, Shop: !Ref Team}'),
      ...byName,
    };
    expect(findings(files)).toEqual([NONE]);
  });

  test('and not by the same parameter of a stack that has nothing to do with it', () => {
    const files = {
      'web.yaml': `${parameters('Name')}Resources:
  Service: {Type: AWS::ECS::Service, Properties: {${SERVICE}, ServiceName: !Ref Name}}
`,
      'scaling.yaml': `${parameters('Name')}${target('!Sub "service/shop/${Name}"')}`,
    };
    expect(findings(files, true)).toEqual([NONE]);
  });

  test('by a stack that imports its name', () => {
    const files = {
      'web.yaml': `Resources:
  Service: {Type: AWS::ECS::Service, Properties: {${SERVICE}}}
Outputs:
  Name: {Value: !GetAtt Service.Name, Export: {Name: web-service}}
`,
      'scaling.yaml': target('!Join ["/", [service, shop, !ImportValue web-service]]'),
    };
    expect(findings(files, true)).toEqual([]);
  });
});

test('an Auto Scaling group is scaled by a nested stack that is given it', () => {
  const files = {
    'app.yaml': `Resources:
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties: {MinSize: '2', MaxSize: '6', LaunchConfigurationName: web, AvailabilityZones: !GetAZs ''}
${nested('Scaling', '{Group: !Ref Group}')}`,
    'Scaling.yaml': `${parameters('Group')}Resources:
  Policy:
    Type: AWS::AutoScaling::ScalingPolicy
    Properties: {AutoScalingGroupName: !Ref Group, PolicyType: TargetTrackingScaling}
`,
  };
  expect(findings(files)).toEqual([]);
});

test('a table is scaled by targets of another stack that say its name', () => {
  const files = {
    'data.yaml': `Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: orders
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      ProvisionedThroughput: {ReadCapacityUnits: 5, WriteCapacityUnits: 5}
`,
    'scaling.yaml': target('table/orders', 'dynamodb:table:ReadCapacityUnits'),
  };
  expect(findings(files, true)).toEqual([
    'Table: BillingMode is not set, so capacity is provisioned, and nothing scales writes',
  ]);
});

test('Karpenter of one cluster does not provide the nodes of another', () => {
  const stack = (name: string, more = '') => `Resources:
  ${name}: {Type: AWS::EKS::Cluster, Properties: {RoleArn: cluster, ResourcesVpcConfig: {SubnetIds: []}}}
  ${name}Nodes:
    Type: AWS::EKS::Nodegroup
    Properties: {ClusterName: !Ref ${name}, NodeRole: nodes, Subnets: [], ScalingConfig: {MinSize: 2, MaxSize: 2}}
${more}`;
  const role = `  KarpenterRole: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}\n`;
  const { findings: found } = check(
    [
      { file: 'trial.yaml', text: stack('Trial', role) },
      { file: 'live.yaml', text: stack('Live') },
    ],
    { rules: ['eks-nodegroups-can-scale'], linked: true },
  );
  expect(found.map(({ logicalId }) => logicalId)).toEqual(['LiveNodes']);
});
