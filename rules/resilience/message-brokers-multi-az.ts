import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'message-brokers-multi-az',
  title: 'Message brokers run in two or more Availability Zones',
  severity: 'error',
  severityIn: { 'non-production': 'info' },
  control: 'AZ-RESILIENT',
  resources: ['AWS::AmazonMQ::Broker', 'AWS::MSK::Cluster'],
  why: 'Everything that talks through a broker stops with it, and with a single instance each maintenance window is an outage as well.',
  fix: 'Set DeploymentMode to ACTIVE_STANDBY_MULTI_AZ (ActiveMQ) or CLUSTER_MULTI_AZ (RabbitMQ), which replaces the broker; give an MSK cluster subnets in three zones.',
  docs: [
    'https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/amazon-mq-broker-architecture.html',
    'https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-broker-architecture.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-msk-cluster-brokernodegroupinfo.html#cfn-msk-cluster-brokernodegroupinfo-clientsubnets',
  ],

  check: (broker) =>
    broker.type === 'AWS::MSK::Cluster'
      ? broker.property('BrokerNodeGroupInfo.ClientSubnets').expect((subnets) =>
          // MSK takes two or three, each of another zone, so a list that only deployment knows is none to ask about.
          subnets.isList && subnets.items().length === 1
            ? fail('all brokers are in one subnet: give two or three, each in another Availability Zone')
            : undefined,
        )
      : broker.property('DeploymentMode').expect((mode) => {
          if (!mode.is('SINGLE_INSTANCE')) return undefined;
          const redundant =
            broker.get('EngineType').outline.toUpperCase() === 'RABBITMQ'
              ? 'CLUSTER_MULTI_AZ'
              : 'ACTIVE_STANDBY_MULTI_AZ';
          return fail(`DeploymentMode is SINGLE_INSTANCE: set ${redundant}`);
        }),
});
