import rule from '../../../rules/secrets/secret-parameters-no-default';
import { testRule } from '../../rule-tester';

const topic = { Type: 'AWS::SNS::Topic' };
const database = (more: object) => ({
  Type: 'AWS::RDS::DBInstance',
  Properties: {
    DBInstanceClass: 'db.t4g.small',
    Engine: 'postgres',
    AllocatedStorage: '20',
    MasterUsername: 'app',
    ...more,
  },
});
const parameters = (declared: { [name: string]: object }, resources: object = { Topic: topic }) => ({
  Parameters: Object.fromEntries(
    Object.entries(declared).map(([name, field]) => [name, { Type: 'String', ...field }]),
  ),
  Resources: resources,
});

testRule(rule, {
  pass: {
    'a token that template-no-credential-patterns tells by its format': parameters({
      GitHubToken: { Default: `ghp_${'aB3'.repeat(12)}` },
    }),
    'no default': parameters({ DbPassword: { NoEcho: true } }),
    'an empty default, for a secret that may be left out': parameters({ DbPassword: { Default: '' } }),
    'no secret is the default': parameters({ RepositoryToken: { Default: 'none' } }),
    'the ARN of a secret': parameters({
      DbSecret: { Default: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-db-a1b2c3' },
    }),
    'the path of a parameter': parameters({ ApiToken: { Default: '/orders/api-token' } }),
    'the name of a secret': parameters({ DbSecret: { Default: 'orders/db' } }),
    'the name of a secret that says so': parameters({ DbSecret: { Default: 'orders-db-secret' } }),
    'a dynamic reference': parameters({
      GitHubToken: { Default: '{{resolve:secretsmanager:orders/github:SecretString:token}}' },
    }),
    'names that speak about secrets': parameters({
      SecretArn: { Default: 'orders' },
      SecretName: { Default: 'orders' },
      PasswordLength: { Default: '16' },
      TokenTtl: { Default: '1h' },
      ApiKeyId: { Default: 'a1b2c3' },
      KeyName: { Default: 'ops' },
      TokenUrl: { Default: 'login.example.com/token' },
      EnableToken: { Default: 'perhaps' },
      Tokenizer: { Default: 'standard' },
      Secretary: { Default: 'jane' },
    }),
    'a number that is no password': parameters({ TokenBudget: { Type: 'Number', Default: 4000 } }),
    'a switch': parameters({ DbSecret: { AllowedValues: ['true', 'false'], Default: 'true' } }),
    'a parameter read from Parameter Store': parameters({
      DbPassword: {
        Type: 'AWS::SSM::Parameter::Value<String>',
        NoEcho: true,
        Default: '/orders/db-password',
      },
    }),
    'a parameter that feeds something else': parameters(
      { Engine: { Default: 'postgres' } },
      { Database: database({ Engine: { Ref: 'Engine' }, ManageMasterUserPassword: true }) },
    ),
    'a parameter that is a piece of a secret property': parameters(
      { Stage: { Default: 'prod' } },
      {
        Database: database({
          MasterUserPassword: { 'Fn::Sub': '{{resolve:secretsmanager:${Stage}/db:SecretString:password}}' },
        }),
      },
    ),
    'the name of the user in the JSON of a secret': parameters(
      { Login: { Default: 'app' } },
      {
        Secret: {
          Type: 'AWS::SecretsManager::Secret',
          Properties: { SecretString: { 'Fn::Sub': '{"username":"${Login}","password":"${Password}"}' } },
        },
      },
    ),
    'another option of Beanstalk': parameters(
      { Class: { Default: 'db.t4g.small' } },
      {
        Environment: {
          Type: 'AWS::ElasticBeanstalk::Environment',
          Properties: {
            ApplicationName: 'shop',
            OptionSettings: [
              { Namespace: 'aws:rds:dbinstance', OptionName: 'DBInstanceClass', Value: { Ref: 'Class' } },
            ],
          },
        },
      },
    ),
  },
  fail: {
    'a hidden parameter with a default': [
      parameters({ Phrase: { NoEcho: true, Default: 'tr0ub4dor' } }),
      'error Phrase Parameters.Phrase.Default: Phrase is NoEcho, and has a default',
    ],
    'a parameter named as a secret': [
      parameters({ dbpassword: { Default: 'tr0ub4dor' } }),
      'error dbpassword Parameters.dbpassword.Default: dbpassword is named as a secret, and has a default',
    ],
    'a password of digits': [
      parameters({ DbPassword: { Type: 'Number', Default: 12345678 } }),
      'error DbPassword Parameters.DbPassword.Default: DbPassword is named as a secret, and has a default',
    ],
    'values to choose from': [
      parameters({ ApiKey: { AllowedValues: ['k-7f3a', 'k-9b2c'] } }),
      [
        'error ApiKey Parameters.ApiKey.AllowedValues[0]: ApiKey is named as a secret, and lists a value',
        'error ApiKey Parameters.ApiKey.AllowedValues[1]: ApiKey is named as a secret, and lists a value',
      ],
    ],
    'a parameter that feeds a password': [
      parameters(
        { Word: { Default: 'tr0ub4dor' } },
        { Database: database({ MasterUserPassword: { Ref: 'Word' } }) },
      ),
      "error Word Parameters.Word.Default: Word is the value of Database's MasterUserPassword, and has a default",
    ],
    'a parameter that feeds a password in one branch': [
      parameters(
        { Word: { Default: 'tr0ub4dor' } },
        {
          Database: database({
            MasterUserPassword: { 'Fn::If': ['IsProd', { Ref: 'Other' }, { 'Fn::Sub': '${Word}' }] },
          }),
        },
      ),
      "error Word Parameters.Word.Default: Word is the value of Database's MasterUserPassword, and has a default",
    ],
    'a parameter that feeds a field of a secret': [
      parameters(
        { Word: { Default: 'tr0ub4dor' } },
        {
          Secret: {
            Type: 'AWS::SecretsManager::Secret',
            Properties: { SecretString: { 'Fn::Sub': '{"username":"app","password":"${Word}"}' } },
          },
        },
      ),
      'error Word Parameters.Word.Default: Word is the value of "password" in Secret, and has a default',
    ],
    'a password that everybody knows': [
      parameters({ DbPassword: { Default: 'changeme' } }),
      'error DbPassword Parameters.DbPassword.Default: DbPassword is named as a secret, and has a default',
    ],
    'a text that asks to be replaced': [
      parameters({ DbPassword: { Default: '<your password>' } }),
      'warning DbPassword Parameters.DbPassword.Default: DbPassword is named as a secret, and has a default',
    ],
    "a user's name that is hidden": [
      parameters({ DbUser: { NoEcho: true, Default: 'app' } }),
      'warning DbUser Parameters.DbUser.Default: DbUser is NoEcho, and has a default',
    ],
  },
  options: {
    'a value that is given does not mend the default': [
      parameters({ DbPassword: { NoEcho: true, Default: 'tr0ub4dor' } }),
      { parameters: { DbPassword: 'another' } },
      'error DbPassword Parameters.DbPassword.Default: DbPassword is NoEcho, and has a default',
    ],
  },
});
