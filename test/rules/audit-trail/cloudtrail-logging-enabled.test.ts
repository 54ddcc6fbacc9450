import rule from '../../../rules/audit-trail/cloudtrail-logging-enabled';
import { testRule } from '../../rule-tester';

const trail = (IsLogging: unknown) => ({ S3BucketName: 'shop-audit', IsLogging });
const store = (properties: object) => ({ Type: 'AWS::CloudTrail::EventDataStore', Properties: properties });
const off = 'the trail is switched off';
const place = 'Properties.IsLogging';
const parameter = (more: object) => ({
  Parameters: { Record: { Type: 'String', ...more } },
  Resources: { Trail: { Type: 'AWS::CloudTrail::Trail', Properties: trail({ Ref: 'Record' }) } },
});

testRule(rule, {
  pass: {
    'the trail records': trail(true),
    'the trail records, said by a text': trail('true'),
    'a parameter that is on by default': parameter({ Default: 'true' }),
    'an event data store takes in events unless told not to': store({ Name: 'audit' }),
    'an event data store that takes in events': store({ Name: 'audit', IngestionEnabled: true }),
    'switched off in a branch that cannot happen': {
      Conditions: { Always: { 'Fn::Equals': ['on', 'on'] } },
      Resources: {
        Trail: { Type: 'AWS::CloudTrail::Trail', Properties: trail({ 'Fn::If': ['Always', true, false] }) },
      },
    },
  },
  fail: {
    'the trail is off': [trail(false), `error Trail ${place}: ${off}`],
    'off by the default of a parameter': [
      parameter({ Default: 'false' }),
      `error Trail ${place} when Record is false: ${off}`,
    ],
    'off by one of the values that a parameter allows': [
      parameter({ Default: 'true', AllowedValues: ['true', 'false'] }),
      `warning Trail ${place} when Record is false: ${off}`,
    ],
    'off outside production': [
      trail({ 'Fn::If': ['IsProd', true, false] }),
      `warning Trail ${place} when IsProd is false (Stage is dev): ${off}`,
    ],
    'a trail that is there in production only': [
      { Type: 'AWS::CloudTrail::Trail', Condition: 'IsProd', Properties: trail(false) },
      `error Trail ${place}: ${off}`,
    ],
    'an event data store takes in nothing': [
      store({ Name: 'audit', IngestionEnabled: false }),
      'error EventDataStore Properties.IngestionEnabled: the event data store takes in no events',
    ],
  },
  review: {
    'a parameter without default': [
      parameter({}),
      `review Trail ${place}: Record has no default, so it is only known at deployment`,
    ],
  },
});
