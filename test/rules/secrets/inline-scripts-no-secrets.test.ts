import rule from '../../../rules/secrets/inline-scripts-no-secrets';
import { testRule } from '../../rule-tester';
import { inEveryProgram, inEveryScript } from './script-places';

const server = (userData: unknown, more: object = {}) => ({
  Type: 'AWS::EC2::Instance',
  Properties: { ImageId: 'ami-0abcdef1234567890', UserData: userData },
  ...more,
});
const script = (...lines: string[]) => server({ 'Fn::Base64': ['#!/bin/bash', ...lines].join('\n') });
const lambda = (code: string) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Role: 'arn:aws:iam::111122223333:role/worker',
    Runtime: 'python3.13',
    Handler: 'index.handler',
    Code: { ZipFile: code },
  },
});
const project = (buildSpec: string) => ({
  Type: 'AWS::CodeBuild::Project',
  Properties: {
    ServiceRole: 'arn:aws:iam::111122223333:role/build',
    Artifacts: { Type: 'NO_ARTIFACTS' },
    Source: { Type: 'NO_SOURCE', BuildSpec: buildSpec },
    Environment: {
      Type: 'LINUX_CONTAINER',
      ComputeType: 'BUILD_GENERAL1_SMALL',
      Image: 'aws/codebuild/standard:7.0',
    },
  },
});
const task = (...command: string[]) => ({
  Type: 'AWS::ECS::TaskDefinition',
  Properties: { ContainerDefinitions: [{ Name: 'db', Image: 'mysql', Command: command }] },
});
const machine = (definition: object) => ({
  Type: 'AWS::StepFunctions::StateMachine',
  Properties: {
    RoleArn: 'arn:aws:iam::111122223333:role/machine',
    DefinitionString: JSON.stringify(definition),
  },
});
const call = (parameters: object) => ({
  StartAt: 'Call',
  States: {
    Call: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: parameters, End: true },
  },
});
const document = (more: object) => ({
  Type: 'AWS::SSM::Document',
  Properties: {
    DocumentType: 'Command',
    Content: {
      schemaVersion: '2.2',
      description: 'sets the database up',
      ...more,
      mainSteps: [{ action: 'aws:runShellScript', name: 'run', inputs: { runCommand: ['true'] } }],
    },
  },
});
const at = 'Instance Properties.UserData';

const everyScript = inEveryScript('export DB_PASSWORD=tr0ub4dor');
const everyProgram = inEveryProgram('const password = "tr0ub4dor"');

const checked = {
  Name: 'Check',
  RuleTypeId: { Category: 'Rule', Owner: 'AWS', Provider: 'Commands', Version: '1' },
  Commands: ['export DB_PASSWORD=tr0ub4dor'],
};

