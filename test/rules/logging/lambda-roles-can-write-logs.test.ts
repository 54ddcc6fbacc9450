import rule from '../../../rules/logging/lambda-roles-can-write-logs';
import { testRule } from '../../rule-tester';
import { document } from '../identity/policy-fixtures';

type Properties = { [key: string]: unknown };

const basic = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const readsTable = 'arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess';
const writing = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const allow = (action: unknown) => ({ Effect: 'Allow', Action: action, Resource: '*' });
const inline = (...statements: unknown[]) => ({
  Policies: [{ PolicyName: 'app', PolicyDocument: document(...statements) }],
});
const role = (properties: Properties = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: document({
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
    }),
    ...properties,
  },
});
const lambda = (Role: unknown = { 'Fn::GetAtt': ['Role', 'Arn'] }) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Handler: 'index.handler',
    Runtime: 'nodejs22.x',
    Code: { S3Bucket: 'code', S3Key: 'orders.zip' },
    Role,
  },
});
const withRole = (properties: Properties = {}, others: object = {}) => ({
  Resources: { Role: role(properties), Orders: lambda(), ...others },
});
const policy = (action: unknown, more: object = {}) => ({
  Type: 'AWS::IAM::Policy',
  Properties: { PolicyName: 'logs', Roles: [{ Ref: 'Role' }], PolicyDocument: document(allow(action)) },
  ...more,
});
const serverless = (properties: Properties) => ({
  Type: 'AWS::Serverless::Function',
  Properties: { Handler: 'orders.handler', Runtime: 'nodejs22.x', CodeUri: 'src/', ...properties },
});

const at = 'warning Role Properties.ManagedPolicyArns';
const neither = 'cannot write logs: the role does not allow logs:CreateLogStream or logs:PutLogEvents';
const elsewhere = 'arn:aws:iam::111122223333:role/orders';

/** A function for each policy of AWS, with a role that has it. */
const eachWith = (policies: readonly string[]) => ({
  Resources: Object.fromEntries(
    policies.flatMap((name, index) => [
      [`Role${index}`, role({ ManagedPolicyArns: [`arn:aws:iam::aws:policy/${name}`] })],
      [`Function${index}`, lambda({ 'Fn::GetAtt': [`Role${index}`, 'Arn'] })],
    ]),
  ),
});
const WRITE_LOGS = [
  ...['service-role/AWSLambdaDynamoDBExecutionRole', 'service-role/AWSLambdaKinesisExecutionRole'],
  ...['service-role/AWSLambdaSQSQueueExecutionRole', 'service-role/AWSLambdaMSKExecutionRole'],
  ...['service-role/AWSLambdaBasicDurableExecutionRolePolicy', 'AWSLambdaExecute', 'AWSLambdaFullAccess'],
  ...['service-role/AmazonS3ObjectLambdaExecutionRolePolicy', 'CloudWatchFullAccess'],
  ...['CloudWatchLogsFullAccess', 'CloudWatchFullAccessV2', 'CloudWatchAgentServerPolicy'],
  ...['CloudWatchAgentAdminPolicy', 'service-role/AmazonAPIGatewayPushToCloudWatchLogs'],
  ...['AmazonSSMFullAccess', 'AmazonSageMakerFullAccess', 'PowerUserAccess'],
];
const WRITE_NO_LOGS = [
  ...['AmazonS3FullAccess', 'AWSXRayDaemonWriteAccess', 'AWSXrayWriteOnlyAccess', 'SecretsManagerReadWrite'],
  ...[
    'service-role/AWSLambdaRole',
    'service-role/AWSLambdaENIManagementAccess',
    'AWSLambdaInvocation-DynamoDB',
  ],
  ...['CloudWatchLambdaApplicationSignalsExecutionRolePolicy'],
];

