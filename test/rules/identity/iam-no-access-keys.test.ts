import rule from '../../../rules/identity/iam-no-access-keys';
import { testRule } from '../../rule-tester';

const MADE = 'a long-lived access key is made, where a role gives credentials that expire';
const KEPT = 'an access key is kept: inactive, but one change of Status makes it work';

const key = { UserName: 'mailer' };

testRule(rule, {
  pass: {
    'a role': {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        },
      },
    },
    'in no case that can be': {
      Parameters: { Stage: { Type: 'String', AllowedValues: ['prod'], Default: 'prod' } },
      Conditions: { IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] } },
      Resources: { Key: { Type: 'AWS::IAM::AccessKey', Condition: 'IsTest', Properties: key } },
    },
  },
  fail: {
    'for a user': [key, `error AccessKey Properties.Status: ${MADE}`],
    active: [{ ...key, Status: 'Active' }, `error AccessKey Properties.Status: ${MADE}`],
    inactive: [{ ...key, Status: 'Inactive' }, `warning AccessKey Properties.Status: ${KEPT}`],
    'only outside production': [
      {
        Conditions: { IsDev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] } },
        Resources: { Key: { Type: 'AWS::IAM::AccessKey', Condition: 'IsDev', Properties: key } },
      },
      `warning Key Properties.Status when IsDev is true (Stage is dev): ${MADE}`,
    ],
    'active in production only': [
      { ...key, Status: { 'Fn::If': ['IsProd', 'Active', 'Inactive'] } },
      [
        `error AccessKey Properties.Status when IsProd is true (Stage is prod): ${MADE}`,
        `info AccessKey Properties.Status when IsProd is false (Stage is dev): ${KEPT}`,
      ],
    ],
    'with a status that a parameter gives': [
      { ...key, Status: { Ref: 'KeyStatus' } },
      `error AccessKey Properties.Status: ${MADE}`,
    ],
  },
});