testRule(rule, {
  pass: {
    'a bare word in a program of any kind, which is a name': inEveryProgram('const password = tr0ub4dor')
      .template,
    'a text that is no script': server('true', {
      Metadata: { Notes: { setup: 'export DB_PASSWORD=tr0ub4dor' } },
    }),
    'an option in front of an option': task('backup', '--password', '--verbose'),
    'secrets that are fetched': script(
      'export DB_PASSWORD=$(aws secretsmanager get-secret-value --secret-id orders/db --query SecretString)',
      'mysql --password="$DB_PASSWORD" -e "select 1"',
      'API_TOKEN=`cat /run/token`',
      'TOKEN=${OTHER_TOKEN}',
    ),
    'a parameter that is filled in': server({
      'Fn::Base64': { 'Fn::Sub': '#!/bin/bash\nexport DB_PASSWORD=${Password}\n' },
    }),
    'a parameter with a default, which another rule judges': {
      Parameters: { Password: { Type: 'String', NoEcho: true, Default: 'tr0ub4dor' } },
      Resources: {
        Server: server({ 'Fn::Base64': { 'Fn::Sub': '#!/bin/bash\nexport DB_PASSWORD=${Password}\n' } }),
      },
    },
    'a dynamic reference': server({
      'Fn::Base64': 'export DB_PASSWORD={{resolve:secretsmanager:orders/db:SecretString:password}}',
    }),
    'names that hold no secret': script(
      'export SECRET_ARN=arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders',
      'PWD=/srv/app',
      'validate --password-length 16',
      '%wheel ALL=(ALL) NOPASSWD: ALL',
      'docker login --username AWS --password-stdin registry.example.com',
    ),
    'comments, and what is only shown': script(
      '# export DB_PASSWORD=tr0ub4dor',
      'echo "password: ask the operator"',
    ),
    'a build specification that says where secrets are': project(
      [
        'version: 0.2',
        'env:',
        '  secrets-manager:',
        '    DB_PASSWORD: orders:password',
        '  parameter-store:',
        '    API_TOKEN: OrdersToken',
        'phases:',
        '  build:',
        '    commands:',
        '      - make',
      ].join('\n'),
    ),
    'the same in JSON': project(
      JSON.stringify({
        version: '0.2',
        env: { 'secrets-manager': { DB_PASSWORD: 'orders:password' } },
        phases: { build: { commands: ['make'] } },
      }),
    ),
    'a build specification in the source': project('config/password-buildspec.yml'),
    'code that reads a secret': lambda(
      'password = os.environ["DB_PASSWORD"]\ntoken = client.get_token()\nconnect(password=password)\n',
    ),
    'a state that takes a secret from its input': machine(
      call({ FunctionName: 'worker', 'password.$': '$.password', SecretId: 'orders' }),
    ),
    'a document with a parameter for the secret': document({
      parameters: { Password: { type: 'String', default: '{{ssm:orders-password}}' } },
    }),
    'a credential of a known format, which another rule reports': script(
      `export GITHUB_TOKEN=ghp_${'4fK9sLm2Qw8Rt1Yv6Zx3Cb7Nd5Hj0PgUaEiO'}`,
    ),
    'files that are fetched with a role': server('', {
      Metadata: {
        'AWS::CloudFormation::Authentication': { files: { type: 'S3', buckets: ['code'], roleName: 'web' } },
      },
    }),
    'a branch that is not taken': {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { Server: server({ 'Fn::If': ['Never', 'export DB_PASSWORD=tr0ub4dor', 'true'] }) },
    },
  },
  fail: {
    'an option that ends the entry point, and its value in the command': [
      {
        Type: 'AWS::ECS::TaskDefinition',
        Properties: {
          ContainerDefinitions: [
            { Name: 'db', Image: 'mysql', EntryPoint: ['mysqld', '--password'], Command: ['tr0ub4dor'] },
          ],
        },
      },
      'error TaskDefinition Properties.ContainerDefinitions[0].Command[0]: --password is given a literal',
    ],
    'a script in every place that takes one': [
      everyScript.template,
      everyScript.places.map((place) => `error ${place}: DB_PASSWORD is given a literal`),
    ],
    'a program in every place that takes one': [
      everyProgram.template,
      everyProgram.places.map((place) => `error ${place}: password is given a literal`),
    ],
    'cfn-init of an Auto Scaling group': [
      {
        Type: 'AWS::AutoScaling::AutoScalingGroup',
        Metadata: {
          'AWS::CloudFormation::Init': {
            config: { commands: { setup: { command: 'setup', env: { DB_PASSWORD: 'tr0ub4dor' } } } },
          },
        },
        Properties: {
          MinSize: '1',
          MaxSize: '2',
          LaunchConfigurationName: 'web',
          AvailabilityZones: ['eu-west-1a'],
        },
      },
      'error AutoScalingGroup Metadata.AWS::CloudFormation::Init.config.commands.setup.env.DB_PASSWORD: DB_PASSWORD is given a literal',
    ],
    'commands of a pipeline, of its conditions, and what it hands to a function': [
      {
        Type: 'AWS::CodePipeline::Pipeline',
        Properties: {
          PipelineType: 'V2',
          RoleArn: 'arn:aws:iam::111122223333:role/pipeline',
          ArtifactStore: { Type: 'S3', Location: 'artifacts' },
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
              BeforeEntry: { Conditions: [{ Result: 'FAIL', Rules: [checked] }] },
              OnSuccess: { Conditions: [{ Result: 'FAIL', Rules: [checked] }] },
              OnFailure: { Conditions: [{ Result: 'ROLLBACK', Rules: [checked] }] },
              Actions: [
                {
                  Name: 'Run',
                  ActionTypeId: { Category: 'Compute', Owner: 'AWS', Provider: 'Commands', Version: '1' },
                  Commands: ['export DB_PASSWORD=tr0ub4dor'],
                  InputArtifacts: [{ Name: 'Source' }],
                },
                {
                  Name: 'Call',
                  ActionTypeId: { Category: 'Invoke', Owner: 'AWS', Provider: 'Lambda', Version: '1' },
                  Configuration: { FunctionName: 'migrate', UserParameters: 'DB_PASSWORD=tr0ub4dor' },
                },
              ],
            },
          ],
        },
      },
      [
        'BeforeEntry.Conditions[0].Rules[0].Commands[0]',
        'OnSuccess.Conditions[0].Rules[0].Commands[0]',
        'OnFailure.Conditions[0].Rules[0].Commands[0]',
        'Actions[0].Commands[0]',
        'Actions[1].Configuration.UserParameters',
      ].map((at) => `error Pipeline Properties.Stages[1].${at}: DB_PASSWORD is given a literal`),
    ],
    'a variable of a shell script': [
      script('export DB_PASSWORD=tr0ub4dor'),
      `error ${at}: DB_PASSWORD is given a literal`,
    ],
    'an option of a command': [
      script('mysqladmin -u root --password=tr0ub4dor status'),
      `error ${at}: password is given a literal`,
    ],
    'a file that a script writes': [
      script('cat > /etc/app.ini <<EOF', '[db]', 'password = tr0ub4dor', 'EOF'),
      `error ${at}: password is given a literal`,
    ],
    'a line that is written to a file': [
      script('echo "password=tr0ub4dor" >> /etc/app.ini'),
      `error ${at}: password is given a literal`,
    ],
    'a user of a database': [
      script(`mysql -e "CREATE USER 'app'@'%' IDENTIFIED BY 'tr0ub4dor'"`),
      `error ${at}: IDENTIFIED BY is given a literal`,
    ],
    'a password of the system': [
      script("echo 'ops:tr0ub4dor' | chpasswd"),
      `error ${at}: chpasswd is given a literal`,
    ],
    'lines that are joined': [
      server({
        'Fn::Base64': {
          'Fn::Join': ['', ['#!/bin/bash\n', 'export DB_PASS', 'WORD=tr0ub4dor\n', { Ref: 'AWS::Region' }]],
        },
      }),
      `error ${at}: DB_PASSWORD is given a literal`,
    ],
    'user data that is Base64 already': [
      server(Buffer.from('#!/bin/bash\nexport DB_PASSWORD=tr0ub4dor\n').toString('base64')),
      `error ${at}: DB_PASSWORD is given a literal`,
    ],
    'a placeholder': [
      script('export DB_PASSWORD=changeme'),
      `warning ${at}: DB_PASSWORD is given a placeholder, which invites a secret`,
    ],
    'outside production': [
      server({ 'Fn::If': ['IsProd', 'true', { 'Fn::Base64': 'export DB_PASSWORD=tr0ub4dor' }] }),
      `warning ${at} when IsProd is false (Stage is dev): DB_PASSWORD is given a literal`,
    ],
    'the JSON of a state machine': [
      machine(call({ FunctionName: 'worker', password: 'tr0ub4dor' })),
      'error StateMachine Properties.DefinitionString: password is given a literal',
    ],
    'a program': [
      lambda('def handler(event, context):\n  connect(user="app", password="tr0ub4dor")\n'),
      'error Function Properties.Code.ZipFile: password is given a literal',
    ],
    'a variable of a build specification': [
      project(
        'version: 0.2\nenv:\n  variables:\n    DB_PASSWORD: tr0ub4dor\nphases:\n  build:\n    commands:\n      - make\n',
      ),
      'error Project Properties.Source.BuildSpec: DB_PASSWORD is given a literal',
    ],
    'an argument of a container': [
      task('mysqld', '--root-password', 'tr0ub4dor', '--port', '3306'),
      'error TaskDefinition Properties.ContainerDefinitions[0].Command[2]: --root-password is given a literal',
    ],
    'the default of a parameter of a document': [
      document({ parameters: { Password: { type: 'String', default: 'tr0ub4dor' } } }),
      'error Document Properties.Content.parameters.Password.default: Password is given a literal',
    ],
    'the environment of a command of cfn-init': [
      server('', {
        Metadata: {
          'AWS::CloudFormation::Init': {
            config: { commands: { setup: { command: 'setup', env: { DB_PASSWORD: 'tr0ub4dor' } } } },
          },
        },
      }),
      'error Instance Metadata.AWS::CloudFormation::Init.config.commands.setup.env.DB_PASSWORD: DB_PASSWORD is given a literal',
    ],
    'the user that cfn-init fetches files as': [
      server('', {
        Metadata: {
          'AWS::CloudFormation::Authentication': {
            files: {
              type: 'basic',
              username: 'app',
              password: 'tr0ub4dor',
              uris: ['https://files.example.com'],
            },
          },
        },
      }),
      'error Instance Metadata.AWS::CloudFormation::Authentication.files.password: password is given a literal',
    ],
  },
});
