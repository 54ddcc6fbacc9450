/** A resource of every type that holds scripts, with the same line in each place, and those places. */
type Properties = { readonly [name: string]: unknown };

const role = 'arn:aws:iam::111122223333:role/worker';
const ami = 'ami-0abcdef1234567890';

/** By type: its properties, and the places, with `line` in each of them. */
const PLACES: { readonly [type: string]: (line: string) => readonly [Properties, ...string[]] } = {
  'AWS::Amplify::App': (BuildSpec) => [{ Name: 'shop', BuildSpec }, 'BuildSpec'],
  'AWS::Amplify::Branch': (BuildSpec) => [{ AppId: 'd1a2b3c4', BranchName: 'main', BuildSpec }, 'BuildSpec'],
  'AWS::AppRunner::Service': (StartCommand) => [
    {
      SourceConfiguration: {
        CodeRepository: {
          RepositoryUrl: 'https://git.example.com/shop',
          SourceCodeVersion: { Type: 'BRANCH', Value: 'main' },
          CodeConfiguration: {
            ConfigurationSource: 'API',
            CodeConfigurationValues: { Runtime: 'NODEJS_18', StartCommand },
          },
        },
        ImageRepository: {
          ImageIdentifier: 'public.ecr.aws/shop/web:1',
          ImageRepositoryType: 'ECR_PUBLIC',
          ImageConfiguration: { StartCommand },
        },
      },
    },
    'SourceConfiguration.CodeRepository.CodeConfiguration.CodeConfigurationValues.StartCommand',
    'SourceConfiguration.ImageRepository.ImageConfiguration.StartCommand',
  ],
  'AWS::AutoScaling::LaunchConfiguration': (UserData) => [
    { ImageId: ami, InstanceType: 't4g.micro', UserData },
    'UserData',
  ],
  'AWS::Batch::JobDefinition': (line) => [
    {
      Type: 'container',
      ContainerProperties: { Image: 'shop', Command: [line] },
      EcsProperties: { TaskProperties: [{ Containers: [{ Image: 'shop', Command: [line] }] }] },
    },
    'ContainerProperties.Command[0]',
    'EcsProperties.TaskProperties[0].Containers[0].Command[0]',
  ],
  'AWS::EC2::LaunchTemplate': (UserData) => [
    { LaunchTemplateData: { ImageId: ami, UserData } },
    'LaunchTemplateData.UserData',
  ],
  'AWS::EC2::SpotFleet': (UserData) => [
    {
      SpotFleetRequestConfigData: {
        IamFleetRole: role,
        TargetCapacity: 1,
        LaunchSpecifications: [{ ImageId: ami, UserData }],
      },
    },
    'SpotFleetRequestConfigData.LaunchSpecifications[0].UserData',
  ],
  'AWS::ECS::TaskDefinition': (line) => [
    { ContainerDefinitions: [{ Name: 'web', Image: 'shop', EntryPoint: ['sh', '-c', line] }] },
    'ContainerDefinitions[0].EntryPoint[2]',
  ],
  'AWS::EMR::Cluster': (line) => [
    {
      Name: 'orders',
      Instances: {},
      JobFlowRole: 'worker',
      ServiceRole: 'emr',
      BootstrapActions: [
        { Name: 'setup', ScriptBootstrapAction: { Path: 's3://code/setup.sh', Args: [line] } },
      ],
      Steps: [{ Name: 'load', HadoopJarStep: { Jar: 'command-runner.jar', Args: [line] } }],
    },
    'BootstrapActions[0].ScriptBootstrapAction.Args[0]',
    'Steps[0].HadoopJarStep.Args[0]',
  ],
  'AWS::EMR::Step': (line) => [
    {
      Name: 'load',
      ActionOnFailure: 'CONTINUE',
      JobFlowId: 'j-ABCDEFGHIJKLM',
      HadoopJarStep: { Jar: 'command-runner.jar', Args: [line] },
    },
    'HadoopJarStep.Args[0]',
  ],
  'AWS::Events::Rule': (line) => [
    {
      ScheduleExpression: 'rate(1 day)',
      Targets: [
        {
          Id: 'job',
          Arn: 'arn:aws:lambda:eu-west-1:111122223333:function:job',
          Input: JSON.stringify({ script: line }),
        },
      ],
    },
    'Targets[0].Input',
  ],
  'AWS::ImageBuilder::Component': (Data) => [
    { Name: 'web', Platform: 'Linux', Version: '1.0.0', Data },
    'Data',
  ],
  'AWS::ImageBuilder::ImageRecipe': (line) => [
    {
      Name: 'web',
      Version: '1.0.0',
      ParentImage: ami,
      Components: [{ ComponentArn: 'arn:aws:imagebuilder:eu-west-1:111122223333:component/web/1.0.0' }],
      AdditionalInstanceConfiguration: { UserDataOverride: Buffer.from(line).toString('base64') },
    },
    'AdditionalInstanceConfiguration.UserDataOverride',
  ],
  'AWS::Lightsail::Instance': (UserData) => [
    { InstanceName: 'web', BlueprintId: 'amazon_linux_2023', BundleId: 'nano_3_0', UserData },
    'UserData',
  ],
  'AWS::OpsWorks::Layer': (line) => [
    {
      AutoAssignElasticIps: false,
      AutoAssignPublicIps: false,
      EnableAutoHealing: true,
      Name: 'web',
      Shortname: 'web',
      StackId: 'a1b2c3',
      Type: 'custom',
      CustomJson: { script: line },
    },
    'CustomJson.script',
  ],
  'AWS::OpsWorks::Stack': (line) => [
    { Name: 'shop', DefaultInstanceProfileArn: role, ServiceRoleArn: role, CustomJson: { script: line } },
    'CustomJson.script',
  ],
  'AWS::SageMaker::NotebookInstanceLifecycleConfig': (line) => [
    { OnCreate: [{ Content: line }], OnStart: [{ Content: line }] },
    'OnCreate[0].Content',
    'OnStart[0].Content',
  ],
  'AWS::SageMaker::StudioLifecycleConfig': (line) => [
    {
      StudioLifecycleConfigAppType: 'JupyterServer',
      StudioLifecycleConfigName: 'setup',
      StudioLifecycleConfigContent: line,
    },
    'StudioLifecycleConfigContent',
  ],
  'AWS::Scheduler::Schedule': (line) => [
    {
      FlexibleTimeWindow: { Mode: 'OFF' },
      ScheduleExpression: 'rate(1 day)',
      Target: {
        Arn: 'arn:aws:lambda:eu-west-1:111122223333:function:job',
        RoleArn: role,
        Input: JSON.stringify({ script: line }),
      },
    },
    'Target.Input',
  ],
  'AWS::Serverless::StateMachine': (line) => [
    {
      Role: role,
      Definition: { StartAt: 'Run', States: { Run: { Type: 'Pass', Result: line, End: true } } },
    },
    'Definition.States.Run.Result',
  ],
  'AWS::SSM::Association': (line) => [
    { Name: 'AWS-RunShellScript', Parameters: { commands: [line] } },
    'Parameters.commands[0]',
  ],
  'AWS::SSM::MaintenanceWindowTask': (line) => [
    {
      WindowId: 'mw-0123456789abcdef0',
      TaskArn: 'AWS-RunShellScript',
      TaskType: 'RUN_COMMAND',
      Priority: 1,
      TaskInvocationParameters: {
        MaintenanceWindowRunCommandParameters: { Parameters: { commands: [line] } },
      },
      TaskParameters: { commands: { Values: [line] } },
    },
    'TaskInvocationParameters.MaintenanceWindowRunCommandParameters.Parameters.commands[0]',
    'TaskParameters.commands.Values[0]',
  ],
  'AWS::StepFunctions::StateMachine': (line) => [
    {
      RoleArn: role,
      Definition: { StartAt: 'Run', States: { Run: { Type: 'Pass', Result: line, End: true } } },
    },
    'Definition.States.Run.Result',
  ],
};

