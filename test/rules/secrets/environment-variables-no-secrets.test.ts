import rule from '../../../rules/secrets/environment-variables-no-secrets';
import { testRule } from '../../rule-tester';

const lambda = (variables: unknown) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Role: 'arn:aws:iam::111122223333:role/worker',
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Code: { S3Bucket: 'code', S3Key: 'worker.zip' },
    Environment: { Variables: variables },
  },
});
const task = (container: object) => ({
  Type: 'AWS::ECS::TaskDefinition',
  Properties: { ContainerDefinitions: [{ Name: 'web', Image: 'nginx', ...container }] },
});
const project = (...variables: object[]) => ({
  Type: 'AWS::CodeBuild::Project',
  Properties: {
    ServiceRole: 'arn:aws:iam::111122223333:role/build',
    Artifacts: { Type: 'CODEPIPELINE' },
    Source: { Type: 'CODEPIPELINE' },
    Environment: {
      Type: 'LINUX_CONTAINER',
      ComputeType: 'BUILD_GENERAL1_SMALL',
      Image: 'aws/codebuild/standard:7.0',
      EnvironmentVariables: variables,
    },
  },
});
const pipeline = (variables: object[], more: object = {}) => ({
  Type: 'AWS::CodePipeline::Pipeline',
  Properties: {
    RoleArn: 'arn:aws:iam::111122223333:role/pipeline',
    ArtifactStore: { Type: 'S3', Location: 'artifacts' },
    ...more,
    Stages: [
      {
        Name: 'Source',
        Actions: [
          {
            Name: 'Checkout',
            ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: 'CodeCommit', Version: '1' },
            Configuration: { RepositoryName: 'shop', BranchName: 'main' },
            OutputArtifacts: [{ Name: 'Source' }],
          },
        ],
      },
      {
        Name: 'Build',
        Actions: [
          {
            Name: 'Build',
            ActionTypeId: { Category: 'Build', Owner: 'AWS', Provider: 'CodeBuild', Version: '1' },
            Configuration: { ProjectName: 'shop', EnvironmentVariables: JSON.stringify(variables) },
            InputArtifacts: [{ Name: 'Source' }],
          },
        ],
      },
    ],
  },
});
const at = 'Function Properties.Environment.Variables';

