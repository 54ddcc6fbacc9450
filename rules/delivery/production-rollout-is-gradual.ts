import { beanstalkOption } from '../../lib/aws/elastic-beanstalk';
import { resourceNamed } from '../../lib/aws/named-resources';
import {
  AUTO_SCALING_GROUP,
  type ComputePlatform,
  DEPLOYMENT_GROUP,
  deploysInPlace,
  isConfigurationOfApp,
  isOutsideProduction,
  platformOf,
} from '../../lib/aws/pipelines/codedeploy';
import type { Resource } from '../../lib/model/entity';
import type { Outcome, OutcomeOptions } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { type Expectations, fail, notApplicable, review, rule } from '../../lib/rule';

/** Where each service says how a new version is rolled out. */
const ROLLOUTS: { readonly [type: string]: (resource: Resource) => Expectations } = {
  [DEPLOYMENT_GROUP]: ofDeploymentGroup,
  'AWS::CodeDeploy::DeploymentConfig': ofDeploymentConfig,
  'AWS::Lambda::Alias': ofAlias,
  'AWS::Serverless::Function': ofFunction,
  'AWS::ECS::Service': ofService,
  'AWS::ElasticBeanstalk::Environment': ofBeanstalk,
  'AWS::AppConfig::Deployment': ofConfiguration,
  'AWS::AppConfig::DeploymentStrategy': ofStrategy,
  'AWS::SageMaker::Endpoint': ofEndpoint,
};

export default rule({
  id: 'production-rollout-is-gradual',
  title: 'Production receives a new version step by step',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'GRADUAL-DEPLOYMENT',
  resources: Object.keys(ROLLOUTS),
  why: 'A fault that reaches everything at once hits every customer before anybody has seen it.',
  fix: 'Use a canary, linear or rolling configuration, such as CodeDeployDefault.LambdaCanary10Percent5Minutes, CodeDeployDefault.OneAtATime or the deployment policy RollingWithAdditionalBatch.',
  docs: [
    'https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/blue-green-hook-syntax.html',
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/automating-updates-to-serverless-apps.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ecs-service-deploymentconfiguration.html',
    'https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.rolling-version-deploy.html',
    'https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-deployment-strategy.html',
    'https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green.html',
  ],

  check: (resource) => ROLLOUTS[resource.type]?.(resource),

  // ECS blue/green by CloudFormation itself: the hook AWS::CodeDeploy::BlueGreen.
  checkTemplate: ({ whole }) =>
    whole
      .attribute('Hooks')
      .all('*.Properties.TrafficRoutingConfig.Type')
      .filter(({ literals }) => literals.includes('AllAtOnce'))
      .map((type) => type.mustNotBe('AllAtOnce', AT_ONCE_BY_CONFIGURATION, MILD)),
});

const AT_ONCE_BY_CONFIGURATION = 'AllAtOnce moves all traffic to a new version at once';

/** Not a must where the old version still runs and can take the traffic back within minutes. */
const MILD: OutcomeOptions = { severity: 'info' };

/** What CodeDeploy uses where a group names nothing; for EC2 it is OneAtATime. */
const DEFAULT_CONFIGURATIONS: { readonly [platform in ComputePlatform]?: string } = {
  ECS: 'CodeDeployDefault.ECSAllAtOnce',
  // https://docs.aws.amazon.com/config/latest/developerguide/codedeploy-lambda-allatonce-traffic-shift-disabled.html
  Lambda: 'CodeDeployDefault.LambdaAllAtOnce',
};

function ofDeploymentGroup(group: Resource): Expectations {
  return group
    .property('DeploymentConfigName')
    .expect((name) => {
      if (isConfigurationOfApp(name)) return undefined;
      const options = isOutsideProduction(group) || keepsOldFleet(group) ? MILD : {};
      const initial = DEFAULT_CONFIGURATIONS[platformOf(group)];
      if (name.isAbsent && initial)
        return fail(`${initial}, the default, moves everything to a new version at once`, options);
      return name.matches(AT_ONCE)
        ? fail(`${name.outline} moves everything to a new version at once`, options)
        : unseen(name);
    })
    .unless(() => deploysToOneInstance(group));
}

const AT_ONCE = /AllAtOnce$/;
/** As CodeDeploy has them, and as SAM shortens them. */
const PREDEFINED = /^CodeDeployDefault\.|^(Canary|Linear)10Percent/;

/** A configuration of the app is looked at itself; what one from elsewhere does, nobody can tell. */
const unseen = (name: Value): Outcome | undefined =>
  name.literal === undefined || PREDEFINED.test(name.literal)
    ? undefined
    : review(`what the deployment configuration ${name.literal} does is not in the template`, { at: name });

const keepsOldFleet = (group: Resource): boolean =>
  platformOf(group) === 'ECS' || (platformOf(group) === 'Server' && !deploysInPlace(group));

const deploysToOneInstance = (group: Resource): boolean => {
  const fleets = group.get('AutoScalingGroups').items();
  return fleets.length > 0 && fleets.every(isOneInstance);
};

