import rule from '../../../rules/secrets/template-no-credential-patterns';
import { testRule } from '../../rule-tester';

// Put together here, so that nobody takes the file itself for a leak.
const accessKeyId = `AKIA${'Q3EGRTY7ZKLMNP2B'}`;
const secretAccessKey = `${'mX9vT2bQ7sR4wK1z'}${'L8nC5yH3dF6gJ0pAeUiOqWrT'}`;
const gitHubToken = `ghp_${'4fK9sLm2Qw8Rt1Yv6Zx3Cb7Nd5Hj0PgUaEiO'}`;
const keyLine = 'MIIEpAIBAAKCAQEA7bq9Zk2mXw1rT5yUvC8sLfH3jKdP6nQgWeRtYuIoPaSdFgHj';
const privateKey = `-----BEGIN RSA PRIVATE ${'KEY'}-----\n${keyLine}\n${keyLine}\n-----END RSA PRIVATE KEY-----`;

const topic = { Type: 'AWS::SNS::Topic' };
const parameter = (value: unknown) => ({
  Resources: { Setting: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: value } } },
});
const at = 'Setting Properties.Value';

const webhook = (address: string) => ({
  Resources: {
    Subscription: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: 'arn:aws:sns:eu-west-1:111122223333:alerts',
        Protocol: 'https',
        Endpoint: address,
      },
    },
  },
});
const key = '8f3kq9zl2mx7vb4nc6w1pj0r5t';
const guid = '3f2a9b1c-0d4e-4f5a-8b6c-7d8e9f0a1b2c';

