import rule from '../../../rules/secrets/secret-references-not-plaintext-ssm';
import { testRule } from '../../rule-tester';

const database = (password: object | string, parameters: object = {}) => ({
  Parameters: parameters,
  Resources: {
    Database: {
      Type: 'AWS::RDS::DBInstance',
      Properties: {
        DBInstanceClass: 'db.t4g.small',
        Engine: 'postgres',
        AllocatedStorage: '20',
        MasterUsername: '{{resolve:ssm:/orders/user:1}}',
        MasterUserPassword: password,
      },
    },
  },
});
const secret = (text: string) => ({
  Type: 'AWS::SecretsManager::Secret',
  Properties: { SecretString: text },
});
const KEPT = 'which Parameter Store keeps in clear';
const at = 'Database Properties.MasterUserPassword';

testRule(rule, {
  pass: {
    'a secret of Secrets Manager': database('{{resolve:secretsmanager:orders/db:SecretString:password}}'),
    'a SecureString': database('{{resolve:ssm-secure:/orders/password:1}}'),
    'a NoEcho parameter': database({ Ref: 'Password' }, { Password: { Type: 'String', NoEcho: true } }),
    'the name of a secret from Parameter Store': database({
      'Fn::Sub': '{{resolve:secretsmanager:${Name}:SecretString:password}}',
    }),
    'the host in a secret': secret(
      '{"host":"{{resolve:ssm:/orders/host}}","password":"{{resolve:secretsmanager:orders/db:SecretString:password}}"}',
    ),
  },
  fail: {
    'a plain parameter': [
      database('{{resolve:ssm:/orders/password:1}}'),
      `warning ${at}: MasterUserPassword is read from {{resolve:ssm:/orders/password:1}}, ${KEPT}`,
    ],
    'a plain parameter whose name is put together': [
      database({ 'Fn::Sub': '{{resolve:ssm:/${AWS::StackName}/password}}' }),
      `warning ${at}: MasterUserPassword is read from {{resolve:ssm:/\${…}/password}}, ${KEPT}`,
    ],
    'a parameter of the template that is read from Parameter Store': [
      database(
        { Ref: 'Password' },
        { Password: { Type: 'AWS::SSM::Parameter::Value<String>', NoEcho: true } },
      ),
      `warning ${at}: MasterUserPassword is read from the parameter Password, ${KEPT}`,
    ],
    'outside production': [
      database({
        'Fn::If': [
          'IsProd',
          '{{resolve:ssm-secure:/orders/password:1}}',
          '{{resolve:ssm:/orders/password:1}}',
        ],
      }),
      `info ${at} when IsProd is false (Stage is dev): MasterUserPassword is read from {{resolve:ssm:/orders/password:1}}, ${KEPT}`,
    ],
    'a field of a secret': [
      secret('{"host":"{{resolve:ssm:/orders/host}}","password":"{{resolve:ssm:/orders/password}}"}'),
      `warning Secret Properties.SecretString: SecretString is read from {{resolve:ssm:/orders/password}}, ${KEPT}`,
    ],
  },
});
