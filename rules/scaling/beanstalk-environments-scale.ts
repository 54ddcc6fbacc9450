import {
  beanstalkOption,
  CONFIGURATION_TEMPLATE,
  ENVIRONMENT,
  isJudgedWithEnvironment,
} from '../../lib/aws/elastic-beanstalk';
import { commonSize } from '../../lib/aws/scaling/scaling';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'beanstalk-environments-scale',
  title: 'Elastic Beanstalk environments run as many instances as their load needs',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'SCALING',
  alsoControls: ['AZ-RESILIENT'],
  resources: [ENVIRONMENT, CONFIGURATION_TEMPLATE],
  why: 'A single instance is down whenever it is replaced or its zone fails, and a fixed number of them has nothing to add when load rises.',
  fix: 'Leave EnvironmentType at LoadBalanced, with MinSize 2 or more and MaxSize above it.',
  docs: [
    'https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features-managing-env-types.html',
    'https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html#command-options-general-autoscalingasg',
  ],

  check: (environment) =>
    environment
      .attribute('Type')
      .expect(() => {
        const type = beanstalkOption(environment, 'aws:elasticbeanstalk:environment', 'EnvironmentType');
        return type?.is('SingleInstance')
          ? fail('the environment is a single instance', { at: type })
          : sizes(environment);
      })
      .unless(() => isJudgedWithEnvironment(environment)),
});

/** What is set here goes before .ebextensions of the application; what is not set may stand there. */
const sizes = (environment: Resource): Outcome | undefined =>
  environment.app.scenario.byDefault(() => {
    const size = (name: string) => beanstalkOption(environment, 'aws:autoscaling:asg', name);
    const [min, max] = [size('MinSize'), size('MaxSize')];
    const fixed = min && max ? commonSize(min, max) : max?.is(1) ? '1' : undefined;
    return fixed === undefined
      ? undefined
      : fail(`the environment cannot scale: MinSize and MaxSize are both ${fixed}`, { at: max });
  });
