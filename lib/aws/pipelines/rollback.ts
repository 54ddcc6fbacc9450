import { resourceNamed } from '../named-resources';
import type { Action } from './pipeline-action';

/**
 * Whether what an action deploys returns to what it was when the deployment fails: stacks do unless that is
 * switched off, CodeDeploy and Amazon ECS where they are told to. What is configured outside the app is not
 * counted on. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html
 */
export function rollsBackByItself(action: Action): boolean {
  const { configuration, provider } = action;
  if (!action.category.is('Deploy')) return action.deploysByCloudFormation;
  switch (provider.literal) {
    case 'CloudFormation':
    case 'CloudFormationStackSet':
    case 'CloudFormationStackInstances':
      return true;
    case 'CodeDeploy':
    case 'CodeDeployToECS': {
      const group = resourceNamed(
        configuration.get('DeploymentGroupName'),
        'AWS::CodeDeploy::DeploymentGroup',
      );
      return group?.get('AutoRollbackConfiguration.Enabled').is(true) ?? false;
    }
    case 'ECS': {
      const service = resourceNamed(configuration.get('ServiceName'), 'AWS::ECS::Service');
      return service?.get('DeploymentConfiguration.DeploymentCircuitBreaker.Rollback').is(true) ?? false;
    }
    default:
      return false;
  }
}
