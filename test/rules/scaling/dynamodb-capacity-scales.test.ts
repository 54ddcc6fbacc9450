import rule from '../../../rules/scaling/dynamodb-capacity-scales';
import { testRule } from '../../rule-tester';

const key = {
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
};
const units = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };
const table = (properties: object = {}, more: object = {}) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: { ...key, ...properties },
  ...more,
});
const provisioned = (properties: object = {}) => table({ ProvisionedThroughput: units, ...properties });
const onDemand = { BillingMode: 'PAY_PER_REQUEST' };
const index = {
  IndexName: 'byDate',
  KeySchema: key.KeySchema,
  Projection: { ProjectionType: 'ALL' },
  ProvisionedThroughput: units,
};
const target = (kind: string, resourceId: unknown = { 'Fn::Sub': 'table/${Table}' }, more: object = {}) => ({
  Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
  Properties: {
    ServiceNamespace: 'dynamodb',
    ScalableDimension: `dynamodb:${kind}CapacityUnits`,
    ResourceId: resourceId,
    MinCapacity: 5,
    MaxCapacity: 100,
    ...more,
  },
});
const policy = (of: string, more: object = {}) => ({
  Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
  Properties: { PolicyName: of, PolicyType: 'TargetTrackingScaling', ScalingTargetId: { Ref: of } },
  ...more,
});
const scaled = (kind: string, resourceId?: unknown) => {
  const name = kind.replace(/\W/g, '');
  return { [name]: target(kind, resourceId), [`${name}Policy`]: policy(name) };
};
const ofTable = (resourceId?: unknown) => ({
  ...scaled('table:Read', resourceId),
  ...scaled('table:Write', resourceId),
});
const ofIndex = (resourceId: unknown) => ({
  ...scaled('index:Read', resourceId),
  ...scaled('index:Write', resourceId),
});
const globalTable = (reads: object, more: object = {}) => ({
  Type: 'AWS::DynamoDB::GlobalTable',
  Properties: {
    ...key,
    StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    WriteProvisionedThroughputSettings: {
      WriteCapacityAutoScalingSettings: {
        MinCapacity: 5,
        MaxCapacity: 50,
        TargetTrackingScalingPolicyConfiguration: { TargetValue: 70 },
      },
    },
    Replicas: [{ Region: 'eu-west-1', ReadProvisionedThroughputSettings: reads }],
    ...more,
  },
});
const scalingReads = {
  ReadCapacityAutoScalingSettings: {
    MinCapacity: 5,
    MaxCapacity: 50,
    TargetTrackingScalingPolicyConfiguration: { TargetValue: 70 },
  },
};
const keyspace = (properties: object) => ({
  Type: 'AWS::Cassandra::Table',
  Properties: {
    KeyspaceName: 'shop',
    PartitionKeyColumns: [{ ColumnName: 'id', ColumnType: 'text' }],
    ...properties,
  },
});
const provisionedRows = { BillingMode: { Mode: 'PROVISIONED', ProvisionedThroughput: units } };
const autoScaling = { MinimumUnits: 5, MaximumUnits: 100 };

const FIXED = 'capacity is provisioned, and nothing scales';
const BY_DEFAULT = `BillingMode is not set, so ${FIXED}`;

