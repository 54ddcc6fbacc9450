import type { Resource } from '../../model/entity';
import { childOf, type Node, textsIn } from '../../template/node';
import { isCalled } from '../called';
import { isInCluster } from '../data/rds';
import {
  CLASSIC_LOAD_BALANCER,
  LOAD_BALANCER,
  listenersOf,
  TARGET_GROUP,
  targetGroupsOf,
} from '../network/load-balancers';
import { namesIn } from './alarm-index';
import type { MetricsOf } from './alarmed-metrics';

/** A part of an app whose health shows in metrics of its own. */
export interface Component {
  /** What it is called in a message. */
  kind: string;
  namespace: string;
  dimension: string;
  /** The property that its name, which stands in the dimension, is given by. */
  name: string;
  /** What an alarm is best on. */
  metrics: string | ((component: Resource) => string);
  /** Others whose metrics tell as much of it, or which the metrics are named by. */
  others?: (component: Resource) => readonly Resource[];
  /** What another finding speaks of already. */
  isPartOfOther?: (component: Resource) => boolean;
}

const REST_API = 'AWS::ApiGateway::RestApi';
const HTTP_API = 'AWS::ApiGatewayV2::Api';

/** A load balancer forwards to it, now or by a deployment, or it leads to a service or a fleet: their alarms speak for it. */
const isBetweenOthers = (group: Resource) =>
  isSwitchedTo(group) ||
  group.referrers.some(
    ({ from, path }) =>
      ['AWS::ECS::Service', 'AWS::AutoScaling::AutoScalingGroup'].includes(from.type) ||
      path.includes('.TargetGroupPairInfoList') ||
      (/::Listener(Rule)?$/.test(from.type) && group.app.resourcesOf(LOAD_BALANCER).length > 0),
  );

/** The hook of CloudFormation for blue/green deployments names it, as CodeDeploy does by its pairs: no traffic goes there until one of them. */
const isSwitchedTo = (group: Resource) =>
  textsIn(childOf(group.template.whole.node, 'Hooks')).includes(group.logicalId);

/** The state machine by which the CDK waits for a custom resource: whoever deploys sees it fail. */
const isWaiter = (machine: Resource) =>
  machine.referrers.some(({ path }) => path.endsWith('.WAITER_STATE_MACHINE_ARN'));

const UNHEALTHY = 'UnHealthyHostCount';

const restApi = {
  kind: 'REST API',
  namespace: 'AWS/ApiGateway',
  dimension: 'ApiName',
  name: 'Name',
  metrics: '5XXError',
};
const httpApi = {
  kind: 'API',
  namespace: 'AWS/ApiGateway',
  dimension: 'ApiId',
  name: 'Name',
  metrics: '5xx',
};
const table = {
  kind: 'table',
  namespace: 'AWS/DynamoDB',
  dimension: 'TableName',
  name: 'TableName',
  metrics: 'ReadThrottleEvents or WriteThrottleEvents',
};
const stateMachine = {
  kind: 'state machine',
  namespace: 'AWS/States',
  dimension: 'StateMachineArn',
  name: 'StateMachineName',
  metrics: 'ExecutionsFailed',
  isPartOfOther: isWaiter,
};
const domain = {
  kind: 'domain',
  namespace: 'AWS/ES',
  dimension: 'DomainName',
  name: 'DomainName',
  metrics: 'ClusterStatus.red or FreeStorageSpace',
};
const cluster = {
  kind: 'DB cluster',
  namespace: 'AWS/RDS',
  dimension: 'DBClusterIdentifier',
  name: 'DBClusterIdentifier',
  metrics: 'CPUUtilization or FreeableMemory',
};

/**
 * The metrics that services publish, and the dimensions that they publish them by:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html
 */
