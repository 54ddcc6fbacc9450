import rule from '../../../rules/encryption-in-transit/msk-clients-use-tls';
import { testRule } from '../../rule-tester';

const cluster = {
  ClusterName: 'orders',
  KafkaVersion: '3.8.x',
  NumberOfBrokerNodes: 2,
  BrokerNodeGroupInfo: {
    ClientSubnets: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    InstanceType: 'kafka.m7g.large',
  },
};
const inTransit = (settings: object) => ({
  ...cluster,
  EncryptionInfo: { EncryptionInTransit: settings },
});
const connector = (type: string) => ({
  Type: 'AWS::KafkaConnect::Connector',
  Properties: {
    Capacity: { ProvisionedCapacity: { McuCount: 1, WorkerCount: 1 } },
    ConnectorConfiguration: { 'connector.class': 'com.example.Sink' },
    ConnectorName: 'sink',
    KafkaCluster: {
      ApacheKafkaCluster: {
        BootstrapServers: 'b-1.orders.kafka.amazonaws.com:9094',
        Vpc: { SecurityGroups: ['sg-0123456789abcdef0'], Subnets: ['subnet-0123456789abcdef0'] },
      },
    },
    KafkaClusterClientAuthentication: { AuthenticationType: 'NONE' },
    KafkaClusterEncryptionInTransit: { EncryptionType: type },
    KafkaConnectVersion: '3.7.x',
    Plugins: [
      {
        CustomPlugin: {
          CustomPluginArn: 'arn:aws:kafkaconnect:eu-west-1:111122223333:custom-plugin/sink/1',
          Revision: 1,
        },
      },
    ],
    ServiceExecutionRoleArn: 'arn:aws:iam::111122223333:role/sink',
  },
});
const CLIENT_BROKER = 'Properties.EncryptionInfo.EncryptionInTransit.ClientBroker';

testRule(rule, {
  pass: {
    'TLS is the default': cluster,
    'TLS, written out': inTransit({ ClientBroker: 'TLS', InCluster: true }),
    'no value in any branch': inTransit({
      ClientBroker: { 'Fn::If': ['IsProd', 'TLS', { Ref: 'AWS::NoValue' }] },
    }),
    'a connector that uses TLS': connector('TLS'),
  },
  fail: {
    'plain text beside TLS': [
      inTransit({ ClientBroker: 'TLS_PLAINTEXT' }),
      `error Cluster ${CLIENT_BROKER}: ClientBroker is TLS_PLAINTEXT: brokers take plain text beside TLS; TLS is right`,
    ],
    'plain text only': [
      inTransit({ ClientBroker: 'PLAINTEXT', InCluster: false }),
      [
        `error Cluster ${CLIENT_BROKER}: ClientBroker is PLAINTEXT: brokers take only plain text; TLS is right`,
        'error Cluster Properties.EncryptionInfo.EncryptionInTransit.InCluster: InCluster is false: brokers exchange records in plain text',
      ],
    ],
    'plain text outside production': [
      inTransit({ ClientBroker: { 'Fn::If': ['IsProd', 'TLS', 'TLS_PLAINTEXT'] } }),
      `warning Cluster ${CLIENT_BROKER} when IsProd is false (Stage is dev): ClientBroker is TLS_PLAINTEXT: brokers take plain text beside TLS; TLS is right`,
    ],
    'a connector that uses plain text': [
      connector('PLAINTEXT'),
      'error Connector Properties.KafkaClusterEncryptionInTransit.EncryptionType: EncryptionType is PLAINTEXT: the connector talks to its cluster without TLS',
    ],
  },
  review: {
    'set by a parameter': [
      inTransit({ ClientBroker: { Ref: 'Encryption' } }),
      `review Cluster ${CLIENT_BROKER}: Encryption has no default, so it is only known at deployment`,
    ],
  },
});
