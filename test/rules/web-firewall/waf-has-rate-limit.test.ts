import rule from '../../../rules/web-firewall/waf-has-rate-limit';
import { testRule } from '../../rule-tester';
import { acl, aclRule, group, VisibilityConfig } from './web-acl-fixtures';

const rate = { RateBasedStatement: { Limit: 1000, AggregateKeyType: 'IP' } };
const limit = (action: unknown) => aclRule('limit', rate, { Action: action });
const managed = (name: string, OverrideAction: unknown = { None: {} }) =>
  aclRule(name, { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: name } }, { OverrideAction });
const shield = (Status: string) => ({
  Resources: {
    WebACL: { Type: 'AWS::WAFv2::WebACL', Properties: acl([managed('AWSManagedRulesCommonRuleSet')]) },
    LoadBalancer: {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Properties: { Subnets: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'] },
    },
    Association: {
      Type: 'AWS::WAFv2::WebACLAssociation',
      Properties: {
        ResourceArn: { Ref: 'LoadBalancer' },
        WebACLArn: { 'Fn::GetAtt': ['WebACL', 'Arn'] },
      },
    },
    Protection: {
      Type: 'AWS::Shield::Protection',
      Properties: {
        Name: 'shop',
        ResourceArn: { Ref: 'LoadBalancer' },
        ApplicationLayerAutomaticResponseConfiguration: { Status, Action: { Block: {} } },
      },
    },
  },
});
const none = 'no rule limits how many requests a client may send';
const counts = 'limit only counts requests; Block, Captcha or Challenge stops them';

testRule(rule, {
  pass: {
    'a limit that blocks': acl([managed('AWSManagedRulesCommonRuleSet'), limit({ Block: {} })]),
    'a limit that challenges': acl([limit({ Challenge: {} })]),
    'a limit from a parameter': acl([
      aclRule(
        'limit',
        { RateBasedStatement: { Limit: { Ref: 'Limit' }, AggregateKeyType: 'IP' } },
        { Action: { Block: {} } },
      ),
    ]),
    'the managed rules against floods': acl([managed('AWSManagedRulesAntiDDoSRuleSet')]),
    'a limit in a rule group of the app': {
      Resources: {
        WebACL: { Type: 'AWS::WAFv2::WebACL', Properties: acl([group({ 'Fn::GetAtt': ['Limits', 'Arn'] })]) },
        Limits: {
          Type: 'AWS::WAFv2::RuleGroup',
          Properties: { Capacity: 10, Scope: 'REGIONAL', VisibilityConfig, Rules: [limit({ Block: {} })] },
        },
      },
    },
    'Shield Advanced answers floods': shield('ENABLED'),
    'one of two limits': acl([
      { 'Fn::If': ['IsProd', limit({ Block: {} }), managed('AWSManagedRulesAntiDDoSRuleSet')] },
    ]),
  },
  fail: {
    'no rules': [acl(), `warning WebACL Properties.Rules: ${none}`],
    'other rules': [
      acl([managed('AWSManagedRulesCommonRuleSet')]),
      `warning WebACL Properties.Rules: ${none}`,
    ],
    'a limit that counts': [acl([limit({ Count: {} })]), `warning WebACL Properties.Rules[0]: ${counts}`],
    'managed rules against floods that count': [
      acl([managed('AWSManagedRulesAntiDDoSRuleSet', { Count: {} })]),
      'warning WebACL Properties.Rules[0]: AWSManagedRulesAntiDDoSRuleSet only counts requests; Block, Captcha or Challenge stops them',
    ],
    'Shield Advanced is told not to answer': [shield('DISABLED'), `warning WebACL Properties.Rules: ${none}`],
    'only lets in whom its rules name': [
      acl([], { DefaultAction: { Block: {} } }),
      `info WebACL Properties.Rules: ${none}`,
    ],
    'counts outside production': [
      acl([limit({ 'Fn::If': ['IsProd', { Block: {} }, { Count: {} }] })]),
      `info WebACL Properties.Rules[0] when IsProd is false (Stage is dev): ${counts}`,
    ],
    'left out outside production': [
      acl([{ 'Fn::If': ['IsProd', limit({ Block: {} }), { Ref: 'AWS::NoValue' }] }]),
      `info WebACL Properties.Rules when IsProd is false (Stage is dev): ${none}`,
    ],
  },
  review: {
    'a rule group of another app': [
      acl([group('arn:aws:wafv2:eu-west-1:111122223333:regional/rulegroup/limits/0a1b2c3d')]),
      'review WebACL Properties.Rules[0].Statement.RuleGroupReferenceStatement.Arn: whether the rule group limits the rate of requests is not in the template',
    ],
    'a managed rule group from a parameter': [
      acl([
        aclRule(
          'managed',
          { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: { Ref: 'RuleSet' } } },
          { OverrideAction: { None: {} } },
        ),
      ]),
      'review WebACL Properties.Rules: RuleSet has no default, so it is only known at deployment',
    ],
  },
});
