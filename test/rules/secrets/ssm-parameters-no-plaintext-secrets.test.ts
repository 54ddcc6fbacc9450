import rule from '../../../rules/secrets/ssm-parameters-no-plaintext-secrets';
import { testRule } from '../../rule-tester';

const parameter = (name: object | string, value: object | string, type = 'String') => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Type: type, Name: name, Value: value },
});
const KEPT = 'is written in the template and kept in clear';

testRule(rule, {
  pass: {
    'a token that template-no-credential-patterns tells by its format': parameter(
      '/orders/token',
      `ghp_${'aB3'.repeat(12)}`,
    ),
    'a value that is no secret': parameter('/orders/endpoint', 'https://orders.example.com'),
    'a name that speaks about a secret': parameter('/orders/token-url', 'login.example.com/token'),
    'the ARN of a secret': parameter(
      '/orders/secret',
      'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders',
    ),
    'the name of a secret': parameter('/orders/db-secret', 'orders-db-secret'),
    'the path of another parameter': parameter('/orders/token', '/shared/token'),
    'a reference': parameter('/orders/db-secret', { Ref: 'Secret' }),
    'a folder with the name of a secret': parameter('/secrets/region-of-orders', 'Ireland and more'),
    'an export of CDK to another Region': parameter('/cdk/exports/orders/ApiToken', 'Xk29-fjq'),
    'a switch': parameter('/orders/password', 'disabled'),
  },
  fail: {
    'a password': [
      parameter('/orders/db-password', 'Xk29-fjq'),
      `error Parameter Properties.Value: db-password ${KEPT}`,
    ],
    'a name that is put together': [
      parameter({ 'Fn::Sub': '/${AWS::StackName}/apiKey' }, 'Xk29-fjq'),
      `error Parameter Properties.Value: apiKey ${KEPT}`,
    ],
    'a value that is joined of literals': [
      parameter('/orders/token', { 'Fn::Join': ['-', ['Xk29', 'fjq']] }),
      `error Parameter Properties.Value: token ${KEPT}`,
    ],
    'a parameter without a name': [
      {
        Resources: {
          ApiTokenParameter3F2A9B1C: {
            Type: 'AWS::SSM::Parameter',
            Properties: { Type: 'String', Value: 'Xk29-fjq' },
          },
        },
      },
      `error ApiTokenParameter3F2A9B1C Properties.Value: ApiToken ${KEPT}`,
    ],
    'a list': [
      parameter('/orders/tokens/token', 'Xk29-fjq,Lp38-wrt', 'StringList'),
      `error Parameter Properties.Value: token ${KEPT}`,
    ],
    'a field of JSON': [
      parameter('/orders/settings', '{"host":"db","password":"Xk29-fjq"}'),
      `error Parameter Properties.Value: "password" in Value ${KEPT}`,
    ],
    'a placeholder': [
      parameter('/orders/token', 'replace me'),
      'warning Parameter Properties.Value: token is a placeholder: whatever takes its place is kept in clear, too',
    ],
    'outside production': [
      parameter('/orders/token', { 'Fn::If': ['IsProd', { Ref: 'Token' }, 'Xk29-fjq'] }),
      `warning Parameter Properties.Value when IsProd is false (Stage is dev): token ${KEPT}`,
    ],
  },
});
