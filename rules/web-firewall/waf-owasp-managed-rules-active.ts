import {
  gravityOf,
  isOverridden,
  managedGroup,
  rulesOf,
  stops,
  WEB_ACL,
} from '../../lib/aws/network/web-acls';
import type { Outcome, OutcomeOptions } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

/** Exploits that a web ACL has to stop, and what does: managed rule groups, or rules of one's own. */
const EXPLOITS = [
  {
    name: 'common web exploits',
    groups: ['AWSManagedRulesCommonRuleSet'],
    statement: 'XssMatchStatement',
  },
  {
    name: 'injected SQL and known bad inputs',
    groups: ['AWSManagedRulesSQLiRuleSet', 'AWSManagedRulesKnownBadInputsRuleSet'],
    statement: 'SqliMatchStatement',
  },
] as const;

export default rule({
  id: 'waf-owasp-managed-rules-active',
  title: 'Web ACLs stop the exploits of the OWASP Top 10',
  severity: 'warning',
  control: 'OWASP',
  resources: [WEB_ACL],
  why: 'A web ACL without rules against cross-site scripting, injection and known bad inputs lets the attacks through that scanners try on every address.',
  fix: 'Add AWSManagedRulesCommonRuleSet, AWSManagedRulesSQLiRuleSet and AWSManagedRulesKnownBadInputsRuleSet with OverrideAction None; once tuned, let none of them count only.',
  docs: [
    'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html',
    'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-use-case.html',
    'https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-group-override-options.html',
    'https://docs.aws.amazon.com/waf/latest/developerguide/marketplace-rule-groups.html',
  ],

  check: (acl) =>
    acl.property('Rules').expect(() => {
      const { rules, unseen } = rulesOf(acl);
      const foreign = rules.filter(isForeign);
      if (foreign.some((group) => OWASP.test(managedGroup(group).outline) && !isOverridden(group)))
        return undefined;
      const missing = EXPLOITS.filter((exploit) => !rules.some((one) => isStopped(one, exploit)));
      if (missing.length === 0) return undefined;
      const [other = unseen] = foreign.filter((group) => !isOverridden(group));
      if (other) return review('what the rule group stops is not in the template', { at: other });
      return unprotected(rules, missing, gravityOf(acl));
    }),
});

type Exploit = (typeof EXPLOITS)[number];

const isForeign = (rule: Value): boolean =>
  managedGroup(rule).isPresent && !rule.get('Statement.ManagedRuleGroupStatement.VendorName').is('AWS');

/** Rule groups of the AWS Marketplace that say what they cover: OWASP_Managed, HighSecurityOWASPSet. */
const OWASP = /owasp/i;

const isGroupFor = (rule: Value, { groups }: Exploit): boolean => managedGroup(rule).isOneOf(groups);

const isStopped = (rule: Value, exploit: Exploit): boolean =>
  isGroupFor(rule, exploit)
    ? !isOverridden(rule)
    : holds(rule.get('Statement'), exploit.statement) && stops(rule);

/** Whether a statement is one of a kind, or has one in it: And, Or, Not and scope-down statements nest. */
function holds(statement: Value, kind: string): boolean {
  if (statement.isList) return statement.items().some((item) => holds(item, kind));
  return statement.isMap && statement.entries().some(([key, value]) => key === kind || holds(value, kind));
}

function unprotected(rules: readonly Value[], missing: readonly Exploit[], gravity: OutcomeOptions): Outcome {
  const counting = rules.find((one) => missing.some((exploit) => isGroupFor(one, exploit)));
  if (counting)
    return fail(`${managedGroup(counting).outline} only counts; OverrideAction None lets it stop requests`, {
      ...gravity,
      at: counting.get('OverrideAction'),
    });
  const names = missing.map(({ name }) => name).join(', ');
  const groups = missing.map((exploit) => exploit.groups.join(' or ')).join(', and by ');
  return fail(`no rule stops ${names}: they are stopped by ${groups}`, gravity);
}
