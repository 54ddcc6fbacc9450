import type { Resource } from '../../model/entity';
import type { Value } from '../../model/value';

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

const CONFIGURATION_TEMPLATE = 'AWS::ElasticBeanstalk::ConfigurationTemplate';
