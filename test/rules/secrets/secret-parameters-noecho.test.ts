import rule from '../../../rules/secrets/secret-parameters-noecho';
import { testRule } from '../../rule-tester';

const topic = { Type: 'AWS::SNS::Topic' };
const parameters = (declared: { [name: string]: object }, resources: object = { Topic: topic }) => ({
  Parameters: Object.fromEntries(
    Object.entries(declared).map(([name, field]) => [name, { Type: 'String', ...field }]),
  ),
  Resources: resources,
});
const database = (more: object) => ({
  Database: {
    Type: 'AWS::RDS::DBInstance',
    Properties: {
      DBInstanceClass: 'db.t4g.small',
      Engine: 'postgres',
      AllocatedStorage: '20',
      MasterUsername: 'app',
      ...more,
    },
  },
});
const SHOWS = 'and its value shows wherever the stack is described';

testRule(rule, {
  pass: {
    'the secret of an access key, which is the case of another rule': {
      Parameters: { AwsSecretAccessKey: { Type: 'String' } },
      Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
    },
    'a password with NoEcho': parameters({ DbPassword: { NoEcho: true } }),
    'NoEcho as a text': parameters({ DbPassword: { NoEcho: 'true' } }),
    'a parameter that is no secret': parameters({ Stage: {} }),
    'names that speak about secrets': parameters({
      SecretArn: {},
      PasswordLength: {},
      TokenUrl: {},
      KeyName: {},
    }),
    'the name of a parameter in Parameter Store': parameters({
      DbPassword: { Type: 'AWS::SSM::Parameter::Value<String>' },
    }),
    'a key pair': parameters({ AccessKey: { Type: 'AWS::EC2::KeyPair::KeyName' } }),
    'a number that is no password': parameters({ TokenBudget: { Type: 'Number' } }),
    'the name of a secret by default': parameters({ DbSecret: { Default: 'orders/db' } }),
    'the ARN of a secret, as its description says': parameters({
      DbSecret: { Description: 'The ARN of the secret of the database' },
    }),
    'the name of a secret, as its use says': parameters(
      { DbSecret: {} },
      database({
        MasterUserPassword: { 'Fn::Sub': '{{resolve:secretsmanager:${DbSecret}:SecretString:password}}' },
      }),
    ),
    'the ARN of a secret, in a policy': parameters(
      { DbCredentials: {} },
      {
        Role: {
          Type: 'AWS::IAM::Policy',
          Properties: {
            PolicyName: 'read',
            Roles: ['app'],
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Action: 'secretsmanager:GetSecretValue',
                  Resource: { Ref: 'DbCredentials' },
                },
              ],
            },
          },
        },
      },
    ),
  },
  fail: {
    'a password': [
      parameters({ DbPassword: {} }),
      `warning DbPassword Parameters.DbPassword.NoEcho: DbPassword is named as a secret, ${SHOWS}`,
    ],
    'NoEcho is off': [
      parameters({ ApiToken: { NoEcho: false } }),
      `warning ApiToken Parameters.ApiToken.NoEcho: ApiToken is named as a secret, ${SHOWS}`,
    ],
    'a parameter that feeds a secret property, whatever its name': [
      parameters({ Word: {} }, database({ MasterUserPassword: { Ref: 'Word' } })),
      `warning Word Parameters.Word.NoEcho: Word is the value of Database's MasterUserPassword, ${SHOWS}`,
    ],
    'in one branch only': [
      parameters(
        { Word: {} },
        database({ MasterUserPassword: { 'Fn::If': ['IsProd', { Ref: 'Word' }, { Ref: 'AWS::NoValue' }] } }),
      ),
      `warning Word Parameters.Word.NoEcho: Word is the value of Database's MasterUserPassword, ${SHOWS}`,
    ],
    'a parameter that feeds a secret property by Fn::Sub': [
      parameters({ Word: { Default: '' } }, database({ MasterUserPassword: { 'Fn::Sub': '${Word}' } })),
      `warning Word Parameters.Word.NoEcho: Word is the value of Database's MasterUserPassword, ${SHOWS}`,
    ],
    'a field of a secret': [
      parameters(
        { Word: {} },
        {
          Secret: {
            Type: 'AWS::SecretsManager::Secret',
            Properties: { SecretString: { 'Fn::Sub': '{"username":"app","password":"${Word}"}' } },
          },
        },
      ),
      `warning Word Parameters.Word.NoEcho: Word is the value of "password" in Secret, ${SHOWS}`,
    ],
  },
});