testRule(rule, {
  pass: {
    'paid per request': table(onDemand),
    'targets and policies for reads and writes': { Resources: { Table: provisioned(), ...ofTable() } },
    'as CDK writes it': {
      Resources: { Table: provisioned(), ...ofTable({ 'Fn::Join': ['', ['table/', { Ref: 'Table' }]] }) },
    },
    'by the name of the table': {
      Resources: { Table: provisioned({ TableName: 'orders' }), ...ofTable('table/orders') },
    },
    'an index with targets of its own': {
      Resources: {
        Table: provisioned({ GlobalSecondaryIndexes: [index] }),
        ...ofTable(),
        ...ofIndex({ 'Fn::Join': ['', ['table/', { Ref: 'Table' }, '/index/byDate']] }),
      },
    },
    'both branches comply': {
      Resources: {
        Table: provisioned({ BillingMode: { 'Fn::If': ['IsProd', 'PROVISIONED', 'PAY_PER_REQUEST'] } }),
        ...ofTable(),
      },
    },
    'a global table whose replicas scale': globalTable(scalingReads),
    'a global table that is paid per request': globalTable(
      {},
      {
        ...onDemand,
        WriteProvisionedThroughputSettings: { Ref: 'AWS::NoValue' },
      },
    ),
    'rows on demand': keyspace({}),
    'provisioned rows that scale': keyspace({
      ...provisionedRows,
      AutoScalingSpecifications: {
        ReadCapacityAutoScaling: autoScaling,
        WriteCapacityAutoScaling: autoScaling,
      },
    }),
    'targets whose schedules make room': {
      Resources: {
        Table: provisioned(),
        ...scaled('table:Write'),
        Reads: target('table:Read', undefined, {
          MaxCapacity: 5,
          ScheduledActions: [
            {
              ScheduledActionName: 'day',
              Schedule: 'cron(0 6 * * ? *)',
              ScalableTargetAction: { MaxCapacity: 50 },
            },
          ],
        }),
      },
    },
    'a simple table of SAM': {
      Transform: 'AWS::Serverless-2016-10-31',
      Resources: { Orders: { Type: 'AWS::Serverless::SimpleTable', Properties: {} } },
    },
  },
  fail: {
    'provisioned by default': [
      provisioned(),
      `warning Table Properties.BillingMode: ${BY_DEFAULT} reads and writes`,
    ],
    provisioned: [
      provisioned({ BillingMode: 'PROVISIONED' }),
      `warning Table Properties.BillingMode: ${FIXED} reads and writes`,
    ],
    'only reads scale': [
      { Resources: { Table: provisioned(), ...scaled('table:Read') } },
      `warning Table Properties.BillingMode: ${BY_DEFAULT} writes`,
    ],
    'the index does not scale': [
      { Resources: { Table: provisioned({ GlobalSecondaryIndexes: [index] }), ...ofTable() } },
      `warning Table Properties.BillingMode: ${BY_DEFAULT} reads and writes of the index byDate`,
    ],
    'neither the table nor its indexes scale': [
      provisioned({ GlobalSecondaryIndexes: [index, { ...index, IndexName: 'byShop' }] }),
      `warning Table Properties.BillingMode: ${BY_DEFAULT} reads and writes of the table and the indexes byDate and byShop`,
    ],
    'only the index scales': [
      {
        Resources: {
          Table: provisioned({ GlobalSecondaryIndexes: [index] }),
          ...ofIndex({ 'Fn::Sub': 'table/${Table}/index/byDate' }),
        },
      },
      `warning Table Properties.BillingMode: ${BY_DEFAULT} reads and writes`,
    ],
    'targets of another table': [
      { Resources: { Table: provisioned(), ...ofTable('table/customers') } },
      `warning Table Properties.BillingMode: ${BY_DEFAULT} reads and writes`,
    ],
    'targets without policies': [
      { Resources: { Table: provisioned(), Reads: target('table:Read'), ...scaled('table:Write') } },
      `warning Table Properties.BillingMode: ${BY_DEFAULT} reads`,
    ],
    'targets without room': [
      {
        Resources: {
          Table: provisioned(),
          ...scaled('table:Write'),
          Reads: target('table:Read', undefined, { MaxCapacity: 5 }),
          ReadsPolicy: policy('Reads'),
        },
      },
      `warning Table Properties.BillingMode: ${BY_DEFAULT} reads (MinCapacity and MaxCapacity of Reads are both 5)`,
    ],
    'paid per request outside production': [
      provisioned({ BillingMode: { 'Fn::If': ['IsProd', 'PROVISIONED', 'PAY_PER_REQUEST'] } }),
      `warning Table Properties.BillingMode when IsProd is true (Stage is prod): ${FIXED} reads and writes`,
    ],
    'a policy in production only': [
      {
        Resources: {
          Table: provisioned(),
          ...scaled('table:Read'),
          Writes: target('table:Write'),
          WritesPolicy: policy('Writes', { Condition: 'IsProd' }),
        },
      },
      `info Table Properties.BillingMode when IsProd is false (Stage is dev): ${BY_DEFAULT} writes`,
    ],
    'a replica with fixed reads': [
      globalTable({ ReadCapacityUnits: 10 }),
      'warning GlobalTable Properties.Replicas[0].ReadProvisionedThroughputSettings.ReadCapacityUnits: reads are fixed at 10 units',
    ],
    'provisioned rows': [
      keyspace(provisionedRows),
      [
        'warning Table Properties.AutoScalingSpecifications.ReadCapacityAutoScaling: nothing scales the provisioned read capacity',
        'warning Table Properties.AutoScalingSpecifications.WriteCapacityAutoScaling: nothing scales the provisioned write capacity',
      ],
    ],
    'scaling that is switched off': [
      keyspace({
        ...provisionedRows,
        AutoScalingSpecifications: {
          ReadCapacityAutoScaling: { AutoScalingDisabled: true },
          WriteCapacityAutoScaling: autoScaling,
        },
      }),
      'warning Table Properties.AutoScalingSpecifications.ReadCapacityAutoScaling: nothing scales the provisioned read capacity',
    ],
    'a simple table of SAM with capacity': [
      {
        Transform: 'AWS::Serverless-2016-10-31',
        Resources: {
          Orders: { Type: 'AWS::Serverless::SimpleTable', Properties: { ProvisionedThroughput: units } },
        },
      },
      `warning Orders Properties.ProvisionedThroughput: ${FIXED} reads and writes`,
    ],
  },
  review: {
    'the mode is set by a parameter': [
      provisioned({ BillingMode: { Ref: 'Mode' } }),
      'review Table Properties.BillingMode: Mode has no default, so it is only known at deployment',
    ],
  },
  options: {
    'outside production': [
      provisioned(),
      { environment: 'non-production' },
      `info Table Properties.BillingMode: ${BY_DEFAULT} reads and writes`,
    ],
  },
});
