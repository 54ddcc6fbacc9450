import type { Outcome, OutcomeOptions } from '../../lib/model/expectation';
import { type PlacedText, writtenTextsAt } from '../../lib/model/written-text';
import { fail, rule } from '../../lib/rule';
import { type Assignment, assignmentTo, secretAssignmentsIn } from '../../lib/secrets/assignments';
import { masksOf } from '../../lib/secrets/masking';
import { decoded } from '../../lib/secrets/secret-values';

/** Where types hold scripts, specifications and documents. */
const SCRIPTS: { readonly [type: string]: readonly string[] } = {
  'AWS::Amplify::App': ['Properties.BuildSpec'],
  'AWS::Amplify::Branch': ['Properties.BuildSpec'],
  'AWS::AppRunner::Service': [
    'Properties.SourceConfiguration.CodeRepository.CodeConfiguration.CodeConfigurationValues',
    'Properties.SourceConfiguration.ImageRepository.ImageConfiguration.StartCommand',
  ],
  'AWS::AppSync::FunctionConfiguration': ['Properties.Code'],
  'AWS::AppSync::Resolver': ['Properties.Code'],
  'AWS::AutoScaling::AutoScalingGroup': [],
  'AWS::AutoScaling::LaunchConfiguration': ['Properties.UserData'],
  'AWS::Batch::JobDefinition': [
    'Properties.ContainerProperties.Command',
    'Properties.EcsProperties.TaskProperties[].Containers[].Command',
  ],
  'AWS::CloudFront::Function': ['Properties.FunctionCode'],
  'AWS::CodeBuild::Project': ['Properties.Source.BuildSpec'],
  'AWS::CodePipeline::Pipeline': [
    'Properties.Stages[].Actions[].Commands',
    'Properties.Stages[].BeforeEntry.Conditions[].Rules[].Commands',
    'Properties.Stages[].OnSuccess.Conditions[].Rules[].Commands',
    'Properties.Stages[].OnFailure.Conditions[].Rules[].Commands',
    'Properties.Stages[].Actions[].Configuration.UserParameters',
  ],
  'AWS::EC2::Instance': ['Properties.UserData'],
  'AWS::EC2::LaunchTemplate': ['Properties.LaunchTemplateData.UserData'],
  'AWS::EC2::SpotFleet': ['Properties.SpotFleetRequestConfigData.LaunchSpecifications[].UserData'],
  'AWS::ECS::TaskDefinition': [
    'Properties.ContainerDefinitions[].Command',
    'Properties.ContainerDefinitions[].EntryPoint',
  ],
  'AWS::EMR::Cluster': ['Properties.BootstrapActions', 'Properties.Steps'],
  'AWS::EMR::Step': ['Properties.HadoopJarStep'],
  'AWS::Events::Rule': ['Properties.Targets[].Input'],
  'AWS::ImageBuilder::Component': ['Properties.Data'],
  'AWS::ImageBuilder::ImageRecipe': ['Properties.AdditionalInstanceConfiguration.UserDataOverride'],
  'AWS::Lambda::Function': ['Properties.Code.ZipFile'],
  'AWS::Lightsail::Instance': ['Properties.UserData'],
  'AWS::OpsWorks::Layer': ['Properties.CustomJson'],
  'AWS::OpsWorks::Stack': ['Properties.CustomJson'],
  'AWS::SageMaker::NotebookInstanceLifecycleConfig': [
    'Properties.OnCreate[].Content',
    'Properties.OnStart[].Content',
  ],
  'AWS::SageMaker::StudioLifecycleConfig': ['Properties.StudioLifecycleConfigContent'],
  'AWS::Scheduler::Schedule': ['Properties.Target.Input'],
  'AWS::Serverless::Function': ['Properties.InlineCode'],
  'AWS::Serverless::StateMachine': ['Properties.Definition'],
  'AWS::SSM::Association': ['Properties.Parameters'],
  'AWS::SSM::Document': ['Properties.Content'],
  'AWS::SSM::MaintenanceWindowTask': ['Properties.TaskInvocationParameters', 'Properties.TaskParameters'],
  'AWS::StepFunctions::StateMachine': ['Properties.DefinitionString', 'Properties.Definition'],
  'AWS::Synthetics::Canary': ['Properties.Code.Script'],
};

/** What cfn-init does on an instance, and whom it fetches files as. */
const METADATA = ['Metadata.AWS::CloudFormation::Init', 'Metadata.AWS::CloudFormation::Authentication'];

/** Where the text is a program, a bare word in it is a name and no literal. */
const PROGRAMS =
  /^(AWS::AppSync::(FunctionConfiguration|Resolver)|AWS::CloudFront::Function|AWS::Lambda::Function|AWS::Serverless::Function|AWS::Synthetics::Canary)$/;

export default rule({
  id: 'inline-scripts-no-secrets',
  title: 'Scripts and documents in the template hold no secret',
  severity: 'error',
  control: 'SECRETS',
  resources: Object.keys(SCRIPTS),
  why: 'User data, build specifications and documents can be read by far more people and programs than a secret may be.',
  fix: 'Fetch the secret where the script runs (aws secretsmanager get-secret-value), with the role of the instance, task or build.',
  docs: [
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html',
    'https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.secrets-manager',
  ],

  check: (resource) => {
    const places = [...METADATA, ...(SCRIPTS[resource.type] ?? [])];
    const texts = writtenTextsAt(resource, places);
    return texts.flatMap((text, index) =>
      secretsIn(text, texts[index - 1], PROGRAMS.test(resource.type)).map((outcome) =>
        text.expectWhereTaken(() => outcome),
      ),
    );
  },
});

/** `before` is the text in front of it, which in a list of arguments may be an option. */
function secretsIn(text: PlacedText, before: PlacedText | undefined, quotedOnly: boolean): Outcome[] {
  const plain = decoded(text.text);
  if (plain !== undefined)
    return secretAssignmentsIn(plain).map((assignment) => found(assignment, { secrets: [text.text] }));
  const whole = namesOf(text, before).flatMap((name) => assignmentTo(name, text.text) ?? []);
  return [...secretAssignmentsIn(text.text, { quotedOnly }), ...whole].map((assignment) =>
    found(assignment, {
      range: text.rangeAt(assignment.index),
      secrets: masksOf(text.piecesOf(assignment.index, assignment.index + assignment.secret.length)),
    }),
  );
}

/** What the text as a whole may be the value of: its key, a document's parameter, the option in front of it. */
function namesOf({ spot, text }: PlacedText, before: PlacedText | undefined): string[] {
  const parameter = /\.parameters\.([\w-]+)\.default$/.exec(spot.path)?.[1];
  const isArgument =
    before && holderOf(spot.path) === holderOf(before.spot.path) && isOption(before.text) && !isOption(text);
  return [spot.key, parameter, isArgument ? before.text : undefined].filter((name) => name !== undefined);
}

const isOption = (argument: string) => argument.startsWith('-');

/** The path of what has the list that an element is in: the last of an entry point comes before a command. */
const holderOf = (path: string) => path.replace(/\.[^.]*$/, '');

const found = ({ name, secret, isPlaceholder }: Assignment, options: OutcomeOptions): Outcome =>
  fail(
    isPlaceholder ? `${name} is given a placeholder, which invites a secret` : `${name} is given a literal`,
    {
      ...(isPlaceholder && { severity: 'warning' }),
      ...options,
      secrets: [...(options.secrets ?? []), ...masksOf([secret])],
    },
  );
