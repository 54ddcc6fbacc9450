import rule from '../../../rules/identity/iam-access-key-secret-kept-in-secret-store';
import { testRule } from '../../rule-tester';

const Key = { Type: 'AWS::IAM::AccessKey', Properties: { UserName: 'mailer' } };
const secret = { 'Fn::GetAtt': ['Key', 'SecretAccessKey'] };
const IN_CLEAR = '${Key.SecretAccessKey} stands here in clear';

const using = (type: string, properties: object) => ({
  Resources: { Key, Use: { Type: type, Properties: properties } },
});
const mailFunction = (value: unknown) =>
  using('AWS::Lambda::Function', {
    Code: { ZipFile: 'exports.handler = async () => {}' },
    Handler: 'index.handler',
    Role: 'arn:aws:iam::111122223333:role/mailer',
    Runtime: 'nodejs22.x',
    Environment: { Variables: { KEY: value } },
  });

testRule(rule, {
  pass: {
    'in a secret': using('AWS::SecretsManager::Secret', { SecretString: secret }),
    'in a secret, with its id': using('AWS::SecretsManager::Secret', {
      SecretString: { 'Fn::Sub': '{"id":"${Key}","secret":"${Key.SecretAccessKey}"}' },
    }),
    'only the id of the key': mailFunction({ Ref: 'Key' }),
    'an output, which is the case of another rule': {
      Resources: { Key },
      Outputs: { Secret: { Value: secret } },
    },
    'the secret of something else': {
      Resources: {
        Key,
        Client: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: 'eu-west-1_a1b2c3' } },
        Use: {
          Type: 'AWS::SSM::Parameter',
          Properties: { Type: 'String', Value: { 'Fn::GetAtt': ['Client', 'ClientSecret'] } },
        },
      },
    },
  },
  fail: {
    'an environment variable': [
      mailFunction(secret),
      `error Use Properties.Environment.Variables.KEY: ${IN_CLEAR}`,
    ],
    'user data': [
      using('AWS::EC2::Instance', {
        UserData: { 'Fn::Base64': { 'Fn::Sub': 'configure ${Key} ${Key.SecretAccessKey}' } },
      }),
      `error Use Properties.UserData: ${IN_CLEAR}`,
    ],
    'a parameter': [
      using('AWS::SSM::Parameter', { Type: 'String', Value: secret }),
      `error Use Properties.Value: ${IN_CLEAR}`,
    ],
    'the description of the secret': [
      using('AWS::SecretsManager::Secret', { Description: secret, SecretString: secret }),
      `error Use Properties.Description: ${IN_CLEAR}`,
    ],
    'a nested stack that is not looked at': [
      using('AWS::CloudFormation::Stack', {
        TemplateURL: 'https://s3.amazonaws.com/templates/mailer.yaml',
        Parameters: { Secret: secret },
      }),
      `error Use Properties.Parameters.Secret: ${IN_CLEAR}`,
    ],
    'outside production': [
      mailFunction({
        'Fn::If': ['IsProd', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:key', secret],
      }),
      `warning Use Properties.Environment.Variables.KEY when IsProd is false (Stage is dev): ${IN_CLEAR}`,
    ],
  },
});
