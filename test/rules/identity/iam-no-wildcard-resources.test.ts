import rule from '../../../rules/identity/iam-no-wildcard-resources';
import { testRule } from '../../rule-tester';
import { allow, document, policy, type Statement, samFunction } from './policy-fixtures';

const orders = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';
const on = (resource: unknown, action: unknown = 'dynamodb:GetItem') =>
  policy(allow(action, { Resource: resource }));
const withTable = (AllowedPattern: string) => ({
  Parameters: { Table: { Type: 'String', AllowedPattern } },
  Resources: { Policy: { Type: 'AWS::IAM::Policy', Properties: on({ Ref: 'Table' }) } },
});
const under = (condition: Statement, action: unknown = 'ec2:StopInstances') =>
  policy(allow(action, { Resource: '*', Condition: condition }));
const role = {
  AssumeRolePolicyDocument: document({
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  }),
};

const at = 'warning Policy Properties.PolicyDocument.Statement[0].Resource';
const everywhere = (actions: string) =>
  `${actions} ${actions.includes(',') ? 'are' : 'is'} allowed on every resource: name those that are needed`;

testRule(rule, {
  pass: {
    'one table': on(orders),
    'the stack itself': on({ Ref: 'AWS::StackId' }, 'cloudformation:SignalResource'),
    'a parameter that cannot be every resource': withTable('arn:aws:dynamodb:[^*]+'),
    'what is in a bucket, a prefix of names, a path of parameters': policy(
      allow('s3:GetObject', { Resource: 'arn:aws:s3:::photos/*' }),
      allow('dynamodb:GetItem', { Resource: 'arn:aws:dynamodb:*:*:table/orders-*' }),
      allow('ssm:GetParameter', { Resource: 'arn:aws:ssm:*:*:parameter/shop/*' }),
    ),
    'actions that take no resource': policy(
      allow([
        'sts:GetCallerIdentity',
        'ecr:GetAuthorizationToken',
        's3:ListAllMyBuckets',
        'XRay:PutTraceSegments',
        'xray:PutTelemetryRecords',
        'cloudwatch:PutMetricData',
      ]),
    ),
    'how things are set up': policy(allow(['ec2:Describe*', 'ecs:DescribeServices', 'lambda:List*'])),
    'what a function in a VPC needs': policy(
      allow(['ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DeleteNetworkInterface']),
    ),
    'writing logs': policy(
      allow(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents']),
      allow('logs:*', { Resource: 'arn:aws:logs:*:*:*' }),
      allow(['logs:CreateLog*', 'logs:Put*']),
      allow('logs:GetLogEvents', { Resource: 'arn:aws:logs:eu-west-1:111122223333:log-group:*:*' }),
    ),
    'wildcards of actions none of which takes a resource': policy(allow(['xray:PutT*', 'ec2messages:*'])),
    'resources with a tag': under({ StringEquals: { 'aws:ResourceTag/team': 'shop' } }),
    'databases with a tag of the service': under(
      { StringEquals: { 'rds:db-tag/stage': ['development', 'test'] } },
      'rds:DeleteDBInstance',
    ),
    'metrics in a namespace, a key through one service': policy(
      allow('cloudwatch:PutMetricAlarm', {
        Resource: '*',
        Condition: { StringEquals: { 'cloudwatch:namespace': 'shop' } },
      }),
      allow('kms:Decrypt', {
        Resource: '*',
        Condition: { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } },
      }),
    ),
    'buckets with a tag, targets of one service, grants for a service, instances of one launch template':
      policy(
        ...(
          [
            ['s3:GetObject', { StringEquals: { 's3:BucketTag/team': 'shop' } }],
            [
              'application-autoscaling:RegisterScalableTarget',
              { StringEquals: { 'application-autoscaling:service-namespace': 'ecs' } },
            ],
            ['kms:CreateGrant', { Bool: { 'kms:GrantIsForAWSResource': 'true' } }],
            [
              'ec2:RunInstances',
              { ArnLike: { 'ec2:LaunchTemplate': 'arn:aws:ec2:*:111122223333:launch-template/lt-0' } },
            ],
          ] as const
        ).map(([action, Condition]) => allow(action, { Resource: '*', Condition })),
      ),
    'tags that a parameter lists': {
      Parameters: { Teams: { Type: 'CommaDelimitedList' } },
      Resources: {
        Policy: {
          Type: 'AWS::IAM::Policy',
          Properties: under({ StringEquals: { 'aws:ResourceTag/team': { Ref: 'Teams' } } }),
        },
      },
    },
    'instances that are made from one image': policy(
      allow('ec2:RunInstances', {
        Resource: ['image/ami-0', 'instance/*', 'volume/*'].map((name) => `arn:aws:ec2:*:*:${name}`),
      }),
    ),
    'a database cluster by its id': on(
      'arn:aws:neptune-db:eu-west-1:111122223333:cluster-A/*',
      'neptune-db:connect',
    ),
    'what a bill, a quota or a template says': policy(
      allow(['ce:GetCostAndUsage', 'servicequotas:GetServiceQuota', 'cloudformation:GetTemplateSummary']),
    ),
    'resources that have a tag, whatever its value': under({
      Null: { 'aws:ResourceTag/elbv2.k8s.aws/cluster': 'false' },
    }),
    'refused everywhere': policy({ Effect: 'Deny', Action: 's3:DeleteObject', Resource: '*' }),
    'passing roles, everything, or all but some resources: cases of other rules': policy(
      allow('iam:PassRole'),
      allow('*'),
      allow('s3:GetObject', { NotResource: 'arn:aws:s3:::secret/*' }),
      { Effect: 'Allow', NotAction: { Ref: 'Refused' }, Resource: '*' },
    ),
    'everything of one service on another service’s queue': policy(
      allow(['s3:ListAllMyBuckets', 'sqs:SendMessage'], {
        Resource: ['arn:aws:s3:::*', 'arn:aws:sqs:eu-west-1:111122223333:orders'],
      }),
    ),
    'names of the template, and names that a parameter holds': {
      Resources: {
        Table: {
          Type: 'AWS::DynamoDB::GlobalTable',
          Properties: {
            KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
            AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
            Replicas: [{ Region: 'eu-west-1' }],
          },
        },
        Policy: {
          Type: 'AWS::IAM::Policy',
          Properties: policy(
            allow(['dynamodb:GetItem', 's3:GetObject'], {
              Resource: [
                { 'Fn::GetAtt': ['Table', 'Arn'] },
                { 'Fn::Sub': '${Table.Arn}/index/*' },
                { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::', { Ref: 'Bucket' }, '/*']] },
              ],
            }),
          ),
        },
      },
    },
    'policy templates of SAM for one table': samFunction({
      Policies: ['AWSXRayDaemonWriteAccess', { DynamoDBReadPolicy: { TableName: 'orders' } }],
    }),
    'a permissions boundary, which grants nothing, though another policy asks for it': {
      Resources: {
        Boundary: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { PolicyDocument: document(allow('s3:GetObject')) },
        },
        Role: { Type: 'AWS::IAM::Role', Properties: { ...role, PermissionsBoundary: { Ref: 'Boundary' } } },
        Builders: {
          Type: 'AWS::SSO::PermissionSet',
          Properties: {
            Name: 'Builders',
            InstanceArn: 'arn:aws:sso:::instance/ssoins-1111111111111111',
            PermissionsBoundary: { ManagedPolicyArn: { Ref: 'Boundary' } },
            InlinePolicy: document(
              allow('iam:CreateRole', {
                Resource: '*',
                Condition: { StringEquals: { 'iam:PermissionsBoundary': { Ref: 'Boundary' } } },
              }),
            ),
          },
        },
      },
    },
  },
  fail: {
    'reading and deleting everywhere, beside what takes no resource': [
      policy(allow(['s3:ListAllMyBuckets', 's3:GetObject', 's3:DeleteObject'])),
      `${at}: ${everywhere('s3:GetObject, s3:DeleteObject')}`,
    ],
    'more actions than the message names': [
      policy(allow(['sqs:SendMessage', 'sns:Publish', 'kms:Decrypt', 'ssm:GetParameter', 'sqs:ListQueues'])),
      `${at}: sqs:SendMessage, sns:Publish, kms:Decrypt and 1 more are allowed on every resource: name those that are needed`,
    ],
    'a whole service, and part of one': [
      policy(allow('s3:*'), allow(['ec2:*Instances', 'ec2:Describe*'])),
      [`${at}: ${everywhere('s3:*')}`, `${at.replace('[0]', '[1]')}: ${everywhere('ec2:*Instances')}`],
    ],
    'in a list, beside a name': [on([orders, '*']), `${at}[1]: ${everywhere('dynamodb:GetItem')}`],
    'every bucket, every object, every table and its indexes': [
      policy(
        allow('s3:ListBucket', { Resource: 'arn:aws:s3:::*' }),
        allow('s3:GetObject', { Resource: 'arn:aws:s3:::*/*' }),
        allow('dynamodb:Query', { Resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/*/index/*' }),
        allow('lambda:InvokeFunction', {
          Resource: { 'Fn::Sub': 'arn:aws:lambda:${AWS::Region}:*:function:*' },
        }),
      ),
      [
        `${at}: s3:ListBucket is allowed on arn:aws:s3:::*: name those that are needed`,
        `${at.replace('[0]', '[1]')}: s3:GetObject is allowed on arn:aws:s3:::*/*: name those that are needed`,
        `${at.replace('[0]', '[2]')}: dynamodb:Query is allowed on arn:aws:dynamodb:eu-west-1:111122223333:table/*/index/*: name those that are needed`,
        `${at.replace('[0]', '[3]')}: lambda:InvokeFunction is allowed on arn:aws:lambda:\${AWS::Region}:*:function:*: name those that are needed`,
      ],
    ],
    'without a slash, behind the kind of load balancer, of another service': [
      policy(
        allow('ssm:GetParameter', { Resource: 'arn:aws:ssm:*:*:parameter*' }),
        allow('elasticloadbalancing:ModifyListener', {
          Resource: 'arn:aws:elasticloadbalancing:*:*:listener/app/*/*/*',
        }),
        allow(['ssm:SendCommand', 'ssm:GetParameter'], {
          Resource: ['arn:aws:ec2:*:*:instance/*', 'arn:aws:ssm:*:*:parameter/shop'],
        }),
        allow('sts:AssumeRole', { Resource: 'arn:aws:iam::111122223333:role/*' }),
      ),
      [
        `${at}: ssm:GetParameter is allowed on arn:aws:ssm:*:*:parameter*: name those that are needed`,
        `${at.replace('[0]', '[1]')}: elasticloadbalancing:ModifyListener is allowed on arn:aws:elasticloadbalancing:*:*:listener/app/*/*/*: name those that are needed`,
        `${at.replace('[0]', '[2]')}[0]: ssm:SendCommand is allowed on arn:aws:ec2:*:*:instance/*: name those that are needed`,
        `${at.replace('[0]', '[3]')}: sts:AssumeRole is allowed on arn:aws:iam::111122223333:role/*: name those that are needed`,
      ],
    ],
    'launching instances from every image': [
      on(['arn:aws:ec2:*:*:instance/*', 'arn:aws:ec2:*::image/*'], 'ec2:RunInstances'),
      `${at}[1]: ec2:RunInstances is allowed on arn:aws:ec2:*::image/*: name those that are needed`,
    ],
    'conditions on the caller or the call': [
      policy(
        allow('sts:AssumeRole', {
          Resource: '*',
          Condition: { StringEquals: { 'sts:ExternalId': 'shop' } },
        }),
        allow('s3:GetObject', { Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
        allow('s3:GetObject', {
          Resource: '*',
          Condition: { StringEquals: { 's3:ResourceAccount': '111122223333' } },
        }),
        allow('ec2:StopInstances', {
          Resource: '*',
          Condition: { StringEqualsIfExists: { 'aws:ResourceTag/team': 'shop' } },
        }),
        allow('ec2:StopInstances', {
          Resource: '*',
          Condition: { StringLike: { 'aws:ResourceTag/team': '*' } },
        }),
        allow('rds:CreateDBInstance', {
          Resource: '*',
          Condition: { StringEquals: { 'rds:DatabaseEngine': 'mysql' } },
        }),
      ),
      [
        'sts:AssumeRole',
        's3:GetObject',
        's3:GetObject',
        'ec2:StopInstances',
        'ec2:StopInstances',
        'rds:CreateDBInstance',
      ].map((action, index) => `${at.replace('[0]', `[${index}]`)}: ${everywhere(action)}`),
    ],
    'outside production': [
      on({ 'Fn::If': ['IsProd', orders, '*'] }),
      `info Policy Properties.PolicyDocument.Statement[0].Resource when IsProd is false (Stage is dev): ${everywhere('dynamodb:GetItem')}`,
    ],
    'a policy that is there in production': [
      { Type: 'AWS::IAM::Policy', Condition: 'IsProd', Properties: on('*') },
      `${at}: ${everywhere('dynamodb:GetItem')}`,
    ],
    'from a parameter': [
      {
        Parameters: { Tables: { Type: 'String', Default: '*' } },
        Resources: { Policy: { Type: 'AWS::IAM::Policy', Properties: on({ Ref: 'Tables' }) } },
      },
      `${at} when Tables is *: ${everywhere('dynamodb:GetItem')}`,
    ],
    'in a boundary that is attached as well': [
      {
        Resources: {
          Boundary: {
            Type: 'AWS::IAM::ManagedPolicy',
            Properties: { Roles: ['app'], PolicyDocument: document(allow('s3:GetObject')) },
          },
          Role: { Type: 'AWS::IAM::Role', Properties: { ...role, PermissionsBoundary: { Ref: 'Boundary' } } },
        },
      },
      `warning Boundary Properties.PolicyDocument.Statement[0].Resource: ${everywhere('s3:GetObject')}`,
    ],
    'in a role': [
      {
        Type: 'AWS::IAM::Role',
        Properties: {
          ...role,
          Policies: [{ PolicyName: 'app', PolicyDocument: document(allow('secretsmanager:GetSecretValue')) }],
        },
      },
      `warning Role Properties.Policies[0].PolicyDocument.Statement[0].Resource: ${everywhere('secretsmanager:GetSecretValue')}`,
    ],
    'in what CDK brings along': [
      {
        Resources: {
          Role: {
            Type: 'AWS::IAM::Role',
            Metadata: { 'aws:cdk:path': 'Shop/Custom::S3AutoDeleteObjects/Role' },
            Properties: {
              ...role,
              Policies: [{ PolicyName: 'Inline', PolicyDocument: document(allow('s3:DeleteObject')) }],
            },
          },
          LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8aServiceRoleDefaultPolicyADDA7DEB: {
            Type: 'AWS::IAM::Policy',
            Properties: policy(allow(['logs:PutRetentionPolicy', 'logs:DeleteRetentionPolicy'])),
          },
        },
      },
      [
        `info Role Properties.Policies[0].PolicyDocument.Statement[0].Resource: ${everywhere('s3:DeleteObject')}`,
        `info LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8aServiceRoleDefaultPolicyADDA7DEB Properties.PolicyDocument.Statement[0].Resource: ${everywhere('logs:DeleteRetentionPolicy')}`,
      ],
    ],
    'a policy template of SAM, and a policy beside it': [
      samFunction({
        Policies: [
          { S3CrudPolicy: { BucketName: '*' } },
          { Version: '2012-10-17', Statement: [allow('sqs:SendMessage')] },
        ],
      }),
      [
        'warning Orders Properties.Policies[0].S3CrudPolicy.BucketName: S3CrudPolicy is given for every resource: name the one that is needed',
        `warning Orders Properties.Policies[1].Statement[0].Resource: ${everywhere('sqs:SendMessage')}`,
      ],
    ],
    'an action of a service that is not known': [
      policy(allow(['newservice:DeleteThing', 'newservice:ListThings'])),
      `${at}: ${everywhere('newservice:DeleteThing')}`,
    ],
  },
  review: {
    'a resource from a parameter': [
      on({ Ref: 'TableArn' }),
      `review ${at.slice('warning '.length)}: TableArn has no default, so it is only known at deployment: see that it names the resources that are needed`,
    ],
    'a parameter whose pattern lets it be every resource': [
      withTable('[*]|arn:.+'),
      `review ${at.slice('warning '.length)}: Table has no default, so it is only known at deployment: see that it names the resources that are needed`,
    ],
    'a resource from a parameter beside one that is no matter': [
      on(['arn:aws:logs:*:*:*', { Ref: 'TableArn' }], ['dynamodb:GetItem', 'logs:PutLogEvents']),
      `review ${at.slice('warning '.length)}[1]: TableArn has no default, so it is only known at deployment: see that it names the resources that are needed`,
    ],
    'a resource of another stack': [
      on({ 'Fn::ImportValue': 'shop-table' }),
      `review ${at.slice('warning '.length)}: "shop-table" is imported from another stack: see that it names the resources that are needed`,
    ],
    'an action from a parameter': [
      policy(allow({ Ref: 'Extra' })),
      'review Policy Properties.PolicyDocument.Statement[0].Action: Extra has no default, so it is only known at deployment: see whether it needs every resource',
    ],
  },
});
