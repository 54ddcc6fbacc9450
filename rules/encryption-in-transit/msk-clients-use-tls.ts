import { fail, rule } from '../../lib/rule';

const TRANSIT = 'EncryptionInfo.EncryptionInTransit';

export default rule({
  id: 'msk-clients-use-tls',
  title: 'Kafka clients and brokers on MSK speak TLS only',
  severity: 'error',
  control: 'ENCRYPTION-IN-TRANSIT',
  alsoControls: ['PCI-E2E-ENCRYPTION'],
  resources: ['AWS::MSK::Cluster', 'AWS::KafkaConnect::Connector'],
  why: 'A broker with a plaintext listener hands every record to whoever can listen on the way, and lets clients forget about certificates.',
  fix: 'Set ClientBroker to TLS and InCluster to true, or leave both out: these are the defaults. Set EncryptionType of connectors to TLS.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-msk-cluster-encryptionintransit.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-kafkaconnect-connector-kafkaclusterencryptionintransit.html',
  ],

  check: (resource) =>
    resource.type === 'AWS::MSK::Cluster'
      ? [
          resource
            .property(`${TRANSIT}.ClientBroker`)
            .expect((mode) =>
              mode.isOneOf(['PLAINTEXT', 'TLS_PLAINTEXT']) ? fail(inPlainText(mode.outline)) : undefined,
            ),
          resource
            .property(`${TRANSIT}.InCluster`)
            .mustNotBe(false, 'InCluster is false: brokers exchange records in plain text'),
        ]
      : resource
          .property('KafkaClusterEncryptionInTransit.EncryptionType')
          .mustNotBe(
            'PLAINTEXT',
            'EncryptionType is PLAINTEXT: the connector talks to its cluster without TLS',
          ),
});

const inPlainText = (mode: string) =>
  `ClientBroker is ${mode}: ${mode === 'PLAINTEXT' ? 'brokers take only plain text' : 'brokers take plain text beside TLS'}; TLS is right`;
