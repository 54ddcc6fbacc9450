import type { App } from '../../model/app';
import type { Resource } from '../../model/entity';

const HOOKS = ['AWS::CloudFormation::GuardHook', 'AWS::CloudFormation::LambdaHook'];
const CONFIGURED_HOOK = 'AWS::CloudFormation::HookTypeConfig';

/** A CloudFormation Hook of the app that looks at stacks, or at resources, before they are changed. */
export const policyHook = (app: App): Resource | undefined =>
  HOOKS.flatMap((type) => app.resourcesOf(type)).find(isActive) ??
  app.resourcesOf(CONFIGURED_HOOK).find(isInvoked);

/** HookStatus is DISABLED unless it says otherwise. */
const isActive = (hook: Resource): boolean =>
  hook.exists && hook.get('HookStatus').is('ENABLED') && hook.get('TargetOperations').items().length > 0;

/** https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/hook-configuration-schema.html */
function isInvoked(config: Resource): boolean {
  const hook = config.get('Configuration').structure().get('CloudFormationConfiguration.HookConfiguration');
  return (
    config.exists && (hook.get('HookInvocationStatus').is('ENABLED') || hook.get('TargetStacks').is('ALL'))
  );
}