/** The same of types whose text is a program. */
const PROGRAM_PLACES: typeof PLACES = {
  'AWS::AppSync::FunctionConfiguration': (Code) => [
    {
      ApiId: 'a1b2c3',
      Name: 'orders',
      DataSourceName: 'orders',
      Runtime: { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' },
      Code,
    },
    'Code',
  ],
  'AWS::AppSync::Resolver': (Code) => [
    {
      ApiId: 'a1b2c3',
      TypeName: 'Query',
      FieldName: 'orders',
      Runtime: { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' },
      Code,
    },
    'Code',
  ],
  'AWS::CloudFront::Function': (FunctionCode) => [
    { Name: 'headers', FunctionConfig: { Comment: '', Runtime: 'cloudfront-js-2.0' }, FunctionCode },
    'FunctionCode',
  ],
  'AWS::Lambda::Function': (ZipFile) => [
    { Role: role, Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile } },
    'Code.ZipFile',
  ],
  'AWS::Serverless::Function': (InlineCode) => [
    { Runtime: 'nodejs22.x', Handler: 'index.handler', InlineCode },
    'InlineCode',
  ],
  'AWS::Synthetics::Canary': (Script) => [
    {
      ArtifactS3Location: 's3://canaries',
      Code: { Handler: 'index.handler', Script },
      ExecutionRoleArn: role,
      Name: 'shop',
      RuntimeVersion: 'syn-nodejs-puppeteer-9.1',
      Schedule: { Expression: 'rate(5 minutes)' },
    },
    'Code.Script',
  ],
};

const idOf = (type: string) => type.split('::').slice(1).join('');

function everywhere(places: typeof PLACES, line: string) {
  const all = Object.entries(places).map(([Type, at]) => [Type, at(line)] as const);
  return {
    template: {
      Transform: 'AWS::Serverless-2016-10-31',
      Resources: Object.fromEntries(
        all.map(([Type, [Properties]]) => [idOf(Type), { Type, Properties }] as const),
      ),
    },
    places: all.flatMap(([type, [, ...paths]]) => paths.map((path) => `${idOf(type)} Properties.${path}`)),
  };
}

export const inEveryScript = (line: string) => everywhere(PLACES, line);
export const inEveryProgram = (line: string) => everywhere(PROGRAM_PLACES, line);
