import { isPublic, LISTENER, LOAD_BALANCER, reachedFromOutside } from '../../lib/aws/network/load-balancers';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

const LISTENER_RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';

export default rule({
  id: 'load-balancer-listeners-encrypted',
  title: 'Load balancers take requests over TLS, or redirect them to HTTPS',
  severity: 'error',
  control: 'ENCRYPTION-IN-TRANSIT',
  resources: [LISTENER, LISTENER_RULE],
  why: 'Whoever sits between a client and a plain HTTP listener reads session cookies and personal data, and can change the answers.',
  fix: 'Use an HTTPS listener with an ACM certificate (TLS on a Network Load Balancer), and let port 80 only redirect: Type redirect, RedirectConfig.Protocol HTTPS.',
  docs: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-elasticloadbalancingv2-listener-redirectconfig.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-tls-listener.html',
  ],

  check: (resource) =>
    resource.type === LISTENER
      ? [
          resource.property('Protocol').expect((protocol) => connections(protocol, resource)),
          resource.property('DefaultActions').expect((actions) => nothingDone(actions, resource)),
          ...resource
            .all('DefaultActions[]')
            .map((action) => action.expect((value) => requests(value, resource))),
        ]
      : resource
          .all('Actions[]')
          .map((action) => action.expect((value) => requests(value, listenerOf(resource)))),
});

/** What a Network Load Balancer's listener takes. TLS and QUIC are encrypted, UDP is no matter of requests. */
function connections(protocol: Value, listener: Resource): Outcome | undefined {
  const port = listener.get('Port');
  if (protocol.isAbsent)
    return port.isPresent ? review('without a Protocol nothing can be said of the listener') : undefined;
  if (!protocol.isOneOf(['TCP', 'TCP_UDP', 'TCP_QUIC'])) return undefined;
  if (port.is(80)) return unencrypted('TCP on port 80 is not encrypted', protocol, listener);
  const loadBalancer = loadBalancerOf(listener);
  if (loadBalancer && !isPublic(loadBalancer)) return undefined;
  return fail(`TCP on port ${port.outline} is encrypted only if the targets speak TLS`, { severity: 'info' });
}

const nothingDone = (actions: Value, listener: Resource): Outcome | undefined =>
  actions.isAbsent && listener.get('Protocol').is('HTTP')
    ? unencrypted('nothing redirects HTTP to HTTPS', actions, listener)
    : undefined;

/** What an action of an HTTP listener, or of one of its rules, does with requests. */
function requests(action: Value, listener: Resource | undefined): Outcome | undefined {
  if (listener && !listener.get('Protocol').is('HTTP')) return undefined;
  const type = action.get('Type');
  if (type.is('redirect')) {
    const protocol = action.get('RedirectConfig.Protocol');
    return protocol.is('HTTPS') ? undefined : unencrypted('HTTP is redirected to HTTP', protocol, listener);
  }
  if (type.is('fixed-response')) {
    const status = action.get('FixedResponseConfig.StatusCode');
    return status.matches(/^4\d\d$/)
      ? undefined
      : unencrypted(`HTTP is answered with ${status.outline}`, status, listener);
  }
  return unencrypted(`HTTP is served in plain text (${type.outline})`, type, listener);
}

function unencrypted(what: string, at: Value, listener: Resource | undefined): Outcome {
  const loadBalancer = listener && loadBalancerOf(listener);
  if (!listener)
    return review(`${what}, if the listener is an HTTP listener: it is not in the template`, { at });
  if (!loadBalancer)
    return review(`${what}; whether the load balancer faces the internet is not in the template`, { at });
  if (isPublic(loadBalancer)) return fail(`${what}, from the internet`, { at });
  const outside = reachedFromOutside(loadBalancer);
  return outside
    ? fail(`${what}, and ${outside.logicalId} lets other networks in`, {
        at,
        severity: 'warning',
        profiles: { pci: 'error' },
      })
    : fail(`${what}, within the VPC`, { at, severity: 'info', profiles: { pci: 'error' } });
}

const loadBalancerOf = (listener: Resource) => referred(listener, 'LoadBalancerArn', LOAD_BALANCER);
const listenerOf = (listenerRule: Resource) => referred(listenerRule, 'ListenerArn', LISTENER);

/** The resource of a type that a property refers to; undefined for one that is not in the app. */
function referred(from: Resource, property: string, type: string): Resource | undefined {
  const resource = from.get(property).reference?.resource;
  return resource?.type === type ? resource : undefined;
}
