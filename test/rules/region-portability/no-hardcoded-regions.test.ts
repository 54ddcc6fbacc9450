import rule from '../../../rules/region-portability/no-hardcoded-regions';
import { testRule } from '../../rule-tester';

const resource = (type: string, properties: object) => ({
  Resources: { It: { Type: type, Properties: properties } },
});
const queuePolicy = (statement: object) =>
  resource('AWS::SQS::QueuePolicy', {
    Queues: ['https://queue.example.com/orders'],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*', ...statement },
      ],
    },
  });
const lambda = (properties: object) =>
  resource('AWS::Lambda::Function', {
    Role: 'arn:aws:iam::111122223333:role/orders',
    Runtime: 'python3.13',
    Handler: 'index.handler',
    Code: { ZipFile: 'def handler(event, context): pass' },
    ...properties,
  });
const code = (...lines: string[]) => lambda({ Code: { ZipFile: lines.join('\n') } });
const startScript = (...lines: string[]) =>
  resource('AWS::EC2::LaunchTemplate', {
    LaunchTemplateData: { UserData: { 'Fn::Base64': ['#!/bin/bash', ...lines].join('\n') } },
  });
const bucketPolicy = (...principals: unknown[]) =>
  resource('AWS::S3::BucketPolicy', {
    Bucket: 'logs',
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: principals },
          Action: 's3:PutObject',
          Resource: 'arn:aws:s3:::logs/*',
        },
      ],
    },
  });
const topicAlarm = (namespace: string) =>
  resource('AWS::CloudWatch::Alarm', {
    Namespace: namespace,
    MetricName: 'Total',
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 1,
    Period: 300,
    Statistic: 'Maximum',
    Threshold: 100,
    AlarmActions: ['arn:aws:sns:us-east-1:111122223333:operations'],
  });
const taskDefinition = (region: unknown) =>
  resource('AWS::ECS::TaskDefinition', {
    ContainerDefinitions: [
      {
        Name: 'web',
        Image: 'public.ecr.aws/nginx/nginx:stable',
        LogConfiguration: {
          LogDriver: 'awslogs',
          Options: { 'awslogs-group': 'web', 'awslogs-stream-prefix': 'web', 'awslogs-region': region },
        },
      },
    ],
  });
