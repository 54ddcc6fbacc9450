import rule from '../../../rules/public-access/resource-policies-not-public';
import { testRule } from '../../rule-tester';

const allow = (action: string | string[], principal: unknown, condition?: unknown) => ({
  Effect: 'Allow',
  Principal: principal,
  Action: action,
  Resource: '*',
  ...(condition !== undefined && { Condition: condition }),
});
const policy = (...statements: unknown[]) => ({ Version: '2012-10-17', Statement: statements });
const resource = (type: string, properties: object) => ({ Type: type, Properties: properties });

const queue = (...statements: unknown[]) =>
  resource('AWS::SQS::QueuePolicy', {
    Queues: ['https://sqs.eu-west-1.amazonaws.com/111122223333/orders'],
    PolicyDocument: policy(...statements),
  });
const sending = (condition?: unknown) => queue(allow('sqs:SendMessage', '*', condition));
const key = (...statements: unknown[]) => resource('AWS::KMS::Key', { KeyPolicy: policy(...statements) });
const own = allow('kms:*', { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } });
const domain = (properties: object = {}) =>
  resource('AWS::OpenSearchService::Domain', {
    AccessPolicies: policy(allow('es:ESHttp*', { AWS: '*' })),
    ...properties,
  });
const permission = (properties: object) =>
  resource('AWS::Lambda::Permission', {
    FunctionName: 'checkout',
    Action: 'lambda:InvokeFunction',
    ...properties,
  });
const at = 'QueuePolicy Properties.PolicyDocument.Statement[0].Principal';

