import { Document, isMap, isScalar, type Node, visit } from 'yaml';

/**
 * Templates made by rule, the same at every run: small services of some 50 resources each, which refer
 * to each other. Two in three services are kept well, the third is not.
 */

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export interface Template {
  [section: string]: { [name: string]: Json } | string;
}

const ref = (name: string): Json => ({ Ref: name });
const att = (name: string, attribute = 'Arn'): Json => ({ 'Fn::GetAtt': [name, attribute] });
const sub = (text: string): Json => ({ 'Fn::Sub': text });
const allow = (actions: string[], resource: Json): Json => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resource,
});
const policy = (...statements: Json[]): Json => ({ Version: '2012-10-17', Statement: statements });
const assumedBy = (service: string): Json =>
  policy({ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' });

/** One service: its number, whether it is kept well, and how its properties hang on conditions. */
interface Service {
  number: number;
  kept: boolean;
  /** One value or another, by a condition of the template, if it has any. */
  either: (yes: Json, no: Json) => Json;
}

/** A resource of a service. `id` makes logical ids of it; resources refer to earlier ones only. */
type Kind = (
  id: (name: string) => string,
  service: Service,
) => [name: string, type: string, properties: Json];

const KINDS: readonly Kind[] = [
  (_, { kept }) => [
    'Key',
    'AWS::KMS::Key',
    {
      EnableKeyRotation: kept,
      KeyPolicy: policy({
        Effect: 'Allow',
        Principal: { AWS: sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:root') },
        Action: 'kms:*',
        Resource: '*',
      }),
    },
  ],
  (id, { kept, either }) => [
    'Bucket',
    'AWS::S3::Bucket',
    {
      VersioningConfiguration: { Status: either('Enabled', kept ? 'Enabled' : 'Suspended') },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: kept,
        BlockPublicPolicy: kept,
        IgnorePublicAcls: kept,
        RestrictPublicBuckets: kept,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: att(id('Key')) },
          },
        ],
      },
    },
  ],
  (id, { kept }) => [
    'BucketPolicy',
    'AWS::S3::BucketPolicy',
    {
      Bucket: ref(id('Bucket')),
      PolicyDocument: policy({
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [att(id('Bucket')), { 'Fn::Join': ['/', [att(id('Bucket')), '*']] }],
        Condition: { Bool: { 'aws:SecureTransport': kept ? 'false' : 'true' } },
      }),
    },
  ],
  (id, { kept, either }) => [
    'Table',
    'AWS::DynamoDB::Table',
    {
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: either(true, kept) },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: ref(id('Key')) },
    },
  ],
  (id, { kept }) => ['Topic', 'AWS::SNS::Topic', { ...(kept && { KmsMasterKeyId: ref(id('Key')) }) }],
  (id, { either }) => [
    'Queue',
    'AWS::SQS::Queue',
    {
      KmsMasterKeyId: ref(id('Key')),
      VisibilityTimeout: either(60, 30),
      MessageRetentionPeriod: 345600,
    },
  ],
  (id) => [
    'Subscription',
    'AWS::SNS::Subscription',
    { TopicArn: ref(id('Topic')), Protocol: 'sqs', Endpoint: att(id('Queue')) },
  ],
  (id) => [
    'QueuePolicy',
    'AWS::SQS::QueuePolicy',
    {
      Queues: [ref(id('Queue'))],
      PolicyDocument: policy({
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: att(id('Queue')),
        Condition: { ArnEquals: { 'aws:SourceArn': ref(id('Topic')) } },
      }),
    },
  ],
  (id, { kept }) => [
    'Role',
    'AWS::IAM::Role',
    {
      AssumeRolePolicyDocument: assumedBy('lambda.amazonaws.com'),
      Policies: [
        {
          PolicyName: 'orders',
          PolicyDocument: policy(
            allow(['dynamodb:GetItem', 'dynamodb:PutItem'], att(id('Table'))),
            allow(kept ? ['sqs:SendMessage'] : ['sqs:*'], kept ? att(id('Queue')) : '*'),
          ),
        },
      ],
    },
  ],
  (id, { number, kept }) => [
    'Function',
    'AWS::Lambda::Function',
    {
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: att(id('Role')),
      Code: { ZipFile: `exports.handler = async () => '${number}';` },
      Environment: {
        Variables: {
          TABLE: ref(id('Table')),
          QUEUE_URL: sub(`https://sqs.\${AWS::Region}.\${AWS::URLSuffix}/\${${id('Queue')}.QueueName}`),
          REGION: kept ? ref('AWS::Region') : 'eu-west-1',
        },
      },
      KmsKeyArn: att(id('Key')),
    },
  ],
  (id, { kept, either }) => [
    'LogGroup',
    'AWS::Logs::LogGroup',
    {
      LogGroupName: sub(`/aws/lambda/\${${id('Function')}}`),
      ...(kept && { RetentionInDays: either(365, 30), KmsKeyId: att(id('Key')) }),
    },
  ],
  (id, { either }) => [
    'Rule',
    'AWS::Events::Rule',
    {
      ScheduleExpression: 'rate(1 day)',
      State: either('ENABLED', 'DISABLED'),
      Targets: [{ Id: 'function', Arn: att(id('Function')) }],
    },
  ],
  (id) => [
    'Permission',
    'AWS::Lambda::Permission',
    {
      Action: 'lambda:InvokeFunction',
      FunctionName: ref(id('Function')),
      Principal: 'events.amazonaws.com',
      SourceArn: att(id('Rule')),
    },
  ],
  (id, { either }) => [
    'Alarm',
    'AWS::CloudWatch::Alarm',
    {
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: ref(id('Function')) }],
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: either(3, 1),
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      AlarmActions: [ref(id('Topic'))],
    },
  ],
  () => [
    'Vpc',
    'AWS::EC2::VPC',
    { CidrBlock: ref('Network'), EnableDnsSupport: true, EnableDnsHostnames: true },
  ],
  (id) => ['SubnetA', 'AWS::EC2::Subnet', subnet(id, 0)],
  (id) => ['SubnetB', 'AWS::EC2::Subnet', subnet(id, 1)],
  () => ['InternetGateway', 'AWS::EC2::InternetGateway', {}],
  (id) => [
    'GatewayAttachment',
    'AWS::EC2::VPCGatewayAttachment',
    { VpcId: ref(id('Vpc')), InternetGatewayId: ref(id('InternetGateway')) },
  ],
  (id) => ['RouteTable', 'AWS::EC2::RouteTable', { VpcId: ref(id('Vpc')) }],
  (id) => [
    'Route',
    'AWS::EC2::Route',
    {
      RouteTableId: ref(id('RouteTable')),
      DestinationCidrBlock: '0.0.0.0/0',
      GatewayId: ref(id('InternetGateway')),
    },
  ],
  (id) => [
    'RouteTableAssociation',
    'AWS::EC2::SubnetRouteTableAssociation',
    { RouteTableId: ref(id('RouteTable')), SubnetId: ref(id('SubnetA')) },
  ],
  (id, { kept }) => [
    'SecurityGroup',
    'AWS::EC2::SecurityGroup',
    {
      GroupDescription: 'Orders',
      VpcId: ref(id('Vpc')),
      SecurityGroupIngress: [
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: ref('Network') },
        { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: kept ? '10.0.0.0/16' : '0.0.0.0/0' },
      ],
    },
  ],
  (id) => [
    'DatabaseIngress',
    'AWS::EC2::SecurityGroupIngress',
    {
      GroupId: att(id('SecurityGroup'), 'GroupId'),
      IpProtocol: 'tcp',
      FromPort: 5432,
      ToPort: 5432,
      SourceSecurityGroupId: att(id('SecurityGroup'), 'GroupId'),
    },
  ],
  (id, { kept }) => [
    'FlowLog',
    'AWS::EC2::FlowLog',
    {
      ResourceId: ref(id('Vpc')),
      ResourceType: 'VPC',
      TrafficType: kept ? 'ALL' : 'ACCEPT',
      LogDestinationType: 's3',
      LogDestination: att(id('Bucket')),
    },
  ],
  (id) => [
    'DatabaseSubnets',
    'AWS::RDS::DBSubnetGroup',
    { DBSubnetGroupDescription: 'Orders', SubnetIds: [ref(id('SubnetA')), ref(id('SubnetB'))] },
  ],
  () => [
    'DatabaseSecret',
    'AWS::SecretsManager::Secret',
    {
      GenerateSecretString: {
        SecretStringTemplate: '{"username":"orders"}',
        GenerateStringKey: 'password',
        ExcludeCharacters: '"@/\\',
      },
    },
  ],
  (id, { kept, either }) => [
    'Database',
    'AWS::RDS::DBInstance',
    {
      Engine: 'postgres',
      DBInstanceClass: { 'Fn::FindInMap': ['Sizes', ref('Stage'), 'Database'] },
      AllocatedStorage: '100',
      MasterUsername: sub(`{{resolve:secretsmanager:\${${id('DatabaseSecret')}}:SecretString:username}}`),
      MasterUserPassword: sub(`{{resolve:secretsmanager:\${${id('DatabaseSecret')}}:SecretString:password}}`),
      DBSubnetGroupName: ref(id('DatabaseSubnets')),
      VPCSecurityGroups: [att(id('SecurityGroup'), 'GroupId')],
      MultiAZ: either(true, false),
      StorageEncrypted: kept,
      BackupRetentionPeriod: either(30, kept ? 7 : 0),
      PubliclyAccessible: !kept,
    },
  ],
  () => [
    'Cluster',
    'AWS::ECS::Cluster',
    { ClusterSettings: [{ Name: 'containerInsights', Value: 'enabled' }] },
  ],
  () => [
    'TaskRole',
    'AWS::IAM::Role',
    {
      AssumeRolePolicyDocument: assumedBy('ecs-tasks.amazonaws.com'),
      ManagedPolicyArns: [
        sub('arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'),
      ],
    },
  ],
  (id, { kept, number }) => [
    'Task',
    'AWS::ECS::TaskDefinition',
    {
      Family: `orders-${number}`,
      Cpu: '256',
      Memory: '512',
      NetworkMode: 'awsvpc',
      RequiresCompatibilities: ['FARGATE'],
      ExecutionRoleArn: att(id('TaskRole')),
      ContainerDefinitions: [
        {
          Name: 'web',
          Image: sub('${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/orders:1.4.2'),
          PortMappings: [{ ContainerPort: 8080 }],
          ReadonlyRootFilesystem: kept,
          Environment: [{ Name: 'BUCKET', Value: ref(id('Bucket')) }],
          LogConfiguration: {
            LogDriver: 'awslogs',
            Options: {
              'awslogs-group': ref(id('LogGroup')),
              'awslogs-region': ref('AWS::Region'),
              'awslogs-stream-prefix': 'web',
            },
          },
        },
      ],
    },
  ],
  (id, { either }) => [
    'LoadBalancer',
    'AWS::ElasticLoadBalancingV2::LoadBalancer',
    {
      Scheme: either('internal', 'internet-facing'),
      Subnets: [ref(id('SubnetA')), ref(id('SubnetB'))],
      SecurityGroups: [att(id('SecurityGroup'), 'GroupId')],
    },
  ],
  (id) => [
    'TargetGroup',
    'AWS::ElasticLoadBalancingV2::TargetGroup',
    { Port: 8080, Protocol: 'HTTP', TargetType: 'ip', VpcId: ref(id('Vpc')), HealthCheckPath: '/health' },
  ],
  (id, { kept }) => [
    'Listener',
    'AWS::ElasticLoadBalancingV2::Listener',
    {
      LoadBalancerArn: ref(id('LoadBalancer')),
      ...(kept
        ? { Port: 443, Protocol: 'HTTPS', Certificates: [{ CertificateArn: ref('Certificate') }] }
        : { Port: 80, Protocol: 'HTTP' }),
      DefaultActions: [{ Type: 'forward', TargetGroupArn: ref(id('TargetGroup')) }],
    },
  ],
  (id, { kept, either }) => [
    'Service',
    'AWS::ECS::Service',
    {
      Cluster: ref(id('Cluster')),
      TaskDefinition: ref(id('Task')),
      LaunchType: 'FARGATE',
      DesiredCount: either(3, kept ? 2 : 1),
      DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: kept, Rollback: kept } },
      LoadBalancers: [{ ContainerName: 'web', ContainerPort: 8080, TargetGroupArn: ref(id('TargetGroup')) }],
      NetworkConfiguration: {
        AwsvpcConfiguration: {
          Subnets: [ref(id('SubnetA')), ref(id('SubnetB'))],
          SecurityGroups: [att(id('SecurityGroup'), 'GroupId')],
          AssignPublicIp: kept ? 'DISABLED' : 'ENABLED',
        },
      },
    },
  ],
  (_, { number }) => ['Api', 'AWS::ApiGateway::RestApi', { Name: `orders-${number}` }],
  (id) => [
    'ApiOrders',
    'AWS::ApiGateway::Resource',
    { RestApiId: ref(id('Api')), ParentId: att(id('Api'), 'RootResourceId'), PathPart: 'orders' },
  ],
  (id, { kept }) => [
    'ApiGet',
    'AWS::ApiGateway::Method',
    {
      RestApiId: ref(id('Api')),
      ResourceId: ref(id('ApiOrders')),
      HttpMethod: 'GET',
      AuthorizationType: kept ? 'AWS_IAM' : 'NONE',
      Integration: {
        Type: 'AWS_PROXY',
        IntegrationHttpMethod: 'POST',
        Uri: sub(
          'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/' +
            `\${${id('Function')}.Arn}/invocations`,
        ),
      },
    },
  ],
  (id, { kept }) => [
    'Machine',
    'AWS::StepFunctions::StateMachine',
    {
      RoleArn: att(id('Role')),
      DefinitionString: sub(
        `{"StartAt":"Do","States":{"Do":{"Type":"Task","Resource":"\${${id('Function')}.Arn}","End":true}}}`,
      ),
      TracingConfiguration: { Enabled: kept },
    },
  ],
  () => ['BuildRole', 'AWS::IAM::Role', { AssumeRolePolicyDocument: assumedBy('codebuild.amazonaws.com') }],
  (id, { kept }) => [
    'Build',
    'AWS::CodeBuild::Project',
    {
      ServiceRole: att(id('BuildRole')),
      EncryptionKey: att(id('Key')),
      Artifacts: { Type: 'CODEPIPELINE' },
      Environment: {
        Type: 'LINUX_CONTAINER',
        ComputeType: 'BUILD_GENERAL1_SMALL',
        Image: 'aws/codebuild/standard:7.0',
        PrivilegedMode: !kept,
      },
      Source: {
        Type: 'CODEPIPELINE',
        BuildSpec: `version: 0.2\nphases:\n  build:\n    commands:\n      - npm ci\n      - npm ${kept ? 'test' : 'run build'}\n`,
      },
    },
  ],
  () => [
    'PipelineRole',
    'AWS::IAM::Role',
    { AssumeRolePolicyDocument: assumedBy('codepipeline.amazonaws.com') },
  ],
  (id, { kept }) => [
    'Pipeline',
    'AWS::CodePipeline::Pipeline',
    {
      RoleArn: att(id('PipelineRole')),
      ArtifactStore: { Type: 'S3', Location: ref(id('Bucket')) },
      Stages: [
        stage(
          'Source',
          action('Checkout', 'Source', 'S3', {
            out: 'Code',
            configuration: { S3Bucket: ref(id('Bucket')), S3ObjectKey: 'source.zip' },
          }),
        ),
        stage(
          'Build',
          action('Build', 'Build', 'CodeBuild', {
            in: 'Code',
            out: 'Built',
            configuration: { ProjectName: ref(id('Build')) },
          }),
        ),
        ...(kept ? [stage('Approve', action('Approve', 'Approval', 'Manual', {}))] : []),
        stage(
          'Production',
          action('Deploy', 'Deploy', 'ECS', {
            in: 'Built',
            configuration: { ClusterName: ref(id('Cluster')), ServiceName: att(id('Service'), 'Name') },
          }),
        ),
      ],
    },
  ],
  (id, { kept }) => ['Files', 'AWS::EFS::FileSystem', { Encrypted: kept, KmsKeyId: att(id('Key')) }],
  (id, { kept }) => [
    'Stream',
    'AWS::Kinesis::Stream',
    {
      ShardCount: 1,
      ...(kept && { StreamEncryption: { EncryptionType: 'KMS', KeyId: ref(id('Key')) } }),
    },
  ],
  (_, { either, number }) => [
    'Setting',
    'AWS::SSM::Parameter',
    { Type: 'String', Name: `/orders/${number}/level`, Value: either('warn', 'debug') },
  ],
  (id, { kept }) => [
    'LaunchTemplate',
    'AWS::EC2::LaunchTemplate',
    {
      LaunchTemplateData: {
        ImageId: ref('Image'),
        InstanceType: { 'Fn::FindInMap': ['Sizes', ref('Stage'), 'Instance'] },
        SecurityGroupIds: [att(id('SecurityGroup'), 'GroupId')],
        MetadataOptions: { HttpTokens: kept ? 'required' : 'optional' },
        BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 30, Encrypted: kept } }],
        UserData: { 'Fn::Base64': sub('#!/bin/bash\nyum update -y\necho ${AWS::StackName} > /etc/stack\n') },
      },
    },
  ],
  (id, { either }) => [
    'Instances',
    'AWS::AutoScaling::AutoScalingGroup',
    {
      MinSize: either('2', '1'),
      MaxSize: '4',
      VPCZoneIdentifier: [ref(id('SubnetA')), ref(id('SubnetB'))],
      LaunchTemplate: {
        LaunchTemplateId: ref(id('LaunchTemplate')),
        Version: att(id('LaunchTemplate'), 'LatestVersionNumber'),
      },
    },
  ],
  (id, { kept }) => [
    'Cache',
    'AWS::ElastiCache::ReplicationGroup',
    {
      ReplicationGroupDescription: 'Orders',
      Engine: 'redis',
      CacheNodeType: 'cache.t4g.small',
      NumCacheClusters: kept ? 2 : 1,
      AutomaticFailoverEnabled: kept,
      AtRestEncryptionEnabled: kept,
      TransitEncryptionEnabled: kept,
      SecurityGroupIds: [att(id('SecurityGroup'), 'GroupId')],
    },
  ],
  (id, { kept }) => [
    'Distribution',
    'AWS::CloudFront::Distribution',
    {
      DistributionConfig: {
        Enabled: true,
        Origins: [
          {
            Id: 'web',
            DomainName: att(id('LoadBalancer'), 'DNSName'),
            CustomOriginConfig: { OriginProtocolPolicy: kept ? 'https-only' : 'http-only' },
          },
        ],
        DefaultCacheBehavior: {
          TargetOriginId: 'web',
          ViewerProtocolPolicy: kept ? 'redirect-to-https' : 'allow-all',
          CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
        },
      },
    },
  ],
];

