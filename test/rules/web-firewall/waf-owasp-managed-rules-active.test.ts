import rule from '../../../rules/web-firewall/waf-owasp-managed-rules-active';
import { testRule } from '../../rule-tester';
import { acl, aclRule, group, VisibilityConfig } from './web-acl-fixtures';

type Properties = { readonly [name: string]: unknown };

const managed = (Name: unknown, OverrideAction: unknown = { None: {} }, VendorName = 'AWS') =>
  aclRule('managed', { ManagedRuleGroupStatement: { VendorName, Name } }, { OverrideAction });
const common = managed('AWSManagedRulesCommonRuleSet');
const sql = managed('AWSManagedRulesSQLiRuleSet');
const inputs = managed('AWSManagedRulesKnownBadInputsRuleSet');
const match = {
  FieldToMatch: { Body: {} },
  TextTransformations: [{ Priority: 0, Type: 'URL_DECODE' }],
};
const own = (Statement: unknown, action: Properties = { Block: {} }) =>
  aclRule('own', Statement, { Action: action });
const eitherSql = {
  OrStatement: {
    Statements: [
      { SqliMatchStatement: match },
      { SqliMatchStatement: { ...match, FieldToMatch: { QueryString: {} } } },
    ],
  },
};
const second =
  'no rule stops injected SQL and known bad inputs: they are stopped by AWSManagedRulesSQLiRuleSet or AWSManagedRulesKnownBadInputsRuleSet';
const both =
  'no rule stops common web exploits, injected SQL and known bad inputs: they are stopped by AWSManagedRulesCommonRuleSet, and by AWSManagedRulesSQLiRuleSet or AWSManagedRulesKnownBadInputsRuleSet';
const counts = (name: string) => `${name} only counts; OverrideAction None lets it stop requests`;

testRule(rule, {
  pass: {
    'the managed rules': acl([common, sql, inputs]),
    'the managed rules, with one of them replaced by an own action': acl([
      aclRule(
        'common',
        {
          ManagedRuleGroupStatement: {
            VendorName: 'AWS',
            Name: 'AWSManagedRulesCommonRuleSet',
            RuleActionOverrides: [{ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } }],
          },
        },
        { OverrideAction: { None: {} } },
      ),
      inputs,
    ]),
    'rules of the AWS Marketplace': acl([managed('OWASP_Managed', { None: {} }, 'F5')]),
    'own rules': acl([own({ XssMatchStatement: match }), own(eitherSql)]),
    'own rules in a rule group of the app': {
      Resources: {
        WebACL: {
          Type: 'AWS::WAFv2::WebACL',
          Properties: acl([common, group({ 'Fn::GetAtt': ['Injection', 'Arn'] })]),
        },
        Injection: {
          Type: 'AWS::WAFv2::RuleGroup',
          Properties: { Capacity: 100, Scope: 'REGIONAL', VisibilityConfig, Rules: [own(eitherSql)] },
        },
      },
    },
  },
  fail: {
    'no rules': [acl([]), `warning WebACL Properties.Rules: ${both}`],
    'only the common rules': [acl([common]), `warning WebACL Properties.Rules: ${second}`],
    'counting while tuning': [
      acl([managed('AWSManagedRulesCommonRuleSet', { Count: {} }), inputs]),
      `warning WebACL Properties.Rules[0].OverrideAction: ${counts('AWSManagedRulesCommonRuleSet')}`,
    ],
    'own rules that count': [
      acl([common, own(eitherSql, { Count: {} })]),
      `warning WebACL Properties.Rules: ${second}`,
    ],
    'rules of the AWS Marketplace that count': [
      acl([managed('OWASP_Managed', { Count: {} }, 'F5')]),
      `warning WebACL Properties.Rules: ${both}`,
    ],
    'only lets in whom its rules name': [
      acl([], { DefaultAction: { Block: {} } }),
      `info WebACL Properties.Rules: ${both}`,
    ],
    'counting outside production': [
      acl([
        common,
        managed('AWSManagedRulesSQLiRuleSet', { 'Fn::If': ['IsProd', { None: {} }, { Count: {} }] }),
      ]),
      `info WebACL Properties.Rules[1].OverrideAction when IsProd is false (Stage is dev): ${counts('AWSManagedRulesSQLiRuleSet')}`,
    ],
    'left out outside production': [
      acl([common, { 'Fn::If': ['IsProd', sql, { Ref: 'AWS::NoValue' }] }]),
      `info WebACL Properties.Rules when IsProd is false (Stage is dev): ${second}`,
    ],
  },
  review: {
    'a rule group of another app': [
      acl([common, group('arn:aws:wafv2:eu-west-1:111122223333:regional/rulegroup/injection/0a1b2c3d')]),
      'review WebACL Properties.Rules[1].Statement.RuleGroupReferenceStatement.Arn: what the rule group stops is not in the template',
    ],
    'other rules of the AWS Marketplace': [
      acl([managed('all_rules', { None: {} }, 'Fortinet')]),
      'review WebACL Properties.Rules[0]: what the rule group stops is not in the template',
    ],
    'a rule group from a parameter': [
      acl([common, managed({ Ref: 'RuleSet' })]),
      'review WebACL Properties.Rules: RuleSet has no default, so it is only known at deployment',
    ],
  },
});
