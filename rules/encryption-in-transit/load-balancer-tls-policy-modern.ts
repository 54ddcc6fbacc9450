import { CLASSIC_LOAD_BALANCER, LISTENER } from '../../lib/aws/network/load-balancers';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'load-balancer-tls-policy-modern',
  title: 'Load balancers speak TLS 1.2 or newer with clients',
  severity: 'warning',
  control: 'ENCRYPTION-IN-TRANSIT',
  resources: [LISTENER, CLASSIC_LOAD_BALANCER],
  why: 'TLS 1.0 and 1.1 are deprecated by the IETF and refused by PCI DSS, but what CloudFormation sets up by itself still accepts them.',
  fix: 'Set SslPolicy to ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09, ELBSecurityPolicy-TLS13-1-2-2021-06 or newer; for a Classic Load Balancer, let an SSLNegotiationPolicyType policy refer to ELBSecurityPolicy-TLS-1-2-2017-01.',
  docs: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/describe-ssl-policies.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-policy-table.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/ssl-config-update.html',
  ],

  check: (resource) =>
    resource.type === LISTENER
      ? resource
          .property('SslPolicy')
          .expect((policy) => (policy.isAbsent ? byDefault('SslPolicy') : named(policy, BETTER)))
          .when(() => resource.get('Protocol').isOneOf(['HTTPS', 'TLS']))
      : resource.all('Listeners[]').map((listener) =>
          listener
            .property('PolicyNames')
            .expect((names) => negotiated(names, resource))
            .when(() => listener.value.get('Protocol').matches(/^(https|ssl)$/i)),
        ),
});

/** What calls out its oldest version as TLS 1.2 or 1.3: TLS13-1-2-…, TLS13-1-3-…, TLS-1-2-…, FS-1-2-…. */
const MODERN = /^ELBSecurityPolicy-(?:TLS13-1-[23]|TLS-1-[23]|FS-1-[23])\b/;

const byDefault = (property: string): Outcome =>
  fail(`without ${property} it is ELBSecurityPolicy-2016-08, which accepts TLS 1.0 and 1.1`);

const BETTER = 'ELBSecurityPolicy-TLS13-1-2-2021-06';
const BETTER_CLASSIC = 'ELBSecurityPolicy-TLS-1-2-2017-01';

const named = (policy: Value, better: string): Outcome | undefined =>
  policy.matches(MODERN)
    ? undefined
    : fail(`${policy.outline} accepts versions older than TLS 1.2; ${better} does not`, { at: policy });

/** What the policies of a Classic Load Balancer's listener let clients negotiate. */
function negotiated(names: Value, loadBalancer: Resource): Outcome | undefined {
  const listed = new Set(names.items().map((name) => name.outline));
  const policy = loadBalancer
    .get('Policies')
    .items()
    .filter((one) => one.get('PolicyType').is('SSLNegotiationPolicyType'))
    .find((one) => listed.has(one.get('PolicyName').outline));
  if (!policy) return byDefault('an SSLNegotiationPolicyType policy');
  const attributes = policy.get('Attributes').items();
  const reference = attributes.find((one) => one.get('Name').is('Reference-Security-Policy'));
  if (reference) return named(reference.get('Value'), BETTER_CLASSIC);
  const outdated = attributes.filter((one) => one.get('Name').isOneOf(OUTDATED) && one.get('Value').is(true));
  return outdated.length > 0
    ? fail(`the policy allows ${outdated.map((one) => one.get('Name').outline).join(' and ')}`, {
        at: policy,
      })
    : undefined;
}

/** Attributes of a policy of one's own. */
const OUTDATED = ['Protocol-SSLv3', 'Protocol-TLSv1', 'Protocol-TLSv1.1'];
