import {
  gravityOf,
  isOverridden,
  managedGroup,
  rulesOf,
  stops,
  WEB_ACL,
} from '../../lib/aws/network/web-acls';
import type { Resource } from '../../lib/model/entity';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

export default rule({
  id: 'waf-has-rate-limit',
  title: 'Web ACLs stop clients that send too many requests',
  severity: 'warning',
  control: 'DDOS',
  resources: [WEB_ACL],
  why: 'Shield Standard absorbs floods of packets, not floods of valid requests: without a limit a single client can use up what the application behind has to give.',
  fix: 'Add a rule with a RateBasedStatement and Action Block, Captcha or Challenge, or the managed rule group AWSManagedRulesAntiDDoSRuleSet.',
  docs: [
    'https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html',
    'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-anti-ddos.html',
    'https://docs.aws.amazon.com/waf/latest/developerguide/ddos-automatic-app-layer-response.html',
  ],

  check: (acl) =>
    acl.property('Rules').expect(() => {
      const { rules, unseen } = rulesOf(acl);
      const limits = rules.filter(isLimit);
      if (limits.some(isEffective) || isShielded(acl)) return undefined;
      if (unseen)
        return review('whether the rule group limits the rate of requests is not in the template', {
          at: unseen,
        });
      const [counting] = limits;
      const gravity = gravityOf(acl);
      return counting
        ? fail(
            `${counting.get('Name').outline} only counts requests; Block, Captcha or Challenge stops them`,
            {
              ...gravity,
              at: counting,
            },
          )
        : fail('no rule limits how many requests a client may send', gravity);
    }),
});

const isLimit = (rule: Value): boolean =>
  rule.get('Statement.RateBasedStatement').isPresent ||
  managedGroup(rule).is('AWSManagedRulesAntiDDoSRuleSet');

const isEffective = (rule: Value): boolean =>
  managedGroup(rule).isPresent ? !isOverridden(rule) : stops(rule);

/** Whether Shield Advanced makes rules of its own in the web ACL when it sees an attack. */
const isShielded = (acl: Resource): boolean =>
  protectedBy(acl)
    .flatMap((endpoint) => endpoint.referring('AWS::Shield::Protection'))
    .some(
      (protection) =>
        protection.exists &&
        protection.get('ApplicationLayerAutomaticResponseConfiguration.Status').is('ENABLED') &&
        !protection.get('ApplicationLayerAutomaticResponseConfiguration.Action.Count').isPresent,
    );

/** The distributions and other endpoints that the web ACL is put before. */
const protectedBy = (acl: Resource): Resource[] => [
  ...acl.referring('AWS::CloudFront::Distribution'),
  ...acl
    .referring('AWS::WAFv2::WebACLAssociation', 'WebACLArn')
    .flatMap((association) => association.references.map(({ to }) => to)),
];
