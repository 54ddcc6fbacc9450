import type { App } from '../../model/app';
import type { Resource } from '../../model/entity';
import type { OutcomeOptions } from '../../model/expectation';
import { remember } from '../../model/remember';
import type { Value } from '../../model/value';

export const WEB_ACL = 'AWS::WAFv2::WebACL';
const RULE_GROUP = 'AWS::WAFv2::RuleGroup';

/** What connects a web ACL to anything but a CloudFront distribution, which names its own. */
const ASSOCIATION = 'AWS::WAFv2::WebACLAssociation';
/** The same of AWS WAF Classic. */
const CLASSIC_ASSOCIATION = 'AWS::WAFRegional::WebACLAssociation';
const ASSOCIATIONS = [ASSOCIATION, CLASSIC_ASSOCIATION];

/** The associations that name the resource in the ARN of what they protect, in the scenario being looked at. */
export const associationsWith = (resource: Resource): Resource[] =>
  ASSOCIATIONS.flatMap((type) => resource.referring(type, 'ResourceArn')).filter(
    (association) =>
      association.exists &&
      association
        .get('ResourceArn')
        .references()
        .some((part) => part.resource === resource),
  );

export const isClassic = ({ type }: Resource): boolean => type === CLASSIC_ASSOCIATION;

/** An association in the app of which only deployment can tell what it protects. */
export const openAssociation = (app: App): Resource | undefined =>
  openAssociations(app).find((association) => association.exists && !association.get('ResourceArn').isKnown);

const openAssociations = remember((app: App): readonly Resource[] =>
  ASSOCIATIONS.flatMap((type) => app.resourcesOf(type)).filter(
    ({ references }) => !references.some(({ path, to }) => path === ARN && !to.type.startsWith('Custom::')),
  ),
);
const ARN = 'Properties.ResourceArn';

/** The rules that a web ACL applies: its own, and those of the rule groups that it refers to. */
export interface AppliedRules {
  rules: Value[];
  /** The ARN of a rule group that is not in the app. */
  unseen?: Value;
}

export function rulesOf(acl: Resource): AppliedRules {
  const applied: AppliedRules = { rules: [] };
  for (const rule of acl.get('Rules').items()) {
    const group = rule.get('Statement.RuleGroupReferenceStatement.Arn');
    const resource = group.reference?.resource;
    if (group.isAbsent) applied.rules.push(rule);
    else if (resource?.type !== RULE_GROUP) applied.unseen ??= group;
    else if (!isOverridden(rule)) applied.rules.push(...resource.get('Rules').items());
  }
  return applied;
}

/** Whether a rule with a statement of its own stops requests, rather than count or allow them. */
export const stops = (rule: Value): boolean =>
  ['Block', 'Captcha', 'Challenge'].some((action) => rule.get('Action').child(action).isPresent);

/** Whether the actions of a rule group's rules are replaced by counting. */
export const isOverridden = (rule: Value): boolean => rule.get('OverrideAction.Count').isPresent;

export const managedGroup = (rule: Value): Value => rule.get('Statement.ManagedRuleGroupStatement.Name');

/** A web ACL that blocks by default only lets in whom its rules name, such as a distribution by its secret header. */
export const gravityOf = (acl: Resource): OutcomeOptions =>
  acl.get('DefaultAction.Block').isPresent ? { severity: 'info' } : {};
