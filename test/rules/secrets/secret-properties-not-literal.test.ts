import rule from '../../../rules/secrets/secret-properties-not-literal';
import { testRule } from '../../rule-tester';

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
const secret = (more: object) => ({ Type: 'AWS::SecretsManager::Secret', Properties: more });
const glue = (properties: object) => ({
  Type: 'AWS::Glue::Connection',
  Properties: {
    CatalogId: '111122223333',
    ConnectionInput: { ConnectionType: 'JDBC', ConnectionProperties: properties },
  },
});
const listener = (oidc: object) => ({
  Type: 'AWS::ElasticLoadBalancingV2::Listener',
  Properties: {
    LoadBalancerArn:
      'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/0123456789abcdef',
    Port: 443,
    Protocol: 'HTTPS',
    Certificates: [{ CertificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/web' }],
    DefaultActions: [
      {
        Type: 'authenticate-oidc',
        Order: 1,
        AuthenticateOidcConfig: {
          AuthorizationEndpoint: 'https://login.example.com/authorize',
          TokenEndpoint: 'https://login.example.com/token',
          UserInfoEndpoint: 'https://login.example.com/user',
          Issuer: 'https://login.example.com',
          ClientId: 'web',
          ...oidc,
        },
      },
    ],
  },
});
const password = 'error DBInstance Properties.MasterUserPassword';

const header = (name: string, value: object | string) => ({
  Type: 'AWS::CloudFront::Distribution',
  Properties: {
    DistributionConfig: {
      Enabled: true,
      DefaultCacheBehavior: {
        TargetOriginId: 'web',
        ViewerProtocolPolicy: 'redirect-to-https',
        CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
      },
      Origins: [
        {
          Id: 'web',
          DomainName: 'web.example.com',
          CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
          OriginCustomHeaders: [{ HeaderName: name, HeaderValue: value }],
        },
      ],
    },
  },
});
const nestedStack = (parameters: object) => ({
  Type: 'AWS::CloudFormation::Stack',
  Properties: { TemplateURL: 'https://templates.s3.amazonaws.com/db.yaml', Parameters: parameters },
});
const custom = (more: object) => ({
  Type: 'Custom::User',
  Properties: { ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:users', ...more },
});

testRule(rule, {
  pass: {
    'fields that only begin or end like one that says nothing': secret({
      SecretString: '{"keyboard":"tr0ub4dor","userdata":"tr0ub4dor"}',
    }),
    'a custom resource whose program is called like a secret': {
      Type: 'Custom::User',
      Properties: { ServiceToken: 'q8Zr3TnB7xKp2VwL9mYs4CdF6hJg1aQe' },
    },
    'a token that template-no-credential-patterns tells by its format': database({
      MasterUserPassword: `ghp_${'aB3'.repeat(12)}`,
    }),
    'such a token in the JSON of a secret': secret({ SecretString: `{"token":"ghp_${'aB3'.repeat(12)}"}` }),
    'a header that shows no secret': header('X-Stage', 'prod'),
    'a header with a secret from Secrets Manager': header(
      'X-Origin-Secret',
      '{{resolve:secretsmanager:orders/origin:SecretString:header}}',
    ),
    'parameters of a nested stack that are no secret': nestedStack({
      Stage: 'prod',
      DbSecret: 'orders/db',
      SecretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders',
      DbPassword: { Ref: 'DbPassword' },
    }),
    'a custom resource without a secret': custom({ UserName: 'app', PasswordLength: 20 }),
    'RDS keeps the password': database({ ManageMasterUserPassword: true }),
    'a key of AWS documentation': secret({
      SecretString: '{"accessKey":"AKIAIOSFODNN7EXAMPLE"}',
    }),
    'a dynamic reference': database({
      MasterUserPassword: '{{resolve:secretsmanager:orders/db:SecretString:password}}',
    }),
    'a dynamic reference to a secure parameter': database({
      MasterUserPassword: '{{resolve:ssm-secure:/orders/db-password:1}}',
    }),
    'a dynamic reference as CDK writes it': {
      Resources: {
        Secret: secret({ GenerateSecretString: {} }),
        Database: database({
          MasterUserPassword: {
            'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Secret' }, ':SecretString:password::}}']],
          },
        }),
      },
    },
    'a dynamic reference with a reference inside': {
      Resources: {
        Secret: secret({ GenerateSecretString: {} }),
        Database: database({
          MasterUserPassword: { 'Fn::Sub': '{{resolve:secretsmanager:${Secret}:SecretString:password}}' },
        }),
      },
    },
    'a parameter without default': {
      Parameters: { Password: { Type: 'String', NoEcho: true } },
      Resources: { Database: database({ MasterUserPassword: { Ref: 'Password' } }) },
    },
    'a parameter with a default, which another rule judges': {
      Parameters: { Password: { Type: 'String', NoEcho: true, Default: 'tr0ub4dor' } },
      Resources: { Database: database({ MasterUserPassword: { Ref: 'Password' } }) },
    },
    'a list parameter with a default': {
      Parameters: {
        Passwords: { Type: 'CommaDelimitedList', NoEcho: true, Default: 'tr0ub4dor,tr0ub4dor2' },
      },
      Resources: {
        User: {
          Type: 'AWS::ElastiCache::User',
          Properties: { Engine: 'valkey', UserId: 'app', UserName: 'app', Passwords: { Ref: 'Passwords' } },
        },
      },
    },
    'an import from another stack': database({
      MasterUserPassword: { 'Fn::ImportValue': 'orders-password' },
    }),
    'an empty password': database({ MasterUserPassword: '' }),
    'no password in either branch': database({
      MasterUserPassword: { 'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, { Ref: 'Password' }] },
    }),
    'a literal in a branch that cannot happen': {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: {
        Database: database({
          MasterUserPassword: { 'Fn::If': ['Never', 'tr0ub4dor', { Ref: 'Password' }] },
        }),
      },
    },
    'a secret that is generated': secret({
      GenerateSecretString: { SecretStringTemplate: '{"username":"app"}', GenerateStringKey: 'password' },
    }),
    'a template of a secret with the key that is generated': secret({
      GenerateSecretString: {
        SecretStringTemplate: '{"username":"app","password":"generated"}',
        GenerateStringKey: 'password',
      },
    }),
    'a secret of references': secret({
      SecretString: { 'Fn::Sub': '{"username":"app","password":"${Password}","port":5432}' },
    }),
    'a secret of a parameter with a default': {
      Parameters: { Word: { Type: 'String', Default: 'tr0ub4dor' } },
      Resources: { Secret: secret({ SecretString: { 'Fn::Sub': '{"password":"${Word}"}' } }) },
    },
    'a secret with empty values': secret({ SecretString: '{"clientId":"","clientSecret":""}' }),
    'a connection that names its secret': glue({
      SECRET_ID: 'orders/db',
      JDBC_CONNECTION_URL: 'jdbc:postgresql://db/orders',
    }),
    'a listener that keeps its client secret': listener({ UseExistingClientSecret: true }),
    'an option of Beanstalk that is no password': {
      Type: 'AWS::ElasticBeanstalk::ConfigurationTemplate',
      Properties: {
        ApplicationName: 'shop',
        OptionSettings: [{ Namespace: 'aws:rds:dbinstance', OptionName: 'DBUser', Value: 'app' }],
      },
    },
    'the skill that may call a function': {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: 'skill',
        Principal: 'alexa-appkit.amazon.com',
        EventSourceToken: 'amzn1.ask.skill.01234567-89ab-cdef-0123-456789abcdef',
      },
    },
  },
  fail: {
    'a custom resource of the plain type': [
      {
        Type: 'AWS::CloudFormation::CustomResource',
        Properties: {
          ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:users',
          Password: 'tr0ub4dor',
        },
      },
      'error CustomResource Properties.Password: Password is written in the template',
    ],
    'the text of a secret that is yet to come': [
      secret({ SecretString: '<your password>' }),
      'warning Secret Properties.SecretString: SecretString is a placeholder: without a value, none has to be replaced',
    ],
    'a secret of the one field that says nothing': [
      {
        Resources: Object.fromEntries(
          ['value', 'Key', 'data', 'PIN'].map((field) => [
            `Secret${field}`,
            secret({ SecretString: `{"${field}":"tr0ub4dor"}` }),
          ]),
        ),
      },
      ['value', 'Key', 'data', 'PIN'].map(
        (field) =>
          `error Secret${field} Properties.SecretString: "${field}" in SecretString is written in the template`,
      ),
    ],
    'a placeholder in capitals that is in use': [
      database({ MasterUserPassword: 'ChangeMe' }),
      `${password}: MasterUserPassword is written in the template`,
    ],
    'a literal': [
      database({ MasterUserPassword: 'tr0ub4dor' }),
      `${password}: MasterUserPassword is written in the template`,
    ],
    'a placeholder': [
      database({ MasterUserPassword: '<your password>' }),
      'warning DBInstance Properties.MasterUserPassword: MasterUserPassword is a placeholder, which invites a secret',
    ],
    'a placeholder that is in use': [
      database({ MasterUserPassword: 'changeme' }),
      `${password}: MasterUserPassword is written in the template`,
    ],
    'a literal as CDK joins it': [
      database({ MasterUserPassword: { 'Fn::Join': ['', ['tr0ub', '4dor']] } }),
      `${password}: MasterUserPassword is written in the template`,
    ],
    'the name of the stack and a word': [
      database({ MasterUserPassword: { 'Fn::Sub': '${AWS::StackName}-tr0ub4dor' } }),
      `${password}: MasterUserPassword is written in the template`,
    ],
    'a mapping': [
      {
        Mappings: { Stages: { prod: { password: 'tr0ub4dor' } } },
        Resources: {
          DBInstance: database({ MasterUserPassword: { 'Fn::FindInMap': ['Stages', 'prod', 'password'] } }),
        },
      },
      `${password}: MasterUserPassword is written in the template`,
    ],
    'a literal in production': [
      database({ MasterUserPassword: { 'Fn::If': ['IsProd', 'tr0ub4dor', { Ref: 'Password' }] } }),
      `${password} when IsProd is true (Stage is prod): MasterUserPassword is written in the template`,
    ],
    'a literal outside production': [
      database({ MasterUserPassword: { 'Fn::If': ['IsProd', { Ref: 'Password' }, 'tr0ub4dor'] } }),
      'warning DBInstance Properties.MasterUserPassword when IsProd is false (Stage is dev): MasterUserPassword is written in the template',
    ],
    'a database that only production has': [
      { ...database({ MasterUserPassword: 'tr0ub4dor' }), Condition: 'IsProd' },
      `${password}: MasterUserPassword is written in the template`,
    ],
    'what an export shows in its place': [
      database({ MasterUserPassword: '****' }),
      `${password}: MasterUserPassword is the **** that an export shows in its place, and would be set to just that`,
    ],
    'one of the users of a broker': [
      {
        Type: 'AWS::AmazonMQ::Broker',
        Properties: {
          BrokerName: 'orders',
          DeploymentMode: 'SINGLE_INSTANCE',
          EngineType: 'ACTIVEMQ',
          HostInstanceType: 'mq.t3.micro',
          PubliclyAccessible: false,
          Users: [
            { Username: 'app', Password: { Ref: 'Password' } },
            { Username: 'ops', Password: 'tr0ub4dor-ops' },
          ],
        },
      },
      'error Broker Properties.Users[1].Password: Password is written in the template',
    ],
    'the text of a secret': [
      secret({ SecretString: 'tr0ub4dor' }),
      'error Secret Properties.SecretString: SecretString is written in the template',
    ],
    'a field of a secret': [
      secret({ SecretString: '{"username":"app","password":"tr0ub4dor"}' }),
      'error Secret Properties.SecretString: "password" in SecretString is written in the template',
    ],
    'a field of a secret beside a reference': [
      secret({ SecretString: { 'Fn::Sub': '{"host":"${Host}","password":"tr0ub4dor"}' } }),
      'error Secret Properties.SecretString: "password" in SecretString is written in the template',
    ],
    'a secret to be filled in': [
      secret({ SecretString: '{"apiKey":"REPLACE_ME"}' }),
      'warning Secret Properties.SecretString: "apiKey" in SecretString is a placeholder: without a value, none has to be replaced',
    ],
    'the template of a generated secret': [
      secret({
        GenerateSecretString: {
          SecretStringTemplate: '{"token":"tr0ub4dor"}',
          GenerateStringKey: 'password',
        },
      }),
      'error Secret Properties.GenerateSecretString.SecretStringTemplate: "token" in SecretStringTemplate is written in the template',
    ],
    'the password of a Glue connection': [
      glue({ USERNAME: 'app', PASSWORD: 'tr0ub4dor', JDBC_CONNECTION_URL: 'jdbc:postgresql://db/orders' }),
      'error Connection Properties.ConnectionInput.ConnectionProperties.PASSWORD: PASSWORD is written in the template',
    ],
    'the client secret of a listener': [
      listener({ ClientSecret: 'tr0ub4dor' }),
      'error Listener Properties.DefaultActions[0].AuthenticateOidcConfig.ClientSecret: ClientSecret is written in the template',
    ],
    'the token of a pipeline source': [
      {
        Type: 'AWS::CodePipeline::Pipeline',
        Properties: {
          RoleArn: 'arn:aws:iam::111122223333:role/pipeline',
          ArtifactStore: { Type: 'S3', Location: 'artifacts' },
          Stages: [
            {
              Name: 'Source',
              Actions: [
                {
                  Name: 'Checkout',
                  ActionTypeId: { Category: 'Source', Owner: 'ThirdParty', Provider: 'GitHub', Version: '1' },
                  Configuration: { Owner: 'shop', Repo: 'shop', Branch: 'main', OAuthToken: 'tr0ub4dor' },
                  OutputArtifacts: [{ Name: 'Source' }],
                },
              ],
            },
            {
              Name: 'Approve',
              Actions: [
                {
                  Name: 'Approve',
                  ActionTypeId: { Category: 'Approval', Owner: 'AWS', Provider: 'Manual', Version: '1' },
                },
              ],
            },
          ],
        },
      },
      'error Pipeline Properties.Stages[0].Actions[0].Configuration.OAuthToken: OAuthToken is written in the template',
    ],
    'the database password of a Beanstalk environment': [
      {
        Type: 'AWS::ElasticBeanstalk::ConfigurationTemplate',
        Properties: {
          ApplicationName: 'shop',
          OptionSettings: [
            { Namespace: 'aws:rds:dbinstance', OptionName: 'DBUser', Value: 'app' },
            { Namespace: 'aws:rds:dbinstance', OptionName: 'DBPassword', Value: 'tr0ub4dor' },
          ],
        },
      },
      'error ConfigurationTemplate Properties.OptionSettings[1].Value: DBPassword is written in the template',
    ],
    'the credentials of a connector': [
      {
        Type: 'AWS::AppFlow::ConnectorProfile',
        Properties: {
          ConnectorProfileName: 'metrics',
          ConnectionMode: 'Public',
          ConnectorType: 'Datadog',
          ConnectorProfileConfig: {
            ConnectorProfileProperties: { Datadog: { InstanceUrl: 'https://api.datadoghq.eu' } },
            ConnectorProfileCredentials: { Datadog: { ApiKey: 'tr0ub4dor', ApplicationKey: { Ref: 'Key' } } },
          },
        },
      },
      'error ConnectorProfile Properties.ConnectorProfileConfig.ConnectorProfileCredentials.Datadog.ApiKey: ApiKey is written in the template',
    ],
    'a password for a nested stack': [
      nestedStack({ Stage: 'prod', DbPassword: 'tr0ub4dor' }),
      'error Stack Properties.Parameters.DbPassword: DbPassword is written in the template',
    ],
    'a header that shows where a request comes from': [
      header('X-Origin-Secret', 'tr0ub4dor'),
      'error Distribution Properties.DistributionConfig.Origins[0].OriginCustomHeaders[0].HeaderValue: X-Origin-Secret is written in the template',
    ],
    'a password for a custom resource': [
      custom({ User: { Name: 'app', Password: 'tr0ub4dor' } }),
      'error User Properties.User.Password: Password is written in the template',
    ],
  },
});
