import rule from '../../../rules/audit-trail/cloudtrail-log-file-validation-enabled';
import { testRule } from '../../rule-tester';

const trail = (properties: object = {}) => ({
  S3BucketName: 'shop-audit',
  IsLogging: true,
  ...properties,
});
const validated = (value: unknown) => trail({ EnableLogFileValidation: value });
const off = 'log file validation is off, so a changed or deleted log file goes unnoticed';
const place = 'Properties.EnableLogFileValidation';
const parameter = (more: object) => ({
  Parameters: { Validate: { Type: 'String', ...more } },
  Resources: { Trail: { Type: 'AWS::CloudTrail::Trail', Properties: validated({ Ref: 'Validate' }) } },
});

testRule(rule, {
  pass: {
    'digests are written': validated(true),
    'digests are written, said by a text': validated('true'),
    'by the default of a parameter': parameter({ Default: 'true' }),
  },
  fail: {
    'nothing is said of digests': [trail(), `warning Trail ${place}: ${off}`],
    'no digests are written': [validated(false), `warning Trail ${place}: ${off}`],
    'only in production': [
      validated({ 'Fn::If': ['IsProd', true, { Ref: 'AWS::NoValue' }] }),
      `info Trail ${place} when IsProd is false (Stage is dev): ${off}`,
    ],
    'not by the default of a parameter': [
      parameter({ Default: 'false', AllowedValues: ['true', 'false'] }),
      `warning Trail ${place} when Validate is false: ${off}`,
    ],
    'a trail that is there in production only': [
      { Type: 'AWS::CloudTrail::Trail', Condition: 'IsProd', Properties: trail() },
      `warning Trail ${place}: ${off}`,
    ],
  },
  review: {
    'a parameter without default': [
      parameter({}),
      `review Trail ${place}: Validate has no default, so it is only known at deployment`,
    ],
  },
});