testRule(rule, {
  pass: {
    'what tools compute': lambda(
      Object.fromEntries(
        [
          ...['ASSET_HASH', 'IMAGE_SHA256', 'IMAGE_DIGEST', 'FILE_CHECKSUM', 'FILE_ETAG', 'GIT_COMMIT'],
          ...['LAYER_VERSION', 'FINGERPRINT', 'SIGNING_PUBLIC_KEY', 'asset_hash', 'poolId', 'id', 'POOL_IDS'],
        ].map((name) => [name, 'q8Zr3TnB7xKp2VwL9mYs4CdF6hJg1aQe']),
      ),
    ),
    'the name of a parameter of the app': {
      Resources: {
        Setting: {
          Type: 'AWS::SSM::Parameter',
          Properties: { Name: 'OrdersDatabase', Type: 'String', Value: 'x' },
        },
        Function: lambda({ DB_SECRET: 'OrdersDatabase' }),
      },
    },
    'a variable that CodeBuild reads from Parameter Store, given by a pipeline': pipeline([
      { name: 'DB_PASSWORD', type: 'PARAMETER_STORE', value: 'OrdersPassword' },
    ]),
    'a token that template-no-credential-patterns tells by its format': lambda({
      GITHUB_TOKEN: `ghp_${'aB3'.repeat(12)}`,
      DATABASE_PASSWORD: 'postgres://app:Xk29-fjq@db.internal/orders',
      DEPLOY_SECRET_ACCESS_KEY: 'Zr3TnB7xKp2VwL9mYs4CdF6hJg1aQeWu5RtXoN0k',
    }),
    'a key of AWS documentation': lambda({ ACCESS_KEY: 'AKIAIOSFODNN7EXAMPLE' }),
    'the id of a client': lambda({ AUTH_CLIENT_ID: 'q8Zr3TnB7xKp2VwL9mYs4CdF6hJg1aQe' }),
    'the field of a secret that a program picks': lambda({ DATABASE_SECRET_KEY: 'password' }),
    'names that hold no secret': lambda({
      SECRET_ARN: 'orders',
      SECRET_NAME: 'orders',
      TOKEN_URL: 'login.example.com',
      PASSWORD_LENGTH: '16',
      TOKEN_TTL: '1h',
      ENABLE_TOKEN: 'perhaps',
      TOKENIZER: 'standard',
      SECRETARY: 'jane',
      PWD: 'home',
      OLDPWD: 'home',
      CREDENTIALS_TABLE: 'logins',
    }),
    'values that are no secret': lambda({
      DB_SECRET: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-db-a1b2c3',
      DB_PASSWORD: '/orders/db-password',
      API_TOKEN: 'https://login.example.com/token',
      USES_SECRET: 'true',
      TOKEN: '3600',
      CLIENT_SECRET: '',
      DB_CREDENTIALS: 'orders/db',
    }),
    references: {
      Parameters: { Password: { Type: 'String', NoEcho: true } },
      Resources: {
        Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: {} } },
        Function: lambda({
          DB_SECRET: { Ref: 'Secret' },
          DB_PASSWORD: { Ref: 'Password' },
          DB_TOKEN: { 'Fn::Sub': '{{resolve:secretsmanager:${Secret}:SecretString:token}}' },
        }),
      },
    },
    'a parameter with a default, which another rule judges': {
      Parameters: { Password: { Type: 'String', NoEcho: true, Default: 'tr0ub4dor' } },
      Resources: { Function: lambda({ DB_PASSWORD: { Ref: 'Password' } }) },
    },
    'the name of a secret of the app': {
      Resources: {
        Secret: {
          Type: 'AWS::SecretsManager::Secret',
          Properties: { Name: 'OrdersDatabase', GenerateSecretString: {} },
        },
        Function: lambda({ DB_SECRET: 'OrdersDatabase' }),
      },
    },
    'hashes, commits and ids': lambda({
      COMMIT: '3f786850e387550fdab836ed7e6dc881de23001b',
      TENANT: '01234567-89ab-cdef-0123-456789abcdef',
      IMAGE: 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      TABLE: 'OrdersStack-OrdersTable0A1B2C3D-1XQ2ZK7M9P4LD',
      _PROJECT_CONFIG_HASH: 'aB3dE5fG7hJ9kL2mN4pQ6rS8tU0vW1xY',
    }),
    'the secrets of a container': task({
      Secrets: [{ Name: 'DB_PASSWORD', ValueFrom: 'arn:aws:ssm:eu-west-1:111122223333:parameter/orders/db' }],
    }),
    'variables that CodeBuild resolves': project(
      { Name: 'DB_PASSWORD', Type: 'SECRETS_MANAGER', Value: 'orders:password' },
      { Name: 'API_TOKEN', Type: 'PARAMETER_STORE', Value: 'OrdersToken' },
    ),
    'variables that CodeBuild resolves, given by a pipeline': pipeline([
      { name: 'DB_PASSWORD', type: 'SECRETS_MANAGER', value: 'orders:password' },
      { name: 'STAGE', value: 'prod' },
    ]),
    'a connection string without a password': lambda({
      CONNECTION_STRING: 'zookeeper-1.internal:2181,zookeeper-2.internal:2181',
    }),
    'an option of Beanstalk that is no variable': {
      Type: 'AWS::ElasticBeanstalk::Environment',
      Properties: {
        ApplicationName: 'shop',
        OptionSettings: [{ Namespace: 'aws:example', OptionName: 'DB_PASSWORD', Value: 'tr0ub4dor' }],
      },
    },
    'a literal in a branch that cannot happen': {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: {
        Function: lambda({ DB_PASSWORD: { 'Fn::If': ['Never', 'tr0ub4dor', { Ref: 'AWS::NoValue' }] } }),
      },
    },
  },
  fail: {
    'a password of a function': [
      lambda({ DB_PASSWORD: 'tr0ub4dor', STAGE: 'prod' }),
      `error ${at}.DB_PASSWORD: DB_PASSWORD holds a literal`,
    ],
    'names in other spellings': [
      lambda({ apiKey: 'k-7f3a', dbpwd: 'tr0ub4dor', 'client.secret': 'c-9b2c' }),
      [
        `error ${at}.apiKey: apiKey holds a literal`,
        `error ${at}.dbpwd: dbpwd holds a literal`,
        `error ${at}.client.secret: client.secret holds a literal`,
      ],
    ],
    'a password of digits': [
      lambda({ DB_PASSWORD: '12345678' }),
      `error ${at}.DB_PASSWORD: DB_PASSWORD holds a literal`,
    ],
    'a literal that is joined': [
      lambda({ DB_PASSWORD: { 'Fn::Join': ['-', ['tr0ub', '4dor']] } }),
      `error ${at}.DB_PASSWORD: DB_PASSWORD holds a literal`,
    ],
    'a literal outside production': [
      lambda({ DB_PASSWORD: { 'Fn::If': ['IsProd', { Ref: 'Password' }, 'tr0ub4dor'] } }),
      `warning ${at}.DB_PASSWORD when IsProd is false (Stage is dev): DB_PASSWORD holds a literal`,
    ],
    'a placeholder': [
      lambda({ DB_PASSWORD: '<password>' }),
      `warning ${at}.DB_PASSWORD: DB_PASSWORD holds a placeholder, which invites a secret`,
    ],
    'what looks like a key, under a name that says nothing': [
      lambda({ LICENSE: 'aB3dE5fG7hJ9kL2mN4pQ6rS8tU0vW1xY' }),
      `warning ${at}.LICENSE: LICENSE holds what looks like a generated key`,
    ],
    'a password in a connection string': [
      lambda({ CONNECTION_STRING: { 'Fn::Sub': 'Server=${Host};User Id=app;Password=tr0ub4dor;' } }),
      `error ${at}.CONNECTION_STRING: CONNECTION_STRING holds a literal Password`,
    ],
    'a container': [
      task({
        Environment: [
          { Name: 'STAGE', Value: 'prod' },
          { Name: 'API_TOKEN', Value: 'tr0ub4dor' },
        ],
      }),
      'error TaskDefinition Properties.ContainerDefinitions[0].Environment[1].Value: API_TOKEN holds a literal',
    ],
    'a build, in plain text by default': [
      project(
        { Name: 'DB_PASSWORD', Value: 'tr0ub4dor' },
        { Name: 'TOKEN', Type: 'PLAINTEXT', Value: 't-7f3a' },
      ),
      [
        'error Project Properties.Environment.EnvironmentVariables[0].Value: DB_PASSWORD holds a literal',
        'error Project Properties.Environment.EnvironmentVariables[1].Value: TOKEN holds a literal',
      ],
    ],
    'a build, given by a pipeline': [
      pipeline([{ name: 'DB_PASSWORD', value: 'tr0ub4dor' }]),
      'error Pipeline Properties.Stages[1].Actions[0].Configuration.EnvironmentVariables: DB_PASSWORD holds a literal',
    ],
    'a variable of a pipeline': [
      pipeline([], { PipelineType: 'V2', Variables: [{ Name: 'DB_PASSWORD', DefaultValue: 'tr0ub4dor' }] }),
      'error Pipeline Properties.Variables[0].DefaultValue: DB_PASSWORD holds a literal',
    ],
    'an argument of a Glue job': [
      {
        Type: 'AWS::Glue::Job',
        Properties: {
          Role: 'arn:aws:iam::111122223333:role/glue',
          Command: { Name: 'glueetl', ScriptLocation: 's3://code/job.py' },
          DefaultArguments: { '--db_password': 'tr0ub4dor', '--job-language': 'python' },
        },
      },
      'error Job Properties.DefaultArguments.--db_password: --db_password holds a literal',
    ],
    'a variable of a Beanstalk environment': [
      {
        Type: 'AWS::ElasticBeanstalk::Environment',
        Properties: {
          ApplicationName: 'shop',
          OptionSettings: [
            {
              Namespace: 'aws:elasticbeanstalk:application:environment',
              OptionName: 'DB_PASSWORD',
              Value: 'tr0ub4dor',
            },
          ],
        },
      },
      'error Environment Properties.OptionSettings[0].Value: DB_PASSWORD holds a literal',
    ],
    'the functions of a SAM template': [
      {
        Transform: 'AWS::Serverless-2016-10-31',
        Globals: { Function: { Environment: { Variables: { DB_PASSWORD: 'tr0ub4dor' } } } },
        Resources: {
          Function: {
            Type: 'AWS::Serverless::Function',
            Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', CodeUri: 'src/' },
          },
        },
      },
      `error ${at}.DB_PASSWORD: DB_PASSWORD holds a literal`,
    ],
  },
  review: {
    'a kind of variable that only deployment tells': [
      project({ Name: 'DB_PASSWORD', Type: { Ref: 'Kind' }, Value: 'OrdersPassword' }),
      'review Project Properties.Environment.EnvironmentVariables[0].Value: Kind has no default, so it is only known at deployment',
    ],
  },
});
