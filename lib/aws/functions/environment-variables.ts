import type { Resource } from '../../model/entity';
import type { Property } from '../../model/property';
import { remember } from '../../model/remember';

/** A variable that a resource gives its program in plain text. */
export interface EnvironmentVariable {
  /** Its value. */
  property: Property;
  /** Its name in the scenario being looked at, with `${…}` for what is not literal. */
  name: () => string;
  /** Whether it holds its value, rather than saying where a secret is kept. */
  isPlain: () => boolean;
}

/** A list of elements with a name and a value, of which only some may count. */
interface List {
  list: string;
  name: string;
  value: string;
  only?: { [key: string]: string };
}

/** Such a list, or a map of names to values. */
type Place = List | { map: string };

const named = (list: string, value = 'Value'): Place => ({ list, name: 'Name', value });

const BEANSTALK: List = {
  list: 'OptionSettings[]',
  name: 'OptionName',
  value: 'Value',
  // https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html
  only: { Namespace: 'aws:elasticbeanstalk:application:environment' },
};

/** Where types keep environment variables and arguments of that kind: their pages of the CloudFormation reference. */
const PLACES: { readonly [type: string]: readonly Place[] } = {
  'AWS::Amplify::App': [
    named('EnvironmentVariables[]'),
    named('AutoBranchCreationConfig.EnvironmentVariables[]'),
  ],
  'AWS::Amplify::Branch': [named('EnvironmentVariables[]')],
  'AWS::ApiGateway::Deployment': [{ map: 'StageDescription.Variables' }],
  'AWS::ApiGateway::Stage': [{ map: 'Variables' }],
  'AWS::AppRunner::Service': [
    named('SourceConfiguration.ImageRepository.ImageConfiguration.RuntimeEnvironmentVariables[]'),
    named(
      'SourceConfiguration.CodeRepository.CodeConfiguration.CodeConfigurationValues.RuntimeEnvironmentVariables[]',
    ),
  ],
  'AWS::AppSync::GraphQLApi': [{ map: 'EnvironmentVariables' }],
  'AWS::Batch::JobDefinition': [
    named('ContainerProperties.Environment[]'),
    named('NodeProperties.NodeRangeProperties[].Container.Environment[]'),
    ...['', 'NodeProperties.NodeRangeProperties[].'].flatMap((job) => [
      named(`${job}EcsProperties.TaskProperties[].Containers[].Environment[]`),
      named(`${job}EksProperties.PodProperties.Containers[].Env[]`),
      named(`${job}EksProperties.PodProperties.InitContainers[].Env[]`),
    ]),
  ],
  'AWS::BedrockAgentCore::Runtime': [{ map: 'EnvironmentVariables' }],
  'AWS::CodeBuild::Project': [named('Environment.EnvironmentVariables[]')],
  'AWS::CodePipeline::Pipeline': [
    named('Stages[].Actions[].EnvironmentVariables[]'),
    named('Variables[]', 'DefaultValue'),
  ],
  'AWS::DeviceFarm::Project': [named('EnvironmentVariables[]')],
  'AWS::ECS::DaemonTaskDefinition': [named('ContainerDefinitions[].Environment[]')],
  'AWS::ECS::ExpressGatewayService': [named('PrimaryContainer.Environment[]')],
  'AWS::ECS::TaskDefinition': [named('ContainerDefinitions[].Environment[]')],
  'AWS::ElasticBeanstalk::ConfigurationTemplate': [BEANSTALK],
  'AWS::ElasticBeanstalk::Environment': [BEANSTALK],
  'AWS::GameLift::ContainerGroupDefinition': [
    named('GameServerContainerDefinition.EnvironmentOverride[]'),
    named('SupportContainerDefinitions[].EnvironmentOverride[]'),
  ],
  'AWS::Glue::Job': [{ map: 'DefaultArguments' }, { map: 'NonOverridableArguments' }],
  'AWS::Glue::Session': [{ map: 'DefaultArguments' }],
  'AWS::Greengrass::FunctionDefinition': [
    { map: 'InitialVersion.Functions[].FunctionConfiguration.Environment.Variables' },
  ],
  'AWS::Greengrass::FunctionDefinitionVersion': [
    { map: 'Functions[].FunctionConfiguration.Environment.Variables' },
  ],
  'AWS::GreengrassV2::ComponentVersion': [
    { map: 'LambdaFunction.ComponentLambdaParameters.EnvironmentVariables' },
  ],
  'AWS::KinesisAnalyticsV2::Application': [
    { map: 'ApplicationConfiguration.EnvironmentProperties.PropertyGroups[].PropertyMap' },
  ],
  'AWS::Lambda::Function': [{ map: 'Environment.Variables' }],
  'AWS::Lightsail::Container': [
    { list: 'ContainerServiceDeployment.Containers[].Environment[]', name: 'Variable', value: 'Value' },
  ],
  'AWS::OpsWorks::App': [{ list: 'Environment[]', name: 'Key', value: 'Value' }],
  'AWS::Pipes::Pipe': [
    named('TargetParameters.BatchJobParameters.ContainerOverrides.Environment[]'),
    named('TargetParameters.EcsTaskParameters.Overrides.ContainerOverrides[].Environment[]'),
  ],
  'AWS::SageMaker::InferenceComponent': [
    { map: 'Specification.Container.Environment' },
    { map: 'Specifications[].Container.Environment' },
  ],
  'AWS::SageMaker::Model': [{ map: 'PrimaryContainer.Environment' }, { map: 'Containers[].Environment' }],
  'AWS::SageMaker::ModelPackage': [{ map: 'InferenceSpecification.Containers[].Environment' }],
  'AWS::SageMaker::MonitoringSchedule': [
    { map: 'MonitoringScheduleConfig.MonitoringJobDefinition.Environment' },
  ],
  'AWS::SageMaker::ProcessingJob': [{ map: 'Environment' }],
  'AWS::Serverless::Api': [{ map: 'Variables' }],
  'AWS::Serverless::Function': [{ map: 'Environment.Variables' }],
  'AWS::Synthetics::Canary': [{ map: 'RunConfig.EnvironmentVariables' }],
};

export const TYPES_WITH_ENVIRONMENT = Object.keys(PLACES);

/** The environment variables of a resource, in every branch. */
export const environmentVariablesOf = remember((resource: Resource): readonly EnvironmentVariable[] =>
  (PLACES[resource.type] ?? []).flatMap((place) =>
    'map' in place ? entriesOf(resource, place.map) : elementsOf(resource, place),
  ),
);

const entriesOf = (resource: Resource, map: string): EnvironmentVariable[] =>
  resource
    .all(`${map}.*`)
    .map((property) => ({ property, name: () => property.key ?? '', isPlain: () => true }));

function elementsOf(resource: Resource, { list, name, value, only = {} }: List): EnvironmentVariable[] {
  const given = Object.entries(only);
  const mayCount = (element: Property) =>
    given.every(([key, expected]) => element.child(key).literals.every((literal) => literal === expected));
  return resource
    .all(list)
    .filter(mayCount)
    .map((element) => ({
      property: element.child(value),
      name: () => element.value.child(name).outline,
      isPlain: () =>
        given.every(([key, expected]) => element.value.child(key).is(expected)) && !isReference(element),
    }));
}

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_EnvironmentVariable.html: PLAINTEXT is the default. */
const isReference = (element: Property) =>
  element.value.child('Type').isOneOf(['PARAMETER_STORE', 'SECRETS_MANAGER']);
