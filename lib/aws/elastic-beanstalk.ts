import type { Resource } from '../model/entity';
import type { Value } from '../model/value';

export const ENVIRONMENT = 'AWS::ElasticBeanstalk::Environment';
export const CONFIGURATION_TEMPLATE = 'AWS::ElasticBeanstalk::ConfigurationTemplate';

/**
 * An option of an Elastic Beanstalk environment: its own, else its configuration template's.
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options.html#configuration-options-precedence
 */
export function beanstalkOption(environment: Resource, namespace: string, name: string): Value | undefined {
  const own = environment
    .get('OptionSettings')
    .items()
    .filter((option) => option.get('Namespace').is(namespace) && option.get('OptionName').is(name))
    .at(-1);
  if (own) return own.get('Value');
  const template = environment.get('TemplateName').reference?.resource;
  return template?.type === CONFIGURATION_TEMPLATE ? beanstalkOption(template, namespace, name) : undefined;
}

/** A configuration template is judged with the environments that use it, if there are any. */
export const isJudgedWithEnvironment = (template: Resource): boolean =>
  template.referring(ENVIRONMENT, 'TemplateName').some((environment) => environment.exists);