export const COMPONENTS: { readonly [type: string]: Component } = {
  [LOAD_BALANCER]: {
    kind: 'load balancer',
    namespace: 'AWS/ApplicationELB',
    dimension: 'LoadBalancer',
    name: 'Name',
    metrics: (balancer) =>
      balancer.get('Type').isOneOf(['network', 'gateway'])
        ? UNHEALTHY
        : `HTTPCode_Target_5XX_Count or ${UNHEALTHY}`,
    others: (balancer) => [...listenersOf(balancer), ...targetGroupsOf(balancer)],
  },
  [CLASSIC_LOAD_BALANCER]: {
    kind: 'load balancer',
    namespace: 'AWS/ELB',
    dimension: 'LoadBalancerName',
    name: 'LoadBalancerName',
    metrics: `HTTPCode_Backend_5XX or ${UNHEALTHY}`,
  },
  [TARGET_GROUP]: {
    kind: 'target group',
    namespace: 'AWS/ApplicationELB',
    dimension: 'TargetGroup',
    name: 'Name',
    metrics: UNHEALTHY,
    isPartOfOther: isBetweenOthers,
  },
  'AWS::ApiGateway::Stage': { ...restApi, others: (stage) => stage.referred(REST_API, 'RestApiId') },
  'AWS::Serverless::Api': restApi,
  'AWS::ApiGatewayV2::Stage': { ...httpApi, others: (stage) => stage.referred(HTTP_API, 'ApiId') },
  'AWS::Serverless::HttpApi': httpApi,
  'AWS::AutoScaling::AutoScalingGroup': {
    kind: 'Auto Scaling group',
    namespace: 'AWS/EC2',
    dimension: 'AutoScalingGroupName',
    name: 'AutoScalingGroupName',
    metrics: 'CPUUtilization or GroupInServiceInstances',
    others: (group) => [...group.referred(TARGET_GROUP), ...group.referred(CLASSIC_LOAD_BALANCER)],
  },
  'AWS::ECS::Service': {
    kind: 'service',
    namespace: 'AWS/ECS',
    dimension: 'ServiceName',
    name: 'ServiceName',
    metrics: 'CPUUtilization or MemoryUtilization',
    others: (service) => [...service.referred(TARGET_GROUP), ...service.referred('AWS::ECS::TaskDefinition')],
  },
  'AWS::RDS::DBInstance': {
    kind: 'database',
    namespace: 'AWS/RDS',
    dimension: 'DBInstanceIdentifier',
    name: 'DBInstanceIdentifier',
    metrics: 'CPUUtilization or FreeStorageSpace',
    isPartOfOther: isInCluster,
  },
  'AWS::RDS::DBCluster': {
    ...cluster,
    others: (one) => one.referring('AWS::RDS::DBInstance', 'DBClusterIdentifier'),
  },
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::Serverless::SimpleTable': table,
  'AWS::ElastiCache::ReplicationGroup': {
    kind: 'cache',
    namespace: 'AWS/ElastiCache',
    dimension: 'ReplicationGroupId',
    name: 'ReplicationGroupId',
    metrics: 'EngineCPUUtilization or DatabaseMemoryUsagePercentage',
  },
  'AWS::OpenSearchService::Domain': domain,
  'AWS::Elasticsearch::Domain': domain,
  'AWS::Kinesis::Stream': {
    kind: 'stream',
    namespace: 'AWS/Kinesis',
    dimension: 'StreamName',
    name: 'Name',
    metrics: 'GetRecords.IteratorAgeMilliseconds or WriteProvisionedThroughputExceeded',
  },
  'AWS::StepFunctions::StateMachine': stateMachine,
  'AWS::Serverless::StateMachine': { ...stateMachine, name: 'Name' },
  'AWS::EFS::FileSystem': {
    kind: 'file system',
    namespace: 'AWS/EFS',
    dimension: 'FileSystemId',
    name: 'FileSystemId',
    metrics: 'PercentIOLimit or BurstCreditBalance',
  },
  'AWS::SQS::Queue': {
    kind: 'queue',
    namespace: 'AWS/SQS',
    dimension: 'QueueName',
    name: 'QueueName',
    metrics: 'ApproximateAgeOfOldestMessage',
  },
};

/** How alarms name what belongs to a component, in the scenario being looked at. */
export function metricsOf(component: Resource, { namespace, dimension, name, others }: Component): MetricsOf {
  const resources = [component, ...(others?.(component) ?? []).filter(({ exists }) => exists)];
  const names = resources.flatMap((one) => namesIn(one, name, nameOf(one, name)));
  return { resources, namespace, dimension, names };
}

/** An API without a name is called by the title of its definition. */
const nameOf = (resource: Resource, property: string): Node | undefined =>
  resource.written(property) ??
  childOf(childOf(resource.written('Body') ?? resource.written('DefinitionBody'), 'info'), 'title');

export const bestMetrics = ({ metrics }: Component, component: Resource): string =>
  typeof metrics === 'string' ? metrics : metrics(component);

/** Whether a queue takes what could not be handled elsewhere. */
export const isDeadLetterQueue = (queue: Resource): boolean =>
  queue.referrers.some(({ path }) => TAKES_FAILURES.test(path)) || isCalled(queue, 'QueueName', DEAD_LETTERS);

const TAKES_FAILURES = /\.(RedrivePolicy|DeadLetterConfig|DeadLetterQueue|OnFailure)\b/;
const DEAD_LETTERS = ['dlq', 'dead', 'deadletter', 'deadletters'];
