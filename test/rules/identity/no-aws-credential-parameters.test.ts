import rule from '../../../rules/identity/no-aws-credential-parameters';
import { testRule } from '../../rule-tester';

const asking = (name: string, parameter: object = {}) => ({
  Parameters: { [name]: { Type: 'String', ...parameter } },
  Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
});

testRule(rule, {
  pass: {
    'the role to assume': asking('DeploymentRoleArn', {
      Description: 'Role that has access to the AWS bucket',
    }),
    'whether to make one': asking('CreateAwsAccessKey', { AllowedValues: ['true', 'false'] }),
    'an external id, an account and a KMS key': {
      Parameters: {
        ExternalId: { Type: 'String' },
        AwsAccountId: { Type: 'String' },
        AwsKmsKeyId: { Type: 'String' },
      },
      Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
    },
    'a key pair of EC2': asking('AccessKeyPair', {
      Type: 'AWS::EC2::KeyPair::KeyName',
      Description: 'Access key pair for SSH',
    }),
    'the key of somebody else': asking('DatadogApiKey', { NoEcho: true }),
    'the secret key of an application': asking('DjangoSecretKey', { NoEcho: true }),
    'the access key of a store that is not S3': asking('WasabiSecretAccessKey', { NoEcho: true }),
    'the access key of another cloud, by its description': asking('StorageAccessKeyId', {
      Description: 'For the Azure storage account',
    }),
    'the ARN of a secret': asking('AwsCredentials', { Description: 'ARN of the secret with the key pair' }),
    'a path in Parameter Store': asking('AwsSecretAccessKey', {
      Type: 'AWS::SSM::Parameter::Value<String>',
      Default: '/deploy/key',
    }),
    'the name of a secret': asking('AwsAccessKeySecretName'),
    'how old a key may be': asking('MaxAccessKeyAge', { Description: 'Access key age of IAM users in days' }),
  },
  fail: {
    'a secret access key, NoEcho or not': [
      asking('AwsSecretAccessKey', { NoEcho: true }),
      'error AwsSecretAccessKey Parameters.AwsSecretAccessKey: AwsSecretAccessKey asks for an AWS secret access key, and NoEcho only hides it',
    ],
    'a session token, by its description': [
      asking('Token', { Description: 'AWS session token of the temporary credentials' }),
      'error Token Parameters.Token: Token asks for an AWS session token',
    ],
    'the key and its id': [
      {
        Parameters: { AwsAccessKeyId: { Type: 'String' }, S3SecretKey: { Type: 'String' } },
        Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
      },
      [
        'error AwsAccessKeyId Parameters.AwsAccessKeyId: AwsAccessKeyId asks for the id of an AWS access key',
        'error S3SecretKey Parameters.S3SecretKey: S3SecretKey asks for an AWS secret access key',
      ],
    ],
    'a session token': [
      asking('AWSSessionToken'),
      'error AWSSessionToken Parameters.AWSSessionToken: AWSSessionToken asks for an AWS session token',
    ],
    'credentials in one': [
      asking('AwsCredentials', { Description: 'Key and secret, with a colon between' }),
      'error AwsCredentials Parameters.AwsCredentials: AwsCredentials asks for AWS credentials',
    ],
    'only the description says so': [
      asking('BackupKey', { Description: 'The AWS access key of the backup user' }),
      'error BackupKey Parameters.BackupKey: BackupKey asks for an AWS access key',
    ],
    'in one word': [
      asking('S3AccessKey', { Default: '' }),
      'error S3AccessKey Parameters.S3AccessKey: S3AccessKey asks for an AWS access key',
    ],
  },
});