function subnet(id: (name: string) => string, index: number): Json {
  return {
    VpcId: ref(id('Vpc')),
    CidrBlock: { 'Fn::Select': [index, { 'Fn::Cidr': [att(id('Vpc'), 'CidrBlock'), 4, 8] }] },
    AvailabilityZone: { 'Fn::Select': [index, { 'Fn::GetAZs': '' }] },
  };
}

const stage = (Name: string, ...Actions: Json[]): Json => ({ Name, Actions });

const action = (
  Name: string,
  Category: string,
  Provider: string,
  given: { in?: string; out?: string; configuration?: Json },
): Json => ({
  Name,
  ActionTypeId: { Category, Owner: 'AWS', Provider, Version: '1' },
  ...(given.in && { InputArtifacts: [{ Name: given.in }] }),
  ...(given.out && { OutputArtifacts: [{ Name: given.out }] }),
  ...(given.configuration && { Configuration: given.configuration }),
});

/** A template of so many resources and conditions. Every other condition is made of itself and the one before. */
export function template(resources: number, conditions = 0): Template {
  const switches = Array.from({ length: conditions }, (_, index) => index);
  let uses = 0;
  const either = (yes: Json, no: Json): Json =>
    conditions === 0 ? no : { 'Fn::If': [`Condition${uses++ % conditions}`, yes, no] };
  const one = (index: number): [string, Json] => {
    const number = Math.floor(index / KINDS.length);
    const id = (name: string) => `${name}${number}`;
    const kind = KINDS[index % KINDS.length] as Kind;
    const [name, Type, Properties] = kind(id, { number, kept: number % 3 !== 2, either });
    return [id(name), { Type, Properties }];
  };
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Parameters: {
      Stage: { Type: 'String', AllowedValues: ['test', 'production'], Default: 'production' },
      Network: { Type: 'String', Default: '10.0.0.0/16' },
      Certificate: { Type: 'String' },
      Image: {
        Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>',
        Default: '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64',
      },
      ...Object.fromEntries(
        switches.map((index) => [`Switch${index}`, { ...SWITCH, Default: index % 4 ? 'yes' : 'no' }]),
      ),
    },
    Mappings: {
      Sizes: {
        test: { Database: 'db.t4g.micro', Instance: 't4g.small' },
        production: { Database: 'db.m7g.large', Instance: 'm7g.large' },
      },
    },
    ...(conditions > 0 && {
      Conditions: Object.fromEntries(switches.map((index) => [`Condition${index}`, condition(index)])),
    }),
    Resources: Object.fromEntries(Array.from({ length: resources }, (_, index) => one(index))),
  };
}

