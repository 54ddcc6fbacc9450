import rule from '../../../rules/resilience/redshift-multi-az';
import { testRule } from '../../rule-tester';

const cluster = {
  ClusterType: 'multi-node',
  NumberOfNodes: 2,
  NodeType: 'ra3.xlplus',
  DBName: 'orders',
  MasterUsername: 'warehouse',
};
const warehouse = (properties: object, more: object = {}) => ({
  Type: 'AWS::Redshift::Cluster',
  Properties: properties,
  ...more,
});
const stuck =
  'Properties.MultiAZ: the cluster cannot leave its Availability Zone, neither MultiAZ nor AvailabilityZoneRelocation is true';
const setOne = `${stuck}: set one of them`;
const delivery = {
  Type: 'AWS::KinesisFirehose::DeliveryStream',
  Properties: {
    RedshiftDestinationConfiguration: {
      ClusterJDBCURL: {
        'Fn::Sub': 'jdbc:redshift://${Warehouse.Endpoint.Address}:${Warehouse.Endpoint.Port}/orders',
      },
      CopyCommand: { DataTableName: 'clicks' },
      RoleARN: 'arn:aws:iam::111122223333:role/delivery',
      S3Configuration: {
        BucketARN: 'arn:aws:s3:::clicks',
        RoleARN: 'arn:aws:iam::111122223333:role/delivery',
      },
    },
  },
};
const api = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { ZipFile: 'exports.handler = async () => 1;' },
    Handler: 'index.handler',
    Runtime: 'nodejs22.x',
    Role: 'arn:aws:iam::111122223333:role/api',
    Environment: { Variables: { WAREHOUSE: { 'Fn::GetAtt': ['Warehouse', 'Endpoint.Address'] } } },
  },
};

testRule(rule, {
  pass: {
    'in two zones': { ...cluster, MultiAZ: true },
    'can be moved to another zone': { ...cluster, AvailabilityZoneRelocation: true },
    'can be moved, written as text': { ...cluster, AvailabilityZoneRelocation: 'true', MultiAZ: 'false' },
    'one or the other': {
      ...cluster,
      MultiAZ: { 'Fn::If': ['IsProd', true, { Ref: 'AWS::NoValue' }] },
      AvailabilityZoneRelocation: { 'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, true] },
    },
    'in two zones by a default': {
      Parameters: { Zones: { Type: 'String', Default: 'true' } },
      Resources: { Warehouse: warehouse({ ...cluster, MultiAZ: { Ref: 'Zones' } }) },
    },
  },
  fail: {
    'nothing is said': [cluster, `warning Cluster ${setOne}`],
    'both switched off': [
      { ...cluster, MultiAZ: false, AvailabilityZoneRelocation: false },
      `warning Cluster ${setOne}`,
    ],
    'nodes that cannot': [
      { ...cluster, NodeType: 'dc2.large' },
      `warning Cluster ${stuck}: dc2.large nodes allow neither, choose ra3`,
    ],
    'nodes of a type from a parameter': [
      { ...cluster, NodeType: { Ref: 'NodeType' } },
      `warning Cluster ${setOne}`,
    ],
    'moved in production only': [
      { ...cluster, AvailabilityZoneRelocation: { 'Fn::If': ['IsProd', true, false] } },
      `info Cluster ${setOne.replace(':', ' when IsProd is false (Stage is dev):')}`,
    ],
    'only there in production': [warehouse(cluster, { Condition: 'IsProd' }), `warning Cluster ${setOne}`],
    'only loaded by a delivery stream': [
      { Resources: { Warehouse: warehouse(cluster), Delivery: delivery } },
      `info Warehouse ${setOne}`,
    ],
    'loaded, and asked by a function as well': [
      { Resources: { Warehouse: warehouse(cluster), Delivery: delivery, Api: api } },
      `warning Warehouse ${setOne}`,
    ],
  },
  review: {
    'both by parameters': [
      { ...cluster, MultiAZ: { Ref: 'Zones' }, AvailabilityZoneRelocation: { Ref: 'Move' } },
      'review Cluster Properties.MultiAZ: Move has no default, so it is only known at deployment',
    ],
  },
  options: {
    'outside production': [cluster, { environment: 'non-production' }, `info Cluster ${setOne}`],
  },
});
