import rule from '../../../rules/delivery/production-rollout-is-gradual';
import { testRule } from '../../rule-tester';
import {
  blueGreen,
  ecs,
  type Fields,
  fleet,
  group,
  groupOf,
  samFunction,
  tagged,
} from './deployment-group-fixtures';

const config = (properties: Fields) => ({
  Type: 'AWS::CodeDeploy::DeploymentConfig',
  Properties: properties,
});
const routing = (type: unknown, more: Fields = {}) => ({ TrafficRoutingConfig: { Type: type, ...more } });
const canary = routing('TimeBasedCanary', { TimeBasedCanary: { CanaryInterval: 5, CanaryPercentage: 10 } });

const application = (platform: string) => ({
  Type: 'AWS::CodeDeploy::Application',
  Properties: { ComputePlatform: platform },
});
const ofApplication = (platform: string) => ({
  Resources: {
    Application: application(platform),
    Group: groupOf({ ...blueGreen, ApplicationName: { Ref: 'Application' } }),
  },
});
const onFleet = (maximum: string, more: Fields = {}) => ({
  Resources: {
    Fleet: fleet({ MinSize: '1', MaxSize: maximum }),
    Group: groupOf({
      DeploymentConfigName: 'CodeDeployDefault.AllAtOnce',
      AutoScalingGroups: [{ Ref: 'Fleet' }],
      ...more,
    }),
  },
});

const alias = (more: Fields = {}, properties: Fields = {}) => ({
  Type: 'AWS::Lambda::Alias',
  ...more,
  Properties: { Name: 'live', FunctionName: 'orders', FunctionVersion: '7', ...properties },
});
const service = (configuration: Fields, more: Fields = {}) => ({
  Type: 'AWS::ECS::Service',
  Properties: {
    Cluster: 'shop',
    TaskDefinition: 'web:7',
    DesiredCount: 4,
    DeploymentConfiguration: configuration,
    ...more,
  },
});
const option = (namespace: string, name: string, value: unknown) => ({
  Namespace: `aws:${namespace}`,
  OptionName: name,
  Value: value,
});
const policy = (value: unknown) => option('elasticbeanstalk:command', 'DeploymentPolicy', value);
const beanstalk = (...options: unknown[]) => ({
  Type: 'AWS::ElasticBeanstalk::Environment',
  Properties: { ApplicationName: 'shop', OptionSettings: options },
});
const strategy = (growth: unknown, minutes: number) => ({
  Type: 'AWS::AppConfig::DeploymentStrategy',
  Properties: {
    Name: 'careful',
    DeploymentDurationInMinutes: minutes,
    GrowthFactor: growth,
    ReplicateTo: 'NONE',
  },
});
const configuration = (strategyId: unknown) => ({
  Type: 'AWS::AppConfig::Deployment',
  Properties: {
    ApplicationId: 'abc1234',
    EnvironmentId: 'def5678',
    ConfigurationProfileId: 'ghi9012',
    ConfigurationVersion: '3',
    DeploymentStrategyId: strategyId,
  },
});
const endpoint = (deployment?: Fields) => ({
  Type: 'AWS::SageMaker::Endpoint',
  Properties: { EndpointConfigName: 'model', ...(deployment && { DeploymentConfig: deployment }) },
});
const shift = (type: string) => ({
  BlueGreenUpdatePolicy: {
    TrafficRoutingConfiguration: {
      Type: type,
      WaitIntervalInSeconds: 300,
      ...(type === 'CANARY' && { CanarySize: { Type: 'CAPACITY_PERCENT', Value: 10 } }),
    },
  },
});

