import rule from '../../../rules/secrets/environment-variables-no-resolved-secrets';
import { testRule } from '../../rule-tester';

const lambda = (variables: object, parameters: object = {}) => ({
  Parameters: parameters,
  Resources: {
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Role: 'arn:aws:iam::111122223333:role/orders',
        Code: { S3Bucket: 'code', S3Key: 'orders.zip' },
        Handler: 'index.handler',
        Runtime: 'nodejs22.x',
        Environment: { Variables: variables },
      },
    },
  },
});
const hidden = { Password: { Type: 'String', NoEcho: true } };
const PASSWORD = '{{resolve:secretsmanager:orders/db:SecretString:password}}';
const at = 'Properties.Environment.Variables';

testRule(rule, {
  pass: {
    'the secret of an access key, which is the case of another rule': {
      Resources: {
        Key: { Type: 'AWS::IAM::AccessKey', Properties: { UserName: 'deploy' } },
        Parameter: {
          Type: 'AWS::SSM::Parameter',
          Properties: { Type: 'String', Value: { 'Fn::GetAtt': ['Key', 'SecretAccessKey'] } },
        },
      },
    },
    'the ARN of a secret': lambda({ SECRET_ARN: { Ref: 'Secret' } }, { Secret: { Type: 'String' } }),
    'the user and the host in a secret': lambda({
      DB_USER: '{{resolve:secretsmanager:orders/db:SecretString:username}}',
      DB_HOST: '{{resolve:secretsmanager:orders/db:SecretString:host::}}',
    }),
    'a plain parameter': lambda({ ENDPOINT: '{{resolve:ssm:/orders/endpoint}}' }),
    'a name of a user that is hidden': lambda(
      { DB_USER: { Ref: 'DbUser' } },
      { DbUser: { Type: 'String', NoEcho: true } },
    ),
    'a variable of CodeBuild that names the secret': {
      Type: 'AWS::CodeBuild::Project',
      Properties: {
        ServiceRole: 'arn:aws:iam::111122223333:role/build',
        Artifacts: { Type: 'NO_ARTIFACTS' },
        Source: { Type: 'NO_SOURCE', BuildSpec: 'version: 0.2' },
        Environment: {
          ComputeType: 'BUILD_GENERAL1_SMALL',
          Image: 'aws/codebuild/standard:7.0',
          Type: 'LINUX_CONTAINER',
          EnvironmentVariables: [{ Name: 'TOKEN', Type: 'SECRETS_MANAGER', Value: 'orders/token' }],
        },
      },
    },
    'a secret of a container': {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: {
        ContainerDefinitions: [
          {
            Name: 'orders',
            Image: 'orders',
            Secrets: [
              { Name: 'PASSWORD', ValueFrom: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders' },
            ],
          },
        ],
      },
    },
    'user data that fetches the secret': {
      Type: 'AWS::EC2::Instance',
      Properties: {
        UserData: { 'Fn::Base64': { 'Fn::Sub': 'aws secretsmanager get-secret-value --secret-id ${Name}' } },
      },
    },
  },
  fail: {
    'a secret of Secrets Manager': [
      lambda({ DB_PASSWORD: PASSWORD }),
      `warning Function ${at}.DB_PASSWORD: DB_PASSWORD holds ${PASSWORD}, in clear`,
    ],
    'a NoEcho parameter': [
      lambda({ DB_PASSWORD: { Ref: 'Password' } }, hidden),
      `warning Function ${at}.DB_PASSWORD: DB_PASSWORD holds the NoEcho parameter Password, in clear`,
    ],
    'a NoEcho parameter in a connection string': [
      lambda({ DB: { 'Fn::Sub': 'postgres://app:${Password}@db/orders' } }, hidden),
      `warning Function ${at}.DB: DB holds the NoEcho parameter Password, in clear`,
    ],
    'outside production': [
      lambda({ DB_PASSWORD: { 'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, { Ref: 'Password' }] } }, hidden),
      `info Function ${at}.DB_PASSWORD when IsProd is false (Stage is dev): DB_PASSWORD holds the NoEcho parameter Password, in clear`,
    ],
    'the secret of a client': [
      {
        Resources: {
          Client: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: 'eu-west-1_a1b2c3' } },
          Task: {
            Type: 'AWS::ECS::TaskDefinition',
            Properties: {
              ContainerDefinitions: [
                {
                  Name: 'orders',
                  Image: 'orders',
                  Environment: [
                    { Name: 'CLIENT_SECRET', Value: { 'Fn::GetAtt': ['Client', 'ClientSecret'] } },
                  ],
                },
              ],
            },
          },
        },
      },
      'warning Task Properties.ContainerDefinitions[0].Environment[0].Value: CLIENT_SECRET holds ${Client.ClientSecret}, in clear',
    ],
    'user data': [
      {
        Parameters: hidden,
        Resources: {
          Instance: {
            Type: 'AWS::EC2::Instance',
            Properties: { UserData: { 'Fn::Base64': { 'Fn::Sub': 'setup --password ${Password}' } } },
          },
        },
      },
      'warning Instance Properties.UserData: UserData holds the NoEcho parameter Password, in clear',
    ],
    'the default of a parameter, which is a dynamic reference': [
      lambda({ DB_PASSWORD: { Ref: 'Database' } }, { Database: { Type: 'String', Default: PASSWORD } }),
      `warning Function ${at}.DB_PASSWORD when Database is ${PASSWORD}: DB_PASSWORD holds ${PASSWORD}, in clear`,
    ],
    'a plain parameter of Parameter Store': [
      { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: PASSWORD } },
      `warning Parameter Properties.Value: Value holds ${PASSWORD}, in clear`,
    ],
  },
});