testRule(rule, {
  pass: {
    'every policy of AWS that allows it': eachWith(WRITE_LOGS),
    'the policy that AWS made for it': withRole({ ManagedPolicyArns: [readsTable, basic] }),
    'the policy for functions in a VPC, put together': withRole({
      ManagedPolicyArns: [
        {
          'Fn::Join': [
            '',
            [
              'arn:',
              { Ref: 'AWS::Partition' },
              ':iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole',
            ],
          ],
        },
      ],
    }),
    'in a policy of the role': withRole(inline(allow(['logs:CreateLogGroup', ...writing]))),
    'with wildcards': withRole(inline(allow('logs:Create*'), allow('LOGS:putlogevents'))),
    'all of logs': withRole(inline(allow('logs:*'))),
    everything: withRole({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }),
    'in a policy beside it': withRole({}, { Policy: policy(writing) }),
    'in a managed policy of the template': withRole(
      { ManagedPolicyArns: [{ Ref: 'Logs' }] },
      {
        Logs: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document(allow(writing)) } },
      },
    ),
    'a role that no function runs with': { Resources: { Role: role() } },
    'a SAM function, which SAM makes a role for': {
      Transform: 'AWS::Serverless-2016-10-31',
      Resources: { Orders: serverless({ Policies: 'AmazonDynamoDBReadOnlyAccess' }) },
    },
    'a function and its role that are there together': {
      Resources: {
        Role: { ...role({ ManagedPolicyArns: [basic] }), Condition: 'IsProd' },
        Orders: { ...lambda(), Condition: 'IsProd' },
      },
    },
    'a function that is given another role where this one may not write': withRole(
      { ManagedPolicyArns: [{ 'Fn::If': ['IsProd', basic, readsTable] }] },
      {
        Orders: lambda({
          'Fn::If': ['IsProd', { 'Fn::GetAtt': ['Role', 'Arn'] }, { 'Fn::GetAtt': ['Other', 'Arn'] }],
        }),
        Other: role({ ManagedPolicyArns: [basic] }),
      },
    ),
  },
  fail: {
    'policies of AWS for something else, each alone': [
      eachWith(WRITE_NO_LOGS),
      WRITE_NO_LOGS.map((_, index) => `${at.replace('Role', `Role${index}`)}: Function${index} ${neither}`),
    ],
    'a role without policies': [withRole(), `${at}: Orders ${neither}`],
    'policies for something else': [
      withRole({ ManagedPolicyArns: [readsTable], ...inline(allow('dynamodb:*')) }),
      `${at}: Orders ${neither}`,
    ],
    'only half of it': [
      withRole(inline(allow(['logs:CreateLogGroup', 'logs:PutLogEvents']))),
      `${at}: Orders cannot write logs: the role does not allow logs:CreateLogStream`,
    ],
    'allowed, and refused': [
      withRole(inline(allow('logs:*'), { Effect: 'Deny', Action: 'logs:Put*', Resource: '*' })),
      `${at}: Orders cannot write logs: the role does not allow logs:PutLogEvents`,
    ],
    'allowed by a policy of AWS, and refused': [
      withRole({
        ManagedPolicyArns: [basic],
        ...inline({ Effect: 'Deny', Action: 'logs:*', Resource: '*' }),
      }),
      `${at}: Orders ${neither}`,
    ],
    'a policy of AWS for the logs of an extension only': [
      withRole({
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/CloudWatchLambdaInsightsExecutionRolePolicy'],
      }),
      `${at}: Orders ${neither}`,
    ],
    'several functions with one role': [
      withRole({}, { Invoices: lambda(), Returns: lambda() }),
      `${at}: Orders and 2 more ${neither}`,
    ],
    'a SAM function with a role of its own': [
      {
        Transform: 'AWS::Serverless-2016-10-31',
        Resources: { Role: role(), Orders: serverless({ Role: { 'Fn::GetAtt': ['Role', 'Arn'] } }) },
      },
      `${at}: Orders ${neither}`,
    ],
    'outside production': [
      withRole({ ManagedPolicyArns: [{ 'Fn::If': ['IsProd', basic, { Ref: 'AWS::NoValue' }] }] }),
      `info Role Properties.ManagedPolicyArns when IsProd is false (Stage is dev): Orders ${neither}`,
    ],
    'the policy beside it is there in production only': [
      withRole({}, { Policy: policy(writing, { Condition: 'IsProd' }) }),
      `info Role Properties.ManagedPolicyArns when IsProd is false (Stage is dev): Orders ${neither}`,
    ],
  },
  review: {
    'a role from a parameter, asked once for all functions': [
      {
        Resources: { Orders: lambda({ Ref: 'RoleArn' }), Invoices: lambda({ Ref: 'RoleArn' }) },
      },
      'review Orders Properties.Role: RoleArn has no default, so it is only known at deployment: see that the role may write logs',
    ],
    'a role that was made elsewhere': [
      { Resources: { Orders: lambda(elsewhere) } },
      `review Orders Properties.Role: ${elsewhere} is not made here: see that the role may write logs`,
    ],
    'a role of another stack': [
      { Resources: { Orders: lambda({ 'Fn::ImportValue': 'orders-role' }) } },
      'review Orders Properties.Role: "orders-role" is imported from another stack: see that the role may write logs',
    ],
    'a policy that was made elsewhere': [
      withRole({ ManagedPolicyArns: [readsTable, 'arn:aws:iam::111122223333:policy/logs'] }),
      'review Role Properties.ManagedPolicyArns[1]: arn:aws:iam::111122223333:policy/logs is not known here: see that it allows writing logs',
    ],
    'a policy from a parameter': [
      withRole({ ManagedPolicyArns: [{ Ref: 'PolicyArn' }] }),
      'review Role Properties.ManagedPolicyArns[0]: ${PolicyArn} is not known here: see that it allows writing logs',
    ],
  },
});