testRule(rule, {
  pass: {
    'the own account and a role': key(
      own,
      allow('kms:Decrypt', { AWS: 'arn:aws:iam::111122223333:role/shop' }),
    ),
    'a service': queue(allow('sqs:SendMessage', { Service: 'events.amazonaws.com' })),
    'from one topic': sending({ ArnEquals: { 'aws:SourceArn': { Ref: 'TopicArn' } } }),
    'from one bucket, in whatever account': sending({
      ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:uploads' },
    }),
    'from the owner of the topic, as SNS writes it': resource('AWS::SNS::TopicPolicy', {
      Topics: ['arn:aws:sns:eu-west-1:111122223333:alarms'],
      PolicyDocument: policy(
        allow(
          ['SNS:Publish', 'SNS:Subscribe'],
          { AWS: '*' },
          { StringEquals: { 'AWS:SourceOwner': { Ref: 'AWS::AccountId' } } },
        ),
      ),
    }),
    'from the account by a service, as managed keys have it': key(
      own,
      allow(
        'kms:Decrypt',
        { AWS: '*' },
        {
          StringEquals: {
            'kms:CallerAccount': { Ref: 'AWS::AccountId' },
            'kms:ViaService': 's3.eu-west-1.amazonaws.com',
          },
        },
      ),
    ),
    'the organization': resource('AWS::Events::EventBus', {
      Name: 'orders',
      Policy: policy(
        allow('events:PutEvents', '*', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
      ),
    }),
    'a narrow range of addresses': domain({
      AccessPolicies: policy(allow('es:*', '*', { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } })),
    }),
    'whoever mounts the file system in the VPC': resource('AWS::EFS::FileSystem', {
      FileSystemPolicy: policy(
        allow(
          'elasticfilesystem:ClientMount',
          { AWS: '*' },
          { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } },
        ),
      ),
    }),
    'nobody without TLS': queue({
      ...allow('sqs:*', '*', { Bool: { 'aws:SecureTransport': 'false' } }),
      Effect: 'Deny',
    }),
    'everyone, but a Deny lets only one VPC endpoint off': queue(allow('sqs:SendMessage', '*'), {
      ...allow('sqs:*', '*', { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d' } }),
      Effect: 'Deny',
    }),
    'everyone, but a Deny lets only one role off': queue(allow('sqs:SendMessage', '*'), {
      Effect: 'Deny',
      NotPrincipal: { AWS: 'arn:aws:iam::111122223333:role/shop' },
      Action: 'sqs:*',
      Resource: '*',
    }),
    'everyone, but a Deny of all other actions too': queue(allow('sqs:SendMessage', '*'), {
      Effect: 'Deny',
      Principal: '*',
      NotAction: 'sqs:GetQueueUrl',
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    }),
    'all but one, which another rule reports': queue({
      Effect: 'Allow',
      NotPrincipal: { AWS: 'arn:aws:iam::111122223333:role/guest' },
      Action: 'sqs:SendMessage',
      Resource: '*',
    }),
    'a function for a rule of EventBridge': permission({ Principal: 'events.amazonaws.com' }),
    'a function for the organization': permission({ Principal: '*', PrincipalOrgID: 'o-a1b2c3d4e5' }),
    'a public function URL, which is the case of another rule': permission({
      Principal: '*',
      Action: 'lambda:InvokeFunctionUrl',
      FunctionUrlAuthType: 'NONE',
    }),
    'the other permission of such a URL': permission({ Principal: '*', InvokedViaFunctionUrl: true }),
    'a layer for the organization': resource('AWS::Lambda::LayerVersionPermission', {
      Action: 'lambda:GetLayerVersion',
      LayerVersionArn: { Ref: 'LayerArn' },
      Principal: '*',
      OrganizationId: 'o-a1b2c3d4e5',
    }),
    'a bus for the organization': resource('AWS::Events::EventBusPolicy', {
      StatementId: 'org',
      Action: 'events:PutEvents',
      Principal: '*',
      Condition: { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-a1b2c3d4e5' },
    }),
    'things that do what is listed': resource('AWS::IoT::Policy', {
      PolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: ['iot:Connect', 'iot:Publish'], Resource: '*' }],
      },
    }),
    'a policy that the table has in production only': resource('AWS::DynamoDB::Table', {
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      ResourcePolicy: {
        'Fn::If': [
          'IsProd',
          {
            PolicyDocument: policy(allow('dynamodb:GetItem', { AWS: 'arn:aws:iam::111122223333:role/shop' })),
          },
          { Ref: 'AWS::NoValue' },
        ],
      },
    }),
  },
  fail: {
    'everyone may send': [
      sending(),
      `error ${at}: anyone is allowed sqs:SendMessage: no condition narrows it`,
    ],
    'everyone over TLS': [
      sending({ Bool: { 'aws:SecureTransport': 'true' } }),
      `error ${at}: anyone is allowed sqs:SendMessage: its condition names no caller`,
    ],
    'from every topic of that name': [
      sending({ ArnLike: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:*:orders' } }),
      `error ${at}: anyone is allowed sqs:SendMessage: its condition names no caller`,
    ],
    'where the key is missing, too': [
      sending({ StringEqualsIfExists: { 'aws:SourceAccount': '111122223333' } }),
      `error ${at}: anyone is allowed sqs:SendMessage: its condition names no caller`,
    ],
    'every key, by a service': [
      key(
        own,
        allow(
          'kms:Decrypt',
          { AWS: ['*'] },
          { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
        ),
      ),
      'error Key Properties.KeyPolicy.Statement[1].Principal.AWS[0]: anyone is allowed kms:Decrypt: its condition names no caller',
    ],
    'all but one': [
      resource('AWS::ECR::Repository', {
        RepositoryPolicyText: policy({
          Effect: 'Allow',
          NotPrincipal: { AWS: 'arn:aws:iam::111122223333:role/guest' },
          Action: [
            'ecr:BatchGetImage',
            'ecr:BatchCheckLayerAvailability',
            'ecr:GetDownloadUrlForLayer',
            'ecr:PutImage',
            'ecr:UploadLayerPart',
          ],
        }),
      }),
      'error Repository Properties.RepositoryPolicyText.Statement[0].NotPrincipal: all but some are allowed ecr:BatchGetImage, ecr:BatchCheckLayerAvailability, ecr:GetDownloadUrlForLayer and 2 more: no condition narrows it',
    ],
    'everyone, and a Deny that lets everyone off': [
      queue(allow('sqs:SendMessage', '*'), {
        Effect: 'Deny',
        NotPrincipal: { AWS: '*' },
        Action: 'sqs:*',
        Resource: '*',
      }),
      `error ${at}: anyone is allowed sqs:SendMessage: no condition narrows it`,
    ],
    'everyone, and a Deny by which only one action is left': [
      queue(allow('sqs:*', '*'), {
        Effect: 'Deny',
        Principal: '*',
        NotAction: 'sqs:SendMessage',
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      }),
      `error ${at}: anyone is allowed sqs:*: no condition narrows it`,
    ],
    'images for everyone, in a text': [
      resource('AWS::ECR::Repository', {
        RepositoryPolicyText: JSON.stringify(policy(allow('ecr:BatchGetImage', '*'))),
      }),
      'error Repository Properties.RepositoryPolicyText.Statement[0].Principal: anyone is allowed ecr:BatchGetImage: no condition narrows it',
    ],
    'a secret for everyone outside production': [
      resource('AWS::SecretsManager::ResourcePolicy', {
        SecretId: 'shop',
        ResourcePolicy: policy(
          allow('secretsmanager:GetSecretValue', {
            AWS: { 'Fn::If': ['IsProd', 'arn:aws:iam::111122223333:role/shop', '*'] },
          }),
        ),
      }),
      'warning ResourcePolicy Properties.ResourcePolicy.Statement[0].Principal.AWS when IsProd is false (Stage is dev): anyone is allowed secretsmanager:GetSecretValue: no condition narrows it',
    ],
    'the condition is there in production only': [
      sending({
        'Fn::If': [
          'IsProd',
          { StringEquals: { 'aws:SourceAccount': '111122223333' } },
          { Ref: 'AWS::NoValue' },
        ],
      }),
      `warning ${at} when IsProd is false (Stage is dev): anyone is allowed sqs:SendMessage: no condition narrows it`,
    ],
    'a domain on the internet': [
      domain({ AdvancedSecurityOptions: { Enabled: false } }),
      'error Domain Properties.AccessPolicies.Statement[0].Principal.AWS: anyone is allowed es:ESHttp*: no condition narrows it',
    ],
    'a domain on the internet, with users of its own': [
      domain({ AdvancedSecurityOptions: { Enabled: true } }),
      'error Domain Properties.AccessPolicies.Statement[0].Principal.AWS: anyone is allowed es:ESHttp*: only its own users keep the internet out',
    ],
    'a domain in a VPC': [
      domain({ VPCOptions: { SubnetIds: ['subnet-1'] } }),
      'error Domain Properties.AccessPolicies.Statement[0].Principal.AWS: anyone is allowed es:ESHttp*: whoever reaches the domain in its VPC is in, signed or not',
    ],
    'a domain in a VPC, with users of its own': [
      domain({ VPCOptions: { SubnetIds: ['subnet-1'] }, AdvancedSecurityOptions: { Enabled: true } }),
      'warning Domain Properties.AccessPolicies.Statement[0].Principal.AWS: anyone is allowed es:ESHttp*: only its VPC and its own users keep others out',
    ],
    'a function for everyone': [
      permission({ Principal: '*' }),
      'error Permission Properties.Principal: anyone with an AWS account may call the function: nothing narrows it',
    ],
    'a layer for everyone': [
      resource('AWS::Lambda::LayerVersionPermission', {
        Action: 'lambda:GetLayerVersion',
        LayerVersionArn: { Ref: 'LayerArn' },
        Principal: '*',
      }),
      'error LayerVersionPermission Properties.Principal: every account may use the layer: no OrganizationId narrows it',
    ],
    'a bus for everyone': [
      resource('AWS::Events::EventBusPolicy', {
        StatementId: 'all',
        Action: 'events:PutEvents',
        Principal: '*',
      }),
      'error EventBusPolicy Properties.Principal: anyone is allowed to put events on the bus: no condition narrows it',
    ],
    'a bus for everyone, by a statement': [
      resource('AWS::Events::EventBusPolicy', {
        StatementId: 'all',
        Statement: allow('events:PutEvents', '*'),
      }),
      'error EventBusPolicy Properties.Statement.Principal: anyone is allowed events:PutEvents: no condition narrows it',
    ],
    'things that may do everything': [
      resource('AWS::IoT::Policy', {
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }] },
      }),
      'error Policy Properties.PolicyDocument.Statement[0].Action: whoever has a certificate with this policy may do everything (iot:*) as any thing',
    ],
    'a thing that may do everything with all things of the account': [
      resource('AWS::IoT::Policy', {
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Action: 'iot:*',
              Resource: { 'Fn::Sub': 'arn:aws:iot:*:${AWS::AccountId}:*' },
            },
          ],
        },
      }),
      'error Policy Properties.PolicyDocument.Statement[0].Action: whoever has a certificate with this policy may do everything (iot:*) as any thing',
    ],
    'builds that everyone may look at': [
      resource('AWS::CodeBuild::Project', {
        Artifacts: { Type: 'NO_ARTIFACTS' },
        Environment: {
          ComputeType: 'BUILD_GENERAL1_SMALL',
          Image: 'aws/codebuild/standard:7.0',
          Type: 'LINUX_CONTAINER',
        },
        ServiceRole: 'arn:aws:iam::111122223333:role/build',
        Source: { Type: 'CODEPIPELINE' },
        Visibility: 'PUBLIC_READ',
      }),
      'error Project Properties.Visibility: PUBLIC_READ shows the logs and artifacts of all builds to everyone',
    ],
  },
  review: {
    'a principal that a parameter names': [
      queue(allow('sqs:SendMessage', { AWS: { Ref: 'Sender' } })),
      `review ${at}.AWS: Sender has no default, so it is only known at deployment: see that it is not *, which would let everyone in`,
    ],
    'a policy that a parameter holds': [
      resource('AWS::KMS::Key', { KeyPolicy: { Ref: 'KeyPolicy' } }),
      'review Key Properties.KeyPolicy: KeyPolicy has no default, so it is only known at deployment',
    ],
  },
});