const inGovCloud = { IsGovCloud: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-gov-west-1'] } };
const LAYER = 'arn:aws:lambda:eu-west-1:015030872274:layer:AWS-Parameters-and-Secrets-Lambda-Extension:18';

testRule(rule, {
  pass: {
    "the address of a nested stack's template, which CDK writes out": {
      Type: 'AWS::CloudFormation::Stack',
      Properties: { TemplateURL: 'https://s3.eu-west-1.amazonaws.com/cdk-assets/0123.json' },
      Metadata: { 'aws:asset:path': 'Nested.nested.template.json' },
    },
    'an ARN in the Region of the stack': queuePolicy({
      Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:orders' },
    }),
    'a mapping by Region': {
      Mappings: { Layers: { 'eu-west-1': { Secrets: LAYER } } },
      ...lambda({ Layers: [{ 'Fn::FindInMap': ['Layers', { Ref: 'AWS::Region' }, 'Secrets'] }] }),
    },
    'a parameter may have a default': {
      Parameters: { ReportRegion: { Type: 'String', Default: 'eu-west-1' } },
      ...lambda({ Environment: { Variables: { REPORT_REGION: { Ref: 'ReportRegion' } } } }),
    },
    'in the branch for that Region': {
      Conditions: inGovCloud,
      ...resource('AWS::CloudFormation::Stack', {
        TemplateURL: {
          'Fn::Sub': [
            'https://${Host}.amazonaws.com/templates/vpc.yaml',
            { Host: { 'Fn::If': ['IsGovCloud', 's3-us-gov-west-1', 's3'] } },
          ],
        },
      }),
    },
    'an Availability Zone is for another rule': resource('AWS::EC2::Volume', {
      AvailabilityZone: 'eu-west-1a',
      Size: 10,
    }),
    'what people read': lambda({
      Description: 'Copies orders from eu-west-1',
      Tags: [{ Key: 'Origin', Value: 'eu-west-1' }],
    }),
    'a dashboard': resource('AWS::CloudWatch::Dashboard', {
      DashboardBody: '{"widgets":[{"type":"text","properties":{"markdown":"Orders in eu-west-1"}}]}',
    }),
    'replicas of a global table': resource('AWS::DynamoDB::GlobalTable', {
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      Replicas: [{ Region: 'eu-west-1' }, { Region: 'eu-central-1' }],
    }),
    'replicas of a secret': resource('AWS::SecretsManager::Secret', {
      GenerateSecretString: {},
      ReplicaRegions: [
        {
          Region: 'eu-central-1',
          KmsKeyId: 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-1111-2222-3333-444455556666',
        },
      ],
    }),
    'a replica of a key': resource('AWS::KMS::ReplicaKey', {
      PrimaryKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/mrk-0a1b2c3d4e5f60718293a4b5c6d7e8f9',
      KeyPolicy: { Version: '2012-10-17', Statement: [] },
    }),
    'copies of backups': resource('AWS::Backup::BackupPlan', {
      BackupPlan: {
        BackupPlanName: 'daily',
        BackupPlanRule: [
          {
            RuleName: 'daily',
            TargetBackupVault: 'daily',
            CopyActions: [
              { DestinationBackupVaultArn: 'arn:aws:backup:eu-central-1:111122223333:backup-vault:daily' },
            ],
          },
        ],
      },
    }),
    'the Regions of a stack set': resource('AWS::CloudFormation::StackSet', {
      StackSetName: 'guardrails',
      PermissionModel: 'SELF_MANAGED',
      TemplateURL: 'https://example-templates.s3.amazonaws.com/guardrails.yaml',
      StackInstancesGroup: [
        { DeploymentTargets: { Accounts: ['111122223333'] }, Regions: ['eu-west-1', 'eu-central-1'] },
      ],
    }),
    'a policy that allows certain Regions': resource('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            NotAction: 'iam:*',
            Resource: '*',
            Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] } },
          },
        ],
      },
    }),
    'a custom resource for another Region': resource('Custom::CrossRegionExport', {
      ServiceToken: { Ref: 'Exporter' },
      region: 'us-east-1',
    }),
    'an application of the Serverless Application Repository': {
      Transform: 'AWS::Serverless-2016-10-31',
      ...resource('AWS::Serverless::Application', {
        Location: {
          ApplicationId:
            'arn:aws:serverlessrepo:us-east-1:297356227824:applications/SecretsManagerRDSMySQLRotationSingleUser',
          SemanticVersion: '1.1.60',
        },
      }),
    },
    'CloudFront takes its certificate from us-east-1': resource('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Enabled: true,
        DefaultCacheBehavior: {
          TargetOriginId: 'shop',
          ViewerProtocolPolicy: 'redirect-to-https',
          CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
        },
        Origins: [
          {
            Id: 'shop',
            DomainName: 'origin.example.com',
            CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
          },
        ],
        ViewerCertificate: {
          AcmCertificateArn:
            'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-1111-2222-3333-444455556666',
          SslSupportMethod: 'sni-only',
        },
      },
    }),
    'billing metrics are in us-east-1': topicAlarm('AWS/Billing'),
    'logs of Lambda@Edge': resource('AWS::Logs::LogGroup', {
      LogGroupName: '/aws/lambda/us-east-1.redirect',
    }),
    'a script that speaks to a global service': startScript(
      'aws ecr-public get-login-password --region us-east-1',
      'aws organizations describe-organization --region us-east-1',
    ),
    'code that compares, falls back and comments': code(
      'import os',
      '# buckets of us-east-1 have no constraint',
      'region = os.environ.get("AWS_REGION", "us-east-1")',
      'constraint = None if region == "us-east-1" else region',
    ),
    'a table of Regions in code': code(
      'HOSTS = {"eu-west-1": "a.example.com", "eu-central-1": "b.example.com", "us-east-1": "c.example.com"}',
    ),
    'log delivery accounts of many Regions': bucketPolicy(
      'arn:aws:iam::156460612806:root',
      'arn:aws:iam::054676820928:root',
      'arn:aws:iam::127311923021:root',
    ),
  },
  fail: {
    'an ARN': [
      queuePolicy({ Resource: 'arn:aws:sqs:eu-west-1:111122223333:orders' }),
      'error It Properties.PolicyDocument.Statement[0].Resource: eu-west-1 is written out here: use ${AWS::Region}',
    ],
    'a fragment of a text': [
      queuePolicy({ Resource: { 'Fn::Sub': 'arn:aws:sqs:eu-west-1:${AWS::AccountId}:orders' } }),
      'error It Properties.PolicyDocument.Statement[0].Resource: eu-west-1 is written out here: use ${AWS::Region}',
    ],
    'a fragment of joined texts': [
      queuePolicy({
        Resource: { 'Fn::Join': ['', ['arn:aws:sqs:eu-west-1:', { Ref: 'AWS::AccountId' }, ':orders']] },
      }),
      'error It Properties.PolicyDocument.Statement[0].Resource: eu-west-1 is written out here: use ${AWS::Region}',
    ],
    'a service endpoint and an S3 URL': [
      lambda({
        Environment: {
          Variables: {
            QUEUE: 'https://sqs.eu-west-1.amazonaws.com/111122223333/orders',
            TEMPLATE: 'https://s3-eu-west-1.amazonaws.com/templates/vpc.yaml',
          },
        },
      }),
      [
        'error It Properties.Environment.Variables.QUEUE: eu-west-1 is written out here: use ${AWS::Region}',
        'error It Properties.Environment.Variables.TEMPLATE: eu-west-1 is written out here: use a bucket in each Region, with ${AWS::Region} in its name',
      ],
    ],
    'the Region of a log driver': [
      taskDefinition('eu-west-1'),
      'error It Properties.ContainerDefinitions[0].LogConfiguration.Options.awslogs-region: eu-west-1 is written out here: use ${AWS::Region}',
    ],
    'a layer of another account': [
      lambda({ Layers: [LAYER] }),
      'error It Properties.Layers[0]: eu-west-1 is written out here: use a mapping by AWS::Region',
    ],
    'an image in the registry of another account': [
      resource('AWS::SageMaker::Model', {
        ExecutionRoleArn: 'arn:aws:iam::111122223333:role/model',
        PrimaryContainer: { Image: '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1' },
      }),
      'error It Properties.PrimaryContainer.Image: eu-west-1 is written out here: use a mapping by AWS::Region',
    ],
    'a script': [
      startScript('aws s3 cp s3://shop/app.zip . --region us-east-1', 'unzip app.zip'),
      'error It Properties.LaunchTemplateData.UserData: us-east-1 is written out here: use ${AWS::Region}',
    ],
    code: [
      code('import boto3', "orders = boto3.client('dynamodb', region_name='us-east-1')"),
      'error It Properties.Code.ZipFile: us-east-1 is written out here: use ${AWS::Region}',
    ],
    'two Regions in one script': [
      startScript(
        'aws s3 sync s3://shop . --region eu-west-1',
        'aws s3 sync . s3://copy --region eu-central-1',
      ),
      'error It Properties.LaunchTemplateData.UserData: eu-west-1 and eu-central-1 are written out here: use ${AWS::Region}',
    ],
    'outside production only': [
      taskDefinition({ 'Fn::If': ['IsProd', { Ref: 'AWS::Region' }, 'eu-west-1'] }),
      'warning It Properties.ContainerDefinitions[0].LogConfiguration.Options.awslogs-region when IsProd is false (Stage is dev): eu-west-1 is written out here: use ${AWS::Region}',
    ],
    'a condition on the Region, and another Region': [
      {
        Conditions: inGovCloud,
        ...taskDefinition({ 'Fn::If': ['IsGovCloud', 'us-gov-east-1', { Ref: 'AWS::Region' }] }),
      },
      'error It Properties.ContainerDefinitions[0].LogConfiguration.Options.awslogs-region: us-gov-east-1 is written out here: use ${AWS::Region}',
    ],
    'a certificate of a load balancer is not one of CloudFront': [
      resource('AWS::ElasticLoadBalancingV2::ListenerCertificate', {
        ListenerArn: { Ref: 'Listener' },
        Certificates: [
          {
            CertificateArn:
              'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-1111-2222-3333-444455556666',
          },
        ],
      }),
      'error It Properties.Certificates[0].CertificateArn: us-east-1 is written out here: use ${AWS::Region}',
    ],
    'metrics of a service that is not global': [
      topicAlarm('AWS/SQS'),
      'error It Properties.AlarmActions[0]: us-east-1 is written out here: use ${AWS::Region}',
    ],
    'the log delivery account of one Region': [
      bucketPolicy('arn:aws:iam::156460612806:root'),
      'error It Properties.PolicyDocument.Statement[0].Principal.AWS[0]: 156460612806 writes the logs of load balancers in eu-west-1 only: use a mapping by AWS::Region',
    ],
  },
  options: {
    'the stack is deployed to that Region, which CDK writes out': [
      taskDefinition('eu-west-1'),
      { parameters: { 'AWS::Region': 'eu-west-1' } },
      'info It Properties.ContainerDefinitions[0].LogConfiguration.Options.awslogs-region: eu-west-1 is written out here: use ${AWS::Region}',
    ],
    'the stack is deployed to another Region': [
      taskDefinition('eu-west-1'),
      { parameters: { 'AWS::Region': 'eu-central-1' } },
      'error It Properties.ContainerDefinitions[0].LogConfiguration.Options.awslogs-region: eu-west-1 is written out here: use ${AWS::Region}',
    ],
  },
});