const SWITCH = { Type: 'String', AllowedValues: ['yes', 'no'] };

function condition(index: number): Json {
  const own: Json = { 'Fn::Equals': [ref(`Switch${index}`), 'yes'] };
  if (index % 2 === 0) return own;
  const before: Json = { Condition: `Condition${index - 1}` };
  return index % 4 === 1 ? { 'Fn::And': [own, { 'Fn::Not': [before] }] } : { 'Fn::Or': [own, before] };
}

/** Templates of a service each, of which every one imports what the first and the one before it export. */
export function linkedTemplates(count: number): Template[] {
  const exported = (index: number, what: string) => `orders-${index}-${what}`;
  const imported = (index: number, what: string): Json => ({ 'Fn::ImportValue': exported(index, what) });
  return Array.from({ length: count }, (_, index) => {
    const service = template(KINDS.length);
    const output = (what: string, Value: Json) => ({ Value, Export: { Name: exported(index, what) } });
    return {
      ...service,
      Resources: {
        ...(service.Resources as { [name: string]: Json }),
        ...(index > 0 && {
          Imported: {
            Type: 'AWS::SNS::Subscription',
            Properties: { TopicArn: imported(index - 1, 'topic'), Protocol: 'sqs', Endpoint: att('Queue0') },
          },
          FromFirst: {
            Type: 'AWS::EC2::SecurityGroupIngress',
            Properties: {
              GroupId: imported(0, 'group'),
              IpProtocol: 'tcp',
              FromPort: 8080,
              ToPort: 8080,
              SourceSecurityGroupId: att('SecurityGroup0', 'GroupId'),
            },
          },
        }),
      },
      Outputs: {
        Topic: output('topic', ref('Topic0')),
        Group: output('group', att('SecurityGroup0', 'GroupId')),
      },
    };
  });
}

/** As people write it: intrinsic functions in their short form. */
export function toYaml(template: Template): string {
  const document = new Document(template, { aliasDuplicateObjects: false });
  visit(document, {
    Map(_, map) {
      const [pair] = map.items;
      const name = isScalar(pair?.key) ? String(pair.key.value) : '';
      const value = pair?.value as Node;
      // A value has one tag, so only the inner one of two functions can be short.
      const isShort = map.items.length === 1 && /^(Ref$|Fn::)/.test(name) && !isMap(value);
      if (!isShort) return undefined;
      value.tag = `!${name.replace('Fn::', '')}`;
      return value;
    },
  });
  return document.toString();
}
