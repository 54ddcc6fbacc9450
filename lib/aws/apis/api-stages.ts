import type { Resource } from '../../model/entity';
import type { Value } from '../../model/value';

/** Where the settings of a stage are read: a resource, or an API that has only what Globals of SAM say. */
export interface Settings {
  get: (path: string) => Value;
}

/** The REST API of the app that a stage or deployment is of. */
export const apiOf = (stage: Resource): Resource | undefined => stage.get('RestApiId').reference?.resource;

/**
 * Whether a deployment of a REST API makes a stage of its own: it has a StageName, which a StageDescription tells
 * more of. Where stages of the deployment stand beside it they are what is used, and its own is a leftover.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-deployment.html
 */
export const makesStage = (deployment: Resource): boolean =>
  ['StageName', 'StageDescription'].some((property) => deployment.get(property).isPresent) &&
  !deployment.referring('AWS::ApiGateway::Stage', 'DeploymentId').some((stage) => stage.exists);
