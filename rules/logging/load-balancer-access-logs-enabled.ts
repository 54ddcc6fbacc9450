import { whyNotTrue } from '../../lib/aws/defaults';
import { deliverySourcesOf, isDelivered } from '../../lib/aws/logs/delivery-sources';
import {
  CLASSIC_LOAD_BALANCER,
  isInternetFacing,
  LISTENER,
  LOAD_BALANCER,
} from '../../lib/aws/network/load-balancers';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'load-balancer-access-logs-enabled',
  title: 'Load balancers log the requests they take',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'LOGS-CENTRAL',
  resources: [LOAD_BALANCER, CLASSIC_LOAD_BALANCER],
  why: 'Who asked for what, and which target answered how, is recorded by the load balancer or by nobody: after an attack or an outage it cannot be found out any more.',
  fix: 'Set the attributes access_logs.s3.enabled and access_logs.s3.bucket; for a Classic Load Balancer AccessLoggingPolicy.',
  docs: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-logs.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-elasticloadbalancingv2-loadbalancer-loadbalancerattribute.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/access-log-collection.html',
  ],

  check: (loadBalancer) =>
    loadBalancer.type === CLASSIC_LOAD_BALANCER
      ? loadBalancer.property('AccessLoggingPolicy.Enabled').expect((enabled) => {
          return enabled.is(true) ? undefined : notLogged(loadBalancer, whyNotTrue(enabled), enabled);
        })
      : loadBalancer
          .property('LoadBalancerAttributes')
          .expect((attributes) => logged(loadBalancer, attributes))
          .when(() => canLog(loadBalancer))
          .unless(() => deliverySourcesOf(loadBalancer, ACCESS_LOGS).some(isDelivered)),
});

const ENABLED = 'access_logs.s3.enabled';
/** The types that go to CloudWatch Logs, Firehose or S3 by way of CloudWatch. */
const ACCESS_LOGS = /ACCESS_LOGS$/;

function logged(loadBalancer: Resource, attributes: Value): Outcome | undefined {
  const enabled = attributes
    .items()
    .find((attribute) => attribute.get('Key').is(ENABLED))
    ?.get('Value');
  if (!enabled) return notLogged(loadBalancer, `${ENABLED} is not set, and the default is false`, attributes);
  return enabled.is(true) ? undefined : notLogged(loadBalancer, `${ENABLED} is ${enabled.outline}`, enabled);
}

const notLogged = (loadBalancer: Resource, reason: string, at: Value): Outcome =>
  fail(`requests are not logged: ${reason}`, {
    at,
    ...(!isInternetFacing(loadBalancer) && { severity: 'info' as const }),
  });

/** A Gateway Load Balancer has no access logs; those of a Network Load Balancer are about TLS alone. */
function canLog(loadBalancer: Resource): boolean {
  const type = loadBalancer.get('Type');
  if (type.is('gateway')) return false;
  return !type.is('network') || hasTlsListener(loadBalancer);
}

const hasTlsListener = (loadBalancer: Resource): boolean =>
  loadBalancer
    .referring(LISTENER, 'LoadBalancerArn')
    .some((listener) => listener.exists && listener.get('Protocol').is('TLS'));
