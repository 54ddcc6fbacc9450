import rule from '../../../rules/resilience/message-brokers-multi-az';
import { testRule } from '../../rule-tester';

const activeMq = {
  BrokerName: 'orders',
  EngineType: 'ACTIVEMQ',
  HostInstanceType: 'mq.m5.large',
  PubliclyAccessible: false,
};
const rabbitMq = { ...activeMq, EngineType: 'RABBITMQ' };
const kafka = (ClientSubnets: unknown) => ({
  Type: 'AWS::MSK::Cluster',
  Properties: {
    ClusterName: 'orders',
    KafkaVersion: '3.8.x',
    NumberOfBrokerNodes: 3,
    BrokerNodeGroupInfo: { InstanceType: 'kafka.m7g.large', ClientSubnets },
  },
});
const alone = 'Properties.DeploymentMode: DeploymentMode is SINGLE_INSTANCE: set ACTIVE_STANDBY_MULTI_AZ';

testRule(rule, {
  pass: {
    'ActiveMQ with a standby': { ...activeMq, DeploymentMode: 'ACTIVE_STANDBY_MULTI_AZ' },
    'a cluster of RabbitMQ': { ...rabbitMq, DeploymentMode: 'CLUSTER_MULTI_AZ' },
    'Kafka in three subnets': kafka([{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }, { Ref: 'SubnetC' }]),
    'Kafka in a list of subnets, of which MSK asks two zones': {
      Parameters: { Subnets: { Type: 'List<AWS::EC2::Subnet::Id>' } },
      Resources: { Kafka: kafka({ Ref: 'Subnets' }) },
    },
    'a broker with a standby wherever it is created': {
      Type: 'AWS::AmazonMQ::Broker',
      Condition: 'IsProd',
      Properties: {
        ...activeMq,
        DeploymentMode: { 'Fn::If': ['IsProd', 'ACTIVE_STANDBY_MULTI_AZ', 'SINGLE_INSTANCE'] },
      },
    },
    'a standby by a default': {
      Parameters: { Mode: { Type: 'String', Default: 'ACTIVE_STANDBY_MULTI_AZ' } },
      Resources: {
        Broker: {
          Type: 'AWS::AmazonMQ::Broker',
          Properties: { ...activeMq, DeploymentMode: { Ref: 'Mode' } },
        },
      },
    },
  },
  fail: {
    'ActiveMQ alone': [{ ...activeMq, DeploymentMode: 'SINGLE_INSTANCE' }, `error Broker ${alone}`],
    'RabbitMQ alone': [
      { ...rabbitMq, DeploymentMode: 'SINGLE_INSTANCE' },
      'error Broker Properties.DeploymentMode: DeploymentMode is SINGLE_INSTANCE: set CLUSTER_MULTI_AZ',
    ],
    'alone outside production': [
      {
        ...activeMq,
        DeploymentMode: { 'Fn::If': ['IsProd', 'ACTIVE_STANDBY_MULTI_AZ', 'SINGLE_INSTANCE'] },
      },
      `info Broker ${alone.replace(':', ' when IsProd is false (Stage is dev):')}`,
    ],
    'alone in production': [
      {
        ...activeMq,
        DeploymentMode: { 'Fn::If': ['IsProd', 'SINGLE_INSTANCE', 'ACTIVE_STANDBY_MULTI_AZ'] },
      },
      `error Broker ${alone.replace(':', ' when IsProd is true (Stage is prod):')}`,
    ],
    'alone by a default that may be changed': [
      {
        Parameters: {
          Mode: {
            Type: 'String',
            Default: 'SINGLE_INSTANCE',
            AllowedValues: ['SINGLE_INSTANCE', 'ACTIVE_STANDBY_MULTI_AZ'],
          },
        },
        Resources: {
          Broker: {
            Type: 'AWS::AmazonMQ::Broker',
            Properties: { ...activeMq, DeploymentMode: { Ref: 'Mode' } },
          },
        },
      },
      `error Broker ${alone.replace(':', ' when Mode is SINGLE_INSTANCE:')}`,
    ],
    'Kafka in one subnet': [
      kafka([{ Ref: 'SubnetA' }]),
      'error Cluster Properties.BrokerNodeGroupInfo.ClientSubnets: all brokers are in one subnet: give two or three, each in another Availability Zone',
    ],
    'Kafka in one subnet outside production': [
      kafka({
        'Fn::If': ['IsProd', [{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }], [{ Ref: 'SubnetA' }]],
      }),
      'info Cluster Properties.BrokerNodeGroupInfo.ClientSubnets when IsProd is false (Stage is dev): all brokers are in one subnet: give two or three, each in another Availability Zone',
    ],
  },
  review: {
    'the mode by a parameter': [
      { ...activeMq, DeploymentMode: { Ref: 'Mode' } },
      'review Broker Properties.DeploymentMode: Mode has no default, so it is only known at deployment',
    ],
    'the mode by a parameter, of an engine that is known as late': [
      { ...activeMq, EngineType: { Ref: 'Engine' }, DeploymentMode: { Ref: 'Mode' } },
      'review Broker Properties.DeploymentMode: Mode has no default, so it is only known at deployment',
    ],
  },
  options: {
    'outside production': [
      { ...activeMq, DeploymentMode: 'SINGLE_INSTANCE' },
      { environment: 'non-production' },
      `info Broker ${alone}`,
    ],
  },
});