testRule(rule, {
  pass: {
    'an address without a token': webhook('https://hooks.example.com/alerts?team=orders&page=2'),
    'an address with a placeholder': webhook('https://hooks.example.com/alerts?token=<your-token-here>'),
    'an address with the id of a token': webhook(`https://hooks.example.com/alerts?token_id=${key}`),
    'the example key of the AWS documentation': parameter('AKIAIOSFODNN7EXAMPLE'),
    'the example secret of the AWS documentation': parameter(
      'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    ),
    'an id of a role': parameter('AROAQ3EGRTY7ZKLMNP2B'),
    'a key blacked out': parameter('AKIAXXXXXXXXXXXXXXXX'),
    'an access key id within Base64': parameter(`aGVsbG8${accessKeyId}gd29ybGQ`),
    'a digest beside a word of a secret': parameter(`secret_access_key_hash=${'0a1b2c3d'.repeat(5)}`),
    'a password from Secrets Manager': parameter(
      'postgres://app:{{resolve:secretsmanager:prod/db:SecretString:password}}@db.internal/orders',
    ),
    'a password from Secrets Manager, by a reference': {
      Resources: {
        Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: {} } },
        ...parameter({
          'Fn::Sub': 'redis://:{{resolve:secretsmanager:${Secret}:SecretString:token}}@cache.internal:6379',
        }).Resources,
      },
    },
    'a password from a parameter': parameter({ 'Fn::Sub': 'https://deploy:${Token}@git.example.com' }),
    'a password from a shell variable': parameter('git clone https://$GIT_USER:$GIT_TOKEN@github.com/a/b'),
    'a password from a format string': parameter('postgresql://{user}:{password}@{host}'),
    'a password in angle brackets': parameter('mongodb://<user>:<password>@cluster.example.com'),
    'an address with a port and an at sign in its path': parameter('https://example.com:8443/team/a@b'),
    'a certificate': parameter(`-----BEGIN CERTIFICATE-----\n${keyLine}\n-----END CERTIFICATE-----`),
    'a public key': parameter(`-----BEGIN PUBLIC KEY-----\n${keyLine}\n-----END PUBLIC KEY-----`),
    'a script that looks for private keys': parameter("grep -r -- '-----BEGIN PRIVATE KEY-----' /etc/ssl"),
    'the analytics text of CDK': {
      Resources: {
        CDKMetadata: {
          Type: 'AWS::CDK::Metadata',
          Properties: { Analytics: 'v2:deflate64:H4sIAAAAAAAA/02Py24CMQxFv4V9xiWwoNsWqRs2o+EDUCZxJc' },
        },
      },
    },
  },
  fail: {
    'a secret access key beside each name that tells it': [
      {
        Resources: {
          Tagged: {
            Type: 'AWS::SNS::Topic',
            Properties: { Tags: [{ Key: 'SecretAccessKey', Value: secretAccessKey }] },
          },
          Optioned: {
            Type: 'AWS::ElasticBeanstalk::ConfigurationTemplate',
            Properties: {
              ApplicationName: 'shop',
              OptionSettings: [
                {
                  Namespace: 'aws:elasticbeanstalk:application:environment',
                  OptionName: 'AWS_SECRET_ACCESS_KEY',
                  Value: secretAccessKey,
                },
              ],
            },
          },
        },
      },
      [
        'error Tagged Properties.Tags[0].Value: an AWS secret access key stands here',
        'error Optioned Properties.OptionSettings[0].Value: an AWS secret access key stands here',
      ],
    ],
    'a secret access key in a resource that is called so': [
      {
        Resources: {
          SecretAccessKey: {
            Type: 'AWS::SSM::Parameter',
            Properties: { Type: 'String', Value: secretAccessKey },
          },
        },
      },
      'error SecretAccessKey Properties.Value: an AWS secret access key stands here',
    ],
    'an access key id': [parameter(accessKeyId), `error ${at}: an AWS access key id stands here`],
    'an access key id and its secret': [
      parameter(`${accessKeyId} ${secretAccessKey}`),
      [`error ${at}: an AWS access key id stands here`, `error ${at}: an AWS secret access key stands here`],
    ],
    'a secret access key beside its name': [
      parameter(`aws configure set aws_secret_access_key ${secretAccessKey}`),
      `error ${at}: an AWS secret access key stands here`,
    ],
    'a secret access key under its name': [
      {
        Resources: {
          Function: {
            Type: 'AWS::Lambda::Function',
            Properties: {
              Role: 'arn:aws:iam::111122223333:role/worker',
              Runtime: 'nodejs22.x',
              Handler: 'index.handler',
              Code: { S3Bucket: 'code', S3Key: 'worker.zip' },
              Environment: { Variables: { UPLOAD_SECRET_ACCESS_KEY: secretAccessKey } },
            },
          },
        },
      },
      'error Function Properties.Environment.Variables.UPLOAD_SECRET_ACCESS_KEY: an AWS secret access key stands here',
    ],
    'a secret access key in the element of its name': [
      {
        Resources: {
          Task: {
            Type: 'AWS::ECS::TaskDefinition',
            Properties: {
              ContainerDefinitions: [
                {
                  Name: 'web',
                  Image: 'nginx',
                  Environment: [{ Name: 'SecretAccessKey', Value: secretAccessKey }],
                },
              ],
            },
          },
        },
      },
      'error Task Properties.ContainerDefinitions[0].Environment[0].Value: an AWS secret access key stands here',
    ],
    'a private key': [parameter(privateKey), `error ${at}: a private key stands here`],
    'a private key in lines that are joined': [
      parameter({ 'Fn::Join': ['\n', privateKey.split('\n')] }),
      `error ${at}: a private key stands here`,
    ],
    'a token in pieces': [
      parameter({ 'Fn::Join': ['', ['token ', gitHubToken.slice(0, 12), gitHubToken.slice(12)]] }),
      `error ${at}: a GitHub token stands here`,
    ],
    'a token in user data': [
      {
        Resources: {
          Server: {
            Type: 'AWS::EC2::Instance',
            Properties: {
              ImageId: 'ami-0abcdef1234567890',
              UserData: {
                'Fn::Base64': { 'Fn::Sub': `#!/bin/bash\necho \${AWS::Region}\nlogin ${gitHubToken}` },
              },
            },
          },
        },
      },
      'error Server Properties.UserData: a GitHub token stands here',
    ],
    'a token in user data that is Base64 already': [
      {
        Resources: {
          Server: {
            Type: 'AWS::EC2::Instance',
            Properties: {
              ImageId: 'ami-0abcdef1234567890',
              UserData: Buffer.from(`#!/bin/bash\nlogin ${gitHubToken}\n`).toString('base64'),
            },
          },
        },
      },
      'error Server Properties.UserData: a GitHub token stands here',
    ],
    'a password in the address of a database': [
      parameter('postgres://app:tr0ub4dor@db.internal:5432/orders'),
      `error ${at}: a password in an address stands here`,
    ],
    'a password in an address that goes on with a reference': [
      parameter({ 'Fn::Join': ['@', ['postgresql://app:tr0ub4dor', { Ref: 'Host' }]] }),
      `error ${at}: a password in an address stands here`,
    ],
    'a password in an address, by the name of a password': [
      parameter('https://user:password@git.example.com'),
      `warning ${at}: what stands here has the form of a password in an address`,
    ],
    'in a branch that cannot happen, of a resource that is not created': [
      {
        Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
        Resources: {
          Setting: {
            Type: 'AWS::SSM::Parameter',
            Condition: 'Never',
            Properties: { Type: 'String', Value: { 'Fn::If': ['Never', accessKeyId, 'none'] } },
          },
        },
      },
      `error ${at}: an AWS access key id stands here`,
    ],
    'in a conditional piece of a text': [
      parameter({ 'Fn::Join': ['', ['key=', { 'Fn::If': ['IsProd', accessKeyId, 'none'] }]] }),
      `error ${at}: an AWS access key id stands here`,
    ],
    'in the default of a parameter': [
      { Parameters: { Token: { Type: 'String', Default: gitHubToken } }, Resources: { Topic: topic } },
      'error Token Parameters.Token.Default: a GitHub token stands here',
    ],
    'in a mapping': [
      { Mappings: { Keys: { prod: { id: accessKeyId } } }, Resources: { Topic: topic } },
      'error Keys Mappings.Keys.prod.id: an AWS access key id stands here',
    ],
    'in an output': [
      { Resources: { Topic: topic }, Outputs: { Key: { Value: accessKeyId } } },
      'error Key Outputs.Key.Value: an AWS access key id stands here',
    ],
    'in the metadata and the description of the template': [
      {
        Description: `deploy with ${accessKeyId}`,
        Metadata: { Login: { id: accessKeyId, secret: secretAccessKey } },
        Resources: { Topic: topic },
      },
      [
        'error Description: an AWS access key id stands here',
        'error Metadata.Login.id: an AWS access key id stands here',
        'error Metadata.Login.secret: an AWS secret access key stands here',
      ],
    ],
    'a token in the address of a webhook': [
      webhook(`https://hooks.example.com/alerts?team=orders&token=${key}`),
      'error Subscription Properties.Endpoint: a token in an address stands here',
    ],
    'a webhook of Teams': [
      webhook(
        `https://shop.webhook.office.com/webhookb2/${guid}@${guid}/IncomingWebhook/${'0a1b2c3d'.repeat(4)}/${guid}`,
      ),
      'error Subscription Properties.Endpoint: a Teams webhook address stands here',
    ],
    'a webhook of Discord': [
      webhook(`https://discord.com/api/webhooks/123456789012345678/${key.repeat(3)}`),
      'error Subscription Properties.Endpoint: a Discord webhook address stands here',
    ],
    'an integration of PagerDuty': [
      webhook(`https://events.pagerduty.com/integration/${'0a1b2c3d'.repeat(4)}/enqueue`),
      'error Subscription Properties.Endpoint: a PagerDuty integration key stands here',
    ],
  },
});
