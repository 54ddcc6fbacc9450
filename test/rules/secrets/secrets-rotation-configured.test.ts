import rule from '../../../rules/secrets/secrets-rotation-configured';
import { testRule } from '../../rule-tester';

const secret = { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: {} } };
const lambda = 'arn:aws:lambda:eu-west-1:111122223333:function:rotate';
const schedule = (
  secretId: object | string,
  rules: object = { AutomaticallyAfterDays: 30 },
  more: object = {},
) => ({
  Type: 'AWS::SecretsManager::RotationSchedule',
  Properties: { SecretId: secretId, RotationLambdaARN: lambda, RotationRules: rules },
  ...more,
});
const rotated = (rules: object) => ({
  Resources: { Secret: secret, Rotation: schedule({ Ref: 'Secret' }, rules) },
});
const NONE = 'no rotation schedule is set for the secret';

testRule(rule, {
  pass: {
    'a schedule that names the secret by its ARN': {
      Resources: {
        Secret: {
          Type: 'AWS::SecretsManager::Secret',
          Properties: { Name: 'orders', GenerateSecretString: {} },
        },
        Rotation: schedule('arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-a1B2c3'),
      },
    },
    'rotated every so many hours': rotated({ ScheduleExpression: 'Rate(2160 Hours)' }),
    'rotated each quarter, from a month on': rotated({ ScheduleExpression: 'cron(0 8 1 2/3 ? *)' }),
    'rotated every month that is named': rotated({ ScheduleExpression: 'CRON(0 8 1 JAN,APR,JUL,OCT ? *)' }),
    'every thirty days': rotated({ AutomaticallyAfterDays: 30 }),
    'by a rate': rotated({ ScheduleExpression: 'rate(90 days)' }),
    'every few hours': rotated({ ScheduleExpression: 'rate(12 hours)' }),
    'every month, by cron': rotated({ ScheduleExpression: 'cron(0 8 1 * ? *)' }),
    'every third month, by cron': rotated({ ScheduleExpression: 'cron(0 8 1 1/3 ? *)' }),
    'four months, by cron': rotated({ ScheduleExpression: 'cron(0 8 1 JAN,APR,JUL,OCT ? *)' }),
    'through the attachment to a database': {
      Resources: {
        Secret: secret,
        Attachment: {
          Type: 'AWS::SecretsManager::SecretTargetAttachment',
          Properties: { SecretId: { Ref: 'Secret' }, TargetId: 'orders', TargetType: 'AWS::RDS::DBInstance' },
        },
        Rotation: schedule({ Ref: 'Attachment' }),
      },
    },
    'by the name of the secret': {
      Resources: {
        Secret: { ...secret, Properties: { Name: 'orders/db', GenerateSecretString: {} } },
        Rotation: schedule('orders/db'),
      },
    },
    'a master user that RDS manages': {
      Resources: {
        Database: {
          Type: 'AWS::RDS::DBInstance',
          Properties: {
            DBInstanceClass: 'db.t4g.small',
            Engine: 'postgres',
            AllocatedStorage: '20',
            MasterUsername: 'app',
            ManageMasterUserPassword: true,
          },
        },
      },
    },
  },
  fail: {
    'rotated after too many hours': [
      rotated({ ScheduleExpression: 'rate(2400 hours)' }),
      'warning Rotation Properties.RotationRules.ScheduleExpression: the secret is rotated every 100 days, and should be at least every 90',
    ],
    'rotated every other half of a year': [
      rotated({ ScheduleExpression: 'cron(0 8 1 1/6 ? *)' }),
      'warning Rotation Properties.RotationRules.ScheduleExpression: the secret is rotated every 180 days, and should be at least every 90',
    ],
    'no schedule': [{ Resources: { Secret: secret } }, `warning Secret Type: ${NONE}`],
    'a schedule for another secret': [
      { Resources: { Secret: secret, Other: secret, Rotation: schedule({ Ref: 'Other' }) } },
      `warning Secret Type: ${NONE}`,
    ],
    'a schedule in production only': [
      {
        Resources: {
          Secret: secret,
          Rotation: schedule({ Ref: 'Secret' }, undefined, { Condition: 'IsProd' }),
        },
      },
      `info Secret Type when IsProd is false (Stage is dev): ${NONE}`,
    ],
    'twice a year': [
      rotated({ AutomaticallyAfterDays: 180 }),
      'warning Rotation Properties.RotationRules.AutomaticallyAfterDays: the secret is rotated every 180 days, and should be at least every 90',
    ],
    'a rate that is too slow': [
      rotated({ ScheduleExpression: 'rate(100 days)' }),
      'warning Rotation Properties.RotationRules.ScheduleExpression: the secret is rotated every 100 days, and should be at least every 90',
    ],
    'once a year, by cron': [
      rotated({ ScheduleExpression: 'cron(0 8 1 JAN ? *)' }),
      'warning Rotation Properties.RotationRules.ScheduleExpression: the secret is rotated every 360 days, and should be at least every 90',
    ],
    'a schedule that never comes': [
      rotated({ Duration: '3h' }),
      'warning Rotation Properties.RotationRules: the schedule has neither AutomaticallyAfterDays nor ScheduleExpression, so it never comes',
    ],
  },
  review: {
    'a schedule for a secret from elsewhere': [
      { Resources: { Secret: secret, Rotation: schedule({ Ref: 'SecretId' }) } },
      'review Secret Type: the app has a rotation schedule whose secret is only known at deployment',
    ],
    'as often as a parameter says': [
      rotated({ AutomaticallyAfterDays: { Ref: 'Days' } }),
      'review Rotation Properties.RotationRules.AutomaticallyAfterDays: Days has no default, so it is only known at deployment',
    ],
  },
});
