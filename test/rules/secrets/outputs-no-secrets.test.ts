import rule from '../../../rules/secrets/outputs-no-secrets';
import { testRule } from '../../rule-tester';

const app = {
  Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: {} } },
};
const key = { Key: { Type: 'AWS::IAM::AccessKey', Properties: { UserName: 'deploy' } } };
const hidden = {
  Password: { Type: 'String', NoEcho: true },
  Login: { Type: 'String', NoEcho: true, Default: 'app' },
};
const output = (value: object | string, more: object = {}, name = 'Out') => ({
  Parameters: hidden,
  Resources: app,
  Outputs: { [name]: { Value: value, ...more } },
});
const withMetadata = (metadata: object, parameters: object = hidden) => ({
  Parameters: parameters,
  Resources: { ...key, Bucket: { Type: 'AWS::S3::Bucket', Metadata: metadata } },
});
const HIDDEN = 'the NoEcho parameter Password shows here in clear';

testRule(rule, {
  pass: {
    'a token that template-no-credential-patterns tells by its format': output(
      `ghp_${'aB3'.repeat(12)}`,
      {},
      'GitHubToken',
    ),
    'the ARN of a secret': output({ Ref: 'Secret' }),
    'the id of an access key': { Resources: key, Outputs: { Id: { Value: { Ref: 'Key' } } } },
    'a parameter that is no secret': {
      Parameters: { Stage: { Type: 'String' } },
      Resources: app,
      Outputs: { Stage: { Value: { Ref: 'Stage' } } },
    },
    'the host in the secret of a database': output({
      'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Secret' }, ':SecretString:host}}']],
    }),
    'a plain parameter of Parameter Store': output('{{resolve:ssm:/orders/endpoint}}'),
    'an output that names where a secret is': output('orders/db', {}, 'DbSecretName'),
    'metadata without a secret': withMetadata({ Owner: 'orders' }),
    'a dynamic reference in metadata, where nothing resolves it': withMetadata({
      Password: {
        'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Key' }, ':SecretString:password}}']],
      },
    }),
    'a branch that is never taken': {
      Parameters: { ...hidden, Stage: { Type: 'String', Default: 'prod', AllowedValues: ['prod'] } },
      Resources: app,
      Outputs: {
        Out: { Value: { 'Fn::If': ['IsProd', 'nothing', { Ref: 'Password' }] } },
      },
    },
  },
  fail: {
    'a NoEcho parameter': [output({ Ref: 'Password' }), `error Out Outputs.Out.Value: ${HIDDEN}`],
    'a NoEcho parameter in an address': [
      output({ 'Fn::Sub': 'postgres://app:${Password}@db.example.com/orders' }),
      `error Out Outputs.Out.Value: ${HIDDEN}`,
    ],
    'a NoEcho parameter with a default': [
      {
        Parameters: { Password: { Type: 'String', NoEcho: true, Default: 'Xk29-fjq' } },
        Resources: app,
        Outputs: { Out: { Value: { 'Fn::Join': [':', ['app', { Ref: 'Password' }]] } } },
      },
      `error Out Outputs.Out.Value: ${HIDDEN}`,
    ],
    'the name of a user, which was to be hidden': [
      output({ Ref: 'Login' }),
      'info Out Outputs.Out.Value: the NoEcho parameter Login shows here in clear',
    ],
    'the dynamic reference that CDK writes': [
      output({
        'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Secret' }, ':SecretString:password::}}']],
      }),
      'error Out Outputs.Out.Value: {{resolve:secretsmanager:${…}:SecretString:password::}} shows here in clear',
    ],
    'a secret access key': [
      { Resources: key, Outputs: { Out: { Value: { 'Fn::GetAtt': ['Key', 'SecretAccessKey'] } } } },
      'error Out Outputs.Out.Value: ${Key.SecretAccessKey} shows here in clear',
    ],
    'the name of an export': [
      output('orders', { Export: { Name: { 'Fn::Sub': 'orders-${Password}' } } }),
      `error Out Outputs.Out.Export.Name: ${HIDDEN}`,
    ],
    'outside production': [
      output({ 'Fn::If': ['IsProd', 'nothing', { Ref: 'Password' }] }),
      `warning Out Outputs.Out.Value when IsProd is false (Stage is dev): ${HIDDEN}`,
    ],
    'an output that is there outside production': [
      {
        Parameters: { ...hidden, Stage: { Type: 'String', AllowedValues: ['dev', 'prod'], Default: 'prod' } },
        Conditions: { IsDev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] } },
        Resources: app,
        Outputs: { Out: { Condition: 'IsDev', Value: { Ref: 'Password' } } },
      },
      `warning Out Outputs.Out.Value when IsDev is true (Stage is dev): ${HIDDEN}`,
    ],
    'a literal': [
      output('Xk29-fjq', {}, 'DbPassword'),
      'error DbPassword Outputs.DbPassword.Value: DbPassword is written in the template',
    ],
    'metadata of a resource': [
      withMetadata({
        'AWS::CloudFormation::Init': { config: { files: { '/etc/app': { content: { Ref: 'Password' } } } } },
      }),
      `error Bucket Metadata.AWS::CloudFormation::Init.config.files./etc/app.content: ${HIDDEN}`,
    ],
    'many places of the metadata of a resource, which are told at the first': [
      withMetadata({
        'AWS::CloudFormation::Init': {
          config: {
            commands: {
              '1-start': { command: 'start' },
              '2-set': { command: { 'Fn::Sub': 'setpw ${Password}' } },
              '3-test': {
                command: { 'Fn::Sub': 'login ${Password}' },
                test: { 'Fn::Sub': 'ping ${Password}' },
              },
            },
          },
        },
      }),
      `error Bucket Metadata.AWS::CloudFormation::Init.config.commands.2-set.command: ${HIDDEN} (3 texts of its Metadata mention it)`,
    ],
    'metadata whose first place is not there in production': [
      withMetadata({
        A: { 'Fn::If': ['IsProd', 'nothing', { Ref: 'Password' }] },
        B: { 'Fn::Sub': '${Password}' },
      }),
      [
        `warning Bucket Metadata.A when IsProd is false (Stage is dev): ${HIDDEN} (2 texts of its Metadata mention it)`,
        `error Bucket Metadata.B when IsProd is true (Stage is prod): ${HIDDEN} (2 texts of its Metadata mention it)`,
      ],
    ],
    'a secret access key for cfn-init': [
      withMetadata(
        {
          'AWS::CloudFormation::Authentication': {
            s3: {
              type: 'S3',
              accessKeyId: { Ref: 'Key' },
              secretKey: { 'Fn::GetAtt': 'Key.SecretAccessKey' },
            },
          },
        },
        {},
      ),
      'error Bucket Metadata.AWS::CloudFormation::Authentication.s3.secretKey: ${Key.SecretAccessKey} shows here in clear',
    ],
  },
});
