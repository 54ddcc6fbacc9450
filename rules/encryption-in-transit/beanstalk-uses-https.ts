import {
  beanstalkOption,
  CONFIGURATION_TEMPLATE,
  ENVIRONMENT,
  isJudgedWithEnvironment,
} from '../../lib/aws/elastic-beanstalk';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

export default rule({
  id: 'beanstalk-uses-https',
  title: 'Load-balanced Elastic Beanstalk environments take requests over HTTPS only',
  severity: 'warning',
  control: 'ENCRYPTION-IN-TRANSIT',
  resources: [ENVIRONMENT, CONFIGURATION_TEMPLATE],
  why: 'The load balancer that Elastic Beanstalk makes listens for plain HTTP on port 80, and for nothing else, until it is told otherwise.',
  fix: 'Set Protocol HTTPS and SSLCertificateArns in aws:elbv2:listener:443 (ListenerProtocol and SSLCertificateId in aws:elb:listener:443), and ListenerEnabled false in aws:elbv2:listener:default or aws:elb:listener.',
  docs: [
    'https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/configuring-https-elb.html',
    'https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html',
    'https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/configuring-https-httpredirect.html',
  ],

  check: (environment) =>
    environment
      .property('OptionSettings')
      .expect(() => listening(environment))
      .unless(() => environment.get('Tier.Name').is('Worker'))
      .unless(() => isJudgedWithEnvironment(environment))
      .unless(() => hasNoListeners(environment)),
});

/** A single instance has no load balancer, and the listeners of a shared one are not the environment's. */
function hasNoListeners(environment: Resource): boolean {
  const option = (name: string) => beanstalkOption(environment, 'aws:elasticbeanstalk:environment', name);
  return option('EnvironmentType')?.is('SingleInstance') || option('LoadBalancerIsShared')?.is(true) || false;
}

function listening(environment: Resource): Outcome | undefined {
  const protocols = protocolsOf(environment);
  if (!protocols.some((protocol) => protocol.isOneOf(ENCRYPTED)) && !hasLegacyHttpsPort(environment)) {
    const [plain] = protocols;
    return plain
      ? fail(`the load balancer listens for ${plain.outline} only; a listener for HTTPS encrypts requests`, {
          at: plain,
        })
      : review('no HTTPS listener is set here; .ebextensions of the application may set one');
  }
  return isPort80Closed(environment)
    ? undefined
    : review('port 80 stays open beside HTTPS; only .ebextensions of the application can make it redirect');
}

const ENCRYPTED = ['HTTPS', 'SSL', 'TLS'];

/** The protocols of the listeners that the environment, or the configuration template it names, sets. */
function protocolsOf(environment: Resource): Value[] {
  const template = environment.get('TemplateName').reference?.resource;
  const inherited = template?.type === CONFIGURATION_TEMPLATE ? protocolsOf(template) : [];
  const own = environment
    .get('OptionSettings')
    .items()
    .filter(
      (option) =>
        LISTENER.test(option.get('Namespace').outline) &&
        option.get('OptionName').isOneOf(['Protocol', 'ListenerProtocol']),
    )
    .map((option) => option.get('Value'));
  return [...own, ...inherited];
}

const LISTENER = /^aws:elb(?:v2)?:listener(?::|$)/;

/** The options of old Classic Load Balancers, which are off by default. */
const LEGACY = 'aws:elb:loadbalancer';

const hasLegacyHttpsPort = (environment: Resource): boolean =>
  beanstalkOption(environment, LEGACY, 'LoadBalancerHTTPSPort')?.is('OFF') === false;

/** The listener that is there by default, under its names for each kind of load balancer. */
const DEFAULT_LISTENER = [
  'aws:elbv2:listener:default',
  'aws:elbv2:listener:80',
  'aws:elb:listener',
  'aws:elb:listener:80',
];

const isPort80Closed = (environment: Resource): boolean =>
  DEFAULT_LISTENER.some((namespace) =>
    beanstalkOption(environment, namespace, 'ListenerEnabled')?.is(false),
  ) || beanstalkOption(environment, LEGACY, 'LoadBalancerHTTPPort')?.is('OFF') === true;