const isOneInstance = (fleet: Value): boolean =>
  resourceNamed(fleet, AUTO_SCALING_GROUP)?.get('MaxSize').is(1) ?? false;

function ofDeploymentConfig(config: Resource): Expectations {
  return [
    config
      .property('TrafficRoutingConfig.Type')
      .expect((type) =>
        type.is('AllAtOnce')
          ? fail(AT_ONCE_BY_CONFIGURATION, config.get('ComputePlatform').is('ECS') ? MILD : {})
          : undefined,
      ),
    config
      .property('MinimumHealthyHosts.Value')
      .mustNotBe(0, 'MinimumHealthyHosts 0 lets every instance be updated at once'),
  ];
}

function ofAlias(alias: Resource): Expectations {
  return alias
    .attribute('UpdatePolicy.CodeDeployLambdaAliasUpdate')
    .mustBePresent('CloudFormation moves all traffic of the alias to a new version at once', MILD)
    .unless(() => alias.get('RoutingConfig.AdditionalVersionWeights').items().length > 0);
}

function ofFunction(lambda: Resource): Expectations {
  return lambda
    .property('DeploymentPreference')
    .expect((preference) => {
      if (preference.isAbsent || preference.get('Enabled').is(false))
        return fail('the alias is moved to a new version at once, as there is no DeploymentPreference', MILD);
      const type = preference.get('Type');
      if (isConfigurationOfApp(type)) return undefined;
      return type.matches(AT_ONCE)
        ? fail(`${type.outline} moves all traffic to a new version at once`, { at: type })
        : unseen(type);
    })
    .when(() => lambda.get('AutoPublishAlias').isPresent);
}

function ofService(service: Resource): Expectations {
  return service
    .property('DeploymentConfiguration')
    .expect((configuration) => {
      const strategy = configuration.get('Strategy');
      if (strategy.is('BLUE_GREEN'))
        return fail('BLUE_GREEN moves all traffic to a new version at once', { ...MILD, at: strategy });
      if (strategy.isOneOf(['LINEAR', 'CANARY']) || isOneTask(service)) return undefined;
      return keepsNoTask(service, configuration.get('MinimumHealthyPercent'));
    })
    .unless(() => service.get('DeploymentController.Type').isOneOf(['CODE_DEPLOY', 'EXTERNAL']));
}

const isOneTask = (service: Resource): boolean =>
  service.get('DesiredCount').is(1) && service.referring(SCALABLE_TARGET).length === 0;

const SCALABLE_TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';

/** The default is 100, for a daemon 0. */
function keepsNoTask(service: Resource, minimum: Value): Outcome | undefined {
  if (minimum.is(0))
    return fail('MinimumHealthyPercent 0 lets every task be stopped at once', { at: minimum });
  return minimum.isAbsent && service.get('SchedulingStrategy').is('DAEMON')
    ? fail('MinimumHealthyPercent of a daemon, 0 by default, lets every task be stopped at once', {
        at: minimum,
      })
    : undefined;
}

function ofBeanstalk(environment: Resource): Expectations {
  return environment.property('OptionSettings').expect(() => {
    const option = (namespace: string, name: string) => beanstalkOption(environment, namespace, name);
    if (
      option('aws:elasticbeanstalk:environment', 'EnvironmentType')?.is('SingleInstance') ||
      option('aws:autoscaling:asg', 'MaxSize')?.is(1)
    )
      return notApplicable();
    const policy = option('aws:elasticbeanstalk:command', 'DeploymentPolicy');
    if (!policy)
      return review(
        'DeploymentPolicy is AllAtOnce by default, unless .ebextensions or a saved configuration set it',
      );
    return policy.is('AllAtOnce')
      ? fail('DeploymentPolicy AllAtOnce updates every instance at once', { at: policy })
      : undefined;
  });
}

function ofStrategy(strategy: Resource): Expectations {
  return [
    strategy
      .property('GrowthFactor')
      .mustNotBe(100, 'GrowthFactor 100 gives the configuration to every target at once'),
    strategy
      .property('DeploymentDurationInMinutes')
      .mustNotBe(0, 'DeploymentDurationInMinutes 0 gives the configuration to every target at once')
      .unless(() => strategy.get('GrowthFactor').is(100)),
  ];
}

function ofConfiguration(deployment: Resource): Expectations {
  return deployment
    .property('DeploymentStrategyId')
    .expect((strategy) =>
      !strategy.reference && strategy.is('AppConfig.AllAtOnce')
        ? fail('AppConfig.AllAtOnce gives the configuration to every target at once')
        : undefined,
    );
}

function ofEndpoint(endpoint: Resource): Expectations {
  return endpoint
    .property('DeploymentConfig')
    .expect((config) => {
      const type = config.get('BlueGreenUpdatePolicy.TrafficRoutingConfiguration.Type');
      if (type.isPresent && !type.is('ALL_AT_ONCE')) return undefined;
      return fail(
        `ALL_AT_ONCE${type.isPresent ? '' : ', the default,'} moves all traffic to a new fleet at once`,
        { ...MILD, at: type },
      );
    })
    .unless(() => endpoint.get('DeploymentConfig.RollingUpdatePolicy').isPresent);
}