const hook = (routing: Fields) => ({
  Transform: ['AWS::CodeDeployBlueGreen'],
  Hooks: {
    BlueGreen: {
      Type: 'AWS::CodeDeploy::BlueGreen',
      Properties: {
        ...routing,
        Applications: [
          {
            Target: { Type: 'AWS::ECS::Service', LogicalID: 'Service' },
            ECSAttributes: {
              TaskDefinitions: ['BlueTasks', 'GreenTasks'],
              TaskSets: ['BlueSet', 'GreenSet'],
              TrafficRouting: {
                ProdTrafficRoute: { Type: 'AWS::ElasticLoadBalancingV2::Listener', LogicalID: 'Listener' },
                TargetGroups: ['BlueTargets', 'GreenTargets'],
              },
            },
          },
        ],
      },
    },
  },
  Resources: {
    Service: {
      Type: 'AWS::ECS::Service',
      Properties: { Cluster: 'shop', DesiredCount: 4, DeploymentController: { Type: 'EXTERNAL' } },
    },
  },
});

const EVERYTHING = 'moves everything to a new version at once';
const TRAFFIC = 'moves all traffic to a new version at once';

testRule(rule, {
  pass: {
    'SAM shifts traffic in equal steps': samFunction({
      DeploymentPreference: { Type: 'Linear10PercentEvery1Minute' },
    }),
    'task sets that somebody else shifts traffic between': service(
      { MinimumHealthyPercent: 0 },
      { DeploymentController: { Type: 'EXTERNAL' } },
    ),
    'a SAM function with a configuration of the template, which is looked at itself': {
      ...samFunction({ DeploymentPreference: { Type: { Ref: 'Config' } } }),
      Resources: {
        ...samFunction({ DeploymentPreference: { Type: { Ref: 'Config' } } }).Resources,
        Config: config({ ...canary, ComputePlatform: 'Lambda' }),
      },
    },
    'ECS shifts traffic in steps': {
      Resources: {
        Steps: service({ Strategy: 'LINEAR', MinimumHealthyPercent: 0 }),
        Canary: service({ Strategy: 'CANARY', MinimumHealthyPercent: 0 }),
      },
    },
    'one instance at a time': { ...group, DeploymentConfigName: 'CodeDeployDefault.OneAtATime' },
    'one instance at a time by default': group,
    'a canary': { ...group, ...ecs, DeploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minutes' },
    'a configuration of its own': {
      Resources: {
        Canary: config({ ComputePlatform: 'Lambda', ...canary }),
        Group: groupOf({ ...blueGreen, DeploymentConfigName: { Ref: 'Canary' } }),
      },
    },
    'a configuration of its own, by its name': {
      Resources: {
        Half: config({
          DeploymentConfigName: 'half',
          MinimumHealthyHosts: { Type: 'FLEET_PERCENT', Value: 50 },
        }),
        Group: groupOf({ DeploymentConfigName: 'half' }),
      },
    },
    'half of the hosts stay': config({ MinimumHealthyHosts: { Type: 'FLEET_PERCENT', Value: 50 } }),
    'a fleet of one instance': onFleet('1'),
    'an alias that CodeDeploy moves': alias({
      UpdatePolicy: {
        CodeDeployLambdaAliasUpdate: { ApplicationName: 'orders', DeploymentGroupName: 'live' },
      },
    }),
    'an alias of two versions': alias(
      {},
      { RoutingConfig: { AdditionalVersionWeights: [{ FunctionVersion: '8', FunctionWeight: 0.1 }] } },
    ),
    'a SAM function with a canary': samFunction({
      DeploymentPreference: { Type: 'Canary10Percent5Minutes' },
    }),
    'a SAM function without an alias': samFunction({ AutoPublishAlias: undefined }),
    'tasks in batches': service({ MinimumHealthyPercent: 50 }),
    'tasks in batches by default': service({ MaximumPercent: 200 }),
    'tasks by canary': service({
      Strategy: 'CANARY',
      CanaryConfiguration: { CanaryPercent: 10, CanaryBakeTimeInMinutes: 10 },
    }),
    'tasks that CloudFormation replaces by canary': hook(
      routing('TimeBasedCanary', { TimeBasedCanary: { StepPercentage: 15, BakeTimeMins: 5 } }),
    ),
    'a service of one task': service({ MinimumHealthyPercent: 0 }, { DesiredCount: 1 }),
    'tasks that CodeDeploy replaces': service(
      { MinimumHealthyPercent: 0 },
      { DeploymentController: { Type: 'CODE_DEPLOY' } },
    ),
    'one instance, of a fleet by its name': {
      Resources: {
        Fleet: fleet({ AutoScalingGroupName: 'web', MinSize: '1', MaxSize: '1' }),
        Group: groupOf({
          DeploymentConfigName: 'CodeDeployDefault.AllAtOnce',
          AutoScalingGroups: ['web'],
        }),
      },
    },
    'a rolling environment': beanstalk(policy('RollingWithAdditionalBatch')),
    'an environment of one instance': beanstalk(
      policy('AllAtOnce'),
      option('elasticbeanstalk:environment', 'EnvironmentType', 'SingleInstance'),
    ),
    'an environment of at most one instance': beanstalk(option('autoscaling:asg', 'MaxSize', '1')),
    'a policy of the configuration template': {
      Resources: {
        Template: {
          Type: 'AWS::ElasticBeanstalk::ConfigurationTemplate',
          Properties: { ApplicationName: 'shop', OptionSettings: [policy('Immutable')] },
        },
        Environment: {
          Type: 'AWS::ElasticBeanstalk::Environment',
          Properties: { ApplicationName: 'shop', TemplateName: { Ref: 'Template' } },
        },
      },
    },
    'a configuration in steps': strategy(20, 30),
    'a configuration by a strategy of the template': {
      Resources: { Strategy: strategy(20, 30), Deployment: configuration({ Ref: 'Strategy' }) },
    },
    'an endpoint by canary': endpoint(shift('CANARY')),
    'a rolling endpoint': endpoint({
      RollingUpdatePolicy: {
        MaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 20 },
        WaitIntervalInSeconds: 300,
      },
    }),
    'a parameter whose default is gradual': {
      Parameters: { Speed: { Type: 'String', Default: 'CodeDeployDefault.OneAtATime' } },
      Resources: { Group: groupOf({ DeploymentConfigName: { Ref: 'Speed' } }) },
    },
  },
  fail: {
    'a SAM function whose gradual deployment is off': [
      samFunction({ DeploymentPreference: { Enabled: false, Type: 'Linear10PercentEvery1Minute' } }),
      'info Function Properties.DeploymentPreference: the alias is moved to a new version at once, as there is no DeploymentPreference',
    ],
    'all instances at once': [
      { ...group, DeploymentConfigName: 'CodeDeployDefault.AllAtOnce' },
      `warning DeploymentGroup Properties.DeploymentConfigName: CodeDeployDefault.AllAtOnce ${EVERYTHING}`,
    ],
    'a fleet of several instances': [
      onFleet('4'),
      `warning Group Properties.DeploymentConfigName: CodeDeployDefault.AllAtOnce ${EVERYTHING}`,
    ],
    'instances of another stage': [
      { ...group, ...tagged('shop-dev'), DeploymentConfigName: 'CodeDeployDefault.AllAtOnce' },
      `info DeploymentGroup Properties.DeploymentConfigName: CodeDeployDefault.AllAtOnce ${EVERYTHING}`,
    ],
    'a second fleet at once': [
      { ...group, ...blueGreen, DeploymentConfigName: 'CodeDeployDefault.AllAtOnce' },
      `info DeploymentGroup Properties.DeploymentConfigName: CodeDeployDefault.AllAtOnce ${EVERYTHING}`,
    ],
    'ECS blue/green at once': [
      { ...group, ...ecs, DeploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce' },
      `info DeploymentGroup Properties.DeploymentConfigName: CodeDeployDefault.ECSAllAtOnce ${EVERYTHING}`,
    ],
    'ECS blue/green at once by default': [
      ofApplication('ECS'),
      `info Group Properties.DeploymentConfigName: CodeDeployDefault.ECSAllAtOnce, the default, ${EVERYTHING}`,
    ],
    'Lambda at once by default': [
      ofApplication('Lambda'),
      `warning Group Properties.DeploymentConfigName: CodeDeployDefault.LambdaAllAtOnce, the default, ${EVERYTHING}`,
    ],
    'Lambda at once by default, the application by its name': [
      {
        Resources: {
          Application: {
            Type: 'AWS::CodeDeploy::Application',
            Properties: { ApplicationName: 'functions', ComputePlatform: 'Lambda' },
          },
          Group: groupOf({ ...blueGreen, ApplicationName: 'functions' }),
        },
      },
      `warning Group Properties.DeploymentConfigName: CodeDeployDefault.LambdaAllAtOnce, the default, ${EVERYTHING}`,
    ],
    'at once in production only': [
      {
        ...group,
        DeploymentConfigName: {
          'Fn::If': ['IsProd', 'CodeDeployDefault.AllAtOnce', 'CodeDeployDefault.OneAtATime'],
        },
      },
      `warning DeploymentGroup Properties.DeploymentConfigName when IsProd is true (Stage is prod): CodeDeployDefault.AllAtOnce ${EVERYTHING}`,
    ],
    'at once outside production only': [
      {
        ...group,
        DeploymentConfigName: {
          'Fn::If': ['IsProd', 'CodeDeployDefault.OneAtATime', 'CodeDeployDefault.AllAtOnce'],
        },
      },
      `info DeploymentGroup Properties.DeploymentConfigName when IsProd is false (Stage is dev): CodeDeployDefault.AllAtOnce ${EVERYTHING}`,
    ],
    'no host has to stay': [
      config({ MinimumHealthyHosts: { Type: 'HOST_COUNT', Value: 0 } }),
      'warning DeploymentConfig Properties.MinimumHealthyHosts.Value: MinimumHealthyHosts 0 lets every instance be updated at once',
    ],
    'a configuration that shifts everything': [
      config({ ComputePlatform: 'Lambda', ...routing('AllAtOnce') }),
      'warning DeploymentConfig Properties.TrafficRoutingConfig.Type: AllAtOnce moves all traffic to a new version at once',
    ],
    'a configuration that shifts everything, of ECS': [
      config({ ComputePlatform: 'ECS', ...routing('AllAtOnce') }),
      'info DeploymentConfig Properties.TrafficRoutingConfig.Type: AllAtOnce moves all traffic to a new version at once',
    ],
    'an alias that CloudFormation moves': [
      alias(),
      'info Alias UpdatePolicy.CodeDeployLambdaAliasUpdate: CloudFormation moves all traffic of the alias to a new version at once',
    ],
    'a SAM function at once': [
      samFunction({ DeploymentPreference: { Type: 'AllAtOnce' } }),
      `warning Function Properties.DeploymentPreference.Type: AllAtOnce ${TRAFFIC}`,
    ],
    'a SAM function without a preference': [
      samFunction({}),
      'info Function Properties.DeploymentPreference: the alias is moved to a new version at once, as there is no DeploymentPreference',
    ],
    'tasks that CloudFormation replaces blue/green': [
      hook(routing('AllAtOnce')),
      `info Hooks.BlueGreen.Properties.TrafficRoutingConfig.Type: AllAtOnce ${TRAFFIC}`,
    ],
    'all tasks at once': [
      service({ MinimumHealthyPercent: 0 }),
      'warning Service Properties.DeploymentConfiguration.MinimumHealthyPercent: MinimumHealthyPercent 0 lets every task be stopped at once',
    ],
    'one task that may become more': [
      {
        Resources: {
          Service: service({ MinimumHealthyPercent: 0 }, { DesiredCount: 1 }),
          Scaling: {
            Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
            Properties: {
              MinCapacity: 2,
              MaxCapacity: 8,
              ResourceId: { 'Fn::Sub': 'service/shop/${Service.Name}' },
              ScalableDimension: 'ecs:service:DesiredCount',
              ServiceNamespace: 'ecs',
            },
          },
        },
      },
      'warning Service Properties.DeploymentConfiguration.MinimumHealthyPercent: MinimumHealthyPercent 0 lets every task be stopped at once',
    ],
    'a daemon by default': [
      service(
        { MaximumPercent: 100 },
        { DesiredCount: { Ref: 'AWS::NoValue' }, SchedulingStrategy: 'DAEMON' },
      ),
      'warning Service Properties.DeploymentConfiguration.MinimumHealthyPercent: MinimumHealthyPercent of a daemon, 0 by default, lets every task be stopped at once',
    ],
    'tasks blue/green': [
      service({ Strategy: 'BLUE_GREEN' }),
      `info Service Properties.DeploymentConfiguration.Strategy: BLUE_GREEN ${TRAFFIC}`,
    ],
    'an environment at once': [
      beanstalk(policy('AllAtOnce')),
      'warning Environment Properties.OptionSettings[0].Value: DeploymentPolicy AllAtOnce updates every instance at once',
    ],
    'a configuration at once': [
      strategy(100, 0),
      'warning DeploymentStrategy Properties.GrowthFactor: GrowthFactor 100 gives the configuration to every target at once',
    ],
    'a configuration in no time': [
      strategy(20, 0),
      'warning DeploymentStrategy Properties.DeploymentDurationInMinutes: DeploymentDurationInMinutes 0 gives the configuration to every target at once',
    ],
    "a configuration by AWS's own strategy": [
      configuration('AppConfig.AllAtOnce'),
      'warning Deployment Properties.DeploymentStrategyId: AppConfig.AllAtOnce gives the configuration to every target at once',
    ],
    'an endpoint by default': [
      endpoint(),
      'info Endpoint Properties.DeploymentConfig.BlueGreenUpdatePolicy.TrafficRoutingConfiguration.Type: ALL_AT_ONCE, the default, moves all traffic to a new fleet at once',
    ],
    'an endpoint at once': [
      endpoint(shift('ALL_AT_ONCE')),
      'info Endpoint Properties.DeploymentConfig.BlueGreenUpdatePolicy.TrafficRoutingConfiguration.Type: ALL_AT_ONCE moves all traffic to a new fleet at once',
    ],
  },
  review: {
    'a configuration by a parameter': [
      { ...group, DeploymentConfigName: { Ref: 'Speed' } },
      'review DeploymentGroup Properties.DeploymentConfigName: Speed has no default, so it is only known at deployment',
    ],
    'a configuration from elsewhere': [
      { ...group, DeploymentConfigName: 'shop-fast' },
      'review DeploymentGroup Properties.DeploymentConfigName: what the deployment configuration shop-fast does is not in the template',
    ],
    'a SAM function by a parameter': [
      samFunction({ DeploymentPreference: { Type: { Ref: 'Speed' } } }),
      'review Function Properties.DeploymentPreference.Type: Speed has no default, so it is only known at deployment',
    ],
    'an environment that names no policy': [
      beanstalk(option('autoscaling:asg', 'MaxSize', '4')),
      'review Environment Properties.OptionSettings: DeploymentPolicy is AllAtOnce by default, unless .ebextensions or a saved configuration set it',
    ],
  },
  options: {
    'outside production': [
      { ...group, DeploymentConfigName: 'CodeDeployDefault.AllAtOnce' },
      { environment: 'non-production' },
      `info DeploymentGroup Properties.DeploymentConfigName: CodeDeployDefault.AllAtOnce ${EVERYTHING}`,
    ],
  },
});
